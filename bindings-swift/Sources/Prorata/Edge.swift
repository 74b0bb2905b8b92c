// What uniffi cannot say for itself: how native values cross, and the
// members that records and errors of Swift should have. Nothing here computes.

import Foundation

// MARK: Scalars

/// Writes a decimal in full. A value that the core does not take, such as NaN, is refused by the core.
func coreText(_ value: Foundation.Decimal) -> String {
    value.description
}

/// The milliseconds of an instant: a `Date` counts in binary fractions of a second, so it is the nearest that is
/// meant. What is not an instant of the years 0001 to 9999 is refused by the core.
func coreMillis(_ date: Foundation.Date) -> Int64 {
    Int64(exactly: (date.timeIntervalSince1970 * 1000).rounded()) ?? .max
}

func nativeDate(_ millis: Int64) -> Foundation.Date {
    Foundation.Date(timeIntervalSince1970: Double(millis) / 1000)
}

/// Reads a decimal that the core wrote.
func nativeDecimal(_ text: String) throws -> Foundation.Decimal {
    guard let value = Foundation.Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")) else {
        let message = "internal error, please report it: `\(text)` is not a decimal"
        throw ProrataError.Internal(code: "internal.panic", message: message)
    }
    return value
}

// MARK: Errors

extension ProrataError: LocalizedError, CustomStringConvertible {
    /// The stable code, such as `money.currency_mismatch`; it never changes once released.
    public var code: String { parts.code }

    /// One sentence, with the offending value in backticks; it may get better.
    public var message: String { parts.message }

    public var errorDescription: String? { message }

    public var description: String { "\(code): \(message)" }

    private var parts: (code: String, message: String) {
        switch self {
        case let .Input(code, message), let .Calendar(code, message), let .Money(code, message),
            let .Catalog(code, message), let .Usage(code, message), let .Proration(code, message),
            let .Subscription(code, message), let .Invoice(code, message), let .Simulation(code, message),
            let .Facts(code, message), let .Metrics(code, message), let .Document(code, message),
            let .Report(code, message),
            let .Stripe(code, message), let .Internal(code, message):
            return (code, message)
        }
    }
}

// MARK: JSON

/// What can be read from JSON, in the one form of every language: names in `snake_case`, an enum without data as its
/// name, one with data as an object with a `kind`.
public protocol FromJson {
    /// Reads the JSON form.
    ///
    /// Errors: `input.invalid_record`, `input.wrong_type`, and those of the values inside.
    static func fromJson(_ text: String) throws -> Self
}

/// What has a JSON form, the one that `FromJson` reads.
public protocol ToJson {
    /// The JSON form, the same in every language.
    func toJson() throws -> String
}

/// What crosses is the record in the bytes of its converter.
func readJson<T>(_ record: String, _ text: String, _ read: (inout (data: Data, offset: Data.Index)) throws -> T) throws
    -> T
{
    let data = try jsonRead(record: record, text: text)
    var bytes = (data: data, offset: data.startIndex)
    return try read(&bytes)
}

func writeJson<T>(_ record: String, _ value: T, _ write: (T, inout [UInt8]) -> Void) throws -> String {
    var bytes: [UInt8] = []
    write(value, &bytes)
    return try jsonWrite(record: record, bytes: Data(bytes))
}

// MARK: Money

/// `USD 1,234.50`; other forms through `formatted(format:)`.
extension Money: CustomStringConvertible {
    public var description: String {
        // The one thing that can be wrong with an amount is its currency.
        (try? formatted()) ?? "\(minor) minor units of `\(currency)`"
    }
}

extension Money {
    /// An amount whose currency is known; the code is read in either case and kept in upper case.
    ///
    /// Errors: `money.unknown_currency`.
    public static func of(_ minor: Int64, _ currency: Currency) throws -> Money {
        try moneyOf(minor: minor, currency: currency)
    }

    /// Nothing, in a currency.
    public static func zero(_ currency: Currency) throws -> Money {
        try moneyZero(currency: currency)
    }

    /// From major units: 49.00 dollars are 4,900 cents. Without a rounding the amount must be exact.
    ///
    /// Errors: `money.too_precise`, `money.overflow`, `money.invalid_decimal`.
    public static func fromMajor(_ major: Foundation.Decimal, _ currency: Currency, rounding: Rounding? = nil) throws
        -> Money
    {
        try moneyFromMajor(major: major, currency: currency, rounding: rounding)
    }

    /// Reads an amount as people write it; the format says which mark is which. The currency is taken where the text
    /// names none.
    ///
    /// Errors: `money.invalid_amount`, `money.unknown_currency`, `money.currency_mismatch`, `money.too_precise`,
    /// `money.overflow`.
    public static func parse(_ text: String, format: MoneyFormat? = nil, currency: Currency? = nil) throws -> Money {
        try moneyParse(text: text, format: format, currency: currency)
    }

    /// The sum of any number of amounts, all in one currency; of none, zero.
    ///
    /// Errors: `money.currency_mismatch`, `money.overflow`.
    public static func sum(_ amounts: [Money], currency: Currency) throws -> Money {
        try moneySum(currency: currency, amounts: amounts)
    }

    /// The money that an integer of Stripe's API means: 500 of its ISK are 5 krónur.
    ///
    /// Errors: `money.not_stripe_amount`, `money.overflow`.
    public static func fromStripe(_ amount: Int64, _ currency: Currency) throws -> Money {
        try moneyFromStripe(amount: amount, currency: currency)
    }
}

extension MoneyFormat {
    /// `$1,234.50`
    public static func english() throws -> MoneyFormat { try moneyFormatEnglish() }

    /// `1.234,50 €`
    public static func german() throws -> MoneyFormat { try moneyFormatGerman() }

    /// `1 234,50 €`
    public static func french() throws -> MoneyFormat { try moneyFormatFrench() }

    /// `CHF 1’234.50`
    public static func swiss() throws -> MoneyFormat { try moneyFormatSwiss() }

    /// `1234.50`: for machines.
    public static func plain() throws -> MoneyFormat { try moneyFormatPlain() }
}

// What uniffi cannot say for itself: how native values are written as the core's text and read from it, and the
// members that records and errors of Swift should have. Nothing here computes.

import Foundation

// MARK: Text

/// Writes a decimal in full. A value that the core does not take, such as NaN, is refused by the core.
func coreText(_ value: Foundation.Decimal) -> String {
    value.description
}

/// Writes an instant to the millisecond: a `Date` counts in binary fractions of a second, so it is the nearest that
/// is meant. What no year of four digits holds is refused by the core.
func coreText(_ date: Foundation.Date) -> String {
    let millis = (date.timeIntervalSince1970 * 1000).rounded()
    guard millis.magnitude < 1e15 else { return "\(date.timeIntervalSince1970) s" }
    let seconds = (millis / 1000).rounded(.down)
    let fraction = String(Int(millis - seconds * 1000) + 1000).dropFirst()
    let whole = Foundation.Date(timeIntervalSince1970: seconds).formatted(.iso8601)
    return "\(whole.dropLast()).\(fraction)Z"
}

/// Reads a decimal that the core wrote.
func nativeDecimal(_ text: String) throws -> Foundation.Decimal {
    guard let value = Foundation.Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")) else {
        throw unreadable(text)
    }
    return value
}

/// Reads an instant that the core wrote: `2024-01-31T23:59:59.999Z`.
func nativeDate(_ text: String) throws -> Foundation.Date {
    guard let dot = text.firstIndex(of: "."), let millis = Double(text[text.index(after: dot)...].dropLast()),
        let whole = try? Foundation.Date(text[..<dot] + "Z", strategy: .iso8601)
    else { throw unreadable(text) }
    return Foundation.Date(timeIntervalSince1970: whole.timeIntervalSince1970 + millis / 1000)
}

private func unreadable(_ text: String) -> ProrataError {
    .Internal(code: "internal.panic", message: "internal error, please report it: cannot read `\(text)`")
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
            let .Catalog(code, message), let .Facts(code, message), let .Metrics(code, message),
            let .Report(code, message), let .Stripe(code, message), let .Internal(code, message):
            return (code, message)
        }
    }
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

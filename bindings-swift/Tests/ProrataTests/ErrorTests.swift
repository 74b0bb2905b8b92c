import Foundation
import XCTest

import Prorata

/// What must be refused: always by a typed error with its code, never by a crash.
final class ErrorTests: XCTestCase {
    func refuses<T>(_ code: String, _ call: @autoclosure () throws -> T, line: UInt = #line) {
        do {
            let value = try call()
            XCTFail("expected \(code), got \(value)", line: line)
        } catch let error as ProrataError {
            XCTAssertEqual(error.code, code, line: line)
        } catch {
            XCTFail("not a ProrataError: \(error)", line: line)
        }
    }

    func testTheErrorSaysWhatAndWhy() {
        let dollar = Money(minor: 100, currency: "USD")
        XCTAssertThrowsError(try dollar.adding(other: Money(minor: 100, currency: "EUR"))) { error in
            guard case ProrataError.Money(let code, let message) = error else { return XCTFail("\(error)") }
            XCTAssertEqual(code, "money.currency_mismatch")
            XCTAssertEqual(message, "cannot combine `USD` with `EUR`: convert one of them first")
            XCTAssertEqual(error.localizedDescription, message)
            XCTAssertEqual("\(error)", "\(code): \(message)")
        }
    }

    func testMoney() {
        let most = Money(minor: .max, currency: "USD")
        let one = Money(minor: 1, currency: "USD")
        refuses("money.overflow", try most.adding(other: one))
        refuses("money.overflow", try Money(minor: .min, currency: "USD").subtracting(other: one))
        refuses("money.overflow", try Money(minor: .min, currency: "USD").negated())
        refuses("money.overflow", try most.multiplied(by: 2))
        refuses("money.overflow", try Money.sum([most, most], currency: "USD"))
        refuses("money.currency_mismatch", try Money.sum([one, .init(minor: 1, currency: "EUR")], currency: "USD"))
        refuses("money.currency_mismatch", try one.compare(to: .init(minor: 1, currency: "EUR")))
        refuses("money.division_by_zero", try one.scale(numerator: 1, denominator: 0, rounding: .floor))
        refuses("money.invalid_weights", try one.allocate(weights: [], remainder: .firstRecipients))
        refuses("money.invalid_weights", try one.allocate(weights: [1, -1], remainder: .firstRecipients))
        refuses("money.negative_quantity",
            try unitAmountTotal(unitAmount: 1, quantity: -1, currency: "USD", rounding: .floor))
        refuses("money.not_stripe_amount", try Money(minor: 1, currency: "KWD").toStripe(usedFor: .charge))
        refuses("money.not_stripe_amount", try one.checkStripeCharge())
    }

    func testCurrencies() {
        refuses("money.unknown_currency", try Money.of(1, "USX"))
        refuses("money.unknown_currency", try Money(minor: 1, currency: "").negated())
        refuses("money.unknown_currency", try currencyInfo(currency: "US\u{0}D"))
        XCTAssertEqual("\(Money(minor: 1, currency: "USX"))", "1 minor units of `USX`")
    }

    func testDecimals() {
        let one = Money(minor: 1, currency: "USD")
        refuses("money.invalid_decimal", try one.percent(percent: .nan, rounding: .floor))
        refuses("money.invalid_decimal", try Money.fromMajor(.nan, "USD"))
        refuses("money.invalid_decimal", try Money.fromMajor(.greatestFiniteMagnitude, "USD"))
        refuses("money.invalid_decimal", try Money.fromMajor(.leastNonzeroMagnitude, "USD"))
        refuses("money.too_precise", try one.percent(percent: Decimal(string: "0.0000000000001")!, rounding: .floor))
        refuses("money.too_precise", try Money.fromMajor(Decimal(string: "1.005")!, "USD"))
        refuses("money.overflow", try Money.fromMajor(Decimal(string: "92233720368547758.08")!, "USD"))
    }

    func testText() {
        refuses("money.invalid_amount", try Money.parse("1,23", currency: "USD"))
        refuses("money.invalid_amount", try Money.parse("", currency: "USD"))
        refuses("money.unknown_currency", try Money.parse("XYZ 1"))
    }

    func testInstants() {
        for seconds in [Double.nan, .infinity, -.infinity, 1e300, -1e15, 1e12] {
            let at = Date(timeIntervalSince1970: seconds)
            do {
                let value = try timestampPlus(at: at, duration: "PT0S")
                XCTFail("\(seconds) became \(value)")
            } catch let error as ProrataError {
                XCTAssertTrue(["calendar.invalid_timestamp", "calendar.out_of_range"].contains(error.code), error.code)
            } catch {
                XCTFail("not a ProrataError: \(error)")
            }
        }
        refuses("calendar.invalid_date", try datePlusDays(date: "2023-02-29", days: 1))
        refuses("calendar.invalid_month", try monthNext(month: "2023-13"))
        refuses("calendar.unknown_zone", try zoneMonth(zone: "Mars/Olympus_Mons", month: "2024-01"))
        refuses("calendar.invalid_interval", try intervalNew(unit: .month, count: 0))
    }

    func testFacts() throws {
        let change = MrrChange(
            customerId: "a", subscriptionId: "a1", effectiveAt: Date(timeIntervalSince1970: 0),
            mrr: Money(minor: -1, currency: "USD"))
        refuses("facts.negative_amount", try Facts.fromChanges(changes: [change]))
        refuses("metrics.no_facts", try movements(facts: Facts.fromChanges(changes: [])))
        refuses("facts.uneven_columns",
            try Facts.fromIntegerColumns(
                customerId: [1, 2], subscriptionId: [1], effectiveAtMillis: [0], mrrMinor: [1], currency: "USD"))
        refuses("money.unknown_currency",
            try Facts.fromIntegerColumns(
                customerId: [1], subscriptionId: [1], effectiveAtMillis: [0], mrrMinor: [1], currency: "USX"))
    }
}

final class PanicGuardTests: XCTestCase {
    func testAPanicIsAnErrorWithACode() {
        XCTAssertThrowsError(try panicForTest()) { error in
            guard case ProrataError.Internal(let code, let message) = error else { return XCTFail("\(error)") }
            XCTAssertEqual(code, "internal.panic")
            XCTAssertTrue(message.contains("on purpose"), message)
        }
        // And the library lives on.
        XCTAssertEqual(try Money.of(1, "USD").minor, 1)
    }
}

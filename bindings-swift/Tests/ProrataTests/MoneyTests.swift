import Foundation
import XCTest

import Prorata

final class MoneyTests: XCTestCase {
    let price = Money(minor: 4_900, currency: "USD")

    func testAmountsAreNative() throws {
        XCTAssertEqual(price.minor, 4_900)
        XCTAssertEqual(try price.decimal(), Decimal(49))
        XCTAssertEqual("\(price)", "USD 49.00")
        XCTAssertEqual(try Money.of(4_900, "usd"), price)
        XCTAssertEqual(Set([price, Money(minor: 4_900, currency: "USD")]).count, 1)
        XCTAssertEqual(try Money.zero("USD"), Money(minor: 0, currency: "USD"))
        XCTAssertTrue(try Money.zero("USD").isZero())
        XCTAssertTrue(try price.negated().isNegative())
    }

    func testArithmetic() throws {
        let fee = Money(minor: 100, currency: "USD")
        XCTAssertEqual(try price.adding(other: fee).minor, 5_000)
        XCTAssertEqual(try price.subtracting(other: fee).minor, 4_800)
        XCTAssertEqual(try price.multiplied(by: 3).minor, 14_700)
        XCTAssertEqual(try price.compare(to: fee), 1)
        XCTAssertEqual(try Money.sum([price, fee], currency: "USD").minor, 5_000)
        XCTAssertEqual(try Money.sum([], currency: "USD").minor, 0)
        XCTAssertEqual(try price.percent(percent: Decimal(string: "2.9")!, rounding: .halfAwayFromZero).minor, 142)
        XCTAssertEqual(try price.scale(numerator: 1, denominator: 3, rounding: .floor).minor, 1_633)
        let parts = try Money(minor: 500, currency: "USD").allocate(weights: [1_000, 2_000], remainder: .lastTakesRest)
        XCTAssertEqual(parts.map(\.minor), [166, 334])
    }

    func testTheExtremesOf64Bits() throws {
        for minor in [Int64.min, Int64.min + 1, Int64.max] {
            XCTAssertEqual(try Money.of(minor, "JPY").minor, minor)
            XCTAssertEqual(try Money.fromMajor(Money(minor: minor, currency: "USD").decimal(), "USD").minor, minor)
        }
    }

    func testWritingAndReading() throws {
        let german = try MoneyFormat.german()
        XCTAssertEqual(try Money(minor: 123_450, currency: "EUR").formatted(format: german), "1.234,50\u{a0}€")
        XCTAssertEqual(try Money.parse("1.234,50 €", format: german).minor, 123_450)
        XCTAssertEqual(try Money.parse("12", currency: "JPY"), Money(minor: 12, currency: "JPY"))
        let spaced = MoneyFormat(grouping: .space)
        XCTAssertEqual(try Money(minor: 123_450, currency: "USD").formatted(format: spaced), "USD 1\u{a0}234.50")
    }

    func testStripe() throws {
        XCTAssertEqual(try Money.fromStripe(500, "ISK"), Money(minor: 5, currency: "ISK"))
        XCTAssertEqual(try Money(minor: 5, currency: "ISK").toStripe(usedFor: .charge), 500)
        try price.checkStripeCharge()
        // An amount of the core, nullable, inside a record.
        XCTAssertEqual(try currencyInfo(currency: "USD").stripeMinimumCharge, Money(minor: 50, currency: "USD"))
        XCTAssertNil(try currencyInfo(currency: "XOF").stripeMinimumCharge)
        XCTAssertGreaterThan(try currencies().count, 150)
    }

    func testExactRates() throws {
        let twentieth = Decimal(string: "0.05")!
        let total = try unitAmountTotal(
            unitAmount: twentieth, quantity: 12_345, currency: "USD", rounding: .halfAwayFromZero)
        XCTAssertEqual(total.minor, 617)
        let finest = Decimal(string: "0.000000000001")!
        let units = try unitAmountTotal(
            unitAmount: finest, quantity: 1_000_000_000_000, currency: "USD", rounding: .floor)
        XCTAssertEqual(units.minor, 1)
    }

    func testInstantsSurvive() throws {
        for text in [
            "0001-01-01T00:00:00.000Z", "1582-10-10T12:00:00.001Z", "1969-12-31T23:59:59.999Z",
            "2024-01-31T23:59:59.999Z", "2038-01-19T03:14:08.123Z", "9999-12-31T23:59:59.999Z",
        ] {
            let date = try timestampParse(text: text)
            let period = Period(start: date, end: date)
            XCTAssertEqual(try period.millis(), 0)
            XCTAssertEqual(try timestampPlus(at: date, duration: "PT0S"), date, text)
            XCTAssertEqual(try zoneDateOf(zone: "UTC", at: date), String(text.prefix(10)))
        }
        XCTAssertEqual(try timestampParse(text: "1970-01-01T00:00:01.5Z").timeIntervalSince1970, 1.5)
        XCTAssertEqual(try timestampParse(text: "1969-12-31T23:59:58.5Z").timeIntervalSince1970, -1.5)
        XCTAssertEqual(try timestampPlus(at: Date(timeIntervalSince1970: 1.9996), duration: "PT0S").timeIntervalSince1970, 2)
    }

    func testSwiftsOwnClock() throws {
        let now = Date()
        let read = try timestampPlus(at: now, duration: "PT0S")
        XCTAssertEqual(read.timeIntervalSince1970, now.timeIntervalSince1970, accuracy: 0.0006)
    }

    func testFromAFileToAReport() throws {
        let file = """
            subscription_id,customer_id,start_date,end_date,monthly_amount
            sub_1,cus_1,2024-01-05,2024-03-01,49.00
            sub_2,cus_2,2024-02-10,,99.00
            """
        let facts = try Facts.fromPeriodsCsv(file: Data(file.utf8), options: PeriodsOptions(defaultCurrency: "USD"))
        XCTAssertEqual(try facts.customers(), 2)
        let months = try movements(facts: facts).months
        XCTAssertEqual(months.map(\.new.minor), [4_900, 9_900, 0])
        XCTAssertEqual(try months[2].amount(kind: .churn), Money(minor: 4_900, currency: "USD"))
        XCTAssertEqual(months[2].rates.logoChurn.value, 0.5)
        let report = try revenueReport(facts: facts)
        XCTAssertEqual(report.summary.mrr, Money(minor: 9_900, currency: "USD"))
        XCTAssertTrue(try report.toMarkdown().contains("USD 99.00"))
        XCTAssertTrue(try report.toHtml().lowercased().hasPrefix("<!doctype html>"))
    }
}

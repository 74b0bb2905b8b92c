import Foundation
import XCTest

import Prorata

/// Records as JSON: the form that a host stores, and that a backend sends.
final class JsonTests: XCTestCase {
    func testARecordSurvivesToTheByte() throws {
        let text = #"{"customer_id":"a\"ü","subscription_id":"a1","effective_at":"2024-01-31T00:00:00.000Z","#
            + #""mrr":{"minor":-9223372036854775808,"currency":"JPY"}}"#
        let read = try MrrChange.fromJson(text)
        XCTAssertEqual(read.customerId, "a\"ü")
        XCTAssertEqual(read.effectiveAt, try timestampParse(text: "2024-01-31T00:00:00Z"))
        XCTAssertEqual(read.mrr, Money(minor: .min, currency: "JPY"))
        XCTAssertEqual(try read.toJson(), text)
        XCTAssertEqual(try MrrChange.fromJson(read.toJson()), read)
    }

    func testDecimalsAreText() throws {
        let text = #"{"base":"USD","quote":"EUR","date":"2024-02-29","rate":"0.000000000001"}"#
        let read = try ExchangeRate.fromJson(text)
        XCTAssertEqual(read.rate, Decimal(string: "0.000000000001"))
        XCTAssertEqual(try read.toJson(), text)
    }

    func testTheExtremesOf64Bits() throws {
        for minor in [Int64.min, Int64.max] {
            let amount = Money(minor: minor, currency: "USD")
            XCTAssertEqual(try amount.toJson(), #"{"minor":\#(minor),"currency":"USD"}"#)
            XCTAssertEqual(try Money.fromJson(amount.toJson()), amount)
        }
    }

    func testEveryCaseOfAnEnumIsItsName() throws {
        for status in SubscriptionStatus.allCases {
            XCTAssertEqual(try status.toJson(), "\"\(try status.stripeName())\"")
            XCTAssertEqual(try SubscriptionStatus.fromJson(status.toJson()), status)
        }
    }

    func testOptionsMayBeLeftOut() throws {
        XCTAssertEqual(try MetricsOptions.fromJson("{}"), MetricsOptions())
        XCTAssertEqual(try MetricsOptions.fromJson(#"{"months":3}"#), MetricsOptions(months: 3))
    }

    func testBadJsonIsATypedError() throws {
        func refuses(_ code: String, _ sentence: String, _ text: String, line: UInt = #line) {
            XCTAssertThrowsError(try BillingCycle.fromJson(text), line: line) { error in
                guard let error = error as? ProrataError else { return XCTFail("\(error)", line: line) }
                XCTAssertEqual(error.code, code, line: line)
                XCTAssertTrue(error.message.contains(sentence), error.message, line: line)
            }
        }
        let good = #"{"anchor":"2024-01-31T00:00:00.000Z","interval":{"unit":"month","count":1}}"#
        XCTAssertNoThrow(try BillingCycle.fromJson(good))
        refuses("calendar.invalid_timestamp", "anchor: ", good.replacingOccurrences(of: "01-31", with: "02-31"))
        refuses("input.wrong_type", "interval.count must be", good.replacingOccurrences(of: ":1}", with: ":\"1\"}"))
        refuses("input.invalid_record", "interval.unit: ", good.replacingOccurrences(of: "month", with: "moon"))
        refuses("input.invalid_record", "`anchor`", good.replacingOccurrences(of: "anchor", with: "anker"))
        refuses("input.invalid_record", "line 1 column", "{")
        refuses("input.invalid_record", "line 1 column", "")
        // A value that Swift can hold and the core cannot is refused on its way out, too.
        XCTAssertThrowsError(try Money(minor: 1, currency: "USX").toJson()) { error in
            XCTAssertEqual((error as? ProrataError)?.code, "money.unknown_currency")
        }
    }
}

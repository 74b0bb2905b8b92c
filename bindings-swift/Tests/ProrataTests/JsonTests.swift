import Foundation
import XCTest

import Prorata

/// Records as JSON: the form that a host stores, and that a backend sends.
final class JsonTests: XCTestCase {
    let change = #"""
        {"customer_id":"a\"ü","subscription_id":"a1","effective_at":"2024-01-31T00:00:00.000Z",\#
        "price":{"currency":"USD","unit_amount":"0.000000000001","interval":{"unit":"month","count":1}},\#
        "quantity":9223372036854775807,"status":"past_due"}
        """#

    func testARecordSurvivesToTheByte() throws {
        let read = try SubscriptionChange.fromJson(change)
        XCTAssertEqual(read.customerId, "a\"ü")
        XCTAssertEqual(read.price.unitAmount, Decimal(string: "0.000000000001"))
        XCTAssertEqual(read.quantity, .max)
        XCTAssertEqual(read.status, .pastDue)
        XCTAssertEqual(try read.toJson(), change)
        XCTAssertEqual(try SubscriptionChange.fromJson(read.toJson()), read)
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
            XCTAssertThrowsError(try Price.fromJson(text), line: line) { error in
                guard let error = error as? ProrataError else { return XCTFail("\(error)", line: line) }
                XCTAssertEqual(error.code, code, line: line)
                XCTAssertTrue(error.message.contains(sentence), error.message, line: line)
            }
        }
        let good = #"{"currency":"USD","unit_amount":"1","interval":{"unit":"month","count":1}}"#
        XCTAssertNoThrow(try Price.fromJson(good))
        refuses("money.unknown_currency", "currency: ", good.replacingOccurrences(of: "USD", with: "USX"))
        refuses("input.wrong_type", "interval.count must be", good.replacingOccurrences(of: ":1}", with: ":\"1\"}"))
        refuses("input.invalid_record", "interval.unit: ", good.replacingOccurrences(of: "month", with: "moon"))
        refuses("input.invalid_record", "`price`", good.replacingOccurrences(of: "\"unit_amount\"", with: "\"price\""))
        refuses("input.invalid_record", "line 1 column", "{")
        refuses("input.invalid_record", "line 1 column", "")
        // A value that Swift can hold and the core cannot is refused on its way out, too.
        XCTAssertThrowsError(try Money(minor: 1, currency: "USX").toJson()) { error in
            XCTAssertEqual((error as? ProrataError)?.code, "money.unknown_currency")
        }
    }
}

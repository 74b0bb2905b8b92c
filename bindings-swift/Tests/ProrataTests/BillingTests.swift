import Foundation
import XCTest

import Prorata

/// Enums with data, and a subscription as a host keeps it: through the package as people call it.
final class BillingTests: XCTestCase {
    private let start = try! timestampParse(text: "2025-04-01T00:00:00Z")
    private let half = try! timestampParse(text: "2025-04-16T00:00:00Z")
    private let basic = monthly("basic", .perUnit(unitAmount: 4_900))
    private let upgrade = SubscriptionUpdate(
        items: [.set(id: "seat", price: monthly("pro", .perUnit(unitAmount: 14_900)))],
        prorationBehavior: .alwaysInvoice)

    private static func monthly(_ id: String, _ pricing: Pricing) -> Price {
        Price(
            id: id, product: "app", currency: "USD", pricing: pricing,
            recurring: Recurring(interval: Interval(unit: .month, count: 1)))
    }

    private struct Unexpected: Error { let actions: [SubscriptionAction] }

    private func minors(_ bill: Bill?) -> [Int64]? { bill?.lines.map(\.amount.minor) }

    private func begun() throws -> Subscription {
        let item = PricedItem(id: "seat", price: basic, quantity: 1)
        let step = try NewSubscription(id: "sub", customer: "cus", currency: "USD", items: [item]).create(now: start)
        guard step.actions.count == 1, case let .createInvoice(bill) = step.actions[0] else {
            throw Unexpected(actions: step.actions)
        }
        XCTAssertEqual(minors(bill), [4_900])
        return try step.next.apply(input: .invoicePaid(invoice: bill.id), now: start).next
    }

    func testAPricingGoesInAndComesOut() throws {
        let tiers = [
            Tier(upTo: 10, unitAmount: 500),
            Tier(unitAmount: Decimal(string: "300.5"), flatAmount: 1_000),
        ]
        let cases: [(Pricing, Int64)] = [
            (.perUnit(unitAmount: Decimal(string: "0.05")!), 1),
            (.graduated(tiers: tiers), 10 * 500 + 601 + 1_000),
            (.volume(tiers: tiers), 12 * 300 + 6 + 1_000),
        ]
        for (pricing, minor) in cases {
            let price = Self.monthly("price", pricing)
            XCTAssertEqual(try price.amount(quantity: 12), Money(minor: minor, currency: "USD"))
            XCTAssertEqual(try Pricing.fromJson(pricing.toJson()), pricing)
            XCTAssertEqual(try Price.fromJson(price.toJson()).pricing, pricing)
            let own = PriceOverride(customer: "cus", price: "price", pricing: pricing)
            let listed = Self.monthly("price", basic.pricing)
            let paid = try effectivePrice(price: listed, overrides: [own], customer: "cus", at: start)
            XCTAssertEqual(paid.pricing, pricing)
        }
        XCTAssertThrowsError(try Self.monthly("price", .graduated(tiers: [])).amount(quantity: 1)) { error in
            guard case .Catalog("catalog.invalid_price", _)? = error as? ProrataError else { return XCTFail("\(error)") }
        }
    }

    func testWhatHappensToASubscriptionIsAnEnumWithData() throws {
        let active = try begun()
        XCTAssertEqual(active.status, .active)
        XCTAssertEqual(active.items.first?.item.price.pricing, basic.pricing)
        let preview = try active.preview(update: upgrade, at: half)
        XCTAssertEqual(minors(preview.now), [-2_450, 7_450])
        XCTAssertEqual(minors(preview.next), [14_900])
        let upgraded = try active.apply(input: .update(update: upgrade), now: half)
        XCTAssertEqual(upgraded.actions, try [.createInvoice(bill: XCTUnwrap(preview.now))])
        let ending = try active.apply(input: .cancel(request: CancelRequest(when: .periodEnd)), now: half).next
        XCTAssertTrue(ending.cancelAtPeriodEnd)
        let later = try timestampParse(text: "2025-05-01T00:00:00Z")
        XCTAssertEqual(try ending.wakeAt(), later)
        XCTAssertEqual(try ending.apply(input: .advance, now: later).next.status, .canceled)
        XCTAssertThrowsError(try upgraded.next.apply(input: .advance, now: start)) { error in
            guard case .Subscription("subscription.time_goes_back", _)? = error as? ProrataError else {
                return XCTFail("\(error)")
            }
        }
    }

    func testAStoredSubscriptionGoesOnAsIfItHadNotBeen() throws {
        let active = try begun()
        let read = try Subscription.fromJson(active.toJson())
        XCTAssertEqual(read, active)
        XCTAssertEqual(try read.toJson(), try active.toJson())
        let input = SubscriptionInput.update(update: upgrade)
        XCTAssertEqual(try SubscriptionInput.fromJson(input.toJson()), input)
        let step = try read.apply(input: input, now: half)
        XCTAssertEqual(step, try active.apply(input: input, now: half))
        XCTAssertEqual(try Subscription.fromJson(step.next.toJson()), step.next)
    }
}

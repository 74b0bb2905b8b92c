// What an upgrade costs, before it is made, and why.
import Foundation
import Prorata

func plan(_ id: String, _ unitAmount: Decimal) -> Price {
    Price(
        id: id, product: id, currency: "USD", pricing: .perUnit(unitAmount: unitAmount),
        recurring: Recurring(interval: Interval(unit: .month, count: 1)))
}
let instant = ISO8601DateFormatter()
let (starter, growth) = (plan("starter", 4900), plan("growth", 14900))
let april = instant.date(from: "2025-04-01T00:00:00Z")!
let new = NewSubscription(
    id: "sub_1", customer: "cus_1", currency: "USD", items: [PricedItem(id: "plan", price: starter, quantity: 1)])
let created = try new.create(now: april).next
let active = try created.apply(input: .invoicePaid(invoice: "sub_1-1"), now: april).next

let upgrade = SubscriptionUpdate(
    items: [.set(id: "plan", price: growth, quantity: 1)], prorationBehavior: .alwaysInvoice)
let preview = try active.preview(update: upgrade, at: instant.date(from: "2025-04-16T00:00:00Z")!)

let options = ExplainOptions(
    products: [ProductName(product: "starter", name: "Starter"), ProductName(product: "growth", name: "Growth")],
    prices: [starter, growth])
let explained = try explainPreview(preview: preview, options: options)
for part in [explained.now, explained.next].compactMap({ $0 }) {
    for sentence in part.sentences { print(sentence.text) }
    print("= \(part.total)\n")
}

// A year of a business with 5,000 customers: what Stripe would have sent, and the report on it.
import Foundation
import Prorata

let plan = BusinessPlan(customers: 5_000)
// Five parts, as a host would do that stores them; the report needs the events of subscriptions only.
let stream = EventStream(invoices: false, renewals: false)
let parts = try [0, 1_000, 2_000, 3_000, 4_000].map { first in
    try simulateBusiness(plan: plan, first: UInt32(first), count: 1_000, stream: stream)
}
for made in parts {
    let billed = try made.billed.map { try $0.formatted() }.joined(separator: ", ")
    print("\(made.customers) customers, billed \(billed)")
}
let total = { (count: KeyPath<SimulatedBusiness, UInt32>) in parts.reduce(0) { $0 + $1[keyPath: count] } }
print("\(total(\.subscriptions)) subscriptions, \(total(\.invoices)) invoices, \(total(\.eventCount)) events")

let end = try businessEnd(plan: plan)
let events = Data(parts.map(\.events).joined().utf8)
let read = try Facts.fromStripe(json: events, options: StripeOptions(asOf: end))
let day = "2024-12-31"
let rates = try ExchangeRates(rates: [
    ExchangeRate(base: "USD", quote: "EUR", date: day, rate: Decimal(string: "0.9600")!),
    ExchangeRate(base: "USD", quote: "GBP", date: day, rate: Decimal(string: "0.8000")!),
])
let facts = try read.converted(rates: rates, currency: "USD", ratesOf: day)
let options = ReportOptions(company: "An invented business", metrics: MetricsOptions(asOf: end))
print(try revenueReport(facts: facts, options: options).toMarkdown(), terminator: "")

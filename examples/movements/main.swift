// What moved the revenue of one month, and which customers were behind it.
import Prorata

func change(_ customer: String, _ subscription: String, _ at: String, _ minor: Int64) throws -> MrrChange {
    MrrChange(
        customerId: customer, subscriptionId: subscription, effectiveAt: try timestampParse(text: at),
        mrr: Money(minor: minor, currency: "EUR"))
}

let facts = try Facts.fromChanges(changes: [
    change("anna", "a1", "2024-01-10T09:00:00Z", 4_900),
    change("bela", "b1", "2024-01-20T09:00:00Z", 9_900),
    change("anna", "a1", "2024-02-05T09:00:00Z", 14_900),
    change("bela", "b1", "2024-03-01T03:30:00Z", 0),
    change("bela", "b2", "2024-04-12T09:00:00Z", 4_900),
])
for zone in ["UTC", "America/New_York"] {
    let options = MetricsOptions(zone: zone, netting: .event)
    print(zone)
    for month in try movements(facts: facts, options: options).months {
        print("  \(month.month)  closing \(month.closing)  churn \(month.churn)  customers \(month.customersClosing)")
    }
    let behind = try customerMovements(facts: facts, options: options)
    for row in behind.month.indices {
        print("  \(behind.month[row]) \(behind.customerId[row]) \(behind.amountMinor[row])")
    }
}

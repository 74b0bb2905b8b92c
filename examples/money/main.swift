// Exact money: what adds up, what is rounded and by which name, and what is refused.
import Foundation
import Prorata

let german = MoneyFormat(decimalMark: .comma, grouping: .point, sign: .symbol, position: .after)
let price = try Money.parse("1.234,50 €", format: german)
print("\(price) is \(price.minor) minor units")
print("2.9 % of it is \(try price.percent(percent: Decimal(string: "2.9")!, rounding: .halfAwayFromZero))")

let coupon = Money(minor: 500, currency: "EUR")
for part in try coupon.allocate(weights: [1_000, 2_000], remainder: .lastTakesRest) {
    print("a share of \(part)")
}
let attempts: [() throws -> Money] = [
    { try price.adding(other: Money(minor: 100, currency: "USD")) },
    { try Money(minor: .max, currency: "EUR").adding(other: coupon) },
    { try Money.of(1, "EURO") },
]
for attempt in attempts {
    do {
        _ = try attempt()
    } catch let error as ProrataError {
        print("\(error.code): \(error.message)")
    }
}

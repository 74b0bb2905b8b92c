// Exact money: what adds up, what is rounded and by which name, and what is refused.
import java.math.BigDecimal
import prorata.*

fun main() {
    val german = MoneyFormat(DecimalMark.COMMA, Grouping.POINT, CurrencySign.SYMBOL, CurrencyPosition.AFTER)
    val price = Money.parse("1.234,50 €", german)
    println("${price.formatted()} is ${price.minor} minor units")
    println("2.9 % of it is ${price.percent(BigDecimal("2.9"), Rounding.HALF_AWAY_FROM_ZERO).formatted()}")

    val coupon = Money(500, "EUR")
    for (part in coupon.allocate(listOf(1_000, 2_000), Remainder.LAST_TAKES_REST)) {
        println("a share of ${part.formatted()}")
    }
    val attempts = listOf(
        { price.adding(Money(100, "USD")) },
        { Money(Long.MAX_VALUE, "EUR").adding(coupon) },
        { Money.of(1, "EURO") },
    )
    for (attempt in attempts) {
        try {
            attempt()
        } catch (error: ProrataException) {
            println("${error.code}: ${error.message}")
        }
    }
}

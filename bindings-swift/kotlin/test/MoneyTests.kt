package prorata.test

import java.math.BigDecimal
import java.time.Instant
import java.time.LocalDate
import prorata.*

private val price = Money(4_900, "USD")
private val fee = Money(100, "USD")

val moneyTests: List<Pair<String, () -> Unit>> = listOf(
    "amounts are native" to {
        equal(4_900L, price.minor)
        equal(BigDecimal("49.00"), price.decimal())
        equal("USD 49.00", price.formatted())
        equal(price, Money.of(4_900, "usd"))
        equal(1, setOf(price, price.copy()).size)
        check(Money.zero("USD").isZero() && price.negated().isNegative())
    },
    "arithmetic" to {
        equal(5_000L, price.adding(fee).minor)
        equal(4_800L, price.subtracting(fee).minor)
        equal(14_700L, price.multiplied(by = 3).minor)
        equal(1, price.compare(to = fee))
        equal(5_000L, Money.sum(listOf(price, fee), "USD").minor)
        equal(0L, Money.sum(listOf(), "USD").minor)
        equal(142L, price.percent(BigDecimal("2.9"), Rounding.HALF_AWAY_FROM_ZERO).minor)
        equal(1_633L, price.scale(1, 3, Rounding.FLOOR).minor)
        val parts = Money(500, "USD").allocate(listOf(1_000, 2_000), Remainder.LAST_TAKES_REST)
        equal(listOf(166L, 334L), parts.map { it.minor })
    },
    "the extremes of 64 bits" to {
        for (minor in listOf(Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE)) {
            equal(minor, Money.of(minor, "JPY").minor)
            equal(minor, Money.fromMajor(Money(minor, "USD").decimal(), "USD").minor)
        }
    },
    "writing and reading" to {
        equal("1.234,50\u00a0€", Money(123_450, "EUR").formatted(MoneyFormat.german()))
        equal(123_450L, Money.parse("1.234,50 €", MoneyFormat.german()).minor)
        equal(Money(12, "JPY"), Money.parse("12", currency = "JPY"))
        equal("USD 1\u00a0234.50", Money(123_450, "USD").formatted(MoneyFormat(grouping = Grouping.SPACE)))
    },
    "Stripe" to {
        equal(Money(5, "ISK"), Money.fromStripe(500, "ISK"))
        equal(500L, Money(5, "ISK").toStripe(StripeUse.CHARGE))
        price.checkStripeCharge()
        // An amount of the core, nullable, inside a record.
        equal(Money(50, "USD"), currencyInfo("USD").stripeMinimumCharge)
        equal(null, currencyInfo("XOF").stripeMinimumCharge)
        check(currencies().size > 150)
    },
    "exact rates" to {
        equal(617L, unitAmountTotal(BigDecimal("0.05"), 12_345, "USD", Rounding.HALF_AWAY_FROM_ZERO).minor)
        equal(1L, unitAmountTotal(BigDecimal("1E-12"), 1_000_000_000_000, "USD", Rounding.FLOOR).minor)
    },
    "instants survive" to {
        for (text in listOf(
            "0001-01-01T00:00:00.000Z", "1582-10-10T12:00:00.001Z", "1969-12-31T23:59:59.999Z",
            "2024-01-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z",
        )) {
            val at = timestampParse(text)
            equal(Instant.parse(text), at)
            equal(at, timestampPlus(at, "PT0S"))
            equal(LocalDate.parse(text.take(10)), zoneDateOf("UTC", at))
        }
    },
    "from a file to a report" to {
        val file = """
            subscription_id,customer_id,start_date,end_date,monthly_amount
            sub_1,cus_1,2024-01-05,2024-03-01,49.00
            sub_2,cus_2,2024-02-10,,99.00
        """.trimIndent()
        Facts.fromPeriodsCsv(file.toByteArray(), PeriodsOptions(defaultCurrency = "USD")).use { facts ->
            equal(2u, facts.customers())
            val months = movements(facts).months
            equal(listOf(4_900L, 9_900L, 0L), months.map { it.new.minor })
            equal(Money(4_900, "USD"), months[2].amount(MovementKind.CHURN))
            equal(0.5, months[2].rates.logoChurn.value)
            val report = revenueReport(facts)
            equal(Money(9_900, "USD"), report.summary.mrr)
            check("USD 99.00" in report.toMarkdown())
            check(report.toHtml().startsWith("<!doctype html>", ignoreCase = true))
        }
    },
)

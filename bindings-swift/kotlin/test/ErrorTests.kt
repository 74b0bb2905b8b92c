package prorata.test

import java.math.BigDecimal
import java.time.Instant
import java.time.LocalDate
import prorata.*

private val one = Money(1, "USD")
private val most = Money(Long.MAX_VALUE, "USD")
private val least = Money(Long.MIN_VALUE, "USD")

/** What must be refused: always by a typed exception with its code. */
val errorTests: List<Pair<String, () -> Unit>> = listOf(
    "the exception says what and why" to {
        try {
            one.adding(Money(1, "EUR"))
            error("no exception")
        } catch (exception: ProrataException.Money) {
            equal("money.currency_mismatch", exception.code)
            equal("cannot combine `USD` with `EUR`: convert one of them first", exception.message)
        }
    },
    "money" to {
        refuses("money.overflow") { most.adding(one) }
        refuses("money.overflow") { least.subtracting(one) }
        refuses("money.overflow") { least.negated() }
        refuses("money.overflow") { most.multiplied(by = 2) }
        refuses("money.overflow") { Money.sum(listOf(most, most), "USD") }
        refuses("money.currency_mismatch") { Money.sum(listOf(one, Money(1, "EUR")), "USD") }
        refuses("money.currency_mismatch") { one.compare(to = Money(1, "EUR")) }
        refuses("money.division_by_zero") { one.scale(1, 0, Rounding.FLOOR) }
        refuses("money.invalid_weights") { one.allocate(listOf(), Remainder.FIRST_RECIPIENTS) }
        refuses("money.invalid_weights") { one.allocate(listOf(1, -1), Remainder.FIRST_RECIPIENTS) }
        refuses("money.negative_quantity") { unitAmountTotal(BigDecimal.ONE, -1, "USD", Rounding.FLOOR) }
        refuses("money.not_stripe_amount") { Money(1, "KWD").toStripe(StripeUse.CHARGE) }
        refuses("money.not_stripe_amount") { one.checkStripeCharge() }
    },
    "currencies" to {
        refuses("money.unknown_currency") { Money.of(1, "USX") }
        refuses("money.unknown_currency") { Money(1, "").negated() }
        refuses("money.unknown_currency") { currencyInfo("US\u0000D") }
    },
    "decimals" to {
        refuses("money.invalid_decimal") { Money.fromMajor(BigDecimal("1E+40"), "USD") }
        refuses("money.invalid_decimal") { Money.fromMajor(BigDecimal("1E-40"), "USD") }
        refuses("input.out_of_range") { Money.fromMajor(BigDecimal("1E+2147483647"), "USD") }
        refuses("input.out_of_range") { Money.fromMajor(BigDecimal("1E-2147483647"), "USD") }
        refuses("money.too_precise") { one.percent(BigDecimal("1E-13"), Rounding.FLOOR) }
        refuses("money.too_precise") { Money.fromMajor(BigDecimal("1.005"), "USD") }
        refuses("money.overflow") { Money.fromMajor(BigDecimal("92233720368547758.08"), "USD") }
    },
    "text" to {
        refuses("money.invalid_amount") { Money.parse("1,23", currency = "USD") }
        refuses("money.invalid_amount") { Money.parse("", currency = "USD") }
        refuses("input.invalid_text") { Money.parse("1\ud800", currency = "USD") }
        refuses("input.invalid_text") { Money.of(1, "\udc00") }
        refuses("money.unknown_currency") { Money.parse("XYZ 1") }
    },
    "instants and dates" to {
        refuses("calendar.invalid_timestamp") { timestampPlus(Instant.parse("2024-01-01T00:00:00.000001Z"), "PT0S") }
        refuses("calendar.invalid_timestamp") { timestampPlus(Instant.MIN, "PT0S") }
        refuses("calendar.invalid_timestamp") { timestampPlus(Instant.MAX, "PT0S") }
        refuses("calendar.out_of_range") { timestampPlus(Instant.ofEpochSecond(300_000_000_000), "PT0S") }
        refuses("calendar.invalid_date") { datePlusDays(LocalDate.MAX, 1) }
        refuses("calendar.invalid_date") { dateParse("2023-02-29") }
        refuses("calendar.invalid_month") { monthNext("2023-13") }
        refuses("calendar.unknown_zone") { zoneMonth("Mars/Olympus_Mons", "2024-01") }
        refuses("calendar.invalid_interval") { intervalNew(IntervalUnit.MONTH, 0u) }
    },
    "facts" to {
        val change = MrrChange("a", "a1", Instant.EPOCH, Money(-1, "USD"))
        refuses("facts.negative_amount") { Facts.fromChanges(listOf(change)) }
        refuses("metrics.no_facts") { movements(Facts.fromChanges(listOf())) }
        refuses("facts.uneven_columns") {
            Facts.fromIntegerColumns(listOf(1, 2), listOf(1), listOf(0), listOf(1), "USD")
        }
        refuses("money.unknown_currency") { Facts.fromIntegerColumns(listOf(1), listOf(1), listOf(0), listOf(1), "USX") }
    },
    "a panic is an exception with a code" to {
        refuses("internal.panic") { panicForTest() }
        // And the library lives on.
        equal(1L, Money.of(1, "USD").minor)
    },
)

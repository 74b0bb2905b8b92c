package prorata.test

import java.math.BigDecimal
import java.time.Instant
import prorata.*

/** Records as JSON: the form that a host stores, and that a backend sends. */
val jsonTests: List<Pair<String, () -> Unit>> = listOf(
    "a record survives JSON to the byte" to {
        val text = """{"customer_id":"a\"ü","subscription_id":"a1","effective_at":"2024-01-31T00:00:00.000Z",""" +
            """"mrr":{"minor":-9223372036854775808,"currency":"JPY"}}"""
        val read = MrrChange.fromJson(text)
        equal("a\"ü", read.customerId)
        equal(Instant.parse("2024-01-31T00:00:00Z"), read.effectiveAt)
        equal(Money(Long.MIN_VALUE, "JPY"), read.mrr)
        equal(text, read.toJson())
        equal(read, MrrChange.fromJson(read.toJson()))
    },
    "decimals are text in JSON" to {
        val text = """{"base":"USD","quote":"EUR","date":"2024-02-29","rate":"0.000000000001"}"""
        val read = ExchangeRate.fromJson(text)
        equal(BigDecimal("0.000000000001"), read.rate)
        equal(text, read.toJson())
    },
    "the extremes of 64 bits survive JSON" to {
        for (minor in listOf(Long.MIN_VALUE, Long.MAX_VALUE)) {
            val amount = Money(minor, "USD")
            equal("""{"minor":$minor,"currency":"USD"}""", amount.toJson())
            equal(amount, Money.fromJson(amount.toJson()))
        }
    },
    "every case of an enum is its name in JSON" to {
        for (status in SubscriptionStatus.entries) {
            equal("\"${status.stripeName()}\"", status.toJson())
            equal(status, SubscriptionStatus.fromJson(status.toJson()))
        }
    },
    "options may be left out in JSON" to {
        equal(MetricsOptions(), MetricsOptions.fromJson("{}"))
        equal(MetricsOptions(months = 3u), MetricsOptions.fromJson("""{"months":3}"""))
    },
    "bad JSON is a typed exception" to {
        val good = """{"anchor":"2024-01-31T00:00:00.000Z","interval":{"unit":"month","count":1}}"""
        BillingCycle.fromJson(good)
        refuses("calendar.invalid_timestamp") { BillingCycle.fromJson(good.replace("01-31", "02-31")) }
        refuses("input.wrong_type") { BillingCycle.fromJson(good.replace(":1}", ":\"1\"}")) }
        refuses("input.invalid_record") { BillingCycle.fromJson(good.replace("month", "moon")) }
        refuses("input.invalid_record") { BillingCycle.fromJson("{") }
        refuses("input.invalid_record") { BillingCycle.fromJson("") }
        refuses("input.invalid_text") { BillingCycle.fromJson("\ud800") }
        // A value that Kotlin can hold and the core cannot is refused on its way out, too.
        refuses("money.unknown_currency") { Money(1, "USX").toJson() }
        refuses("input.invalid_text") { Money(1, "\ud800").toJson() }
    },
)

package prorata.test

import java.math.BigDecimal
import prorata.*

private const val change =
    """{"customer_id":"a\"ü","subscription_id":"a1","effective_at":"2024-01-31T00:00:00.000Z",""" +
        """"price":{"currency":"USD","unit_amount":"0.000000000001","interval":{"unit":"month","count":1}},""" +
        """"quantity":9223372036854775807,"status":"past_due"}"""

/** Records as JSON: the form that a host stores, and that a backend sends. */
val jsonTests: List<Pair<String, () -> Unit>> = listOf(
    "a record survives JSON to the byte" to {
        val read = SubscriptionChange.fromJson(change)
        equal("a\"ü", read.customerId)
        equal(BigDecimal("0.000000000001"), read.price.unitAmount)
        equal(Long.MAX_VALUE, read.quantity)
        equal(SubscriptionStatus.PAST_DUE, read.status)
        equal(change, read.toJson())
        equal(read, SubscriptionChange.fromJson(read.toJson()))
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
        val good = """{"currency":"USD","unit_amount":"1","interval":{"unit":"month","count":1}}"""
        Price.fromJson(good)
        refuses("money.unknown_currency") { Price.fromJson(good.replace("USD", "USX")) }
        refuses("input.wrong_type") { Price.fromJson(good.replace(":1}", ":\"1\"}")) }
        refuses("input.invalid_record") { Price.fromJson(good.replace("month", "moon")) }
        refuses("input.invalid_record") { Price.fromJson("{") }
        refuses("input.invalid_record") { Price.fromJson("") }
        refuses("input.invalid_text") { Price.fromJson("\ud800") }
        // A value that Kotlin can hold and the core cannot is refused on its way out, too.
        refuses("money.unknown_currency") { Money(1, "USX").toJson() }
        refuses("input.invalid_text") { Money(1, "\ud800").toJson() }
    },
)

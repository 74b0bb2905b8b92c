package prorata.test

import java.math.BigDecimal
import java.time.Instant
import prorata.*

private val start = Instant.parse("2025-04-01T00:00:00Z")
private val half = Instant.parse("2025-04-16T00:00:00Z")
private val basic = monthly("basic", Pricing.PerUnit(BigDecimal(4_900)))
private val upgrade = SubscriptionUpdate(
    items = listOf(ItemChange.Set("seat", price = monthly("pro", Pricing.PerUnit(BigDecimal(14_900))))),
    prorationBehavior = ProrationBehavior.ALWAYS_INVOICE,
)

private fun monthly(id: String, pricing: Pricing) =
    Price(id, "app", "USD", pricing, recurring = Recurring(Interval(IntervalUnit.MONTH, 1u)))

private fun minors(bill: Bill?) = bill?.lines?.map { it.amount.minor }

private fun begun(): Subscription {
    val item = PricedItem("seat", basic, 1)
    val step = NewSubscription("sub", "cus", "USD", listOf(item)).create(start)
    val bill = (step.actions.single() as SubscriptionAction.CreateInvoice).bill
    equal(listOf(4_900L), minors(bill))
    return step.next.apply(SubscriptionInput.InvoicePaid(bill.id), start).next
}

/** Enums with data, and a subscription as a host keeps it: through the package as people call it. */
val billingTests: List<Pair<String, () -> Unit>> = listOf(
    "a pricing goes in and comes out" to {
        val tiers = listOf(
            Tier(upTo = 10, unitAmount = BigDecimal(500)),
            Tier(unitAmount = BigDecimal("300.5"), flatAmount = BigDecimal(1_000)),
        )
        for ((pricing, minor) in listOf(
            Pricing.PerUnit(BigDecimal("0.05")) to 1L,
            Pricing.Graduated(tiers) to 10 * 500L + 601 + 1_000,
            Pricing.Volume(tiers) to 12 * 300L + 6 + 1_000,
        )) {
            val price = monthly("price", pricing)
            equal(Money(minor, "USD"), price.amount(12))
            equal(pricing, Pricing.fromJson(pricing.toJson()))
            equal(pricing, Price.fromJson(price.toJson()).pricing)
            val own = PriceOverride("cus", "price", pricing)
            equal(pricing, effectivePrice(monthly("price", basic.pricing), listOf(own), "cus", start).pricing)
        }
        refuses("catalog.invalid_price") { monthly("price", Pricing.Graduated(listOf())).amount(1) }
    },
    "what happens to a subscription is an enum with data" to {
        val active = begun()
        equal(SubscriptionStatus.ACTIVE, active.status)
        equal(basic.pricing, active.items.single().item.price.pricing)
        val preview = active.preview(upgrade, half)
        equal(listOf(-2_450L, 7_450L), minors(preview.now))
        equal(listOf(14_900L), minors(preview.next))
        val upgraded = active.apply(SubscriptionInput.Update(upgrade), half)
        equal(listOf<SubscriptionAction>(SubscriptionAction.CreateInvoice(preview.now!!)), upgraded.actions)
        val ending = active.apply(SubscriptionInput.Cancel(CancelRequest(CancelWhen.PeriodEnd)), half).next
        check(ending.cancelAtPeriodEnd)
        val later = Instant.parse("2025-05-01T00:00:00Z")
        equal(later, ending.wakeAt())
        equal(SubscriptionStatus.CANCELED, ending.apply(SubscriptionInput.Advance, later).next.status)
        refuses("subscription.time_goes_back") { upgraded.next.apply(SubscriptionInput.Advance, start) }
    },
    "a stored subscription goes on as if it had not been" to {
        val active = begun()
        val read = Subscription.fromJson(active.toJson())
        equal(active, read)
        equal(active.toJson(), read.toJson())
        val input = SubscriptionInput.Update(upgrade)
        equal(input, SubscriptionInput.fromJson(input.toJson()))
        val step = read.apply(input, half)
        equal(active.apply(input, half), step)
        equal(step.next, Subscription.fromJson(step.next.toJson()))
    },
)

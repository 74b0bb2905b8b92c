// What an upgrade costs, before it is made, and why.
import java.math.BigDecimal
import java.time.Instant
import prorata.*

fun plan(id: String, unitAmount: Long) = Price(
    id, id, "USD", Pricing.PerUnit(BigDecimal(unitAmount)), Recurring(Interval(IntervalUnit.MONTH, 1u)),
)

fun main() {
    val (starter, growth) = plan("starter", 4_900) to plan("growth", 14_900)
    val april = Instant.parse("2025-04-01T00:00:00Z")
    val new = NewSubscription("sub_1", "cus_1", "USD", listOf(PricedItem("plan", starter, 1)))
    val created = new.create(april).next
    val active = created.apply(SubscriptionInput.InvoicePaid("sub_1-1"), april).next

    val upgrade = SubscriptionUpdate(
        items = listOf(ItemChange.Set("plan", growth, 1)),
        prorationBehavior = ProrationBehavior.ALWAYS_INVOICE,
    )
    val preview = active.preview(upgrade, Instant.parse("2025-04-16T00:00:00Z"))

    val options = ExplainOptions(
        products = listOf(ProductName("starter", "Starter"), ProductName("growth", "Growth")),
        prices = listOf(starter, growth),
    )
    val explained = explainPreview(preview, options)
    for (part in listOfNotNull(explained.now, explained.next)) {
        for (sentence in part.sentences) println(sentence.text)
        println("= ${part.total.formatted()}\n")
    }
}

// A year of a business with 5,000 customers: what Stripe would have sent, and the report on it.
import java.math.BigDecimal
import java.time.LocalDate
import prorata.*

fun main() {
    val plan = BusinessPlan(customers = 5_000u)
    // Five parts, as a host would do that stores them; the report needs the events of subscriptions only.
    val stream = EventStream(invoices = false, renewals = false)
    val parts = listOf(0u, 1_000u, 2_000u, 3_000u, 4_000u).map { simulateBusiness(plan, it, 1_000u, stream) }
    for (made in parts) {
        println("${made.customers} customers, billed ${made.billed.joinToString { it.formatted() }}")
    }
    val (subscriptions, invoices) = parts.sumOf { it.subscriptions } to parts.sumOf { it.invoices }
    println("$subscriptions subscriptions, $invoices invoices, ${parts.sumOf { it.eventCount }} events")

    val end = businessEnd(plan)
    val events = parts.joinToString("") { it.events }.toByteArray()
    val read = Facts.fromStripe(events, StripeOptions(asOf = end))
    val day = LocalDate.parse("2024-12-31")
    val rates = ExchangeRates(
        listOf(
            ExchangeRate("USD", "EUR", day, BigDecimal("0.9600")),
            ExchangeRate("USD", "GBP", day, BigDecimal("0.8000")),
        ),
    )
    val facts = read.converted(rates, "USD", day)
    val options = ReportOptions(company = "An invented business", metrics = MetricsOptions(asOf = end))
    print(revenueReport(facts, options).toMarkdown())
}

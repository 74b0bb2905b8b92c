// What moved the revenue of one month, and which customers were behind it.
import java.time.Instant
import prorata.*

fun change(customer: String, subscription: String, at: String, minor: Long) =
    MrrChange(customer, subscription, Instant.parse(at), Money(minor, "EUR"))

fun main() {
    val facts = Facts.fromChanges(
        listOf(
            change("anna", "a1", "2024-01-10T09:00:00Z", 4_900),
            change("bela", "b1", "2024-01-20T09:00:00Z", 9_900),
            change("anna", "a1", "2024-02-05T09:00:00Z", 14_900),
            change("bela", "b1", "2024-03-01T03:30:00Z", 0),
            change("bela", "b2", "2024-04-12T09:00:00Z", 4_900),
        ),
    )
    for (zone in listOf("UTC", "America/New_York")) {
        val options = MetricsOptions(zone = zone, netting = Netting.EVENT)
        println(zone)
        for (month in movements(facts, options).months) {
            val (closing, churn) = month.closing.formatted() to month.churn.formatted()
            println("  ${month.month}  closing $closing  churn $churn  customers ${month.customersClosing}")
        }
        val behind = customerMovements(facts, options)
        for (row in behind.month.indices) {
            println("  ${behind.month[row]} ${behind.customerId[row]} ${behind.amountMinor[row]}")
        }
    }
}

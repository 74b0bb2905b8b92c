// From a table of subscription periods to a report that a founder would read.
import java.io.File
import prorata.*

fun main() {
    val file = File("examples/data/periods.csv").readBytes()
    val facts = Facts.fromPeriodsCsv(file, PeriodsOptions(defaultCurrency = "USD"))
    val report = revenueReport(facts, ReportOptions(company = "Small Ledger Ltd"))
    print(report.toMarkdown())
}

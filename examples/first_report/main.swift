// From a table of subscription periods to a report that a founder would read.
import Foundation
import Prorata

let file = try Data(contentsOf: URL(fileURLWithPath: "examples/data/periods.csv"))
let facts = try Facts.fromPeriodsCsv(file: file, options: PeriodsOptions(defaultCurrency: "USD"))
let report = try revenueReport(facts: facts, options: ReportOptions(company: "Small Ledger Ltd"))
print(try report.toMarkdown(), terminator: "")

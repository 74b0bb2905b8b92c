"""From a table of subscription periods to a report that a founder would read."""

from pathlib import Path

from prorata import Facts, report
from prorata.records import PeriodsOptions, ReportOptions

file = Path("examples/data/periods.csv").read_bytes()
facts = Facts.from_periods_csv(file, PeriodsOptions(default_currency="USD"))
made = report.revenue_report(facts, ReportOptions(company="Small Ledger Ltd"))
print(report.to_markdown(made), end="")

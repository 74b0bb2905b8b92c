"""A year of a business with 5,000 customers: what Stripe would have sent, and the report on it."""

import datetime as dt
from decimal import Decimal

from prorata import ExchangeRates, Facts, report, simulation, stripe
from prorata.records import BusinessPlan, EventStream, ExchangeRate, MetricsOptions, ReportOptions, StripeOptions

plan = BusinessPlan(customers=5_000)
# Five parts, as a host would do that stores them; the report needs the events of subscriptions only.
stream = EventStream(invoices=False, renewals=False)
parts = [stripe.simulate_business(plan, first, 1_000, stream) for first in (0, 1_000, 2_000, 3_000, 4_000)]
for made in parts:
    print(f"{made.customers} customers, billed {', '.join(str(total) for total in made.billed)}")
subscriptions, invoices = sum(made.subscriptions for made in parts), sum(made.invoices for made in parts)
print(f"{subscriptions} subscriptions, {invoices} invoices, {sum(made.event_count for made in parts)} events")

end = simulation.business_end(plan)
facts = Facts.from_stripe("".join(made.events for made in parts), StripeOptions(as_of=end))
day = dt.date(2024, 12, 31)
rates = ExchangeRates([
    ExchangeRate(base="USD", quote="EUR", date=day, rate=Decimal("0.9600")),
    ExchangeRate(base="USD", quote="GBP", date=day, rate=Decimal("0.8000")),
])
facts = facts.converted(rates, "USD", day)
options = ReportOptions(company="An invented business", metrics=MetricsOptions(as_of=end))
print(report.to_markdown(report.revenue_report(facts, options)), end="")

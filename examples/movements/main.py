"""What moved the revenue of one month, and which customers were behind it."""

from prorata import Facts, Money, calendar, metrics
from prorata.records import MetricsOptions, MrrChange, Netting


def change(customer: str, subscription: str, at: str, minor: int) -> MrrChange:
    return MrrChange(customer, subscription, calendar.parse_timestamp(at), Money(minor, "EUR"))


facts = Facts.from_changes([
    change("anna", "a1", "2024-01-10T09:00:00Z", 4_900),
    change("bela", "b1", "2024-01-20T09:00:00Z", 9_900),
    change("anna", "a1", "2024-02-05T09:00:00Z", 14_900),
    change("bela", "b1", "2024-03-01T03:30:00Z", 0),
    change("bela", "b2", "2024-04-12T09:00:00Z", 4_900),
])
for zone in ("UTC", "America/New_York"):
    options = MetricsOptions(zone=zone, netting=Netting.EVENT)
    print(zone)
    for month in metrics.movements(facts, options).months:
        print(f"  {month.month}  closing {month.closing}  churn {month.churn}  customers {month.customers_closing}")
    behind = metrics.customer_movements(facts, options)
    for month_name, customer, amount in zip(behind.month, behind.customer_id, behind.amount_minor):
        print(f"  {month_name} {customer} {amount}")

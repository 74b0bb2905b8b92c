"""What moved the revenue of one month, and which customers were behind it."""

from datetime import datetime, timezone

from prorata import Facts, Money, metrics
from prorata.records import MetricsOptions, MrrChange, Netting


def change(customer: str, subscription: str, at: tuple[int, ...], minor: int) -> MrrChange:
    effective_at = datetime(*at, tzinfo=timezone.utc)  # type: ignore[misc]
    return MrrChange(customer, subscription, effective_at, Money(minor, "EUR"))


facts = Facts.from_changes([
    change("anna", "a1", (2024, 1, 10, 9), 4_900),
    change("bela", "b1", (2024, 1, 20, 9), 9_900),
    change("anna", "a1", (2024, 2, 5, 9), 14_900),
    change("bela", "b1", (2024, 3, 1, 3, 30), 0),
    change("bela", "b2", (2024, 4, 12, 9), 4_900),
])
for zone in ("UTC", "America/New_York"):
    options = MetricsOptions(zone=zone, netting=Netting.EVENT)
    print(zone)
    for month in metrics.movements(facts, options).months:
        print(f"  {month.month}  closing {month.closing}  churn {month.churn}  customers {month.customers_closing}")
    behind = metrics.customer_movements(facts, options)
    for month_name, customer, amount in zip(behind.month, behind.customer_id, behind.amount_minor):
        print(f"  {month_name} {customer} {amount}")

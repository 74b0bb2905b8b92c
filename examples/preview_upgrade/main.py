"""What an upgrade costs, before it is made, and why."""

import datetime as dt
from decimal import Decimal

from prorata import explain, subscription
from prorata.records import (
    ExplainOptions,
    Interval,
    IntervalUnit,
    ItemChangeSet,
    NewSubscription,
    Price,
    PricedItem,
    PricingPerUnit,
    ProductName,
    ProrationBehavior,
    Recurring,
    SubscriptionInputInvoicePaid,
    SubscriptionUpdate,
)


def plan(name: str, unit_amount: int) -> Price:
    monthly = Recurring(Interval(IntervalUnit.MONTH, 1))
    return Price(name, name, "USD", PricingPerUnit(Decimal(unit_amount)), monthly)


starter, growth = plan("starter", 4_900), plan("growth", 14_900)
new = NewSubscription("sub_1", "cus_1", "USD", [PricedItem("plan", starter, 1)])
april = dt.datetime(2025, 4, 1, tzinfo=dt.timezone.utc)
created = subscription.create(new, april).next
active = subscription.apply(created, SubscriptionInputInvoicePaid("sub_1-1"), april).next

upgrade = SubscriptionUpdate(
    items=[ItemChangeSet("plan", growth, 1)],
    proration_behavior=ProrationBehavior.ALWAYS_INVOICE,
)
half_way = dt.datetime(2025, 4, 16, tzinfo=dt.timezone.utc)
preview = subscription.preview(active, upgrade, half_way)

options = ExplainOptions(
    products=[ProductName("starter", "Starter"), ProductName("growth", "Growth")],
    prices=[starter, growth],
)
explained = explain.explain_preview(preview, options)
for part in (explained.now, explained.next):
    if part is not None:
        for sentence in part.sentences:
            print(sentence.text)
        print(f"= {part.total}\n")

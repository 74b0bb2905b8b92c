#!/usr/bin/env python3
"""The price of an upgrade, 49.00 -> 149.00 half-way through a month: Prorata's whole calls beside Python's `decimal`.

    preview.py [ROUNDS]

Needs a release build of the package: `maturin develop --release` in bindings-python. All figures must agree before
anything is timed. The calls are timed in turn, in processor time, so that other work of the machine weighs on none.
"""
import datetime as dt
import statistics
import sys
import time
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import prorata as p
from prorata import proration, subscription

CALLS = 2_000
START = dt.datetime(2025, 4, 1, tzinfo=dt.timezone.utc)
HALF = dt.datetime(2025, 4, 16, tzinfo=dt.timezone.utc)
END = dt.datetime(2025, 5, 1, tzinfo=dt.timezone.utc)
MONTH = p.Period(START, END)


def monthly(id: str, cents: int) -> p.Price:
    pricing = p.PricingPerUnit(Decimal(cents))
    return p.Price(id=id, product="app", currency="USD", pricing=pricing, recurring=p.Recurring(p.Interval(p.IntervalUnit.MONTH, 1)))


def begun() -> p.Subscription:
    """A subscription whose first month is paid."""
    new = p.NewSubscription("sub", "cus", "USD", [p.PricedItem(id="seat", price=monthly("basic", 4900), quantity=1)])
    step = subscription.create(new, START)
    [bill] = [action.bill for action in step.actions if isinstance(action, p.SubscriptionActionCreateInvoice)]
    return subscription.apply(step.next, p.SubscriptionInputInvoicePaid(bill.id), START).next


ACTIVE = begun()
PRO = monthly("pro", 14900)
UPGRADE = p.SubscriptionUpdate(
    items=[p.ItemChangeSet(id="seat", price=PRO)], proration_behavior=p.ProrationBehavior.ALWAYS_INVOICE
)
[BEFORE] = ACTIVE.items
AFTER = p.PeriodItem(item=p.PricedItem(id="seat", price=PRO, quantity=1), period=MONTH, full_period=MONTH)
REQUEST = p.ProrationRequest(
    currency="USD", billing_mode=ACTIVE.billing_mode, date=HALF, before=[BEFORE], after=[AFTER]
)
PRO_AMOUNT = p.Money(14900, "USD")
REST = p.Period(HALF, END)


def with_decimal(old: Decimal, new: Decimal, start: dt.datetime, at: dt.datetime, end: dt.datetime) -> tuple[Decimal, Decimal]:
    """Unused time and remaining time by seconds, each rounded to the cent: the arithmetic, and nothing else."""
    cent = Decimal("0.01")
    part = Decimal(round((end - at).total_seconds())) / Decimal(round((end - start).total_seconds()))
    credit = -(old * part).quantize(cent, ROUND_HALF_UP)
    return credit, (new * part).quantize(cent, ROUND_HALF_UP)


OLD_DECIMAL, NEW_DECIMAL = Decimal("49.00"), Decimal("149.00")

TIMED: dict[str, Callable[[], object]] = {
    "subscription.preview": lambda: subscription.preview(ACTIVE, UPGRADE, HALF),
    "proration.prorate": lambda: proration.prorate(REQUEST),
    "proration.prorated_amount": lambda: proration.prorated_amount(PRO_AMOUNT, REST, MONTH),
    "decimal": lambda: with_decimal(OLD_DECIMAL, NEW_DECIMAL, START, HALF, END),
}


def check() -> None:
    """The four agree: a credit of 24.50 and a debit of 74.50, together 50.00 today."""
    expected = [Decimal("-24.50"), Decimal("74.50")]
    preview = subscription.preview(ACTIVE, UPGRADE, HALF).now
    assert preview is not None
    assert [line.amount.amount for line in preview.lines] == expected
    assert [line.amount.amount for line in proration.prorate(REQUEST)] == expected
    assert proration.prorated_amount(PRO_AMOUNT, REST, MONTH).amount.amount == expected[1]
    assert list(with_decimal(OLD_DECIMAL, NEW_DECIMAL, START, HALF, END)) == expected


def microseconds(call: Callable[[], object]) -> float:
    start = time.process_time_ns()
    for _ in range(CALLS):
        call()
    return (time.process_time_ns() - start) / CALLS / 1000


def main() -> None:
    check()
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 25
    times: dict[str, list[float]] = {name: [] for name in TIMED}
    for _ in range(rounds):
        for name, call in TIMED.items():
            times[name].append(microseconds(call))
    base = statistics.median(times["decimal"])
    print(f"Python {sys.version.split()[0]}, microseconds of processor time a call; the figures agree")
    for name, all_ in times.items():
        median = statistics.median(all_)
        print(f"{name:26} median {median:7.2f}  best {min(all_):7.2f}  {median / base:6.2f} x decimal")


main()

"""Runs every conformance vector, and those of any directory in ``PRORATA_VECTORS=dir[:dir]``.

Each call of a vector is one call of the public surface; a call that is not mapped is a failure.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from generated_calls import CALLS as GENERATED
from to_json import from_json, to_json

import prorata as p
from prorata import Facts, Money, calendar, metrics

ROOT = Path(__file__).resolve().parents[2]
CLOSING_LINE = ROOT / "target" / "vectors" / "python.txt"

Call = tuple[Callable[..., Any], dict[str, Any]]
"""A function, and what it takes by the names of the vectors."""


def compare(amount: Money, other: Money) -> int:
    return (amount > other) - (amount < other)


def convert(rates: list[p.ExchangeRate], amount: Money, to: str, date: dt.date, rounding: p.Rounding) -> Money:
    return p.ExchangeRates(rates).convert(amount, to, date, rounding)


def of_facts(metric: Callable[..., Any]) -> Callable[..., Any]:
    return lambda changes, **options: metric(Facts.from_changes(changes), **options)


def from_file(read: Callable[..., Facts]) -> Callable[..., Any]:
    """A reader of a file, given as its text, or as objects that are to be written out as JSON."""

    def opened(options: Any = None, text: str | None = None, objects: Any = None) -> Facts:
        return read(json.dumps(objects, ensure_ascii=False) if text is None else text, options)

    return seen_through(opened)


def seen_through(read: Callable[..., Facts]) -> Callable[..., Any]:
    """What an input becomes, seen through what it counts and what it is worth."""

    def seen(
        at: list[dt.datetime | None] | None = None,
        movements: p.MetricsOptions | None = None,
        **given: Any,
    ) -> dict[str, Any]:
        facts = read(**given)
        intake = facts.intake()
        result: dict[str, Any] = {
            "source": intake.source,
            "history": intake.history,
            "rows_read": intake.rows_read,
            "rows_used": intake.rows_used,
            "refused": [{"line": row.line, "code": row.code} for row in intake.refused],
            "currencies": facts.currencies,
            "customers": facts.customers,
            "subscriptions": facts.subscriptions,
            "changes": facts.changes,
        }
        if at is not None:
            result["mrr"] = [metrics.current_revenue(facts, instant).mrr.minor for instant in at]
        if movements is not None:
            result["movements"] = [
                [month.month, *(getattr(month, figure).minor for figure in FIGURES)]
                for month in metrics.movements(facts, movements).months
            ]
        return result

    return seen


FIGURES = ("opening", "new", "expansion", "contraction", "churn", "reactivation", "closing")
SEEN = {"text": str, "objects": list, "at": list[dt.datetime], "movements": p.MetricsOptions}
TWO = {"amount": Money, "other": Money}
CYCLE = {"cycle": p.BillingCycle, "at": dt.datetime}
EDGE = CYCLE | {"edge": p.Edge}
CHANGES = {"changes": list[p.MrrChange], "options": p.MetricsOptions}

CALLS: dict[str, Call] = {
    "calendar.add": (calendar.add, {"at": dt.datetime, "duration": str}),
    "calendar.anchor_from_config": (
        calendar.anchor_from_config,
        {"config": p.AnchorConfig, "created": dt.datetime, "interval": p.Interval},
    ),
    "calendar.boundary": (calendar.boundary, {"cycle": p.BillingCycle, "k": int}),
    "calendar.date_in_zone": (calendar.date_in_zone, {"at": dt.datetime, "zone": str}),
    "calendar.day_bounds": (calendar.day_bounds, {"date": dt.date, "zone": str}),
    "calendar.first_cycle_date": (
        calendar.first_cycle_date,
        {"start": dt.date, "interval": p.Interval, "day": int},
    ),
    "calendar.fiscal_month": (calendar.fiscal_month, {"calendar": p.FiscalCalendar, "month": str}),
    "calendar.fiscal_quarter": (
        calendar.fiscal_quarter,
        {"calendar": p.FiscalCalendar, "year": int, "quarter": int},
    ),
    "calendar.month_bounds": (calendar.month_bounds, {"month": str, "zone": str}),
    "calendar.next_boundary": (calendar.next_boundary, EDGE),
    "calendar.parse_timestamp": (calendar.parse_timestamp, {"text": str}),
    "calendar.period_at": (calendar.period_at, CYCLE),
    "calendar.previous_boundary": (calendar.previous_boundary, EDGE),
    "calendar.whole_periods": (
        calendar.whole_periods,
        {"start": dt.date, "end": dt.date, "interval": p.Interval},
    ),
    "facts.from_periods_csv": (from_file(Facts.from_periods_csv), SEEN | {"options": p.PeriodsOptions}),
    "facts.from_stripe": (from_file(Facts.from_stripe), SEEN | {"options": p.StripeOptions}),
    "facts.from_subscription_changes": (
        seen_through(Facts.from_subscription_changes),
        SEEN | {"changes": list[p.SubscriptionChange], "policy": p.Policy, "on_refusal": p.OnRefusal},
    ),
    "metrics.cohorts": (of_facts(metrics.cohorts), CHANGES),
    "metrics.current_revenue": (
        of_facts(metrics.current_revenue),
        {"changes": list[p.MrrChange], "at": dt.datetime},
    ),
    "metrics.customer_movements": (of_facts(metrics.customer_movements), CHANGES),
    "metrics.movements": (of_facts(metrics.movements), CHANGES),
    "money.add": (lambda amount, other: amount + other, TWO),
    "money.allocate": (
        lambda amount, **rest: amount.allocate(**rest),
        {"amount": Money, "weights": list[int], "remainder": p.Remainder},
    ),
    "money.check_stripe_charge": (lambda amount: amount.check_stripe_charge(), {"amount": Money}),
    "money.compare": (compare, TWO),
    "money.convert": (
        convert,
        {
            "rates": list[p.ExchangeRate],
            "amount": Money,
            "to": str,
            "date": dt.date,
            "rounding": p.Rounding,
        },
    ),
    "money.currency_info": (p.currency_info, {"currency": str}),
    "money.format": (lambda amount, format: amount.format(format), {"amount": Money, "format": p.MoneyFormat}),
    "money.from_major": (Money.from_major, {"major": Decimal, "currency": str, "rounding": p.Rounding}),
    "money.from_stripe": (Money.from_stripe, {"amount": int, "currency": str}),
    "money.multiply": (lambda amount, quantity: amount * quantity, {"amount": Money, "quantity": int}),
    "money.negate": (lambda amount: -amount, {"amount": Money}),
    "money.new": (Money, {"minor": int, "currency": str}),
    "money.parse": (Money.parse, {"text": str, "format": p.MoneyFormat, "currency": str}),
    "money.percent": (
        lambda amount, **rest: amount.percent(**rest),
        {"amount": Money, "percent": Decimal, "rounding": p.Rounding},
    ),
    "money.scale": (
        lambda amount, **rest: amount.scale(**rest),
        {"amount": Money, "numerator": int, "denominator": int, "rounding": p.Rounding},
    ),
    "money.subtract": (lambda amount, other: amount - other, TWO),
    "money.sum": (Money.sum, {"currency": str, "amounts": list[Money]}),
    "money.to_major": (lambda amount: amount.amount, {"amount": Money}),
    "money.rounded_for_stripe": (
        lambda amount, **rest: amount.rounded_for_stripe(**rest),
        {"amount": Money, "used_for": p.StripeUse, "rounding": p.Rounding},
    ),
    "money.to_stripe": (
        lambda amount, used_for: amount.to_stripe(used_for),
        {"amount": Money, "used_for": p.StripeUse},
    ),
    "money.unit_amount_total": (
        p.unit_amount_total,
        {"unit_amount": Decimal, "quantity": int, "currency": str, "rounding": p.Rounding},
    ),
}

assert not CALLS.keys() & GENERATED.keys()
CALLS |= GENERATED


def vectors() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every case, with a name."""
    home = ROOT / "vectors"
    files = [path for folder in sorted(home.iterdir()) if folder.is_dir() for path in sorted(folder.rglob("*.json"))]
    for extra in filter(None, os.environ.get("PRORATA_VECTORS", "").split(":")):
        files += sorted(Path(extra).rglob("*.json"))
    for path in files:
        where = path.relative_to(home) if path.is_relative_to(home) else path
        for case in json.loads(path.read_text("utf-8")):
            yield f"{where}: {case.get('title', 'without a title')}", case


def native(case: dict[str, Any], value: Any, kind: Any) -> Any:
    """A given value; as JSON where it has no native form because the case is about its being refused."""
    try:
        return from_json(value, kind)
    except (ArithmeticError, KeyError, TypeError, ValueError):
        assert "error" in case, f"{value!r} is no {kind}"
        return value


def verify(case: dict[str, Any]) -> None:
    """Raises an assertion where the case does not hold."""
    assert case["call"] in CALLS, f"no such call: {case['call']}"
    call, kinds = CALLS[case["call"]]
    given = {name: native(case, value, kinds[name]) for name, value in case["given"].items()}
    assert ("then" in case) != ("error" in case), "a case has exactly one of `then` and `error`"
    if "error" in case:
        with pytest.raises(p.ProrataError) as refused:
            call(**given)
        assert refused.value.code == case["error"]
        assert refused.value.kind == case["error"].split(".")[0]
    else:
        # As text, since 1, 1.0 and True are equal in Python.
        got, expected = (json.dumps(value, sort_keys=True) for value in (to_json(call(**given)), case["then"]))
        assert got == expected


COUNTS: Counter[str] = Counter()


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in vectors()])
def test_vector(case: dict[str, Any]) -> None:
    COUNTS["failed"] += 1
    verify(case)
    COUNTS["failed"] -= 1
    COUNTS["passed"] += 1


def test_closing_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Writes the counts that every language compares; after the cases, as it is below them."""
    line = f"vectors: {COUNTS['passed']} passed, {COUNTS['failed']} failed"
    CLOSING_LINE.parent.mkdir(parents=True, exist_ok=True)
    CLOSING_LINE.write_text(line + "\n", "utf-8")
    with capsys.disabled():
        print(f"\n{line}")
    assert COUNTS["passed"] > 0


@pytest.mark.parametrize(
    "broken",
    [
        {"call": "money.negate", "given": {"amount": {"minor": 1, "currency": "USD"}}, "then": {"minor": 1, "currency": "USD"}},
        {"call": "money.negate", "given": {"amount": {"minor": 1, "currency": "USD"}}, "error": "money.overflow"},
        {"call": "money.new", "given": {"minor": 1, "currency": "XYZ"}, "error": "money.overflow"},
        {"call": "money.unheard_of", "given": {}, "then": None},
    ],
)
def test_a_wrong_vector_fails(broken: dict[str, Any]) -> None:
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        verify(broken)

"""Bad input: the class of the exception and its code; nothing half done, and never a panic."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import json
import pickle
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pyarrow as pa
import pytest

import prorata as p
from prorata import Facts, Money, MrrChange, calendar, catalog, errors, metrics, report

MAX = 2**63 - 1
NOON = dt.datetime(2024, 1, 5, 12, tzinfo=dt.timezone.utc)
MONTHLY = p.BillingCycle(anchor=NOON, interval=p.Interval(unit=p.IntervalUnit.MONTH, count=1))
USD = Money(1050, "USD")
CSV = b"subscription_id,customer_id,start_date,end_date,monthly_amount\nsub_1,cus_1,2024-01-15,2024-06-15,49.00\n"
IN_USD = p.PeriodsOptions(default_currency="USD")


def bad(kind: Any) -> Any:
    """A value of the wrong type, which a checker of types would not let pass."""
    return kind


def broken_iterable() -> Iterator[int]:
    yield 1
    raise LookupError("of the caller")


STRIPE = json.dumps(
    {
        "object": "subscription",
        "id": "sub_1",
        "customer": "cus_1",
        "status": "active",
        "created": 1704067200,
        "currency": "usd",
        "items": {"object": "list", "has_more": False, "data": [{"object": "subscription_item", "quantity": 2, "price": {
            "object": "price", "id": "price_1", "currency": "usd", "type": "recurring", "billing_scheme": "per_unit",
            "unit_amount": 1000, "recurring": {"interval": "month", "interval_count": 1, "usage_type": "licensed"},
        }}]},
    }
)  # fmt: skip


def change(minor: int) -> MrrChange:
    return MrrChange("c", "s", NOON, Money(minor, "USD"))


def monthly_price(unit_amount: Decimal) -> p.Price:
    every_month = p.Recurring(interval=MONTHLY.interval)
    return p.Price("price_1", "prod_1", "USD", p.PricingPerUnit(unit_amount), recurring=every_month)


def column(minor: int) -> Any:
    """A table of one change."""
    at = pa.array([NOON], pa.timestamp("ms", "UTC"))
    return pa.table({"customer_id": ["c"], "subscription_id": ["s"], "effective_at": at, "mrr_minor": [minor]})


MIXED = [change(1000), MrrChange("d", "t", NOON, Money(900, "EUR"))]

CYCLE: dict[str, Any] = {"kind": "per_unit"}
CYCLE["unit_amount"] = CYCLE
DEEP_LIST: list[Any] = []
for _ in range(100_000):
    DEEP_LIST = [DEEP_LIST]

REFUSED: list[tuple[str, type[p.ProrataError], str, Callable[[], object]]] = [
    ("mixed currencies", p.MoneyError, "money.currency_mismatch", lambda: USD + Money(1, "EUR")),
    ("mixed currencies in a sum", p.MoneyError, "money.currency_mismatch", lambda: Money.sum("EUR", [USD])),
    ("an order of currencies", p.MoneyError, "money.currency_mismatch", lambda: USD >= Money(1, "EUR")),
    ("a sum beyond 64 bits", p.MoneyError, "money.overflow", lambda: Money(MAX, "USD") + Money(1, "USD")),
    ("a product beyond 64 bits", p.MoneyError, "money.overflow", lambda: Money(MAX, "USD") * 2),
    ("an integer beyond 64 bits", p.InputError, "input.out_of_range", lambda: Money(MAX + 1, "USD")),
    ("far beyond 64 bits", p.InputError, "input.out_of_range", lambda: Money(-(10**30), "USD")),
    ("more digits than Python writes", p.InputError, "input.out_of_range", lambda: Money(10**5000, "USD")),
    ("as many of them in a factor", p.InputError, "input.out_of_range", lambda: USD * -(10**5000)),
    ("half a surrogate pair for a currency", p.InputError, "input.invalid_text", lambda: Money(1, "US\ud800")),
    ("half a surrogate pair in an amount", p.InputError, "input.invalid_text", lambda: Money.parse("\udc80 5", None, "USD")),
    ("half a surrogate pair for a variant", p.InputError, "input.invalid_text", lambda: Money.from_major(Decimal(1), "USD", bad("\ud800"))),
    ("half a surrogate pair in a field", p.InputError, "input.invalid_text", lambda: Facts.from_changes([MrrChange("\ud800", "s", NOON, USD)])),
    ("half a surrogate pair for the name of a field", p.InputError, "input.invalid_text", lambda: Facts.from_changes([bad({"\ud800": 1})])),
    ("half a surrogate pair for a zone", p.InputError, "input.invalid_text", lambda: calendar.month_in_zone(NOON, "UTC\ud800")),
    ("no instant for a date", p.InputError, "input.empty_value", lambda: calendar.first_cycle_date(bad(pd.NaT), MONTHLY.interval, 1)),
    ("no instant", p.InputError, "input.empty_value", lambda: calendar.month_in_zone(bad(pd.NaT), "UTC")),
    ("no instant in a field", p.InputError, "input.empty_value", lambda: Facts.from_changes([MrrChange("c", "s", bad(pd.NaT), USD)])),
    ("no instant where there need be none", p.InputError, "input.empty_value", lambda: metrics.movements(Facts.from_changes([change(1)]), p.MetricsOptions(as_of=bad(pd.NaT)))),
    ("a factor beyond 64 bits", p.InputError, "input.out_of_range", lambda: USD * 2**64),
    ("a count below zero", p.InputError, "input.out_of_range", lambda: calendar.first_cycle_date(NOON.date(), MONTHLY.interval, -1)),
    ("a negative quantity", p.MoneyError, "money.negative_quantity", lambda: p.unit_amount_total(Decimal(1), -1, "USD", p.Rounding.FLOOR)),
    ("an unknown currency", p.MoneyError, "money.unknown_currency", lambda: Money(1, "USX")),
    ("a float for minor units", p.InputError, "input.wrong_type", lambda: Money(bad(10.5), "USD")),
    ("a whole float for minor units", p.InputError, "input.wrong_type", lambda: Money(bad(10.0), "USD")),
    ("a bool for minor units", p.InputError, "input.wrong_type", lambda: Money(bad(True), "USD")),
    ("a text for minor units", p.InputError, "input.wrong_type", lambda: Money(bad("10"), "USD")),
    ("nothing for minor units", p.InputError, "input.wrong_type", lambda: Money(bad(None), "USD")),
    ("a number for a currency", p.InputError, "input.wrong_type", lambda: Money(1, bad(840))),
    ("a float for major units", p.InputError, "input.wrong_type", lambda: Money.from_major(bad(1.5), "USD")),
    ("what contains itself", p.InputError, "input.invalid_record", lambda: catalog.check_price(dataclasses.replace(monthly_price(Decimal(1)), pricing=bad(CYCLE)))),
    ("lists in lists in lists", p.InputError, "input.invalid_record", lambda: catalog.check_price(dataclasses.replace(monthly_price(Decimal(1)), pricing=bad({"kind": "per_unit", "unit_amount": DEEP_LIST})))),
    ("an int for a rate", p.InputError, "input.wrong_type", lambda: USD.percent(bad(5), p.Rounding.FLOOR)),
    ("a float for a percentage", p.InputError, "input.wrong_type", lambda: USD.percent(bad(2.9), p.Rounding.FLOOR)),
    ("a float for a price", p.InputError, "input.wrong_type", lambda: p.unit_amount_total(bad(0.05), 1, "USD", p.Rounding.FLOOR)),
    ("a float for a quantity", p.InputError, "input.wrong_type", lambda: USD * bad(1.5)),
    ("a number plus money", p.InputError, "input.wrong_type", lambda: USD + bad(1)),
    ("money less than a number", p.InputError, "input.wrong_type", lambda: USD < bad(3)),
    ("a float among weights", p.InputError, "input.wrong_type", lambda: USD.allocate([1, bad(2.5)], p.Remainder.LAST_TAKES_REST)),
    ("text for weights", p.InputError, "input.wrong_type", lambda: USD.allocate(bad("12"), p.Remainder.LAST_TAKES_REST)),
    ("one number for weights", p.InputError, "input.wrong_type", lambda: USD.allocate(bad(5), p.Remainder.LAST_TAKES_REST)),
    ("a number among amounts", p.InputError, "input.wrong_type", lambda: Money.sum("USD", [USD, bad(1)])),
    ("a list for money", p.InputError, "input.wrong_type", lambda: Money.sum("USD", [bad([5, "USD"])])),
    ("a rounding that is none", p.InputError, "input.invalid_record", lambda: USD.percent(Decimal(1), bad("up"))),
    ("a number for a rounding", p.InputError, "input.wrong_type", lambda: USD.percent(Decimal(1), bad(2))),
    ("a field too many", p.InputError, "input.invalid_record", lambda: USD.format(bad({"sgn": "code"}))),
    ("a field too few", p.InputError, "input.invalid_record", lambda: Money.sum("USD", [bad({"minor": 1})])),
    ("a rate of too many decimals", p.MoneyError, "money.too_precise", lambda: USD.percent(Decimal(1) / 3, p.Rounding.FLOOR)),
    ("not a number", p.MoneyError, "money.invalid_decimal", lambda: USD.percent(Decimal("NaN"), p.Rounding.FLOOR)),
    ("a naive datetime", p.InputError, "input.naive_datetime", lambda: calendar.period_at(MONTHLY, NOON.replace(tzinfo=None))),
    ("a naive datetime in a record", p.InputError, "input.naive_datetime", lambda: calendar.boundary(p.BillingCycle(anchor=dt.datetime(2024, 1, 1), interval=MONTHLY.interval), 1)),
    ("microseconds", p.CalendarError, "calendar.invalid_timestamp", lambda: calendar.period_at(MONTHLY, NOON.replace(microsecond=1))),
    ("a date for an instant", p.CalendarError, "calendar.invalid_timestamp", lambda: calendar.period_at(MONTHLY, bad(NOON.date()))),
    ("seconds since 1970 for an instant", p.InputError, "input.wrong_type", lambda: calendar.period_at(MONTHLY, bad(1704456000))),
    ("an instant beyond the calendar", p.CalendarError, "calendar.out_of_range", lambda: calendar.period_at(MONTHLY, dt.datetime.max.replace(microsecond=0, tzinfo=dt.timezone(dt.timedelta(hours=-1))))),
    ("a zone that is none", p.CalendarError, "calendar.unknown_zone", lambda: calendar.day_bounds(NOON.date(), "Mars/Olympus")),
    ("no changes at all", p.MetricsError, "metrics.no_facts", lambda: metrics.movements(Facts.from_changes([]))),
    ("a negative revenue", p.FactsError, "facts.negative_amount", lambda: Facts.from_changes([MrrChange("c", "s", NOON, Money(-1, "USD"))])),
    ("a broken line of CSV", p.CalendarError, "calendar.invalid_date", lambda: Facts.from_periods_csv(CSV.replace(b"2024-06-15", b"2024-06-31"), IN_USD)),
    ("a file without a currency", p.FactsError, "facts.missing_currency", lambda: Facts.from_periods_csv(CSV)),
    ("an empty file", p.FactsError, "facts.empty_file", lambda: Facts.from_periods_csv(b"")),
    ("a number for a file", p.InputError, "input.wrong_type", lambda: Facts.from_periods_csv(bad(5), IN_USD)),
    ("a list for a file", p.InputError, "input.wrong_type", lambda: Facts.from_stripe(bad([{"object": "event"}]))),
    ("a file that is not UTF-8", p.FactsError, "facts.invalid_utf8", lambda: Facts.from_periods_csv(CSV.replace(b"cus", b"\xff"), IN_USD)),
    ("half of a surrogate pair", p.FactsError, "facts.invalid_utf8", lambda: Facts.from_periods_csv(CSV.decode().replace("cus", "\ud800"), IN_USD)),
    ("a negative quantity in a file", p.MoneyError, "money.negative_quantity", lambda: Facts.from_periods_csv(CSV.replace(b"amount", b"amount,quantity").replace(b"49.00", b"49.00,-3"), IN_USD)),
    ("an amount in a file beyond 64 bits", p.MoneyError, "money.overflow", lambda: Facts.from_periods_csv(CSV.replace(b"49.00", b"92233720368547758.08"), IN_USD)),
    ("an amount that cannot be annualised", p.MoneyError, "money.overflow", lambda: Facts.from_changes([change(MAX)])),
    ("the same in a column", p.MoneyError, "money.overflow", lambda: Facts.from_arrow(column(MAX), "USD")),
    ("a price beyond 64 bits", p.MoneyError, "money.overflow", lambda: catalog.mrr(monthly_price(Decimal(MAX)), 2, p.Normalization.MONTHS_ONLY)),
    ("two currencies in one window", p.FactsError, "facts.several_currencies", lambda: metrics.movements(Facts.from_changes(MIXED))),
    ("two currencies in a table", p.FactsError, "facts.several_currencies", lambda: metrics.customer_movements_table(Facts.from_changes(MIXED))),
    ("two currencies in a report", p.FactsError, "facts.several_currencies", lambda: report.revenue_report(Facts.from_changes(MIXED))),
    ("two currencies without a rate", p.MoneyError, "money.missing_rate", lambda: Facts.from_changes(MIXED).converted(p.ExchangeRates([]), "USD", NOON.date())),
    ("a naive datetime in a change", p.InputError, "input.naive_datetime", lambda: Facts.from_changes([MrrChange("c", "s", dt.datetime(2024, 1, 1), USD)])),
    ("a naive datetime in options", p.InputError, "input.naive_datetime", lambda: Facts.from_stripe("[]", p.StripeOptions(as_of=dt.datetime(2024, 1, 1)))),
    ("a naive datetime for an instant", p.InputError, "input.naive_datetime", lambda: metrics.current_revenue(Facts.from_changes([change(1)]), dt.datetime(2024, 1, 1))),
    ("a float for money in a change", p.InputError, "input.wrong_type", lambda: Facts.from_changes([MrrChange("c", "s", NOON, bad({"minor": 10.5, "currency": "USD"}))])),
    ("a float for money alone", p.InputError, "input.wrong_type", lambda: Facts.from_changes([MrrChange("c", "s", NOON, bad(10.5))])),
    ("truncated JSON", p.StripeError, "stripe.invalid_json", lambda: Facts.from_stripe(STRIPE[:100])),
    ("truncated JSON Lines", p.StripeError, "stripe.invalid_json", lambda: Facts.from_stripe(STRIPE + "\n" + STRIPE[:-1])),
    ("a list that lacks a page", p.StripeError, "stripe.incomplete_list", lambda: Facts.from_stripe('{"object": "list", "has_more": true, "data": []}')),
    ("movements of snapshots", p.MetricsError, "metrics.history_missing", lambda: metrics.movements(Facts.from_stripe(STRIPE))),
    ("an option that is none", p.InputError, "input.invalid_record", lambda: Facts.from_periods_csv(CSV, bad({"zones": "UTC"}))),
    ("a report of nothing", p.MetricsError, "metrics.no_facts", lambda: report.revenue_report(Facts.from_changes([]))),
    ("a number for facts", p.InputError, "input.wrong_type", lambda: metrics.movements(bad(5))),
]


@pytest.mark.parametrize(("kind", "code", "call"), [pytest.param(*rest, id=name) for name, *rest in REFUSED])
def test_refused(kind: type[p.ProrataError], code: str, call: Callable[[], object]) -> None:
    with pytest.raises(p.ProrataError) as refused:
        call()
    assert (type(refused.value), refused.value.code) == (kind, code), str(refused.value)
    assert refused.value.kind == code.split(".")[0]


def test_the_sentence_says_where() -> None:
    with pytest.raises(p.InputError, match=r"^weights\[1\] must be an integer of 64 bits, not `float`$"):
        USD.allocate([1, bad(2.5)], p.Remainder.LAST_TAKES_REST)
    rates = [{"base": "EUR", "quote": "USX", "date": "2024-01-02", "rate": "1.1"}]
    with pytest.raises(p.InputError, match=r"^price\.pricing must be a Decimal, not `int`$"):
        catalog.check_price(monthly_price(bad(4900)))
    with pytest.raises(p.InputError, match="^cycle.anchor must be an aware datetime, not `int`$"):
        calendar.boundary(p.BillingCycle(anchor=bad(5), interval=MONTHLY.interval), 0)
    with pytest.raises(p.MoneyError, match=r"^rates\[0\].quote: `USX` is not a currency") as refused:
        p.ExchangeRates(bad(rates))
    assert refused.value.code == "money.unknown_currency", "the core's code comes through serde"
    with pytest.raises(p.InputError, match="^minor must be an integer, not `float`$"):
        Money(bad(1.5), "USD")


def test_the_sentence_names_the_line() -> None:
    broken = CSV + b"sub_2,cus_2,2024-01-15,,49.00\nsub_3,cus_3,2024-02-30,,49.00\n"
    with pytest.raises(p.CalendarError, match=r"^line 4: .*`2024-02-30`"):
        Facts.from_periods_csv(broken, IN_USD)
    with pytest.raises(p.FactsError, match="^line 3: .*quote") as refused:
        Facts.from_periods_csv(CSV + b'"sub_2,cus_2,2024-01-15,,49.00\n', IN_USD)
    assert refused.value.code == "facts.unclosed_quote"
    with pytest.raises(p.StripeError, match="line `?2`?"):
        Facts.from_stripe(STRIPE + "\n" + STRIPE[:-1])


def test_what_the_caller_raises_stays_what_it_is() -> None:
    with pytest.raises(LookupError, match="of the caller"):
        USD.allocate(broken_iterable(), p.Remainder.LAST_TAKES_REST)


def test_any_zone_is_an_instant() -> None:
    london = dt.datetime(2024, 7, 1, 1, tzinfo=ZoneInfo("Europe/London"))
    fixed = dt.datetime(2024, 7, 1, 5, 30, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30)))
    utc = dt.datetime(2024, 7, 1, tzinfo=dt.timezone.utc)
    periods = {(found.start, found.end) for found in (calendar.period_at(MONTHLY, at) for at in (london, fixed, utc))}
    assert len(periods) == 1
    # Local mean time has seconds in its offset.
    old = dt.datetime(1850, 1, 1, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert calendar.date_in_zone(old, "UTC") == old.astimezone(dt.timezone.utc).date()


CLASSES = [cls for cls in errors.ProrataError.__subclasses__()]


@pytest.mark.parametrize("cls", CLASSES)
def test_every_class_can_be_pickled_and_copied(cls: type[p.ProrataError]) -> None:
    error = cls("a sentence", f"{cls.kind}.what")
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(other) is cls
        assert (str(other), other.code, other.kind) == ("a sentence", f"{cls.kind}.what", cls.kind)


def test_families() -> None:
    assert {cls.kind for cls in CLASSES} == {
        "calendar", "catalog", "document", "facts", "input", "internal", "invoice", "metrics", "money", "proration", "report",
        "simulation", "stripe", "subscription", "usage",
    }  # fmt: skip
    for cls in CLASSES:
        assert type(errors.from_code(f"{cls.kind}.what", "a sentence")) is cls
    assert type(errors.from_code("tomorrow.what", "a sentence")) is p.ProrataError
    assert issubclass(p.InputError, TypeError) and issubclass(p.InputError, ValueError)


def test_rows_that_are_left_out_are_listed() -> None:
    options = p.PeriodsOptions(default_currency="USD", on_refusal=p.OnRefusal.LEAVE_OUT)
    rows = b"sub_2,cus_2,2024-01-15,,12,34\nsub_3,cus_3,2024-02-30,,12\nsub_4,cus_4,2024-01-15,,-1\n"
    facts = Facts.from_periods_csv(CSV + rows, options)
    refused = [(row.line, row.code) for row in facts.intake().refused]
    assert refused == [(3, "facts.uneven_row"), (4, "calendar.invalid_date"), (5, "facts.negative_amount")]
    assert "2024-02-30" in facts.intake().refused[1].reason
    assert (facts.customers, facts.intake().rows_read, facts.intake().rows_used) == (1, 4, 1)
    made = report.revenue_report(facts, p.ReportOptions(company="Ours"))
    assert made.definition.rows_refused == 3, "a report says what it lacks"


def test_objects_that_are_left_out_are_listed() -> None:
    broken = STRIPE + "\n" + STRIPE.replace("sub_1", "sub_2").replace("active", "asleep") + "\n" + STRIPE[:50] + "\n"
    with pytest.raises(p.StripeError):
        Facts.from_stripe(broken)
    facts = Facts.from_stripe(broken.encode(), p.StripeOptions(on_refusal=p.OnRefusal.LEAVE_OUT))
    left_out = [(row.line, row.code) for row in facts.intake().refused]
    assert left_out == [(2, "stripe.unknown_status"), (3, "stripe.invalid_json")]
    assert metrics.current_revenue(facts).mrr == Money(2000, "USD")


def test_the_sentence_of_what_cannot_be_shown() -> None:
    with pytest.raises(p.InputError) as refused:
        Money(10**5000, "USD")
    assert str(refused.value) == "`an int of 16610 bits` is not an integer of 64 bits"
    with pytest.raises(p.InputError) as refused:
        Facts.from_changes([MrrChange("cus\ud800", "s", NOON, USD)])
    place = "changes[0].customer_id: "
    assert str(refused.value) == place + "character `3` of the text is half of a surrogate pair: expected whole characters"
    with pytest.raises(p.InputError) as refused:
        Facts.from_changes([MrrChange("c", "s", bad(pd.NaT), USD)])
    place = "changes[0].effective_at: "
    assert str(refused.value) == place + "`NaT` is not an instant: expected an aware datetime, or None where the field is optional"


def test_a_refused_call_changes_nothing() -> None:
    amounts = [USD, Money(1, "EUR")]
    with pytest.raises(p.MoneyError):
        Money.sum("USD", amounts)
    assert amounts == [USD, Money(1, "EUR")]


def test_facts_are_what_they_were_after_a_refusal() -> None:
    facts = Facts.from_changes(MIXED)
    for refused in (
        lambda: metrics.movements(facts),
        lambda: facts.converted(p.ExchangeRates([]), "USD", NOON.date()),
    ):
        with pytest.raises(p.ProrataError):
            refused()
    assert (facts.currencies, facts.changes, facts.conversion()) == (["EUR", "USD"], 2, None)
    rates = p.ExchangeRates([p.ExchangeRate(base="EUR", quote="USD", date=NOON.date(), rate=Decimal("1.1"))])
    converted = facts.converted(rates, "USD", NOON.date())
    assert metrics.movements(converted).months[0].closing == Money(1990, "USD")

"""Records as JSON, to be kept."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest

import prorata as p
from prorata import subscription

APRIL = dt.datetime(2025, 4, 1, tzinfo=dt.timezone.utc)


def active() -> p.Subscription:
    monthly = p.Recurring(p.Interval(p.IntervalUnit.MONTH, 1))
    price = p.Price("plan", "app", "USD", p.PricingPerUnit(Decimal("4900.5")), monthly)
    made = subscription.create(p.NewSubscription("sub_1", "cus_1", "USD", [p.PricedItem("item", price, 2)]), APRIL).next
    return subscription.apply(made, p.SubscriptionInputInvoicePaid("sub_1-1"), APRIL).next


def test_what_is_kept_comes_back() -> None:
    kept = p.to_json(active())
    assert p.from_json(p.Subscription, kept) == active()
    assert p.to_json(p.from_json(p.Subscription, kept)) == kept


def test_the_text_is_the_form_of_every_language() -> None:
    assert p.to_json(p.Period(APRIL, dt.datetime(2025, 5, 1, tzinfo=dt.timezone.utc))) == (
        '{"start":"2025-04-01T00:00:00.000Z","end":"2025-05-01T00:00:00.000Z"}'
    )
    form = json.loads(p.to_json(active()))
    assert form["items"][0]["item"]["price"]["pricing"] == {"kind": "per_unit", "unit_amount": "4900.5"}
    assert form["items"][0]["debits"][0]["amount"] == {"minor": 9801, "currency": "USD"}


def test_variants_are_kept_with_their_kind() -> None:
    paid = p.SubscriptionInputInvoicePaid("sub_1-1")
    assert p.to_json(paid) == '{"kind":"invoice_paid","invoice":"sub_1-1"}'
    assert p.from_json(p.SubscriptionInputInvoicePaid, p.to_json(paid)) == paid


def test_every_state_of_the_engine_is_kept() -> None:
    for kind in (p.Subscription, p.Invoice, p.UsageLedger, p.CustomerAccount, p.TestClock, p.AlertState, p.BudgetState):
        with pytest.raises(p.InputError) as refused:
            p.from_json(kind, "[]")
        assert refused.value.code == "input.invalid_record", kind


@pytest.mark.parametrize("text", ["", "{", "null", "[]", '{"id":"sub_1"}', '"\\ud800"', "[" * 100_000])
def test_what_is_no_such_record_is_refused(text: str) -> None:
    with pytest.raises(p.InputError):
        p.from_json(p.Subscription, text)


def test_a_bad_value_inside_is_refused() -> None:
    kept = p.to_json(active()).replace('"USD"', '"EURO"')
    with pytest.raises(p.ProrataError, match="EURO"):
        p.from_json(p.Subscription, kept)


@dataclasses.dataclass
class Subscription:
    """A stranger of that name."""

    id: str = "sub_1"


@pytest.mark.parametrize("stranger", [None, 1, "text", {}, [], Subscription(), p.Subscription])
def test_what_is_no_record_is_not_written(stranger: Any) -> None:
    with pytest.raises(p.InputError) as refused:
        p.to_json(stranger)
    assert refused.value.code == "input.wrong_type"


@pytest.mark.parametrize("stranger", [None, "Subscription", int, Subscription])
def test_what_is_no_class_of_a_record_is_not_read(stranger: Any) -> None:
    with pytest.raises(p.InputError) as refused:
        p.from_json(stranger, "{}")
    assert refused.value.code == "input.wrong_type"

"""Enums with data, and a subscription as a host keeps it: through the package as people call it."""

from __future__ import annotations

import datetime as dt
import json
import pickle
from decimal import Decimal

import pytest
from to_json import from_json, to_json

import prorata as p
from prorata import catalog, subscription

MONTH = p.Interval(p.IntervalUnit.MONTH, 1)
START = dt.datetime(2025, 4, 1, tzinfo=dt.timezone.utc)
HALF = dt.datetime(2025, 4, 16, tzinfo=dt.timezone.utc)


def monthly(id: str, pricing: p.Pricing) -> p.Price:
    return p.Price(id=id, product="app", currency="USD", pricing=pricing, recurring=p.Recurring(MONTH))


BASIC = monthly("basic", p.PricingPerUnit(Decimal(4900)))
PRO = monthly("pro", p.PricingPerUnit(Decimal(14900)))
UPGRADE = p.SubscriptionUpdate(
    items=[p.ItemChangeSet(id="seat", price=PRO)],
    proration_behavior=p.ProrationBehavior.ALWAYS_INVOICE,
)


def begun() -> p.Subscription:
    new = p.NewSubscription("sub", "cus", "USD", [p.PricedItem(id="seat", price=BASIC, quantity=1)])
    step = subscription.create(new, START)
    match step.actions:
        case [p.SubscriptionActionCreateInvoice(bill)]:
            assert [line.amount for line in bill.lines] == [p.Money(4900, "USD")]
            return subscription.apply(step.next, p.SubscriptionInputInvoicePaid(bill.id), START).next
    pytest.fail(f"not one bill: {step.actions}")


def test_a_pricing_goes_in_and_comes_out() -> None:
    tiers = [p.Tier(up_to=10, unit_amount=Decimal(500)), p.Tier(unit_amount=Decimal("300.5"), flat_amount=Decimal(1000))]
    cases: list[tuple[p.Pricing, int]] = [
        (p.PricingPerUnit(Decimal("0.05")), 1),
        (p.PricingGraduated(tiers), 10 * 500 + 601 + 1000),
        (p.PricingVolume(tiers), 12 * 300 + 6 + 1000),
    ]
    for pricing, amount in cases:
        price = monthly("price", pricing)
        assert catalog.amount(price, 12) == p.Money(amount, "USD")
        own = p.PriceOverride("cus", "price", pricing)
        assert catalog.effective_price(BASIC, [own], "cus", START).pricing == BASIC.pricing
        assert catalog.effective_price(monthly("price", BASIC.pricing), [own], "cus", START).pricing == pricing
    with pytest.raises(p.CatalogError) as refused:
        catalog.amount(monthly("price", p.PricingGraduated([])), 1)
    assert refused.value.code == "catalog.invalid_price"


def test_what_happens_to_a_subscription_is_an_enum_with_data() -> None:
    active = begun()
    assert active.status is p.SubscriptionStatus.ACTIVE
    assert active.items[0].item.price.pricing == p.PricingPerUnit(Decimal(4900))
    preview = subscription.preview(active, UPGRADE, HALF)
    assert preview.now is not None and preview.next is not None
    assert [line.amount.minor for line in preview.now.lines] == [-2450, 7450]
    assert [line.amount.minor for line in preview.next.lines] == [14900]
    upgraded = subscription.apply(active, p.SubscriptionInputUpdate(UPGRADE), HALF)
    assert upgraded.actions == [p.SubscriptionActionCreateInvoice(preview.now)]
    ending = subscription.apply(active, p.SubscriptionInputCancel(p.CancelRequest(p.CancelWhenPeriodEnd())), HALF).next
    assert ending.cancel_at_period_end
    later = dt.datetime(2025, 5, 1, tzinfo=dt.timezone.utc)
    assert subscription.wake_at(ending) == later
    assert subscription.apply(ending, p.SubscriptionInputAdvance(), later).next.status is p.SubscriptionStatus.CANCELED
    with pytest.raises(p.SubscriptionError) as refused:
        subscription.apply(upgraded.next, p.SubscriptionInputAdvance(), START)
    assert refused.value.code == "subscription.time_goes_back"


def test_a_stored_subscription_goes_on_as_if_it_had_not_been() -> None:
    active = begun()
    read = from_json(json.loads(json.dumps(to_json(active))), p.Subscription)
    for stored in (read, pickle.loads(pickle.dumps(active))):
        assert stored == active
        step = subscription.apply(stored, p.SubscriptionInputUpdate(UPGRADE), HALF)
        assert step == subscription.apply(active, p.SubscriptionInputUpdate(UPGRADE), HALF)

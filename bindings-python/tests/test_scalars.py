"""Instants and decimals cross unchanged, remembered or not."""

from __future__ import annotations

import datetime as dt
import threading
from decimal import Decimal, localcontext

import pytest

import prorata as p
from prorata import calendar, errors

UTC = dt.timezone.utc
START = dt.datetime(2025, 1, 1, tzinfo=UTC)


def price(amount: Decimal) -> p.Price:
    return p.Price(id="basic", product="app", currency="USD", pricing=p.PricingPerUnit(amount))


def crossed(amount: Decimal) -> Decimal:
    pricing = p.from_json(p.Price, p.to_json(price(amount))).pricing
    assert isinstance(pricing, p.PricingPerUnit)
    return pricing.unit_amount


def check_many() -> None:
    """More than are remembered, each while it is and when it is no more."""
    instants = [START + dt.timedelta(hours=hour) for hour in range(500)]
    decimals = [Decimal(cents).scaleb(-2) for cents in range(500)]
    for _ in range(2):
        for at, amount in zip(instants, decimals):
            for _ in range(2):
                assert calendar.add(at, "P0D") == at
                assert calendar.add(at, "PT1H") == at + dt.timedelta(hours=1)
                assert crossed(amount) == amount


def test_many_scalars_cross_unchanged() -> None:
    check_many()


def test_many_scalars_cross_unchanged_in_threads() -> None:
    failures: list[BaseException] = []

    def checked() -> None:
        try:
            check_many()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=checked) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_an_instant_is_the_same_in_any_zone() -> None:
    east = dt.timezone(dt.timedelta(hours=5, minutes=30))
    for at in (START, START.astimezone(east), START):
        answer = calendar.add(at, "P0D")
        assert (answer, answer.tzinfo) == (START, UTC)


def test_a_refused_instant_is_refused_again() -> None:
    fine = START.replace(microsecond=1)
    for _ in range(2):
        with pytest.raises(errors.CalendarError, match="2025-01-01T00:00:00.000001") as refused:
            calendar.add(fine, "P0D")
        assert refused.value.code == "calendar.invalid_timestamp"


def test_a_decimal_is_read_whatever_its_context_writes() -> None:
    with localcontext() as context:
        context.capitals = 0
        assert crossed(Decimal("49e2")) == 4900

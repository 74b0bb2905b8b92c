"""The surface of the package beside ``vectors/api.json``, the surface of the core.

Nothing of the core may be missing here without a reason, and no reason may outlive its cause.
"""

from __future__ import annotations

import dataclasses
import enum
import json
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest

import prorata

API = Path(__file__).resolve().parents[2] / "vectors" / "api.json"

SCALARS = {
    "Currency": "str",
    "Date": "datetime.date",
    "Duration": "str",
    "Month": "str",
    "Percent": "decimal.Decimal",
    "RateFactor": "decimal.Decimal",
    "Timestamp": "datetime.datetime",
    "UnitAmount": "decimal.Decimal",
    "Zone": "str",
}
"""Types that are Python's own."""

ELSEWHERE = {
    "AnchorConfig.resolve": "calendar.anchor_from_config",
    "BillCycle.bill_through": "calendar.bill_through",
    "BillingCycle.boundary": "calendar.boundary",
    "BillingCycle.index_at": "calendar.index_at",
    "BillingCycle.next_boundary": "calendar.next_boundary",
    "BillingCycle.period": "calendar.period",
    "BillingCycle.period_at": "calendar.period_at",
    "BillingCycle.previous_boundary": "calendar.previous_boundary",
    "Currency.info": "currency_info",
    "Currency.stripe_exponent": "CurrencyInfo.stripe_exponent",
    "Currency.stripe_maximum_charge": "CurrencyInfo.stripe_maximum_charge",
    "Currency.stripe_minimum_charge": "CurrencyInfo.stripe_minimum_charge",
    "Currency.stripe_multiple": "CurrencyInfo.stripe_charge_multiple",
    "Date.plus": "calendar.add_to_date",
    "Facts.from_integer_columns": "Facts.from_arrow",
    "Facts.from_text_columns": "Facts.from_arrow",
    "FiscalCalendar.of": "calendar.fiscal_month",
    "FiscalCalendar.quarter": "calendar.fiscal_quarter",
    "FiscalCalendar.year": "calendar.fiscal_year",
    "Interval.check_stripe_ceiling": "calendar.check_stripe_ceiling",
    "Money.checked_add": "Money.__add__",
    "Money.checked_cmp": "Money.__lt__",
    "Money.checked_mul": "Money.__mul__",
    "Money.checked_neg": "Money.__neg__",
    "Money.checked_sub": "Money.__sub__",
    "Money.from_major_rounded": "Money.from_major",
    "Money.major": "Money.amount",
    "Month.date_on": "calendar.date_on",
    "Month.days": "calendar.month_days",
    "Month.first_day": "calendar.first_day",
    "Month.last_day": "calendar.last_day",
    "Month.months_until": "calendar.months_between",
    "Month.plus": "calendar.add_months",
    "Policy.counts": "policy_counts",
    "Policy.preset": "policy_preset",
    "RevenueReport.charts": "report.charts",
    "RevenueReport.to_html": "report.to_html",
    "RevenueReport.to_json": "report.to_json",
    "RevenueReport.to_markdown": "report.to_markdown",
    "UnitAmount.total": "unit_amount_total",
    "Zone.date_of": "calendar.date_in_zone",
    "Zone.day": "calendar.day_bounds",
    "Zone.month": "calendar.month_bounds",
    "Zone.month_of": "calendar.month_in_zone",
}
"""What has another place or another name in Python."""

PYTHONS_OWN = {
    "Currency.minor_per_major": "10 ** info.exponent",
    "Date.day": "date.day",
    "Date.days_until": "(other - date).days",
    "Date.from_ymd": "datetime.date(year, month, day)",
    "Date.month": "f'{date:%Y-%m}'",
    "Date.month_of_year": "date.month",
    "Date.plus_days": "date + timedelta(days)",
    "Date.year": "date.year",
    "Month.month_of_year": "int(month[5:])",
    "Month.new": "f'{year:04}-{month:02}'",
    "Month.next": "calendar.add_months(month, 1)",
    "Month.previous": "calendar.add_months(month, -1)",
    "Month.year": "int(month[:4])",
    "MoneyFormat.english": "MoneyFormat(sign=CurrencySign.SYMBOL)",
    "MoneyFormat.french": "MoneyFormat with its four fields",
    "MoneyFormat.german": "MoneyFormat with its four fields",
    "MoneyFormat.plain": "MoneyFormat(grouping=Grouping.NONE, sign=CurrencySign.NONE)",
    "MoneyFormat.swiss": "MoneyFormat(grouping=Grouping.APOSTROPHE)",
    "MonthlyMovements.amount": "getattr(month, kind.value)",
    "Period.contains": "period.start <= at < period.end",
    "Period.intersection": "max of the starts, min of the ends",
    "Period.is_empty": "period.start == period.end",
    "Period.millis": "(period.end - period.start) / timedelta(milliseconds=1)",
    "Period.overlaps": "a.start < b.end and b.start < a.end",
    "Period.seconds": "(period.end - period.start).total_seconds()",
    "Period.since": "Period(at, period.end)",
    "Period.until": "Period(period.start, at)",
    "Zone.day_start": "calendar.day_bounds(date, zone).start",
    "Zone.month_bounds": "calendar.month_bounds for each month",
    "Zone.month_start": "calendar.month_bounds(month, zone).start",
}
"""What a line of ordinary Python does, and which."""


@pytest.fixture(scope="module")
def api() -> dict[str, Any]:
    if not API.exists():
        pytest.skip("vectors/api.json has not been written")
    surface: dict[str, Any] = json.loads(API.read_text("utf-8"))
    for name, languages in surface["only"].items():
        if "python" not in languages:
            surface["types"].pop(name, None)
            owner, _, method = name.partition(".")
            if method and owner in surface["types"]:
                surface["types"][owner]["methods"].remove(method)
            if name in surface["functions"]:
                surface["functions"].remove(name)
    return surface


def found(path: str) -> bool:
    """Whether `prorata.<path>` is there."""
    place: Any = prorata
    for name in path.split("."):
        if not hasattr(place, name) and name not in getattr(place, "__dataclass_fields__", ()):
            return False
        place = getattr(place, name, None)
    return True


def fields(cls: Any) -> set[str]:
    return {field.name.rstrip("_") for field in dataclasses.fields(cls)}


def test_every_type(api: dict[str, Any]) -> None:
    for name, surface in api["types"].items():
        if name in SCALARS:
            continue
        cls = getattr(prorata, name, None)
        assert cls is not None, f"prorata.{name} is missing"
        if "members" in surface:
            assert issubclass(cls, enum.Enum)
            assert {member.value for member in cls} == set(surface["members"]), name
        elif "kinds" in surface:
            variants = {variant.kind: fields(variant) for variant in get_args(cls)}
            assert variants == {kind: set(names) for kind, names in surface["kinds"].items()}, name
        elif dataclasses.is_dataclass(cls):
            assert fields(cls) == set(surface["fields"]), name


def missing_methods(api: dict[str, Any]) -> set[str]:
    """The methods of the core that are there neither under their own name nor as a generated function."""
    every = {f"{name}.{method}" for name, surface in api["types"].items() for method in surface["methods"]}
    every -= {name for name, function in api["generated"].items() if found(function)}
    constructors = {name for name in every if name.endswith(".new") and callable(getattr(prorata, name[:-4], None))}
    return {name for name in every - constructors if not found(name)}


def test_every_method(api: dict[str, Any]) -> None:
    unexplained = missing_methods(api) - set(ELSEWHERE) - set(PYTHONS_OWN)
    assert not unexplained, f"neither there nor explained: {sorted(unexplained)}"


def test_every_explanation_is_needed_and_true(api: dict[str, Any]) -> None:
    explained = set(ELSEWHERE) | set(PYTHONS_OWN)
    assert not set(ELSEWHERE) & set(PYTHONS_OWN)
    stale = explained - missing_methods(api)
    assert not stale, f"explained, but there or gone: {sorted(stale)}"
    nowhere = {place for place in ELSEWHERE.values() if not found(place)}
    assert not nowhere, f"not there either: {sorted(nowhere)}"


def test_every_function(api: dict[str, Any]) -> None:
    missing = {name for name in api["functions"] if not found(name)}
    assert not missing, f"missing: {sorted(missing)}"


def test_every_family_of_errors(api: dict[str, Any]) -> None:
    for code in api["errors"]:
        assert type(prorata.errors.from_code(code, "")) is not prorata.ProrataError, code


def test_everything_public_is_listed() -> None:
    modules = [value for value in vars(prorata).values() if isinstance(value, ModuleType) and hasattr(value, "__all__")]
    assert prorata.calendar in modules
    for module in [prorata, *modules]:
        assert len(set(module.__all__)) == len(module.__all__)
        for name in module.__all__:
            assert hasattr(module, name), f"{module.__name__}.{name}"

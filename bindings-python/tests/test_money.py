"""What `Money` is in Python; its arithmetic is in the vectors."""

from __future__ import annotations

import copy
import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prorata import (
    CurrencySign,
    InputError,
    Money,
    MoneyError,
    MoneyFormat,
    Remainder,
    Rounding,
    StripeUse,
    currency_info,
    unit_amount_total,
)

AMOUNTS = st.integers(-(2**63), 2**63 - 1)
CODES = st.sampled_from(["USD", "EUR", "JPY", "KWD", "CLF"])
MONEY = st.builds(Money, AMOUNTS, CODES)


def test_what_it_shows() -> None:
    price = Money(123450, "usd")
    assert (price.minor, price.currency, price.amount) == (123450, "USD", Decimal("1234.50"))
    assert repr(price) == "Money(123450, 'USD')"
    assert str(price) == "USD 1,234.50"
    assert f"{price:>14}|" == "  USD 1,234.50|"
    assert f"{price}" == str(price)
    assert "USD 1,234.50" in price._repr_html_()
    assert price.format(MoneyFormat(sign=CurrencySign.SYMBOL)) == "$1,234.50"
    assert price.amount.as_tuple().exponent == -2, "with all the decimals of the currency"


@given(MONEY)
def test_it_survives_pickle_copy_and_repr(money: Money) -> None:
    for other in (pickle.loads(pickle.dumps(money)), copy.copy(money), copy.deepcopy(money), eval(repr(money))):
        assert other == money
        assert hash(other) == hash(money)


@given(MONEY)
def test_major_units_come_back(money: Money) -> None:
    assert Money.from_major(money.amount, money.currency) == money
    assert Money.parse(str(money)) == money


def test_equality_and_order() -> None:
    assert Money(1, "USD") == Money(1, "USD")
    assert Money(1, "USD") != Money(1, "EUR"), "not the same, and no error"
    assert Money(1, "USD") != 1
    assert Money(1, "USD") != "USD 0.01"
    assert {Money(1, "USD"), Money(1, "USD"), Money(2, "USD")} == {Money(2, "USD"), Money(1, "USD")}
    small, large = Money(1, "USD"), Money(2, "USD")
    assert small < large and small <= large and large > small and large >= small and small <= small
    assert sorted([large, small]) == [small, large]
    with pytest.raises(MoneyError, match="cannot combine `USD` with `EUR`"):
        _ = Money(1, "USD") < Money(1, "EUR")


def test_operators() -> None:
    price = Money(1050, "USD")
    assert price + price == price * 2 == 2 * price == Money(2100, "USD")
    assert price - price == Money.zero("USD")
    assert -price == Money(-1050, "USD")
    assert Money.sum("USD", (price for _ in range(3))) == Money(3150, "USD")
    assert price.is_zero is False and (price - price).is_zero is True
    assert (-price).is_negative is True


def test_it_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Money(1, "USD").minor = 2  # type: ignore[misc]


def test_pattern_matching() -> None:
    match Money(0, "EUR"):
        case Money(0, currency):
            assert currency == "EUR"
        case _:
            pytest.fail("no match")


def test_enums_are_members_or_their_text() -> None:
    price = Money(250, "USD")
    assert price.percent(Decimal(5), Rounding.HALF_EVEN) == price.percent(Decimal(5), "half_even")  # type: ignore[arg-type]
    assert price.to_stripe(StripeUse.CHARGE) == 250
    assert price.allocate((1, 2), Remainder.LAST_TAKES_REST) == [Money(83, "USD"), Money(167, "USD")]


def test_decimals_in_any_spelling() -> None:
    assert Money.from_major(Decimal("1E+2"), "USD") == Money(10000, "USD")
    assert Money.from_major(Decimal("1e-2"), "USD") == Money(1, "USD")
    assert Money.from_major(Decimal("-0"), "USD") == Money(0, "USD")
    total = unit_amount_total(Decimal("5e-2"), 12345, "USD", Rounding.HALF_AWAY_FROM_ZERO)
    assert total == Money(617, "USD")
    for bad in ("NaN", "-Infinity", "sNaN", "1e999999"):
        with pytest.raises((MoneyError, InputError)) as refused:
            Money.from_major(Decimal(bad), "USD")
        assert refused.value.code == "money.invalid_decimal", bad


def test_integers_of_numpy() -> None:
    numpy = pytest.importorskip("numpy")
    assert Money(numpy.int64(5), "USD") == Money(5, "USD")
    assert Money(numpy.uint8(5), "USD") * numpy.int32(2) == Money(10, "USD")
    for bad in (numpy.float64(5), numpy.bool_(True)):
        with pytest.raises(InputError):
            Money(bad, "USD")


def test_a_record_in_and_out() -> None:
    info = currency_info("isk")
    assert info.stripe_minimum_charge is None
    assert info.stripe_maximum_charge == Money(9999999999, "ISK")
    assert pickle.loads(pickle.dumps(info)) == info
    # A mapping, such as from JSON, is as good as the record.
    assert Money(5, "EUR").format({"sign": "symbol", "position": "after"}) == "0.05\xa0€"  # type: ignore[arg-type]


@given(MONEY, st.lists(st.integers(0, 2**63 - 1), min_size=1).filter(any), st.sampled_from(Remainder))
def test_allocation_conserves(money: Money, weights: list[int], remainder: Remainder) -> None:
    assert Money.sum(money.currency, money.allocate(weights, remainder)) == money


@given(MONEY, MONEY)
def test_sums_are_those_of_integers(left: Money, right: Money) -> None:
    try:
        total = left + right
    except MoneyError as error:
        mixed = left.currency != right.currency
        assert error.code == ("money.currency_mismatch" if mixed else "money.overflow")
        assert mixed or not -(2**63) <= left.minor + right.minor < 2**63
    else:
        assert total.minor == left.minor + right.minor

"""Exact money: what adds up, what is rounded and by which name, and what is refused."""

from collections.abc import Callable
from decimal import Decimal

from prorata import Money, ProrataError
from prorata.records import CurrencyPosition, CurrencySign, DecimalMark, Grouping, MoneyFormat, Remainder, Rounding

german = MoneyFormat(DecimalMark.COMMA, Grouping.POINT, CurrencySign.SYMBOL, CurrencyPosition.AFTER)
price = Money.parse("1.234,50 €", german)
print(f"{price} is {price.minor} minor units")
print(f"2.9 % of it is {price.percent(Decimal('2.9'), Rounding.HALF_AWAY_FROM_ZERO)}")

coupon = Money(500, "EUR")
for part in coupon.allocate([1_000, 2_000], Remainder.LAST_TAKES_REST):
    print(f"a share of {part}")
attempts: list[Callable[[], Money]] = [
    lambda: price + Money(100, "USD"),
    lambda: Money(2**63 - 1, "EUR") + coupon,
    lambda: Money(1, "EURO"),
]
for attempt in attempts:
    try:
        attempt()
    except ProrataError as error:
        print(f"{error.code}: {error}")

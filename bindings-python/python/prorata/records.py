"""Plain data, as the core gives and takes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__: list[str] = [
    "CurrencyPosition",
    "CurrencySign",
    "DecimalMark",
    "Grouping",
    "MoneyFormat",
    "Remainder",
    "Rounding",
    "StripeUse",
]


class _Text(str, Enum):
    """An enum whose members are their own text: `enum.StrEnum`, which Python 3.10 does not have."""

    def __str__(self) -> str:
        return str(self.value)


class Remainder(_Text):
    LAST_TAKES_REST = "last_takes_rest"
    LARGEST_REMAINDER = "largest_remainder"
    FIRST_RECIPIENTS = "first_recipients"


class DecimalMark(_Text):
    POINT = "point"
    COMMA = "comma"


class Grouping(_Text):
    NONE = "none"
    COMMA = "comma"
    POINT = "point"
    SPACE = "space"
    APOSTROPHE = "apostrophe"


class CurrencySign(_Text):
    CODE = "code"
    SYMBOL = "symbol"
    NONE = "none"


class CurrencyPosition(_Text):
    BEFORE = "before"
    AFTER = "after"


class Rounding(_Text):
    HALF_AWAY_FROM_ZERO = "half_away_from_zero"
    HALF_TOWARD_ZERO = "half_toward_zero"
    HALF_EVEN = "half_even"
    FLOOR = "floor"
    CEILING = "ceiling"
    TOWARD_ZERO = "toward_zero"
    AWAY_FROM_ZERO = "away_from_zero"


class StripeUse(_Text):
    CHARGE = "charge"
    PAYOUT = "payout"


@dataclass(frozen=True, slots=True)
class MoneyFormat:
    decimal_mark: DecimalMark | None = None
    grouping: Grouping | None = None
    sign: CurrencySign | None = None
    position: CurrencyPosition | None = None

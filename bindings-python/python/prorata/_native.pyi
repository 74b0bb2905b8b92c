"""
The compiled half of the package `prorata`.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Final, final
from .records import CurrencyInfo, ExchangeRate, MoneyFormat, Remainder, Rounding, StripeUse

__all__ = ["ExchangeRates", "Money", "Table", "_panic_for_test", "currency_info", "unit_amount_total"]

@final
class ExchangeRates:
    """
    A table of dated rates, which converts amounts at the rate of a day.

    A pair is looked up directly, then turned round, then across one common currency; every step is exact and the
    amount is rounded once. A rate that is missing is an error, never 1.
    """
    def __new__(cls, /, rates: Iterable[ExchangeRate]) -> ExchangeRates:
        """
        Takes the rates in any order; `money.invalid_rate` for one that is not positive, a pair of one currency,
        or two different rates for one pair and day.
        """
    def convert(self, /, amount: Money, to: str, date: dt.date, rounding: Rounding) -> Money:
        """
        The amount in the currency `to`, at the rates of `date`, rounded once.
        """

@final
class Money:
    """
    An amount: a whole number of minor units, which may be negative, and its currency.

    `Money(1050, "USD")` is ten and a half dollars. Adding amounts of two currencies, and anything that does
    not fit in 64 bits, raises `MoneyError`; a `float` is never taken for money.
    """
    __match_args__: Final[tuple[str, str]]
    def __add__(self, other: Money, /) -> Money: ...
    def __eq__(self, other: object, /) -> bool:
        """
        Equal are amounts of the same size and currency; with anything else it is Python that decides.
        """
    def __format__(self, spec: str, /) -> str:
        """
        Aligns and pads as for text: `f"{price:>16}"`.
        """
    def __ge__(self, other: Money, /) -> bool: ...
    def __gt__(self, other: Money, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, other: Money, /) -> bool: ...
    def __lt__(self, other: Money, /) -> bool: ...
    def __mul__(self, quantity: int, /) -> Money: ...
    def __neg__(self, /) -> Money: ...
    def __new__(cls, /, minor: int, currency: str) -> Money:
        """
        `minor` minor units: `Money(4900, "USD")` is 49 dollars. The code of the currency is read in either case.
        """
    def __reduce__(self, /) -> tuple[type[Money], tuple[int, str]]: ...
    def __repr__(self, /) -> str: ...
    def __rmul__(self, quantity: int, /) -> Money: ...
    def __str__(self, /) -> str: ...
    def __sub__(self, other: Money, /) -> Money: ...
    def _repr_html_(self, /) -> str:
        """
        In a notebook, figures of one width.
        """
    def allocate(self, /, weights: Iterable[int], remainder: Remainder) -> list[Money]:
        """
        Splits the amount in proportion to `weights`; the parts always add up to the whole.
        """
    @property
    def amount(self, /) -> Decimal:
        """
        The amount in major units, with all the decimals of the currency: `Decimal("49.00")`.
        """
    def check_stripe_charge(self, /) -> None:
        """
        Raises `money.not_stripe_amount` for what Stripe would not charge: too little, too much, or between its
        steps.
        """
    @property
    def currency(self, /) -> str:
        """
        The code of the currency, upper case.
        """
    def format(self, /, format: MoneyFormat | None = None) -> str:
        """
        The amount as people write it, `USD 1,234.50` unless `format` says otherwise.
        """
    @staticmethod
    def from_major(major: Decimal, currency: str, rounding: Rounding | None = None) -> Money:
        """
        From major units: `Money.from_major(Decimal("49.00"), "USD")` is 4,900 cents.

        Without `rounding` the amount must be exact: `money.too_precise` where it has more decimals than the
        currency.
        """
    @staticmethod
    def from_stripe(amount: int, currency: str) -> Money:
        """
        The money that an integer of Stripe's API means: 500 of its ISK are 5 krónur.
        """
    @property
    def is_negative(self, /) -> bool:
        """
        True below zero: a credit.
        """
    @property
    def is_zero(self, /) -> bool:
        """
        True for an amount of exactly nothing.
        """
    @property
    def minor(self, /) -> int:
        """
        The whole number of minor units: cents, pence, yen.
        """
    @staticmethod
    def parse(text: str, format: MoneyFormat | None = None, currency: str | None = None) -> Money:
        """
        Reads an amount as people write it: `Money.parse("1.234,50 €", MoneyFormat(...))`.

        The format says which mark is which; `currency` is taken where the text names none.
        """
    def percent(self, /, percent: Decimal, rounding: Rounding) -> Money:
        """
        The share `percent` of the amount, rounded once: `Decimal("2.9")` is 2.9 %.
        """
    def scale(self, /, numerator: int, denominator: int, rounding: Rounding) -> Money:
        """
        The amount times `numerator` over `denominator`, multiplied first and rounded once.
        """
    @staticmethod
    def sum(currency: str, amounts: Iterable[Money]) -> Money:
        """
        The sum of any number of amounts, all in `currency`; of none, zero.
        """
    def to_stripe(self, /, used_for: StripeUse) -> int:
        """
        The integer that Stripe's API takes for this amount, in a charge or in a payout.
        """
    @staticmethod
    def zero(currency: str) -> Money:
        """
        Nothing, in `currency`.
        """

@final
class Table:
    """
    Rows and columns, shared with any Arrow library without a copy.

    Made from any object with `__arrow_c_stream__`, and taken by whatever reads one:
    `pyarrow.table(t)`, `polars.DataFrame(t)`, `pandas.DataFrame.from_arrow(t)`, DuckDB's `from t`.
    """
    def __arrow_c_stream__(self, /, requested_schema: object | None = None) -> object:
        """
        The columns as an Arrow stream; a requested schema is not applied, as the interface allows.
        """
    def __len__(self, /) -> int:
        """
        How many rows there are.
        """
    def __new__(cls, /, data: object) -> Table:
        """
        Takes the columns of any object with `__arrow_c_stream__`, without copying them.
        """
    def __repr__(self, /) -> str:
        """
        The number of rows and columns, and the first rows.
        """
    @property
    def column_names(self, /) -> list[str]:
        """
        The names of the columns, in order.
        """
    def to_pydict(self, /) -> dict[str, list[object]]:
        """
        A list of Python values for each column: for small tables, and for looking.
        """

def _panic_for_test() -> None:
    """
    Panics on purpose, so that a test can see the guard turn it into `InternalError`.
    """

def currency_info(currency: str) -> CurrencyInfo:
    """
    What ISO 4217 and Stripe say about a currency: its decimals, and the steps and limits of charges.
    """

def unit_amount_total(unit_amount: Decimal, quantity: int, currency: str, rounding: Rounding) -> Money:
    """
    The price of `quantity` units at `unit_amount`, which is in minor units with up to 12 decimals: multiplied
    exactly, rounded once.
    """

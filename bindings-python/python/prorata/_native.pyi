"""
The compiled half of the package `prorata`.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Final, final
from .records import AnchorConfig, BillCycle, BillThrough, BillingCycle, Cohorts, Conversion, CurrencyInfo, CurrentRevenue, CustomerMovements, Definition, Edge, ExchangeRate, FiscalCalendar, FiscalMonth, Intake, Interval, MetricsOptions, MoneyFormat, MonthRange, Movements, MrrChange, Normalization, OnRefusal, Period, PeriodsOptions, Policy, PolicyPreset, Price, Remainder, ReportChart, ReportOptions, ResolvedAnchor, RevenueReport, Rounding, StripeOptions, StripeUse, SubscriptionChange, SubscriptionPeriod, SubscriptionStatus

__all__ = ["ExchangeRates", "Facts", "Money", "Table", "_panic_for_test", "add", "add_months", "add_to_date", "anchor_from_config", "bill_through", "boundary", "catalog_arr", "catalog_mrr", "charts", "check_stripe_ceiling", "cohorts", "cohorts_table", "currency_info", "current_revenue", "customer_movements", "customer_movements_table", "date_in_zone", "date_on", "day_bounds", "first_cycle_date", "first_day", "fiscal_month", "fiscal_quarter", "fiscal_year", "index_at", "last_day", "month_bounds", "month_days", "month_in_zone", "months_between", "movements", "next_boundary", "parse_timestamp", "period", "period_at", "policy_counts", "policy_preset", "previous_boundary", "revenue_report", "to_html", "to_json", "to_markdown", "unit_amount_total", "whole_periods"]

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
class Facts:
    """
    What every subscription was worth from when on: the input of every revenue metric.

    The order of the rows never matters, and a repeated row counts once.
    """
    def __repr__(self, /) -> str: ...
    @property
    def changes(self, /) -> int:
        """
        How many facts there are, repeated rows counted once.
        """
    def conversion(self, /) -> Conversion | None:
        """
        The conversion to one currency, if there was one.
        """
    def converted(self, /, rates: ExchangeRates, currency: str, rates_of: dt.date) -> Facts:
        """
        The same facts in one currency, at the rates of one day for all periods, so that rates never look like
        growth.
        """
    @property
    def currencies(self, /) -> list[str]:
        """
        The codes of the currencies of the facts, in order.
        """
    @property
    def customers(self, /) -> int:
        """
        How many customers there are.
        """
    def first_change(self, /) -> dt.datetime | None:
        """
        The first instant at which anything changed; `None` without facts.
        """
    @staticmethod
    def from_arrow(table: object, currency: str | None = None) -> Facts:
        """
        From any Arrow table (pyarrow, polars, pandas, DuckDB) with the columns `customer_id` and
        `subscription_id` (both text, or both 64-bit integers), `effective_at` (instants with a zone) and `mrr_minor`
        (64-bit integers of minor units).

        The currency is a column `currency` of codes, or for all rows the argument.
        """
    @staticmethod
    def from_changes(changes: Iterable[MrrChange]) -> Facts:
        """
        From changes in any order: from its instant on, a subscription is worth so much a month.
        """
    @staticmethod
    def from_periods(periods: Iterable[SubscriptionPeriod], on_refusal: OnRefusal | None = None) -> Facts:
        """
        From periods of subscriptions, in any order, that do not overlap: from `start` until just before `end`, a
        subscription is worth so much a month.
        """
    @staticmethod
    def from_periods_csv(file: bytes | str, options: PeriodsOptions | None = None) -> Facts:
        """
        From a CSV file with a row for each period: `subscription_id`, `customer_id`, `start_date`, `end_date`
        (exclusive, may be empty), `monthly_amount`, and where there are `currency`, `interval`, `quantity`,
        `status`.

        A row that cannot be read refuses the file, naming its line, unless the options say to leave it out;
        `intake()` then lists it.
        """
    @staticmethod
    def from_stripe(data: bytes | str, options: StripeOptions | None = None) -> Facts:
        """
        From Stripe's JSON: events, subscription schedules or subscription objects, in old and new API shapes, as
        an array, a list of the API, one object, or JSON Lines.

        Subscription objects know the present only: `metrics.current_revenue` can be asked of them, movements
        cannot. An object that cannot be read refuses the input, naming its place, unless the options say to leave
        it out; `intake()` then lists it.
        """
    @staticmethod
    def from_subscription_changes(changes: Iterable[SubscriptionChange], policy: Policy | None = None, on_refusal: OnRefusal | None = None) -> Facts:
        """
        From the history of subscriptions, in any order: from its instant on, a subscription has a price, a quantity
        and a status, and is worth what follows from them under the policy, which is the standard one without one.
        """
    def intake(self, /) -> Intake:
        """
        What was read, and what was left out and why.
        """
    def last_change(self, /) -> dt.datetime | None:
        """
        The last instant at which anything changed; `None` without facts.
        """
    def policy(self, /) -> Policy:
        """
        The policy that decided what counts.
        """
    @property
    def subscriptions(self, /) -> int:
        """
        How many subscriptions there are.
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
    def definition(self, /) -> Definition | None:
        """
        What the figures mean, in a table made by `prorata.metrics`; `None` in any other.

        It is in the metadata of the schema, which pyarrow keeps and data frames drop.
        """
    def to_pydict(self, /) -> dict[str, list[object]]:
        """
        A list of Python values for each column: for small tables, and for looking.
        """

def _panic_for_test() -> None:
    """
    Panics on purpose, so that a test can see the guard turn it into `InternalError`.
    """

def add(at: dt.datetime, duration: str) -> dt.datetime:
    """
    The instant a duration of ISO 8601 later; a month that is too short gives its last day.
    """

def add_months(month: str, months: int) -> str:
    """
    The month so many months later, or earlier.
    """

def add_to_date(date: dt.date, interval: Interval, times: int) -> dt.date:
    """
    The date `times` intervals later, computed at once, so that no day is lost on the way.
    """

def anchor_from_config(config: AnchorConfig, created: dt.datetime, interval: Interval) -> ResolvedAnchor:
    """
    The anchor that a `billing_cycle_anchor_config` of Stripe means, and the first full invoice.
    """

def bill_through(cycle: BillCycle, target: dt.date) -> BillThrough:
    """
    How far a plan that bills by days of the calendar is billed on the day `target`.
    """

def boundary(cycle: BillingCycle, k: int) -> dt.datetime:
    """
    The `k`-th boundary, counted from the anchor, which is number 0; the day of the anchor is never lost.
    """

def catalog_arr(price: Price, quantity: int, normalization: Normalization) -> Money:
    """
    What `quantity` units come to in a year, to the nearest minor unit.

    Errors: as `mrr`.
    """

def catalog_mrr(price: Price, quantity: int, normalization: Normalization) -> Money:
    """
    What `quantity` units come to in a month, to the nearest minor unit.

    Errors: `money.negative_quantity`, `money.overflow`, `catalog.invalid_interval`.
    """

def charts(report: RevenueReport) -> list[ReportChart]:
    """
    The charts of the report as Vega-Lite specifications, for hosts that have Vega or Altair.
    """

def check_stripe_ceiling(interval: Interval) -> None:
    """
    Raises `calendar.interval_too_long` for an interval longer than Stripe allows.
    """

def cohorts(facts: Facts, options: MetricsOptions | None = None) -> Cohorts:
    """
    The customers of each month of a window, followed through time by number and by revenue.
    """

def cohorts_table(facts: Facts, options: MetricsOptions | None = None) -> Table:
    """
    The cohorts as an Arrow table with a row for each cohort and age, for data frames and heat maps.
    """

def currency_info(currency: str) -> CurrencyInfo:
    """
    What ISO 4217 and Stripe say about a currency: its decimals, and the steps and limits of charges.
    """

def current_revenue(facts: Facts, at: dt.datetime | None = None) -> CurrentRevenue:
    """
    What is recurring at one instant, or after the last change; it needs no history.
    """

def customer_movements(facts: Facts, options: MetricsOptions | None = None) -> CustomerMovements:
    """
    The movements of each customer, as columns of equal length: the rows behind every figure of `movements`.
    """

def customer_movements_table(facts: Facts, options: MetricsOptions | None = None) -> Table:
    """
    The movements of each customer as an Arrow table, for data frames: `polars.DataFrame(table)`,
    `pandas.DataFrame.from_arrow(table)`, `pyarrow.table(table)`.
    """

def date_in_zone(at: dt.datetime, zone: str) -> dt.date:
    """
    The date on the calendar of the zone.
    """

def date_on(month: str, day: int) -> dt.date:
    """
    The day of the month, or its last where it has fewer.
    """

def day_bounds(date: dt.date, zone: str) -> Period:
    """
    The instants between which it is `date` in the zone.
    """

def first_cycle_date(start: dt.date, interval: Interval, day: int) -> dt.date:
    """
    The first date on or after `start` that is the bill cycle day.
    """

def first_day(month: str) -> dt.date:
    """
    The first day of the month.
    """

def fiscal_month(calendar: FiscalCalendar, month: str) -> FiscalMonth:
    """
    The fiscal year, quarter and month of a calendar month.
    """

def fiscal_quarter(calendar: FiscalCalendar, year: int, quarter: int) -> MonthRange:
    """
    The months of a fiscal quarter.
    """

def fiscal_year(calendar: FiscalCalendar, year: int) -> MonthRange:
    """
    The months of a fiscal year.
    """

def index_at(cycle: BillingCycle, at: dt.datetime) -> int:
    """
    The number of the period that `at` lies in.
    """

def last_day(month: str) -> dt.date:
    """
    The last day of the month.
    """

def month_bounds(month: str, zone: str) -> Period:
    """
    The instants between which it is `month` in the zone, across daylight saving.
    """

def month_days(month: str) -> int:
    """
    How many days the month has.
    """

def month_in_zone(at: dt.datetime, zone: str) -> str:
    """
    The month on the calendar of the zone.
    """

def months_between(month: str, other: str) -> int:
    """
    How many months from `month` to `other`.
    """

def movements(facts: Facts, options: MetricsOptions | None = None) -> Movements:
    """
    The movements of recurring revenue for every month of a window: new, expansion, contraction, churn and
    reactivation, with the customers and the rates that follow.
    """

def next_boundary(cycle: BillingCycle, at: dt.datetime, edge: Edge) -> dt.datetime:
    """
    The first boundary after `at`, or at it where the edge is inclusive.
    """

def parse_timestamp(text: str) -> dt.datetime:
    """
    Reads an instant: ISO 8601 with an offset and at most three decimals, `2024-01-31T23:59:59.999Z`.
    """

def period(cycle: BillingCycle, k: int) -> Period:
    """
    The period from boundary `k` to the next.
    """

def period_at(cycle: BillingCycle, at: dt.datetime) -> Period:
    """
    The period that `at` lies in.
    """

def policy_counts(policy: Policy, status: SubscriptionStatus) -> bool:
    """
    Whether a subscription of this status counts under the policy.
    """

def policy_preset(preset: PolicyPreset) -> Policy:
    """
    What counts as recurring under a policy that has a name.
    """

def previous_boundary(cycle: BillingCycle, at: dt.datetime, edge: Edge) -> dt.datetime:
    """
    The last boundary before `at`, or at it where the edge is inclusive.
    """

def revenue_report(facts: Facts, options: ReportOptions | None = None) -> RevenueReport:
    """
    The report of a window of months: executive summary, growth and cohorts, as data.
    """

def to_html(report: RevenueReport) -> str:
    """
    The report as one page that needs nothing else: no network, no scripts.
    """

def to_json(report: RevenueReport) -> str:
    """
    The report as JSON, with its charts as Vega-Lite specifications.
    """

def to_markdown(report: RevenueReport) -> str:
    """
    The report for a terminal or a chat.
    """

def unit_amount_total(unit_amount: Decimal, quantity: int, currency: str, rounding: Rounding) -> Money:
    """
    The price of `quantity` units at `unit_amount`, which is in minor units with up to 12 decimals: multiplied
    exactly, rounded once.
    """

def whole_periods(start: dt.date, end: dt.date, interval: Interval) -> int:
    """
    How many whole intervals lie between two dates.
    """

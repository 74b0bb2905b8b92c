"""
The compiled half of the package `prorata`.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Final, final
from .records import Advance, AdvanceRequest, AnchorConfig, Bill, BillCycle, BillThrough, BillingCycle, Catalog, ChangePreview, Cohorts, ContractDates, ContractTerms, Conversion, Coupon, CurrencyInfo, CurrentRevenue, CustomerMovements, CycleCharge, Debit, Definition, Discount, DiscountableLine, DiscountedLine, Edge, ExchangeRate, FiscalCalendar, FiscalMonth, Intake, Interval, LineItem, MetricsOptions, MoneyFormat, MonthRange, Movements, MrrChange, NewSubscription, Normalization, OnRefusal, Period, PeriodItem, PeriodsOptions, Plan, PlanComparison, Policy, PolicyPreset, Price, PriceBreakdown, PriceOverride, Product, PromotionCode, ProratedAmount, ProrationPolicy, ProrationPreset, ProrationRequest, Redemption, Remainder, ReportChart, ReportOptions, ResolvedAnchor, RevenueReport, Rounding, SpendBounds, StatusChange, Step, StripeOptions, StripeUse, Subscription, SubscriptionChange, SubscriptionInput, SubscriptionPeriod, SubscriptionStatus, SubscriptionUpdate, TaxAssessment, TaxExempt, TaxOptions, TaxRate, TaxableLine

__all__ = ["ExchangeRates", "Facts", "Money", "Table", "_panic_for_test", "add", "add_months", "add_to_date", "anchor_from_config", "bill_through", "boundary", "catalog_amount", "catalog_annual_price", "catalog_applies_at", "catalog_apply_discounts", "catalog_arr", "catalog_assess_tax", "catalog_breakdown", "catalog_check_catalog", "catalog_check_contract", "catalog_check_coupon", "catalog_check_plan", "catalog_check_price", "catalog_check_promotion_code", "catalog_check_tax_rate", "catalog_compare_plans", "catalog_contract_dates", "catalog_covers", "catalog_effective_price", "catalog_find_coupon", "catalog_find_plan", "catalog_find_price", "catalog_find_product", "catalog_find_promotion_code", "catalog_find_tax_rate", "catalog_holds_at", "catalog_invoice_due", "catalog_is_entered", "catalog_mrr", "catalog_price_for", "catalog_redeem_code", "catalog_redeem_coupon", "catalog_spend_bounds", "charts", "check_stripe_ceiling", "cohorts", "cohorts_table", "currency_info", "current_revenue", "customer_movements", "customer_movements_table", "date_in_zone", "date_on", "day_bounds", "first_cycle_date", "first_day", "fiscal_month", "fiscal_quarter", "fiscal_year", "index_at", "last_day", "line_item_net_amount", "month_bounds", "month_days", "month_in_zone", "months_between", "movements", "next_boundary", "parse_timestamp", "period", "period_at", "policy_counts", "policy_preset", "previous_boundary", "proration_bill_cycles", "proration_bill_in_advance", "proration_debits_after", "proration_policy", "proration_prorate", "proration_prorated_amount", "revenue_report", "subscription_after", "subscription_apply", "subscription_create", "subscription_current_period", "subscription_is_terminal", "subscription_preview", "subscription_upcoming", "subscription_wake_at", "to_html", "to_json", "to_markdown", "unit_amount_total", "whole_periods"]

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

def catalog_amount(price: Price, quantity: int, currency: str | None = None) -> Money:
    """
    What `quantity` units cost for one whole interval, to the nearest minor unit, an exact half away from
    zero; in `currency`, or in the price's own.

    Errors: `catalog.no_currency_option` in a currency that the price does not name; `money.negative_quantity`;
    `money.overflow`; `catalog.invalid_price` for tiers or packages that make no sense.

    Source: [Stripe, `unit_amount_decimal`](https://docs.stripe.com/api/prices/object): the line is
    rounded, not the unit.
    """

def catalog_annual_price(monthly: Price, id: str, percent_off: Decimal) -> Price:
    """
    The annual price of a monthly one: so many months at once, less `percent_off`, with the same tiers and in
    the same currencies.

    Unit amounts stay exact, so 19.99 a month less 20 % is 191.904 a year; an invoice rounds it once.

    Errors: `catalog.not_monthly` for a price that is not billed for a quantity every month, or every number of
    months that divides a year, and for a percentage outside 0 to 100; `money.too_precise` where 12 decimals
    of a minor unit do not hold the exact amount.
    """

def catalog_applies_at(discount: Discount, at: dt.datetime) -> bool:
    """
    Whether it applies to an invoice made at `at`.
    """

def catalog_apply_discounts(lines: list[DiscountableLine], discounts: list[Discount]) -> list[DiscountedLine]:
    """
    Takes discounts off lines: in the order given, each of what the ones before it left.

    A percentage is taken of each line and rounded there, an exact half away from zero (Stripe's half has
    never been observed). An amount is shared over the lines it covers in proportion to what is left of them:
    each share truncated, and the last line above 0 takes the rest. What that line cannot hold goes to the
    one before it, so no share exceeds its line; what all of them cannot hold is lost.

    Which discounts are in force is the caller's question: see `Discount::applies_at`.

    Errors: In this order: `catalog.too_many_discounts` above 20; `catalog.duplicate_discount`;
    `money.currency_mismatch` between lines; `catalog.invalid_coupon`; `catalog.coupon_currency` for an
    amount that is not in the currency of the lines.

    Source: Stripe's recorded shares (35,955.979 became 35,955) and its [example of 166 and
    334](https://docs.stripe.com/billing/subscriptions/prorations#credit-prorations).
    """

def catalog_arr(price: Price, quantity: int, normalization: Normalization) -> Money:
    """
    What `quantity` units come to in a year, to the nearest minor unit: not 12 times the month's.

    Errors: as `mrr`.
    """

def catalog_assess_tax(currency: str, lines: list[TaxableLine], exempt: TaxExempt, options: TaxOptions | None = None) -> TaxAssessment:
    """
    Assesses the tax on lines in `currency`.

    The tax inside an inclusive amount is `amount × r ÷ (1 + r)`; several inclusive rates share the
    divisor `1 + Σr`. Exclusive rates apply to what is left without the inclusive tax. An exact half goes away
    from zero, and a credit is the mirror image of a charge.

    A customer who is exempt or accounts for the tax pays none. With manual rates an inclusive price falls by
    the tax it contained; with Stripe Tax it stays.

    Errors: `money.currency_mismatch` for a line in another currency, `catalog.too_many_tax_rates` above 5,
    `catalog.duplicate_tax_rate`, `catalog.invalid_tax_rate`, `money.overflow`.
    """

def catalog_breakdown(price: Price, quantity: int, currency: str | None = None) -> PriceBreakdown:
    """
    What a quantity costs, and why; in `currency`, or in the price's own.

    Errors: as `amount`.
    """

def catalog_check_catalog(catalog: Catalog | None = None) -> None:
    """
    Whether a catalog holds together: every id is there once (codes among the active ones, in any case), what
    is referred to exists, and every entry makes sense.

    Errors: `catalog.empty_id`, `catalog.duplicate_id`, `catalog.unknown_product`, `catalog.unknown_price` for an
    add-on, `catalog.unknown_coupon`, and those of the checks of each entry.
    """

def catalog_check_contract(contract_terms: ContractTerms) -> None:
    """
    Whether contract terms make sense: a term and a notice of at least one unit, amounts of at least 0 in one
    currency, and a minimum that is not above the maximum.

    Errors: `calendar.invalid_interval`, `catalog.invalid_contract`, `money.currency_mismatch`,
    `catalog.invalid_spend_bounds`.
    """

def catalog_check_coupon(coupon: Coupon) -> None:
    """
    Whether a coupon makes sense: a percentage above 0 and at most 100, or amounts above 0 with each currency
    once; at least one month; a redemption limit of at least 1.

    Errors: `catalog.invalid_coupon`.

    Source: [Stripe, create a coupon](https://docs.stripe.com/api/coupons/create).
    """

def catalog_check_plan(plan: Plan) -> None:
    """
    Whether a plan makes sense: an id; at most one licensed price per interval; at least one price on a paid
    plan, and on a free one none above 0 for one unit; each feature once, with a limit of at least 0; and each
    of its prices as `check_price` has it.

    Errors: `catalog.invalid_plan`, and those of `check_price`.
    """

def catalog_check_price(price: Price) -> None:
    """
    Whether a price makes sense: an id and a product; an interval that Stripe takes; in every currency, once
    each, tiers that ascend to one without an end, each with an amount, and no amount below 0; packages of at
    least one unit, and not with tiers.

    Errors: `catalog.invalid_price`; `calendar.invalid_interval`; `calendar.interval_too_long` above three years.

    Source: [Stripe, create a price](https://docs.stripe.com/api/prices/create).
    """

def catalog_check_promotion_code(promotion_code: PromotionCode, coupon: Coupon) -> None:
    """
    Whether a promotion code makes sense for its coupon: it does not outlive it, does not allow more
    redemptions, and its minimum amounts are above 0, each currency once.

    Errors: `catalog.invalid_promotion_code`.

    Source: [Stripe, create a promotion code](https://docs.stripe.com/api/promotion_codes/create).
    """

def catalog_check_tax_rate(tax_rate: TaxRate) -> None:
    """
    Whether a tax rate makes sense: 0 to 100 %, with at most 4 decimals.

    Errors: `catalog.invalid_tax_rate`.

    Source: [Stripe, tax rates](https://docs.stripe.com/billing/taxes/tax-rates).
    """

def catalog_compare_plans(first: Plan, second: Plan, interval: Interval, quantity: int, currency: str) -> PlanComparison:
    """
    Compares two plans: what `quantity` units cost every `interval` in `currency`, what a year at once saves,
    and what each includes.

    Errors: Those of `Price::amount` for the prices that are compared; `calendar.invalid_interval` for an interval of
    0.
    """

def catalog_contract_dates(contract_terms: ContractTerms, at: dt.datetime) -> ContractDates:
    """
    The term that runs at `at`, and what follows it. Terms are counted from the first start, so one that
    began on the 31st comes back to it after a short month.

    Errors: Those of `check_contract`; `catalog.contract_not_begun`; `catalog.contract_ended` after a term that
    does not renew.
    """

def catalog_covers(discount: Discount, product: str) -> bool:
    """
    Whether it applies to a product.
    """

def catalog_effective_price(price: Price, overrides: list[PriceOverride], customer: str, at: dt.datetime) -> Price:
    """
    The price as `customer` pays it at `at`: with the amounts of the override that holds, if there is one. It
    keeps its id, interval and product.

    Errors: `catalog.invalid_override` where two hold at once, one ends before it starts, or its amounts make no
    sense; `catalog.no_currency_option` for one in a currency that the price does not name.
    """

def catalog_find_coupon(catalog: Catalog, id: str) -> Coupon:
    """
    The coupon with an id.

    Errors: `catalog.unknown_coupon`.
    """

def catalog_find_plan(catalog: Catalog, id: str) -> Plan:
    """
    The plan with an id.

    Errors: `catalog.unknown_plan`.
    """

def catalog_find_price(catalog: Catalog, id: str) -> Price:
    """
    The price with an id, of a plan or by itself.

    Errors: `catalog.unknown_price`.
    """

def catalog_find_product(catalog: Catalog, id: str) -> Product:
    """
    The product with an id.

    Errors: `catalog.unknown_product`.
    """

def catalog_find_promotion_code(catalog: Catalog, entered: str) -> PromotionCode:
    """
    The promotion code that a customer entered: upper and lower case are the same. The active one, or else
    one that no longer is, so that redeeming it can say so.

    Errors: `catalog.unknown_promotion_code`.
    """

def catalog_find_tax_rate(catalog: Catalog, id: str) -> TaxRate:
    """
    The tax rate with an id.

    Errors: `catalog.unknown_tax_rate`.
    """

def catalog_holds_at(price_override: PriceOverride, at: dt.datetime) -> bool:
    """
    Whether the override holds at an instant.
    """

def catalog_invoice_due(contract_terms: ContractTerms, issued: dt.datetime) -> dt.datetime:
    """
    When an invoice that is issued at `issued` is due.

    Errors: `calendar.out_of_range`.
    """

def catalog_is_entered(promotion_code: PromotionCode, entered: str) -> bool:
    """
    Whether what a customer entered is this code: upper and lower case are the same, and space around it
    does not count.
    """

def catalog_mrr(price: Price, quantity: int, normalization: Normalization) -> Money:
    """
    What `quantity` units come to in a month, to the nearest minor unit. Nothing for what is sold once and
    for usage, which does not recur at a known amount.

    Errors: as `amount`, and `catalog.invalid_interval`.
    """

def catalog_price_for(plan: Plan, interval: Interval) -> Price | None:
    """
    The licensed price that a plan bills every `interval`; none where it has none.
    """

def catalog_redeem_code(promotion_code: PromotionCode, coupon: Coupon, redemption: Redemption) -> Discount:
    """
    Redeems a coupon through a promotion code.

    Errors: In this order: `catalog.invalid_promotion_code`, `catalog.code_inactive`, `catalog.code_expired`,
    `catalog.code_used_up`, `catalog.code_other_customer`, `catalog.code_first_purchase`, then for a code with
    a minimum `catalog.code_needs_amount` where nothing is bought, `money.currency_mismatch`,
    `catalog.code_currency` and `catalog.code_minimum`; then those of `redeem_coupon`.
    """

def catalog_redeem_coupon(coupon: Coupon, redemption: Redemption) -> Discount:
    """
    Redeems a coupon. A repeating one ends so many calendar months later, at the same time of day, on the last
    day of a month that is too short.

    Errors: In this order: `catalog.invalid_coupon`, `catalog.coupon_expired`, `catalog.coupon_used_up`,
    `catalog.coupon_currency`, `catalog.coupon_repeated` where it is redeemed already,
    `catalog.too_many_discounts` for the 21st, `calendar.out_of_range`.
    """

def catalog_spend_bounds(charges: Money, previously_billed: Money, minimum: Money | None = None, maximum: Money | None = None) -> SpendBounds:
    """
    What `charges` become under a minimum and a maximum for a period of which `previously_billed` is already
    on other invoices.

    The maximum is kept on every invoice. The minimum is what the period comes to in all, so give it on the
    last invoice of the period only.

    Errors: `money.currency_mismatch`; `catalog.invalid_spend_bounds` for a minimum above the maximum.

    Source: OpenMeter's rating of commitments (tieredvolume_test.go, unit_test.go).
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

def line_item_net_amount(line_item: LineItem) -> Money:
    """
    What is billed before the invoice's discounts and tax: the amount, less the discounts of an itemized
    proration.

    Errors: `money.currency_mismatch`, `money.overflow`.
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

def proration_bill_cycles(bill_cycle: BillCycle, rate: Money, target: dt.date, policy: ProrationPolicy | None = None) -> list[CycleCharge]:
    """
    What a plan that costs `rate` a cycle is billed for from its start until invoices are made on `target`:
    the part before the first cycle date, whole cycles, and the part of a cycle in which the plan ends. Under
    `policy`, or Kill Bill's; days are those of the dates.

    The part before the first cycle date is of the interval before that date, or, where the plan ends no later
    than it, of the interval before the end.

    Errors: `proration.invalid_date_sequence` for a plan that ends before it starts, or a target before its start;
    `calendar.invalid_day_of_month`, `calendar.invalid_interval`, `calendar.out_of_range`; `money.overflow`.

    Source: Kill Bill's tests of in-advance prorations (`docs/conformance.md`).
    """

def proration_bill_in_advance(request: AdvanceRequest) -> Advance:
    """
    Bills the beginning of a period for every licensed item.

    Errors: as `prorate`, but for the date.
    """

def proration_debits_after(period_item: PeriodItem, lines: list[LineItem]) -> list[Debit]:
    """
    What of the item's current period is billed once the lines of a change are: the debits that a line
    credits end where its credit begins, and what a line bills anew joins them.

    `lines` are what `prorate` made; those of other items are passed over. What
    `bill_in_advance` bills comes with its debits.

    Errors: `money.currency_mismatch`, `money.overflow`.
    """

def proration_policy(proration_preset: ProrationPreset, zone: str | None = None) -> ProrationPolicy:
    """
    The policy of that name, with days that begin in `zone`, or in UTC.
    """

def proration_prorate(request: ProrationRequest) -> list[LineItem]:
    """
    The lines that a change makes: for every item that changes, a credit for the time that is left of the old
    state, then a debit for the same time of the new one. Items that stay as they are make none, nor does a
    change of discounts or tax rates alone, nor a metered price, nor a period of which nothing is left.

    In classic mode the credit is worked out from the price, the quantity and the last discounts before the
    change. In flexible mode it reverses what was billed, one credit for each debit, and never gives back more.

    Errors: `proration.duplicate_item`; `proration.date_outside_period`; of the catalog, for prices and coupons that
    make no sense or have no amount in the currency; `proration.empty_period`, `proration.fraction_decimals`;
    `money.negative_quantity`, `money.overflow`; `calendar.not_whole_seconds`.

    Source: [Stripe, prorations](https://docs.stripe.com/billing/subscriptions/prorations).
    """

def proration_prorated_amount(amount: Money, part: Period, full: Period, policy: ProrationPolicy | None = None) -> ProratedAmount:
    """
    What `amount`, the price of the period `full`, comes to for the time `part`; under `policy`, or Stripe's
    rule. An amount below 0 is a credit. The part is usually inside the period, but need not be: what lasts
    longer costs more.

    Errors: `proration.empty_period` when `full` has no length in the policy's measure; `proration.fraction_decimals`;
    `calendar.not_whole_seconds`; `money.overflow`.

    Source: [Stripe, prorations](https://docs.stripe.com/billing/subscriptions/prorations).
    """

def revenue_report(facts: Facts, options: ReportOptions | None = None) -> RevenueReport:
    """
    The report of a window of months: executive summary, growth and cohorts, as data.
    """

def subscription_after(subscription_status: SubscriptionStatus, change: StatusChange) -> SubscriptionStatus:
    """
    What the status becomes; itself where a change means nothing to it.

    Source: [Stripe, subscription lifecycle](https://docs.stripe.com/billing/subscriptions/overview).
    """

def subscription_apply(subscription: Subscription, input: SubscriptionInput, now: dt.datetime) -> Step:
    """
    What an input makes of the subscription at `now`: first all that time alone does until then, then the
    input.

    An input that was applied before changes nothing, so that it can be delivered twice. Time is counted in
    whole seconds, as Stripe does.

    Errors: `subscription.time_goes_back`; the refusals that the input names. Nothing is changed then.
    """

def subscription_create(new_subscription: NewSubscription, now: dt.datetime) -> Step:
    """
    Makes the subscription, and its first bill.

    It is active at once where nothing is to be paid or the invoice is sent, in a trial where there is one,
    and incomplete otherwise, until `InvoicePaid` says that its
    first invoice was paid.

    Errors: `subscription.no_items`, `subscription.too_many_items`, `subscription.duplicate_item`,
    `subscription.mixed_intervals`, `subscription.not_recurring`, `subscription.invalid_anchor`,
    `subscription.invalid_trial`, `subscription.invalid_start`, `subscription.too_many_lines`; of the
    catalog for prices, coupons and currencies.

    Source: [Stripe, create a subscription](https://docs.stripe.com/api/subscriptions/create).
    """

def subscription_current_period(subscription: Subscription) -> Period | None:
    """
    The current period: from the latest start to the earliest end of the items' periods. None without items.

    Source: [Stripe, mixed intervals](https://docs.stripe.com/billing/subscriptions/mixed-interval).
    """

def subscription_is_terminal(subscription_status: SubscriptionStatus) -> bool:
    """
    Whether nothing can happen to it any more.
    """

def subscription_preview(subscription: Subscription, update: SubscriptionUpdate | None, at: dt.datetime) -> ChangePreview:
    """
    What a change would cost at `at`. Nothing is changed, and the same change at the same instant then
    bills the same lines: it is the same function.

    Errors: as `apply` with the update.
    """

def subscription_upcoming(subscription: Subscription) -> Bill | None:
    """
    The next bill that time alone makes, and when; none for a subscription that bills no more.

    Errors: `calendar.out_of_range`, and those of the catalog for prices that changed under it.
    """

def subscription_wake_at(subscription: Subscription) -> dt.datetime | None:
    """
    When time alone changes something next; none for a subscription that waits for nothing.

    Errors: `calendar.out_of_range` for an instant beyond the year 9999.
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

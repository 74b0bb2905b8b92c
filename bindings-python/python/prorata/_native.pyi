"""
The compiled half of the package `prorata`.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Final, TypeVar, final
from .records import Access, AccessOptions, Advance, AdvanceRequest, AlertCheck, AlertOptions, AlertState, AnchorConfig, Bill, BillCycle, BillThrough, BillingCycle, BillingOverview, Budget, BudgetState, BudgetVerdict, BusinessPlan, Catalog, ChangePreview, ClockEvent, ClockStep, Cohorts, ContractDates, ContractTerms, Conversion, Coupon, CreditGrant, CreditOrder, CreditableLine, CurrencyInfo, CurrentRevenue, CustomerAccount, CustomerContext, CustomerEffect, CustomerMovements, CycleCharge, Debit, Definition, Discount, DiscountableLine, DiscountedLine, DocumentOptions, DowngradeCheck, Edge, EventStream, EventWindow, ExchangeRate, ExplainOptions, Explanation, FeatureLimit, FeatureUse, Finalization, FiscalCalendar, FiscalMonth, Intake, IntakeRules, Interval, Invoice, InvoiceChange, InvoiceDifference, InvoiceInput, InvoiceStatus, InvoiceStep, LineCredit, LineItem, ManualInvoice, Meter, MetricsOptions, MissingCharacter, MoneyFormat, MonthRange, Movements, MrrChange, NewInvoice, NewSubscription, Normalization, NumberSequence, NumberTaken, NumberingScheme, ObservedProration, ObservedTax, OnRefusal, OverageCharge, OverviewRequest, Period, PeriodItem, PeriodsOptions, Plan, PlanComparison, Policy, PolicyMatch, PolicyPreset, PreviewExplanation, Price, PriceBreakdown, PriceOverride, PricedItem, Product, PromotionCode, ProratedAmount, ProrationPolicy, ProrationPreset, ProrationRequest, Redemption, Referral, Remainder, RemainderMatch, ReportChart, ReportOptions, ResolvedAnchor, RetentionOffer, RevenueReport, Rounding, Schedule, Sheet, SimulatedBusiness, SpendBounds, StatusChange, Step, StripeOptions, StripeUse, Subscription, SubscriptionChange, SubscriptionInput, SubscriptionPeriod, SubscriptionStatus, SubscriptionUpdate, TaxAssessment, TaxExempt, TaxOptions, TaxRate, TaxRoundingMatch, TaxableLine, TestClock, ThresholdRequest, ThresholdVerdict, UpcomingContext, UsageBucket, UsageCancellation, UsageCharge, UsageEvent, UsageIntake, UsageLedger, UsageProgress, UsageTotal

_Record = TypeVar("_Record")

__all__ = ["ExchangeRates", "Facts", "Money", "Table", "_panic_for_test", "add", "add_months", "add_to_date", "anchor_from_config", "bill_through", "boundary", "catalog_amount", "catalog_annual_price", "catalog_applies_at", "catalog_apply_discounts", "catalog_arr", "catalog_assess_tax", "catalog_breakdown", "catalog_check_catalog", "catalog_check_contract", "catalog_check_coupon", "catalog_check_plan", "catalog_check_price", "catalog_check_promotion_code", "catalog_check_tax_rate", "catalog_compare_plans", "catalog_contract_dates", "catalog_covers", "catalog_effective_price", "catalog_find_coupon", "catalog_find_plan", "catalog_find_price", "catalog_find_product", "catalog_find_promotion_code", "catalog_find_tax_rate", "catalog_holds_at", "catalog_invoice_due", "catalog_is_entered", "catalog_mrr", "catalog_price_for", "catalog_redeem_code", "catalog_redeem_coupon", "catalog_spend_bounds", "charts", "check_stripe_ceiling", "cohorts", "cohorts_table", "currency_info", "current_revenue", "customer_apply_credits", "customer_balance", "customer_check_credit_grant", "customer_context", "customer_goodwill_credit", "customer_movements", "customer_movements_table", "customer_pays_at", "customer_post", "customer_promotional_credit", "customer_referral_credit", "date_in_zone", "date_on", "day_bounds", "document_credit_note_document", "document_invoice_document", "document_receipt_document", "document_to_html", "document_to_pdf", "explain_as_text", "explain_describe_line", "explain_explain_difference", "explain_explain_invoice", "explain_explain_lines", "explain_explain_preview", "explain_match_discount_split", "explain_match_policies", "explain_match_tax_rounding", "first_cycle_date", "first_day", "fiscal_month", "fiscal_quarter", "fiscal_year", "index_at", "invoice_after", "invoice_apply", "invoice_billing_overview", "invoice_create", "invoice_credit_note_number", "invoice_days_overdue", "invoice_default_numbering", "invoice_is_final", "invoice_issue", "invoice_take_number", "invoice_upcoming_invoice", "invoice_wake_at", "last_day", "line_item_net_amount", "month_bounds", "month_days", "month_in_zone", "months_between", "movements", "next_boundary", "parse_timestamp", "period", "period_at", "policy_counts", "policy_preset", "previous_boundary", "proration_bill_cycles", "proration_bill_in_advance", "proration_debits_after", "proration_policy", "proration_prorate", "proration_prorated_amount", "record_from_json", "record_to_json", "revenue_report", "simulation_advance", "simulation_business_customer", "simulation_business_end", "stripe_encode_customer", "stripe_encode_events", "stripe_encode_invoice", "stripe_encode_subscription", "stripe_simulate_business", "subscription_accepts_changes", "subscription_access", "subscription_after", "subscription_apply", "subscription_bill_by_hand", "subscription_bills", "subscription_check_downgrade", "subscription_counts_as_mrr", "subscription_create", "subscription_current_period", "subscription_downgrade_at_period_end", "subscription_grants_access", "subscription_is_terminal", "subscription_preview", "subscription_prorates", "subscription_reactivated", "subscription_retention_offer", "subscription_upcoming", "subscription_wake_at", "to_html", "to_json", "to_markdown", "unit_amount_total", "usage_aggregate", "usage_check_alerts", "usage_check_budget", "usage_check_meter", "usage_check_threshold", "usage_history", "usage_open_ledger", "usage_plan_progress", "usage_price_overage", "usage_price_usage", "usage_quantity_reaching", "usage_reached_at", "usage_take_in", "usage_total", "usage_usage_by", "usage_usage_progress", "whole_periods"]

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
    def rounded_for_stripe(self, /, used_for: StripeUse, rounding: Rounding) -> Money:
        """
        The amount rounded to one that `to_stripe` takes: fils to tens, an ariary, for a payout a whole forint or
        Taiwan dollar; any other amount is one already.
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

def customer_apply_credits(currency: str, lines: list[CreditableLine], grants: list[CreditGrant], order: CreditOrder | None = None) -> list[LineCredit]:
    """
    Uses grants on lines: line by line in the order of the invoice, each from the first grant that may pay for
    it; by Stripe's order, or the one given.

    Errors: `invoice.invalid_grant`, `money.currency_mismatch` for lines; a grant in another currency pays for nothing.

    Source: [Stripe, billing credits](https://docs.stripe.com/billing/subscriptions/usage-based/billing-credits).
    """

def customer_balance(customer_account: CustomerAccount) -> Money:
    """
    The balance, with Stripe's sign: below 0 is the customer's credit.
    """

def customer_check_credit_grant(credit_grant: CreditGrant) -> None:
    """
    Whether a grant makes sense: an id, an amount above 0, 0 to that amount left, a priority of at most 100, and
    an end after its beginning.

    Errors: `invoice.invalid_grant`, `money.currency_mismatch`.
    """

def customer_context(customer_account: CustomerAccount) -> CustomerContext:
    """
    What an invoice needs to know: the balance and the credit. Tax is the caller's to add.
    """

def customer_goodwill_credit(id: str, amount: Money, at: dt.datetime) -> CreditGrant:
    """
    Credit that makes up for something: for every line, and it does not expire.

    Errors: `invoice.invalid_grant`.
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

def customer_pays_at(credit_grant: CreditGrant, period_end: dt.datetime) -> bool:
    """
    Whether it can pay for something whose service period ends at `period_end`.

    Source: Stripe compares the end of the line's period: at or after `effective_at`, before `expires_at`.
    """

def customer_post(customer_account: CustomerAccount, effect: CustomerEffect) -> CustomerAccount:
    """
    The account after `effect`. One that was posted before changes nothing; of a use of credit, only its id
    is kept to tell.

    Errors: `invoice.entry_conflict` for the id of a balance transaction or a grant that was posted with other
    contents, `invoice.account_currency`, `invoice.invalid_grant`, also for a use that is not above 0,
    `invoice.unknown_grant`, `invoice.grant_exhausted`, `money.overflow`.
    """

def customer_promotional_credit(id: str, amount: Money, at: dt.datetime, expires_at: dt.datetime | None = None) -> CreditGrant:
    """
    Credit of a promotion: for usage, as Stripe's, until it expires.

    Errors: `invoice.invalid_grant`.
    """

def customer_referral_credit(referral: Referral, first_payment_at: dt.datetime | None = None) -> CreditGrant | None:
    """
    The credit that a referral earns its referrer: none until the referee has paid something.

    `first_payment_at` is when the referee first paid an amount above 0. The id follows from the two customers, so a
    reward that is asked for again is the same grant, and
    `CustomerAccount::post` counts it once.

    Errors: `invoice.own_referral`, `invoice.invalid_grant` for a reward that is not above 0.
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

def document_credit_note_document(invoice: Invoice, credit_note: str, options: DocumentOptions | None = None) -> Sheet:
    """
    A credit note of an invoice, by its id: what it takes back of which lines, with the tax, and how it is given back.
    It names its invoice.

    Errors: `document.unknown_credit_note`; as `invoice_document`.
    """

def document_invoice_document(invoice: Invoice, options: DocumentOptions | None = None) -> Sheet:
    """
    An invoice to be read: who bills whom, its lines, discounts, credits and taxes, the balance and the credit notes,
    what is due and when, and what was paid. A draft says that it is one.

    The amounts of the table come to the subtotal, and the totals below it to the total and to what is due: an invoice
    whose parts do not is refused.

    Errors: `document.does_not_add_up`; `calendar.out_of_range` for a date that has no year; `money.currency_mismatch`,
    `money.overflow`.
    """

def document_receipt_document(invoice: Invoice, payment: str | None = None, options: DocumentOptions | None = None) -> Sheet:
    """
    A receipt for one payment of an invoice, by its id, or for all of them: what was paid, when and how, and what for.

    Errors: `document.no_payment` for an invoice without payments, `document.unknown_payment`; as `invoice_document`.

    `invoice_document`: super::invoice_document
    """

def document_to_html(sheet: Sheet) -> str:
    """
    One page of HTML, with its styles inside: no scripts, nothing fetched. It prints on A4 and on Letter.

    Whatever its texts contain is shown as text, in any script and direction; control characters are left out.

    Errors: `document.invalid_table` for a row without a cell for each column.
    """

def document_to_pdf(sheet: Sheet, font: bytes | None = None, bold_font: bytes | None = None, missing_character: MissingCharacter | None = None) -> bytes:
    """
    A PDF (1.7), the same bytes everywhere.

    The built-in font, Noto Sans, has Latin with Vietnamese, Greek, Cyrillic and most signs of currencies. `font`
    is a TrueType or OpenType file of one weight, asked for what it lacks; `bold_font` the same for headings, none
    for `font`. Arabic, Hebrew, Indic, Thai and other scripts whose letters join, stack or run from right to left
    are refused, with a font or without: HTML serves them. `missing_character` is what becomes of other
    characters that no font has; none refuses the document.

    Errors: `document.characters` names the characters that cannot be set; `document.invalid_font` for a font that is none;
    `document.invalid_table` for a row without a cell for each column.
    """

def explain_as_text(explanation: Explanation) -> str:
    """
    The sentences, one a line: to be pasted.
    """

def explain_describe_line(line: LineItem, options: ExplainOptions | None = None) -> str:
    """
    The text that Stripe gives to a line: "1 × Pro (at $10.00 / month)", "Unused time on Pro after 14 Jan 2019".
    The interval and the size of packages are those of the line's price in `options`; without it they are left
    out.

    Errors: `calendar.out_of_range` for a date that has no year; `money.overflow`.

    Source: recorded lines (`docs/conformance/explain.md`).
    """

def explain_explain_difference(expected: Invoice, ours: Invoice, options: ExplainOptions | None = None) -> list[InvoiceDifference]:
    """
    Every amount in which `ours` differs from an expected invoice, line by line, then for the whole; empty where
    none does. Lines belong together that have one id, else that bill the same price in the same way for the
    same period.

    Errors: `money.currency_mismatch`, `money.overflow`; `calendar.out_of_range` for a date that has no year.
    """

def explain_explain_invoice(invoice: Invoice, options: ExplainOptions | None = None) -> Explanation:
    """
    Explains an invoice, final or not: its lines, discounts, billing credit, tax, what the balance and credit
    notes do, and what is due. The total is the amount due.

    Errors: `invoice.does_not_add_up` for an invoice whose parts are not its total; `money.currency_mismatch`,
    `money.overflow`; `catalog.coupon_currency`; `calendar.out_of_range` for a date that has no year.
    """

def explain_explain_lines(currency: str, lines: list[LineItem], options: ExplainOptions | None = None) -> Explanation:
    """
    Explains lines that are on no invoice yet, such as those of a proration: what each bills, and the
    discounts that stand beside it. The total is what they come to before the invoice's discounts and tax.

    Errors: `money.currency_mismatch` for a line in another currency than `currency`; `money.overflow`;
    `calendar.out_of_range` for a date that has no year.
    """

def explain_explain_preview(preview: ChangePreview, options: ExplainOptions | None = None) -> PreviewExplanation:
    """
    Explains what `Subscription::preview` says a change will cost,
    for the customer in `options`: the bills go through the functions that make the invoices, and the next one
    begins with the balance and the credit that the first one leaves.

    Errors: Those of `NewInvoice::create` and `explain_invoice`.
    """

def explain_match_discount_split(amount: Money, lines: list[Money], shares: list[Money]) -> list[RemainderMatch]:
    """
    Every remainder rule for an amount off that was shared over lines in proportion, the nearest first; Stripe's
    first of those as near as each other. `lines` are the amounts before it, `shares` what came off each.

    Errors: `invoice.share_count` where there is not a share for each line; `money.invalid_weights` for lines below 0
    or all 0; `money.currency_mismatch`, `money.overflow`.
    """

def explain_match_policies(observed: ObservedProration) -> list[PolicyMatch]:
    """
    Every named policy in both billing modes, the nearest first: those that reproduce what was observed, then
    by how far they are from it. Of policies as near as each other those come first that
    `ProrationPreset` names first, in the request's billing mode before the other.

    Lines are compared in order of their amounts, for engines list them differently; a line of 0 counts as
    none, for some leave it out. A policy that cannot measure the period, such as one of days where there is
    none, is left out.

    Errors: `proration.nothing_observed` without lines and net; `proration.net_mismatch` where both are given and
    disagree; `money.currency_mismatch`; those of `prorate`.

    Source: the rules of other engines, `docs/conformance.md`.
    """

def explain_match_tax_rounding(observed: ObservedTax) -> list[TaxRoundingMatch]:
    """
    Both levels at which tax can be rounded, the nearer first; the line's where they are as near.

    Errors: Those of `assess_tax`; `money.currency_mismatch` for tax in another currency.
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

def invoice_after(invoice_status: InvoiceStatus, change: InvoiceChange) -> InvoiceStatus | None:
    """
    Where an invoice stands after a change; none where the change is not allowed. A change that was made
    already leaves it where it is.
    """

def invoice_apply(invoice: Invoice, input: InvoiceInput, now: dt.datetime) -> InvoiceStep:
    """
    What an input makes of the invoice at `now`: first what time alone does until then, then the input.

    An input that was applied before changes nothing, so that it can be delivered twice.

    Errors: `invoice.time_goes_back`; `invoice.not_in_status` for what the status does not allow; the refusals of
    the input. Nothing is changed then.
    """

def invoice_billing_overview(overview_request: OverviewRequest) -> BillingOverview:
    """
    The billing overview of one customer. Its next amount is that of the invoice which is then issued, unless
    something happens until then.

    Errors: Those of `upcoming_invoice`, `money.currency_mismatch` for invoices in another currency than the
    subscription's.
    """

def invoice_create(new_invoice: NewInvoice) -> InvoiceStep:
    """
    Makes the draft, with amounts as far as usage and the customer are known. It becomes final through
    `InvoiceInput::Finalize` at `wake_at`.

    Errors: `invoice.duplicate_line`, `invoice.unknown_line` for a quantity without a line;
    `money.currency_mismatch`, `money.overflow`; of the catalog for discounts, tax rates and prices;
    `invoice.invalid_grant`.
    """

def invoice_credit_note_number(invoice_number: str, count: int) -> str:
    """
    The number of the credit note that is the `count`th of an invoice, from 1: `TYPGRA-0001-CN-01`.

    Errors: `invoice.number_ceiling` below 1.
    """

def invoice_days_overdue(invoice: Invoice, at: dt.datetime) -> int:
    """
    How many whole days it is overdue at `at`; 0 for one that is not, or is settled.
    """

def invoice_default_numbering(country: str) -> NumberingScheme:
    """
    The scheme of an account that chose none, by its country (ISO 3166-1): the account in the EU and the UK.

    Source: [Stripe, invoice numbering](https://docs.stripe.com/invoicing/customize).
    """

def invoice_is_final(invoice_status: InvoiceStatus) -> bool:
    """
    Whether it stays so for ever.
    """

def invoice_issue(new_invoice: NewInvoice, finalization: Finalization | None, now: dt.datetime) -> InvoiceStep:
    """
    Makes the invoice and finalizes it at `now`, in one step: what is finalized at once, and a billing run.

    Errors: as `create` and `Invoice::apply`.
    """

def invoice_take_number(number_sequence: NumberSequence) -> NumberTaken:
    """
    Takes the next number.

    Errors: `invoice.invalid_prefix`, `invoice.number_ceiling` at a billion, and below 1.

    Source: [Stripe, invoice numbering](https://docs.stripe.com/invoicing/customize).
    """

def invoice_upcoming_invoice(subscription: Subscription, context: UpcomingContext | None = None) -> Invoice | None:
    """
    The next invoice that time alone makes of a subscription, as it will be if nothing happens until then; none
    for a subscription that bills no more.

    It goes through the functions that make and finalize the invoice itself, so it comes to the same amount.
    Discounts, credit and prices count as of when it will be made.

    Errors: Those of `Subscription::upcoming` and `NewInvoice::create`.

    Source: [Stripe, preview an invoice](https://docs.stripe.com/api/invoices/create_preview).
    """

def invoice_wake_at(invoice: Invoice) -> dt.datetime | None:
    """
    When it is to be looked at next: a draft is to be [finalized](InvoiceInput::Finalize) then, with what is
    known of usage and the customer; anything else is to [advance](InvoiceInput::Advance). None for an
    invoice that waits for nothing.

    Errors: `calendar.out_of_range` for an instant beyond the year 9999.
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

def record_from_json(kind: type[_Record], text: str) -> _Record:
    """
    The record of a class that `to_json` wrote.

    Errors: `input.wrong_type` for a class that is not kept, `input.invalid_record` for a text that is not its JSON.
    """

def record_to_json(record: object) -> str:
    """
    A record as JSON, to be kept in a file or a column: `from_json` reads it back, in any language and any later
    version that still knows its fields.
    """

def revenue_report(facts: Facts, options: ReportOptions | None = None) -> RevenueReport:
    """
    The report of a window of months: executive summary, growth and cohorts, as data.
    """

def simulation_advance(test_clock: TestClock, to: dt.datetime) -> ClockStep:
    """
    Moves the clock to `to`, and everything with it.

    Customers have nothing to do with one another, so a business of any size can be cut into clocks by
    customer, and each gives what it would give within the whole.

    Errors: `simulation.time_goes_back`, `simulation.script_in_the_past`, `simulation.unknown` for a customer,
    subscription, invoice or meter that is not there, `simulation.duplicate`; `simulation.other_customer` for
    an account, a subscription or usage of another customer; whatever an input of the script is refused
    with. Nothing is moved then.
    """

def simulation_business_customer(plan: BusinessPlan | None, number: int) -> TestClock:
    """
    One customer of a generated business, from 0, ready to be moved through time: a clock at the business's
    start with the customer and all that will happen to it. Numbers go by the time of signing up.

    It follows from the plan and the number alone, so any customer can be looked at without the others, and
    a business of any size takes the memory of one customer.

    Errors: `simulation.invalid_plan`; `simulation.unknown` for a number that is not below the plan's customers; the
    refusals of prices and meters.
    """

def simulation_business_end(plan: BusinessPlan | None = None) -> dt.datetime:
    """
    When a generated business is no longer watched: the end of its last month.

    Errors: as `business_customer`.
    """

def stripe_encode_customer(account: CustomerAccount) -> str:
    """
    A customer as Stripe's `customer` object, in JSON: who it is, and the balance.

    Errors: as `encode_subscription`.

    Source: [Stripe, the Customer object](https://docs.stripe.com/api/customers/object).
    """

def stripe_encode_events(events: list[ClockEvent], stream: EventStream | None = None) -> str:
    """
    What happened, as Stripe's events in JSON Lines: what a webhook endpoint would have received, in order.

    Subscriptions (`customer.subscription.*`), their schedules (`subscription_schedule.*`), invoices (`invoice.*`)
    and credit notes (`credit_note.*`); an update has `previous_attributes` where an event of its object came before
    in the list. An event's id follows from its object, its second and its place there. Left out is what has no
    event at Stripe, or no object here: postings to a customer's account, notices of pauses, an update in which
    nothing changed, and a schedule of which the list tells nothing before it is over.

    Errors: as `encode_subscription`.

    Source: [Stripe, types of events](https://docs.stripe.com/api/events/types).
    """

def stripe_encode_invoice(invoice: Invoice) -> str:
    """
    An invoice as Stripe's `invoice` object, with all its lines, in JSON.

    Errors: as `encode_subscription`.

    Source: [Stripe, the Invoice object](https://docs.stripe.com/api/invoices/object).
    """

def stripe_encode_subscription(subscription: Subscription) -> str:
    """
    A subscription as Stripe's `subscription` object, in JSON.

    Errors: `money.not_stripe_amount` for an amount that Stripe has no integer for; `calendar.not_whole_seconds` for an instant
    that is not a whole second.

    Source: [Stripe, the Subscription object](https://docs.stripe.com/api/subscriptions/object).
    """

def stripe_simulate_business(plan: BusinessPlan | None, first: int, count: int, stream: EventStream | None = None) -> SimulatedBusiness:
    """
    Moves `count` customers of a generated business from `first` on (numbers from 0; those beyond the last are
    passed over) through its time, and writes what happens as Stripe would.

    Customers have nothing to do with one another: take a business in parts, and each part is what it is within
    the whole. Memory is that of the part's events.

    Errors: `simulation.invalid_plan`; the refusals of prices and meters; as
    `encode_subscription`.
    """

def subscription_accepts_changes(subscription_status: SubscriptionStatus) -> bool:
    """
    Whether items, prices and terms can be changed.
    """

def subscription_access(subscription: Subscription, at: dt.datetime, options: AccessOptions | None = None) -> Access:
    """
    What the customer may do at `at`.

    Errors: `calendar.out_of_range` for an end beyond the year 9999.
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

    Delivered twice, an input changes nothing the second time: what is told (a payment, the time) at any
    later instant, what is asked for (a change, an end, a pause) at the instant it was asked for. Time is
    counted in whole seconds, as Stripe does.

    Errors: `subscription.time_goes_back`; the refusals that the input names. Nothing is changed then.
    """

def subscription_bill_by_hand(manual_invoice: ManualInvoice, now: dt.datetime) -> Bill:
    """
    What is to be billed, for `NewInvoice`.

    Errors: `subscription.duplicate_item`, `subscription.amount_too_large`; those of the catalog for prices, discounts
    and tax rates that make no sense or have no amount in the currency.
    """

def subscription_bills(subscription_status: SubscriptionStatus) -> bool:
    """
    Whether a period that ends makes an invoice. Those of an unpaid one stay drafts.
    """

def subscription_check_downgrade(plan: Plan, usage: list[FeatureUse]) -> DowngradeCheck:
    """
    What of the present usage is beyond the limits of a plan. It does not stand in the way of a downgrade: it
    is kept, read-only.

    Errors: `subscription.invalid_usage` for a use below 0, or a feature that is there twice.
    """

def subscription_counts_as_mrr(subscription_status: SubscriptionStatus) -> bool:
    """
    Whether it counts as recurring revenue where nothing else is said.

    Source: [Stripe, billing analytics](https://support.stripe.com/questions/billing-analytics).
    """

def subscription_create(new_subscription: NewSubscription, now: dt.datetime) -> Step:
    """
    Makes the subscription, and its first bill.

    It is active at once where nothing is to be paid, the invoice is sent or a schedule makes it; in a trial
    where there is one; and incomplete otherwise, until
    `InvoicePaid` says that its first invoice was paid.

    Errors: `subscription.no_items`, `subscription.too_many_items`, `subscription.duplicate_item`,
    `subscription.mixed_intervals`, `subscription.not_recurring`, `subscription.invalid_anchor`,
    `subscription.invalid_trial`, `subscription.invalid_start`, `subscription.too_many_lines`,
    `subscription.amount_too_large`, `subscription.cancel_in_the_past`, `subscription.cannot_wait`,
    `subscription.invalid_schedule`, `subscription.unknown_item` and `usage.invalid_threshold` for thresholds;
    of the catalog for prices, coupons, tax rates and currencies.

    Source: [Stripe, create a subscription](https://docs.stripe.com/api/subscriptions/create).
    """

def subscription_current_period(subscription: Subscription) -> Period | None:
    """
    The current period: from the latest start to the earliest end of the items' periods. None without items.

    Source: [Stripe, mixed intervals](https://docs.stripe.com/billing/subscriptions/mixed-interval).
    """

def subscription_downgrade_at_period_end(subscription: Subscription, items: list[PricedItem]) -> Schedule:
    """
    The schedule that changes the items where the current period ends: nothing of it is credited, and the
    next one is billed at their prices. Only items of longer intervals are credited what is left of theirs.
    Give it to
    `SetSchedule`.

    Errors: `subscription.not_in_status` unless it is in a trial, active, past due or unpaid; those of its items.
    """

def subscription_grants_access(subscription_status: SubscriptionStatus) -> bool:
    """
    Whether the customer gets what the subscription is for. Past due does: what is restricted then is the
    business of dunning.

    Source: [Stripe, statuses](https://docs.stripe.com/billing/subscriptions/overview#subscription-statuses).
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

def subscription_prorates(subscription_status: SubscriptionStatus) -> bool:
    """
    Whether its time is paid time, so that a change in it is prorated.
    """

def subscription_reactivated(subscription: Subscription, id: str) -> NewSubscription:
    """
    The subscription that brings an ended one back: the same items and terms, a new id and new periods,
    without a trial. One that is only about to end goes on with
    `KeepGoing`.

    Discounts that are used up or ended are not in it, nor is that of a pause; those that still run are.

    Errors: `subscription.not_in_status` for one that has not ended.
    """

def subscription_retention_offer(id: str, now: dt.datetime, offer: RetentionOffer | None = None) -> Discount:
    """
    The discount of a retention offer that is accepted at `now`: by default 20 % off for 3 months. Give it to
    `AcceptOffer`, which also takes the end back.

    Errors: `catalog.invalid_coupon` for a percentage that is not above 0 and at most 100, or no months;
    `calendar.out_of_range`.
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

def usage_aggregate(meter: Meter, events: list[UsageEvent], period: Period) -> UsageTotal:
    """
    What one customer's events come to in a period. Of several with one id, the one received first counts.

    Whether an event was sent in time is not asked: that is a matter of `UsageLedger::take_in`.

    Errors: `usage.invalid_meter`; `usage.overflow` for a sum that 64 bits do not hold.
    """

def usage_check_alerts(state: AlertState | None, cycle: Period, progress: list[UsageProgress], options: AlertOptions | None = None) -> AlertCheck:
    """
    The alerts that are due for one customer, each once per cycle: also where usage falls back and rises
    again. A cycle with another start begins anew. A limit of 0 is reached by the first use.

    Errors: `usage.invalid_level` for a level of 0 or one given twice; `usage.cycle_order` for a cycle before the one
    of the state, whose alerts are no longer known.
    """

def usage_check_budget(budget: Budget, state: BudgetState | None, cycle: Period, spent: Money, planned: Money | None = None) -> BudgetVerdict:
    """
    Where a budget stands with `spent` in a cycle, and whether `planned` may be spent on top.

    A budget is reached when all of it is spent, or when `planned` would exceed it: spending exactly the limit
    is allowed, and a budget that is blocked is allowed again where a credit brings the spending below it. Notices follow what is spent, not what
    is planned. A cycle with another start begins anew.

    Errors: `usage.invalid_budget` for a limit that is not above 0, or levels that are not 1 or more with the warning
    below the critical one, or a planned amount below 0; `usage.cycle_order` for a cycle before the one of the state;
    `money.currency_mismatch`; `money.overflow`.
    """

def usage_check_meter(meter: Meter) -> None:
    """
    Whether a meter makes sense: an id, and an event name that is not empty.

    Errors: `usage.invalid_meter`.
    """

def usage_check_threshold(request: ThresholdRequest, at: dt.datetime) -> ThresholdVerdict:
    """
    Whether usage is billed at `at`, before its period is over: not in a trial, and not in the last 24 hours of
    the period.

    Ask after each batch of usage. Tiers go on over the threshold invoices of a period, unless the billing
    period begins anew; see `price_usage`. The vector `threshold` of `usage` has Stripe's own figures.

    Errors: `usage.invalid_threshold` for one that is not above 0, an item that is billed in advance, and an instant
    outside the period; `usage.duplicate_item`; `money.currency_mismatch`; those of `price_usage` and
    `apply_discounts`.
    """

def usage_history(usage_ledger: UsageLedger, customer: str, cycles: list[Period]) -> list[UsageTotal]:
    """
    What a customer used in each of several periods, such as all billing cycles so far.

    Errors: `usage.overflow`.
    """

def usage_open_ledger(meter: Meter, rules: IntakeRules | None = None) -> UsageLedger:
    """
    An empty ledger.

    Errors: `usage.invalid_meter`.
    """

def usage_plan_progress(plan: Plan, uses: list[FeatureUse]) -> list[UsageProgress]:
    """
    How far the use of each feature of a plan has come: what the plan limits in its order, then what it does
    not name, which it does not include: a limit of 0. What is not given was not used.

    Errors: as `usage_progress`; `usage.duplicate_feature`.
    """

def usage_price_overage(price: Price, limit: FeatureLimit, used: int, billed_use: int | None = None, currency: str | None = None) -> OverageCharge:
    """
    What the use of a feature above its limit costs at `price`, of which `billed_use` (use, not overage) was
    billed before. The price is an ordinary one: 10.00 per started 10,000 is a price of 1000 minor units in
    packages of 10,000, rounded up.

    Errors: Those of `usage_progress` and `price_usage`.
    """

def usage_price_usage(price: Price, quantity: int, billed: int | None = None, currency: str | None = None) -> UsageCharge:
    """
    What `quantity` units of usage cost in a period of which `billed` units were billed before, for a threshold
    or because the period was split: the whole of `quantity` less the whole of `billed`, so that all charges
    of a period add up to its whole, to the minor unit. `currency` is the price's own where none is given.

    Lines are rounded one by one, as invoices round them: one per tier and one per flat amount. A graduated
    price goes on in the tier it had reached. A volume price bills the whole anew and takes back what was
    billed, which may come to less than nothing. With nothing billed before, the first tier's flat amount is
    due at a quantity of 0, too.

    Source: [Stripe, pricing models and thresholds](https://docs.stripe.com/billing/subscriptions/usage-based/pricing-models);
    OpenMeter's rating of split periods.

    Errors: as `Price::amount`; `money.negative_quantity` for either quantity.
    """

def usage_quantity_reaching(price: Price, amount: Money, billed: int | None = None) -> int | None:
    """
    The smallest quantity at which what is not yet billed comes to `amount` or more; none where no quantity
    does. In the currency of `amount`.

    A volume price may come to the amount, fall below it in a cheaper tier and reach it again: the first
    quantity counts.

    Errors: Those of `check_price` and `Price::amount`; `usage.invalid_threshold` for an amount that is not above
    0; `money.overflow` where only an amount above 63 bits reaches it.

    Source: [Stripe, pricing models and thresholds](https://docs.stripe.com/billing/subscriptions/usage-based/pricing-models).
    """

def usage_reached_at(usage_ledger: UsageLedger, customer: str, period: Period, quantity: int) -> dt.datetime | None:
    """
    The first instant of a period at which a customer's total had reached `quantity`; none where it never
    did. What counts are the events known now: a correction later in the period does not undo it.

    Errors: `usage.overflow`.
    """

def usage_take_in(usage_ledger: UsageLedger, events: list[UsageEvent], cancellations: list[UsageCancellation]) -> UsageIntake:
    """
    Takes in a batch of events and cancellations, and says what became of each. What is refused changes
    nothing, and neither does what came in before: any order of batches, with any repetition, ends in the
    same ledger.

    A batch takes time in proportion to the whole ledger, so take in many events at once.
    """

def usage_total(usage_ledger: UsageLedger, customer: str, period: Period) -> UsageTotal:
    """
    What a customer used in a period.

    Errors: `usage.overflow`.
    """

def usage_usage_by(usage_ledger: UsageLedger, customer: str, period: Period, window: EventWindow) -> list[UsageBucket]:
    """
    What a customer used in each hour or day of a period; those without events are left out.

    Errors: `usage.overflow`.
    """

def usage_usage_progress(limit: FeatureLimit, used: int) -> UsageProgress:
    """
    How far the use of one feature has come.

    Errors: `usage.negative_quantity`, `usage.invalid_limit`.
    """

def whole_periods(start: dt.date, end: dt.date, interval: Interval) -> int:
    """
    How many whole intervals lie between two dates.
    """

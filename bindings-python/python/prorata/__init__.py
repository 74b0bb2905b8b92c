"""Prorata: what a subscription business bills, and every number finance asks for.

>>> from prorata import Money, Remainder
>>> coupon = Money(500, "USD")
>>> coupon.allocate([1000, 2000], Remainder.LAST_TAKES_REST)
[Money(166, 'USD'), Money(334, 'USD')]

Amounts are whole minor units with a currency, rates are ``Decimal``, instants are aware ``datetime``; what
cannot be exact is refused with an exception that has a ``code``. The package converts between Python's values
and the engine's, which is written in Rust; it decides nothing itself.
"""

from . import (
    calendar,
    catalog,
    customer,
    document,
    explain,
    invoice,
    line_item,
    metrics,
    proration,
    records,
    report,
    simulation,
    stripe,
    subscription,
    usage,
)
from ._native import (
    ExchangeRates,
    Facts,
    Money,
    Table,
    currency_info,
    policy_counts,
    policy_preset,
    record_from_json as from_json,
    record_to_json as to_json,
    unit_amount_total,
)
from .errors import (
    CalendarError,
    CatalogError,
    DocumentError,
    FactsError,
    InputError,
    InternalError,
    InvoiceError,
    MetricsError,
    MoneyError,
    ProrataError,
    ProrationError,
    ReportError,
    SimulationError,
    StripeError,
    SubscriptionError,
    UsageError,
)
from .records import *  # noqa: F403 - every record, as the generated module lists them

__all__ = [
    "CalendarError",
    "CatalogError",
    "DocumentError",
    "ExchangeRates",
    "Facts",
    "FactsError",
    "InputError",
    "InternalError",
    "InvoiceError",
    "MetricsError",
    "Money",
    "MoneyError",
    "ProrataError",
    "ProrationError",
    "ReportError",
    "SimulationError",
    "StripeError",
    "SubscriptionError",
    "Table",
    "UsageError",
    "calendar",
    "catalog",
    "currency_info",
    "customer",
    "document",
    "explain",
    "from_json",
    "invoice",
    "line_item",
    "metrics",
    "policy_counts",
    "policy_preset",
    "proration",
    "report",
    "simulation",
    "stripe",
    "subscription",
    "to_json",
    "unit_amount_total",
    "usage",
]
__all__ += records.__all__

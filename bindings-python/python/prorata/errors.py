"""What this package raises: one class for each family of errors, and a code that never changes.

Match on the class or on ``code``, never on the text, which gets better with time:

>>> from prorata import Money, MoneyError
>>> try:
...     Money(100, "USD") + Money(100, "EUR")
... except MoneyError as error:
...     print(error.code)
money.currency_mismatch
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "CalendarError",
    "CatalogError",
    "DocumentError",
    "FactsError",
    "InputError",
    "InternalError",
    "InvoiceError",
    "MetricsError",
    "MoneyError",
    "ProrataError",
    "ProrationError",
    "ReportError",
    "SimulationError",
    "StripeError",
    "SubscriptionError",
    "UsageError",
    "from_code",
]


class ProrataError(Exception):
    """The base of all: one sentence as its text, and ``code``, such as ``money.overflow``."""

    kind: ClassVar[str] = ""
    """The family, which is the part of the code before the dot."""

    code: str
    """The stable code."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[type[ProrataError], tuple[str, str]]:
        return type(self), (str(self), self.code)


class InputError(ProrataError, TypeError, ValueError):
    """An argument of the wrong type or shape, before any rule was asked.

    It is a ``TypeError`` and a ``ValueError`` too, since Python's own functions raise these for the same.
    """

    kind = "input"


class CalendarError(ProrataError):
    """Dates, instants, intervals, anchors and zones."""

    kind = "calendar"


class MoneyError(ProrataError):
    """Amounts, currencies, rates and rounding."""

    kind = "money"


class CatalogError(ProrataError):
    """Prices, plans, coupons and taxes."""

    kind = "catalog"


class UsageError(ProrataError):
    """Usage, meters and budgets."""

    kind = "usage"


class ProrationError(ProrataError):
    """Prorations."""

    kind = "proration"


class SubscriptionError(ProrataError):
    """Subscriptions: what a change, a pause or a payment may do to one."""

    kind = "subscription"


class InvoiceError(ProrataError):
    """Invoices, credit notes and balances."""

    kind = "invoice"


class SimulationError(ProrataError):
    """Simulations: test clocks and generated businesses."""

    kind = "simulation"


class FactsError(ProrataError):
    """Input rows and files that cannot become facts."""

    kind = "facts"


class MetricsError(ProrataError):
    """Revenue metrics."""

    kind = "metrics"


class DocumentError(ProrataError):
    """Invoices, receipts and credit notes as pages."""

    kind = "document"


class ReportError(ProrataError):
    """Reports."""

    kind = "report"


class StripeError(ProrataError):
    """Objects that do not have the shape that Stripe gives them."""

    kind = "stripe"


class InternalError(ProrataError):
    """A bug in the library, caught before it could end the process; please report it."""

    kind = "internal"


_CLASSES = {cls.kind: cls for cls in ProrataError.__subclasses__()}


def from_code(code: str, message: str) -> ProrataError:
    """The exception for a code, by its family; what the compiled half raises."""
    family = code.partition(".")[0]
    return _CLASSES.get(family, ProrataError)(message, code)

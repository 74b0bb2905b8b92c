"""Every line below marked `# no` must be an error for `mypy --strict`; test_types.py sees to it.

This file is never run.
"""

import datetime as dt
from decimal import Decimal

from prorata import Facts, Money, PeriodsOptions, Remainder, Rounding, StripeUse, Table, calendar, metrics, unit_amount_total

price = Money(1050, "USD")
Money(10.5, "USD")  # no
Money("10", "USD")  # no
Money(1050)  # no
Money(1050, 840)  # no
price + 1  # no
price + 1.5  # no
1 + price  # no
price * 1.5  # no
price * Decimal(2)  # no
price / 2  # no
price < 3  # no
price.minor = 5  # no
price.percent(2.9, Rounding.HALF_EVEN)  # no
price.percent(Decimal("2.9"))  # no
price.percent(Decimal("2.9"), "half_even")  # no
price.allocate([1.5], Remainder.LAST_TAKES_REST)  # no
price.allocate([1, 2])  # no
price.to_stripe(Rounding.FLOOR)  # no
price.nonsense()  # no
Money.from_major(1.5, "USD")  # no
Money.sum("USD", [1, 2])  # no
unit_amount_total(0.05, 1, "USD", Rounding.FLOOR)  # no
calendar.date_in_zone(dt.date(2024, 1, 1), "UTC")  # no
calendar.day_bounds("2024-01-01", "UTC")  # no
metrics.movements(Table(object()))  # no
Facts.from_changes([price])  # no
Facts.from_stripe([{"object": "event"}])  # no
Facts.from_stripe("[]", PeriodsOptions())  # no
metrics.cohorts_table(Facts.from_stripe("[]")).cohorts  # no
amount: float = price.amount  # no
text: str = price.to_stripe(StripeUse.CHARGE)  # no

"""Revenue metrics: movements, cohorts, and the customers behind every figure.

>>> import datetime as dt
>>> from prorata import Facts, Money, MrrChange, metrics
>>> def change(month, minor):
...     at = dt.datetime(2024, month, 5, tzinfo=dt.timezone.utc)
...     return MrrChange("cus_1", "sub_1", at, Money(minor, "USD"))
>>> facts = Facts.from_changes([change(1, 4900), change(2, 9900), change(3, 0)])
>>> [month.closing for month in metrics.movements(facts).months]
[Money(4900, 'USD'), Money(9900, 'USD'), Money(0, 'USD')]

What is left out of the options is decided by the engine, and written in the ``definition`` of every result.
"""

from ._native import cohorts, current_revenue, customer_movements, movements

__all__ = ["cohorts", "current_revenue", "customer_movements", "movements"]

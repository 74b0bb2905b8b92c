"""Revenue metrics: movements, cohorts, and the customers behind every figure.

>>> import datetime as dt
>>> from prorata import Facts, Money, MrrChange, metrics
>>> def change(month, minor):
...     at = dt.datetime(2024, month, 5, tzinfo=dt.timezone.utc)
...     return MrrChange("cus_1", "sub_1", at, Money(minor, "USD"))
>>> facts = Facts.from_changes([change(1, 4900), change(2, 9900), change(3, 0)])
>>> [month.closing for month in metrics.movements(facts).months]
[Money(4900, 'USD'), Money(9900, 'USD'), Money(0, 'USD')]

``customer_movements_table`` and ``cohorts_table`` give the rows as Arrow, which every library of data frames takes
without a copy: ``polars.DataFrame(table)``, ``pandas.DataFrame.from_arrow(table)``, ``pyarrow.table(table)``.

>>> table = metrics.customer_movements_table(facts)
>>> table
Table: 3 rows, 7 columns
  month    customer_id  kind       before_minor  amount_minor  after_minor  currency
  2024-01  cus_1        new                   0          4900         4900  USD
  2024-02  cus_1        expansion          4900          5000         9900  USD
  2024-03  cus_1        churn              9900          9900            0  USD

What is left out of the options is decided by the engine, and written in the ``definition`` of every result and table.
"""

from ._native import (
    cohorts,
    cohorts_table,
    current_revenue,
    customer_movements,
    customer_movements_table,
    movements,
)

__all__ = [
    "cohorts",
    "cohorts_table",
    "current_revenue",
    "customer_movements",
    "customer_movements_table",
    "movements",
]

"""Periods, anchors, fiscal years and reporting zones.

Billing runs in UTC, and the k-th boundary is computed from the anchor, so that no day is ever lost:

>>> import datetime as dt
>>> from prorata import BillingCycle, Interval, IntervalUnit, calendar
>>> anchor = dt.datetime(2024, 1, 31, 9, tzinfo=dt.timezone.utc)
>>> monthly = BillingCycle(anchor=anchor, interval=Interval(unit=IntervalUnit.MONTH, count=1))
>>> [calendar.boundary(monthly, k).date().isoformat() for k in (1, 2)]
['2024-02-29', '2024-03-31']

Reporting may choose a zone, in which a month ends when it ends there:

>>> calendar.month_bounds("2024-03", "America/New_York").end.isoformat()
'2024-04-01T04:00:00+00:00'

Instants are aware ``datetime``, months are text such as ``2024-03``, zones are IANA names.
"""

from ._native import (
    add,
    add_months,
    add_to_date,
    anchor_from_config,
    bill_through,
    boundary,
    check_stripe_ceiling,
    date_in_zone,
    date_on,
    day_bounds,
    first_cycle_date,
    first_day,
    fiscal_month,
    fiscal_quarter,
    fiscal_year,
    index_at,
    last_day,
    month_bounds,
    month_days,
    month_in_zone,
    months_between,
    next_boundary,
    parse_timestamp,
    period,
    period_at,
    previous_boundary,
    whole_periods,
)

__all__ = [
    "add",
    "add_months",
    "add_to_date",
    "anchor_from_config",
    "bill_through",
    "boundary",
    "check_stripe_ceiling",
    "date_in_zone",
    "date_on",
    "day_bounds",
    "first_cycle_date",
    "first_day",
    "fiscal_month",
    "fiscal_quarter",
    "fiscal_year",
    "index_at",
    "last_day",
    "month_bounds",
    "month_days",
    "month_in_zone",
    "months_between",
    "next_boundary",
    "parse_timestamp",
    "period",
    "period_at",
    "previous_boundary",
    "whole_periods",
]

"""The revenue report: executive summary, growth and cohorts, as data and as a page.

>>> import datetime as dt
>>> from prorata import Facts, Money, MrrChange, report
>>> start = dt.datetime(2024, 1, 5, tzinfo=dt.timezone.utc)
>>> facts = Facts.from_changes([MrrChange("cus_1", "sub_1", start, Money(4900, "USD"))])
>>> made = report.revenue_report(facts)
>>> made.summary.mrr
Money(4900, 'USD')
>>> report.to_html(made).startswith("<!doctype html>")
True

In a notebook, ``report.Page(made)`` as the last line of a cell shows the page.
"""

import html

from ._native import charts, revenue_report, to_html, to_json, to_markdown
from .records import RevenueReport

__all__ = ["Page", "charts", "revenue_report", "to_html", "to_json", "to_markdown"]


class Page:
    """The report as a notebook shows it: its page in a frame, so that its style stays its own."""

    def __init__(self, report: RevenueReport) -> None:
        self._html = to_html(report)

    def _repr_html_(self) -> str:
        frame = 'width="100%" height="800" style="border: 0" sandbox'
        return f'<iframe srcdoc="{html.escape(self._html)}" {frame}></iframe>'

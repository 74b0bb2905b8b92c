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

In a notebook, ``IPython.display.HTML(report.to_html(made))`` shows the page.
"""

from ._native import charts, revenue_report, to_html, to_json, to_markdown

__all__ = ["charts", "revenue_report", "to_html", "to_json", "to_markdown"]

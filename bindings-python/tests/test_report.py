"""The report from Python; that its bytes are the same in every language is the examples' business."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from prorata import Facts, InputError, MetricsOptions, Money, Netting, PeriodsOptions, ReportOptions, metrics, report

ROOT = Path(__file__).resolve().parents[2]
IN_USD = PeriodsOptions(default_currency="USD")
SMALL = Facts.from_periods_csv((ROOT / "examples/data/periods.csv").read_bytes(), IN_USD)


def test_the_example_is_the_one_in_the_readme() -> None:
    blocks = re.findall(r"^```python\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL | re.MULTILINE)
    example = (ROOT / "examples/first_report/main.py").read_text("utf-8")
    docstring, body = example.split("\n\n", 1)
    assert docstring.startswith('"""') and docstring.endswith('"""')
    assert blocks == [body]


def test_its_forms_agree() -> None:
    made = report.revenue_report(SMALL, ReportOptions(company="Small <Ledger> Ltd"))
    read: Any = json.loads(report.to_json(made))
    assert read["summary"]["mrr"] == {"minor": made.summary.mrr.minor, "currency": "USD"}
    assert "Small &lt;Ledger&gt; Ltd" in report.to_html(made)
    assert {"mrr_trend", "mrr_movements"} <= {chart.name for chart in report.charts(made)}
    for chart in report.charts(made):
        specification: Any = json.loads(chart.vega_lite)
        assert specification["$schema"].startswith("https://vega.github.io/schema/vega-lite/")


def test_a_notebook_shows_its_page_in_a_frame() -> None:
    made = report.revenue_report(SMALL)
    shown = report.Page(made)._repr_html_()
    frame = re.fullmatch(r'<iframe srcdoc="([^"]*)" [^<>]* sandbox></iframe>', shown)
    assert frame is not None
    assert html.unescape(frame[1]) == report.to_html(made)
    wrong: Any = 5
    with pytest.raises(InputError):
        report.Page(wrong)


@pytest.fixture
def playbook(capsys: pytest.CaptureFixture[str]) -> Path:
    """Data of another project, read in place."""
    data = ROOT.parent / "shared/data"
    if not data.is_dir():
        with capsys.disabled():
            print("\nsubscription_periods.csv: skipped, for ../shared/data is not there")
        pytest.skip("../shared/data is not there")
    return data / "mrr_playbook/subscription_periods.csv"


def running(rows: pl.DataFrame, end: str) -> int:
    """What runs just before a month's end, in minor units, read off the rows by another library."""
    starts, ends = pl.col("start_date"), pl.col("end_date")
    amounts = rows.filter((starts < end) & (ends.is_null() | (ends >= end)))["monthly_amount"]
    return int(amounts.sum()) * 100


@pytest.mark.parametrize("netting", Netting)
def test_the_playbook_adds_up(playbook: Path, netting: Netting) -> None:
    facts = Facts.from_periods_csv(playbook.read_bytes(), IN_USD)
    intake = facts.intake()
    assert (intake.rows_read, intake.rows_used, intake.refused, facts.customers) == (121, 121, [], 55)
    made = report.revenue_report(facts, ReportOptions(metrics=MetricsOptions(netting=netting)))
    months = metrics.movements(facts, MetricsOptions(netting=netting)).months
    rows, opening = pl.read_csv(playbook), Money(0, "USD")
    for month in months:
        gains = Money.sum("USD", [month.new, month.expansion, month.reactivation])
        losses = Money.sum("USD", [month.contraction, month.churn])
        assert month.opening == opening
        assert month.closing == opening + gains - losses
        assert month.closing.minor == running(rows, month.end.date().isoformat())
        opening = month.closing
    assert made.summary.mrr in {month.closing for month in months}
    frame = pl.DataFrame(metrics.customer_movements_table(facts, MetricsOptions(netting=netting)))
    signs = {"new": 1, "expansion": 1, "contraction": -1, "churn": -1, "reactivation": 1}
    net = sum(amount * signs[kind] for kind, amount in frame.select("kind", "amount_minor").rows())
    assert net == opening.minor

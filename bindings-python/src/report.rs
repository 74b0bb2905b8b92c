//! The revenue report, and its forms.

use prorata::report::{self, ReportOptions, RevenueReport};
use pyo3::{Bound, PyAny, PyResult, pyfunction};

use crate::{
    convert::{from_py, to_py},
    errors::Result,
    facts::facts_of,
    guard::guard,
};

fn read(report: &Bound<'_, PyAny>) -> Result<RevenueReport> {
    from_py(report, "report", "a RevenueReport")
}

/// The report of a window of months: executive summary, growth and cohorts, as data.
#[pyfunction]
#[pyo3(signature = (facts: "Facts", options: "ReportOptions | None" = None) -> "RevenueReport")]
pub(crate) fn revenue_report<'py>(
    facts: &Bound<'py, PyAny>,
    options: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let options: ReportOptions = match options {
            Some(options) => from_py(options, "options", "a ReportOptions")?,
            None => ReportOptions::default(),
        };
        let (py, known) = (facts.py(), facts_of(facts)?);
        let report = py.detach(|| report::revenue_report(&known.0, &options))?;
        to_py(py, &report)
    })
}

/// The report for a terminal or a chat.
#[pyfunction]
#[pyo3(signature = (report: "RevenueReport") -> "str")]
pub(crate) fn to_markdown(report: &Bound<'_, PyAny>) -> PyResult<String> {
    guard(|| Ok(read(report)?.to_markdown()?))
}

/// The report as one page that needs nothing else: no network, no scripts.
#[pyfunction]
#[pyo3(signature = (report: "RevenueReport") -> "str")]
pub(crate) fn to_html(report: &Bound<'_, PyAny>) -> PyResult<String> {
    guard(|| Ok(read(report)?.to_html()?))
}

/// The report as JSON, with its charts as Vega-Lite specifications.
#[pyfunction]
#[pyo3(signature = (report: "RevenueReport") -> "str")]
pub(crate) fn to_json(report: &Bound<'_, PyAny>) -> PyResult<String> {
    guard(|| Ok(read(report)?.to_json()?))
}

/// The charts of the report as Vega-Lite specifications, for hosts that have Vega or Altair.
#[pyfunction]
#[pyo3(signature = (report: "RevenueReport") -> "list[ReportChart]")]
pub(crate) fn charts<'py>(report: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    guard(|| to_py(report.py(), &read(report)?.charts()?))
}

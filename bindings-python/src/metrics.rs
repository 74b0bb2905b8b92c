//! Revenue metrics of [`Facts`].

use prorata::{Timestamp, metrics, metrics::MetricsOptions};
use pyo3::{Bound, PyAny, PyResult, pyfunction};

use crate::{
    convert::{from_py, to_py},
    errors::Result,
    facts::{Facts, facts_of},
    guard::guard,
};

fn options_of(value: Option<&Bound<'_, PyAny>>) -> Result<MetricsOptions> {
    value.map_or_else(|| Ok(MetricsOptions::default()), |value| from_py(value, "options", "a MetricsOptions"))
}

/// Runs a metric over facts and options, without holding up other threads while it computes.
fn measured<'py, T: serde::Serialize + Send>(
    facts: &Bound<'py, PyAny>,
    options: Option<&Bound<'py, PyAny>>,
    metric: impl Fn(&prorata::facts::Facts, &MetricsOptions) -> prorata::Result<T> + Sync,
) -> Result<Bound<'py, PyAny>> {
    let (py, options) = (facts.py(), options_of(options)?);
    let facts: &Facts = facts_of(facts)?;
    let measured = py.detach(|| metric(&facts.0, &options))?;
    to_py(py, &measured)
}

/// The movements of recurring revenue for every month of a window: new, expansion, contraction, churn and
/// reactivation, with the customers and the rates that follow.
#[pyfunction]
#[pyo3(signature = (facts: "Facts", options: "MetricsOptions | None" = None) -> "Movements")]
pub(crate) fn movements<'py>(
    facts: &Bound<'py, PyAny>,
    options: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| measured(facts, options, metrics::movements))
}

/// The movements of each customer, as columns of equal length: the rows behind every figure of `movements`.
#[pyfunction]
#[pyo3(signature = (facts: "Facts", options: "MetricsOptions | None" = None) -> "CustomerMovements")]
pub(crate) fn customer_movements<'py>(
    facts: &Bound<'py, PyAny>,
    options: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| measured(facts, options, metrics::customer_movements))
}

/// The customers of each month of a window, followed through time by number and by revenue.
#[pyfunction]
#[pyo3(signature = (facts: "Facts", options: "MetricsOptions | None" = None) -> "Cohorts")]
pub(crate) fn cohorts<'py>(
    facts: &Bound<'py, PyAny>,
    options: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| measured(facts, options, metrics::cohorts))
}

/// What is recurring at one instant, or after the last change; it needs no history.
#[pyfunction]
#[pyo3(signature = (facts: "Facts", at: "dt.datetime | None" = None) -> "CurrentRevenue")]
pub(crate) fn current_revenue<'py>(
    facts: &Bound<'py, PyAny>,
    at: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let at: Option<Timestamp> = at.map(|at| from_py(at, "at", "an aware datetime")).transpose()?;
        let revenue = metrics::current_revenue(&facts_of(facts)?.0, at)?;
        to_py(facts.py(), &revenue)
    })
}

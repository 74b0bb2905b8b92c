//! Revenue metrics of [`Facts`].

use std::iter::repeat_n;

use prorata::{
    Timestamp,
    metrics::{self, Cohort, CohortAge, MetricsOptions, Ratio},
};
use pyo3::{Bound, PyAny, PyResult, pyfunction};

use crate::{
    convert::{from_py, to_py},
    errors::Result,
    facts::{Facts, facts_of},
    guard::guard,
    metric_table::Columns,
    table::Table,
};

fn options_of(value: Option<&Bound<'_, PyAny>>) -> Result<MetricsOptions> {
    value.map_or_else(|| Ok(MetricsOptions::default()), |value| from_py(value, "options", "a MetricsOptions"))
}

/// Runs a metric over facts and options, without holding up other threads while it computes.
fn computed<T: Send>(
    facts: &Bound<'_, PyAny>,
    options: Option<&Bound<'_, PyAny>>,
    metric: impl Fn(&prorata::facts::Facts, &MetricsOptions) -> prorata::Result<T> + Sync,
) -> Result<T> {
    let (py, options) = (facts.py(), options_of(options)?);
    let facts: &Facts = facts_of(facts)?;
    Ok(py.detach(|| metric(&facts.0, &options))?)
}

/// The answer of a metric as a record.
fn measured<'py, T: serde::Serialize + Send>(
    facts: &Bound<'py, PyAny>,
    options: Option<&Bound<'py, PyAny>>,
    metric: impl Fn(&prorata::facts::Facts, &MetricsOptions) -> prorata::Result<T> + Sync,
) -> Result<Bound<'py, PyAny>> {
    to_py(facts.py(), &computed(facts, options, metric)?)
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

/// The movements of each customer as an Arrow table, for data frames: `polars.DataFrame(table)`,
/// `pandas.DataFrame.from_arrow(table)`, `pyarrow.table(table)`.
#[pyfunction]
#[pyo3(signature = (facts: "Facts", options: "MetricsOptions | None" = None) -> "Table")]
pub(crate) fn customer_movements_table(
    facts: &Bound<'_, PyAny>,
    options: Option<&Bound<'_, PyAny>>,
) -> PyResult<Table> {
    guard(|| {
        let found = computed(facts, options, metrics::customer_movements)?;
        Columns::of(&found.definition)
            .texts("month", &found.month)?
            .texts("customer_id", &found.customer_id)?
            .texts("kind", &found.kind)?
            .integers("before_minor", found.before_minor)
            .integers("amount_minor", found.amount_minor)
            .integers("after_minor", found.after_minor)
            .currency()?
            .into_table()
    })
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

/// The cohorts as an Arrow table with a row for each cohort and age, for data frames and heat maps.
#[pyfunction]
#[pyo3(signature = (facts: "Facts", options: "MetricsOptions | None" = None) -> "Table")]
pub(crate) fn cohorts_table(facts: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyAny>>) -> PyResult<Table> {
    guard(|| {
        let found = computed(facts, options, metrics::cohorts)?;
        let rows =
            || found.cohorts.iter().flat_map(|cohort| repeat_n(cohort, cohort.ages.len()).zip(&cohort.ages));
        let integers =
            |of: fn(&Cohort, &CohortAge) -> i64| rows().map(|(cohort, age)| of(cohort, age)).collect();
        let shares = |of: fn(&CohortAge) -> Ratio| rows().map(|(_, age)| of(age).value).collect();
        Columns::of(&found.definition)
            .texts("cohort", rows().map(|(cohort, _)| cohort.month))?
            .integers("customers", integers(|cohort, _| cohort.customers.into()))
            .integers("age", integers(|_, age| age.age.into()))
            .texts("month", rows().map(|(_, age)| age.month))?
            .flags("complete", rows().map(|(_, age)| age.complete).collect())
            .integers("active", integers(|_, age| age.active.into()))
            .integers("never_lapsed", integers(|_, age| age.never_lapsed.into()))
            .integers("mrr_minor", integers(|_, age| age.mrr.minor()))
            .currency()?
            .ratios("active_share", shares(|age| age.active_share))
            .ratios("never_lapsed_share", shares(|age| age.never_lapsed_share))
            .ratios("revenue_share", shares(|age| age.revenue_share))
            .into_table()
    })
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

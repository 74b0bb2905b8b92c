//! What goes into a report.

use serde::{Deserialize, Serialize};

use super::{Benchmarks, ReportError};
use crate::{Result, metrics::MetricsOptions, money::MoneyFormat};

/// What to report, and how to write it. Everything may be left out.
///
/// ```
/// use prorata::{money::MoneyFormat, report::ReportOptions};
///
/// let options = ReportOptions {
///     company: Some("Acme Ltd".into()),
///     money_format: Some(MoneyFormat::english()),
///     ..ReportOptions::default()
/// };
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReportOptions {
    /// The heading. Default: `Revenue report`.
    pub title: Option<String>,
    /// Whose revenue it is. Default: nobody is named.
    pub company: Option<String>,
    /// What to measure. Default: everything, by the month in UTC, with period netting.
    pub metrics: Option<MetricsOptions>,
    /// How many months the growth panel shows, the last ones of the window: 1 to 120. Default: 24.
    pub growth_months: Option<u32>,
    /// How many cohorts are shown, the last ones of the window: 1 to 120. Default: 24.
    pub cohorts: Option<u32>,
    /// How many months after its first one each cohort is followed: 1 to 60. Default: 12.
    pub cohort_months: Option<u32>,
    /// How amounts are written. Default: `USD 1,234.50`.
    pub money_format: Option<MoneyFormat>,
    /// What counts as good, great and excellent. Default: [`Benchmarks`].
    pub benchmarks: Option<Benchmarks>,
}

const MOST_ROWS: u32 = 120;
const MOST_AGES: u32 = 60;

impl ReportOptions {
    pub(super) fn growth_months(&self) -> Result<usize> {
        limit("months of growth", self.growth_months.unwrap_or(24), MOST_ROWS)
    }

    pub(super) fn cohorts(&self) -> Result<usize> {
        limit("cohorts", self.cohorts.unwrap_or(24), MOST_ROWS)
    }

    pub(super) fn cohort_months(&self) -> Result<usize> {
        limit("months of a cohort", self.cohort_months.unwrap_or(12), MOST_AGES)
    }
}

fn limit(what: &'static str, value: u32, most: u32) -> Result<usize> {
    match usize::try_from(value) {
        Ok(rows) if (1..=most).contains(&value) => Ok(rows),
        _ => Err(ReportError::InvalidLimit { what, value, most }.into()),
    }
}

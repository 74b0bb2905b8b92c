//! The report as data, and how it is made.

use serde::{Deserialize, Serialize};

use super::{
    CohortPanel, ExecutiveSummary, GrowthPanel, ReportChart, ReportNote, ReportOptions, charts, html, json,
    markdown, notes,
};
use crate::{
    Result,
    facts::{Facts, Intake},
    metrics::{self, Definition},
    money::MoneyFormat,
};

/// A revenue report: figures, what they mean, and what was left out.
///
/// Every figure is one of [`metrics`] under the definition that the report carries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RevenueReport {
    /// The heading.
    pub title: String,
    /// Whose revenue it is.
    pub company: Option<String>,
    /// The figures that are read first.
    pub summary: ExecutiveSummary,
    /// What moved recurring revenue, month by month.
    pub growth: GrowthPanel,
    /// What became of the customers of each month.
    pub cohorts: CohortPanel,
    /// What the figures mean.
    pub definition: Definition,
    /// What was read, and each row that was refused, with its reason.
    pub intake: Intake,
    /// The figures in words.
    pub notes: Vec<ReportNote>,
    /// How amounts are written.
    pub money_format: MoneyFormat,
}

/// Makes the report of a window of months.
///
/// ```
/// use prorata::{Currency, Money, facts::{Facts, MrrChange}, report::{self, ReportOptions}};
///
/// let change = |at: &str, minor| -> prorata::Result<MrrChange> {
///     Ok(MrrChange {
///         customer_id: "cus_1".into(),
///         subscription_id: "sub_1".into(),
///         effective_at: at.parse()?,
///         mrr: Money::new(minor, Currency::USD),
///     })
/// };
/// let facts = Facts::from_changes(&[
///     change("2024-01-05T00:00:00Z", 4_900)?,
///     change("2024-02-05T00:00:00Z", 9_900)?,
/// ])?;
/// let report = report::revenue_report(&facts, &ReportOptions::default())?;
/// assert_eq!(report.summary.mrr, Money::new(9_900, Currency::USD));
/// assert!(report.to_markdown()?.contains("USD 99.00"));
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// `report.invalid_limit`, and as [`metrics::movements`].
pub fn revenue_report(facts: &Facts, options: &ReportOptions) -> Result<RevenueReport> {
    let measured = options.metrics.clone().unwrap_or_default();
    let (growth_months, cohort_rows, cohort_months) =
        (options.growth_months()?, options.cohorts()?, options.cohort_months()?);
    let movements = metrics::movements(facts, &measured)?;
    let cohorts = metrics::cohorts(facts, &measured)?;
    let benchmarks = options.benchmarks.clone().unwrap_or_default();
    let definition = movements.definition;
    let summary = ExecutiveSummary::new(facts, &measured, &movements.months, &benchmarks)?;
    Ok(RevenueReport {
        title: options.title.clone().unwrap_or_else(|| "Revenue report".into()),
        company: options.company.clone(),
        summary,
        growth: GrowthPanel::new(movements.months, growth_months, definition.currency)?,
        cohorts: CohortPanel::new(cohorts.cohorts, cohort_rows, cohort_months)?,
        notes: notes::notes(&definition, &benchmarks)?,
        definition,
        intake: facts.intake(),
        money_format: options.money_format.clone().unwrap_or_default(),
    })
}

impl RevenueReport {
    /// The report as Markdown, laid out to be read in a terminal too.
    ///
    /// # Errors
    /// `report.rendering`, which does not happen to a report that [`revenue_report`] made.
    pub fn to_markdown(&self) -> Result<String> {
        markdown::render(self)
    }

    /// The report as one HTML page: styles and pictures inside, no scripts, nothing fetched.
    ///
    /// # Errors
    /// `report.rendering`, which does not happen to a report that [`revenue_report`] made.
    pub fn to_html(&self) -> Result<String> {
        html::render(self)
    }

    /// The report as JSON: this record, and under `charts` the Vega-Lite specifications by name.
    ///
    /// # Errors
    /// `report.rendering`, which does not happen to a report that [`revenue_report`] made.
    pub fn to_json(&self) -> Result<String> {
        json::render(self)
    }

    /// The charts as Vega-Lite specifications, for hosts that have Vega or Altair.
    ///
    /// # Errors
    /// `report.rendering`, which does not happen to a report that [`revenue_report`] made.
    pub fn charts(&self) -> Result<Vec<ReportChart>> {
        charts::vega(self)
    }
}

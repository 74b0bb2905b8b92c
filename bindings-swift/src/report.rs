//! The revenue report: figures as a record, and its forms to read.

use prorata::report::{self, ReportChart, ReportOptions, RevenueReport};

use crate::{
    facts::Facts,
    guard::{Result, guard},
    methods::RevenueReportMethods,
};

/// Makes the report of a window of months.
///
/// Errors: `report.invalid_limit`, and as `movements`.
#[uniffi::export(default(options = None))]
pub(crate) fn revenue_report(facts: &Facts, options: Option<ReportOptions>) -> Result<RevenueReport> {
    guard(|| report::revenue_report(&facts.0, &options.unwrap_or_default()))
}

#[uniffi::export(name = "RevenueReport")]
impl RevenueReportMethods {
    /// The report as Markdown, laid out to be read in a terminal too.
    pub(crate) fn to_markdown(&self) -> Result<String> {
        guard(|| self.0.to_markdown())
    }

    /// The report as one HTML page: styles and pictures inside, no scripts, nothing fetched.
    pub(crate) fn to_html(&self) -> Result<String> {
        guard(|| self.0.to_html())
    }

    /// The report as JSON: this record, and under `charts` the Vega-Lite specifications by name.
    pub(crate) fn to_json(&self) -> Result<String> {
        guard(|| self.0.to_json())
    }

    /// The charts as Vega-Lite specifications, for hosts that have Vega.
    pub(crate) fn charts(&self) -> Result<Vec<ReportChart>> {
        guard(|| self.0.charts())
    }
}

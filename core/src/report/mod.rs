//! The revenue report: what the metrics say, laid out for people.
//!
//! [`revenue_report`] gathers the figures as plain data, under one definition; [`RevenueReport::to_markdown`],
//! [`RevenueReport::to_html`] and [`RevenueReport::to_json`] write them down. The same report has the same bytes
//! on every machine and in every language. How charts are drawn: `docs/adr/0002-charts.md`.

mod charts;
mod cohorts;
mod definition;
mod grades;
mod growth;
mod html;
mod json;
mod markdown;
mod notes;
mod options;
mod revenue;
mod summary;
mod tables;
mod templates;
mod text;
mod tiles;

pub use charts::ReportChart;
pub use cohorts::{CohortAverage, CohortPanel};
pub use grades::{Benchmark, Benchmarks, Grade};
pub use growth::{GrowthPanel, GrowthTotal};
pub use notes::ReportNote;
pub use options::ReportOptions;
pub use revenue::{RevenueReport, revenue_report};
pub use summary::ExecutiveSummary;

use crate::error::{Coded, ErrorKind};

/// Why a report cannot be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReportError {
    #[error("`{value}` {what} cannot be shown: expected 1 to {most}")]
    InvalidLimit { what: &'static str, value: u32, most: u32 },
    #[error("the report has no months, so there is nothing to show")]
    NoMonths,
    #[error("the report cannot be written down: {0}")]
    Rendering(String),
}

impl Coded for ReportError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Report
    }
    fn code(&self) -> &'static str {
        match self {
            Self::InvalidLimit { .. } => "report.invalid_limit",
            Self::NoMonths => "report.no_months",
            Self::Rendering(_) => "report.rendering",
        }
    }
}

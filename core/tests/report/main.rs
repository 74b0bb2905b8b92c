//! The revenue report: what it shows, that it adds up, and that nothing from outside can break it.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::disallowed_methods,
    clippy::float_arithmetic,
    clippy::inconsistent_digit_grouping,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "tests may panic, and amounts read best as dollars_cents"
)]

mod business;
mod hostile;
mod rendering;
mod totals;

use prorata::{
    facts::Facts,
    metrics::{MetricsOptions, Netting},
    report::{ReportOptions, RevenueReport, revenue_report},
};

fn report(facts: &Facts, options: &ReportOptions) -> RevenueReport {
    revenue_report(facts, options).unwrap()
}

/// Seen in the middle of April, so that the last month is not over.
fn in_april() -> ReportOptions {
    let metrics =
        MetricsOptions { as_of: Some("2024-04-15T12:00:00Z".parse().unwrap()), ..MetricsOptions::default() };
    ReportOptions { company: Some("Acme Ltd".into()), metrics: Some(metrics), ..ReportOptions::default() }
}

fn by_event() -> ReportOptions {
    let metrics = MetricsOptions { netting: Some(Netting::Event), ..MetricsOptions::default() };
    ReportOptions { metrics: Some(metrics), ..ReportOptions::default() }
}

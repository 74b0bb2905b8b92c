//! The report as JSON.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;

use super::{ReportError, RevenueReport};
use crate::Result;

/// The report, and its charts by name: specifications as they are, not as text in text.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    report: &'a RevenueReport,
    charts: BTreeMap<String, Box<RawValue>>,
}

pub(super) fn render(report: &RevenueReport) -> Result<String> {
    let failed = |error: serde_json::Error| ReportError::Rendering(error.to_string());
    let mut charts = BTreeMap::new();
    for chart in report.charts()? {
        charts.insert(chart.name, RawValue::from_string(chart.vega_lite).map_err(failed)?);
    }
    let mut text = serde_json::to_string_pretty(&Document { report, charts }).map_err(failed)?;
    text.push('\n');
    Ok(text)
}

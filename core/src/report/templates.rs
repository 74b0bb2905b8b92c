//! The templates of a report.

use serde::Serialize;

use super::ReportError;
use crate::template;

/// A template by name.
const TEMPLATES: [(&str, &str); 6] = [
    ("report.html", include_str!("templates/report.html")),
    ("report.css", include_str!("templates/report.css")),
    ("report.md", include_str!("templates/report.md")),
    ("mrr_trend.vega", include_str!("templates/mrr_trend.vega")),
    ("mrr_movements.vega", include_str!("templates/mrr_movements.vega")),
    ("cohorts.vega", include_str!("templates/cohorts.vega")),
];

/// Fills the template; a name that the view does not have is an error.
pub(super) fn fill(name: &str, view: &impl Serialize) -> Result<String, ReportError> {
    template::fill(&TEMPLATES, name, view).map_err(|error| ReportError::Rendering(error.to_string()))
}

//! The templates and how they are filled.

use minijinja::{AutoEscape, Environment, UndefinedBehavior, syntax::SyntaxConfig, value::Serde};
use serde::Serialize;

use super::ReportError;

/// A template by name. Names that end in `.html` have everything escaped that is not marked safe.
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
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| match name.ends_with(".html") {
        true => AutoEscape::Html,
        false => AutoEscape::None,
    });
    let failed = |error: minijinja::Error| ReportError::Rendering(error.to_string());
    // Lines that hold nothing but a block leave nothing behind.
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    environment.set_syntax(syntax.build().map_err(failed)?);
    for (name, source) in TEMPLATES {
        environment.add_template(name, source).map_err(failed)?;
    }
    environment.get_template(name).and_then(|template| template.render(Serde(view))).map_err(failed)
}

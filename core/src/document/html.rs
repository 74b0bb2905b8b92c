//! A sheet as one page of HTML.

use super::{DocumentError, Sheet};
use crate::{Result, template};

const PAGE: &str = "document.html";
const TEMPLATES: [(&str, &str); 2] = [
    (PAGE, include_str!("templates/document.html")),
    ("document.css", include_str!("templates/document.css")),
];

/// Fills the template. Every text is escaped; a name that the sheet does not have is an error.
pub(super) fn render(sheet: &Sheet) -> Result<String> {
    sheet.check_tables()?;
    let page = template::fill(&TEMPLATES, PAGE, sheet);
    Ok(page.map_err(|error| DocumentError::Rendering(error.to_string()))?)
}

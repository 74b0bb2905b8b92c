//! A sheet as one page of HTML.

use super::{DocumentError, Sheet};
use crate::{Result, template};

const PAGE: &str = "document.html";
const TEMPLATES: [(&str, &str); 2] = [
    (PAGE, include_str!("templates/document.html")),
    ("document.css", include_str!("templates/document.css")),
];

impl Sheet {
    /// One page of HTML, with its styles inside: no scripts, nothing fetched. It prints on A4 and on Letter.
    ///
    /// Whatever its texts contain is shown as text, in any script and direction; control characters are left out.
    ///
    /// # Errors
    /// `document.invalid_table` for a row without a cell for each column.
    pub fn to_html(&self) -> Result<String> {
        self.check_tables()?;
        // Every text is escaped; a name that the sheet does not have is an error.
        let page = template::fill(&TEMPLATES, PAGE, self);
        Ok(page.map_err(|error| DocumentError::Rendering(error.to_string()))?)
    }
}

//! A sheet as one page of HTML.

use minijinja::{
    AutoEscape, Environment, UndefinedBehavior, escape_formatter,
    syntax::SyntaxConfig,
    value::{Serde, Value},
};

use super::{DocumentError, Sheet};
use crate::Result;

const PAGE: &str = "document.html";

/// Fills the template. Every text is escaped; a name that the sheet does not have is an error.
pub(super) fn render(sheet: &Sheet) -> Result<String> {
    sheet.check_tables()?;
    Ok(fill(sheet).map_err(|error| DocumentError::Rendering(error.to_string()))?)
}

fn fill(sheet: &Sheet) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| match name {
        PAGE => AutoEscape::Html,
        _ => AutoEscape::None,
    });
    environment.set_formatter(|out, state, value| match value.as_str() {
        Some(text) if !value.is_safe() && text.chars().any(is_unprintable) => {
            let text: String = text.chars().filter(|character| !is_unprintable(*character)).collect();
            escape_formatter(out, state, &Value::from(text))
        }
        _ => escape_formatter(out, state, value),
    });
    // Lines that hold nothing but a block leave nothing behind.
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    environment.set_syntax(syntax.build()?);
    environment.add_template("document.css", include_str!("templates/document.css"))?;
    environment.add_template(PAGE, include_str!("templates/document.html"))?;
    environment.get_template(PAGE)?.render(Serde(sheet))
}

/// No character of HTML, whatever is done to it. Line ends and tabs stay.
fn is_unprintable(character: char) -> bool {
    character.is_control() && !matches!(character, '\n' | '\t')
}

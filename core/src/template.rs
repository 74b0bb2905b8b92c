//! How the templates of documents and reports are filled.

use minijinja::{
    AutoEscape, Environment, UndefinedBehavior, escape_formatter,
    syntax::SyntaxConfig,
    value::{Serde, Value},
};
use serde::Serialize;

/// Fills one of `templates`, given by name and source; the others are those it includes. A name that the view
/// does not have is an error. Templates whose name ends in `.html` have everything escaped that is not marked
/// safe.
pub(crate) fn fill(
    templates: &[(&str, &str)],
    name: &str,
    view: &impl Serialize,
) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| match name.ends_with(".html") {
        true => AutoEscape::Html,
        false => AutoEscape::None,
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
    for (name, source) in templates {
        environment.add_template(name, source)?;
    }
    environment.get_template(name)?.render(Serde(view))
}

/// No character of a page, whatever is done to it. Line ends and tabs stay.
fn is_unprintable(character: char) -> bool {
    character.is_control() && !matches!(character, '\n' | '\t')
}

//! Why JSON is no record: the core's own sentence and code where it has one, and the place in the text.

use std::fmt;

use serde::de;

use crate::ProrataError;

#[derive(Debug)]
pub(super) struct Refusal {
    /// `lines[2].amount`; empty for the whole text.
    place: String,
    cause: Cause,
}

#[derive(Debug)]
enum Cause {
    /// What serde, or one of the core's types, says of a value.
    Text(String),
    WrongType {
        expected: String,
        got: String,
    },
}

impl Refusal {
    /// Text that is not JSON at all.
    pub(super) fn syntax(error: serde_json::Error) -> Self {
        de::Error::custom(error)
    }

    /// The same, seen from the record around it; `place` is `.name` or `[2]`.
    pub(super) fn inside(mut self, place: impl fmt::Display) -> Self {
        self.place = format!("{place}{}", self.place);
        self
    }

    /// The same, of an object that was begun to be read. serde copies an enum with data before it reads it, and so the
    /// place of a value inside is lost.
    pub(super) fn in_object(mut self) -> Self {
        if self.place.is_empty() && matches!(self.cause, Cause::WrongType { .. }) {
            self.place = ".…".into();
        }
        self
    }
}

impl de::Error for Refusal {
    /// Of an error of the core, `{:#}` is `code: sentence`.
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { place: String::new(), cause: Cause::Text(format!("{message:#}")) }
    }

    fn invalid_type(got: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        let (expected, got) = (wanted(&expected.to_string()), in_json(got));
        Self { place: String::new(), cause: Cause::WrongType { expected, got } }
    }
}

/// In the words of JSON where serde has others, otherwise in serde's own: `string "x"`.
fn in_json(value: de::Unexpected<'_>) -> String {
    let words = value.to_string().replace('`', "");
    match words.as_str() {
        "unit value" | "Option value" => "null",
        "sequence" => "array",
        "map" => "object",
        other => other,
    }
    .to_owned()
}

/// The same of what is expected: never a Rust type's name.
fn wanted(expected: &str) -> String {
    let words = match expected {
        "a sequence" => "an array",
        "a map" => "an object",
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" => "an integer",
        "f64" => "a number",
        record if record.starts_with("struct ") || record.contains("tagged enum") => "an object",
        name if name.starts_with("enum ") => "a name",
        other => other,
    };
    words.to_owned()
}

impl From<Refusal> for ProrataError {
    fn from(refusal: Refusal) -> Self {
        let place = refusal.place.trim_start_matches('.');
        let placed = |text: &str| if place.is_empty() { text.to_owned() } else { format!("{place}: {text}") };
        match refusal.cause {
            Cause::WrongType { expected, got } => {
                let place = if place.is_empty() { "the JSON" } else { place };
                prorata::Error::wrong_type(place, &expected, &got).into()
            }
            Cause::Text(text) => {
                let coded = text.split_once(": ").and_then(|(code, text)| Self::of(code, &placed(text)));
                coded.unwrap_or_else(|| prorata::Error::invalid_record(placed(&text)).into())
            }
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Refusal {}

//! Refusals on their way to JavaScript, where each is a `ProrataError` with a `code` and a `kind`.

use std::fmt;

use napi::{Env, Status, Unknown};
use serde::de::{Expected, Unexpected};

use crate::convert::Crossing;

/// A result of this crate's own, before [`crate::guard::guard`] makes it a JavaScript one.
pub type Outcome<T> = Result<T, Refusal>;

/// Why a call is refused, and in which of its arguments.
#[derive(Debug)]
pub struct Refusal {
    /// Where the offending value stands: `amount.currency`, `rates[3].date`; empty for the call itself.
    place: String,
    cause: Cause,
}

#[derive(Debug)]
enum Cause {
    WrongType {
        expected: String,
        got: String,
    },
    InvalidRecord(String),
    /// Half a pair of UTF-16, without the other half.
    LoneSurrogate(u16),
    Internal(String),
    /// What code of the caller's threw: a getter.
    Thrown(napi::Error),
    /// What the core said, with its code.
    Refused {
        code: String,
        sentence: String,
    },
}

impl Refusal {
    fn new(cause: Cause) -> Self {
        Self { place: String::new(), cause }
    }

    /// `place` must be `expected`, not `got`.
    pub(crate) fn wrong_type(expected: impl Into<String>, got: impl Into<String>) -> Self {
        Self::new(Cause::WrongType { expected: expected.into(), got: got.into() })
    }

    /// A record whose fields do not fit.
    pub(crate) fn invalid_record(message: impl Into<String>) -> Self {
        Self::new(Cause::InvalidRecord(message.into()))
    }

    /// A string that is not Unicode, because of this unit of UTF-16.
    pub(crate) fn lone_surrogate(unit: u16) -> Self {
        Self::new(Cause::LoneSurrogate(unit))
    }

    /// An integer that is longer than the core's.
    pub(crate) fn out_of_range(value: impl fmt::Display, expected: &str) -> Self {
        let sentence = format!("`{value}` is not {expected}");
        Self::new(Cause::Refused { code: "input.out_of_range".into(), sentence })
    }

    /// A bug of this library.
    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(Cause::Internal(message.into()))
    }

    /// What code of the caller's threw, to be thrown on.
    pub(crate) fn thrown(error: napi::Error) -> Self {
        Self::new(Cause::Thrown(error))
    }

    /// Says that what is refused stands inside `outer`.
    pub(crate) fn inside(mut self, outer: &str) -> Self {
        let joint = if self.place.is_empty() || self.place.starts_with('[') { "" } else { "." };
        self.place = format!("{outer}{joint}{}", self.place);
        self
    }

    /// The code and the sentence that JavaScript sees, or the error that is its own.
    fn code_and_sentence(self) -> Result<(String, String), napi::Error> {
        let Self { place, cause } = self;
        let error = match cause {
            Cause::WrongType { expected, got } => prorata::Error::wrong_type(&place, &expected, &got),
            Cause::InvalidRecord(message) => prorata::Error::invalid_record(in_front(&place, &message)),
            Cause::LoneSurrogate(unit) => {
                let sentence =
                    format!("{place} must be Unicode text, without the lone surrogate `\\u{unit:04x}`");
                return Ok(("input.invalid_text".into(), sentence));
            }
            Cause::Internal(message) => prorata::Error::internal(message),
            Cause::Thrown(error) => return Err(error),
            Cause::Refused { code, sentence } => return Ok((code, in_front(&place, &sentence))),
        };
        Ok((error.code().to_owned(), error.to_string()))
    }

    /// The JavaScript error, to be thrown or to reject a promise with.
    pub(crate) fn into_js(self, env: &Env) -> napi::Error {
        let (code, sentence) = match self.code_and_sentence() {
            Ok(both) => both,
            Err(thrown) => return thrown,
        };
        match new_error(env, &code, &sentence) {
            Ok(error) => napi::Error::from_unknown_without_coercion(error),
            Err(_) => napi::Error::new(Status::GenericFailure, format!("{code}: {sentence}")),
        }
    }
}

/// A place says something only inside an argument: the argument itself is quoted by the sentence.
fn in_front(place: &str, sentence: &str) -> String {
    if place.contains(['.', '[']) { format!("{place}: {sentence}") } else { sentence.to_owned() }
}

impl From<prorata::Error> for Refusal {
    fn from(error: prorata::Error) -> Self {
        Self::new(Cause::Refused { code: error.code().into(), sentence: error.to_string() })
    }
}

/// Node-API itself refused: never for a reason that a caller can give.
impl From<napi::Error> for Refusal {
    fn from(error: napi::Error) -> Self {
        Self::internal(error.to_string())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?}", self.place, self.cause)
    }
}

impl std::error::Error for Refusal {}

impl serde::ser::Error for Refusal {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::internal(message.to_string())
    }
}

/// What serde says of a value that does not fit, in the words of JavaScript.
impl serde::de::Error for Refusal {
    /// Keeps the code of the core's own refusals: `{:#}` writes it in front of their sentence.
    fn custom<T: fmt::Display>(message: T) -> Self {
        let text = format!("{message:#}");
        match text.split_once(": ") {
            Some((code, sentence)) if is_code(code) => {
                Self::new(Cause::Refused { code: code.into(), sentence: sentence.into() })
            }
            _ => Self::invalid_record(text),
        }
    }

    fn invalid_type(got: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let got = match got {
            Unexpected::Bool(_) => "boolean",
            Unexpected::Signed(_) | Unexpected::Unsigned(_) => "integer",
            Unexpected::Float(_) => "number",
            Unexpected::Char(_) | Unexpected::Str(_) => "string",
            Unexpected::Unit | Unexpected::Option => "null",
            Unexpected::Seq => "array",
            Unexpected::Other(name) => name,
            Unexpected::Bytes(_)
            | Unexpected::Map
            | Unexpected::NewtypeStruct
            | Unexpected::Enum
            | Unexpected::UnitVariant
            | Unexpected::NewtypeVariant
            | Unexpected::TupleVariant
            | Unexpected::StructVariant => "object",
        };
        Self::wrong_type(in_words(&expected.to_string()), got)
    }

    fn invalid_value(got: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let expected = in_words(&expected.to_string());
        if let Unexpected::Signed(value) = got {
            Self::out_of_range(value, &expected)
        } else if let Unexpected::Unsigned(value) = got {
            Self::out_of_range(value, &expected)
        } else {
            Self::invalid_record(format!("expected {expected}, not {got}"))
        }
    }

    fn unknown_variant(name: &str, expected: &'static [&'static str]) -> Self {
        Self::invalid_record(format!("`{name}` is none of `{}`", expected.join("`, `")))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let known: Vec<_> =
            expected.iter().map(|name| format!("`{}`", crate::convert::camel_case(name))).collect();
        let field = crate::convert::camel_case(field);
        Self::invalid_record(format!("unknown field `{field}`, expected one of {}", known.join(", ")))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::invalid_record(format!("missing field `{}`", crate::convert::camel_case(field)))
    }
}

/// What serde expects, which it calls by the names of Rust's types.
pub(crate) fn in_words(expected: &str) -> String {
    match expected {
        "i64" | "u64" => "an integer of 64 bits (`bigint`)".into(),
        "i32" => "an integer of 32 bits".into(),
        "u32" => "an integer of 32 bits, from 0".into(),
        "u8" => "an integer of 8 bits, from 0".into(),
        "f64" => "a number".into(),
        "a sequence" => "an array".into(),
        "an instant as text" => "a Date".into(),
        "a decimal number as text" => "a decimal string".into(),
        other => other.strip_prefix("struct ").map_or_else(|| other.to_owned(), |name| format!("a {name}")),
    }
}

/// `family.what_is_wrong`
fn is_code(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    text.split_once('.').is_some_and(|(family, what)| is_word(family) && is_word(what))
}

fn new_error<'env>(env: &'env Env, code: &str, sentence: &str) -> napi::Result<Unknown<'env>> {
    let kind = code.split_once('.').map_or(code, |(kind, _)| kind);
    let class = Crossing::of(env)?.error_class.borrow_back(env)?;
    class.new_instance((sentence.to_owned(), code.to_owned(), kind.to_owned()).into())
}

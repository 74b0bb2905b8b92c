//! What an export refuses, on its way to becoming an exception of `prorata.errors`.

use std::fmt;

use pyo3::{PyErr, Python, exceptions::PyAttributeError, types::PyAnyMethods};
use serde::{de, ser};

/// What an export gives before it is converted.
pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// A refusal, and where in the argument it happened: `rates[1].date`.
#[derive(Debug)]
pub(crate) struct Failure {
    place: String,
    what: What,
}

#[derive(Debug)]
enum What {
    /// A sentence with its code.
    Coded { code: String, sentence: String },
    /// A value of a type that does not belong there.
    WrongType { expected: String, got: String },
    /// A record whose fields do not fit.
    Misfit(String),
    /// What Python itself raised, such as an iterator of the caller.
    Raised(PyErr),
}

impl Failure {
    pub(crate) fn coded(code: &str, sentence: impl Into<String>) -> Self {
        What::Coded { code: code.to_owned(), sentence: sentence.into() }.into()
    }

    pub(crate) fn wrong_type(expected: impl Into<String>, got: impl Into<String>) -> Self {
        What::WrongType { expected: expected.into(), got: got.into() }.into()
    }

    /// Says in which field or at which place of a list it happened.
    pub(crate) fn inside(mut self, outer: &str) -> Self {
        let dot = if self.place.is_empty() || self.place.starts_with('[') { "" } else { "." };
        self.place = format!("{outer}{dot}{}", self.place);
        self
    }

    /// Says in which argument it happened, and what was expected of the argument as a whole.
    ///
    /// A sentence of the core about the argument itself stays as it is in every language.
    pub(crate) fn in_argument(mut self, name: &str, whole: &str) -> Self {
        let nested = !self.place.is_empty();
        match &mut self.what {
            What::Coded { .. } | What::Raised(_) if !nested => self,
            What::WrongType { expected, .. } if !nested => {
                whole.clone_into(expected);
                self.inside(name)
            }
            What::Coded { .. } | What::Raised(_) | What::WrongType { .. } | What::Misfit(_) => {
                self.inside(name)
            }
        }
    }

    /// The exception: a class for each family of errors, with `code`.
    pub(crate) fn into_exception(self) -> PyErr {
        let Self { place, what } = self;
        let error = match what {
            What::Raised(error) => return error,
            What::WrongType { expected, got } => prorata::Error::wrong_type(&place, &expected, &got),
            What::Misfit(text) if place.is_empty() => prorata::Error::invalid_record(text),
            What::Misfit(text) => prorata::Error::invalid_record(format!("{place}: {text}")),
            What::Coded { code, sentence } if place.is_empty() => return exception(&code, &sentence),
            What::Coded { code, sentence } => return exception(&code, &format!("{place}: {sentence}")),
        };
        exception(error.code(), &error.to_string())
    }
}

/// `prorata.errors` chooses the class by the family in the code.
fn exception(code: &str, sentence: &str) -> PyErr {
    Python::attach(|py| {
        let made =
            py.import("prorata.errors").and_then(|errors| errors.call_method1("from_code", (code, sentence)));
        made.map_or_else(|error| error, PyErr::from_value)
    })
}

impl From<What> for Failure {
    fn from(what: What) -> Self {
        Self { place: String::new(), what }
    }
}

impl From<prorata::Error> for Failure {
    fn from(error: prorata::Error) -> Self {
        Self::coded(error.code(), error.to_string())
    }
}

impl From<PyErr> for Failure {
    fn from(error: PyErr) -> Self {
        What::Raised(error).into()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Failure {}

impl ser::Error for Failure {
    fn custom<T: fmt::Display>(message: T) -> Self {
        prorata::Error::internal(message.to_string()).into()
    }
}

/// What serde says about a value that does not fit, in the words of Python.
impl de::Error for Failure {
    /// Takes the code out of the text of an error of the core, whose `{:#}` is `code: sentence`.
    fn custom<T: fmt::Display>(message: T) -> Self {
        let text = format!("{message:#}");
        match text.split_once(": ") {
            Some((code, sentence)) if is_code(code) => Self::coded(code, sentence),
            _ => What::Misfit(text).into(),
        }
    }

    fn invalid_type(unexpected: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::wrong_type(in_words(&expected.to_string()), type_name(unexpected))
    }

    fn invalid_value(unexpected: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        if let de::Unexpected::Signed(value) = unexpected {
            Self::out_of_range(value, expected)
        } else if let de::Unexpected::Unsigned(value) = unexpected {
            Self::out_of_range(value, expected)
        } else {
            What::Misfit(format!("expected {}, not {unexpected}", in_words(&expected.to_string()))).into()
        }
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        What::Misfit(format!("`{variant}` is none of `{}`", expected.join("`, `"))).into()
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        What::Misfit(format!("it has no `{field}`, only `{}`", expected.join("`, `"))).into()
    }

    fn missing_field(field: &'static str) -> Self {
        What::Misfit(format!("`{field}` is missing")).into()
    }
}

impl Failure {
    pub(crate) fn out_of_range(value: impl fmt::Display, expected: &dyn de::Expected) -> Self {
        Self::coded("input.out_of_range", format!("`{value}` is not {}", in_words(&expected.to_string())))
    }
}

/// `money.overflow`: a family and what is wrong.
fn is_code(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    text.split_once('.').is_some_and(|(family, what)| is_word(family) && is_word(what))
}

/// What serde expects, which it calls by the names of Rust's types.
fn in_words(expected: &str) -> String {
    match expected {
        "a string" => "text".into(),
        "an instant as text" => "an aware datetime".into(),
        "a date as text" => "a date".into(),
        "a decimal number as text" => "a Decimal".into(),
        "a boolean" => "a bool".into(),
        "a sequence" => "a list".into(),
        "f64" => "a number".into(),
        "i64" => "an integer of 64 bits".into(),
        "i32" => "an integer of 32 bits".into(),
        "u64" => "an integer of 64 bits, from 0".into(),
        "u32" => "an integer of 32 bits, from 0".into(),
        "u8" => "an integer of 8 bits, from 0".into(),
        other => other.strip_prefix("struct ").map_or_else(|| other.to_owned(), |name| format!("a {name}")),
    }
}

fn type_name(unexpected: de::Unexpected<'_>) -> String {
    use de::Unexpected as U;
    let name = match unexpected {
        U::Bool(_) => "bool",
        U::Signed(_) | U::Unsigned(_) => "int",
        U::Float(_) => "float",
        U::Char(_) | U::Str(_) => "str",
        U::Bytes(_) => "bytes",
        U::Unit | U::Option => "None",
        U::Seq => "list",
        U::Map => "dict",
        U::Other(name) => name,
        U::NewtypeStruct
        | U::Enum
        | U::UnitVariant
        | U::NewtypeVariant
        | U::TupleVariant
        | U::StructVariant => "record",
    };
    name.to_owned()
}

/// An error of the package itself: a class of `records.py` that is not there.
pub(crate) fn no_such_record(name: &str) -> Failure {
    PyAttributeError::new_err(format!("prorata.records has no `{name}`")).into()
}

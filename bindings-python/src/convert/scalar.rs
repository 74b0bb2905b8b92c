//! The scalars that have a class of their own in Python and cross as text: instants, dates and decimals.
//!
//! One program says the same few over and over: the ends of a month, the prices of its catalogue. So the last of
//! them are remembered with their texts, both ways. All are immutable, and nobody sees that two records share one.

use std::{
    borrow::Cow,
    cell::RefCell,
    hash::{BuildHasher, Hash},
    rc::Rc,
};

use pyo3::{
    Bound, Py, PyAny, Python, intern,
    types::{PyAnyMethods, PyStringMethods},
};
use rustc_hash::FxBuildHasher;

use super::NATIVE;
use crate::errors::{Failure, Result};

/// The class of a scalar.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Instant,
    Date,
    Decimal,
}

impl Form {
    /// By the name under which the core writes it; nothing for what is plain text in Python too.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "Timestamp" => Some(Self::Instant),
            "Date" => Some(Self::Date),
            "Percent" | "UnitAmount" | "RateFactor" => Some(Self::Decimal),
            _ => None,
        }
    }

    /// The Python value of a text of the core.
    pub(super) fn make<'py>(self, py: Python<'py>, text: &str) -> Result<Bound<'py, PyAny>> {
        if let Some(object) = RECENT.with_borrow(|recent| recent.object(py, self, text)) {
            return Ok(object);
        }
        let object = match self {
            // `fromisoformat` reads a final `Z` from Python 3.11 on only.
            Self::Instant => NATIVE.datetime_from_text(py)?.call1((text.replace('Z', "+00:00"),))?,
            Self::Date => NATIVE.date(py)?.call_method1("fromisoformat", (text,))?,
            Self::Decimal => NATIVE.decimal(py)?.call1((text,))?,
        };
        RECENT.with_borrow_mut(|recent| recent.keep_made(self, text, &object));
        Ok(object)
    }
}

/// The text of a scalar that is remembered.
pub(super) fn known_text(value: &Bound<'_, PyAny>) -> Option<Rc<str>> {
    RECENT.with_borrow(|recent| recent.text(value))
}

/// The text of a decimal, an instant or a date, for the core's own parser; nothing for what is none of them.
pub(super) fn text(value: &Bound<'_, PyAny>) -> Result<Option<Rc<str>>> {
    if let Some(text) = plain_text(value)? {
        RECENT.with_borrow_mut(|recent| recent.keep_read(value, &text));
        return Ok(Some(text));
    }
    let py = value.py();
    let text = if value.is_instance(NATIVE.datetime(py)?)? {
        instant_text(value)?
    } else if value.is_instance(NATIVE.date(py)?)? {
        value.call_method0("isoformat")?
    } else if value.is_instance(NATIVE.decimal(py)?)? {
        // Without an exponent, unless it is absurd: a million zeros would be as wrong.
        let size: i64 = value.call_method0("adjusted")?.extract()?;
        let plain = (-64..=64).contains(&size);
        value.call_method1("__format__", (if plain { "f" } else { "" },))?
    } else {
        return Ok(None);
    };
    Ok(Some(text.extract::<Cow<'_, str>>()?.into()))
}

/// The text, as the core writes it, of what nearly all scalars are: an instant as this package gives them, and a decimal
/// that Python writes without an exponent, neither of a derived class. Such a text never changes.
fn plain_text(value: &Bound<'_, PyAny>) -> Result<Option<Rc<str>>> {
    if value.get_type().is(NATIVE.decimal(value.py())?) {
        let text = value.str()?;
        let text = text.to_cow()?;
        return Ok(if text.contains(['E', 'e']) { None } else { Some(text.into()) });
    }
    Ok(utc_instant(value)?.map(|instant| instant.to_string().into()))
}

/// A plain `datetime` whose zone is `timezone.utc`, in whole milliseconds. To take its distance from 1970 is a fraction of
/// the work of writing its text.
fn utc_instant(value: &Bound<'_, PyAny>) -> Result<Option<prorata::Timestamp>> {
    let py = value.py();
    if !value.get_type().is(NATIVE.datetime(py)?)
        || !value.getattr(intern!(py, "tzinfo"))?.is(NATIVE.utc(py)?)
    {
        return Ok(None);
    }
    let since = value.sub(NATIVE.epoch(py)?)?;
    let days: i64 = since.getattr(intern!(py, "days"))?.extract()?;
    let seconds: i64 = since.getattr(intern!(py, "seconds"))?.extract()?;
    let micros: i64 = since.getattr(intern!(py, "microseconds"))?.extract()?;
    if micros % 1_000 != 0 {
        return Ok(None); // the core refuses its text
    }
    let seconds = days.checked_mul(86_400).and_then(|whole| whole.checked_add(seconds));
    let millis = seconds.and_then(|whole| whole.checked_mul(1_000)?.checked_add(micros / 1_000));
    Ok(millis.and_then(|millis| prorata::Timestamp::from_millis(millis).ok()))
}

fn instant_text<'py>(value: &Bound<'py, PyAny>) -> Result<Bound<'py, PyAny>> {
    // `pandas.NaT`, the one `datetime` that is not equal to itself; it has no offset to ask for.
    if value.ne(value)? {
        let text = "`NaT` is not an instant: expected an aware datetime, or None where the field is optional";
        return Err(Failure::coded("input.empty_value", text));
    }
    if value.call_method0("utcoffset")?.is_none() {
        let text = format!("`{}` has no time zone: expected an aware datetime", value.str()?);
        return Err(Failure::coded("input.naive_datetime", text));
    }
    match value.call_method1("astimezone", (NATIVE.utc(value.py())?,)) {
        Ok(instant) => Ok(instant.call_method0("isoformat")?),
        // The first or the last hours of the calendar, seen from UTC; the core refuses the text.
        Err(_) => Ok(value.call_method0("isoformat")?),
    }
}

thread_local! {
    static RECENT: RefCell<Recent> = const { RefCell::new(Recent::new()) };
}

/// How many scalars a thread remembers each way: so many more than a call has that few share a place, and 14 kilobytes.
const PLACES: usize = 256;

/// The last scalars, each in the one place that its hash gives it, which the next one there takes over.
struct Recent {
    /// What was made here, by its form and text.
    by_text: [Option<(Form, Scalar)>; PLACES],
    /// What was made or read here, by its address, which is no other's as long as it is held here.
    by_address: [Option<Scalar>; PLACES],
}

struct Scalar {
    text: Rc<str>,
    object: Py<PyAny>,
}

fn place(key: impl Hash) -> usize {
    usize::try_from(FxBuildHasher.hash_one(key)).unwrap_or_default() % PLACES
}

impl Recent {
    const fn new() -> Self {
        Self { by_text: [const { None }; PLACES], by_address: [const { None }; PLACES] }
    }

    fn object<'py>(&self, py: Python<'py>, form: Form, text: &str) -> Option<Bound<'py, PyAny>> {
        let (known, scalar) = self.by_text.get(place(text))?.as_ref()?;
        (*known == form && *scalar.text == *text).then(|| scalar.object.bind(py).clone())
    }

    fn text(&self, object: &Bound<'_, PyAny>) -> Option<Rc<str>> {
        let scalar = self.by_address.get(place(object.as_ptr()))?.as_ref()?;
        scalar.object.is(object).then(|| scalar.text.clone())
    }

    fn keep_made(&mut self, form: Form, text: &str, object: &Bound<'_, PyAny>) {
        let text: Rc<str> = text.into();
        if let Some(held) = self.by_text.get_mut(place(&*text)) {
            *held = Some((form, Scalar { text: text.clone(), object: object.clone().unbind() }));
        }
        self.keep_read(object, &text);
    }

    fn keep_read(&mut self, object: &Bound<'_, PyAny>, text: &Rc<str>) {
        if let Some(held) = self.by_address.get_mut(place(object.as_ptr())) {
            *held = Some(Scalar { text: text.clone(), object: object.clone().unbind() });
        }
    }
}

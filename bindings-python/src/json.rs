//! Records as JSON, to be kept: the text is the one that the core's own serde makes, the same in every language.

use pyo3::{
    Bound, PyAny, PyResult, Python, pyfunction,
    types::{PyAnyMethods, PyStringMethods, PyType, PyTypeMethods},
};
use serde::{Serialize, de::DeserializeOwned, de::Error as _};

use crate::{
    convert::{from_py, to_py},
    errors::{Failure, Result},
    forms::FORMS,
    guard::guard,
};

/// The way of one record to JSON, and back.
pub(crate) struct Form {
    write: fn(&Bound<'_, PyAny>) -> Result<String>,
    read: for<'py> fn(Python<'py>, &str) -> Result<Bound<'py, PyAny>>,
}

pub(crate) const fn form<T: Serialize + DeserializeOwned>() -> Form {
    Form { write: write::<T>, read: read::<T> }
}

fn write<T: Serialize + DeserializeOwned>(record: &Bound<'_, PyAny>) -> Result<String> {
    let record: T = from_py(record, "record", "a record")?;
    serde_json::to_string(&record).map_err(|error| prorata::Error::internal(error.to_string()).into())
}

fn read<'py, T: Serialize + DeserializeOwned>(py: Python<'py>, text: &str) -> Result<Bound<'py, PyAny>> {
    let record: T = serde_json::from_str(text).map_err(|error| Failure::custom(error).inside("text"))?;
    to_py(py, &record)
}

/// The form of a class of `prorata.records`.
fn form_of(class: &Bound<'_, PyType>) -> Result<&'static Form> {
    let (name, module) = (class.name()?, class.module()?);
    let (name, module) = (name.to_cow()?, module.to_cow()?);
    let found = FORMS.iter().find(|(known, _)| *known == name && module == "prorata.records");
    found.map(|(_, form)| form).ok_or_else(|| Failure::wrong_type("a record that is kept", name.into_owned()))
}

/// A record as JSON, to be kept in a file or a column: `from_json` reads it back, in any language and any later
/// version that still knows its fields.
#[pyfunction]
#[pyo3(signature = (record: "object") -> "str")]
pub(crate) fn record_to_json(record: &Bound<'_, PyAny>) -> PyResult<String> {
    guard(|| (form_of(&record.get_type()).map_err(|failure| failure.inside("record"))?.write)(record))
}

/// The record of a class that `to_json` wrote.
///
/// Errors: `input.wrong_type` for a class that is not kept, `input.invalid_record` for a text that is not its JSON.
#[pyfunction]
#[pyo3(signature = (kind: "type[_Record]", text: "str") -> "_Record")]
pub(crate) fn record_from_json<'py>(
    kind: &Bound<'py, PyAny>,
    text: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let text: String = from_py(text, "text", "text")?;
        let class = kind.cast::<PyType>();
        let class = class.map_err(|_| {
            Failure::wrong_type("a class of `prorata.records`", "a value".to_owned()).inside("kind")
        })?;
        (form_of(class).map_err(|failure| failure.inside("kind"))?.read)(kind.py(), &text)
    })
}

//! The one converter between Python's values and the core's: see docs/adr/0001-how-records-cross.md.

mod de;
mod record;
mod scalar;
mod ser;

use pyo3::{
    Bound, Py, PyAny, Python, intern,
    sync::PyOnceLock,
    types::{IntoPyDict, PyAnyMethods, PyBytes, PyBytesMethods, PyStringMethods, PyType, PyTypeMethods},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::errors::{Failure, Result};

/// Reads an argument. `expected` says in words what it should have been: `an integer`.
pub(crate) fn from_py<T: DeserializeOwned>(
    value: &Bound<'_, PyAny>,
    name: &str,
    expected: &str,
) -> Result<T> {
    T::deserialize(de::Value::of(value)).map_err(|failure| failure.in_argument(name, expected))
}

/// Writes an answer as Python's own values and the classes of `prorata.records`.
pub(crate) fn to_py<'py, T: Serialize + ?Sized>(py: Python<'py>, value: &T) -> Result<Bound<'py, PyAny>> {
    value.serialize(ser::Builder::new(py))
}

/// Reads an argument that is a file.
pub(crate) fn bytes_from_py(value: &Bound<'_, PyAny>, name: &str) -> Result<Vec<u8>> {
    match value.cast::<PyBytes>() {
        Ok(bytes) => Ok(bytes.as_bytes().to_vec()),
        Err(_) => {
            let got = value.get_type().name()?.to_cow()?.into_owned();
            Err(Failure::wrong_type("bytes", got).inside(name))
        }
    }
}

/// Writes an answer that is a file.
pub(crate) fn bytes_to_py<'py>(py: Python<'py>, bytes: &[u8]) -> Bound<'py, PyAny> {
    PyBytes::new(py, bytes).into_any()
}

/// An instant for a cell of a table; a naive `datetime` for one of a column without a zone.
pub(crate) fn instant_from_millis(py: Python<'_>, millis: i64, aware: bool) -> Result<Bound<'_, PyAny>> {
    let instant = to_py(py, &prorata::Timestamp::from_millis(millis)?)?;
    if aware {
        return Ok(instant);
    }
    let nowhere = [("tzinfo", py.None())].into_py_dict(py)?;
    Ok(instant.call_method("replace", (), Some(&nowhere))?)
}

/// A date for a cell of a table, from days since 1970.
pub(crate) fn date_from_days<'py>(py: Python<'py>, days: i32) -> Result<Bound<'py, PyAny>> {
    let first = NATIVE.date(py)?.call1((1970, 1, 1))?;
    let since = py.import("datetime")?.getattr("timedelta")?.call1((days,))?;
    let beyond =
        |_| Failure::coded("calendar.out_of_range", format!("day `{days}` since 1970 is not a date"));
    first.add(since).map_err(beyond)
}

/// A decimal for a cell of a table.
pub(crate) fn decimal_from_text<'py>(py: Python<'py>, text: &str) -> Result<Bound<'py, PyAny>> {
    Ok(NATIVE.decimal(py)?.call1((text,))?)
}

/// The Python classes that the converter makes or recognises, looked up once.
struct Native {
    date: PyOnceLock<Py<PyType>>,
    datetime: PyOnceLock<Py<PyType>>,
    datetime_from_text: PyOnceLock<Py<PyAny>>,
    utc: PyOnceLock<Py<PyAny>>,
    epoch: PyOnceLock<Py<PyAny>>,
    decimal: PyOnceLock<Py<PyType>>,
}

static NATIVE: Native = Native {
    date: PyOnceLock::new(),
    datetime: PyOnceLock::new(),
    datetime_from_text: PyOnceLock::new(),
    utc: PyOnceLock::new(),
    epoch: PyOnceLock::new(),
    decimal: PyOnceLock::new(),
};

impl Native {
    fn date<'py>(&self, py: Python<'py>) -> Result<&Bound<'py, PyType>> {
        Ok(self.date.import(py, "datetime", "date")?)
    }
    fn datetime<'py>(&self, py: Python<'py>) -> Result<&Bound<'py, PyType>> {
        Ok(self.datetime.import(py, "datetime", "datetime")?)
    }
    fn datetime_from_text<'py>(&self, py: Python<'py>) -> Result<&Bound<'py, PyAny>> {
        let method = || Ok::<_, Failure>(self.datetime(py)?.getattr(intern!(py, "fromisoformat"))?.unbind());
        Ok(self.datetime_from_text.get_or_try_init(py, method)?.bind(py))
    }
    /// `datetime.timezone.utc`, the zone of all instants that come from here.
    fn utc<'py>(&self, py: Python<'py>) -> Result<&Bound<'py, PyAny>> {
        let utc = || py.import("datetime")?.getattr("timezone")?.getattr("utc").map(Bound::unbind);
        Ok(self.utc.get_or_try_init(py, utc)?.bind(py))
    }
    /// 1970 in that zone.
    fn epoch<'py>(&self, py: Python<'py>) -> Result<&Bound<'py, PyAny>> {
        let epoch = || {
            let zone = [("tzinfo", self.utc(py)?)].into_py_dict(py)?;
            Ok::<_, Failure>(self.datetime(py)?.call((1970, 1, 1), Some(&zone))?.unbind())
        };
        Ok(self.epoch.get_or_try_init(py, epoch)?.bind(py))
    }
    fn decimal<'py>(&self, py: Python<'py>) -> Result<&Bound<'py, PyType>> {
        Ok(self.decimal.import(py, "decimal", "Decimal")?)
    }
}

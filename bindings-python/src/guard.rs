//! The panic guard that every export runs in.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
};

use pyo3::{PyResult, pyfunction};

use crate::errors::{Failure, Result};

/// Runs an export: what it refuses, and a panic too, becomes an exception of `prorata.errors`.
///
/// Without the guard a panic would be pyo3's `PanicException`, which escapes `except Exception`.
pub(crate) fn guard<T>(export: impl FnOnce() -> Result<T>) -> PyResult<T> {
    let answer = catch_unwind(AssertUnwindSafe(export))
        .unwrap_or_else(|panic| Err(Failure::from(prorata::Error::internal(sentence(panic.as_ref())))));
    answer.map_err(Failure::into_exception)
}

fn sentence(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic without a message")
}

/// Panics on purpose, so that a test can see the guard turn it into `InternalError`.
#[pyfunction]
#[pyo3(signature = () -> "None")]
#[expect(clippy::panic, reason = "the panic is the point")]
pub(crate) fn _panic_for_test() -> PyResult<()> {
    guard(|| panic!("on purpose"))
}

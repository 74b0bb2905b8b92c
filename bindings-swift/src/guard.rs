//! The panic guard that every export runs in.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
};

use crate::ProrataError;

/// What an export returns.
pub(crate) type Result<T> = std::result::Result<T, ProrataError>;

/// Runs an export: what the core refuses, and a panic too, becomes a [`ProrataError`].
///
/// Without the guard a panic would be an error of uniffi's own, without a code.
pub(crate) fn guard<T>(export: impl FnOnce() -> prorata::Result<T>) -> Result<T> {
    // What an export could leave half done is dropped with it: the core's values are immutable.
    let answer = catch_unwind(AssertUnwindSafe(export));
    let answer = answer.unwrap_or_else(|panic| Err(prorata::Error::internal(sentence(panic.as_ref()))));
    answer.map_err(ProrataError::from)
}

fn sentence(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic without a message")
}

/// Panics on purpose, so that a test can see the guard turn it into an error.
#[uniffi::export]
#[expect(clippy::panic, reason = "the panic is the point")]
pub(crate) fn panic_for_test() -> Result<()> {
    guard(|| panic!("on purpose"))
}

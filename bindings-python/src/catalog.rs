//! What a price comes to.

use prorata::catalog::{Normalization, Price};
use pyo3::{Bound, PyAny, PyResult, pyfunction};

use crate::{
    convert::{from_py, to_py},
    errors::Result,
    guard::guard,
};

fn arguments(
    price: &Bound<'_, PyAny>,
    quantity: &Bound<'_, PyAny>,
    normalization: &Bound<'_, PyAny>,
) -> Result<(Price, i64, Normalization)> {
    let price = from_py(price, "price", "a Price")?;
    let quantity = from_py(quantity, "quantity", "an integer")?;
    Ok((price, quantity, from_py(normalization, "normalization", "a Normalization")?))
}

/// The monthly recurring revenue of `quantity` units of a price, annualised first and rounded once.
#[pyfunction]
#[pyo3(signature = (price: "Price", quantity: "int", normalization: "Normalization") -> "Money")]
pub(crate) fn mrr<'py>(
    price: &Bound<'py, PyAny>,
    quantity: &Bound<'py, PyAny>,
    normalization: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let (value, quantity, normalization) = arguments(price, quantity, normalization)?;
        to_py(price.py(), &value.mrr(quantity, normalization)?)
    })
}

/// The annual recurring revenue of `quantity` units of a price, rounded once.
#[pyfunction]
#[pyo3(signature = (price: "Price", quantity: "int", normalization: "Normalization") -> "Money")]
pub(crate) fn arr<'py>(
    price: &Bound<'py, PyAny>,
    quantity: &Bound<'py, PyAny>,
    normalization: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let (value, quantity, normalization) = arguments(price, quantity, normalization)?;
        to_py(price.py(), &value.arr(quantity, normalization)?)
    })
}

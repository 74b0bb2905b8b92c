//! The Python binding: it converts between Python's values and the core's, and does nothing else.
//!
//! Every export takes its arguments as Python objects, converts them inside [`guard::guard`] with
//! [`convert::from_py`], calls one function of the core and converts the answer with [`convert::to_py`].
//! Types for people and checkers are written in the `signature` of each export, from which `stubs.py` writes
//! `_native.pyi`.
#![deny(unsafe_code)]

mod arrow;
mod columns;
mod convert;
mod errors;
mod guard;
mod money;
mod table;

/// The compiled half of the package `prorata`.
#[pyo3::pymodule]
mod _native {
    #[pymodule_export]
    use crate::guard::_panic_for_test;
    #[pymodule_export]
    use crate::money::{PyMoney, unit_amount_total};
    #[pymodule_export]
    use crate::table::Table;
}

//! Prorata for Node: a binding that converts, and computes nothing.
//!
//! Every export takes its arguments as they come, reads them with [`convert::arg`], calls the core inside
//! [`guard::guard`], and hands the result back through [`convert::to_js`] (docs/adr/0001-how-records-cross.md).
#![deny(unsafe_code)]

pub mod convert;
pub mod errors;
pub mod guard;

pub mod calendar;
pub mod facts;
mod forms;
pub mod functions;
pub mod json;
pub mod metrics;
pub mod money;
pub mod report;

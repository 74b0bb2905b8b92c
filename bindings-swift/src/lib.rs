//! Prorata for Swift and Kotlin: a binding that converts, and computes nothing.
//!
//! Values of the core cross as what each language has of its own (`scalars`), as records restated for uniffi
//! (`records`, generated, as `functions` is), or as the one noun with behaviour, `Money`. Every export runs in `guard::guard`:
//! it returns a [`ProrataError`], and a panic becomes one. The Swift and Kotlin sources are made by
//! `generate.sh` and committed (docs/adr/0001-how-records-cross.md).
#![forbid(unsafe_code)]

mod calendar;
mod dates;
mod errors;
mod facts;
mod functions;
mod guard;
mod json;
mod methods;
mod metrics;
mod money;
mod records;
mod report;
mod scalars;
mod subscription;

pub use errors::ProrataError;
pub use money::Money;

uniffi::setup_scaffolding!();

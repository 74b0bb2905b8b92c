//! `cargo xtask report`: passed on to `xtask-report`, which is made of the library and needs it to compile.

use std::process::Command;

use crate::{Outcome, source};

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let manifest = source::root().join("Cargo.toml");
    let mut cargo = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
    cargo.args(["run", "--quiet", "--package", "xtask-report", "--manifest-path"]).arg(manifest).arg("--");
    // Not in the repository's root: paths among the arguments are the caller's.
    let status = cargo.args(arguments).status().map_err(|error| format!("cargo: {error}"))?;
    if status.success() { Ok(()) } else { Err("no report was written".into()) }
}

//! `cargo xtask generate`: the bundled business, which the library makes up from a plan, and the exchange rates of
//! its reporting. Everything in it is invented.

use std::process::Command;

use crate::{Outcome, generated::write_or_check, only_flag, source};

const RATES: &str = "date,base,quote,rate
2024-01-01,EUR,USD,1.1050
2024-01-01,EUR,GBP,0.8680
2024-07-01,EUR,USD,1.0720
2024-07-01,EUR,GBP,0.8470
2025-01-01,EUR,USD,1.0390
2025-01-01,EUR,GBP,0.8290
2025-07-01,EUR,USD,1.1720
2025-07-01,EUR,GBP,0.8560
";

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let check = only_flag(arguments, "--check")?;
    write_or_check("examples/data/business.jsonl", &business()?, check, "generate")?;
    write_or_check("examples/data/rates.csv", RATES, check, "generate")
}

pub(crate) fn check() -> Outcome {
    run(&["--check".to_owned()])
}

/// What the program `bundled-business` prints: it is made of the library and needs it to compile.
fn business() -> Result<String, String> {
    let mut cargo = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
    cargo.args(["run", "--quiet", "--package", "xtask-report", "--bin", "bundled-business"]);
    let output = cargo.current_dir(source::root()).output().map_err(|error| format!("cargo: {error}"))?;
    if !output.status.success() {
        return Err(format!("bundled-business: {}", String::from_utf8_lossy(&output.stderr)));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("bundled-business: {error}"))
}

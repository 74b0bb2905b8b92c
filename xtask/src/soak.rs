//! Long runs: every property test with many more cases, and the tests that are ignored for their length.
//!
//! A property test takes its number of cases from the laws' own configuration, whole or in part: else this
//! command would run the same cases as every day.

use std::collections::BTreeSet;

use crate::{
    Outcome, only_flag,
    shell::{Stop, run_with},
    source::{read, rust_files},
};

const CASES: &str = "PRORATA_LAW_CASES";
const SEED: &str = "PRORATA_LAW_SEED";
/// How a law asks for its configuration.
const CONFIGURATION: &str = "crate::config()";

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let outcome = if only_flag(arguments, "--short")? {
        short()
    } else {
        targets().map_err(Stop::Failed).and_then(|_| {
            let line = "cargo test --package prorata --release --lib --tests -- --include-ignored";
            run_with(line, &[(CASES, "1000000")]).map(drop)
        })
    };
    match outcome {
        Ok(()) => Ok(()),
        Err(Stop::Failed(why) | Stop::Skipped(why)) => Err(why),
    }
}

/// The form for CI: the property tests only, twice the usual cases, from a seed that is not their own.
pub(crate) fn short() -> Result<(), Stop> {
    let targets = targets()?;
    if targets.is_empty() {
        return Err(Stop::Skipped("there is no property test in core".into()));
    }
    let targets: Vec<String> = targets.into_iter().collect();
    let line = format!("cargo test --package prorata {}", targets.join(" "));
    run_with(&line, &[(CASES, "20000"), (SEED, "31")])?;
    Ok(())
}

/// The test targets of the core that hold property tests, as arguments of cargo.
fn targets() -> Result<BTreeSet<String>, String> {
    let mut found = BTreeSet::new();
    for source in rust_files("core")? {
        found.extend(target(&source.path, &read(&source.path)?)?);
    }
    Ok(found)
}

fn target(path: &str, text: &str) -> Result<Option<String>, String> {
    if !text.contains("proptest!") {
        return Ok(None);
    }
    let fixed = ["cases:", "with_cases", "rng_seed"].iter().any(|word| text.contains(word));
    if fixed && !text.contains(CASES) && !text.contains(CONFIGURATION) {
        return Err(format!("{path} fixes its cases or seed without {CASES}: expected {CONFIGURATION}"));
    }
    let name = path.strip_prefix("core/tests/").and_then(|inside| inside.split('/').next());
    let name = name.map(|name| format!("--test {}", name.trim_end_matches(".rs")));
    Ok(Some(name.unwrap_or_else(|| "--lib".to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn property_tests_are_found_by_target() {
        let found = |path: &str| target(path, "proptest! {}").unwrap().unwrap();
        assert_eq!(found("core/tests/calendar_laws.rs"), "--test calendar_laws");
        assert_eq!(found("core/tests/laws/main.rs"), "--test laws");
        assert_eq!(found("core/src/money/allocate.rs"), "--lib");
        assert_eq!(target("core/src/lib.rs", "fn f() {}"), Ok(None));
    }

    #[test]
    fn a_test_that_would_not_run_longer_is_refused() {
        let text = "fn config() -> Config { Config { cases: 10_000, ..Config::default() } } proptest! {}";
        assert!(target("core/tests/laws.rs", text).unwrap_err().contains("core/tests/laws.rs fixes"));
        let asks = format!("{text} // unless {CASES} is set");
        assert!(target("core/tests/laws.rs", &asks).is_ok());
        let part = "Config { cases: crate::config().cases / 400, ..crate::config() } proptest! {}";
        assert!(target("core/tests/laws.rs", part).is_ok());
    }
}

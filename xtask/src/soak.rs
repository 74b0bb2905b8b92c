//! Long runs: every property test with many more cases, and the tests that are ignored for their length.
//!
//! A property test takes its number of cases from `PROPTEST_CASES` as long as it does not fix its own.

use crate::{
    Outcome, only_flag,
    shell::{Stop, run_with},
};

/// The tests that hold properties are those in a module named `properties`, or with `property` in the name.
const SHORT: &str = "cargo test --package prorata --lib --tests -- propert";
const LONG: &str = "cargo test --package prorata --release --lib --tests -- --include-ignored";

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let outcome = if only_flag(arguments, "--short")? {
        short()
    } else {
        run_with(LONG, &[("PROPTEST_CASES", "1000000")]).map(drop)
    };
    match outcome {
        Ok(()) => Ok(()),
        Err(Stop::Failed(why) | Stop::Skipped(why)) => Err(why),
    }
}

/// The form for CI: the same cases every time, from a seed.
pub(crate) fn short() -> Result<(), Stop> {
    let environment = [("PROPTEST_CASES", "20000"), ("PROPTEST_RNG_SEED", "20240229")];
    let output = run_with(SHORT, &environment)?;
    if ran(&output) == 0 {
        return Err(Stop::Skipped("no property test was found".into()));
    }
    Ok(())
}

/// How many tests passed, over all test binaries: `test result: ok. 3 passed; …`.
fn ran(output: &str) -> u32 {
    let passed = output
        .lines()
        .filter_map(|line| line.strip_prefix("test result: ok. ")?.split(' ').next()?.parse::<u32>().ok());
    passed.fold(0, u32::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_counted_over_all_binaries() {
        let output = "test result: ok. 3 passed; 0 failed\nnoise\ntest result: ok. 2 passed; 0 failed\n";
        assert_eq!(ran(output), 5);
        assert_eq!(ran("test result: FAILED. 3 passed; 1 failed"), 0);
    }
}

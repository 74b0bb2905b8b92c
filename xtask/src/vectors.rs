//! Running the vectors in Rust, and comparing how many each language ran.

use std::{collections::BTreeMap, fs};

use crate::{
    Outcome,
    shell::{Stop, run_with},
    source,
};

/// The languages that run every vector through their own public surface.
const LANGUAGES: &[&str] = &["rust", "python", "node", "swift", "kotlin"];

/// Where each language's closing line is kept, one file each.
const FOLDER: &str = "target/vectors";

/// The test target of the core that runs them.
const RUNNER: &str = "core/tests/vectors/main.rs";

/// `cargo xtask vectors [DIR…]`.
pub(crate) fn run(directories: &[String]) -> Outcome {
    for directory in directories {
        if !fs::metadata(directory).is_ok_and(|found| found.is_dir()) {
            return Err(format!("`{directory}` is not a directory"));
        }
    }
    match run_rust(directories) {
        Ok(()) => Ok(()),
        Err(Stop::Failed(why) | Stop::Skipped(why)) => Err(why),
    }
}

/// Runs the Rust runner, with directories of the caller's own, and keeps its count.
pub(crate) fn run_rust(directories: &[String]) -> Result<(), Stop> {
    if !source::root().join(RUNNER).is_file() {
        return Err(Stop::Skipped(format!("there is no {RUNNER}")));
    }
    let mut absolute = Vec::new();
    for directory in directories {
        absolute.push(fs::canonicalize(directory).map_err(|error| format!("{directory}: {error}"))?);
    }
    let extra = std::env::join_paths(absolute).map_err(|error| error.to_string())?;
    let extra = extra.to_string_lossy();
    let environment = [("PRORATA_VECTORS", extra.as_ref())];
    let environment = if directories.is_empty() { &[] } else { environment.as_slice() };
    let output = run_with("cargo test --quiet --package prorata --test vectors -- --nocapture", environment)?;
    if directories.is_empty() {
        remember("rust", &output)?;
    }
    Ok(())
}

/// Removes the count of an earlier run, so that it cannot stand for this one.
pub(crate) fn forget(language: &str) {
    // Nothing to remove is the usual case.
    let _ = fs::remove_file(source::root().join(FOLDER).join(format!("{language}.txt")));
}

/// Keeps the closing line `vectors: N passed, N failed` of a runner's output. A runner whose output is
/// captured by its test framework writes the file itself.
pub(crate) fn remember(language: &str, output: &str) -> Outcome {
    let Some(line) = output.lines().rev().find(|line| counts(line).is_some()) else { return Ok(()) };
    let folder = source::root().join(FOLDER);
    fs::create_dir_all(&folder).map_err(|error| format!("{FOLDER}: {error}"))?;
    fs::write(folder.join(format!("{language}.txt")), format!("{}\n", line.trim()))
        .map_err(|error| format!("{FOLDER}/{language}.txt: {error}"))
}

/// The stage: every language is there, none failed a case, and all ran the same number.
pub(crate) fn counts_agree() -> Result<(), Stop> {
    let mut lines = BTreeMap::new();
    for language in LANGUAGES {
        if let Ok(text) = fs::read_to_string(source::root().join(FOLDER).join(format!("{language}.txt"))) {
            println!("{language:<8} {}", text.trim());
            lines.insert(*language, text);
        }
    }
    compare(&lines)
}

/// A language without a count is a skip, since its stage was; anything else that differs is a failure.
fn compare(lines: &BTreeMap<&str, String>) -> Result<(), Stop> {
    let (mut wrong, mut missing) = (Vec::new(), Vec::new());
    let mut totals = BTreeMap::new();
    for language in LANGUAGES {
        match lines.get(language).and_then(|text| text.lines().rev().find_map(counts)) {
            None => missing.push(*language),
            Some((0, 0)) => wrong.push(format!("{language} ran no case")),
            Some((passed, 0)) => _ = totals.insert(*language, passed),
            Some((_, failed)) => wrong.push(format!("{language} failed {failed}")),
        }
    }
    if totals.values().collect::<std::collections::BTreeSet<_>>().len() > 1 {
        let each: Vec<String> =
            totals.iter().map(|(language, passed)| format!("{language} {passed}")).collect();
        wrong.push(format!("the counts differ: {}", each.join(", ")));
    }
    match (wrong.is_empty(), missing.is_empty()) {
        (false, _) => Err(Stop::Failed(wrong.join("; "))),
        (true, false) => Err(Stop::Skipped(format!("no count from {}", missing.join(", ")))),
        (true, true) => Ok(()),
    }
}

/// Passed and failed, if the line is a closing line.
fn counts(line: &str) -> Option<(u32, u32)> {
    let rest = line.trim().strip_prefix("vectors: ")?;
    let (passed, rest) = rest.split_once(" passed, ")?;
    let failed = rest.strip_suffix(" failed")?;
    Some((passed.parse().ok()?, failed.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(line: &str) -> BTreeMap<&'static str, String> {
        LANGUAGES.iter().map(|language| (*language, line.to_owned())).collect()
    }

    #[test]
    fn equal_counts_pass() {
        assert_eq!(compare(&all("vectors: 150 passed, 0 failed\n")), Ok(()));
    }

    #[test]
    fn every_way_of_disagreeing_fails() {
        let good = all("vectors: 150 passed, 0 failed");
        let with = |language, line: &str| {
            let mut lines = good.clone();
            lines.insert(language, line.to_owned());
            compare(&lines).unwrap_err()
        };
        assert_eq!(with("node", ""), Stop::Skipped("no count from node".into()));
        assert_eq!(with("node", "vectors: 0 passed, 0 failed"), Stop::Failed("node ran no case".into()));
        assert_eq!(with("swift", "vectors: 149 passed, 1 failed"), Stop::Failed("swift failed 1".into()));
        let differ = with("kotlin", "vectors: 149 passed, 0 failed");
        assert!(
            matches!(&differ, Stop::Failed(why) if why.contains("differ: kotlin 149, node 150")),
            "{differ:?}"
        );
    }

    #[test]
    fn only_a_closing_line_counts() {
        assert_eq!(counts("  vectors: 3 passed, 1 failed "), Some((3, 1)));
        assert_eq!(counts("3 passed, 1 failed"), None);
        assert_eq!(counts("vectors: three passed, 1 failed"), None);
    }
}

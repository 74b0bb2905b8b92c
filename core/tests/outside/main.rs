//! Runs cases from outside (recorded from Stripe, or taken from other engines' tests) that keep their own
//! form: `../shared/vectors/peers` and `../shared/vectors/stripe`, where they are there, and any directory in
//! `PRORATA_CASES=dir[:dir]`.
//!
//! A case is `{"id", "topic", "input", "expected", ..}`. One adapter per topic maps it to calls of the public
//! API; Stripe's have their own, under `stripe`. Every case passes, fails, or is not mapped for a stated reason.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests may panic"
)]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// One topic per line: its file maps `input.op` to the API.
macro_rules! topics {
    ($($topic:ident),* $(,)?) => {
        $(mod $topic;)*
        const TOPICS: &[(&str, Run)] = &[$((stringify!($topic), $topic::run)),*];
    };
}

topics! {
    allocation,
    calendar,
    commitments_minimums,
    currency_units,
    invoice_scenarios,
    mrr_normalization,
    proration_day,
    proration_second,
    tax_rounding,
    tiered_pricing,
}

mod edge_cases;
mod real_data;
mod stripe;

type Run = fn(input: &Value) -> Outcome;

/// What an adapter makes of a case.
enum Outcome {
    /// The figures, under the names that `expected` uses. What it does not use is not compared; what only it
    /// names is counted as not compared.
    Got(Value),
    /// The library refused, or the input did not fit.
    Failed(String),
    /// Why the case has no counterpart here.
    NotMapped(String),
}

/// Counts and reasons of one topic.
#[derive(Default)]
struct Tally {
    passed: u32,
    failed: u32,
    not_mapped: BTreeMap<String, u32>,
    /// Names of figures that cases have and their adapter does not.
    not_compared: BTreeMap<String, u32>,
}

fn check(case: &Value, tally: &mut Tally) -> Option<String> {
    let topic = case.get("topic").and_then(Value::as_str).unwrap_or("");
    let id = case.get("id").and_then(Value::as_str).unwrap_or("without an id");
    let input = case.get("input").unwrap_or(&Value::Null);
    let outcome = std::panic::catch_unwind(|| match TOPICS.iter().find(|(name, _)| *name == topic) {
        Some((_, run)) => run(input),
        None => match topic {
            "dunning_overdue" | "payment_retry" => {
                Outcome::NotMapped("the recovery of payments is not built yet".into())
            }
            "ledger" => Outcome::NotMapped("the ledger is not built yet".into()),
            _ => stripe::run(topic, input),
        },
    });
    // A form that the adapter does not read must not hide the cases after it.
    let outcome = outcome.unwrap_or_else(|_| Outcome::Failed("the adapter does not read this form".into()));
    let failure = match outcome {
        Outcome::Got(got) => {
            let expected = case.get("expected").unwrap_or(&Value::Null);
            let names = expected.as_object().into_iter().flat_map(|expected| expected.keys());
            if !names.into_iter().any(|name| got.get(name).is_some()) {
                let reason = "none of its figures is worked out by the adapter of its topic".to_owned();
                *tally.not_mapped.entry(reason).or_default() += 1;
                return None;
            }
            let mut missing = Vec::new();
            let same = same("", &got, expected, &mut missing);
            for name in missing {
                *tally.not_compared.entry(name).or_default() += 1;
            }
            (!same).then(|| format!("{id}: expected {expected}, got {got}"))
        }
        Outcome::Failed(what) => Some(format!("{id}: {what}")),
        Outcome::NotMapped(reason) => {
            *tally.not_mapped.entry(reason).or_default() += 1;
            return None;
        }
    };
    match failure {
        None => tally.passed += 1,
        Some(_) => tally.failed += 1,
    }
    failure
}

/// Whether what is expected is what was worked out, as far as it was; the rest is `missing`. Lists are as long
/// as each other, but for instants that go on (`next`): a case names some of them. Where only the amount of a
/// line is expected, the line is that number.
fn same(name: &str, got: &Value, expected: &Value, missing: &mut Vec<String>) -> bool {
    match (got, expected) {
        (Value::Object(got), Value::Object(expected)) => expected.iter().all(|(name, value)| {
            let Some(got) = got.get(name) else {
                missing.push(name.clone());
                return true;
            };
            same(name, got, value, missing)
        }),
        (Value::Array(got), Value::Array(expected)) => {
            let goes_on = name == "next" && expected.len() < got.len();
            let mut pairs = got.iter().zip(expected);
            (got.len() == expected.len() || goes_on)
                && pairs.all(|(got, expected)| same("", got, expected, missing))
        }
        (Value::Object(line), Value::Number(_)) => line.get("amount") == Some(expected),
        (got, expected) => got == expected,
    }
}

/// The cases of a directory's JSON files; each file is an array.
fn cases(dir: &Path) -> Vec<Value> {
    let entries = std::fs::read_dir(dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    paths
        .iter()
        .flat_map(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            serde_json::from_str::<Vec<Value>>(&text)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        })
        .collect()
}

#[test]
fn cases_from_outside_hold() {
    // Straight to the stream: the counts are wanted when the test passes, too.
    let mut out = std::io::stdout();
    let mut found = Vec::new();
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors");
    for (dir, whose) in [("peers", "other engines"), ("stripe", "Stripe")] {
        if shared.join(dir).is_dir() {
            found.extend(cases(&shared.join(dir)));
        } else {
            writeln!(out, "outside: skipped the cases of {whose}, for ../shared/vectors/{dir} is not there")
                .unwrap();
        }
    }
    for dir in std::env::var("PRORATA_CASES").unwrap_or_default().split(':').filter(|dir| !dir.is_empty()) {
        found.extend(cases(Path::new(dir)));
    }

    let (mut tallies, mut failures) = (BTreeMap::<String, Tally>::new(), Vec::new());
    for case in &found {
        let topic = case.get("topic").and_then(Value::as_str).unwrap_or("without a topic");
        failures.extend(check(case, tallies.entry(topic.to_owned()).or_default()));
    }
    for failure in &failures {
        writeln!(out, "{failure}").unwrap();
    }
    for (topic, tally) in &tallies {
        let not_mapped: u32 = tally.not_mapped.values().sum();
        writeln!(
            out,
            "outside: {topic}: {} passed, {} failed, {not_mapped} not mapped",
            tally.passed, tally.failed
        )
        .unwrap();
        for (reason, count) in &tally.not_mapped {
            writeln!(out, "    {count} not mapped: {reason}").unwrap();
        }
        if !tally.not_compared.is_empty() {
            let names: Vec<&str> = tally.not_compared.keys().map(String::as_str).collect();
            writeln!(out, "    not compared: {}", names.join(", ")).unwrap();
        }
    }
    assert!(failures.is_empty(), "{} cases from outside failed", failures.len());
}

//! Runs the conformance vectors, and those of any directory named in `PRORATA_VECTORS=dir[:dir]`, through the
//! public API. Every other language runs the same files and must count the same.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests may panic"
)]

use std::io::Write;
use std::path::{Path, PathBuf};

use prorata::Error;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// One module per line: its file maps the calls `<module>.<name>` to the API; `generated` maps the others.
macro_rules! modules {
    ($($module:ident),* $(,)?) => {
        $(mod $module;)*
        const MODULES: &[(&str, Run)] = &[$((stringify!($module), $module::run)),*];
    };
}

mod generated;
mod read;

modules! {
    calendar,
    facts,
    metrics,
    money,
}

type Run = fn(call: &str, given: &Given) -> Result<Value, Failure>;

/// Why a call gave no value.
enum Failure {
    /// The library refused: what a vector with `error` expects.
    Refused(Error),
    /// No module knows the call.
    Unmapped,
    /// The vector's own fields do not fit the call.
    Misfit(String),
    /// An argument cannot be read: the sentence of a parser of the library, with its code in front.
    Unreadable(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

/// The arguments of a case.
struct Given(Value);

impl Given {
    /// A number, record or list. Texts with a form of their own are read by [`text`](Self::text).
    fn get<T: DeserializeOwned>(&self, name: &str) -> Result<T, Failure> {
        let value = self.0.get(name).cloned().unwrap_or(Value::Null);
        serde_json::from_value(value).map_err(|error| Failure::Misfit(format!("`{name}`: {error}")))
    }

    /// Any argument of a generated function; what the library's parsers refuse keeps its code.
    fn argument<T: DeserializeOwned>(&self, name: &str) -> Result<T, Failure> {
        let value = self.0.get(name).cloned().unwrap_or(Value::Null);
        T::deserialize(read::Json(value)).map_err(|error| Failure::Unreadable(error.0))
    }

    /// A date, an instant, a zone: read from its text, so that a refusal keeps its code.
    fn text<T: std::str::FromStr<Err = Error>>(&self, name: &str) -> Result<T, Failure> {
        Ok(self.get::<String>(name)?.parse()?)
    }
}

/// A result as the JSON that every language compares.
fn json(value: impl serde::Serialize) -> Result<Value, Failure> {
    serde_json::to_value(value).map_err(|error| Failure::Misfit(error.to_string()))
}

/// What is wrong with a case; nothing when it holds.
fn check(case: &Value) -> Option<String> {
    // As vectors/schema.json says.
    for field in ["title", "why", "source"] {
        if case.get(field).and_then(Value::as_str).is_none_or(str::is_empty) {
            return Some(format!("a case has a `{field}`"));
        }
    }
    let call = case.get("call").and_then(Value::as_str).unwrap_or("");
    let given = Given(case.get("given").cloned().unwrap_or(Value::Null));
    let module = call.split('.').next().unwrap_or("");
    let run = MODULES.iter().find(|(name, _)| *name == module).map(|(_, run)| run);
    let got = match generated::run(call, &given) {
        Err(Failure::Unmapped) => run.map_or(Err(Failure::Unmapped), |run| run(call, &given)),
        got => got,
    };
    match (got, case.get("then"), case.get("error").and_then(Value::as_str)) {
        (Ok(got), Some(then), None) if got == *then => None,
        (Ok(got), Some(then), None) => Some(format!("expected {then}, got {got}")),
        (Ok(got), None, Some(code)) => Some(format!("expected the error {code}, got {got}")),
        (Err(Failure::Refused(error)), None, Some(code)) if error.code() == code => None,
        (Err(Failure::Refused(error)), ..) => Some(format!("refused with {error:#}")),
        (Err(Failure::Unmapped), ..) => Some(format!("no such call: `{call}`")),
        (Err(Failure::Unreadable(text)), None, Some(code)) if text.starts_with(&format!("{code}: ")) => None,
        (Err(Failure::Misfit(what) | Failure::Unreadable(what)), ..) => {
            Some(format!("the case does not fit its call: {what}"))
        }
        (Ok(_), ..) => Some("a case has exactly one of `then` and `error`".into()),
    }
}

/// The JSON files of a directory and, below it, of its directories.
fn files(dir: &Path, found: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
    found.sort();
}

#[test]
fn every_vector_holds() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors");
    let mut paths = Vec::new();
    files(&home, &mut paths);
    // Beside the modules' folders lie the schema and the manifest, which are no vectors.
    paths.retain(|path| path.parent() != Some(&home));
    for dir in std::env::var("PRORATA_VECTORS").unwrap_or_default().split(':').filter(|dir| !dir.is_empty()) {
        files(Path::new(dir), &mut paths);
    }

    let (mut passed, mut failures) = (0, Vec::new());
    for path in &paths {
        let text = std::fs::read_to_string(path).unwrap();
        let cases: Vec<Value> =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for case in &cases {
            let title = case.get("title").and_then(Value::as_str).unwrap_or("without a title");
            match check(case) {
                None => passed += 1,
                Some(what) => failures.push(format!("{}: {title}: {what}", path.display())),
            }
        }
    }
    // Straight to the stream: the counts are wanted when the test passes, too.
    let mut out = std::io::stdout();
    for failure in &failures {
        writeln!(out, "{failure}").unwrap();
    }
    writeln!(out, "vectors: {passed} passed, {} failed", failures.len()).unwrap();
    assert!(failures.is_empty(), "{} vectors failed", failures.len());
    assert!(passed > 0, "no vectors found in {}", home.display());
}

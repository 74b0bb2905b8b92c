//! What must not stand in any file: paths of one machine, and marks of unfinished work.

use super::{Findings, Rule, tracked};
use crate::source;

pub(super) const PATHS: Rule =
    Rule { name: "paths", what: "files", minimum: 60, folder: ".", check: || Ok(paths(&files()?)) };

pub(super) const MARKS: Rule =
    Rule { name: "marks", what: "files", minimum: 50, folder: ".", check: || Ok(marks(&files()?)) };

/// Where homes and checkouts are. Split, so that this file does not contain them.
const HOMES: &[&str] = &[
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!(":\\Us", "ers\\"),
];

const MARKED: &[&str] = &[
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("dbg", "!("),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("TO", "DO"),
];

/// Path and text of every file that is text; lock files aside, which tools write.
fn files() -> Result<Vec<(String, String)>, String> {
    let mut files = Vec::new();
    for path in tracked(".")? {
        let written_by_tools = path.ends_with(".lock") || path.ends_with("package-lock.json");
        if let Ok(text) = source::read(&path)
            && !written_by_tools
        {
            files.push((path, text));
        }
    }
    Ok(files)
}

fn paths(files: &[(String, String)]) -> Findings {
    find(files, |line| {
        HOMES.iter().copied().find(|home| line.match_indices(home).any(|(at, _)| starts_path(line, at, home)))
    })
}

/// Whether a path starts at `at`, rather than goes on there: `https://example.com/…`, `${HERE}/…`.
fn starts_path(line: &str, at: usize, home: &str) -> bool {
    let before = line.get(..at).and_then(|text| text.chars().next_back());
    !home.starts_with('/')
        || !before.is_some_and(|letter| letter.is_alphanumeric() || "._-}/*".contains(letter))
}

fn marks(files: &[(String, String)]) -> Findings {
    let code = |path: &str| {
        [".rs", ".py", ".pyi", ".js", ".mjs", ".ts", ".swift", ".kt", ".sh"]
            .iter()
            .any(|end| path.ends_with(end))
    };
    let files: Vec<_> = files.iter().filter(|(path, _)| code(path)).cloned().collect();
    find(&files, |line| MARKED.iter().copied().find(|mark| line.contains(mark)))
}

fn find(files: &[(String, String)], wrong: impl Fn(&str) -> Option<&'static str>) -> Findings {
    let mut findings = Findings::default();
    for (path, text) in files {
        findings.looked();
        for (number, line) in (1_u32..).zip(text.lines()) {
            if let Some(what) = wrong(line) {
                findings.problems.push(format!("{path}:{number}: `{what}`"));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: String) -> [(String, String); 1] {
        [(path.to_owned(), text)]
    }

    #[test]
    fn a_path_of_one_machine_is_found() {
        for home in HOMES {
            let start = if home.starts_with(':') { "C" } else { "\"" };
            let problems = paths(&file("docs/a.md", format!("fine\nsee {start}{home}me/x"))).problems;
            assert_eq!(problems, [format!("docs/a.md:2: `{home}`")]);
        }
        let fine = format!("https://example.com{}x ../art{} ${{HERE}}{}", HOMES[0], HOMES[3], HOMES[3]);
        assert_eq!(paths(&file("docs/a.md", fine)).problems, Vec::<String>::new());
    }

    #[test]
    fn a_mark_of_unfinished_work_is_found_in_code_only() {
        for mark in MARKED {
            assert_eq!(marks(&file("core/src/a.rs", format!("x {mark} y"))).problems.len(), 1, "{mark}");
            assert_eq!(marks(&file("docs/a.md", format!("x {mark} y"))).problems.len(), 0, "{mark}");
        }
    }
}

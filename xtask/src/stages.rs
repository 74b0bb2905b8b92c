//! The stages of `cargo xtask test`. A language's own commands are in its binding's own script.

use std::{collections::BTreeMap, fs};

use crate::{
    generate, manifest, readme, records,
    shell::{Stop, run, run_with, works},
    soak, source, tidy, vectors,
};

pub(crate) struct Stage {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    pub(crate) run: fn() -> Result<(), Stop>,
}

pub(crate) const STAGES: &[Stage] = &[
    Stage { name: "tidy", what: "module order, sizes, exports", run: || Ok(tidy::run(&[])?) },
    Stage {
        name: "records",
        what: "the generated record types and the bundled business are current",
        run: || Ok(records::check().and_then(|()| generate::check())?),
    },
    Stage { name: "manifest", what: "vectors/api.json is current", run: || Ok(manifest::check()?) },
    Stage { name: "rust", what: "format, lints, tests, documentation tests, vectors", run: rust },
    Stage {
        name: "python",
        what: "build, pytest, types, stubs",
        run: || script("python", "bindings-python/test.sh"),
    },
    Stage {
        name: "node",
        what: "build, node --test, types",
        run: || script("node", "bindings-node/test.sh"),
    },
    Stage {
        name: "swift-generated",
        what: "the committed Swift and Kotlin sources are current",
        run: swift_generated,
    },
    Stage {
        name: "kotlin",
        what: "compile and test",
        run: || script("kotlin", "bindings-swift/test-kotlin.sh"),
    },
    Stage {
        name: "swift",
        what: "compile and test",
        run: || script("swift", "bindings-swift/test-swift.sh"),
    },
    Stage {
        name: "vectors",
        what: "every language ran the same number of cases",
        run: vectors::counts_agree,
    },
    Stage { name: "examples", what: "the same program prints the same in every language", run: examples },
    Stage { name: "soak", what: "a short, seeded form of the long runs", run: soak::short },
];

pub(crate) fn names() -> Vec<&'static str> {
    STAGES.iter().map(|stage| stage.name).collect()
}

fn rust() -> Result<(), Stop> {
    vectors::forget("rust");
    run("cargo fmt --all --check -- --color never")?;
    run("cargo clippy --workspace --all-targets --quiet -- -D warnings")?;
    if works("cargo nextest --version") {
        run(
            "cargo nextest run --package prorata --package xtask --package xtask-report --cargo-quiet --no-fail-fast --status-level fail --hide-progress-bar",
        )?;
        run("cargo test --package prorata --doc --quiet")?;
    } else {
        run("cargo test --package prorata --package xtask --package xtask-report")?;
    }
    run_with("cargo doc --package prorata --no-deps --quiet", &[("RUSTDOCFLAGS", "-D warnings")])?;
    vectors::run_rust(&[])
}

/// Runs a binding's script and keeps the count of vectors that it printed.
fn script(language: &str, path: &str) -> Result<(), Stop> {
    if !source::root().join(path).is_file() {
        return Err(Stop::Skipped(format!("there is no {path}")));
    }
    vectors::forget(language);
    let output = run(&format!("bash {path}"))?;
    Ok(vectors::remember(language, &output)?)
}

/// Writes the Swift and Kotlin sources anew and compares every file with what was there.
fn swift_generated() -> Result<(), Stop> {
    let generate = "bindings-swift/generate.sh";
    if !source::root().join(generate).is_file() {
        return Err(Stop::Skipped(format!("there is no {generate}")));
    }
    let before = contents("bindings-swift")?;
    run(&format!("bash {generate}"))?;
    let after = contents("bindings-swift")?;
    let paths: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let stale: Vec<&str> =
        paths.into_iter().filter(|path| before.get(*path) != after.get(*path)).map(String::as_str).collect();
    if stale.is_empty() {
        return Ok(());
    }
    run(&format!("git --no-pager diff --stat -- {}", stale.join(" ")))?;
    Err(Stop::Failed(format!("stale, now written anew, to be committed: {}", stale.join(", "))))
}

/// What git tracks or would track under `folder`.
fn contents(folder: &str) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let mut files = BTreeMap::new();
    for path in tidy::tracked(folder)? {
        files.insert(path.clone(), fs::read(source::root().join(&path)).unwrap_or_default());
    }
    Ok(files)
}

/// A program of `examples/<name>/`: the binding it needs, its file, and what runs it.
struct Program {
    binding: &'static str,
    file: &'static str,
    command: fn(&str) -> String,
}

const PROGRAMS: &[Program] = &[
    Program {
        binding: "core",
        file: "main.rs",
        command: |name| format!("cargo run --quiet --package prorata --example {name}"),
    },
    Program {
        binding: "bindings-python",
        file: "main.py",
        command: |name| format!(".venv/bin/python examples/{name}/main.py"),
    },
    Program {
        binding: "bindings-node",
        file: "main.mjs",
        command: |name| format!("node examples/{name}/main.mjs"),
    },
    Program {
        binding: "bindings-swift",
        file: "main.swift",
        command: |name| format!("bash bindings-swift/example-swift.sh {name}"),
    },
    Program {
        binding: "bindings-swift",
        file: "main.kt",
        command: |name| format!("bash bindings-swift/example-kotlin.sh {name}"),
    },
];

/// Runs every example in every language whose binding is there: each prints `expected.txt`.
fn examples() -> Result<(), Stop> {
    readme::check()?;
    let root = source::root();
    let Ok(entries) = fs::read_dir(root.join("examples")) else {
        return Err(Stop::Skipped("there is no examples/".into()));
    };
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.path().join("expected.txt").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let (mut ran, mut wrong, mut skipped) = (0_u32, Vec::new(), Vec::new());
    for name in &names {
        let expected = source::read(&format!("examples/{name}/expected.txt"))?;
        for program in PROGRAMS.iter().filter(|program| root.join(program.binding).is_dir()) {
            let path = format!("examples/{name}/{}", program.file);
            if !root.join(&path).is_file() {
                wrong.push(format!("{path} is missing"));
                continue;
            }
            match run(&(program.command)(name)) {
                Ok(output) if output == expected => ran = ran.saturating_add(1),
                Ok(_) => wrong.push(format!("{path} does not print expected.txt")),
                Err(Stop::Skipped(why)) => skipped.push(format!("{path}: {why}")),
                Err(Stop::Failed(why)) => wrong.push(why),
            }
        }
    }
    println!("examples: {ran} passed, {} failed", wrong.len());
    match (wrong.is_empty(), skipped.is_empty()) {
        (false, _) => Err(Stop::Failed(wrong.join("; "))),
        (true, false) => Err(Stop::Skipped(skipped.join("; "))),
        (true, true) if ran == 0 => Err(Stop::Skipped("no example has an expected.txt".into())),
        (true, true) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_stages_share_a_name() {
        let unique: std::collections::BTreeSet<&str> = names().into_iter().collect();
        assert_eq!(unique.len(), STAGES.len());
    }
}

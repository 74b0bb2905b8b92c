//! Files that are written from the source: written, or compared with what is committed.

use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
};

use crate::{Outcome, source};

/// Writes the file, or with `check` refuses when it differs from what is there, with the difference.
pub(crate) fn write_or_check(path: &str, text: &str, check: bool, command: &str) -> Outcome {
    let full = source::root().join(path);
    if fs::read_to_string(&full).is_ok_and(|old| old == text) {
        println!("{path}: current");
        return Ok(());
    }
    if check {
        show_difference(path, text)?;
        return Err(format!("{path} is stale: run `cargo xtask {command}` and commit the result"));
    }
    fs::write(&full, text).map_err(|error| format!("{path}: {error}"))?;
    println!("{path}: written");
    Ok(())
}

fn show_difference(path: &str, text: &str) -> Outcome {
    let old = if source::root().join(path).exists() { path } else { "/dev/null" };
    let mut diff = Command::new("diff")
        .args(["-u", old, "-"])
        .current_dir(source::root())
        .stdin(Stdio::piped())
        .spawn()
        .map_err(|error| format!("diff: {error}"))?;
    if let Some(mut stdin) = diff.stdin.take() {
        stdin.write_all(text.as_bytes()).map_err(|error| format!("diff: {error}"))?;
    }
    diff.wait().map_err(|error| format!("diff: {error}"))?;
    Ok(())
}

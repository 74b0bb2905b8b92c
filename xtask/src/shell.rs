//! Running programs: shown as they run, their output passed on and kept.

use std::{
    io::{BufRead, BufReader, Write},
    process::Command,
};

use crate::source;

/// Why a stage did not pass.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    Failed(String),
    Skipped(String),
}

impl From<String> for Stop {
    fn from(message: String) -> Self {
        Self::Failed(message)
    }
}

/// A script that cannot run here exits with this code; its last line says why.
const SKIP: i32 = 77;

/// Runs `line`, split at spaces, in the repository's root, with `environment` added; gives what it printed.
pub(crate) fn run_with(line: &str, environment: &[(&str, &str)]) -> Result<String, Stop> {
    println!("+ {line}");
    let mut words = line.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).current_dir(source::root()).envs(environment.iter().copied());
    let failed = |error: std::io::Error| format!("{line}: {error}");

    // One pipe for both streams, so that the order of the lines is kept. `command` holds the writing
    // ends, and the pipe ends only when it is gone too.
    let (reader, writer) = std::io::pipe().map_err(failed)?;
    command.stdout(writer.try_clone().map_err(failed)?).stderr(writer);
    let mut child = command.spawn().map_err(failed)?;
    drop(command);
    let mut output = String::new();
    for part in BufReader::new(reader).split(b'\n') {
        let part = part.map_err(failed)?;
        let text = String::from_utf8_lossy(&part);
        println!("{text}");
        output.push_str(&text);
        output.push('\n');
    }
    std::io::stdout().flush().map_err(failed)?;

    let status = child.wait().map_err(failed)?;
    match status.code() {
        Some(0) => Ok(output),
        Some(SKIP) => {
            let last = output.lines().rev().find(|line| !line.trim().is_empty());
            Err(Stop::Skipped(last.unwrap_or("no reason given").trim().to_owned()))
        }
        _ => Err(Stop::Failed(format!("`{line}` ended with {status}"))),
    }
}

/// [`run_with`] nothing added.
pub(crate) fn run(line: &str) -> Result<String, Stop> {
    run_with(line, &[])
}

/// Whether `line` runs and succeeds; prints nothing.
pub(crate) fn works(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let output = Command::new(words.next().unwrap_or_default()).args(words).output();
    output.is_ok_and(|output| output.status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_is_kept_in_order_from_both_streams() {
        let file = std::env::temp_dir().join(format!("xtask-shell-{}.sh", std::process::id()));
        std::fs::write(&file, "echo one; echo two >&2; echo three").unwrap();
        assert_eq!(run(&format!("sh {}", file.display())), Ok("one\ntwo\nthree\n".into()));
        std::fs::write(&file, "echo no toolchain; echo; exit 77").unwrap();
        assert_eq!(run(&format!("sh {}", file.display())), Err(Stop::Skipped("no toolchain".into())));
        std::fs::write(&file, "exit 3").unwrap();
        assert!(
            matches!(run(&format!("sh {}", file.display())), Err(Stop::Failed(why)) if why.contains('3'))
        );
        std::fs::remove_file(&file).unwrap();
    }

    #[test]
    fn a_program_that_is_not_there_is_a_failure() {
        assert!(matches!(run("no-such-program-here"), Err(Stop::Failed(_))));
        assert!(!works("no-such-program-here"));
    }
}

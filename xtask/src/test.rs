//! `cargo xtask test`: the stages in order, and one closing line for each.

use std::time::Instant;

use crate::{
    Outcome,
    shell::Stop,
    stages::{STAGES, Stage, names},
};

#[derive(Default)]
struct Options {
    /// A skipped stage is a failure.
    strict: bool,
    /// Goes on after a failure.
    keep_going: bool,
    /// The stages to run; empty for all.
    only: Vec<String>,
}

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let mut options = Options::default();
    for argument in arguments {
        match argument.as_str() {
            "--strict" => options.strict = true,
            "--keep-going" => options.keep_going = true,
            name if names().contains(&name) => options.only.push(name.to_owned()),
            other => return Err(format!("unknown stage `{other}`: expected one of {}", names().join(", "))),
        }
    }
    run_stages(STAGES, &options)
}

fn run_stages(stages: &[Stage], options: &Options) -> Outcome {
    let chosen = stages
        .iter()
        .filter(|stage| options.only.is_empty() || options.only.iter().any(|name| name == stage.name));
    let (mut closing, mut passed, mut failed, mut skipped) = (Vec::new(), 0_u32, 0_u32, 0_u32);
    let mut stopped = false;
    for stage in chosen {
        if stopped {
            skipped = skipped.saturating_add(1);
            closing.push(format!("{:<16} skipped: a stage before it failed", stage.name));
            continue;
        }
        println!("\n=== {}: {}", stage.name, stage.what);
        let start = Instant::now();
        let verdict = match (stage.run)() {
            Ok(()) => {
                passed = passed.saturating_add(1);
                "passed".to_owned()
            }
            Err(Stop::Skipped(why)) if !options.strict => {
                skipped = skipped.saturating_add(1);
                format!("skipped: {why}")
            }
            Err(Stop::Skipped(why)) => {
                failed = failed.saturating_add(1);
                format!("failed: skipped under --strict: {why}")
            }
            Err(Stop::Failed(why)) => {
                failed = failed.saturating_add(1);
                format!("failed: {why}")
            }
        };
        let line = format!("{:<16} {verdict} ({} s)", stage.name, start.elapsed().as_secs());
        println!("=== {line}");
        closing.push(line);
        stopped = failed > 0 && !options.keep_going;
    }
    println!("\n{}\n\n{passed} passed, {failed} failed, {skipped} skipped", closing.join("\n"));
    if failed == 0 { Ok(()) } else { Err(format!("{failed} of {} stages failed", closing.len())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Stage = Stage { name: "good", what: "", run: || Ok(()) };
    const BAD: Stage = Stage { name: "bad", what: "", run: || Err(Stop::Failed("broken".into())) };
    const ABSENT: Stage =
        Stage { name: "absent", what: "", run: || Err(Stop::Skipped("no compiler".into())) };

    #[test]
    fn a_skip_fails_only_under_strict() {
        let strict = Options { strict: true, ..Options::default() };
        assert_eq!(run_stages(&[GOOD, ABSENT], &Options::default()), Ok(()));
        assert_eq!(run_stages(&[GOOD, ABSENT], &strict), Err("1 of 2 stages failed".into()));
    }

    #[test]
    fn the_first_failure_ends_the_run_unless_told_otherwise() {
        let on = Options { keep_going: true, ..Options::default() };
        assert_eq!(run_stages(&[BAD, BAD], &Options::default()), Err("1 of 2 stages failed".into()));
        assert_eq!(run_stages(&[BAD, BAD], &on), Err("2 of 2 stages failed".into()));
    }

    #[test]
    fn an_unknown_stage_is_refused() {
        assert!(run(&["pyhton".to_owned()]).unwrap_err().contains("pyhton"));
    }
}

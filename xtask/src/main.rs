//! The repository's own commands: `cargo xtask help` lists them.
#![forbid(unsafe_code)]
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "syn's trees have dozens of variants; a rule looks at a few"
)]

mod generate;
mod generated;
mod manifest;
mod readme;
mod records;
mod report;
mod shell;
mod soak;
mod source;
mod stages;
mod test;
mod tidy;
mod vectors;

use std::process::ExitCode;

/// What a command ends with; the text is for the person who ran it.
type Outcome = Result<(), String>;

const HELP: &str = "\
cargo xtask report [FILE] [OPTION…]                   a revenue report of the bundled business, or of your file
cargo xtask test [--strict] [--keep-going] [STAGE…]   run everything, or the named stages, in every language
cargo xtask tidy                                      what the compiler does not check: module order, sizes, exports
cargo xtask records [--check]                         write the record types of every language from core/src
cargo xtask manifest [--check]                        write vectors/api.json, the surface that every language has
cargo xtask vectors [DIR…]                            run the vectors in Rust, and those of your own in DIR
cargo xtask generate [--check]                        write examples/data: the bundled business, from its seed
cargo xtask soak [--short]                            long property and ignored tests; --short: seeded, as CI does
cargo xtask help                                      this text";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", arguments.as_slice()),
    };
    let outcome = match command {
        "test" => test::run(rest),
        "tidy" => tidy::run(rest),
        "records" => records::run(rest),
        "manifest" => manifest::run(rest),
        "generate" => generate::run(rest),
        "report" => report::run(rest),
        "vectors" => vectors::run(rest),
        "soak" => soak::run(rest),
        "help" | "--help" | "-h" => {
            println!("{HELP}\n\nStages of `test`, in order: {}", stages::names().join(", "));
            Ok(())
        }
        other => Err(format!("unknown command `{other}`: `cargo xtask help` lists them")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask {command}: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Takes `name` out of the arguments that are flags; anything else is refused.
fn only_flag(arguments: &[String], name: &str) -> Result<bool, String> {
    match arguments.iter().find(|argument| *argument != name) {
        Some(other) => Err(format!("unknown argument `{other}`: expected `{name}` or nothing")),
        None => Ok(!arguments.is_empty()),
    }
}

//! What the command was called with.

use std::{path::PathBuf, str::FromStr};

use prorata::{Currency, Timestamp, Zone, metrics::Netting};

pub(crate) const HELP: &str = "\
cargo xtask report [FILE] [OPTION…]

FILE is a .csv of subscription periods, or Stripe's .json or .jsonl; without it, the bundled business.

--currency CODE        of amounts that name none, and to convert to       (default: of the file; USD for ours)
--rates FILE.csv       date,base,quote,rate for several currencies        (default: examples/data/rates.csv)
--zone NAME            where months begin and end                         (default: UTC)
--netting period|event month end against month end, or every change       (default: period)
--as-of INSTANT        ignore what came later, 2025-06-15T00:00:00Z       (default: everything counts)
--months N             how many months and cohorts to show               (default: 24)
--leave-out            go on without rows that cannot be read, list them  (default: refuse the file)
--title TEXT           the heading
--company TEXT         whose revenue it is
--out FOLDER           where to write                                     (default: report)";

#[derive(Debug, Default)]
pub(crate) struct Arguments {
    pub(crate) file: Option<PathBuf>,
    pub(crate) currency: Option<Currency>,
    pub(crate) rates: Option<PathBuf>,
    pub(crate) zone: Option<Zone>,
    pub(crate) netting: Option<Netting>,
    pub(crate) as_of: Option<Timestamp>,
    pub(crate) months: Option<u32>,
    pub(crate) leave_out: bool,
    pub(crate) title: Option<String>,
    pub(crate) company: Option<String>,
    pub(crate) out: PathBuf,
}

impl Arguments {
    pub(crate) fn parse(given: &[String]) -> Result<Self, String> {
        let mut arguments = Self { out: "report".into(), ..Self::default() };
        let mut rest = given.iter();
        while let Some(argument) = rest.next() {
            let mut value = || rest.next().cloned().ok_or(format!("`{argument}` needs a value"));
            match argument.as_str() {
                "--currency" => arguments.currency = Some(read(&value()?)?),
                "--rates" => arguments.rates = Some(value()?.into()),
                "--zone" => arguments.zone = Some(read(&value()?)?),
                "--netting" => arguments.netting = Some(netting(&value()?)?),
                "--as-of" => arguments.as_of = Some(read(&value()?)?),
                "--months" => arguments.months = Some(number(&value()?)?),
                "--leave-out" => arguments.leave_out = true,
                "--title" => arguments.title = Some(value()?),
                "--company" => arguments.company = Some(value()?),
                "--out" => arguments.out = value()?.into(),
                other if other.starts_with('-') => {
                    return Err(format!("unknown option `{other}`\n\n{HELP}"));
                }
                _ if arguments.file.is_some() => return Err(format!("a second file `{argument}`")),
                _ => arguments.file = Some(argument.into()),
            }
        }
        Ok(arguments)
    }
}

fn read<T: FromStr<Err = prorata::Error>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: prorata::Error| error.to_string())
}

fn number(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("`{text}` is not a number of months"))
}

fn netting(text: &str) -> Result<Netting, String> {
    match text {
        "period" => Ok(Netting::Period),
        "event" => Ok(Netting::Event),
        other => Err(format!("`{other}` is not a netting: expected `period` or `event`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Arguments, String> {
        Arguments::parse(&line.split_whitespace().map(String::from).collect::<Vec<_>>())
    }

    #[test]
    fn options_and_one_file_in_any_order() {
        let all =
            parse("--zone America/New_York mine.csv --netting event --currency EUR --leave-out").unwrap();
        assert_eq!(all.file, Some("mine.csv".into()));
        assert_eq!(
            (all.currency, all.netting, all.leave_out),
            (Some(Currency::EUR), Some(Netting::Event), true)
        );
        assert_eq!(all.out, PathBuf::from("report"));
        for (line, part) in [
            ("a.csv b.csv", "`b.csv`"),
            ("--zone", "needs a value"),
            ("--zone Mars/Base", "`Mars/Base`"),
            ("--netting daily", "`daily`"),
            ("--months many", "`many`"),
            ("--colour", "`--colour`"),
        ] {
            let refusal = parse(line).unwrap_err();
            assert!(refusal.contains(part), "{refusal}");
        }
    }
}

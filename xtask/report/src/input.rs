//! From files to facts in one currency.

use std::{
    fs,
    path::{Path, PathBuf},
};

use prorata::{
    Currency, Date, Timestamp, Zone,
    facts::{Facts, OnRefusal, PeriodsOptions},
    money::{ExchangeRate, ExchangeRates},
    stripe::StripeOptions,
};

use crate::arguments::Arguments;

/// The bundled data, wherever the command is called from.
fn bundled(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/data").join(name)
}

/// The end of the two years of the bundled business. Its events foresee more: discounts that will run out.
fn bundled_until() -> Result<Timestamp, String> {
    "2026-01-01T00:00:00Z".parse().map_err(|error: prorata::Error| error.to_string())
}

/// What came later was not known: as asked for, or for the bundled business its end.
pub(crate) fn as_of(arguments: &Arguments) -> Result<Option<Timestamp>, String> {
    match (arguments.as_of, &arguments.file) {
        (None, None) => bundled_until().map(Some),
        (asked, _) => Ok(asked),
    }
}

pub(crate) fn facts(arguments: &Arguments) -> Result<Facts, String> {
    let ours = bundled("business.jsonl");
    let path = arguments.file.as_deref().unwrap_or(&ours);
    let failed = |error: prorata::Error| format!("{}: {error}", path.display());
    let file = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let on_refusal = arguments.leave_out.then_some(OnRefusal::LeaveOut);
    let extension = path.extension().and_then(|extension| extension.to_str());
    let facts = match extension {
        Some("csv") => Facts::from_periods_csv(
            &file,
            &PeriodsOptions {
                default_currency: arguments.currency,
                zone: arguments.zone,
                on_refusal,
                ..PeriodsOptions::default()
            },
        ),
        Some("json" | "jsonl") => {
            let options = StripeOptions { on_refusal, as_of: as_of(arguments)?, ..StripeOptions::default() };
            Facts::from_stripe(&file, &options)
        }
        _ => return Err(format!("{}: expected a .csv, .json or .jsonl file", path.display())),
    };
    let default = arguments.file.is_none().then_some(Currency::USD);
    in_one_currency(facts.map_err(failed)?, arguments.currency.or(default), arguments)
}

/// Converted, where there is more than one, at the rates of the last day.
fn in_one_currency(facts: Facts, wanted: Option<Currency>, arguments: &Arguments) -> Result<Facts, String> {
    let currencies = facts.currencies();
    let to = match (wanted, currencies.as_slice()) {
        (None, [] | [_]) => return Ok(facts),
        (Some(wanted), [only]) if wanted == *only => return Ok(facts),
        (Some(wanted), _) => wanted,
        (None, several) => {
            let codes: Vec<&str> = several.iter().map(|currency| currency.code()).collect();
            return Err(format!("the file is in {}: say --currency to convert to one", codes.join(", ")));
        }
    };
    let Some(last) = arguments.as_of.or(facts.last_change()) else { return Ok(facts) };
    let rates = rates(arguments.rates.clone().unwrap_or_else(|| bundled("rates.csv")))?;
    let day = day_of(last, arguments.zone.unwrap_or(Zone::UTC))?;
    facts.converted(&rates, to, day).map_err(|error| error.to_string())
}

fn day_of(at: Timestamp, zone: Zone) -> Result<Date, String> {
    zone.date_of(at).map_err(|error| error.to_string())
}

/// `date,base,quote,rate`, with a header.
fn rates(path: PathBuf) -> Result<ExchangeRates, String> {
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut rates = Vec::new();
    for (number, line) in (1_u32..).zip(text.lines()).skip(1).filter(|(_, line)| !line.trim().is_empty()) {
        let at = |message: String| format!("{}: line {number}: {message}", path.display());
        rates.push(rate(line).map_err(at)?);
    }
    ExchangeRates::new(&rates).map_err(|error| format!("{}: {error}", path.display()))
}

fn rate(line: &str) -> Result<ExchangeRate, String> {
    let fields: Vec<&str> = line.split(',').map(str::trim).collect();
    let [date, base, quote, rate] = fields.as_slice() else {
        return Err("expected `date,base,quote,rate`".into());
    };
    let read = || -> prorata::Result<ExchangeRate> {
        Ok(ExchangeRate {
            base: base.parse()?,
            quote: quote.parse()?,
            date: date.parse()?,
            rate: rate.parse()?,
        })
    };
    read().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_rates_is_read_or_refused_with_its_reason() {
        let read = rate("2024-07-01, EUR, USD, 1.0720").unwrap();
        assert_eq!(
            (read.base, read.quote, read.rate.to_string()),
            (Currency::EUR, Currency::USD, "1.072".into())
        );
        assert!(rate("2024-07-01,EUR,USD").unwrap_err().contains("date,base,quote,rate"));
        assert!(rate("2024-07-01,EUR,USX,1").unwrap_err().contains("`USX`"));
    }

    #[test]
    fn the_bundled_rates_are_rates() {
        rates(bundled("rates.csv")).unwrap();
    }
}

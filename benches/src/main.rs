//! Movements and cohorts over columns of changes, timed inside one process.
//!
//! `benches COLUMNS MONTHS REPEATS` reads the raw columns that `compare.py` writes, computes the job as often as
//! asked, and prints one line of JSON: the seconds of each run, and the figures, to be compared with the peers'.
#![allow(clippy::arithmetic_side_effects, reason = "a measuring program, not the library")]

use std::{error::Error, fs, path::Path, time::Instant};

use prorata::{
    Currency,
    facts::Facts,
    metrics::{Cohorts, MetricsOptions, Movements, cohorts, movements},
};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [columns, months, repeats] = &arguments[..] else {
        return Err("usage: benches COLUMNS MONTHS REPEATS".into());
    };
    let column = |name: &str| integers(&Path::new(columns).join(name));
    let (customer, subscription) = (column("customer_id")?, column("subscription_id")?);
    let (at, mrr) = (column("effective_at")?, column("mrr_minor")?);
    let options = MetricsOptions {
        first_month: Some("2020-01".parse()?),
        months: Some(months.parse()?),
        ..MetricsOptions::default()
    };
    let (mut facts_seconds, mut seconds, mut figures) = (Vec::new(), Vec::new(), Value::Null);
    for _ in 0..repeats.parse::<u32>()? {
        let start = Instant::now();
        let facts = Facts::from_integer_columns(&customer, &subscription, &at, &mrr, Currency::USD)?;
        facts_seconds.push(start.elapsed().as_secs_f64());
        let (moved, grouped) = (movements(&facts, &options)?, cohorts(&facts, &options)?);
        seconds.push(start.elapsed().as_secs_f64());
        figures = json!({"movements": ledger(&moved), "cohorts": matrices(&grouped)});
    }
    println!("{}", json!({"seconds": seconds, "facts_seconds": facts_seconds, "figures": figures}));
    Ok(())
}

/// A file of little-endian 64-bit integers.
fn integers(path: &Path) -> Result<Vec<i64>, Box<dyn Error>> {
    let bytes = fs::read(path)?;
    let whole = bytes.chunks_exact(8).map(|word| Ok(i64::from_le_bytes(word.try_into()?)));
    whole.collect()
}

fn ledger(movements: &Movements) -> Value {
    let row = |month: &prorata::metrics::MonthlyMovements| {
        json!([
            month.opening.minor(),
            month.new.minor(),
            month.expansion.minor(),
            month.contraction.minor(),
            month.churn.minor(),
            month.reactivation.minor(),
            month.closing.minor(),
            month.customers_opening,
            month.customers_new,
            month.customers_churned,
            month.customers_reactivated,
            month.customers_closing,
        ])
    };
    movements.months.iter().map(row).collect()
}

/// For each cohort, customers and revenue by age.
fn matrices(cohorts: &Cohorts) -> Value {
    let row = |cohort: &prorata::metrics::Cohort| -> Value {
        cohort.ages.iter().map(|age| json!([age.active, age.mrr.minor()])).collect()
    };
    cohorts.cohorts.iter().map(row).collect()
}

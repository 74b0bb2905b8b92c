//! Data of other projects, read in place: `../shared/data`.

use std::io::Write;
use std::path::Path;

use prorata::{
    Currency, Money,
    facts::{Facts, PeriodsOptions},
    metrics::{MetricsOptions, Netting, movements},
};

/// A file of `../shared/data`; nothing, and a sentence that says so, where the folder is not there.
fn data(path: &str) -> Option<Vec<u8>> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    if home.is_dir() {
        Some(std::fs::read(home.join(path)).unwrap())
    } else {
        let mut out = std::io::stdout();
        writeln!(out, "{path}: skipped, for ../shared/data is not there").unwrap();
        None
    }
}

#[test]
fn the_playbook_reads_whole_and_its_movements_add_up() {
    let Some(file) = data("mrr_playbook/subscription_periods.csv") else { return };
    let options = PeriodsOptions { default_currency: Some(Currency::USD), ..PeriodsOptions::default() };
    let facts = Facts::from_periods_csv(&file, &options).unwrap();
    let intake = facts.intake();
    assert_eq!((intake.rows_read, intake.rows_used, intake.refused.len()), (121, 121, 0));
    assert_eq!(facts.customers(), 55);

    for netting in [Netting::Period, Netting::Event] {
        let options = MetricsOptions { netting: Some(netting), ..MetricsOptions::default() };
        let result = movements(&facts, &options).unwrap();
        let mut opening = Money::zero(Currency::USD);
        for month in &result.months {
            assert_eq!(month.opening, opening, "{}", month.month);
            let gains = [month.opening, month.new, month.expansion, month.reactivation];
            let losses = Money::sum(Currency::USD, &[month.contraction, month.churn]).unwrap();
            let closing = Money::sum(Currency::USD, &gains).unwrap().checked_sub(losses).unwrap();
            assert_eq!(month.closing, closing, "{}", month.month);
            assert_eq!(closing.minor(), running_at(&file, &month.end.to_string()) * 100, "{}", month.month);
            opening = closing;
        }
        assert!(result.months.iter().any(|month| month.closing.minor() > 0));
    }
}

/// What runs just before a month's end, read off the rows the slow way. Dates sort as text.
fn running_at(file: &[u8], end: &str) -> i64 {
    let text = std::str::from_utf8(file).unwrap();
    let end = end.split('T').next().unwrap();
    let rows = text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    rows.filter(|row| row[2] < end && (row[3].is_empty() || row[3] >= end))
        .map(|row| row[4].parse::<i64>().unwrap())
        .sum()
}

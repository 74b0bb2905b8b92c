//! From a table of subscription periods to a report that a founder would read.

use prorata::{
    Currency,
    facts::{Facts, PeriodsOptions},
    report::{ReportOptions, revenue_report},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::fs::read("examples/data/periods.csv")?;
    let options = PeriodsOptions { default_currency: Some(Currency::USD), ..PeriodsOptions::default() };
    let facts = Facts::from_periods_csv(&file, &options)?;
    let report = revenue_report(
        &facts,
        &ReportOptions { company: Some("Small Ledger Ltd".into()), ..ReportOptions::default() },
    )?;
    print!("{}", report.to_markdown()?);
    Ok(())
}

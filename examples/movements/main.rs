//! What moved the revenue of one month, and which customers were behind it.

use prorata::{
    Currency, Money,
    facts::{Facts, MrrChange},
    metrics::{MetricsOptions, Netting, customer_movements, movements},
};

fn change(customer: &str, subscription: &str, at: &str, minor: i64) -> prorata::Result<MrrChange> {
    Ok(MrrChange {
        customer_id: customer.into(),
        subscription_id: subscription.into(),
        effective_at: at.parse()?,
        mrr: Money::new(minor, Currency::EUR),
    })
}

fn main() -> prorata::Result<()> {
    let facts = Facts::from_changes(&[
        change("anna", "a1", "2024-01-10T09:00:00Z", 4_900)?,
        change("bela", "b1", "2024-01-20T09:00:00Z", 9_900)?,
        change("anna", "a1", "2024-02-05T09:00:00Z", 14_900)?,
        change("bela", "b1", "2024-03-01T03:30:00Z", 0)?,
        change("bela", "b2", "2024-04-12T09:00:00Z", 4_900)?,
    ])?;
    for zone in ["UTC", "America/New_York"] {
        let options = MetricsOptions {
            zone: Some(zone.parse()?),
            netting: Some(Netting::Event),
            ..MetricsOptions::default()
        };
        println!("{zone}");
        for month in movements(&facts, &options)?.months {
            let (closing, churn) = (month.closing, month.churn);
            println!(
                "  {}  closing {closing}  churn {churn}  customers {}",
                month.month, month.customers_closing
            );
        }
        let behind = customer_movements(&facts, &options)?;
        let rows = behind.month.iter().zip(&behind.customer_id).zip(&behind.amount_minor);
        for ((month, customer), amount) in rows {
            println!("  {month} {customer} {amount}");
        }
    }
    Ok(())
}

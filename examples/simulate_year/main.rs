//! A year of a business with 5,000 customers: what Stripe would have sent, and the report on it.
#![allow(clippy::arithmetic_side_effects, reason = "counts of one small business")]

use prorata::{
    Currency,
    facts::Facts,
    metrics::MetricsOptions,
    money::{ExchangeRate, ExchangeRates},
    report::{ReportOptions, revenue_report},
    simulation::{BusinessPlan, business_end},
    stripe::{EventStream, StripeOptions, simulate_business},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let plan = BusinessPlan { customers: Some(5_000), ..BusinessPlan::default() };
    // Five parts, as a host would do that stores them; the report needs the events of subscriptions only.
    let stream = EventStream { invoices: Some(false), renewals: Some(false) };
    let mut events = String::new();
    let (mut subscriptions, mut event_count, mut invoices) = (0, 0, 0);
    for first in [0, 1_000, 2_000, 3_000, 4_000] {
        let made = simulate_business(&plan, first, 1_000, stream)?;
        let billed: Vec<String> = made.billed.iter().map(ToString::to_string).collect();
        println!("{} customers, billed {}", made.customers, billed.join(", "));
        subscriptions += made.subscriptions;
        event_count += made.event_count;
        invoices += made.invoices;
        events.push_str(&made.events);
    }
    println!("{subscriptions} subscriptions, {invoices} invoices, {event_count} events");

    let end = business_end(&plan)?;
    let options = StripeOptions { as_of: Some(end), ..StripeOptions::default() };
    let facts = Facts::from_stripe(events.as_bytes(), &options)?;
    let rate = |quote, rate: &str| -> prorata::Result<ExchangeRate> {
        Ok(ExchangeRate { base: Currency::USD, quote, date: "2024-12-31".parse()?, rate: rate.parse()? })
    };
    let rates = ExchangeRates::new(&[rate(Currency::EUR, "0.9600")?, rate(Currency::GBP, "0.8000")?])?;
    let facts = facts.converted(&rates, Currency::USD, "2024-12-31".parse()?)?;
    let metrics = MetricsOptions { as_of: Some(end), ..MetricsOptions::default() };
    let report = revenue_report(
        &facts,
        &ReportOptions {
            company: Some("An invented business".into()),
            metrics: Some(metrics),
            ..ReportOptions::default()
        },
    )?;
    print!("{}", report.to_markdown()?);
    Ok(())
}

//! A generated business moved through its time, one customer after the other.
//!
//! `simulation [CUSTOMERS] [MONTHS] [write]` prints the time, what was made, the invoices of a second and the
//! peak memory; with `write`, the time in which all events are also written as Stripe's JSON.
#![allow(clippy::arithmetic_side_effects, reason = "a measuring program, not the library")]

use std::{error::Error, time::Instant};

use prorata::{
    simulation::{BusinessPlan, business_customer, business_end},
    stripe::{EventStream, encode_events},
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize, usual: u32| arguments.get(place).map_or(Ok(usual), |text| text.parse());
    let (customers, months) = (number(0, 10_000)?, number(1, 12)?);
    let write = arguments.get(2).is_some_and(|word| word == "write");
    let plan = BusinessPlan { customers: Some(customers), months: Some(months), ..BusinessPlan::default() };
    let end = business_end(&plan)?;
    let (mut subscriptions, mut invoices, mut events, mut bytes) = (0_usize, 0_usize, 0_usize, 0_usize);
    let start = Instant::now();
    for customer in 0..customers {
        let lived = business_customer(&plan, customer)?.advance(end)?;
        for customer in &lived.next.customers {
            subscriptions += customer.subscriptions.len();
            invoices += customer.invoices.len();
        }
        events += lived.events.len();
        if write {
            bytes += encode_events(&lived.events, EventStream::default())?.len();
        }
    }
    let millis = start.elapsed().as_millis().max(1);
    let a_second = u128::try_from(invoices)? * 1_000 / millis;
    println!(
        "{subscriptions} subscriptions, {invoices} invoices, {events} events, {bytes} bytes: {millis} ms"
    );
    println!("{a_second} invoices a second; peak memory {}", peak());
    Ok(())
}

/// The most memory that this process held, as Linux says.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or("unknown".to_owned(), |line| line.trim().to_owned())
}

//! Prints the bundled business: two years of a small company's subscriptions, as Stripe's events would tell them.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use prorata::{
    Result,
    simulation::BusinessPlan,
    stripe::{EventStream, simulate_business},
};

const CUSTOMERS: u32 = 240;

fn main() -> ExitCode {
    match business() {
        Ok(events) => {
            print!("{events}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Invoices, and renewals that change nothing, would make the file ten times as large.
fn business() -> Result<String> {
    let plan = BusinessPlan {
        seed: Some(20_240_101),
        months: Some(24),
        customers: Some(CUSTOMERS),
        ..BusinessPlan::default()
    };
    let stream = EventStream { invoices: Some(false), renewals: Some(false) };
    Ok(simulate_business(&plan, 0, CUSTOMERS, stream)?.events)
}

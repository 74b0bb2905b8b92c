//! A generated business as Stripe would tell of it.

use serde::{Deserialize, Serialize};

use super::{EventStream, events::Writer};
use crate::{
    Money, Result,
    invoice::{Invoice, InvoiceStatus},
    simulation::{Business, BusinessPlan},
};

/// Some or all customers of a generated business, over its whole time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SimulatedBusiness {
    /// What happened to them, as Stripe's events in JSON Lines, by time.
    pub events: String,
    /// How many events that is.
    pub event_count: u32,
    /// How many customers.
    pub customers: u32,
    /// How many subscriptions they began.
    pub subscriptions: u32,
    /// How many invoices were made.
    pub invoices: u32,
    /// What final invoices that were not voided come to, for each currency by its code.
    pub billed: Vec<Money>,
    /// What of it was paid.
    pub paid: Vec<Money>,
}

/// Moves `count` customers of a generated business from `first` on (numbers from 0; those beyond the last are
/// passed over) through its time, and writes what happens as Stripe would.
///
/// Customers have nothing to do with one another: take a business in parts, and each part is what it is within
/// the whole. Memory is that of the part's events.
///
/// ```
/// use prorata::{facts::Facts, simulation::BusinessPlan, stripe::{EventStream, StripeOptions, simulate_business}};
///
/// let plan = BusinessPlan { customers: Some(20), ..BusinessPlan::default() };
/// let business = simulate_business(&plan, 0, 20, EventStream::default())?;
/// assert_eq!(business.customers, 20);
/// let facts = Facts::from_stripe(business.events.as_bytes(), &StripeOptions::default())?;
/// assert!(facts.intake().refused.is_empty());
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// `simulation.invalid_plan`; the refusals of prices and meters; as
/// [`encode_subscription`](super::encode_subscription).
pub fn simulate_business(
    plan: &BusinessPlan,
    first: u32,
    count: u32,
    stream: EventStream,
) -> Result<SimulatedBusiness> {
    let business = Business::new(plan)?;
    let mut made = SimulatedBusiness {
        events: String::new(),
        event_count: 0,
        customers: 0,
        subscriptions: 0,
        invoices: 0,
        billed: Vec::new(),
        paid: Vec::new(),
    };
    let mut lines = Vec::new();
    for number in business.numbers(first, count) {
        let lived = business.live(number)?;
        let mut writer = Writer::new(stream);
        for event in &lived.events {
            if let Some(line) = writer.event(event)? {
                lines.push((event.at, line));
            }
        }
        for customer in &lived.next.customers {
            made.customers = made.customers.saturating_add(1);
            made.subscriptions = made.subscriptions.saturating_add(length(&customer.subscriptions));
            made.invoices = made.invoices.saturating_add(length(&customer.invoices));
            for invoice in &customer.invoices {
                made.count(invoice)?;
            }
        }
    }
    // Stable: what happens to one customer stays in its order.
    lines.sort_by_key(|(at, _)| *at);
    made.event_count = length(&lines);
    for (_, line) in lines {
        made.events.push_str(&line);
        made.events.push('\n');
    }
    Ok(made)
}

impl SimulatedBusiness {
    fn count(&mut self, invoice: &Invoice) -> Result<()> {
        match invoice.status {
            InvoiceStatus::Open | InvoiceStatus::Paid | InvoiceStatus::Uncollectible => {
                add(&mut self.billed, invoice.totals.total)?;
                add(&mut self.paid, invoice.amount_paid)
            }
            InvoiceStatus::Draft | InvoiceStatus::Void | InvoiceStatus::Deleted => Ok(()),
        }
    }
}

fn length<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

fn add(totals: &mut Vec<Money>, amount: Money) -> Result<()> {
    match totals.binary_search_by_key(&amount.currency().code(), |total| total.currency().code()) {
        Ok(place) => {
            if let Some(total) = totals.get_mut(place) {
                *total = total.checked_add(amount)?;
            }
        }
        Err(place) => totals.insert(place, amount),
    }
    Ok(())
}

//! Recurring revenue at one instant: all that snapshots can tell.

use serde::{Deserialize, Serialize};

use super::MetricsError;
use crate::{
    Currency, Money, Result, Rounding, Timestamp,
    catalog::{monthly, yearly},
    facts::{Conversion, Facts, History, Intake, Policy},
};

/// Recurring revenue at an instant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CurrentRevenue {
    /// The currency of every amount.
    pub currency: Currency,
    /// The conversion to that currency, if there was one.
    pub conversion: Option<Conversion>,
    /// As of when: changes at this instant are counted; nothing when every fact was.
    pub at: Option<Timestamp>,
    /// Monthly recurring revenue.
    pub mrr: Money,
    /// What it comes to in a year.
    pub arr: Money,
    /// Customers with any.
    pub customers: u32,
    /// Subscriptions with any.
    pub subscriptions: u32,
    /// MRR per customer; nothing without customers.
    pub arpa: Option<Money>,
    /// What counts as recurring.
    pub policy: Policy,
    /// What was read, and what was left out.
    pub intake: Intake,
}

/// Adds up what every subscription is worth at `at`, or after everything that is known.
///
/// # Errors
/// `metrics.no_facts`, `facts.several_currencies`, `money.overflow`, and `metrics.history_missing` for an instant
/// before facts that only know the present.
pub fn current_revenue(facts: &Facts, at: Option<Timestamp>) -> Result<CurrentRevenue> {
    if facts.history() == History::PresentOnly && at.is_some_and(|at| facts.last_change() > Some(at)) {
        return Err(MetricsError::HistoryMissing.into());
    }
    let currency = facts.currency()?.ok_or(MetricsError::NoFacts)?;
    let limit = at.map_or(i64::MAX, Timestamp::as_millis);
    let (mut units, mut customers, mut subscriptions) = (0_i128, 0_u32, 0_u32);
    for series in facts.series() {
        let mut pays = false;
        for subscription in series.chunk_by(|a, b| a.subscription == b.subscription) {
            let latest = subscription.iter().take_while(|row| row.at <= limit).last();
            let worth = latest.map_or(0, |row| row.annual.0);
            if worth > 0 {
                units = units.saturating_add(worth.into());
                subscriptions = subscriptions.saturating_add(1);
                pays = true;
            }
        }
        customers = customers.saturating_add(pays.into());
    }
    let mrr = monthly(units, currency)?;
    let arpa = match customers {
        0 => None,
        count => Some(mrr.scale(1, count.into(), Rounding::HalfAwayFromZero)?),
    };
    let (policy, intake) = (facts.policy(), facts.intake());
    let arr = yearly(units, currency)?;
    let conversion = facts.conversion();
    Ok(CurrentRevenue { currency, conversion, at, mrr, arr, customers, subscriptions, arpa, policy, intake })
}

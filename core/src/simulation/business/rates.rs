//! How often what happens, filled in.

use super::BusinessRates;
use crate::{Result, simulation::SimulationError};

/// [`BusinessRates`] with its defaults.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rates {
    pub(super) trials: u32,
    pub(super) trial_losses: u32,
    pub(super) annual: u32,
    pub(super) discounts: u32,
    pub(super) metered: u32,
    pub(super) sent_invoices: u32,
    pub(super) first_payment_failures: u32,
    pub(super) upgrades: u32,
    pub(super) downgrades: u32,
    pub(super) more_seats: u32,
    pub(super) fewer_seats: u32,
    pub(super) failures: u32,
    pub(super) lost_payments: u32,
    pub(super) pauses: u32,
    pub(super) cancellations: u32,
    pub(super) changed_minds: u32,
    pub(super) returns: u32,
}

impl Rates {
    pub(super) fn of(rates: BusinessRates) -> Result<Self> {
        let rate = |asked: Option<u32>, usual: u32| match asked.unwrap_or(usual) {
            rate @ 0..=1_000 => Ok(rate),
            rate => Err(SimulationError::invalid_plan(format!(
                "a rate of `{rate}` per thousand: expected 0 to 1,000"
            ))),
        };
        let rates = Self {
            trials: rate(rates.trials, 250)?,
            trial_losses: rate(rates.trial_losses, 350)?,
            annual: rate(rates.annual, 260)?,
            discounts: rate(rates.discounts, 80)?,
            metered: rate(rates.metered, 120)?,
            sent_invoices: rate(rates.sent_invoices, 40)?,
            first_payment_failures: rate(rates.first_payment_failures, 20)?,
            upgrades: rate(rates.upgrades, 20)?,
            downgrades: rate(rates.downgrades, 8)?,
            more_seats: rate(rates.more_seats, 45)?,
            fewer_seats: rate(rates.fewer_seats, 15)?,
            failures: rate(rates.failures, 20)?,
            lost_payments: rate(rates.lost_payments, 300)?,
            pauses: rate(rates.pauses, 6)?,
            cancellations: rate(rates.cancellations, 22)?,
            changed_minds: rate(rates.changed_minds, 80)?,
            returns: rate(rates.returns, 120)?,
        };
        let each_month = rates.each_month().iter().fold(0_u32, |sum, rate| sum.saturating_add(*rate));
        if each_month > 1_000 {
            let reason = format!("`{each_month}` per thousand change each month: expected at most 1,000");
            return Err(SimulationError::invalid_plan(reason));
        }
        Ok(rates)
    }

    /// What can happen in a month, in the order of [`super::life::Turn`].
    pub(super) fn each_month(&self) -> [u32; 7] {
        [
            self.upgrades,
            self.downgrades,
            self.more_seats,
            self.fewer_seats,
            self.failures,
            self.pauses,
            self.cancellations,
        ]
    }
}

//! What was used in a simulation: how much of it is billed, and when it reaches a threshold.

use super::{SimulatedCustomer, customer::World};
use crate::{
    Period, Result, Timestamp,
    invoice::UsageQuantity,
    proration::PeriodItem,
    subscription::{ItemUsage, Subscription, SubscriptionInput, UsageToBill},
    usage::UsageLedger,
};

impl SimulatedCustomer {
    /// What was used in the windows of lines of usage.
    pub(super) fn quantities(&self, usage: &[UsageToBill]) -> Result<Vec<UsageQuantity>> {
        let mut quantities = Vec::new();
        for usage in usage {
            let Some(recurring) = &usage.price.recurring else { continue };
            let Some(meter) = recurring.meter.as_deref() else { continue };
            let quantity = match self.ledger(meter) {
                Some(ledger) => ledger.total(&self.id, usage.window)?.quantity,
                None => 0,
            };
            quantities.push(UsageQuantity { line: usage.line.clone(), quantity, billed: None });
        }
        Ok(quantities)
    }

    /// Usage or a subscription changed at `at`: thresholds are looked at with the next second, so that the periods
    /// that one of them begins hold none of what it bills.
    pub(super) fn count_usage_after(&mut self, at: Timestamp) -> Result<()> {
        let watched = self.subscriptions.iter().any(|known| known.billing_thresholds.is_some());
        if watched && self.usage_counted_at.is_none() {
            let second = at.as_millis().checked_div_euclid(1_000).and_then(|second| second.checked_add(1));
            let next = second.and_then(|second| second.checked_mul(1_000));
            self.usage_counted_at = Some(Timestamp::from_millis(next.unwrap_or(i64::MAX))?);
        }
        Ok(())
    }

    fn ledger(&self, meter: &str) -> Option<&UsageLedger> {
        self.usage.iter().find(|ledger| ledger.meter.id == meter)
    }

    /// What was used of each metered item of a subscription before `at`.
    fn used(&self, subscription: &Subscription, at: Timestamp) -> Result<Vec<ItemUsage>> {
        let mut all = Vec::new();
        for PeriodItem { item, period, .. } in &subscription.items {
            let meter = item.price.recurring.as_ref().and_then(|recurring| recurring.meter.as_deref());
            let Some(ledger) = meter.and_then(|meter| self.ledger(meter)) else { continue };
            if period.start < at {
                let so_far = Period { start: period.start, end: at };
                let quantity = ledger.total(&self.id, so_far)?.quantity;
                all.push(ItemUsage { item: item.id.clone(), since: period.start, quantity });
            }
        }
        Ok(all)
    }
}

impl World<'_> {
    /// Holds what was used against the thresholds of each subscription.
    pub(super) fn count_usage(&mut self, at: Timestamp) -> Result<()> {
        self.customer.usage_counted_at = None;
        for place in 0..self.customer.subscriptions.len() {
            let Some(subscription) = self.customer.subscriptions.get(place) else { continue };
            if subscription.billing_thresholds.is_none() || subscription.status.is_terminal() {
                continue;
            }
            let usage = self.customer.used(subscription, at)?;
            self.tell_subscription(place, &SubscriptionInput::UsageReported { usage }, at)?;
        }
        Ok(())
    }
}

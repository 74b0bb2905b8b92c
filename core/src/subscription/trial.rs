//! Trials of a subscription that runs: one is added, extended or ended.
//!
//! Source: [Stripe, free trials](https://docs.stripe.com/billing/subscriptions/trials/free-trials).

use super::{
    BillingReason, Machine, ProrationBehavior, StatusChange, SubscriptionError, SubscriptionStatus,
    SubscriptionUpdate, Trial, TrialEnd, cancel::requested, check::whole_second, update::begun,
};
use crate::{BillingCycle, Interval, Period, Result, Timestamp, proration::PricedItem};

impl Machine {
    /// A trial begins, ends, or ends at another time: the cycle restarts where it ends.
    pub(super) fn change_trial(
        &mut self,
        end: TrialEnd,
        items: Vec<PricedItem>,
        update: &SubscriptionUpdate,
        now: Timestamp,
    ) -> Result<()> {
        let trialing = self.can_be_in_trial()?;
        let at = match end {
            TrialEnd::Now if !trialing => return Err(self.refused("to end a trial it is not in")),
            TrialEnd::Now => {
                if let Some(trial) = &mut self.next.trial {
                    trial.end = now;
                }
                if self.trial_ends_unpayable(now) {
                    return self.keep_trial_items(items, update, now);
                }
                self.leave_trial(now);
                let nothing = SubscriptionUpdate {
                    proration_behavior: Some(ProrationBehavior::None),
                    add_invoice_items: update.add_invoice_items.clone(),
                    ..SubscriptionUpdate::default()
                };
                return self.restart(items, &nothing, now, now);
            }
            TrialEnd::At { at } => whole_second(at)?,
        };
        let latest = BillingCycle { anchor: now, interval: Interval::YEAR }.boundary(2)?;
        if at <= now || latest < at {
            let reason = format!(
                "it ends at `{at}`: expected an instant after `{now}` and at most two years from then"
            );
            return Err(SubscriptionError::InvalidTrial { reason }.into());
        }
        let credited = !trialing && update.proration_behavior != Some(ProrationBehavior::None);
        let credits = if credited { self.credits(now)? } else { Vec::new() };
        let before = std::mem::take(&mut self.next.items);
        let behavior = update.proration_behavior.unwrap_or_default();
        self.settle_metered(&before, &items, behavior, now);
        self.collect_kept_usage(&before, &items, now);
        let missing_payment_method =
            self.next.trial.map(|trial| trial.missing_payment_method).unwrap_or_default();
        // A running trial began with the period of its items: `trial.start` may be that of an earlier one.
        let begins = before.iter().map(|item| item.full_period.start).min();
        let start = begins.filter(|_| trialing).unwrap_or(now);
        // Classic mode shows the start of the first trial for ever.
        let shown = self.next.trial.filter(|_| !self.is_flexible()).map_or(start, |trial| trial.start);
        self.next.trial = Some(Trial { start: shown, end: at, missing_payment_method, end_announced: false });
        self.next.status = self.next.status.after(StatusChange::TrialBegan);
        self.next.billing_cycle_anchor = at;
        let period = Period { start, end: at };
        self.next.items = items.into_iter().map(|item| begun(item, period)).collect();
        let sold = self.sold_once(&update.add_invoice_items, Period { start: now, end: now })?;
        self.put_first(sold);
        if !trialing {
            let lines = [credits, self.trial_lines()].concat();
            let with_pending = self.bills_pending_on_reset(update);
            let window = Period { start: now, end: now };
            self.bill(now, BillingReason::SubscriptionUpdate, window, lines, with_pending)?;
        }
        Ok(())
    }

    /// After a trial that ended now without a bill: the items of the change, in the period that was the trial.
    fn keep_trial_items(
        &mut self,
        items: Vec<PricedItem>,
        update: &SubscriptionUpdate,
        now: Timestamp,
    ) -> Result<()> {
        let start = self.next.items.iter().map(|item| item.full_period.start).min().unwrap_or(now);
        let sold = self.sold_once(&update.add_invoice_items, Period { start: now, end: now })?;
        self.put_first(sold);
        self.next.items = items.into_iter().map(|item| begun(item, Period { start, end: now })).collect();
        if self.next.status == SubscriptionStatus::Canceled {
            self.next.cancellation_details = Some(requested());
        }
        Ok(())
    }

    /// Whether it is in a trial; refused where none can begin.
    pub(super) fn can_be_in_trial(&self) -> Result<bool> {
        match self.next.status {
            SubscriptionStatus::Trialing => Ok(true),
            SubscriptionStatus::Active | SubscriptionStatus::PastDue => Ok(false),
            SubscriptionStatus::Incomplete
            | SubscriptionStatus::IncompleteExpired
            | SubscriptionStatus::Unpaid
            | SubscriptionStatus::Paused
            | SubscriptionStatus::Canceled => Err(self.refused("to begin a trial")),
        }
    }
}

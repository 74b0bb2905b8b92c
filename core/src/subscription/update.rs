//! Changes of a subscription: which lines they make, and whether the billing cycle restarts.
//!
//! Sources: [Stripe, prorations](https://docs.stripe.com/billing/subscriptions/prorations),
//! [billing mode](https://docs.stripe.com/billing/subscriptions/billing-mode/compare).

use super::{
    AnchorChange, BillingReason, Happening, ItemChange, Machine, PaymentBehavior, PendingUpdate,
    ProrationBehavior, StatusChange, SubscriptionError, SubscriptionStatus, SubscriptionUpdate, Trial,
    TrialEnd,
    create::{check_items, one_off_line, seconds_after, shortest_interval, whole_second},
    machine::{interval_of, is_metered},
    renew::PAYMENT_WINDOW_SECONDS,
};
use crate::{
    BillingCycle, Period, Result, Timestamp,
    proration::{PeriodItem, PricedItem, prorate},
};

impl Machine {
    /// Makes a change, or lets it wait for its payment.
    pub(super) fn update(&mut self, update: &SubscriptionUpdate, now: Timestamp) -> Result<()> {
        self.check_update(update, now)?;
        let behavior = update.payment_behavior.unwrap_or(self.next.payment_behavior);
        let mut changed = Self::new(self.next.clone());
        changed.change(update, now)?;
        let waits = match behavior {
            PaymentBehavior::PendingIfIncomplete | PaymentBehavior::ErrorIfIncomplete => changed.owes(),
            PaymentBehavior::AllowIncomplete | PaymentBehavior::DefaultIncomplete => false,
        };
        match changed.actions_bill_ids().pop().filter(|_| waits) {
            Some(invoice) => self.wait(update, invoice, changed, now),
            None => {
                self.events.append(&mut changed.events);
                self.actions.append(&mut changed.actions);
                self.next = changed.next;
                Ok(())
            }
        }
    }

    /// Asks for the invoice of a change and keeps the change until it is paid.
    fn wait(
        &mut self,
        update: &SubscriptionUpdate,
        invoice: String,
        changed: Self,
        now: Timestamp,
    ) -> Result<()> {
        let window = seconds_after(now, PAYMENT_WINDOW_SECONDS)?;
        let period = self.next.items.iter().map(|item| item.period.end).min();
        let trial = self.next.trial.map(|trial| trial.end).filter(|end| now < *end);
        let expires_at = [period, trial].into_iter().flatten().fold(window, Timestamp::min);
        self.actions.extend(changed.actions);
        self.next.bills = changed.next.bills;
        self.next.open_invoices = changed.next.open_invoices;
        self.next.pending_update =
            Some(PendingUpdate { update: update.clone(), requested_at: now, expires_at, invoice });
        self.happened(Happening::Updated, now);
        Ok(())
    }

    fn check_update(&self, update: &SubscriptionUpdate, now: Timestamp) -> Result<()> {
        match self.next.status {
            SubscriptionStatus::Incomplete => {
                return Err(self.refused("to be changed before its first payment"));
            }
            SubscriptionStatus::IncompleteExpired | SubscriptionStatus::Canceled => {
                return Err(self.refused("to be changed"));
            }
            SubscriptionStatus::Trialing
            | SubscriptionStatus::Active
            | SubscriptionStatus::PastDue
            | SubscriptionStatus::Unpaid
            | SubscriptionStatus::Paused => {}
        }
        let backdated = self.next.start_date < self.next.created && self.next.bills <= 1;
        if let Some(date) = update.proration_date {
            let earliest = if backdated { self.next.start_date } else { self.last_start(now) };
            let latest = self.next.current_period().map_or(now, |period| period.end);
            if date < earliest || latest < date {
                let (date, start, end) = (date.to_string(), earliest.to_string(), latest.to_string());
                return Err(SubscriptionError::ProrationDate { date, start, end }.into());
            }
        }
        Ok(())
    }

    /// The change itself, with its lines.
    pub(super) fn change(&mut self, update: &SubscriptionUpdate, now: Timestamp) -> Result<()> {
        let before = self.next.items.clone();
        let mut items = before.iter().map(|item| item.item.clone()).collect();
        for change in &update.items {
            change_items(change, &mut items)?;
        }
        check_items(&items)?;
        shortest_interval(&items, self.is_flexible())?;
        if let Some(discounts) = &update.discounts {
            self.next.discounts.clone_from(discounts);
        }
        if let Some(rates) = &update.default_tax_rates {
            self.next.default_tax_rates.clone_from(rates);
        }
        if let Some(method) = update.collection_method {
            self.next.collection_method = method;
        }
        let date = update.proration_date.map_or(Ok(now), whole_second)?;
        if let Some(end) = update.trial_end {
            self.change_trial(end, items, update, now)?;
        } else if self.resets(&before, &items, update)? {
            self.restart(items, update, date, now)?;
        } else {
            self.change_inside_period(&before, items, update, date, now)?;
        }
        self.happened(Happening::Updated, now);
        Ok(())
    }

    /// Whether the billing cycle restarts: when it is asked for; in classic mode also with another interval
    /// and from free to paid.
    fn resets(
        &self,
        before: &[PeriodItem],
        items: &[PricedItem],
        update: &SubscriptionUpdate,
    ) -> Result<bool> {
        if !self.prorates() {
            return Ok(false);
        }
        if update.billing_cycle_anchor == Some(AnchorChange::Now) {
            return Ok(true);
        }
        if self.is_flexible() {
            return Ok(false);
        }
        let mut was_free = true;
        for item in before {
            was_free = was_free && self.price_is_free(&item.item)?;
            let after = items.iter().find(|after| after.id == item.item.id);
            for recurring in after.into_iter().flat_map(|after| &after.price.recurring) {
                if !interval_of(item)?.equals(recurring.interval)? {
                    return Ok(true);
                }
            }
        }
        let mut is_free = true;
        for item in items {
            is_free = is_free && self.price_is_free(item)?;
        }
        Ok(was_free && !is_free)
    }

    /// A price of zero; a quantity of zero of a price that is not is no free plan.
    fn price_is_free(&self, item: &PricedItem) -> Result<bool> {
        let metered = item.price.recurring.as_ref().is_some_and(|recurring| recurring.meter.is_some());
        Ok(!metered && item.price.amount(item.quantity.max(1), Some(self.next.currency))?.is_zero())
    }

    /// A change that leaves the cycle as it is: prorations, pending or invoiced at once.
    fn change_inside_period(
        &mut self,
        before: &[PeriodItem],
        items: Vec<PricedItem>,
        update: &SubscriptionUpdate,
        date: Timestamp,
        now: Timestamp,
    ) -> Result<()> {
        let behavior = update.proration_behavior.unwrap_or_default();
        let window = Period { start: self.last_start(now), end: now };
        self.settle_metered(before, &items, now);
        let after = self.placed(before, items, date)?;
        let mut lines = Vec::new();
        self.next.items = after;
        if behavior != ProrationBehavior::None && self.prorates() {
            let mut request = self.proration_request(date, before.to_vec());
            request.after.clone_from(&self.next.items);
            lines = prorate(&request)?;
            self.settle_debits(&lines)?;
            self.next.billed_discounts.clone_from(&self.next.discounts);
        }
        for sold in &update.add_invoice_items {
            let period = Period { start: now, end: now };
            self.next.pending_items.push(one_off_line(sold, self.next.currency, period)?);
        }
        self.next.pending_items.extend(lines);
        if behavior == ProrationBehavior::AlwaysInvoice && self.prorates() {
            self.bill(now, BillingReason::SubscriptionUpdate, window, Vec::new(), true)?;
        }
        Ok(())
    }

    /// The billing cycle restarts now: what is left of the old periods is credited, and new ones are billed
    /// in full.
    fn restart(
        &mut self,
        items: Vec<PricedItem>,
        update: &SubscriptionUpdate,
        date: Timestamp,
        now: Timestamp,
    ) -> Result<()> {
        let behavior = update.proration_behavior.unwrap_or_default();
        let credits = if behavior == ProrationBehavior::None { Vec::new() } else { self.credits(date)? };
        let before = self.next.items.clone();
        self.settle_metered(&before, &items, now);
        self.next.billing_cycle_anchor = now;
        let ended = Period { start: now, end: now };
        self.next.items = items.into_iter().map(|item| begun(item, ended)).collect();
        let mut lines = self.begin_periods(now)?;
        for sold in &update.add_invoice_items {
            lines.push(one_off_line(sold, self.next.currency, ended)?);
        }
        lines.splice(0..0, credits);
        // Classic mode leaves what was pending for the next invoice when it must invoice at once.
        let with_pending = self.is_flexible() || behavior != ProrationBehavior::AlwaysInvoice;
        self.bill(now, BillingReason::SubscriptionUpdate, ended, lines, with_pending)?;
        Ok(())
    }

    /// A trial begins, ends, or ends at another time: the cycle restarts where it ends.
    fn change_trial(
        &mut self,
        end: TrialEnd,
        items: Vec<PricedItem>,
        update: &SubscriptionUpdate,
        now: Timestamp,
    ) -> Result<()> {
        let trialing = self.next.status == SubscriptionStatus::Trialing;
        let at = match end {
            TrialEnd::Now if !trialing => return Err(self.refused("to end a trial it is not in")),
            TrialEnd::Now => {
                if let Some(trial) = &mut self.next.trial {
                    trial.end = now;
                }
                self.next.status = self.next.status.after(StatusChange::TrialEnded);
                let nothing = SubscriptionUpdate {
                    proration_behavior: Some(ProrationBehavior::None),
                    add_invoice_items: update.add_invoice_items.clone(),
                    ..SubscriptionUpdate::default()
                };
                return self.restart(items, &nothing, now, now);
            }
            TrialEnd::At { at } => whole_second(at)?,
        };
        let latest = BillingCycle { anchor: now, interval: crate::Interval::YEAR }.boundary(2)?;
        if at <= now || latest < at {
            let reason = format!(
                "it ends at `{at}`: expected an instant after `{now}` and at most two years from then"
            );
            return Err(SubscriptionError::InvalidTrial { reason }.into());
        }
        let credited = !trialing && update.proration_behavior != Some(ProrationBehavior::None);
        let credits = if credited { self.credits(now)? } else { Vec::new() };
        let before = self.next.items.clone();
        self.settle_metered(&before, &items, now);
        let missing_payment_method =
            self.next.trial.map(|trial| trial.missing_payment_method).unwrap_or_default();
        let start = self.next.trial.filter(|_| trialing).map_or(now, |trial| trial.start);
        self.next.trial = Some(Trial { start, end: at, missing_payment_method, end_announced: false });
        self.next.status = self.next.status.after(StatusChange::TrialBegan);
        self.next.billing_cycle_anchor = at;
        let period = Period { start, end: at };
        self.next.items = items.into_iter().map(|item| begun(item, period)).collect();
        if !trialing {
            let lines = [credits, self.trial_lines()].concat();
            self.bill(
                now,
                BillingReason::SubscriptionUpdate,
                Period { start: now, end: now },
                lines,
                self.is_flexible(),
            )?;
        }
        Ok(())
    }

    /// Usage before a change counts at the price of then in flexible mode; in classic mode it is lost.
    pub(super) fn settle_metered(&mut self, before: &[PeriodItem], items: &[PricedItem], now: Timestamp) {
        for (place, item) in before.iter().enumerate().filter(|(_, item)| is_metered(item)) {
            let after = items.iter().find(|after| after.id == item.item.id);
            if after.is_some_and(|after| after.price == item.item.price) {
                continue;
            }
            if self.is_flexible() {
                self.collect_usage_of(place, now);
            }
        }
    }

    /// The items of a change in their periods: the same one for what keeps its interval, one of the cycle for
    /// the rest.
    pub(super) fn placed(
        &self,
        before: &[PeriodItem],
        items: Vec<PricedItem>,
        date: Timestamp,
    ) -> Result<Vec<PeriodItem>> {
        let mut after = Vec::with_capacity(items.len());
        for item in items {
            let mut new = begun(item, Period { start: date, end: date });
            let interval = interval_of(&new)?;
            let mut twins = before.iter().filter(|old| old.item.id == new.item.id).chain(before);
            let twin =
                twins.find(|old| interval_of(old).is_ok_and(|known| known.equals(interval).unwrap_or(false)));
            let known = before.iter().find(|old| old.item.id == new.item.id);
            (new.period, new.full_period) = match twin {
                Some(twin) => (twin.period, twin.full_period),
                None => self.period_at(interval, date)?,
            };
            if let Some(known) = known {
                new.debits.clone_from(&known.debits);
                if is_metered(&new) && known.item.price != new.item.price {
                    new.period.start = date;
                }
            } else if is_metered(&new) {
                new.period.start = date;
            }
            after.push(new);
        }
        Ok(after)
    }
}

fn begun(item: PricedItem, period: Period) -> PeriodItem {
    PeriodItem { item, period, full_period: period, debits: Vec::new() }
}

/// One change of the list of items.
fn change_items(change: &ItemChange, items: &mut Vec<PricedItem>) -> Result<()> {
    let unknown = |id: &String| SubscriptionError::UnknownItem { item: id.clone() };
    match change {
        ItemChange::Add { item } => items.push(item.clone()),
        ItemChange::Remove { id } => {
            let place = items.iter().position(|item| item.id == *id).ok_or_else(|| unknown(id))?;
            items.remove(place);
        }
        ItemChange::Set { id, price, quantity, discounts } => {
            let item = items.iter_mut().find(|item| item.id == *id).ok_or_else(|| unknown(id))?;
            if let Some(price) = price {
                item.price = price.clone();
                item.quantity = 1;
            }
            if let Some(quantity) = quantity {
                item.quantity = *quantity;
            }
            if let Some(discounts) = discounts {
                item.discounts.clone_from(discounts);
            }
        }
    }
    Ok(())
}

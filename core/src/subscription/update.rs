//! Changes of a subscription: which lines they make, and whether the billing cycle restarts.
//!
//! Sources: [Stripe, prorations](https://docs.stripe.com/billing/subscriptions/prorations),
//! [billing mode](https://docs.stripe.com/billing/subscriptions/billing-mode/compare).

use super::{
    AnchorChange, BillingReason, Happening, ItemChange, Machine, PaymentBehavior, ProrationBehavior,
    SubscriptionError, SubscriptionStatus, SubscriptionUpdate,
    check::{check_items, check_tax_rates, whole_second},
    machine::{interval_of, is_metered, running},
};
use crate::{
    BillingCycle, Period, Result, Timestamp,
    proration::{PeriodItem, PricedItem},
};

impl Machine {
    /// Makes a change, or lets it wait for its payment. A change that still waits gives way to it.
    pub(super) fn update(&mut self, update: &SubscriptionUpdate, now: Timestamp) -> Result<()> {
        let behavior = update.payment_behavior.unwrap_or_default();
        if !behavior.is_strict() {
            return self.update_at_once(update, now);
        }
        self.check_update(update, now)?;
        if behavior == PaymentBehavior::PendingIfIncomplete {
            update.check_can_wait()?;
        }
        self.drop_pending_update(now);
        let mut changed = Self::new(self.next.clone());
        changed.change(update, now)?;
        let invoice = changed.actions_bill_ids().pop();
        match invoice.filter(|_| changed.waits_for_payment()) {
            Some(invoice) => self.wait(update, invoice, changed, now),
            None => {
                self.events.append(&mut changed.events);
                self.actions.append(&mut changed.actions);
                self.next = changed.next;
                Ok(())
            }
        }
    }

    /// Makes a change, whether it is paid or not.
    pub(super) fn update_at_once(&mut self, update: &SubscriptionUpdate, now: Timestamp) -> Result<()> {
        self.check_update(update, now)?;
        self.drop_pending_update(now);
        self.change(update, now)
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
        if update.billing_cycle_anchor == Some(AnchorChange::Now) && !self.prorates() {
            return Err(self.refused("to restart its billing cycle"));
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
        let mut items = self.next.items.iter().map(|item| item.item.clone()).collect();
        for change in &update.items {
            change_items(change, &mut items)?;
        }
        check_items(&items, self.next.currency, self.next.billing_mode)?;
        if let Some(discounts) = &update.discounts {
            self.replace_discounts(discounts)?;
        }
        if let Some(rates) = &update.default_tax_rates {
            check_tax_rates(rates, self.next.currency)?;
            self.next.default_tax_rates.clone_from(rates);
        }
        if let Some(method) = update.collection_method {
            self.next.collection_method = method;
        }
        let date = update.proration_date.map_or(Ok(now), whole_second)?;
        if let Some(end) = update.trial_end {
            self.change_trial(end, items, update, now)?;
        } else if self.resets(&items, update, now)? {
            self.restart(items, update, date, now)?;
        } else {
            self.change_inside_period(items, update, date, now)?;
        }
        if let Some(thresholds) = &update.billing_thresholds {
            self.set_thresholds(thresholds)?;
        }
        if !self.next.status.is_terminal() {
            self.happened(Happening::Updated, now);
        }
        Ok(())
    }

    /// Whether the billing cycle restarts: when it is asked for, unless the same began this second; in classic
    /// mode also with another interval and from free to paid.
    fn resets(&self, items: &[PricedItem], update: &SubscriptionUpdate, now: Timestamp) -> Result<bool> {
        if !self.prorates() {
            return Ok(false);
        }
        if update.billing_cycle_anchor == Some(AnchorChange::Now) {
            return Ok(!just_began(&self.next.items, items, now)?);
        }
        if self.is_flexible() {
            return Ok(false);
        }
        let mut was_free = true;
        for item in &self.next.items {
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
        items: Vec<PricedItem>,
        update: &SubscriptionUpdate,
        date: Timestamp,
        now: Timestamp,
    ) -> Result<()> {
        let behavior = update.proration_behavior.unwrap_or_default();
        let window = Period { start: self.last_start(now), end: now };
        let before = std::mem::take(&mut self.next.items);
        self.settle_metered(&before, &items, behavior, now);
        self.next.items = self.placed(&before, items, date, now)?;
        let mut lines = Vec::new();
        if behavior != ProrationBehavior::None && self.prorates() {
            lines = self.prorated(date, &before, &self.next.items)?;
            self.settle_debits(&lines)?;
            if !lines.is_empty() {
                self.next.billed_discounts = running(&self.next.discounts, date);
            }
        }
        let sold = self.sold_once(&update.add_invoice_items, Period { start: now, end: now })?;
        self.put_first(lines);
        self.put_first(sold);
        if behavior == ProrationBehavior::AlwaysInvoice && self.prorates() {
            self.bill(now, BillingReason::SubscriptionUpdate, window, Vec::new(), true)?;
        }
        Ok(())
    }

    /// The billing cycle restarts now: what is left of the old periods is credited, and new ones are billed
    /// in full.
    pub(super) fn restart(
        &mut self,
        items: Vec<PricedItem>,
        update: &SubscriptionUpdate,
        date: Timestamp,
        now: Timestamp,
    ) -> Result<()> {
        let behavior = update.proration_behavior.unwrap_or_default();
        let credits = if behavior == ProrationBehavior::None { Vec::new() } else { self.credits(date)? };
        let before = std::mem::take(&mut self.next.items);
        self.settle_metered(&before, &items, behavior, now);
        self.collect_kept_usage(&before, &items, now);
        self.next.billing_cycle_anchor = now;
        let ended = Period { start: now, end: now };
        self.next.items = items.into_iter().map(|item| begun(item, ended)).collect();
        let mut lines = self.begin_periods(now)?;
        lines.extend(self.sold_once(&update.add_invoice_items, ended)?);
        lines.splice(0..0, credits);
        let with_pending = self.bills_pending_on_reset(update);
        self.bill(now, BillingReason::SubscriptionUpdate, ended, lines, with_pending)?;
        Ok(())
    }

    /// Classic mode leaves what was pending for the next invoice when it must invoice at once.
    ///
    /// Source: [Stripe, billing mode](https://docs.stripe.com/billing/subscriptions/billing-mode/compare).
    pub(super) fn bills_pending_on_reset(&self, update: &SubscriptionUpdate) -> bool {
        self.is_flexible() || update.proration_behavior != Some(ProrationBehavior::AlwaysInvoice)
    }

    /// Usage at a price that changes or goes counts at that price in flexible mode, but for an item that goes
    /// inside a period with `none`; in classic mode it is lost. In a trial it is for nothing.
    ///
    /// Source: [Stripe, billing mode](https://docs.stripe.com/billing/subscriptions/billing-mode/compare).
    pub(super) fn settle_metered(
        &mut self,
        before: &[PeriodItem],
        items: &[PricedItem],
        behavior: ProrationBehavior,
        now: Timestamp,
    ) {
        if !self.is_flexible() || !self.prorates() {
            return;
        }
        let ends = before.iter().any(|item| item.period.end <= now);
        let billed = behavior != ProrationBehavior::None || ends;
        for item in before {
            let stays = items.iter().any(|after| after.id == item.item.id);
            if (stays || billed) && !items.iter().any(|after| is_same(after, item)) {
                self.usage_until(item, now);
            }
        }
    }

    /// Usage at a price that stays, in a period that ends with the change.
    pub(super) fn collect_kept_usage(&mut self, before: &[PeriodItem], items: &[PricedItem], now: Timestamp) {
        if !self.prorates() {
            return;
        }
        for item in before {
            if items.iter().any(|after| is_same(after, item)) {
                self.usage_until(item, now);
            }
        }
    }

    /// The items of a change in their periods: the same one for what keeps its interval, one of the cycle for
    /// the rest. Where a period ends with the change, what is to be billed begins with the renewal.
    fn placed(
        &self,
        before: &[PeriodItem],
        items: Vec<PricedItem>,
        date: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<PeriodItem>> {
        let mut after = Vec::with_capacity(items.len());
        for item in items {
            let mut new = begun(item, Period { start: date, end: date });
            let interval = interval_of(&new)?;
            let known = before.iter().find(|old| old.item.id == new.item.id);
            let same = |old: &&PeriodItem| {
                interval_of(old).is_ok_and(|known| known.equals(interval).unwrap_or(false))
            };
            let twin = known.into_iter().chain(before).find(same);
            let ended = known.filter(|old| old.period.end <= date);
            let waits = !self.prorates();
            let anywhere = before.first().filter(|_| waits).or(ended).or(twin);
            match (anywhere, before.iter().any(|old| old.period.end <= date)) {
                (Some(old), _) => (new.period, new.full_period) = (old.period, old.full_period),
                (None, true) => {} // it begins with the renewal
                (None, false) => {
                    (new.period, new.full_period) = self.period_at(interval, date)?;
                    let start = known.map_or(new.period.start, |old| old.period.start);
                    new.period.start = start.max(new.period.start);
                }
            }
            if let Some(known) = known {
                new.debits.clone_from(&known.debits);
            }
            if is_metered(&new) && !known.is_some_and(|old| is_same(&new.item, old)) {
                new.period.start = now.min(new.period.end);
            }
            after.push(new);
        }
        Ok(after)
    }
}

/// Whether every item stays as it is, in a period that is the first of a cycle from `now`: it is billed already.
fn just_began(before: &[PeriodItem], items: &[PricedItem], now: Timestamp) -> Result<bool> {
    for item in before {
        let anew = BillingCycle { anchor: now, interval: interval_of(item)? }.period_at(now)?;
        if item.period.start != now || item.full_period != anew || !items.contains(&item.item) {
            return Ok(false);
        }
    }
    Ok(before.len() == items.len())
}

/// Whether an item is still billed by the same price.
pub(super) fn is_same(after: &PricedItem, before: &PeriodItem) -> bool {
    after.id == before.item.id && after.price == before.item.price
}

pub(super) fn begun(item: PricedItem, period: Period) -> PeriodItem {
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
        ItemChange::Set { id, price, quantity, discounts, tax_rates } => {
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
            if let Some(rates) = tax_rates {
                item.tax_rates.clone_from(rates);
            }
        }
    }
    Ok(())
}

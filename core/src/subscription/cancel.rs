//! How a subscription ends.

use serde::{Deserialize, Serialize};

use super::{
    BillingReason, Happening, Machine, ProrationBehavior, Schedule, StatusChange, SubscriptionAction,
    SubscriptionError, SubscriptionStatus, check::whole_second, machine::interval_of,
};
use crate::{Period, Result, Timestamp, line_item::LineItem, proration::PeriodItem};

/// When a subscription ends, and what is billed for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CancelRequest {
    /// When it ends.
    pub when: CancelWhen,
    /// Whether unused time is credited when it ends at once; by default not.
    #[serde(default)]
    pub prorate: Option<bool>,
    /// Whether what is pending, and usage so far, is billed when it ends at once; by default it is dropped.
    #[serde(default)]
    pub invoice_now: Option<bool>,
    /// Whether the rest of the current period is credited when it ends at an instant inside it; by default
    /// with the last invoice.
    #[serde(default)]
    pub proration_behavior: Option<ProrationBehavior>,
    /// Why.
    #[serde(default)]
    pub details: Option<CancellationDetails>,
}

/// When a subscription ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CancelWhen {
    /// At once.
    Now,
    /// With the current period: the first one that ends, where items have several.
    PeriodEnd,
    /// With the period that ends last, where items have several.
    LastPeriodEnd,
    /// At an instant.
    At {
        /// The first instant after the end.
        at: Timestamp,
    },
}

/// Why a subscription ends; Stripe's `cancellation_details`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CancellationDetails {
    /// Who or what ended it.
    pub reason: CancellationReason,
    /// What the customer says.
    #[serde(default)]
    pub feedback: Option<CancellationFeedback>,
    /// In the customer's own words.
    #[serde(default)]
    pub comment: Option<String>,
}

/// Who or what ended a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancellationReason {
    /// It was asked for.
    CancellationRequested,
    /// Its payment failed.
    PaymentFailed,
    /// Its payment was disputed.
    PaymentDisputed,
    /// A retention policy of the business.
    CanceledByRetentionPolicy,
}

/// What a customer says on leaving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancellationFeedback {
    /// The customer service.
    CustomerService,
    /// The quality.
    LowQuality,
    /// Features that are missing.
    MissingFeatures,
    /// Another service.
    SwitchedService,
    /// The price.
    TooExpensive,
    /// It is too hard to use.
    TooComplex,
    /// It is not used.
    Unused,
    /// Something else.
    Other,
}

impl Machine {
    /// Ends the subscription, or plans its end.
    pub(super) fn cancel(&mut self, request: &CancelRequest, now: Timestamp) -> Result<()> {
        if self.next.status.is_terminal() {
            return Ok(());
        }
        let ends = self.next.items.iter().map(|item| self.natural_end(item));
        let ends = ends.collect::<Result<Vec<Timestamp>>>()?;
        let (at, behavior) = match request.when {
            CancelWhen::Now => return self.cancel_now(request, now),
            // An end of a period is no trigger of prorations, also where other items run on.
            CancelWhen::PeriodEnd => (ends.iter().min().copied(), ProrationBehavior::None),
            CancelWhen::LastPeriodEnd => (ends.iter().max().copied(), ProrationBehavior::None),
            CancelWhen::At { at } => {
                let at = whole_second(at)?;
                if at <= now {
                    let (at, now) = (at.to_string(), now.to_string());
                    return Err(SubscriptionError::CancelInThePast { at, now }.into());
                }
                (Some(at), request.proration_behavior.unwrap_or_default())
            }
        };
        // The period of a paused subscription has ended.
        let Some(at) = at.filter(|at| now < *at) else { return self.cancel_now(request, now) };
        if self.next.cancel_at != Some(at) {
            self.plan_end(at, behavior, now)?;
        }
        self.next.cancel_at_period_end = request.when == CancelWhen::PeriodEnd;
        self.next.canceled_at = Some(now);
        self.next.cancellation_details = Some(details(request));
        self.happened(Happening::Updated, now);
        Ok(())
    }

    /// Plans an end: periods that reach beyond it stop there. A change that waits for its payment, and whose
    /// bill does too, is given up.
    pub(super) fn plan_end(
        &mut self,
        at: Timestamp,
        behavior: ProrationBehavior,
        now: Timestamp,
    ) -> Result<()> {
        if self.next.cancel_at.is_some() || self.waiting_change_reaches_beyond(at) {
            self.drop_pending_update(now);
        }
        self.restore_periods()?;
        self.next.cancel_at = Some(at);
        self.shorten_periods(at, behavior, now)
    }

    /// Takes back an end that was planned; that of a schedule with the schedule.
    pub(super) fn keep_going(&mut self, now: Timestamp) -> Result<()> {
        if self.next.status.is_terminal() {
            return Err(self.refused("to keep it"));
        }
        if self.next.cancel_at.is_none() {
            return Ok(());
        }
        self.drop_pending_update(now);
        let planned = self.next.schedule.as_ref().and_then(Schedule::cancels_at);
        if planned.is_some() && planned == self.next.cancel_at {
            self.release_schedule(now)?;
        } else {
            self.take_back_end()?;
        }
        self.happened(Happening::Updated, now);
        Ok(())
    }

    /// Nothing is planned any more: the periods reach as far as before.
    pub(super) fn take_back_end(&mut self) -> Result<()> {
        self.restore_periods()?;
        self.next.cancel_at = None;
        self.next.cancel_at_period_end = false;
        self.next.canceled_at = None;
        self.next.cancellation_details = None;
        Ok(())
    }

    fn cancel_now(&mut self, request: &CancelRequest, now: Timestamp) -> Result<()> {
        let invoice_now = request.invoice_now.unwrap_or(false);
        self.drop_pending_update(now);
        self.restore_periods()?;
        self.next.cancel_at = None;
        self.next.cancel_at_period_end = false;
        if request.prorate.unwrap_or(false) {
            let credits = self.credits(now)?;
            self.put_first(credits);
        } else if !invoice_now {
            self.next.pending_items.retain(|line| line.proration.is_none());
        }
        let mut last = None;
        if invoice_now {
            if self.prorates() {
                self.collect_usage(now);
            }
            let window = Period { start: self.last_start(now), end: now };
            last = self.bill(now, BillingReason::SubscriptionCycle, window, Vec::new(), true)?;
        } else {
            self.next.pending_usage.clear();
            self.next.pending_items.retain(|line| line.kind != crate::line_item::LineKind::Usage);
        }
        self.next.canceled_at = Some(now);
        self.next.cancellation_details = Some(details(request));
        self.end(last.as_deref(), now);
        Ok(())
    }

    /// The planned end has come: what is pending and the usage so far are billed.
    pub(super) fn cancel_at(&mut self, at: Timestamp) -> Result<()> {
        if self.prorates() {
            self.collect_usage(at); // usage in a trial is for nothing
        }
        let window = Period { start: self.last_start(at), end: at };
        let last = self.bill(at, BillingReason::SubscriptionCycle, window, Vec::new(), true)?;
        self.end(last.as_deref(), at);
        Ok(())
    }

    /// Ends it for good: but for the last one, open invoices are collected no longer.
    pub(super) fn end(&mut self, last: Option<&str>, at: Timestamp) {
        if self.next.status == SubscriptionStatus::Incomplete {
            self.never_began(at);
            return;
        }
        self.drop_pending_update(at);
        self.next.status = self.next.status.after(StatusChange::Canceled);
        self.next.ended_at = Some(at);
        self.end_schedule(at);
        for invoice in &self.next.open_invoices {
            if last != Some(invoice.id.as_str()) {
                self.actions.push(SubscriptionAction::StopCollection { invoice: invoice.id.clone() });
            }
        }
        self.happened(Happening::Canceled, at);
    }

    /// The credits for everything that is paid for from `date` on.
    pub(super) fn credits(&self, date: Timestamp) -> Result<Vec<LineItem>> {
        if !self.prorates() {
            return Ok(Vec::new());
        }
        self.prorated(date, &self.next.items, &[])
    }

    /// Current periods that reach beyond a planned end stop there, and the rest is credited.
    fn shorten_periods(&mut self, at: Timestamp, behavior: ProrationBehavior, now: Timestamp) -> Result<()> {
        let mut before = Vec::new();
        for item in &mut self.next.items {
            if at < item.period.end && item.period.start <= at {
                before.push(item.clone());
                item.period.end = at;
            }
        }
        let classic_trial = !self.is_flexible() && self.next.status == SubscriptionStatus::Trialing;
        if let Some(trial) = self.next.trial.as_mut().filter(|_| classic_trial) {
            trial.end = trial.end.min(at);
        }
        if before.is_empty() || behavior == ProrationBehavior::None || !self.prorates() {
            return Ok(());
        }
        let lines = self.prorated(at, &before, &[])?;
        self.settle_debits(&lines)?;
        self.next.paid_until_end = true;
        self.put_first(lines);
        if behavior == ProrationBehavior::AlwaysInvoice {
            let window = Period { start: self.last_start(now), end: now };
            self.bill(now, BillingReason::SubscriptionUpdate, window, Vec::new(), true)?;
        }
        Ok(())
    }

    /// Undoes [`shorten_periods`](Self::shorten_periods): a credit that still waits goes, and time that is
    /// not paid for is billed.
    fn restore_periods(&mut self) -> Result<()> {
        let Some(at) = self.next.cancel_at else { return Ok(()) };
        let was_paid_until_end = std::mem::take(&mut self.next.paid_until_end);
        let mut after = Vec::new();
        for place in 0..self.next.items.len() {
            let Some(item) = self.next.items.get(place) else { continue };
            let end = self.natural_end(item)?;
            if item.period.end != at || end <= at {
                continue;
            }
            let undone = self.take_back_credits(place, at, end)?;
            if let Some(item) = self.next.items.get_mut(place) {
                item.period.end = end;
                if was_paid_until_end && !undone {
                    after.push(item.clone());
                }
            }
        }
        if !after.is_empty() && self.prorates() {
            let lines = self.prorated(at, &[], &after)?;
            self.settle_debits(&lines)?;
            self.put_first(lines);
        }
        Ok(())
    }

    /// Removes the credits of an item that wait for the time after a planned end, where they still are what
    /// its state would be credited; says whether it did.
    fn take_back_credits(&mut self, place: usize, at: Timestamp, end: Timestamp) -> Result<bool> {
        let Some(item) = self.next.items.get_mut(place) else { return Ok(false) };
        let of_end = |line: &LineItem| {
            let details = line.proration.as_ref().filter(|details| details.date == at);
            details.is_some() && line.subscription_item.as_ref() == Some(&item.item.id)
        };
        let credits: Vec<LineItem> =
            self.next.pending_items.iter().filter(|line| of_end(line)).cloned().collect();
        let stands = credits.iter().all(|credit| {
            let lines = credit.proration.as_ref().map(|details| &details.credited_lines);
            match lines.filter(|lines| !lines.is_empty()) {
                Some(lines) => {
                    item.debits.iter().any(|debit| debit.lines == *lines && debit.period.end == at)
                }
                None => {
                    credit.price.as_ref() == Some(&item.item.price.id)
                        && credit.quantity == item.item.quantity
                }
            }
        });
        if credits.is_empty() || !stands {
            return Ok(false);
        }
        self.next.pending_items.retain(|line| !of_end(line));
        item.debits = item.debits_before(&credits, end)?;
        Ok(true)
    }

    /// Where the current period of an item ends if nothing is planned.
    fn natural_end(&self, item: &PeriodItem) -> Result<Timestamp> {
        match (self.next.status, self.next.trial) {
            (SubscriptionStatus::Paused, _) => Ok(item.period.end),
            (SubscriptionStatus::Trialing, Some(trial)) => Ok(trial.end),
            _ if self.next.cancel_at != Some(item.period.end) => Ok(item.period.end),
            _ => Ok(self.cycle(interval_of(item)?).period_at(item.period.start)?.end),
        }
    }
}

fn details(request: &CancelRequest) -> CancellationDetails {
    request.details.clone().unwrap_or_else(requested)
}

/// It was asked for, and nothing more is known.
pub(super) fn requested() -> CancellationDetails {
    CancellationDetails { reason: CancellationReason::CancellationRequested, feedback: None, comment: None }
}

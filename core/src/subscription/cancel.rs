//! How a subscription ends.

use serde::{Deserialize, Serialize};

use super::{
    BillingReason, Happening, Machine, ProrationBehavior, StatusChange, SubscriptionAction, SubscriptionError,
};
use crate::{
    Period, Result, Timestamp,
    line_item::LineItem,
    proration::{ProrationRequest, prorate},
};

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
        let at = match request.when {
            CancelWhen::Now => return self.cancel_now(request, now),
            CancelWhen::PeriodEnd => self.next.items.iter().map(|item| item.period.end).min(),
            CancelWhen::LastPeriodEnd => self.next.items.iter().map(|item| item.period.end).max(),
            CancelWhen::At { at } => Some(at),
        };
        let Some(at) = at else { return self.cancel_now(request, now) };
        if at <= now {
            return Err(
                SubscriptionError::CancelInThePast { at: at.to_string(), now: now.to_string() }.into()
            );
        }
        self.restore_periods()?;
        self.next.cancel_at = Some(at);
        self.next.cancel_at_period_end = request.when == CancelWhen::PeriodEnd;
        self.next.canceled_at = Some(now);
        self.next.cancellation_details = Some(details(request));
        self.shorten_periods(at, request.proration_behavior.unwrap_or_default(), now)?;
        self.happened(Happening::Updated, now);
        Ok(())
    }

    /// Takes back an end that was planned.
    pub(super) fn keep_going(&mut self, now: Timestamp) -> Result<()> {
        if self.next.status.is_terminal() {
            return Err(self.refused("to keep it"));
        }
        if self.next.cancel_at.is_none() {
            return Ok(());
        }
        self.restore_periods()?;
        self.next.cancel_at = None;
        self.next.cancel_at_period_end = false;
        self.next.canceled_at = None;
        self.next.cancellation_details = None;
        self.happened(Happening::Updated, now);
        Ok(())
    }

    fn cancel_now(&mut self, request: &CancelRequest, now: Timestamp) -> Result<()> {
        let invoice_now = request.invoice_now.unwrap_or(false);
        self.restore_periods()?;
        if request.prorate.unwrap_or(false) {
            let credits = self.credits(now)?;
            self.next.pending_items.extend(credits);
        } else if !invoice_now {
            self.next.pending_items.retain(|line| line.proration.is_none());
        }
        if invoice_now {
            self.collect_usage(now)?;
            let window = Period { start: self.last_start(now), end: now };
            self.bill(now, BillingReason::SubscriptionCycle, window, Vec::new(), true)?;
        } else {
            self.next.pending_usage.clear();
            self.next.pending_items.retain(|line| line.kind != crate::line_item::LineKind::Usage);
        }
        self.next.canceled_at = Some(now);
        self.next.cancellation_details = Some(details(request));
        self.end(now);
        Ok(())
    }

    /// The planned end has come: what is pending and the usage so far are billed.
    pub(super) fn cancel_at(&mut self, at: Timestamp) -> Result<()> {
        self.collect_usage(at)?;
        let window = Period { start: self.last_start(at), end: at };
        self.bill(at, BillingReason::SubscriptionCycle, window, Vec::new(), true)?;
        self.end(at);
        Ok(())
    }

    /// Ends it for good: open invoices are collected no longer.
    pub(super) fn end(&mut self, at: Timestamp) {
        self.next.status = self.next.status.after(StatusChange::Canceled);
        self.next.ended_at = Some(at);
        self.next.schedule = None;
        self.next.pending_update = None;
        let latest = self.actions_bill_ids();
        for invoice in &self.next.open_invoices {
            if !latest.contains(&invoice.id) {
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
        prorate(&ProrationRequest {
            after: Vec::new(),
            ..self.proration_request(date, self.next.items.clone())
        })
    }

    /// Current periods that reach beyond a planned end stop there, and the rest is credited.
    fn shorten_periods(&mut self, at: Timestamp, behavior: ProrationBehavior, now: Timestamp) -> Result<()> {
        let mut request = self.proration_request(at, Vec::new());
        for item in &mut self.next.items {
            if at < item.period.end && item.period.start <= at {
                request.before.push(item.clone());
                item.period.end = at;
            }
        }
        if request.before.is_empty() || behavior == ProrationBehavior::None || !self.prorates() {
            return Ok(());
        }
        let lines = prorate(&request)?;
        self.settle_debits(&lines)?;
        self.next.pending_items.extend(lines);
        if behavior == ProrationBehavior::AlwaysInvoice {
            let window = Period { start: self.last_start(now), end: now };
            self.bill(now, BillingReason::SubscriptionUpdate, window, Vec::new(), true)?;
        }
        Ok(())
    }

    /// Undoes [`shorten_periods`](Self::shorten_periods): a credit that still waits goes, one that was
    /// invoiced is billed again.
    fn restore_periods(&mut self) -> Result<()> {
        let Some(at) = self.next.cancel_at else { return Ok(()) };
        let mut request = self.proration_request(at, Vec::new());
        for item in &mut self.next.items {
            if item.period.end == at && item.full_period.end > at {
                item.period.end = item.full_period.end;
                request.after.push(item.clone());
            }
        }
        let waiting = |line: &LineItem| line.proration.as_ref().is_some_and(|details| details.date == at);
        let (credits, others) = self.next.pending_items.drain(..).partition(waiting);
        self.next.pending_items = others;
        let credits: Vec<LineItem> = credits;
        if !credits.is_empty() {
            for item in &mut self.next.items {
                item.debits = item.debits_before(&credits, item.period.end)?;
            }
        } else if !request.after.is_empty() && self.prorates() && self.was_credited(at) {
            let lines = prorate(&request)?;
            self.settle_debits(&lines)?;
            self.next.pending_items.extend(lines);
        }
        Ok(())
    }

    /// Whether a planned end was credited on an invoice that was already made.
    fn was_credited(&self, at: Timestamp) -> bool {
        self.next.items.iter().any(|item| item.debits.iter().any(|debit| debit.period.end == at))
    }
}

fn details(request: &CancelRequest) -> CancellationDetails {
    let requested = CancellationDetails {
        reason: CancellationReason::CancellationRequested,
        feedback: None,
        comment: None,
    };
    request.details.clone().unwrap_or(requested)
}

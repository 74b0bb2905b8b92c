//! How a paused service resumes.
//!
//! Source: [Stripe, pause and resume](https://docs.stripe.com/billing/subscriptions/pause).

use super::{
    AnchorChange, BillingReason, CollectionMethod, Happening, Machine, ProrationBehavior, ResumeRequest,
    Resumption, StatusChange, SubscriptionAction, SubscriptionStatus,
    billing::BecomesFinal,
    check::seconds_after,
    machine::{interval_of, is_metered, running},
    renew::PAYMENT_WINDOW_SECONDS,
};
use crate::{Period, Result, Timestamp, line_item::LineItem, proration::PeriodItem};

impl Machine {
    /// Resumes the service: what is not paid is billed, and paid before the service is active.
    pub(super) fn resume(&mut self, request: &ResumeRequest, now: Timestamp) -> Result<()> {
        if self.next.pause.as_ref().is_some_and(|pause| pause.percent_off.is_some()) {
            self.end_reduced_pause(now);
            return Ok(());
        }
        if self.next.status != SubscriptionStatus::Paused {
            return Err(self.refused("to be resumed"));
        }
        if self.next.pause.as_ref().is_some_and(|pause| pause.resumption.is_some()) {
            return Ok(()); // asked for before, and waiting for its payment
        }
        let before = self.next.clone();
        let behavior = request.proration_behavior.unwrap_or_default();
        let (lines, at_once) = match request.billing_cycle_anchor.unwrap_or(AnchorChange::Now) {
            AnchorChange::Now => (self.restart_cycle(now)?, true),
            AnchorChange::Unchanged => {
                let lines = self.rejoin_cycle(behavior, now)?;
                self.put_first(lines);
                (Vec::new(), behavior == ProrationBehavior::AlwaysInvoice)
            }
        };
        let invoice = if at_once { self.bill_resumption(lines, now)? } else { None };
        if let Some(pause) = &mut self.next.pause {
            pause.until = None;
        }
        match invoice.filter(|_| self.owes()) {
            None => self.resumed(StatusChange::Resumed, now),
            Some(invoice) => {
                let resumption = Resumption {
                    invoice,
                    expires_at: Some(seconds_after(now, PAYMENT_WINDOW_SECONDS)?),
                    on_payment_success: request.on_payment_success.unwrap_or(false),
                    billing_cycle_anchor: before.billing_cycle_anchor,
                    items: before.items,
                    discounts: before.discounts,
                    pending_items: before.pending_items,
                    pending_usage: before.pending_usage,
                };
                if let Some(pause) = &mut self.next.pause {
                    pause.resumption = Some(resumption);
                }
                self.happened(Happening::Updated, now);
            }
        }
        Ok(())
    }

    /// Asks for the invoice of a resumption: that of a cycle, but no draft where it is charged, as it is to be
    /// paid first.
    ///
    /// Source: probed by Kiln-AI/stripe_world (`docs/conformance/subscriptions.md`).
    fn bill_resumption(&mut self, mut lines: Vec<LineItem>, now: Timestamp) -> Result<Option<String>> {
        let (mut waiting, usage) = self.take_waiting();
        lines.append(&mut waiting);
        if lines.is_empty() {
            return Ok(None);
        }
        let mut terms =
            self.terms(BillingReason::SubscriptionCycle, Period { start: now, end: now }, &lines, now);
        if terms.collection_method == CollectionMethod::ChargeAutomatically {
            terms.becomes_final = BecomesFinal::AtOnce;
        }
        self.bill_on(terms, now, lines, usage).map(Some)
    }

    /// New periods from now on, without prorations.
    fn restart_cycle(&mut self, now: Timestamp) -> Result<Vec<LineItem>> {
        self.next.billing_cycle_anchor = now;
        for item in &mut self.next.items {
            item.period = Period { start: now, end: now };
        }
        self.begin_periods(now)
    }

    /// The periods of the cycle as it was, with the debits for what of them is not paid, unless none are asked
    /// for. Usage counts from now on.
    ///
    /// Source: Stripe's [resume](https://docs.stripe.com/api/subscriptions/resume#resume_subscription-proration_behavior)
    /// and [its example](https://docs.stripe.com/billing/subscriptions/mixed-interval).
    fn rejoin_cycle(&mut self, behavior: ProrationBehavior, now: Timestamp) -> Result<Vec<LineItem>> {
        let mut unpaid: Vec<PeriodItem> = Vec::new();
        for place in 0..self.next.items.len() {
            let Some(item) = self.next.items.get(place) else { continue };
            let (period, full_period) = self.period_at(interval_of(item)?, now)?;
            let paid = item.debits.iter().any(|debit| now < debit.period.end);
            let start = if is_metered(item) { now } else { period.start };
            let Some(item) = self.next.items.get_mut(place) else { continue };
            (item.period, item.full_period) = (Period { start, end: period.end }, full_period);
            if !paid {
                item.debits.clear();
                unpaid.push(item.clone());
            }
        }
        if behavior == ProrationBehavior::None {
            return Ok(Vec::new());
        }
        let lines = self.prorated(now, &[], &unpaid)?;
        self.settle_debits(&lines)?;
        if !lines.is_empty() {
            self.next.billed_discounts = running(&self.next.discounts, now);
        }
        Ok(lines)
    }

    /// An invoice was paid, or given up, while service is paused: if it is that of the resumption, service
    /// goes on.
    pub(super) fn resumption_settled(&mut self, invoice: &str, now: Timestamp) {
        if self.is_resumption(invoice) {
            self.resumed(StatusChange::Resumed, now);
        }
    }

    /// Its payment failed: service goes on past due, or waits as it was asked to.
    pub(super) fn resumption_failed(&mut self, invoice: &str) {
        if !self.is_resumption(invoice) {
            return;
        }
        let Some(resumption) = self.next.pause.as_mut().and_then(|pause| pause.resumption.as_mut()) else {
            return;
        };
        resumption.expires_at = None;
        if !resumption.on_payment_success {
            self.next.pause = None;
            self.next.status = self.next.status.after(StatusChange::PaymentFailed);
        }
    }

    /// No payment was tried within 23 hours: its invoice is voided, and service stays paused.
    pub(super) fn expire_resumption(&mut self, at: Timestamp) {
        let resumption = self.next.pause.as_ref().and_then(|pause| pause.resumption.as_ref());
        let Some(invoice) = resumption.map(|resumption| resumption.invoice.clone()) else { return };
        self.close(&invoice);
        self.undo_resumption(&invoice);
        self.actions.push(SubscriptionAction::VoidInvoice { invoice });
        self.happened(Happening::Updated, at);
    }

    /// Its invoice is no more: everything is as before it was asked for.
    pub(super) fn undo_resumption(&mut self, invoice: &str) {
        if !self.is_resumption(invoice) {
            return;
        }
        let Some(before) = self.next.pause.as_mut().and_then(|pause| pause.resumption.take()) else { return };
        self.next.billing_cycle_anchor = before.billing_cycle_anchor;
        self.next.items = before.items;
        self.next.discounts = before.discounts;
        self.next.pending_items = before.pending_items;
        self.next.pending_usage = before.pending_usage;
    }

    fn resumed(&mut self, change: StatusChange, now: Timestamp) {
        self.next.pause = None;
        self.next.status = self.next.status.after(change);
        self.happened(Happening::Resumed, now);
    }

    fn is_resumption(&self, invoice: &str) -> bool {
        let resumption = self.next.pause.as_ref().and_then(|pause| pause.resumption.as_ref());
        resumption.is_some_and(|resumption| resumption.invoice == invoice)
    }
}

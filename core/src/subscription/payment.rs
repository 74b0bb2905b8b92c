//! What payments, and their failures, mean for a subscription.

use super::{
    AfterRetries, CancellationDetails, CancellationReason, Happening, Machine, PaymentBehavior, StatusChange,
    SubscriptionAction, SubscriptionStatus,
};
use crate::{Result, Timestamp};

impl Machine {
    /// An invoice was paid. One that is not open was reported before.
    pub(super) fn invoice_paid(&mut self, invoice: &str, now: Timestamp) -> Result<()> {
        let latest = self.is_latest(invoice);
        let Some(first) = self.close(invoice) else { return Ok(()) };
        if self.next.pending_update.as_ref().is_some_and(|pending| pending.invoice == invoice) {
            return self.apply_pending_update(now);
        }
        let before = self.next.status;
        if self.next.status == SubscriptionStatus::Paused {
            self.finish_resuming(invoice, StatusChange::Resumed);
        } else if latest || first {
            self.next.status = self.next.status.after(StatusChange::Settled);
        }
        self.tell_status(before, now);
        Ok(())
    }

    /// A payment failed, or could not be tried; or the due date of an invoice that is sent has passed.
    pub(super) fn payment_failed(&mut self, invoice: &str, now: Timestamp) {
        let latest = self.is_latest(invoice);
        let Some(open) = self.next.open_invoices.iter_mut().find(|open| open.id == invoice) else { return };
        open.failed = true;
        let before = self.next.status;
        match self.next.status {
            SubscriptionStatus::Incomplete
                if self.next.payment_behavior == PaymentBehavior::ErrorIfIncomplete =>
            {
                self.never_began(now);
                return;
            }
            SubscriptionStatus::Paused => self.finish_resuming(invoice, StatusChange::PaymentFailed),
            SubscriptionStatus::Incomplete
            | SubscriptionStatus::Trialing
            | SubscriptionStatus::Active
            | SubscriptionStatus::PastDue
            | SubscriptionStatus::Unpaid
            | SubscriptionStatus::IncompleteExpired
            | SubscriptionStatus::Canceled => {
                let waits =
                    self.next.pending_update.as_ref().is_some_and(|pending| pending.invoice == invoice);
                if waits && self.refuses_unpaid_changes() {
                    self.expire_pending_update(now);
                } else if latest && !waits {
                    self.next.status = self.next.status.after(StatusChange::PaymentFailed);
                }
            }
        }
        self.tell_status(before, now);
    }

    /// An invoice was voided or given up: what is left decides.
    pub(super) fn invoice_given_up(&mut self, invoice: &str, voided: bool, now: Timestamp) {
        let Some(first) = self.close(invoice) else { return };
        let before = self.next.status;
        if first && voided && self.next.status == SubscriptionStatus::Incomplete {
            self.never_began(now);
            return;
        }
        let failing = self.next.open_invoices.last().is_some_and(|open| open.failed);
        if !failing && self.next.status == SubscriptionStatus::PastDue {
            self.next.status = self.next.status.after(StatusChange::Settled);
        }
        self.tell_status(before, now);
    }

    /// Every retry failed: the account's setting decides.
    pub(super) fn retries_exhausted(&mut self, invoice: &str, then: AfterRetries, now: Timestamp) {
        if !self.next.open_invoices.iter().any(|open| open.id == invoice) || self.next.status.is_terminal() {
            return;
        }
        let before = self.next.status;
        match then {
            AfterRetries::Cancel => {
                self.next.canceled_at = Some(now);
                let reason = CancellationReason::PaymentFailed;
                self.next.cancellation_details =
                    Some(CancellationDetails { reason, feedback: None, comment: None });
                self.end(now);
                return;
            }
            AfterRetries::MarkUnpaid => {
                self.next.status = self.next.status.after(StatusChange::MarkedUnpaid);
            }
            AfterRetries::LeavePastDue => {
                self.next.status = self.next.status.after(StatusChange::PaymentFailed);
            }
        }
        self.tell_status(before, now);
    }

    /// The first invoice will not be paid: it is voided.
    pub(super) fn never_began(&mut self, now: Timestamp) {
        self.next.status = self.next.status.after(StatusChange::NeverBegan);
        self.next.ended_at = Some(now);
        for invoice in std::mem::take(&mut self.next.open_invoices) {
            self.actions.push(SubscriptionAction::VoidInvoice { invoice: invoice.id });
        }
        self.happened(Happening::Expired, now);
    }

    /// Whether a change that is not paid at once is dropped.
    fn refuses_unpaid_changes(&self) -> bool {
        let asked = self.next.pending_update.as_ref().and_then(|pending| pending.update.payment_behavior);
        asked.unwrap_or(self.next.payment_behavior) == PaymentBehavior::ErrorIfIncomplete
    }

    fn is_latest(&self, invoice: &str) -> bool {
        self.next.open_invoices.last().is_some_and(|open| open.id == invoice)
    }

    /// Takes an invoice off the open ones; says whether it was the first one, and nothing if it was not open.
    fn close(&mut self, invoice: &str) -> Option<bool> {
        let place = self.next.open_invoices.iter().position(|open| open.id == invoice)?;
        Some(self.next.open_invoices.remove(place).first)
    }

    fn tell_status(&mut self, before: SubscriptionStatus, now: Timestamp) {
        if self.next.status != before {
            self.happened(Happening::Updated, now);
        }
    }
}

//! What payments, and their failures, mean for a subscription: its latest invoice decides.
//!
//! Source: [Stripe, subscription lifecycle](https://docs.stripe.com/billing/subscriptions/overview).

use super::{
    AfterRetries, CancellationDetails, CancellationReason, Happening, Machine, OpenInvoice, PaymentBehavior,
    StatusChange, SubscriptionAction, SubscriptionStatus,
};
use crate::{Result, Timestamp};

impl Machine {
    /// An invoice was paid. One that is not open was reported before.
    pub(super) fn invoice_paid(&mut self, invoice: &str, now: Timestamp) -> Result<()> {
        let latest = self.is_latest(invoice);
        let Some(paid) = self.close(invoice) else { return Ok(()) };
        self.supersede(&paid);
        if self.is_pending_update(invoice) {
            return self.apply_pending_update(now);
        }
        let before = self.next.status;
        match self.next.status {
            SubscriptionStatus::Paused => self.resumption_settled(invoice, now),
            SubscriptionStatus::Incomplete if paid.first => self.settle(now),
            SubscriptionStatus::Incomplete
            | SubscriptionStatus::Trialing
            | SubscriptionStatus::Active
            | SubscriptionStatus::PastDue
            | SubscriptionStatus::Unpaid
            | SubscriptionStatus::IncompleteExpired
            | SubscriptionStatus::Canceled => {
                if latest {
                    self.settle(now);
                }
            }
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
            SubscriptionStatus::Paused => self.resumption_failed(invoice),
            SubscriptionStatus::Incomplete
            | SubscriptionStatus::Trialing
            | SubscriptionStatus::Active
            | SubscriptionStatus::PastDue
            | SubscriptionStatus::Unpaid
            | SubscriptionStatus::IncompleteExpired
            | SubscriptionStatus::Canceled => {
                if self.is_pending_update(invoice) {
                    if self.refuses_unpaid_changes() {
                        self.drop_pending_update(now);
                    }
                } else if latest {
                    self.next.status = self.next.status.after(StatusChange::PaymentFailed);
                }
            }
        }
        self.tell_status(before, now);
    }

    /// An invoice was voided: as if it had never been, so those before it decide, the newest first.
    pub(super) fn invoice_voided(&mut self, invoice: &str, now: Timestamp) {
        let Some(voided) = self.close(invoice) else { return };
        if self.is_pending_update(invoice) {
            self.forget_pending_update(now);
            return;
        }
        self.forget_debits(&voided.lines);
        let before = self.next.status;
        match self.next.status {
            SubscriptionStatus::Incomplete if voided.first => {
                self.never_began(now);
                return;
            }
            SubscriptionStatus::Paused => self.undo_resumption(invoice),
            SubscriptionStatus::PastDue | SubscriptionStatus::Unpaid => self.walk_back(now),
            SubscriptionStatus::Incomplete
            | SubscriptionStatus::Trialing
            | SubscriptionStatus::Active
            | SubscriptionStatus::IncompleteExpired
            | SubscriptionStatus::Canceled => {}
        }
        self.tell_status(before, now);
    }

    /// An invoice was marked uncollectible. By hand, that settles the latest one; after the last retry the
    /// setting for that decides. That of a change that waits can still be paid, until it is voided.
    pub(super) fn invoice_uncollectible(&mut self, invoice: &str, now: Timestamp) {
        if self.is_pending_update(invoice) {
            return;
        }
        let latest = self.is_latest(invoice);
        let Some(given_up) = self.close(invoice) else { return };
        self.supersede(&given_up);
        let before = self.next.status;
        match self.next.status {
            SubscriptionStatus::Paused => self.resumption_settled(invoice, now),
            SubscriptionStatus::PastDue | SubscriptionStatus::Unpaid => {
                if latest && given_up.exhausted.is_none() {
                    self.settle(now);
                }
            }
            SubscriptionStatus::Incomplete
            | SubscriptionStatus::Trialing
            | SubscriptionStatus::Active
            | SubscriptionStatus::IncompleteExpired
            | SubscriptionStatus::Canceled => {}
        }
        self.tell_status(before, now);
    }

    /// Every retry failed: the account's setting decides.
    pub(super) fn retries_exhausted(&mut self, invoice: &str, then: AfterRetries, now: Timestamp) {
        if self.next.status.is_terminal() || self.is_pending_update(invoice) {
            return;
        }
        let Some(open) = self.next.open_invoices.iter_mut().find(|open| open.id == invoice) else { return };
        (open.failed, open.exhausted) = (true, Some(then));
        // Service that is paused stays so: what a payment means is told when it resumes.
        let decides = !open.superseded && self.next.status != SubscriptionStatus::Paused;
        let before = self.next.status;
        match then {
            AfterRetries::Cancel => {
                self.next.canceled_at = Some(now);
                let reason = CancellationReason::PaymentFailed;
                self.next.cancellation_details =
                    Some(CancellationDetails { reason, feedback: None, comment: None });
                self.end(None, now);
                return;
            }
            AfterRetries::MarkUnpaid if decides => {
                self.next.status = self.next.status.after(StatusChange::MarkedUnpaid);
            }
            AfterRetries::LeavePastDue if decides => {
                self.next.status = self.next.status.after(StatusChange::PaymentFailed);
            }
            AfterRetries::MarkUnpaid | AfterRetries::LeavePastDue => {}
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

    /// Nothing is owed any more: active, or back in the trial that is still running.
    fn settle(&mut self, now: Timestamp) {
        let failed = self.next.status == SubscriptionStatus::PastDue;
        self.next.status = self.next.status.after(StatusChange::Settled);
        if failed && self.next.trial.is_some_and(|trial| now < trial.end) {
            self.next.status = self.next.status.after(StatusChange::TrialBegan);
        }
    }

    fn walk_back(&mut self, now: Timestamp) {
        let failing = self.deciding().find(|open| open.failed).map(|open| open.exhausted);
        let change = match failing {
            None => return self.settle(now),
            Some(Some(AfterRetries::MarkUnpaid)) => StatusChange::MarkedUnpaid,
            Some(None | Some(AfterRetries::LeavePastDue | AfterRetries::Cancel)) => {
                StatusChange::PaymentFailed
            }
        };
        self.next.status = self.next.status.after(change);
    }

    /// Whether a change that is not paid at once is dropped.
    fn refuses_unpaid_changes(&self) -> bool {
        let asked = self.next.pending_update.as_ref().and_then(|pending| pending.update.payment_behavior);
        asked == Some(PaymentBehavior::ErrorIfIncomplete)
    }

    /// The invoices that can decide the status, the newest first: not those before one that was settled, nor that
    /// of a change that waits.
    fn deciding(&self) -> impl Iterator<Item = &OpenInvoice> {
        let open = self.next.open_invoices.iter().rev();
        open.filter(|open| !open.superseded && !self.is_pending_update(&open.id))
    }

    /// Whether it is the one that decides the status: the latest that was not voided.
    fn is_latest(&self, invoice: &str) -> bool {
        self.deciding().next().is_some_and(|latest| latest.id == invoice)
    }

    fn is_pending_update(&self, invoice: &str) -> bool {
        self.next.pending_update.as_ref().is_some_and(|pending| pending.invoice == invoice)
    }

    /// Takes an invoice off the open ones; nothing if it is not open.
    pub(super) fn close(&mut self, invoice: &str) -> Option<OpenInvoice> {
        let place = self.next.open_invoices.iter().position(|open| open.id == invoice)?;
        Some(self.next.open_invoices.remove(place))
    }

    /// Those before an invoice that is settled decide nothing any more.
    fn supersede(&mut self, settled: &OpenInvoice) {
        for open in &mut self.next.open_invoices {
            open.superseded |= open.number < settled.number;
        }
    }

    fn tell_status(&mut self, before: SubscriptionStatus, now: Timestamp) {
        if self.next.status != before && !self.resumed_now(now) {
            self.happened(Happening::Updated, now);
        }
    }

    /// Whether that the status changed was told already.
    fn resumed_now(&self, now: Timestamp) -> bool {
        self.events.last().is_some_and(|event| event.what == Happening::Resumed && event.at == now)
    }
}

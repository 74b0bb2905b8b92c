//! Payments of an invoice: attempts, what arrives, what counts.

use super::{
    AttemptOutcome, InvoiceAction, InvoiceError, InvoiceHappening, InvoicePayment, InvoiceStatus,
    PaymentAttempt, machine::Machine,
};
use crate::{Money, Result, Timestamp, customer::BalanceTransactionKind, subscription::BillingReason};

impl Machine {
    /// Charges what remains, unless a charge has no outcome yet.
    pub(super) fn attempt(&mut self, automatic: bool, at: Timestamp) {
        let pending = |attempt: &PaymentAttempt| attempt.outcome == AttemptOutcome::Pending;
        if self.next.attempts.iter().any(pending) {
            return;
        }
        let count = self.next.attempts.len().saturating_add(1);
        let id = format!("{}-attempt-{count}", self.next.id);
        let amount = self.next.amount_remaining;
        self.actions.push(InvoiceAction::Charge { attempt: id.clone(), amount });
        let outcome = AttemptOutcome::Pending;
        self.next.attempts.push(PaymentAttempt { id, automatic, amount, at, outcome, counted: false });
    }

    /// By hand: also an invoice that was given up can be paid.
    pub(super) fn pay(&mut self, attempt: u32, now: Timestamp) -> Result<()> {
        let made = u32::try_from(self.next.attempts.len()).unwrap_or(u32::MAX);
        if attempt <= made {
            return Ok(());
        }
        if Some(attempt) != made.checked_add(1) {
            return Err(InvoiceError::UnknownAttempt { attempt: attempt.to_string() }.into());
        }
        self.asks_for_payment("to pay it")?;
        self.attempt(false, now);
        Ok(())
    }

    pub(super) fn payment_succeeded(
        &mut self,
        payment: &str,
        amount: Option<Money>,
        now: Timestamp,
    ) -> Result<()> {
        if self.next.payments.iter().any(|known| known.id == payment) {
            return Ok(());
        }
        self.asks_for_payment("to pay it")?;
        let arrived = amount.unwrap_or(self.next.amount_remaining);
        if arrived.checked_cmp(Money::zero(self.next.currency))?.is_le() {
            return Err(InvoiceError::InvalidPayment { amount: arrived }.into());
        }
        self.came_of(payment, AttemptOutcome::Succeeded);
        if self.next.attempt_count == 0 {
            self.next.attempt_count = 1; // what the customer sends is an attempt, too
        }
        let used = if arrived.minor() > self.next.amount_remaining.minor() {
            self.next.amount_remaining
        } else {
            arrived
        };
        let over = used.checked_sub(arrived)?;
        self.move_balance(BalanceTransactionKind::InvoiceOverpaid, &format!("overpaid-{payment}"), over, now);
        self.receive(payment.to_owned(), used, false, now)?;
        self.happened(InvoiceHappening::PaymentSucceeded, now);
        if self.next.amount_remaining.is_zero() { self.settled(now) } else { Ok(()) }
    }

    pub(super) fn paid_out_of_band(&mut self, now: Timestamp) -> Result<()> {
        if self.next.payments.iter().any(|payment| payment.out_of_band) {
            return Ok(());
        }
        self.asks_for_payment("to pay it")?;
        let id = format!("{}-out-of-band", self.next.id);
        self.receive(id, self.next.amount_remaining, true, now)?;
        self.settled(now)
    }

    pub(super) fn payment_failed(
        &mut self,
        attempt: &str,
        retry_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<()> {
        if !self.waits_for(attempt)? {
            return Ok(());
        }
        self.came_of(attempt, AttemptOutcome::Failed);
        if self.next.status == InvoiceStatus::Open {
            let collects = self.next.auto_advance && !self.next.is_sent();
            self.next.next_payment_attempt = retry_at.filter(|_| collects).map(|at| at.max(now));
            self.happened(InvoiceHappening::PaymentFailed, now);
        }
        Ok(())
    }

    /// The customer must authenticate. On the first invoice of a subscription that is no attempt that counts.
    pub(super) fn action_required(&mut self, attempt: &str, now: Timestamp) -> Result<()> {
        if !self.waits_for(attempt)? {
            return Ok(());
        }
        let known = self.next.attempts.iter_mut().find(|known| known.id == attempt);
        let Some(known) = known.filter(|known| known.outcome == AttemptOutcome::Pending) else {
            return Ok(());
        };
        known.outcome = AttemptOutcome::RequiresAction;
        if self.next.billing_reason != BillingReason::SubscriptionCreate {
            self.count(attempt);
        }
        self.happened(InvoiceHappening::PaymentActionRequired, now);
        Ok(())
    }

    fn receive(&mut self, id: String, amount: Money, out_of_band: bool, at: Timestamp) -> Result<()> {
        self.next.amount_paid = self.next.amount_paid.checked_add(amount)?;
        self.next.amount_remaining = self.next.amount_remaining.checked_sub(amount)?;
        self.next.payments.push(InvoicePayment { id, amount, at, out_of_band });
        Ok(())
    }

    fn asks_for_payment(&self, what: &'static str) -> Result<()> {
        match self.next.status {
            InvoiceStatus::Open | InvoiceStatus::Uncollectible => Ok(()),
            InvoiceStatus::Draft | InvoiceStatus::Paid | InvoiceStatus::Void | InvoiceStatus::Deleted => {
                Err(self.refused(what))
            }
        }
    }

    /// Whether the outcome of an attempt is still to come.
    fn waits_for(&self, attempt: &str) -> Result<bool> {
        let known = self.next.attempts.iter().find(|known| known.id == attempt);
        let known = known.ok_or_else(|| InvoiceError::UnknownAttempt { attempt: attempt.to_owned() })?;
        Ok(matches!(known.outcome, AttemptOutcome::Pending | AttemptOutcome::RequiresAction))
    }

    fn came_of(&mut self, attempt: &str, outcome: AttemptOutcome) {
        if let Some(known) = self.next.attempts.iter_mut().find(|known| known.id == attempt) {
            known.outcome = outcome;
            self.count(attempt);
        }
    }

    /// The first attempt of any kind counts, later only automatic ones; each once.
    fn count(&mut self, attempt: &str) {
        let Some(known) = self.next.attempts.iter_mut().find(|known| known.id == attempt) else { return };
        if !known.counted && (known.automatic || self.next.attempt_count == 0) {
            known.counted = true;
            self.next.attempt_count = self.next.attempt_count.saturating_add(1);
        }
    }
}

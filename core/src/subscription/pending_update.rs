//! Changes that wait for their payment.
//!
//! Source: [Stripe, pending updates](https://docs.stripe.com/billing/subscriptions/pending-updates).

use serde::{Deserialize, Serialize};

use super::{
    CollectionMethod, Happening, Machine, PaymentBehavior, Subscription, SubscriptionAction,
    SubscriptionError, SubscriptionUpdate, check::seconds_after, renew::PAYMENT_WINDOW_SECONDS,
};
use crate::{Result, Timestamp, proration::PeriodItem};

/// A change that is made once its invoice is paid; Stripe's `pending_update`.
///
/// Source: [Stripe, pending updates](https://docs.stripe.com/billing/subscriptions/pending-updates).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PendingUpdate {
    /// What is to change.
    pub update: SubscriptionUpdate,
    /// When it was asked for: what it bills is worked out for that instant.
    pub requested_at: Timestamp,
    /// When it is given up.
    pub expires_at: Timestamp,
    /// The id of the bill that must be paid.
    pub invoice: String,
    /// The lines that waited for the next invoice, and are on that one.
    #[serde(default)]
    pub lines: Vec<String>,
}

impl Machine {
    /// Whether a change waits for its payment, where it is made with it only: it bills something now, and a
    /// payment method is charged.
    pub(super) fn waits_for_payment(&self) -> bool {
        self.next.collection_method == CollectionMethod::ChargeAutomatically && self.owes()
    }

    /// Asks for the invoice of a change, and keeps the change until it is paid.
    pub(super) fn wait(
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
        self.next.latest_invoice = changed.next.latest_invoice;
        self.next.open_invoices = changed.next.open_invoices;
        let lines = self.next.pending_items.iter().map(|line| line.id.clone()).collect();
        self.next.pending_update =
            Some(PendingUpdate { update: update.clone(), requested_at: now, expires_at, invoice, lines });
        self.happened(Happening::Updated, now);
        Ok(())
    }

    /// Its invoice was paid: the change is made as it was billed.
    pub(super) fn apply_pending_update(&mut self, now: Timestamp) -> Result<()> {
        let Some(pending) = self.next.pending_update.take() else { return Ok(()) };
        let mut changed = Self::new(self.next.clone());
        let later = |line: &String| !pending.lines.contains(line);
        let keep = |line: &String, lines: bool| later(line) == lines;
        changed.next.pending_items.retain(|line| keep(&line.id, false));
        changed.next.pending_usage.retain(|usage| keep(&usage.line, false));
        changed.change(&pending.update, pending.requested_at)?;
        // What the change bills was billed when it was asked for; what came to wait since waits on.
        self.next.pending_items.retain(|line| later(&line.id));
        self.next.pending_usage.retain(|usage| later(&usage.line));
        changed.put_first(std::mem::take(&mut self.next.pending_items));
        changed.next.pending_usage.append(&mut self.next.pending_usage);
        changed.next.bills = self.next.bills;
        changed.next.latest_invoice.clone_from(&self.next.latest_invoice);
        changed.next.open_invoices.clone_from(&self.next.open_invoices);
        self.next = changed.next;
        self.happened(Happening::PendingUpdateApplied, now);
        Ok(())
    }

    /// Whether a change that waits billed time after `at`.
    pub(super) fn waiting_change_reaches_beyond(&self, at: Timestamp) -> bool {
        let Some(pending) = &self.next.pending_update else { return false };
        let mut changed = Self::new(self.next.clone());
        let made = changed.change(&pending.update, pending.requested_at);
        made.is_err() || changed.next.items.iter().any(|item| at < item.period.end)
    }

    /// Its invoice was not paid in time, or another change came first: it is voided, and the change dropped.
    pub(super) fn drop_pending_update(&mut self, at: Timestamp) {
        let Some(pending) = &self.next.pending_update else { return };
        let invoice = pending.invoice.clone();
        self.close(&invoice);
        self.actions.push(SubscriptionAction::VoidInvoice { invoice });
        self.forget_pending_update(at);
    }

    /// Its invoice is no more.
    pub(super) fn forget_pending_update(&mut self, at: Timestamp) {
        self.next.pending_update = None;
        self.happened(Happening::PendingUpdateExpired, at);
    }
}

impl PaymentBehavior {
    /// Whether a change is made only with its payment.
    pub(super) fn is_strict(self) -> bool {
        match self {
            Self::PendingIfIncomplete | Self::ErrorIfIncomplete => true,
            Self::AllowIncomplete | Self::DefaultIncomplete => false,
        }
    }
}

impl Subscription {
    /// The items as the change that waits makes them; none where nothing waits, or it leaves them as they are.
    pub(crate) fn items_of_pending_update(&self) -> Result<Option<Vec<PeriodItem>>> {
        let Some(pending) = self.pending_update.as_ref().filter(|pending| !pending.update.items.is_empty())
        else {
            return Ok(None);
        };
        let mut changed = Machine::new(self.clone());
        changed.change(&pending.update, pending.requested_at)?;
        Ok(Some(changed.next.items))
    }
}

impl SubscriptionUpdate {
    /// What can wait: items, the anchor, the trial and what is sold once.
    pub(super) fn check_can_wait(&self) -> Result<()> {
        let what = if self.discounts.is_some() {
            "a change of `discounts`"
        } else if self.default_tax_rates.is_some() {
            "a change of `default_tax_rates`"
        } else if self.billing_thresholds.is_some() {
            "a change of `billing_thresholds`"
        } else if self.collection_method.is_some() {
            "a change of `collection_method`"
        } else {
            return Ok(());
        };
        Err(SubscriptionError::CannotWait { what }.into())
    }
}

//! Changes that wait for their payment.

use serde::{Deserialize, Serialize};

use super::{Happening, Machine, SubscriptionAction, SubscriptionUpdate};
use crate::{Result, Timestamp};

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
}

impl Machine {
    /// Its invoice was paid: the change is made as it was billed.
    pub(super) fn apply_pending_update(&mut self, now: Timestamp) -> Result<()> {
        let Some(pending) = self.next.pending_update.take() else { return Ok(()) };
        let mut changed = Self::new(self.next.clone());
        changed.change(&pending.update, pending.requested_at)?;
        // What the change bills was billed when it was asked for.
        changed.next.bills = self.next.bills;
        changed.next.open_invoices.clone_from(&self.next.open_invoices);
        self.next = changed.next;
        self.happened(Happening::PendingUpdateApplied, now);
        Ok(())
    }

    /// Its invoice was not paid in time: it is voided, and the change is dropped.
    pub(super) fn expire_pending_update(&mut self, at: Timestamp) {
        let Some(pending) = self.next.pending_update.take() else { return };
        self.next.open_invoices.retain(|open| open.id != pending.invoice);
        self.actions.push(SubscriptionAction::VoidInvoice { invoice: pending.invoice });
        self.happened(Happening::PendingUpdateExpired, at);
    }
}

//! What a change will cost, before it is made.

use serde::{Deserialize, Serialize};

use super::{
    Bill, Machine, PaymentBehavior, Step, Subscription, SubscriptionAction, SubscriptionInput,
    SubscriptionUpdate,
};
use crate::{Result, Timestamp, line_item::LineItem};

/// What a change costs: what is billed now, what waits for the next invoice, and that invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangePreview {
    /// The bill that is made at once; none where nothing is.
    pub now: Option<Bill>,
    /// The lines that wait for the next invoice, also those from before.
    pub pending: Vec<LineItem>,
    /// The next bill that time alone makes; none for a subscription that bills no more.
    pub next: Option<Bill>,
}

impl Subscription {
    /// What a change would cost at `at`. Nothing is changed, and the same change at the same instant then
    /// bills the same lines: it is the same function.
    ///
    /// # Errors
    /// As [`apply`](Self::apply) with the update.
    pub fn preview(&self, update: &SubscriptionUpdate, at: Timestamp) -> Result<ChangePreview> {
        let before = self.apply(&SubscriptionInput::Advance, at)?.next;
        if update.payment_behavior == Some(PaymentBehavior::PendingIfIncomplete) {
            update.check_can_wait()?;
        }
        // As if it is paid: one that waits for its payment changes nothing yet.
        let update =
            SubscriptionUpdate { payment_behavior: Some(PaymentBehavior::AllowIncomplete), ..update.clone() };
        let step = before.apply(&SubscriptionInput::Update { update }, at)?;
        let pending = step.next.pending_items.clone();
        Ok(ChangePreview { next: step.next.upcoming()?, now: first_bill(step), pending })
    }

    /// The next bill that time alone makes, and when; none for a subscription that bills no more.
    ///
    /// # Errors
    /// `calendar.out_of_range`, and those of the catalog for prices that changed under it.
    pub fn upcoming(&self) -> Result<Option<Bill>> {
        let mut machine = Machine::new(self.clone());
        while let Some(at) = machine.next.wake_at()? {
            machine.advance(at)?;
            machine.next.updated_at = at;
            let step = machine.step(at);
            let next = step.next.clone();
            match first_bill(step) {
                Some(bill) => return Ok(Some(bill)),
                None => machine = Machine::new(next),
            }
        }
        Ok(None)
    }
}

/// The first bill of a step, if it makes one.
fn first_bill(step: Step) -> Option<Bill> {
    step.actions.into_iter().find_map(|action| match action {
        SubscriptionAction::CreateInvoice { bill } => Some(bill),
        SubscriptionAction::VoidInvoice { .. } | SubscriptionAction::StopCollection { .. } => None,
    })
}

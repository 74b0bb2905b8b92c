//! What a change will cost, before it is made.

use serde::{Deserialize, Serialize};

use super::{
    Bill, Machine, PaymentBehavior, Subscription, SubscriptionAction, SubscriptionInput, SubscriptionUpdate,
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
        let now = self.not_before(at)?;
        let mut machine = Machine::new(self.clone());
        machine.reach(now)?;
        if update.payment_behavior == Some(PaymentBehavior::PendingIfIncomplete) {
            update.check_can_wait()?;
        }
        machine.forget_step();
        if !machine.next.was_asked_for(update) {
            // As if it is paid: one that waits for its payment changes nothing yet.
            machine.update_at_once(update, now)?;
            machine.advance(now)?;
        }
        let (bill, pending) = (machine.first_bill(), machine.next.pending_items.clone());
        Ok(ChangePreview { now: bill, pending, next: machine.next_bill()? })
    }

    /// The next bill that time alone makes, and when; none for a subscription that bills no more.
    ///
    /// # Errors
    /// `calendar.out_of_range`, and those of the catalog for prices that changed under it.
    pub fn upcoming(&self) -> Result<Option<Bill>> {
        Machine::new(self.clone()).next_bill()
    }

    /// Whether this change, paid, was made at this very instant already.
    fn was_asked_for(&self, update: &SubscriptionUpdate) -> bool {
        let paid = || SubscriptionUpdate {
            payment_behavior: Some(PaymentBehavior::AllowIncomplete),
            ..update.clone()
        };
        self.last_request
            .as_ref()
            .is_some_and(|request| *request == SubscriptionInput::Update { update: paid() })
    }
}

impl Machine {
    /// Lets time run to the next bill.
    fn next_bill(&mut self) -> Result<Option<Bill>> {
        while let Some(at) = self.next.wake_at()? {
            self.forget_step();
            self.advance(at)?;
            self.next.updated_at = at;
            if let Some(bill) = self.first_bill() {
                return Ok(Some(bill));
            }
        }
        Ok(None)
    }

    /// What happens from here on is a step of its own.
    fn forget_step(&mut self) {
        self.events.clear();
        self.actions.clear();
    }

    /// Takes the first bill of the step, if it makes one.
    fn first_bill(&mut self) -> Option<Bill> {
        self.actions.drain(..).find_map(|action| match action {
            SubscriptionAction::CreateInvoice { bill } => Some(bill),
            SubscriptionAction::VoidInvoice { .. } | SubscriptionAction::StopCollection { .. } => None,
        })
    }
}

//! From classic to flexible billing mode.
//!
//! Sources: [Stripe, billing mode](https://docs.stripe.com/billing/subscriptions/billing-mode),
//! [itemized proration discounts](https://docs.stripe.com/changelog/clover/2025-09-30/itemize-proration-discount-amounts).

use super::{Happening, Machine, SubscriptionError};
use crate::{
    Result, Timestamp,
    proration::{BillingMode, ProrationDiscounts, ProrationPolicy},
};

impl Machine {
    /// What happens from now on follows flexible mode; what was made before stays, also prorations that wait. So
    /// a credit takes back what classic mode billed, as far as classic credits have left it. A change that waits
    /// for its payment was billed the old way, and gives way.
    pub(super) fn migrate(&mut self, discounts: Option<ProrationDiscounts>, now: Timestamp) -> Result<()> {
        if !self.next.status.accepts_changes() {
            return Err(self.refused("to move to flexible billing mode"));
        }
        let known = self.next.proration_discounts.unwrap_or(ProrationDiscounts::Included);
        let wanted = discounts.unwrap_or(known);
        match (known, wanted) {
            (ProrationDiscounts::Itemized, ProrationDiscounts::Included) => {
                return Err(SubscriptionError::CannotMigrate.into());
            }
            (ProrationDiscounts::Included, _) | (_, ProrationDiscounts::Itemized) => {}
        }
        if self.is_flexible() && known == wanted {
            return Ok(());
        }
        if !self.is_flexible() {
            self.drop_pending_update(now);
            self.keep_what_is_paid()?;
            self.next.billing_mode = BillingMode::Flexible;
        }
        if known != wanted {
            self.next.proration_discounts = Some(wanted);
        }
        self.next.billing_mode_updated_at = Some(now);
        self.happened(Happening::Updated, now);
        Ok(())
    }

    /// Classic credits are worked out anew each time: what they gave back is taken off what was billed.
    fn keep_what_is_paid(&mut self) -> Result<()> {
        let policy = self.next.proration_policy.unwrap_or(ProrationPolicy::STRIPE);
        let credited_from = self.next.cancel_at.filter(|_| self.next.paid_until_end);
        for item in &mut self.next.items {
            item.debits = item.debits_still_paid(policy, credited_from)?;
        }
        Ok(())
    }
}

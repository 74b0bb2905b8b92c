//! The states of a subscription.

use crate::{
    guard::{Result, guard},
    methods::SubscriptionStatusMethods,
};

#[uniffi::export(name = "SubscriptionStatus")]
impl SubscriptionStatusMethods {
    /// The name, as Stripe writes it: `past_due`. (In Kotlin every enum has a `name` of its own.)
    pub(crate) fn stripe_name(&self) -> Result<String> {
        guard(|| Ok(self.0.name().to_owned()))
    }
}

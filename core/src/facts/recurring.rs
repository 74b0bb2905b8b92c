//! Which subscriptions count, by their status.

use super::{Inclusion, Policy};
use crate::subscription::SubscriptionStatus;

impl Policy {
    /// True when a subscription in this state counts as recurring revenue.
    ///
    /// ```
    /// use prorata::{facts::Policy, subscription::SubscriptionStatus};
    ///
    /// assert!(Policy::default().counts(SubscriptionStatus::PastDue));
    /// assert!(!Policy::default().counts(SubscriptionStatus::Trialing));
    /// ```
    pub fn counts(&self, status: SubscriptionStatus) -> bool {
        match status {
            SubscriptionStatus::Active => true,
            SubscriptionStatus::Trialing => self.trials.is_included(),
            SubscriptionStatus::PastDue => self.past_due.is_included(),
            SubscriptionStatus::Unpaid => self.unpaid.is_included(),
            SubscriptionStatus::Paused => self.paused.is_included(),
            SubscriptionStatus::Incomplete
            | SubscriptionStatus::IncompleteExpired
            | SubscriptionStatus::Canceled => false,
        }
    }
}

impl Inclusion {
    pub(crate) fn is_included(self) -> bool {
        match self {
            Self::Include => true,
            Self::Exclude => false,
        }
    }
}

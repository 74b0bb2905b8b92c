//! The states of a subscription.

use serde::{Deserialize, Serialize};

/// Where a subscription stands; the names are Stripe's.
///
/// What counts as recurring revenue in which state is a switch of the
/// [`Policy`](crate::facts::Policy::counts).
///
/// Source: [Stripe, `Subscription.status`](https://docs.stripe.com/api/subscriptions/object).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubscriptionStatus {
    /// The first invoice has not been paid yet, so the subscription has not begun.
    Incomplete,
    /// The first invoice was never paid: it never began, and never will.
    IncompleteExpired,
    /// In a trial.
    Trialing,
    /// In good standing.
    Active,
    /// The latest invoice could not be collected, and is still being retried.
    PastDue,
    /// The latest invoice could not be collected, and nothing more is tried.
    Unpaid,
    /// Invoices nothing until it is resumed.
    Paused,
    /// Over, for good.
    Canceled,
}

impl SubscriptionStatus {
    /// Every status.
    pub const ALL: &'static [Self] = &[
        Self::Incomplete,
        Self::IncompleteExpired,
        Self::Trialing,
        Self::Active,
        Self::PastDue,
        Self::Unpaid,
        Self::Paused,
        Self::Canceled,
    ];

    /// The name, as Stripe writes it: `past_due`.
    ///
    /// ```
    /// use prorata::subscription::SubscriptionStatus;
    ///
    /// assert_eq!(SubscriptionStatus::PastDue.name(), "past_due");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::Incomplete => "incomplete",
            Self::IncompleteExpired => "incomplete_expired",
            Self::Trialing => "trialing",
            Self::Active => "active",
            Self::PastDue => "past_due",
            Self::Unpaid => "unpaid",
            Self::Paused => "paused",
            Self::Canceled => "canceled",
        }
    }

    /// The status of that name, in exactly Stripe's spelling.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|status| status.name() == name).copied()
    }
}

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

    /// Whether the customer gets what the subscription is for. Past due does: what is restricted then is the
    /// business of dunning.
    ///
    /// Source: [Stripe, statuses](https://docs.stripe.com/billing/subscriptions/overview#subscription-statuses).
    pub fn grants_access(self) -> bool {
        match self {
            Self::Trialing | Self::Active | Self::PastDue => true,
            Self::Incomplete | Self::IncompleteExpired | Self::Unpaid | Self::Paused | Self::Canceled => {
                false
            }
        }
    }

    /// Whether a period that ends makes an invoice. Those of an unpaid one stay drafts.
    pub fn bills(self) -> bool {
        match self {
            Self::Trialing | Self::Active | Self::PastDue | Self::Unpaid => true,
            Self::Incomplete | Self::IncompleteExpired | Self::Paused | Self::Canceled => false,
        }
    }

    /// Whether its time is paid time, so that a change in it is prorated.
    pub fn prorates(self) -> bool {
        match self {
            Self::Active | Self::PastDue | Self::Unpaid => true,
            Self::Trialing | Self::Incomplete | Self::IncompleteExpired | Self::Paused | Self::Canceled => {
                false
            }
        }
    }

    /// Whether items, prices and terms can be changed.
    pub fn accepts_changes(self) -> bool {
        match self {
            Self::Trialing | Self::Active | Self::PastDue | Self::Unpaid | Self::Paused => true,
            Self::Incomplete | Self::IncompleteExpired | Self::Canceled => false,
        }
    }

    /// Whether it counts as recurring revenue where nothing else is said.
    ///
    /// Source: [Stripe, billing analytics](https://support.stripe.com/questions/billing-analytics).
    pub fn counts_as_mrr(self) -> bool {
        match self {
            Self::Active | Self::PastDue => true,
            Self::Trialing
            | Self::Unpaid
            | Self::Incomplete
            | Self::IncompleteExpired
            | Self::Paused
            | Self::Canceled => false,
        }
    }

    /// The status of that name, in exactly Stripe's spelling.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|status| status.name() == name).copied()
    }
}

//! The status machine: one table of what each status becomes.

use serde::{Deserialize, Serialize};

use super::SubscriptionStatus;

/// What moves a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusChange {
    /// The latest invoice was paid, or nothing that failed is left.
    Settled,
    /// The latest invoice could not be collected, or was not paid by its due date.
    PaymentFailed,
    /// The first invoice was not paid within 23 hours, or was voided.
    NeverBegan,
    /// A trial began.
    TrialBegan,
    /// A trial ended, and the paid time begins.
    TrialEnded,
    /// Collection was given up, and billing goes on in drafts.
    MarkedUnpaid,
    /// Service paused.
    Paused,
    /// Service resumed.
    Resumed,
    /// It ended.
    Canceled,
}

impl StatusChange {
    /// Every change.
    pub const ALL: &'static [Self] = &[
        Self::Settled,
        Self::PaymentFailed,
        Self::NeverBegan,
        Self::TrialBegan,
        Self::TrialEnded,
        Self::MarkedUnpaid,
        Self::Paused,
        Self::Resumed,
        Self::Canceled,
    ];
}

impl SubscriptionStatus {
    /// What the status becomes; itself where a change means nothing to it.
    ///
    /// Source: [Stripe, subscription lifecycle](https://docs.stripe.com/billing/subscriptions/overview).
    pub fn after(self, change: StatusChange) -> Self {
        match change {
            StatusChange::Settled => match self {
                Self::Incomplete | Self::PastDue | Self::Unpaid => Self::Active,
                Self::Trialing | Self::Active | Self::Paused | Self::IncompleteExpired | Self::Canceled => {
                    self
                }
            },
            StatusChange::PaymentFailed => match self {
                Self::Trialing | Self::Active | Self::Paused => Self::PastDue,
                Self::Incomplete
                | Self::PastDue
                | Self::Unpaid
                | Self::IncompleteExpired
                | Self::Canceled => self,
            },
            StatusChange::NeverBegan => match self {
                Self::Incomplete => Self::IncompleteExpired,
                Self::IncompleteExpired
                | Self::Trialing
                | Self::Active
                | Self::PastDue
                | Self::Unpaid
                | Self::Paused
                | Self::Canceled => self,
            },
            StatusChange::TrialBegan => match self {
                Self::Active | Self::PastDue => Self::Trialing,
                Self::Incomplete
                | Self::IncompleteExpired
                | Self::Trialing
                | Self::Unpaid
                | Self::Paused
                | Self::Canceled => self,
            },
            StatusChange::TrialEnded => match self {
                Self::Trialing => Self::Active,
                Self::Incomplete
                | Self::IncompleteExpired
                | Self::Active
                | Self::PastDue
                | Self::Unpaid
                | Self::Paused
                | Self::Canceled => self,
            },
            StatusChange::MarkedUnpaid => match self {
                Self::Active | Self::PastDue => Self::Unpaid,
                Self::Incomplete
                | Self::IncompleteExpired
                | Self::Trialing
                | Self::Unpaid
                | Self::Paused
                | Self::Canceled => self,
            },
            StatusChange::Paused => match self {
                Self::Trialing | Self::Active | Self::PastDue => Self::Paused,
                Self::Incomplete | Self::IncompleteExpired | Self::Unpaid | Self::Paused | Self::Canceled => {
                    self
                }
            },
            StatusChange::Resumed => match self {
                Self::Paused => Self::Active,
                Self::Incomplete
                | Self::IncompleteExpired
                | Self::Trialing
                | Self::Active
                | Self::PastDue
                | Self::Unpaid
                | Self::Canceled => self,
            },
            StatusChange::Canceled => match self {
                Self::Incomplete
                | Self::Trialing
                | Self::Active
                | Self::PastDue
                | Self::Unpaid
                | Self::Paused => Self::Canceled,
                Self::IncompleteExpired | Self::Canceled => self,
            },
        }
    }

    /// Whether nothing can happen to it any more.
    pub fn is_terminal(self) -> bool {
        match self {
            Self::IncompleteExpired | Self::Canceled => true,
            Self::Incomplete
            | Self::Trialing
            | Self::Active
            | Self::PastDue
            | Self::Unpaid
            | Self::Paused => false,
        }
    }
}

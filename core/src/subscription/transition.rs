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
    /// The first invoice was not paid within 23 hours, or was voided, or the subscription was canceled before.
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
        match self {
            Self::Incomplete => Self::after_incomplete(change),
            Self::Trialing => Self::after_trialing(change),
            Self::Active => Self::after_active(change),
            Self::PastDue => Self::after_past_due(change),
            Self::Unpaid => Self::after_unpaid(change),
            Self::Paused => Self::after_paused(change),
            Self::IncompleteExpired | Self::Canceled => self,
        }
    }

    fn after_incomplete(change: StatusChange) -> Self {
        match change {
            StatusChange::Settled => Self::Active,
            // What never began cannot end.
            StatusChange::NeverBegan | StatusChange::Canceled => Self::IncompleteExpired,
            StatusChange::PaymentFailed
            | StatusChange::TrialBegan
            | StatusChange::TrialEnded
            | StatusChange::MarkedUnpaid
            | StatusChange::Paused
            | StatusChange::Resumed => Self::Incomplete,
        }
    }

    fn after_trialing(change: StatusChange) -> Self {
        match change {
            StatusChange::PaymentFailed => Self::PastDue,
            StatusChange::TrialEnded => Self::Active,
            StatusChange::Paused => Self::Paused,
            StatusChange::Canceled => Self::Canceled,
            StatusChange::Settled
            | StatusChange::NeverBegan
            | StatusChange::TrialBegan
            | StatusChange::MarkedUnpaid
            | StatusChange::Resumed => Self::Trialing,
        }
    }

    fn after_active(change: StatusChange) -> Self {
        match change {
            StatusChange::PaymentFailed => Self::PastDue,
            StatusChange::TrialBegan => Self::Trialing,
            StatusChange::MarkedUnpaid => Self::Unpaid,
            StatusChange::Paused => Self::Paused,
            StatusChange::Canceled => Self::Canceled,
            StatusChange::Settled
            | StatusChange::NeverBegan
            | StatusChange::TrialEnded
            | StatusChange::Resumed => Self::Active,
        }
    }

    fn after_past_due(change: StatusChange) -> Self {
        match change {
            StatusChange::Settled => Self::Active,
            StatusChange::TrialBegan => Self::Trialing,
            StatusChange::MarkedUnpaid => Self::Unpaid,
            StatusChange::Paused => Self::Paused,
            StatusChange::Canceled => Self::Canceled,
            StatusChange::PaymentFailed
            | StatusChange::NeverBegan
            | StatusChange::TrialEnded
            | StatusChange::Resumed => Self::PastDue,
        }
    }

    fn after_unpaid(change: StatusChange) -> Self {
        match change {
            StatusChange::Settled => Self::Active,
            StatusChange::Canceled => Self::Canceled,
            StatusChange::PaymentFailed
            | StatusChange::NeverBegan
            | StatusChange::TrialBegan
            | StatusChange::TrialEnded
            | StatusChange::MarkedUnpaid
            | StatusChange::Paused
            | StatusChange::Resumed => Self::Unpaid,
        }
    }

    fn after_paused(change: StatusChange) -> Self {
        match change {
            StatusChange::PaymentFailed => Self::PastDue,
            StatusChange::Resumed => Self::Active,
            StatusChange::Canceled => Self::Canceled,
            StatusChange::Settled
            | StatusChange::NeverBegan
            | StatusChange::TrialBegan
            | StatusChange::TrialEnded
            | StatusChange::MarkedUnpaid
            | StatusChange::Paused => Self::Paused,
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

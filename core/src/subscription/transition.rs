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
        match (self, change) {
            (Self::Incomplete, StatusChange::Settled) => Self::Active,
            (Self::Incomplete, StatusChange::NeverBegan) => Self::IncompleteExpired,
            (Self::Incomplete, StatusChange::Canceled) => Self::Canceled,
            (
                Self::Incomplete,
                StatusChange::PaymentFailed
                | StatusChange::TrialBegan
                | StatusChange::TrialEnded
                | StatusChange::MarkedUnpaid
                | StatusChange::Paused
                | StatusChange::Resumed,
            ) => Self::Incomplete,

            (Self::Trialing, StatusChange::TrialEnded) => Self::Active,
            (Self::Trialing, StatusChange::PaymentFailed) => Self::PastDue,
            (Self::Trialing, StatusChange::Paused) => Self::Paused,
            (Self::Trialing, StatusChange::Canceled) => Self::Canceled,
            (
                Self::Trialing,
                StatusChange::Settled
                | StatusChange::NeverBegan
                | StatusChange::TrialBegan
                | StatusChange::MarkedUnpaid
                | StatusChange::Resumed,
            ) => Self::Trialing,

            (Self::Active, StatusChange::PaymentFailed) => Self::PastDue,
            (Self::Active, StatusChange::TrialBegan) => Self::Trialing,
            (Self::Active, StatusChange::MarkedUnpaid) => Self::Unpaid,
            (Self::Active, StatusChange::Paused) => Self::Paused,
            (Self::Active, StatusChange::Canceled) => Self::Canceled,
            (
                Self::Active,
                StatusChange::Settled
                | StatusChange::NeverBegan
                | StatusChange::TrialEnded
                | StatusChange::Resumed,
            ) => Self::Active,

            (Self::PastDue, StatusChange::Settled) => Self::Active,
            (Self::PastDue, StatusChange::TrialBegan) => Self::Trialing,
            (Self::PastDue, StatusChange::MarkedUnpaid) => Self::Unpaid,
            (Self::PastDue, StatusChange::Paused) => Self::Paused,
            (Self::PastDue, StatusChange::Canceled) => Self::Canceled,
            (
                Self::PastDue,
                StatusChange::PaymentFailed
                | StatusChange::NeverBegan
                | StatusChange::TrialEnded
                | StatusChange::Resumed,
            ) => Self::PastDue,

            (Self::Unpaid, StatusChange::Settled) => Self::Active,
            (Self::Unpaid, StatusChange::Canceled) => Self::Canceled,
            (
                Self::Unpaid,
                StatusChange::PaymentFailed
                | StatusChange::NeverBegan
                | StatusChange::TrialBegan
                | StatusChange::TrialEnded
                | StatusChange::MarkedUnpaid
                | StatusChange::Paused
                | StatusChange::Resumed,
            ) => Self::Unpaid,

            (Self::Paused, StatusChange::Resumed) => Self::Active,
            (Self::Paused, StatusChange::PaymentFailed) => Self::PastDue,
            (Self::Paused, StatusChange::Canceled) => Self::Canceled,
            (
                Self::Paused,
                StatusChange::Settled
                | StatusChange::NeverBegan
                | StatusChange::TrialBegan
                | StatusChange::TrialEnded
                | StatusChange::MarkedUnpaid
                | StatusChange::Paused,
            ) => Self::Paused,

            (
                Self::IncompleteExpired | Self::Canceled,
                StatusChange::Settled
                | StatusChange::PaymentFailed
                | StatusChange::NeverBegan
                | StatusChange::TrialBegan
                | StatusChange::TrialEnded
                | StatusChange::MarkedUnpaid
                | StatusChange::Paused
                | StatusChange::Resumed
                | StatusChange::Canceled,
            ) => self,
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

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
        use StatusChange::{
            Canceled, MarkedUnpaid, NeverBegan, Paused, PaymentFailed, Resumed, Settled, TrialBegan,
            TrialEnded,
        };
        match (self, change) {
            (Self::Incomplete, Settled) => Self::Active,
            (Self::Incomplete, NeverBegan) => Self::IncompleteExpired,
            (Self::Incomplete, Canceled) => Self::Canceled,
            (Self::Incomplete, PaymentFailed | TrialBegan | TrialEnded | MarkedUnpaid | Paused | Resumed) => {
                Self::Incomplete
            }

            (Self::Trialing, TrialEnded) => Self::Active,
            (Self::Trialing, PaymentFailed) => Self::PastDue,
            (Self::Trialing, Paused) => Self::Paused,
            (Self::Trialing, Canceled) => Self::Canceled,
            (Self::Trialing, Settled | NeverBegan | TrialBegan | MarkedUnpaid | Resumed) => Self::Trialing,

            (Self::Active, PaymentFailed) => Self::PastDue,
            (Self::Active, TrialBegan) => Self::Trialing,
            (Self::Active, MarkedUnpaid) => Self::Unpaid,
            (Self::Active, Paused) => Self::Paused,
            (Self::Active, Canceled) => Self::Canceled,
            (Self::Active, Settled | NeverBegan | TrialEnded | Resumed) => Self::Active,

            (Self::PastDue, Settled) => Self::Active,
            (Self::PastDue, TrialBegan) => Self::Trialing,
            (Self::PastDue, MarkedUnpaid) => Self::Unpaid,
            (Self::PastDue, Paused) => Self::Paused,
            (Self::PastDue, Canceled) => Self::Canceled,
            (Self::PastDue, PaymentFailed | NeverBegan | TrialEnded | Resumed) => Self::PastDue,

            (Self::Unpaid, Settled) => Self::Active,
            (Self::Unpaid, Canceled) => Self::Canceled,
            (
                Self::Unpaid,
                PaymentFailed | NeverBegan | TrialBegan | TrialEnded | MarkedUnpaid | Paused | Resumed,
            ) => Self::Unpaid,

            (Self::Paused, Resumed) => Self::Active,
            (Self::Paused, PaymentFailed) => Self::PastDue,
            (Self::Paused, Canceled) => Self::Canceled,
            (Self::Paused, Settled | NeverBegan | TrialBegan | TrialEnded | MarkedUnpaid | Paused) => {
                Self::Paused
            }

            (
                Self::IncompleteExpired | Self::Canceled,
                Settled | PaymentFailed | NeverBegan | TrialBegan | TrialEnded | MarkedUnpaid | Paused
                | Resumed | Canceled,
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

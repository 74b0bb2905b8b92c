//! What an input makes of a subscription.

use serde::{Deserialize, Serialize};

use super::{Bill, Subscription, SubscriptionStatus};
use crate::Timestamp;

/// What an input makes of a subscription: the next state, what happened in order, and what the host is to do.
///
/// Store `next` and `events`, perform `actions`; each action has an id that does not change when the same
/// step is taken again.
#[must_use]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The subscription from now on.
    pub next: Subscription,
    /// What happened, in order of time.
    pub events: Vec<SubscriptionEvent>,
    /// What the host is to do, in order.
    pub actions: Vec<SubscriptionAction>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubscriptionEvent {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: Happening,
    /// Where the subscription stands after it.
    pub status: SubscriptionStatus,
}

/// What happened; in brackets, Stripe's event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    /// It was made (`customer.subscription.created`).
    Created,
    /// It changed (`customer.subscription.updated`).
    Updated,
    /// A period began (`customer.subscription.updated`).
    Renewed,
    /// It ended (`customer.subscription.deleted`).
    Canceled,
    /// Its first invoice was not paid in time (`customer.subscription.updated`).
    Expired,
    /// Service paused (`customer.subscription.paused`).
    Paused,
    /// Service resumed (`customer.subscription.resumed`).
    Resumed,
    /// Its trial ends in three days, or sooner (`customer.subscription.trial_will_end`).
    TrialWillEnd,
    /// Its pause ends in seven days, or sooner.
    PauseWillEnd,
    /// A change that waited for its payment was made (`customer.subscription.pending_update_applied`).
    PendingUpdateApplied,
    /// A change that waited for its payment was given up (`customer.subscription.pending_update_expired`).
    PendingUpdateExpired,
    /// It follows a schedule from now on (`subscription_schedule.created`).
    ScheduleCreated,
    /// It follows its schedule in other phases from now on (`subscription_schedule.updated`).
    ScheduleUpdated,
    /// A phase of its schedule began (`subscription_schedule.updated`).
    PhaseStarted,
    /// Its schedule ends in seven days (`subscription_schedule.expiring`).
    ScheduleExpiring,
    /// Its schedule ended (`subscription_schedule.completed`).
    ScheduleCompleted,
    /// It follows its schedule no longer (`subscription_schedule.released`).
    ScheduleReleased,
    /// Its end ended its schedule before its time (`subscription_schedule.canceled`).
    ScheduleCanceled,
    /// The same, for want of payment (`subscription_schedule.aborted`).
    ScheduleAborted,
}

/// What the host is to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "records cross without boxes, and nearly every action is a bill"
)]
pub enum SubscriptionAction {
    /// Make an invoice.
    CreateInvoice {
        /// What is on it. Its id is that of the action.
        bill: Bill,
    },
    /// Void an invoice.
    VoidInvoice {
        /// The id of its bill.
        invoice: String,
    },
    /// Collect an invoice no longer: its subscription ended.
    StopCollection {
        /// The id of its bill.
        invoice: String,
    },
}

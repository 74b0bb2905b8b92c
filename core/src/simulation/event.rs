//! What happened in a simulation.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    customer::CustomerEffect,
    invoice::{Invoice, InvoiceEvent},
    subscription::{Subscription, SubscriptionEvent},
};

/// Something that happened, with the object as it stood after it: what a webhook tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockEvent {
    /// When.
    pub at: Timestamp,
    /// To whom.
    pub customer: String,
    /// What, and to which object.
    pub object: ClockObject,
}

/// What happened, and the object after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "records cross without boxes, and each holds a whole object")]
pub enum ClockObject {
    /// To a subscription.
    Subscription {
        /// What happened.
        event: SubscriptionEvent,
        /// The subscription after it.
        subscription: Subscription,
    },
    /// To an invoice.
    Invoice {
        /// What happened.
        event: InvoiceEvent,
        /// The invoice after it.
        invoice: Invoice,
    },
    /// To the customer's account.
    Account {
        /// What was posted.
        effect: CustomerEffect,
    },
}

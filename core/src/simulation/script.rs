//! What happens in a simulation, and how the account is set.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    customer::CustomerEffect,
    invoice::InvoiceInput,
    subscription::{AfterRetries, ManualInvoice, NewSubscription, SubscriptionInput},
    usage::UsageEvent,
};

/// Something that happens to a customer at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptStep {
    /// When.
    pub at: Timestamp,
    /// To whom.
    pub customer: String,
    /// What.
    pub input: ScriptedInput,
}

/// What happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ScriptedInput {
    /// A subscription is made.
    Subscribe {
        /// Which.
        subscription: NewSubscription,
    },
    /// Something happens to a subscription.
    Subscription {
        /// Which.
        id: String,
        /// What.
        input: SubscriptionInput,
    },
    /// An invoice that belongs to no subscription is made by hand.
    InvoiceByHand {
        /// Which.
        invoice: ManualInvoice,
    },
    /// Something happens to an invoice. Where a draft is finalized, what is left out is what the clock knows: usage,
    /// the customer, the next number.
    Invoice {
        /// Which.
        id: String,
        /// What.
        input: InvoiceInput,
    },
    /// Something is posted to the customer's account.
    Account {
        /// What.
        effect: CustomerEffect,
    },
    /// Something is used. Where the ledger refuses it, as what comes in too late, nothing changes.
    Usage {
        /// The meter.
        meter: String,
        /// What.
        event: UsageEvent,
    },
    /// What becomes of the charges from now on.
    Charges {
        /// Of the next ones, in order.
        next: Vec<ChargeOutcome>,
        /// Of all that follow.
        then: ChargeOutcome,
    },
}

/// What becomes of a charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargeOutcome {
    /// It succeeds.
    #[default]
    Succeeds,
    /// It fails.
    Fails,
    /// The customer has to authenticate.
    RequiresAction,
}

/// How the account is set: what Stripe asks its users, and what it decides by itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClockSettings {
    /// How many days after each failed charge it is tried again, one for each retry; none for 3, 5 and 7. When
    /// Stripe retries is its own choice, so it is an input here.
    pub retry_after_days: Option<Vec<u32>>,
    /// What becomes of a subscription when every retry failed; none for its end.
    pub after_retries: Option<AfterRetries>,
    /// How many days after it is sent an invoice is paid; none for never by itself.
    pub sent_invoices_paid_after_days: Option<u32>,
    /// How many days before its renewal a subscription's next invoice is announced, where a payment method is
    /// charged (`invoice.upcoming`); none, or 0, for never.
    pub upcoming_invoice_days: Option<u32>,
    /// How many days before its due date an invoice that was sent is announced to be due
    /// (`invoice.will_be_due`); none, or 0, for never.
    pub will_be_due_days: Option<u32>,
}

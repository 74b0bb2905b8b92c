//! What an input makes of an invoice.

use serde::{Deserialize, Serialize};

use super::{Invoice, InvoiceStatus};
use crate::{Money, Timestamp, customer::CustomerEffect};

/// What an input makes of an invoice: the next state, what happened, what the host is to do, and what it means
/// for the customer's account.
///
/// Store `next` and `events`, post `effects` to the [account](crate::customer::CustomerAccount), perform
/// `actions`. All have ids that do not change when the same step is taken again.
#[must_use]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceStep {
    /// The invoice from now on.
    pub next: Invoice,
    /// What happened, in order of time.
    pub events: Vec<InvoiceEvent>,
    /// What the host is to do, in order.
    pub actions: Vec<InvoiceAction>,
    /// What is to be posted to the customer's account.
    pub effects: Vec<CustomerEffect>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceEvent {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: InvoiceHappening,
    /// Where the invoice stands after it.
    pub status: InvoiceStatus,
}

/// What happened; in brackets, Stripe's event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceHappening {
    /// The draft was made (`invoice.created`).
    Created,
    /// It changed (`invoice.updated`).
    Updated,
    /// It became final (`invoice.finalized`).
    Finalized,
    /// It was sent (`invoice.sent`).
    Sent,
    /// Nothing is left to be paid (`invoice.paid`).
    Paid,
    /// A payment arrived (`invoice.payment_succeeded`).
    PaymentSucceeded,
    /// An attempt failed (`invoice.payment_failed`).
    PaymentFailed,
    /// An attempt waits for the customer (`invoice.payment_action_required`).
    PaymentActionRequired,
    /// It will be made soon, as far as is known now (`invoice.upcoming`). A subscription's invoices do not say so
    /// themselves: a host that announces them does, as the test clock.
    Upcoming,
    /// Its due date is near (`invoice.will_be_due`). Said by a host that announces it, as the test clock.
    WillBeDue,
    /// Its due date passed (`invoice.overdue`).
    Overdue,
    /// It was given up (`invoice.marked_uncollectible`).
    MarkedUncollectible,
    /// It was voided (`invoice.voided`).
    Voided,
    /// Its draft was thrown away (`invoice.deleted`).
    Deleted,
    /// A credit note was made (`credit_note.created`).
    Credited,
    /// A credit note was voided (`credit_note.voided`).
    CreditNoteVoided,
}

/// What the host is to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum InvoiceAction {
    /// Charge the payment method.
    Charge {
        /// The id of the attempt: the idempotency key.
        attempt: String,
        /// What.
        amount: Money,
    },
    /// Call off a charge that has no outcome yet.
    CancelCharge {
        /// The id of the attempt.
        attempt: String,
    },
    /// Send the invoice to the customer.
    Send {
        /// When it is due.
        due_date: Timestamp,
    },
    /// Give money back to the payment method.
    Refund {
        /// The id of the credit note: the idempotency key.
        credit_note: String,
        /// What.
        amount: Money,
    },
}

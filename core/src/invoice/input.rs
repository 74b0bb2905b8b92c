//! What can happen to an invoice.

use serde::{Deserialize, Serialize};

use super::{CreditNoteRequest, UsageQuantity};
use crate::{Money, Timestamp, customer::CustomerContext, line_item::LineItem};

/// What happens to an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum InvoiceInput {
    /// Time passes.
    Advance,
    /// The host was told that the draft was made; finalizing waits for that where it was asked to.
    CreationDelivered,
    /// The draft changes.
    UpdateDraft {
        /// What is added, and what is known by now.
        update: DraftUpdate,
    },
    /// The draft becomes final.
    Finalize {
        /// What is known by now.
        finalization: Finalization,
    },
    /// The customer, or someone by hand, tries to pay with the payment method.
    Pay {
        /// Which attempt it is, from 1; one that was made before changes nothing.
        attempt: u32,
    },
    /// A payment arrived.
    PaymentSucceeded {
        /// The id of the attempt, or of what the customer sent.
        payment: String,
        /// What arrived; none for all that remained.
        #[serde(default)]
        amount: Option<Money>,
    },
    /// An attempt failed, or could not be made.
    PaymentFailed {
        /// The id of the attempt.
        attempt: String,
        /// When it is tried again; none where it is not.
        #[serde(default)]
        retry_at: Option<Timestamp>,
    },
    /// An attempt waits for the customer to authenticate.
    PaymentActionRequired {
        /// The id of the attempt.
        attempt: String,
    },
    /// It was paid outside Stripe.
    PaidOutOfBand,
    /// It is given up.
    MarkUncollectible,
    /// It was a mistake: what it took of the balance and of credit grants comes back.
    Void,
    /// The draft is thrown away.
    Delete,
    /// It is collected no longer by itself: its subscription ended.
    StopCollection,
    /// Part of it, or all, is credited.
    Credit {
        /// What, and how it is given back.
        request: CreditNoteRequest,
    },
    /// A credit note was a mistake; only while the invoice is open.
    VoidCreditNote {
        /// The id of the credit note.
        credit_note: String,
    },
}

/// What changes on a draft.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DraftUpdate {
    /// Lines that join it; one that is there already changes nothing.
    pub lines: Vec<LineItem>,
    /// The usage so far.
    pub quantities: Vec<UsageQuantity>,
    /// The customer as far as known; none for nothing to know.
    pub customer: Option<CustomerContext>,
}

/// What is known when an invoice is finalized.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Finalization {
    /// How much was used, for each line of usage.
    pub quantities: Vec<UsageQuantity>,
    /// The customer; none for nothing to know.
    pub customer: Option<CustomerContext>,
    /// The number, see [`NumberSequence`](super::NumberSequence).
    pub number: Option<String>,
    /// Whether the payment method is charged at once; none for yes. No where the customer confirms the first
    /// payment.
    pub charge: Option<bool>,
}

//! Where an invoice stands, and what may change that.

use serde::{Deserialize, Serialize};

/// Where an invoice stands; Stripe's `Invoice.status`.
///
/// Source: [Stripe, the status of invoices](https://docs.stripe.com/invoicing/overview).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceStatus {
    /// It can still change, and asks for nothing yet.
    Draft,
    /// It is final and waits for its payment.
    Open,
    /// It was paid, or nothing was due. It stays so.
    Paid,
    /// It was a mistake, and asks for nothing. It stays so.
    Void,
    /// It is not expected to be paid; it still can be.
    Uncollectible,
    /// It was a draft, and is gone. It stays so.
    Deleted,
}

/// What can change where an invoice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceChange {
    /// It becomes final.
    Finalized,
    /// Nothing is left to be paid.
    Settled,
    /// It is declared a mistake.
    Voided,
    /// It is given up.
    GivenUp,
    /// Its draft is thrown away.
    Deleted,
}

impl InvoiceStatus {
    /// Where an invoice stands after a change; none where the change is not allowed. A change that was made
    /// already leaves it where it is.
    pub fn after(self, change: InvoiceChange) -> Option<InvoiceStatus> {
        use InvoiceChange as Change;
        match (self, change) {
            (Self::Draft, Change::Finalized) => Some(Self::Open),
            (Self::Draft, Change::Deleted) => Some(Self::Deleted),
            (Self::Draft, Change::Settled | Change::Voided | Change::GivenUp) => None,

            (Self::Open, Change::Settled) => Some(Self::Paid),
            (Self::Open, Change::Voided) => Some(Self::Void),
            (Self::Open, Change::GivenUp) => Some(Self::Uncollectible),
            (Self::Open, Change::Deleted) => None,

            (Self::Uncollectible, Change::Settled) => Some(Self::Paid),
            (Self::Uncollectible, Change::Voided) => Some(Self::Void),
            (Self::Uncollectible, Change::Deleted) => None,

            // Done before, and perhaps something since: nothing changes.
            (Self::Open | Self::Paid | Self::Void | Self::Uncollectible, Change::Finalized)
            | (Self::Paid, Change::Settled)
            | (Self::Void, Change::Voided)
            | (Self::Uncollectible, Change::GivenUp)
            | (Self::Deleted, Change::Deleted) => Some(self),

            (Self::Paid, Change::Voided | Change::GivenUp | Change::Deleted)
            | (Self::Void, Change::Settled | Change::GivenUp | Change::Deleted)
            | (Self::Deleted, Change::Finalized | Change::Settled | Change::Voided | Change::GivenUp) => None,
        }
    }

    /// Whether it stays so for ever.
    pub fn is_final(self) -> bool {
        match self {
            Self::Draft | Self::Open | Self::Uncollectible => false,
            Self::Paid | Self::Void | Self::Deleted => true,
        }
    }

    /// The name: `uncollectible`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Paid => "paid",
            Self::Void => "void",
            Self::Uncollectible => "uncollectible",
            Self::Deleted => "deleted",
        }
    }
}

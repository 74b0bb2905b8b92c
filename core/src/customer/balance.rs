//! The customer balance: what is settled with the next invoice.

use serde::{Deserialize, Serialize};

use crate::{Money, Timestamp};

/// One movement of a customer's balance; Stripe's `CustomerBalanceTransaction`.
///
/// The sign is Stripe's: below 0 is to the customer's credit, above 0 is what the customer owes.
///
/// Source: [Stripe, customer balance transactions](https://docs.stripe.com/api/customer_balance_transactions/object).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BalanceTransaction {
    /// Identifies the movement; it follows from what moves it, so that it counts once.
    pub id: String,
    /// Why the balance moves.
    pub kind: BalanceTransactionKind,
    /// By how much: below 0 for a credit to the customer.
    pub amount: Money,
    /// When.
    pub at: Timestamp,
    /// The invoice that moves it.
    #[serde(default)]
    pub invoice: Option<String>,
    /// The credit note that moves it.
    #[serde(default)]
    pub credit_note: Option<String>,
    /// A word for people.
    #[serde(default)]
    pub description: Option<String>,
}

/// Why a balance moves; the names are Stripe's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BalanceTransactionKind {
    /// By hand.
    Adjustment,
    /// An invoice takes it, or leaves what it does not collect.
    AppliedToInvoice,
    /// An invoice that took it was voided.
    UnappliedFromInvoice,
    /// A credit note gives it.
    CreditNote,
    /// What the customer brought along.
    Initial,
    /// An invoice came to less than can be charged.
    InvoiceTooSmall,
    /// An invoice came to more than can be charged.
    InvoiceTooLarge,
    /// More was paid than an invoice asked for.
    InvoiceOverpaid,
    /// What was sent to a receiver and not used.
    UnspentReceiverCredit,
    /// Moved from elsewhere.
    Migration,
    /// A checkout paid the first invoice.
    CheckoutSessionSubscriptionPayment,
    /// A checkout's payment of the first invoice was taken back.
    CheckoutSessionSubscriptionPaymentCanceled,
}

/// A movement in the books: with the balance after it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BalanceEntry {
    /// What moved the balance.
    pub transaction: BalanceTransaction,
    /// The balance after it.
    pub ending_balance: Money,
}

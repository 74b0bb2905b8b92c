//! Why an invoice refuses.

use crate::{
    Money, Timestamp,
    error::{Coded, ErrorKind},
};

#[derive(Debug, thiserror::Error)]
pub(crate) enum InvoiceError {
    #[error("invoice `{invoice}` is `{status}`: not a state {what}")]
    NotInStatus { invoice: String, status: &'static str, what: &'static str },
    #[error("the instant `{now}` is before `{known}`, until which the invoice was worked out")]
    TimeGoesBack { now: Timestamp, known: Timestamp },
    #[error("there is no line `{line}` that it could mean")]
    UnknownLine { line: String },
    #[error("line `{line}` is there twice: expected each once")]
    DuplicateLine { line: String },
    #[error("the usage of line `{line}` is not known: expected its quantity")]
    MissingQuantity { line: String },
    #[error("`{amount}` cannot be charged at once: the most is `{most}`")]
    AmountTooLarge { amount: Money, most: Money },
    #[error("there is no attempt `{attempt}` to which that could happen")]
    UnknownAttempt { attempt: String },
    #[error("a payment of `{amount}`: expected above 0")]
    InvalidPayment { amount: Money },
    #[error("invoice `{invoice}` was paid in part: expected a credit note")]
    HasPayments { invoice: String },
    #[error("the prefix `{prefix}` is not usable: expected 3 to 12 upper-case letters and digits")]
    InvalidPrefix { prefix: String },
    #[error("the number `{number}` is not usable: expected 1 to 999999999")]
    NumberCeiling { number: u32 },
    #[error("a credit of `{amount}`: expected above 0")]
    InvalidCredit { amount: Money },
    #[error("line `{line}` is credited by its quantity or by an amount: expected one of them")]
    QuantityOrAmount { line: String },
    #[error("`{quantity}` units of line `{line}` cannot be credited: `{left}` are left")]
    CreditQuantity { line: String, quantity: i64, left: i64 },
    #[error("`{wanted}` is more than can be credited: `{left}` is left")]
    CreditExceeds { wanted: Money, left: Money },
    #[error("nothing of invoice `{invoice}` is left to be credited")]
    NothingToCredit { invoice: String },
    #[error("refund, credit and out-of-band amount come to `{given}`: expected `{expected}`")]
    CreditSplit { given: Money, expected: Money },
    #[error("`{refund}` is more than can be refunded: `{refundable}` was paid and not refunded")]
    RefundExceeds { refund: Money, refundable: Money },
    #[error("there is no credit note `{credit_note}`")]
    UnknownCreditNote { credit_note: String },
    #[error("credit note `{credit_note}` cannot be voided: the invoice is not open, or it was given back")]
    CreditNoteFinal { credit_note: String },
}

impl Coded for InvoiceError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Invoice
    }
    fn code(&self) -> &'static str {
        match self {
            Self::NotInStatus { .. } => "invoice.not_in_status",
            Self::TimeGoesBack { .. } => "invoice.time_goes_back",
            Self::UnknownLine { .. } => "invoice.unknown_line",
            Self::DuplicateLine { .. } => "invoice.duplicate_line",
            Self::MissingQuantity { .. } => "invoice.missing_quantity",
            Self::AmountTooLarge { .. } => "invoice.amount_too_large",
            Self::UnknownAttempt { .. } => "invoice.unknown_attempt",
            Self::InvalidPayment { .. } => "invoice.invalid_payment",
            Self::HasPayments { .. } => "invoice.has_payments",
            Self::InvalidPrefix { .. } => "invoice.invalid_prefix",
            Self::NumberCeiling { .. } => "invoice.number_ceiling",
            Self::InvalidCredit { .. } => "invoice.invalid_credit",
            Self::QuantityOrAmount { .. } => "invoice.quantity_or_amount",
            Self::CreditQuantity { .. } => "invoice.credit_quantity",
            Self::CreditExceeds { .. } => "invoice.credit_exceeds",
            Self::NothingToCredit { .. } => "invoice.nothing_to_credit",
            Self::CreditSplit { .. } => "invoice.credit_split",
            Self::RefundExceeds { .. } => "invoice.refund_exceeds",
            Self::UnknownCreditNote { .. } => "invoice.unknown_credit_note",
            Self::CreditNoteFinal { .. } => "invoice.credit_note_final",
        }
    }
}

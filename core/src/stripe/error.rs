//! The refusals of Stripe's JSON: their sentences and their frozen codes.

use crate::{
    Currency,
    error::{Coded, ErrorKind},
};

/// Why something of Stripe's cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum StripeError {
    #[error("the text is not JSON at line `{line}`, column `{column}`: {reason}")]
    InvalidJson { line: usize, column: usize, reason: String },
    #[error("this {object} does not have the shape that Stripe gives it: {reason}")]
    InvalidObject { object: String, reason: String },
    #[error("`{value}` is not a known status of a subscription, so nothing says whether it counts")]
    UnknownStatus { value: String },
    #[error("`{value}` is not a known value of `{member}`, so nothing says what it would come to")]
    UnknownValue { member: &'static str, value: String },
    #[error("the {object} `{id}` is only named: expand it, or add it to the input")]
    MissingObject { object: &'static str, id: String },
    #[error("subscription `{subscription}` names no customer")]
    MissingCustomer { subscription: String },
    #[error("{what} is a page of a longer list: expected all of it")]
    IncompleteList { what: String },
    #[error("the price `{price}` is tiered and comes without its `tiers`: expand them")]
    TiersMissing { price: String },
    #[error("the {object} `{id}` has no amount in `{currency}`")]
    NoAmount { object: &'static str, id: String, currency: Currency },
    #[error("subscription `{subscription}` names no currency")]
    MissingCurrency { subscription: String },
    #[error(
        "the discount `{discount}` takes an amount off items that are billed at different intervals, so \
         nothing says how often it is taken"
    )]
    SeveralIntervals { discount: String },
    #[error(
        "customer `{customer}` has a discount of its own, and events of subscription `{subscription}` do not say \
         from when to when: ask for list prices, or leave it out"
    )]
    CustomerDiscount { customer: String, subscription: String },
    #[error("the history of subscription `{subscription}` is not complete: {reason}")]
    HistoryMissing { subscription: String, reason: String },
    #[error("the {object} `{id}` is given twice, and differently")]
    ConflictingObjects { object: &'static str, id: String },
}

impl StripeError {
    /// What serde said, without its position: that is of the text it was given, not of the input.
    pub(super) fn invalid_object(object: &str, error: &serde_json::Error) -> Self {
        Self::InvalidObject { object: object.into(), reason: sentence(error) }
    }

    pub(super) fn invalid_json(error: &serde_json::Error, lines_before: usize) -> Self {
        let line = error.line().saturating_add(lines_before);
        Self::InvalidJson { line, column: error.column(), reason: sentence(error) }
    }

    pub(super) fn contradiction(object: &str, reason: impl Into<String>) -> Self {
        Self::InvalidObject { object: object.into(), reason: reason.into() }
    }

    pub(super) fn unknown(member: &'static str, value: &str) -> Self {
        Self::UnknownValue { member, value: value.into() }
    }

    pub(super) fn history_missing(subscription: &str, reason: impl Into<String>) -> Self {
        Self::HistoryMissing { subscription: subscription.into(), reason: reason.into() }
    }
}

fn sentence(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(reason, _)| reason.to_owned())
}

impl Coded for StripeError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Stripe
    }
    fn code(&self) -> &'static str {
        match self {
            Self::InvalidJson { .. } => "stripe.invalid_json",
            Self::InvalidObject { .. } => "stripe.invalid_object",
            Self::UnknownStatus { .. } => "stripe.unknown_status",
            Self::UnknownValue { .. } => "stripe.unknown_value",
            Self::MissingObject { .. } => "stripe.missing_object",
            Self::MissingCustomer { .. } => "stripe.missing_customer",
            Self::IncompleteList { .. } => "stripe.incomplete_list",
            Self::TiersMissing { .. } => "stripe.tiers_missing",
            Self::NoAmount { .. } => "stripe.no_amount",
            Self::MissingCurrency { .. } => "stripe.missing_currency",
            Self::SeveralIntervals { .. } => "stripe.several_intervals",
            Self::CustomerDiscount { .. } => "stripe.customer_discount",
            Self::HistoryMissing { .. } => "stripe.history_missing",
            Self::ConflictingObjects { .. } => "stripe.conflicting_objects",
        }
    }
}

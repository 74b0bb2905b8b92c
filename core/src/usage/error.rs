//! Why a usage call refuses.

use crate::{
    Timestamp,
    error::{Coded, ErrorKind},
};

/// Why a usage call refuses.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UsageError {
    #[error("the meter is not usable: {reason}")]
    InvalidMeter { reason: String },
    #[error("{what} of `{meter}` is too large: expected at most 63 bits")]
    Overflow { what: &'static str, meter: String },
    #[error("a quantity of `{quantity}`: expected at least 0")]
    NegativeQuantity { quantity: i64 },
    #[error("feature `{feature}` is limited to `{limit}`: expected at least 0")]
    InvalidLimit { feature: String, limit: i64 },
    #[error("the use of feature `{feature}` is given twice: expected each once")]
    DuplicateFeature { feature: String },
    #[error("an alert at `{percent}` %: {expected}")]
    InvalidLevel { percent: u32, expected: &'static str },
    #[error("the cycle starts at `{start}`, before the cycle from `{known}` that is already known")]
    CycleOrder { start: Timestamp, known: Timestamp },
    #[error("the budget of `{customer}` is not usable: {reason}")]
    InvalidBudget { customer: String, reason: String },
    #[error("the threshold is not usable: {reason}")]
    InvalidThreshold { reason: String },
    #[error("item `{item}` is there twice: expected each once")]
    DuplicateItem { item: String },
}

impl Coded for UsageError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Usage
    }

    fn code(&self) -> &'static str {
        match self {
            Self::InvalidMeter { .. } => "usage.invalid_meter",
            Self::Overflow { .. } => "usage.overflow",
            Self::NegativeQuantity { .. } => "usage.negative_quantity",
            Self::InvalidLimit { .. } => "usage.invalid_limit",
            Self::DuplicateFeature { .. } => "usage.duplicate_feature",
            Self::InvalidLevel { .. } => "usage.invalid_level",
            Self::CycleOrder { .. } => "usage.cycle_order",
            Self::InvalidBudget { .. } => "usage.invalid_budget",
            Self::InvalidThreshold { .. } => "usage.invalid_threshold",
            Self::DuplicateItem { .. } => "usage.duplicate_item",
        }
    }
}

//! What is sold: prices, and what a price comes to in a year.

mod annual;
mod price;
mod tiers;

pub use annual::Normalization;
pub(crate) use annual::{AnnualAmount, UNITS_PER_MONTHLY_MINOR, monthly, yearly};
pub use price::Price;
pub(crate) use tiers::{Tier, TierMode, tiered};

use crate::error::{Coded, ErrorKind};

/// Why a catalog call refuses.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CatalogError {
    #[error("a price bills every `{count}` intervals: expected at least 1")]
    InvalidInterval { count: u32 },
    #[error("the tiers are not usable: {reason}")]
    InvalidTiers { reason: String },
}

impl Coded for CatalogError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Catalog
    }
    fn code(&self) -> &'static str {
        match self {
            Self::InvalidInterval { .. } => "catalog.invalid_interval",
            Self::InvalidTiers { .. } => "catalog.invalid_tiers",
        }
    }
}

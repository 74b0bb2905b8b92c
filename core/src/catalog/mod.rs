//! What is sold: prices, and what a price comes to in a year.

mod annual;
mod price;

pub use annual::Normalization;
pub(crate) use annual::{AnnualAmount, UNITS_PER_MONTHLY_MINOR, monthly, yearly};
pub use price::Price;

use crate::error::{Coded, ErrorKind};

/// Why a catalog call refuses.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CatalogError {
    #[error("a price bills every `{count}` intervals: expected at least 1")]
    InvalidInterval { count: u32 },
}

impl Coded for CatalogError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Catalog
    }
    fn code(&self) -> &'static str {
        match self {
            Self::InvalidInterval { .. } => "catalog.invalid_interval",
        }
    }
}

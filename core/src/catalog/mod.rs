//! What is sold, at which price, and what is taken off or comes on top.

mod annual;
mod coupon;
mod price;
mod pricing;
mod tax_rate;

pub use annual::Normalization;
pub(crate) use annual::{AnnualAmount, UNITS_PER_MONTHLY_MINOR, monthly, yearly};
pub use coupon::{AmountOff, Coupon, CouponDuration, Discount};
pub use price::{CurrencyOption, Price, Recurring, TaxBehavior};
pub use pricing::{PackageRounding, Pricing, Tier, TransformQuantity};
pub use tax_rate::{TaxExempt, TaxRate};

use crate::{
    Currency,
    error::{Coded, ErrorKind},
};

/// Why a catalog call refuses.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CatalogError {
    #[error("a price bills every `{count}` intervals: expected at least 1")]
    InvalidInterval { count: u32 },
    #[error("the price is not usable: {reason}")]
    InvalidPrice { reason: String },
    #[error("price `{price}` has no amount in `{currency}`: add it to its `currency_options`")]
    NoCurrencyOption { price: String, currency: Currency },
    #[error("coupon `{coupon}` takes off no amount in `{currency}`: add it to its `currency_options`")]
    CouponCurrency { coupon: String, currency: Currency },
}

impl Coded for CatalogError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Catalog
    }
    fn code(&self) -> &'static str {
        match self {
            Self::InvalidInterval { .. } => "catalog.invalid_interval",
            Self::InvalidPrice { .. } => "catalog.invalid_price",
            Self::NoCurrencyOption { .. } => "catalog.no_currency_option",
            Self::CouponCurrency { .. } => "catalog.coupon_currency",
        }
    }
}

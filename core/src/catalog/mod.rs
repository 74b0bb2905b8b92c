//! What is sold, at which price, and what is taken off or comes on top.

mod annual;
mod annual_price;
mod breakdown;
mod comparison;
mod contract;
mod coupon;
mod discount;
mod entries;
mod error;
mod plan;
mod price;
mod price_override;
mod pricing;
mod promotion_code;
mod redemption;
mod tax;
mod tax_rate;
mod tax_rounding;

pub use annual::Normalization;
pub(crate) use annual::{AnnualAmount, UNITS_PER_MONTHLY_MINOR, monthly, yearly};
pub use annual_price::annual_price;
pub use breakdown::{PriceBand, PriceBreakdown, check_price};
pub use comparison::{
    Allowance, AnnualSaving, BetterPlan, FeatureComparison, PlanComparison, PlanCost, compare_plans,
};
<<<<<<< HEAD

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
=======
pub use contract::{ContractDates, ContractTerms, SpendBounds, check_contract, spend_bounds};
pub use coupon::{AmountOff, Coupon, CouponDuration, Discount, check_coupon};
pub use discount::{DiscountAmount, DiscountableLine, DiscountedLine, apply_discounts};
pub(crate) use entries::Entry;
pub use entries::{Catalog, Product, check_catalog};
pub(crate) use error::CatalogError;
pub use plan::{FeatureLimit, Plan, PlanTier, check_plan};
pub use price::{CurrencyOption, Price, Recurring, TaxBehavior};
pub use price_override::{PriceOverride, effective_price};
pub use pricing::{PackageRounding, Pricing, Tier, TransformQuantity};
pub use promotion_code::{PromotionCode, check_promotion_code};
pub use redemption::{Redemption, redeem_code, redeem_coupon};
pub use tax::{TaxAmount, TaxAssessment, TaxOptions, TaxRounding, TaxableLine, TaxedLine, assess_tax};
pub use tax_rate::{TaxExempt, TaxRate, check_tax_rate};
>>>>>>> catalog

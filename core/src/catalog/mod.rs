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
pub use contract::{ContractDates, ContractTerms, SpendBounds, check_contract, spend_bounds};
pub use coupon::{AmountOff, Coupon, CouponDuration, Discount, check_coupon};
pub use discount::{DiscountAmount, DiscountableLine, DiscountedLine, apply_discounts};
pub(crate) use entries::Entry;
pub use entries::{Catalog, Product, check_catalog};
pub(crate) use error::CatalogError;
pub use plan::{FeatureLimit, Plan, PlanTier, check_plan};
pub(crate) use price::LineAmount;
pub use price::{CurrencyOption, Price, Recurring, TaxBehavior};
pub use price_override::{PriceOverride, effective_price};
pub use pricing::{PackageRounding, Pricing, Tier, TransformQuantity};
pub use promotion_code::{PromotionCode, check_promotion_code};
pub use redemption::{Redemption, redeem_code, redeem_coupon};
pub use tax::{TaxAmount, TaxAssessment, TaxOptions, TaxRounding, TaxableLine, TaxedLine, assess_tax};
pub use tax_rate::{TaxExempt, TaxRate, check_tax_rate};

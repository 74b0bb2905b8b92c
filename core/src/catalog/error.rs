//! Why a catalog call refuses.

use super::Entry;
use crate::{
    Currency, Money, Timestamp,
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
    #[error("coupon `{coupon}` is not usable: {reason}")]
    InvalidCoupon { coupon: String, reason: String },
    #[error("coupon `{coupon}` takes nothing off in `{currency}`: add it to its `currency_options`")]
    CouponCurrency { coupon: String, currency: Currency },
    #[error("coupon `{coupon}` could be redeemed until `{redeem_by}`, not at `{at}`")]
    CouponExpired { coupon: String, redeem_by: Timestamp, at: Timestamp },
    #[error("coupon `{coupon}` was redeemed `{times}` times, which is all it allows")]
    CouponUsedUp { coupon: String, times: u32 },
    #[error("coupon `{coupon}` is already redeemed here, by discount `{discount}`")]
    CouponRepeated { coupon: String, discount: String },
    #[error("`{count}` discounts: expected at most {most}")]
    TooManyDiscounts { count: usize, most: usize },
    #[error("discount `{discount}` is listed twice")]
    DuplicateDiscount { discount: String },
    #[error("promotion code `{code}` is not usable: {reason}")]
    InvalidPromotionCode { code: String, reason: String },
    #[error("promotion code `{code}` is not active")]
    CodeInactive { code: String },
    #[error("promotion code `{code}` expired at `{expires_at}`")]
    CodeExpired { code: String, expires_at: Timestamp },
    #[error("promotion code `{code}` was redeemed `{times}` times, which is all it allows")]
    CodeUsedUp { code: String, times: u32 },
    #[error("promotion code `{code}` is for another customer than `{customer}`")]
    CodeOtherCustomer { code: String, customer: String },
    #[error("promotion code `{code}` is for a first purchase, and `{customer}` has paid before")]
    CodeFirstPurchase { code: String, customer: String },
    #[error("promotion code `{code}` needs at least `{minimum}`, not `{amount}`")]
    CodeMinimum { code: String, minimum: Money, amount: Money },
    #[error("promotion code `{code}` has no minimum in `{currency}`, so it is not for that currency")]
    CodeCurrency { code: String, currency: Currency },
    #[error("promotion code `{code}` needs a minimum amount: it is redeemed on a purchase, not on a change")]
    CodeNeedsAmount { code: String },
    #[error("tax rate `{rate}` is not usable: {reason}")]
    InvalidTaxRate { rate: String, reason: String },
    #[error("`{count}` tax rates on one line: expected at most {most}")]
    TooManyTaxRates { count: usize, most: usize },
    #[error("tax rate `{rate}` is listed twice on one line")]
    DuplicateTaxRate { rate: String },
    #[error("plan `{plan}` is not usable: {reason}")]
    InvalidPlan { plan: String, reason: String },
    #[error("price `{price}` has no annual form: {reason}")]
    NotMonthly { price: String, reason: String },
    #[error("the override of price `{price}` for `{customer}` is not usable: {reason}")]
    InvalidOverride { price: String, customer: String, reason: String },
    #[error("the contract is not usable: {reason}")]
    InvalidContract { reason: String },
    #[error("the contract runs from `{start}`, not yet at `{at}`")]
    ContractNotBegun { start: Timestamp, at: Timestamp },
    #[error("the contract ended at `{end}`, without renewal")]
    ContractEnded { end: Timestamp },
    #[error("the minimum `{minimum}` is above the maximum `{maximum}`")]
    InvalidSpendBounds { minimum: Money, maximum: Money },
    #[error("the catalog has no {} `{id}`", entry.name())]
    Unknown { entry: Entry, id: String },
    #[error("the catalog has two of {} `{id}`", entry.name())]
    DuplicateId { entry: Entry, id: String },
    #[error("a {} has no id: expected a text that is not empty", entry.name())]
    EmptyId { entry: Entry },
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
            Self::InvalidCoupon { .. } => "catalog.invalid_coupon",
            Self::CouponCurrency { .. } => "catalog.coupon_currency",
            Self::CouponExpired { .. } => "catalog.coupon_expired",
            Self::CouponUsedUp { .. } => "catalog.coupon_used_up",
            Self::CouponRepeated { .. } => "catalog.coupon_repeated",
            Self::TooManyDiscounts { .. } => "catalog.too_many_discounts",
            Self::DuplicateDiscount { .. } => "catalog.duplicate_discount",
            Self::InvalidPromotionCode { .. } => "catalog.invalid_promotion_code",
            Self::CodeInactive { .. } => "catalog.code_inactive",
            Self::CodeExpired { .. } => "catalog.code_expired",
            Self::CodeUsedUp { .. } => "catalog.code_used_up",
            Self::CodeOtherCustomer { .. } => "catalog.code_other_customer",
            Self::CodeFirstPurchase { .. } => "catalog.code_first_purchase",
            Self::CodeMinimum { .. } => "catalog.code_minimum",
            Self::CodeCurrency { .. } => "catalog.code_currency",
            Self::CodeNeedsAmount { .. } => "catalog.code_needs_amount",
            Self::InvalidTaxRate { .. } => "catalog.invalid_tax_rate",
            Self::TooManyTaxRates { .. } => "catalog.too_many_tax_rates",
            Self::DuplicateTaxRate { .. } => "catalog.duplicate_tax_rate",
            Self::InvalidPlan { .. } => "catalog.invalid_plan",
            Self::NotMonthly { .. } => "catalog.not_monthly",
            Self::InvalidOverride { .. } => "catalog.invalid_override",
            Self::InvalidContract { .. } => "catalog.invalid_contract",
            Self::ContractNotBegun { .. } => "catalog.contract_not_begun",
            Self::ContractEnded { .. } => "catalog.contract_ended",
            Self::InvalidSpendBounds { .. } => "catalog.invalid_spend_bounds",
            Self::Unknown { entry, .. } => entry.unknown(),
            Self::DuplicateId { .. } => "catalog.duplicate_id",
            Self::EmptyId { .. } => "catalog.empty_id",
        }
    }
}

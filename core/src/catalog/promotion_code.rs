//! Promotion codes: what a customer enters to redeem a coupon.

use serde::{Deserialize, Serialize};

use super::{CatalogError, Coupon};
use crate::{Money, Result, Timestamp};

/// A code that customers enter to redeem a coupon; Stripe's `PromotionCode`.
///
/// Source: [Stripe, promotion codes](https://docs.stripe.com/billing/subscriptions/coupons#promotion-codes).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromotionCode {
    /// What is entered; upper and lower case are the same.
    pub code: String,
    /// The coupon that it redeems.
    pub coupon: String,
    /// Whether it can be redeemed; once it cannot, it never can again.
    pub active: bool,
    /// The only customer who can redeem it.
    #[serde(default)]
    pub customer: Option<String>,
    /// Whether only customers who have never paid can redeem it.
    pub first_time_transaction: bool,
    /// The least that the purchase must come to, once for each currency in which it can be redeemed; empty
    /// for no minimum.
    #[serde(default)]
    pub minimum_amount: Vec<Money>,
    /// The first instant at which it can no longer be redeemed.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
    /// How often it can be redeemed in all.
    #[serde(default)]
    pub max_redemptions: Option<u32>,
}

impl PromotionCode {
    /// Whether what a customer entered is this code: upper and lower case are the same, and space around it
    /// does not count.
    pub fn is_entered(&self, entered: &str) -> bool {
        self.code.to_lowercase() == entered.trim().to_lowercase()
    }
}

/// Whether a promotion code makes sense for its coupon: it does not outlive it, does not allow more
/// redemptions, and its minimum amounts are above 0, each currency once.
///
/// # Errors
/// `catalog.invalid_promotion_code`.
///
/// Source: [Stripe, create a promotion code](https://docs.stripe.com/api/promotion_codes/create).
pub fn check_promotion_code(promotion_code: &PromotionCode, coupon: &Coupon) -> Result<()> {
    match fault(promotion_code, coupon) {
        None => Ok(()),
        Some(reason) => {
            Err(CatalogError::InvalidPromotionCode { code: promotion_code.code.clone(), reason }.into())
        }
    }
}

fn fault(code: &PromotionCode, coupon: &Coupon) -> Option<String> {
    if code.code.is_empty() || code.code.trim() != code.code {
        return Some("expected a text without space around it".to_owned());
    }
    if code.coupon != coupon.id {
        return Some(format!("it redeems coupon `{}`, not `{}`", code.coupon, coupon.id));
    }
    if let Some((expires, last)) = code.expires_at.zip(coupon.redeem_by).filter(|(own, last)| own > last) {
        return Some(format!("it expires at `{expires}`, after its coupon at `{last}`"));
    }
    match (code.max_redemptions, coupon.max_redemptions) {
        (Some(0), _) => return Some("it allows `0` redemptions: expected at least 1".to_owned()),
        (Some(own), Some(most)) if own > most => {
            return Some(format!("it allows `{own}` redemptions, and its coupon `{most}`"));
        }
        _ => {}
    }
    let mut seen = Vec::new();
    for minimum in &code.minimum_amount {
        if minimum.minor() <= 0 {
            return Some(format!("its minimum is `{minimum}`: expected above 0"));
        }
        if seen.contains(&minimum.currency()) {
            return Some(format!("it names `{}` twice", minimum.currency()));
        }
        seen.push(minimum.currency());
    }
    None
}

//! Redeeming a coupon, by itself or through a promotion code: what makes it a discount.
//!
//! Limits act here and nowhere else: a discount that exists stays, whatever becomes of its coupon.
//!
//! Source: [Stripe, coupons and promotion codes](https://docs.stripe.com/billing/subscriptions/coupons).

use serde::{Deserialize, Serialize};

use super::{
    CatalogError, Coupon, Discount, PromotionCode, check_coupon, check_promotion_code,
    discount::MOST_DISCOUNTS,
};
use crate::{Currency, Money, Result, Timestamp, money::MoneyError};

/// Who redeems, when, and what has been before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redemption {
    /// The id that the discount gets.
    pub discount_id: String,
    /// When it is redeemed, which is when the discount starts.
    pub at: Timestamp,
    /// The customer who redeems.
    pub customer: String,
    /// The currency of what it is redeemed on.
    pub currency: Currency,
    /// What the purchase comes to before the discount, for codes with a minimum; none where nothing is
    /// bought, as when a customer, an item or a subscription is changed.
    #[serde(default)]
    pub amount: Option<Money>,
    /// Whether the customer has paid before.
    pub has_paid_before: bool,
    /// How often the coupon was redeemed before, by anyone.
    pub times_redeemed: u32,
    /// How often the promotion code was redeemed before, by anyone.
    pub code_times_redeemed: u32,
    /// The discounts already on the same customer, subscription or item.
    #[serde(default)]
    pub present: Vec<Discount>,
}

/// Redeems a coupon. A repeating one ends so many calendar months later, at the same time of day, on the last
/// day of a month that is too short.
///
/// ```
/// use prorata::{Currency, catalog::*};
///
/// let coupon = Coupon {
///     id: "SPRING".into(),
///     name: None,
///     off: AmountOff::Percent { percent_off: "20".parse()? },
///     duration: CouponDuration::Repeating { months: 3 },
///     applies_to: vec![],
///     redeem_by: None,
///     max_redemptions: Some(100),
/// };
/// let redemption = Redemption {
///     discount_id: "di_1".into(),
///     at: "2025-11-30T12:00:00Z".parse()?,
///     customer: "cus_1".into(),
///     currency: Currency::USD,
///     amount: None,
///     has_paid_before: true,
///     times_redeemed: 99,
///     code_times_redeemed: 0,
///     present: vec![],
/// };
/// let discount = redeem_coupon(&coupon, &redemption)?;
/// assert_eq!(discount.end, Some("2026-02-28T12:00:00Z".parse()?));
///
/// let one_too_many = Redemption { times_redeemed: 100, ..redemption };
/// assert_eq!(redeem_coupon(&coupon, &one_too_many).unwrap_err().code(), "catalog.coupon_used_up");
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// In this order: `catalog.invalid_coupon`, `catalog.coupon_expired`, `catalog.coupon_used_up`,
/// `catalog.coupon_currency`, `catalog.coupon_repeated` where it is redeemed already,
/// `catalog.too_many_discounts` for the 21st, `calendar.out_of_range`.
pub fn redeem_coupon(coupon: &Coupon, redemption: &Redemption) -> Result<Discount> {
    check_coupon(coupon)?;
    check_limits(coupon, redemption)?;
    check_place(coupon, redemption)?;
    Ok(Discount {
        id: redemption.discount_id.clone(),
        coupon: coupon.clone(),
        promotion_code: None,
        start: redemption.at,
        end: coupon.duration.end_after(redemption.at)?,
    })
}

/// Redeems a coupon through a promotion code.
///
/// # Errors
/// In this order: `catalog.invalid_promotion_code`, `catalog.code_inactive`, `catalog.code_expired`,
/// `catalog.code_used_up`, `catalog.code_other_customer`, `catalog.code_first_purchase`, then for a code with
/// a minimum `catalog.code_needs_amount` where nothing is bought, `money.currency_mismatch`,
/// `catalog.code_currency` and `catalog.code_minimum`; then those of [`redeem_coupon`].
pub fn redeem_code(
    promotion_code: &PromotionCode,
    coupon: &Coupon,
    redemption: &Redemption,
) -> Result<Discount> {
    check_promotion_code(promotion_code, coupon)?;
    check_code(promotion_code, redemption)?;
    check_minimum(promotion_code, redemption)?;
    let discount = redeem_coupon(coupon, redemption)?;
    Ok(Discount { promotion_code: Some(promotion_code.code.clone()), ..discount })
}

fn check_limits(coupon: &Coupon, redemption: &Redemption) -> Result<(), CatalogError> {
    let id = || coupon.id.clone();
    let at = redemption.at;
    if let Some(redeem_by) = coupon.redeem_by.filter(|last| at > *last) {
        return Err(CatalogError::CouponExpired { coupon: id(), redeem_by, at });
    }
    let times = redemption.times_redeemed;
    if coupon.max_redemptions.is_some_and(|most| times >= most) {
        return Err(CatalogError::CouponUsedUp { coupon: id(), times });
    }
    Ok(())
}

/// Whether the coupon fits what it is redeemed on.
fn check_place(coupon: &Coupon, redemption: &Redemption) -> Result<()> {
    coupon.amount_in(redemption.currency)?;
    // A coupon beside its own promotion code is the same coupon twice.
    if let Some(other) = redemption.present.iter().find(|discount| discount.coupon.id == coupon.id) {
        let discount = other.id.clone();
        return Err(CatalogError::CouponRepeated { coupon: coupon.id.clone(), discount }.into());
    }
    let count = redemption.present.len().saturating_add(1);
    if count > MOST_DISCOUNTS {
        return Err(CatalogError::TooManyDiscounts { count, most: MOST_DISCOUNTS }.into());
    }
    Ok(())
}

fn check_code(code: &PromotionCode, redemption: &Redemption) -> Result<(), CatalogError> {
    let text = || code.code.clone();
    let customer = || redemption.customer.clone();
    if !code.active {
        return Err(CatalogError::CodeInactive { code: text() });
    }
    if let Some(expires_at) = code.expires_at.filter(|end| redemption.at >= *end) {
        return Err(CatalogError::CodeExpired { code: text(), expires_at });
    }
    let times = redemption.code_times_redeemed;
    if code.max_redemptions.is_some_and(|most| times >= most) {
        return Err(CatalogError::CodeUsedUp { code: text(), times });
    }
    if code.customer.as_ref().is_some_and(|only| *only != redemption.customer) {
        return Err(CatalogError::CodeOtherCustomer { code: text(), customer: customer() });
    }
    if code.first_time_transaction && redemption.has_paid_before {
        return Err(CatalogError::CodeFirstPurchase { code: text(), customer: customer() });
    }
    Ok(())
}

fn check_minimum(code: &PromotionCode, redemption: &Redemption) -> Result<()> {
    if code.minimum_amount.is_empty() {
        return Ok(());
    }
    let (text, currency) = (code.code.clone(), redemption.currency);
    let Some(amount) = redemption.amount else {
        return Err(CatalogError::CodeNeedsAmount { code: text }.into());
    };
    if amount.currency() != currency {
        return Err(MoneyError::CurrencyMismatch { left: currency, right: amount.currency() }.into());
    }
    match code.minimum_amount.iter().find(|minimum| minimum.currency() == currency) {
        None => Err(CatalogError::CodeCurrency { code: text, currency }.into()),
        Some(minimum) if amount.minor() < minimum.minor() => {
            Err(CatalogError::CodeMinimum { code: text, minimum: *minimum, amount }.into())
        }
        Some(_) => Ok(()),
    }
}

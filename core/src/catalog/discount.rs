//! How discounts come off the lines of an invoice.
//!
//! Source: [Stripe, coupons](https://docs.stripe.com/billing/subscriptions/coupons) and recorded invoices;
//! docs/money.md lists the roundings.

use serde::{Deserialize, Serialize};

use super::{AmountOff, CatalogError, Discount, check_coupon};
use crate::{
    Currency, Money, Result, Rounding,
    money::{MoneyError, Remainder},
};

/// How many discounts Stripe takes on one item, subscription or invoice.
pub(super) const MOST_DISCOUNTS: usize = 20;

/// A line before its discounts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscountableLine {
    /// What the line costs; nothing comes off one that is not above 0.
    pub amount: Money,
    /// The product, for coupons that are limited to some.
    pub product: String,
    /// Whether discounts apply; they do not to prorations, which contain theirs.
    pub discountable: bool,
}

/// A line and what came off it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscountedLine {
    /// Each discount that covers the line, in order, also where it took nothing.
    pub discounts: Vec<DiscountAmount>,
    /// What is left.
    pub net: Money,
}

/// What one discount took off one line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscountAmount {
    /// The id of the discount.
    pub discount: String,
    /// What it took off: 0 or more.
    pub amount: Money,
}

/// Takes discounts off lines: in the order given, each of what the ones before it left.
///
/// A percentage is taken of each line and rounded there, an exact half away from zero (Stripe's half has
/// never been observed). An amount is shared over the lines it covers in proportion to what is left of them:
/// each share truncated, and the last line above 0 takes the rest. What that line cannot hold goes to the
/// one before it, so no share exceeds its line; what all of them cannot hold is lost.
///
/// Which discounts are in force is the caller's question: see [`Discount::applies_at`].
///
/// ```
/// use prorata::{Currency, Money, catalog::*};
///
/// let line = |minor| DiscountableLine {
///     amount: Money::new(minor, Currency::USD),
///     product: "prod_app".into(),
///     discountable: true,
/// };
/// let coupon = Coupon {
///     id: "WELCOME".into(),
///     name: None,
///     off: AmountOff::Amount { amount_off: Money::new(500, Currency::USD), currency_options: vec![] },
///     duration: CouponDuration::Once,
///     applies_to: vec![],
///     redeem_by: None,
///     max_redemptions: None,
/// };
/// let start = "2026-01-01T00:00:00Z".parse()?;
/// let discount = Discount { id: "di_1".into(), coupon, promotion_code: None, start, end: None };
/// let lines = apply_discounts(&[line(1_000), line(2_000)], &[discount])?;
/// assert_eq!(lines[0].net.minor(), 834); // 166 and 334 came off
/// assert_eq!(lines[1].net.minor(), 1_666);
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// In this order: `catalog.too_many_discounts` above 20; `catalog.duplicate_discount`;
/// `money.currency_mismatch` between lines; `catalog.invalid_coupon`; `catalog.coupon_currency` for an
/// amount that is not in the currency of the lines.
///
/// Source: Stripe's recorded shares (35,955.979 became 35,955) and its [example of 166 and
/// 334](https://docs.stripe.com/billing/subscriptions/prorations#credit-prorations).
pub fn apply_discounts(lines: &[DiscountableLine], discounts: &[Discount]) -> Result<Vec<DiscountedLine>> {
    check_list(discounts)?;
    let mut left: Vec<DiscountedLine> =
        lines.iter().map(|line| DiscountedLine { discounts: Vec::new(), net: line.amount }).collect();
    let Some(currency) = lines.first().map(|line| line.amount.currency()) else { return Ok(left) };
    let mismatch = lines.iter().map(|line| line.amount.currency()).find(|other| *other != currency);
    if let Some(right) = mismatch {
        return Err(MoneyError::CurrencyMismatch { left: currency, right }.into());
    }
    for discount in discounts {
        check_coupon(&discount.coupon)?;
        let covers = |line: &DiscountableLine| line.discountable && discount.covers(&line.product);
        let mut covered: Vec<_> =
            left.iter_mut().zip(lines).filter(|(_, line)| covers(line)).map(|(net, _)| net).collect();
        let nets: Vec<_> = covered.iter().map(|line| line.net).collect();
        for (line, amount) in covered.iter_mut().zip(shares(discount, currency, &nets)?) {
            line.net = line.net.checked_sub(amount)?;
            line.discounts.push(DiscountAmount { discount: discount.id.clone(), amount });
        }
    }
    Ok(left)
}

fn check_list(discounts: &[Discount]) -> Result<()> {
    if discounts.len() > MOST_DISCOUNTS {
        let count = discounts.len();
        return Err(CatalogError::TooManyDiscounts { count, most: MOST_DISCOUNTS }.into());
    }
    let mut rest = discounts;
    while let Some((first, after)) = rest.split_first() {
        if after.iter().any(|other| other.id == first.id) {
            return Err(CatalogError::DuplicateDiscount { discount: first.id.clone() }.into());
        }
        rest = after;
    }
    Ok(())
}

/// What a discount takes off each of the lines that it covers.
fn shares(discount: &Discount, currency: Currency, nets: &[Money]) -> Result<Vec<Money>> {
    let at_least_zero = |net: &Money| if net.is_negative() { Money::zero(currency) } else { *net };
    let nets: Vec<Money> = nets.iter().map(at_least_zero).collect();
    match &discount.coupon.off {
        AmountOff::Percent { percent_off } => {
            nets.iter().map(|net| net.percent(*percent_off, Rounding::HalfAwayFromZero)).collect()
        }
        AmountOff::Amount { .. } => share_out(discount.coupon.amount_in(currency)?, &nets),
    }
}

/// Splits an amount over lines: in proportion, truncated, the last one above 0 taking the rest as far as it
/// reaches, then the ones before it.
fn share_out(off: Money, nets: &[Money]) -> Result<Vec<Money>> {
    let weights: Vec<i64> = nets.iter().map(|net| net.minor()).collect();
    if weights.iter().all(|weight| *weight == 0) {
        return Ok(nets.to_vec());
    }
    let currency = off.currency();
    // The lines may come to more than an amount can be: then the amount is the smaller one.
    let capped = match Money::sum(currency, nets) {
        Ok(total) if total.minor() < off.minor() => total,
        Ok(_) | Err(_) => off,
    };
    let mut parts = capped.allocate(&weights, Remainder::LastTakesRest)?;
    let mut carried = Money::zero(currency);
    for (part, net) in parts.iter_mut().zip(nets).rev() {
        let wanted = part.checked_add(carried)?;
        let held = if wanted.minor() > net.minor() { *net } else { wanted };
        carried = wanted.checked_sub(held)?;
        *part = held;
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(off: i64, nets: &[i64]) -> Vec<i64> {
        let money = |minor: &i64| Money::new(*minor, Currency::EUR);
        let nets: Vec<Money> = nets.iter().map(money).collect();
        share_out(money(&off), &nets).unwrap().iter().map(|part| part.minor()).collect()
    }

    #[test]
    fn the_rest_goes_to_the_last_line_above_zero_as_far_as_it_reaches() {
        assert_eq!(split(48_528, &[99_528, 34_800]), [35_955, 12_573]); // recorded
        assert_eq!(split(500, &[1_000, 2_000, 0]), [166, 334, 0]);
        assert_eq!(split(6, &[3, 3, 1]), [2, 3, 1]); // 2, 2 and a rest of 2 for a line of 1
        assert_eq!(split(100, &[3, 0, 4]), [3, 0, 4]);
        assert_eq!(split(5, &[0, 0]), [0, 0]);
        assert_eq!(split(5, &[i64::MAX, i64::MAX]), [2, 3]);
    }
}

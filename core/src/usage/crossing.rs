//! The quantity at which usage comes to an amount.

use super::{UsageError, price_usage};
use crate::{
    Money, Result,
    catalog::{Price, Pricing, check_price},
};

/// The smallest quantity at which what is not yet billed comes to `amount` or more; none where no quantity
/// does. In the currency of `amount`.
///
/// A volume price may come to the amount, fall below it in a cheaper tier and reach it again: the first
/// quantity counts.
///
/// ```
/// use prorata::{Currency, Interval, Money, catalog::*, usage::quantity_reaching};
///
/// let mut price = Price::licensed("price_1", "calls", Currency::USD, "0".parse()?, Interval::MONTH);
/// let tier = |up_to, unit: &str| -> prorata::Result<Tier> {
///     Ok(Tier { up_to, unit_amount: Some(unit.parse()?), flat_amount: None })
/// };
/// price.pricing = Pricing::Volume { tiers: vec![tier(Some(10_000), "50")?, tier(None, "40")?] };
/// let threshold = Money::new(500_000, Currency::USD);
/// assert_eq!(quantity_reaching(&price, threshold, None)?, Some(10_000));
/// assert_eq!(quantity_reaching(&price, threshold, Some(10_000))?, Some(25_000));
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// Those of [`check_price`] and [`Price::amount`]; `usage.invalid_threshold` for an amount that is not above
/// 0; `money.overflow` where only an amount above 63 bits reaches it.
///
/// Source: [Stripe, pricing models and thresholds](https://docs.stripe.com/billing/subscriptions/usage-based/pricing-models).
pub fn quantity_reaching(price: &Price, amount: Money, billed: Option<i64>) -> Result<Option<i64>> {
    check_price(price)?;
    if amount.minor() <= 0 {
        let reason = format!("an amount of `{amount}`: expected more than 0");
        return Err(UsageError::InvalidThreshold { reason }.into());
    }
    let currency = amount.currency();
    let first = billed.unwrap_or(0);
    let charge = |quantity| price_usage(price, quantity, billed, Some(currency));
    charge(first)?; // refuses what no quantity makes right
    // Nothing is below 0, so what does not fit is too much, not too little.
    let reached = |quantity| charge(quantity).map_or(true, |charge| charge.amount.minor() >= amount.minor());
    let mut from = first;
    for to in stretches(price.pricing_in(currency)?) {
        if to < from {
            continue;
        }
        if reached(to) {
            let quantity = smallest(from, to, reached);
            return charge(quantity).map(|_| Some(quantity));
        }
        let Some(next) = to.checked_add(1) else { break };
        from = next;
    }
    Ok(None)
}

/// The ends of the stretches in which more units never cost less.
fn stretches(pricing: &Pricing) -> Vec<i64> {
    match pricing {
        Pricing::PerUnit { .. } | Pricing::Graduated { .. } => vec![i64::MAX],
        Pricing::Volume { tiers } => tiers.iter().map(|tier| tier.up_to.unwrap_or(i64::MAX)).collect(),
    }
}

/// The smallest quantity that has reached the amount, where the last one has.
fn smallest(mut from: i64, mut to: i64, reached: impl Fn(i64) -> bool) -> i64 {
    while from < to {
        // Neither end is below 0, and `from` is the smaller.
        let half = to.checked_sub(from).unwrap_or_default() / 2;
        let middle = from.checked_add(half).unwrap_or(to);
        if reached(middle) {
            to = middle;
        } else {
            from = middle.checked_add(1).unwrap_or(to);
        }
    }
    to
}

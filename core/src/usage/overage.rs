//! What is used above a limit, and what that costs.

use serde::{Deserialize, Serialize};

use super::{UsageCharge, price_usage, usage_progress};
use crate::{
    Currency, Money, Result,
    catalog::{FeatureLimit, Price},
};

/// What use above a limit costs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverageCharge {
    /// How much was used.
    pub used: i64,
    /// How much of it is above the limit; 0 without one.
    pub over: i64,
    /// How that is priced; none where nothing is above the limit, also where the price has a flat amount.
    pub charge: Option<UsageCharge>,
    /// What it comes to.
    pub amount: Money,
}

/// What the use of a feature above its limit costs at `price`, of which `billed_use` (use, not overage) was
/// billed before. The price is an ordinary one: 10.00 per started 10,000 is a price of 1000 minor units in
/// packages of 10,000, rounded up.
///
/// ```
/// use prorata::{Currency, Interval, catalog::*, usage::price_overage};
///
/// let mut price = Price::licensed("over", "emails", Currency::USD, "1000".parse()?, Interval::MONTH);
/// price.transform_quantity = Some(TransformQuantity { divide_by: 10_000, round: PackageRounding::Up });
/// let limit = FeatureLimit { feature: "emails".into(), limit: Some(50_000) };
/// let overage = price_overage(&price, &limit, 60_001, None, None)?;
/// assert_eq!((overage.over, overage.amount.minor()), (10_001, 2_000)); // two packages begun
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// Those of [`usage_progress`] and [`price_usage`].
pub fn price_overage(
    price: &Price,
    limit: &FeatureLimit,
    used: i64,
    billed_use: Option<i64>,
    currency: Option<Currency>,
) -> Result<OverageCharge> {
    let over = usage_progress(limit, used)?.over;
    let billed = match billed_use {
        Some(billed) => Some(usage_progress(limit, billed)?.over).filter(|billed| *billed > 0),
        None => None,
    };
    // Overage that was billed and then corrected away is taken back whole, flat amounts too.
    let charge = match (over, billed) {
        (0, None) => None,
        (0, Some(billed)) => Some(price_usage(price, billed, None, currency)?.reversed()?),
        (over, billed) => Some(price_usage(price, over, billed, currency)?),
    };
    let none = Money::zero(currency.unwrap_or(price.currency));
    let amount = charge.as_ref().map_or(none, |charge| charge.amount);
    Ok(OverageCharge { used, over, charge, amount })
}

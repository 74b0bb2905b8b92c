//! A recurring price per unit.

use serde::{Deserialize, Serialize};

use super::{AnnualAmount, Normalization, annual};
use crate::{
    Currency, Money, Result,
    calendar::Interval,
    money::{MoneyError, UnitAmount},
};

/// A licensed price per unit that recurs every interval: Stripe's `per_unit` billing scheme.
///
/// ```
/// use prorata::{Currency, calendar::Interval, catalog::{Normalization, Price}};
///
/// let price = Price {
///     currency: Currency::USD,
///     unit_amount: "10000".parse()?, // 100.00 dollars, in cents
///     interval: Interval::YEAR,
/// };
/// assert_eq!(price.mrr(1, Normalization::default())?.minor(), 833); // 8.33
/// assert_eq!(price.arr(1, Normalization::default())?.minor(), 10_000); // not 12 × 8.33
/// # Ok::<(), prorata::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// The currency of `unit_amount`.
    pub currency: Currency,
    /// What one unit costs for one interval, in minor units with up to 12 decimals.
    pub unit_amount: UnitAmount,
    /// How often it is billed.
    pub interval: Interval,
}

impl Price {
    /// What `quantity` units come to in a month, to the nearest minor unit.
    ///
    /// # Errors
    /// `money.negative_quantity`, `money.overflow`, `catalog.invalid_interval`.
    pub fn mrr(&self, quantity: i64, normalization: Normalization) -> Result<Money> {
        annual::monthly(self.annual(quantity, normalization)?.0.into(), self.currency)
    }

    /// What `quantity` units come to in a year, to the nearest minor unit.
    ///
    /// # Errors
    /// As [`mrr`](Self::mrr).
    pub fn arr(&self, quantity: i64, normalization: Normalization) -> Result<Money> {
        annual::yearly(self.annual(quantity, normalization)?.0.into(), self.currency)
    }

    pub(crate) fn annual(&self, quantity: i64, normalization: Normalization) -> Result<AnnualAmount> {
        if quantity < 0 {
            return Err(MoneyError::NegativeQuantity { quantity }.into());
        }
        AnnualAmount::from_price(self.unit_amount, quantity, self.interval, normalization)
    }
}

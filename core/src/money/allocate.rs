//! Splitting an amount into parts that add up to it.

use serde::{Deserialize, Serialize};

use super::{Money, MoneyError};
use crate::Result;

/// Who gets the minor units that are left when every share has been cut to whole units.
///
/// There is no default: the field has three answers and each is somebody's rule. A recipient of weight zero
/// never gets anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remainder {
    /// The last recipient takes the rest: how Stripe spreads an amount-off coupon over invoice lines
    /// (recorded; see docs/money.md).
    LastTakesRest,
    /// One unit each to the largest cut-off fractions, ties in the order given: OpenMeter, Polar.
    LargestRemainder,
    /// One unit each to the first recipients: Numscript.
    FirstRecipients,
}

impl Money {
    /// Splits the amount in proportion to `weights`; the parts always add up to the whole.
    ///
    /// A negative amount splits as the mirror image of the positive one.
    ///
    /// ```
    /// use prorata::{Currency, Money, money::Remainder};
    ///
    /// let coupon = Money::new(500, Currency::USD);
    /// let parts = coupon.allocate(&[1_000, 2_000], Remainder::LastTakesRest)?;
    /// assert_eq!(parts, [Money::new(166, Currency::USD), Money::new(334, Currency::USD)]);
    /// # Ok::<(), prorata::Error>(())
    /// ```
    ///
    /// # Errors
    /// `money.invalid_weights` when there is none, one is negative, or all are zero.
    pub fn allocate(self, weights: &[i64], remainder: Remainder) -> Result<Vec<Money>> {
        let whole = u128::from(self.minor().unsigned_abs());
        let mut shares = cut_shares(whole, weights)?;
        let given = shares.iter().fold(0, |sum: u128, share| sum.saturating_add(share.units));
        let mut left = whole.saturating_sub(given);
        match remainder {
            Remainder::LastTakesRest => {
                if let Some(last) = shares.iter_mut().rev().find(|share| share.weight > 0) {
                    last.units = last.units.saturating_add(left);
                }
            }
            Remainder::FirstRecipients => give_one_each(shares.iter_mut(), &mut left),
            Remainder::LargestRemainder => {
                let mut ranked: Vec<_> = shares.iter_mut().collect();
                ranked.sort_by_key(|share| std::cmp::Reverse(share.cut_off)); // stable: ties in order
                give_one_each(ranked.into_iter(), &mut left);
            }
        }
        shares.into_iter().map(|share| self.part(share.units)).collect()
    }

    /// `units` minor units with the sign of `self`.
    fn part(self, units: u128) -> Result<Money> {
        let size = i128::try_from(units).map_err(|_| MoneyError::overflow("the share"))?;
        let signed = if self.minor() < 0 { size.checked_neg() } else { Some(size) };
        let minor = signed.and_then(|value| i64::try_from(value).ok());
        Ok(Money::new(minor.ok_or(MoneyError::overflow("the share"))?, self.currency()))
    }
}

struct Share {
    weight: u128,
    units: u128,
    /// What was cut off, in the same denominator for every share.
    cut_off: u128,
}

fn cut_shares(whole: u128, weights: &[i64]) -> Result<Vec<Share>, MoneyError> {
    let invalid = |reason: &str| MoneyError::InvalidWeights { reason: reason.to_owned() };
    let weights = weights
        .iter()
        .map(|&weight| u128::try_from(weight).map_err(|_| invalid(&format!("`{weight}` is negative"))))
        .collect::<Result<Vec<_>, _>>()?;
    let total = weights.iter().try_fold(0_u128, |sum, weight| sum.checked_add(*weight));
    let total = total.filter(|total| *total > 0).ok_or_else(|| invalid("none is positive"))?;
    let share = |weight: u128| {
        let product = whole.checked_mul(weight)?; // both below 2^64
        Some(Share { weight, units: product.checked_div(total)?, cut_off: product.checked_rem(total)? })
    };
    weights.into_iter().map(|weight| share(weight).ok_or(MoneyError::overflow("the share"))).collect()
}

fn give_one_each<'a>(shares: impl Iterator<Item = &'a mut Share>, left: &mut u128) {
    for share in shares.filter(|share| share.weight > 0) {
        let unit = (*left).min(1);
        share.units = share.units.saturating_add(unit);
        *left = left.saturating_sub(unit);
    }
}

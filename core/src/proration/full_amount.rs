//! What items cost for a whole period, after discounts.
//!
//! Here nothing is rounded but the shares of a coupon that takes an amount off: the time is multiplied in
//! first (source: [Stripe, prorations](https://docs.stripe.com/billing/subscriptions/prorations)).

use super::{BillingMode, PricedItem};
use crate::{
    Currency, Result, Rounding, Timestamp,
    catalog::{AmountOff, Discount},
    money::{UnitAmount, rounding::Fraction},
};

/// What a whole period of an item costs, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FullAmount {
    /// After discounts.
    pub(crate) net: UnitAmount,
    /// What the discounts take off.
    pub(crate) discount: UnitAmount,
}

/// How discounts come off items of which some are prorated.
#[derive(Clone, Copy)]
pub(crate) struct Pricing<'a> {
    pub(crate) currency: Currency,
    pub(crate) mode: BillingMode,
    /// When the discounts must apply.
    pub(crate) at: Timestamp,
    /// The discounts of the subscription, which come after those of the items.
    pub(crate) discounts: &'a [Discount],
}

impl Pricing<'_> {
    /// The full amount of each item, in their order.
    pub(crate) fn full_amounts(self, items: &[&PricedItem]) -> Result<Vec<FullAmount>> {
        let mut gross = Vec::with_capacity(items.len());
        for item in items {
            gross.push(item.price.exact_amount(item.quantity, self.currency)?);
        }
        let mut net = gross.clone();
        for (item, left) in items.iter().zip(&mut net) {
            for discount in item.discounts.iter().filter(|discount| discount.applies_at(self.at)) {
                self.take_off(discount, &mut [left])?;
            }
        }
        for discount in self.discounts.iter().filter(|discount| discount.applies_at(self.at)) {
            let covered = items.iter().zip(&mut net).filter(|(item, _)| discount.covers(&item.price.product));
            let mut lefts: Vec<&mut Fraction> = covered.map(|(_, left)| left).collect();
            self.take_off(discount, &mut lefts)?;
        }
        gross
            .into_iter()
            .zip(net)
            .map(|(gross, net)| {
                let discount = UnitAmount::from_fraction(gross.minus(net)?)?;
                Ok(FullAmount { net: UnitAmount::from_fraction(net)?, discount })
            })
            .collect()
    }

    /// Takes one discount off what is left of the items it covers.
    fn take_off(self, discount: &Discount, lefts: &mut [&mut Fraction]) -> Result<()> {
        match discount.coupon.off {
            AmountOff::Percent { percent_off } => {
                let hundred = Fraction::whole(100);
                let kept = hundred.minus(percent_off.fraction()?)?.divided_by(hundred)?;
                for left in lefts {
                    **left = left.times(kept)?;
                }
                Ok(())
            }
            AmountOff::Amount { .. } => {
                let off = discount.coupon.amount_off_in(self.currency)?;
                match self.mode {
                    BillingMode::Classic => lefts.iter_mut().try_for_each(|left| take(left, off.minor())),
                    BillingMode::Flexible => take_shares(lefts, off.minor()),
                }
            }
        }
    }
}

/// The whole amount off one item, down to nothing.
fn take(left: &mut Fraction, off: i64) -> Result<()> {
    let rest = left.minus(Fraction::whole(off.into()))?;
    *left = if rest.is_positive() { rest } else { Fraction::whole(0) };
    Ok(())
}

/// The amount in proportion to what is left: each share truncated, the last one takes the rest.
fn take_shares(lefts: &mut [&mut Fraction], off: i64) -> Result<()> {
    let mut total = Fraction::whole(0);
    for left in lefts.iter() {
        total = total.plus(**left)?;
    }
    let Some(last) = lefts.iter().rposition(|left| left.is_positive()) else { return Ok(()) };
    let off = i128::from(off).min(total.round(Rounding::Ceiling)?);
    let mut rest = off;
    for (place, left) in lefts.iter_mut().enumerate().take_while(|(place, _)| *place <= last) {
        let share = Fraction::whole(off).times(**left)?.divided_by(total)?.round(Rounding::TowardZero)?;
        let share = if place == last { rest } else { share };
        rest = rest.checked_sub(share).unwrap_or_default();
        let kept = left.minus(Fraction::whole(share))?;
        **left = if kept.is_positive() { kept } else { Fraction::whole(0) };
    }
    Ok(())
}

//! What items cost for a whole period, after discounts.
//!
//! Here nothing is rounded but the shares of a coupon that takes an amount off: the time is multiplied in
//! first (source: [Stripe, prorations](https://docs.stripe.com/billing/subscriptions/prorations)).

use super::{BillingMode, PeriodItem, is_licensed};
use crate::{
    Currency, Result, Rounding, Timestamp,
    catalog::{AmountOff, Discount, check_coupon},
    line_item::FullDiscount,
    money::{UnitAmount, rounding::Fraction},
};

/// What a whole period of an item costs, in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FullAmount {
    /// After discounts.
    pub(crate) net: UnitAmount,
    /// What each discount takes off, in order.
    pub(crate) discounts: Vec<FullDiscount>,
}

/// How discounts come off items of which some are prorated.
#[derive(Clone, Copy)]
pub(crate) struct Pricing<'a> {
    pub(crate) currency: Currency,
    pub(crate) mode: BillingMode,
    /// When a discount must be in force; none for all that are given, as what was billed had them all.
    pub(crate) at: Option<Timestamp>,
    /// The discounts of the subscription, which come after those of the items.
    pub(crate) discounts: &'a [Discount],
}

/// What is left of an item after the discounts so far.
struct Left<'a> {
    item: &'a PeriodItem,
    amount: Fraction,
    discounts: Vec<FullDiscount>,
}

impl Pricing<'_> {
    /// The full amount of each item, in their order. What is not billed in advance costs nothing in advance,
    /// and takes no part in a coupon.
    pub(crate) fn full_amounts(self, items: &[PeriodItem]) -> Result<Vec<FullAmount>> {
        let mut lefts = Vec::with_capacity(items.len());
        for item in items {
            let amount = if is_licensed(item) {
                item.item.price.exact_amount(item.item.quantity, self.currency)?
            } else {
                Fraction::whole(0)
            };
            lefts.push(Left { item, amount, discounts: Vec::new() });
        }
        for left in &mut lefts {
            let item = left.item;
            for discount in item.item.discounts.iter().filter(|discount| self.in_force(discount)) {
                self.take_off(discount, &mut [&mut *left])?;
            }
        }
        for discount in self.discounts.iter().filter(|discount| self.in_force(discount)) {
            let covered = lefts.iter_mut().filter(|left| discount.covers(&left.item.item.price.product));
            self.take_off(discount, &mut covered.collect::<Vec<_>>())?;
        }
        lefts
            .into_iter()
            .map(|left| Ok(FullAmount { net: UnitAmount::nearest(left.amount)?, discounts: left.discounts }))
            .collect()
    }

    fn in_force(self, discount: &Discount) -> bool {
        self.at.is_none_or(|at| discount.applies_at(at))
    }

    /// Takes one discount off what is left of the items it covers.
    fn take_off(self, discount: &Discount, lefts: &mut [&mut Left<'_>]) -> Result<()> {
        check_coupon(&discount.coupon)?;
        match (&discount.coupon.off, self.mode) {
            (AmountOff::Percent { percent_off }, _) => {
                let off = percent_off.fraction()?.divided_by(Fraction::whole(100))?;
                lefts.iter_mut().try_for_each(|left| left.take(discount, left.amount.times(off)?))
            }
            (AmountOff::Amount { .. }, BillingMode::Classic) => {
                let off = Fraction::whole(discount.coupon.amount_in(self.currency)?.minor().into());
                lefts.iter_mut().try_for_each(|left| left.take(discount, off.min(left.amount)?))
            }
            (AmountOff::Amount { .. }, BillingMode::Flexible) => {
                let off = Fraction::whole(discount.coupon.amount_in(self.currency)?.minor().into());
                take_shares(discount, off, lefts)
            }
        }
    }
}

impl Left<'_> {
    fn take(&mut self, discount: &Discount, off: Fraction) -> Result<()> {
        let before = UnitAmount::nearest(self.amount)?.fraction()?;
        // To 12 decimals after each: the digits of a chain of percentages have no end.
        self.amount = UnitAmount::nearest(self.amount.minus(off)?)?.fraction()?;
        // The difference of what is shown, so that net and discounts add up to the price.
        let amount = UnitAmount::nearest(before.minus(self.amount)?)?;
        self.discounts.push(FullDiscount { discount: discount.id.clone(), amount });
        Ok(())
    }
}

/// The amount in proportion to what is left: each share truncated, the last one above 0 takes the rest as
/// far as it reaches, then the ones before it, as [`apply_discounts`](crate::catalog::apply_discounts) does.
fn take_shares(discount: &Discount, off: Fraction, lefts: &mut [&mut Left<'_>]) -> Result<()> {
    let mut total = Fraction::whole(0);
    for left in lefts.iter() {
        total = total.plus(left.amount)?;
    }
    let off = off.min(total)?;
    let mut shares = Vec::with_capacity(lefts.len());
    let mut rest = off;
    for left in lefts.iter() {
        let share = match total.is_positive() {
            true => off.times(left.amount)?.divided_by(total)?.round(Rounding::TowardZero)?,
            false => 0,
        };
        rest = rest.minus(Fraction::whole(share))?;
        shares.push(Fraction::whole(share));
    }
    for (left, share) in lefts.iter_mut().zip(shares).rev() {
        let wanted = share.plus(rest)?;
        let taken = wanted.min(left.amount)?;
        rest = wanted.minus(taken)?;
        left.take(discount, taken)?;
    }
    Ok(())
}

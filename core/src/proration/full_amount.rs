//! What items cost for a whole period, after discounts.
//!
//! Here nothing is rounded but the shares of a coupon that takes an amount off: the time is multiplied in
//! first (source: [Stripe, prorations](https://docs.stripe.com/billing/subscriptions/prorations)).

use super::{BillingMode, Debit, PeriodItem, is_licensed};
use crate::{
    Currency, Money, Result, Rounding, Timestamp,
    catalog::{AmountOff, Discount, check_coupon},
    line_item::{FullDiscount, LineItem},
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

/// What is left of an item, or of another line, after the discounts so far.
struct Left<'a> {
    product: &'a str,
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
            lefts.push(Left { product: &item.item.price.product, amount, discounts: Vec::new() });
        }
        for (item, left) in items.iter().zip(&mut lefts) {
            for discount in item.item.discounts.iter().filter(|discount| self.in_force(discount)) {
                self.take_off(discount, &mut [&mut *left])?;
            }
        }
        self.take_off_all(&mut lefts)?;
        lefts
            .into_iter()
            .map(|left| Ok(FullAmount { net: UnitAmount::nearest(left.amount)?, discounts: left.discounts }))
            .collect()
    }

    /// Takes the discounts of the subscription off what is left.
    fn take_off_all(self, lefts: &mut [Left<'_>]) -> Result<()> {
        for discount in self.discounts.iter().filter(|discount| self.in_force(discount)) {
            let covered = lefts.iter_mut().filter(|left| discount.covers(left.product));
            self.take_off(discount, &mut covered.collect::<Vec<_>>())?;
        }
        Ok(())
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

/// What is paid for whole periods on an invoice of these lines: an amount off the whole is shared with all
/// that is on it, in either mode. Usage takes no share, because its quantity is not known yet.
///
/// `discounts` are those in force of the whole. Debits of parts of a period have theirs inside, and stay.
pub(crate) fn share_amounts_off(
    currency: Currency,
    lines: &[LineItem],
    discounts: &[Discount],
    debits: &mut [&mut Debit],
) -> Result<()> {
    let pricing = Pricing { currency, mode: BillingMode::Flexible, at: None, discounts };
    let amount_off = |discount: &Discount| match discount.coupon.off {
        AmountOff::Amount { .. } => true,
        AmountOff::Percent { .. } => false,
    };
    if !pricing.discounts.iter().any(amount_off) {
        return Ok(());
    }
    let of_all = |taken: &FullDiscount| pricing.discounts.iter().any(|all| all.id == taken.discount);
    let (mut lefts, mut owners) = (Vec::new(), Vec::new());
    for line in lines.iter().filter(|line| line.discountable && line.amount.minor() > 0) {
        let owner = debits.iter().position(|debit| debit.lines.contains(&line.id));
        if owner.is_some() && owners.contains(&owner) {
            continue; // a further tier
        }
        let left = match owner.and_then(|owner| debits.get(owner)) {
            None => Left {
                product: line.product.as_deref().unwrap_or_default(),
                amount: Fraction::whole(line.amount.minor().into()),
                discounts: Vec::new(),
            },
            Some(debit) => {
                let mut amount = debit.full_amount.fraction()?;
                for taken in debit.discounts.iter().filter(|taken| of_all(taken)) {
                    amount = amount.plus(taken.amount.fraction()?)?;
                }
                let own = debit.discounts.iter().filter(|taken| !of_all(taken));
                let product = line.product.as_deref().unwrap_or_default();
                Left { product, amount, discounts: own.cloned().collect() }
            }
        };
        lefts.push(left);
        owners.push(owner);
    }
    pricing.take_off_all(&mut lefts)?;
    for (left, owner) in lefts.into_iter().zip(owners) {
        let Some(debit) = owner.and_then(|owner| debits.get_mut(owner)) else { continue };
        (debit.full_amount, debit.discounts) = (UnitAmount::nearest(left.amount)?, left.discounts);
        let own = lines.iter().filter(|line| debit.lines.contains(&line.id));
        debit.amount = billed(own, &debit.discounts, pricing.currency)?;
    }
    Ok(())
}

/// What lines bill after discounts: of a partial period they are inside, off a whole one the invoice takes
/// them, each rounded.
pub(super) fn billed<'a>(
    mut lines: impl Iterator<Item = &'a LineItem> + Clone,
    discounts: &[FullDiscount],
    currency: Currency,
) -> Result<Money> {
    let nets: Result<Vec<Money>> = lines.clone().map(LineItem::net_amount).collect();
    let mut left = Money::sum(currency, &nets?)?;
    if lines.all(|line| line.discountable) {
        for discount in discounts {
            let off = discount.amount.total(1, currency, Rounding::HalfAwayFromZero)?;
            left = left.checked_sub(Money::new(off.minor().min(left.minor().max(0)), currency))?; // rounded up twice
        }
    }
    Ok(left)
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

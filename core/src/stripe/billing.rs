//! What a subscription bills in a year: its items less its discounts, at any instant.

use std::collections::BTreeSet;

use super::{
    StripeError,
    discounts::{Off, Running},
};
use crate::{
    Currency, Interval, Result, Timestamp,
    catalog::{AnnualAmount, Normalization},
    money::rounding::Fraction,
};

/// An item: what it comes to in a year, in minor units, and its own discounts.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) yearly: Fraction,
    pub(super) interval: Interval,
    pub(super) product: Option<String>,
    pub(super) discounts: Vec<Running>,
}

/// What is billed for as long as nobody changes anything.
#[derive(Debug, Clone)]
pub(super) struct Billing {
    pub(super) currency: Currency,
    pub(super) normalization: Normalization,
    pub(super) lines: Vec<Line>,
    /// On what the items' own discounts leave, in order.
    pub(super) discounts: Vec<Running>,
}

impl Billing {
    /// Nothing at all.
    pub(super) fn nothing(currency: Currency, normalization: Normalization) -> Self {
        Self { currency, normalization, lines: Vec::new(), discounts: Vec::new() }
    }

    /// What it comes to in a year at an instant, or with every discount that is listed.
    ///
    /// Discounts of items come first, then those of the subscription; within a level each applies to what the
    /// earlier ones left, and never below zero.
    pub(super) fn worth(&self, at: Option<Timestamp>) -> Result<AnnualAmount> {
        let mut yearly: Vec<Fraction> = self.lines.iter().map(|line| line.yearly).collect();
        for (amount, line) in yearly.iter_mut().zip(&self.lines) {
            for discount in line.discounts.iter().filter(|discount| discount.runs_at(at)) {
                self.reduce(discount, &mut [(amount, line)])?;
            }
        }
        for discount in self.discounts.iter().filter(|discount| discount.runs_at(at)) {
            self.reduce(discount, &mut yearly.iter_mut().zip(&self.lines).collect::<Vec<_>>())?;
        }
        let total = yearly.iter().try_fold(Fraction::whole(0), |sum, amount| sum.plus(*amount))?;
        AnnualAmount::from_yearly(total)
    }

    fn reduce(&self, discount: &Running, amounts: &mut [(&mut Fraction, &Line)]) -> Result<()> {
        let mut amounts: Vec<_> =
            amounts.iter_mut().filter(|(_, line)| discount.applies_to(line.product.as_ref())).collect();
        let Some(interval) = amounts.first().map(|(_, line)| line.interval) else { return Ok(()) };
        let left = match &discount.off {
            Off::Share(left) => *left,
            Off::Amount { minor, coupon } => {
                if amounts.iter().any(|(_, line)| line.interval != interval) {
                    return Err(StripeError::SeveralIntervals { discount: coupon.clone() }.into());
                }
                let off = minor.times(self.normalization.times_per_year(interval)?)?;
                let total =
                    amounts.iter().try_fold(Fraction::whole(0), |sum, (amount, _)| sum.plus(**amount))?;
                let rest = total.minus(off)?;
                // Spread over the items in proportion; what is more than there is, is lost.
                if rest.is_positive() { rest.divided_by(total)? } else { Fraction::whole(0) }
            }
        };
        for (amount, _) in &mut amounts {
            **amount = amount.times(left)?;
        }
        Ok(())
    }

    /// The instants after `from` and before `until` at which a discount begins or runs out.
    pub(super) fn changes(&self, from: Timestamp, until: Option<Timestamp>) -> BTreeSet<Timestamp> {
        let discounts = self.lines.iter().flat_map(|line| &line.discounts).chain(&self.discounts);
        let instants = discounts.flat_map(|discount| [discount.start, discount.end]).flatten();
        instants.filter(|at| *at > from && until.is_none_or(|until| *at < until)).collect()
    }
}

//! Which rule split a discount over lines, and where tax was rounded.

use serde::{Deserialize, Serialize};

use super::{ExplainError, policies::size};
use crate::{
    Currency, Money, Result,
    catalog::{TaxExempt, TaxOptions, TaxRounding, TaxableLine, assess_tax},
    money::Remainder,
};

/// A remainder rule, and how near it comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemainderMatch {
    /// The rule.
    pub remainder: Remainder,
    /// Whether it makes exactly the shares that were observed.
    pub exact: bool,
    /// How far its shares are from the observed ones in all.
    pub distance: Money,
    /// Its shares.
    pub shares: Vec<Money>,
}

/// Every remainder rule for an amount off that was shared over lines in proportion, the nearest first; Stripe's
/// first of those as near as each other. `lines` are the amounts before it, `shares` what came off each.
///
/// # Errors
/// `invoice.share_count` where there is not a share for each line; `money.invalid_weights` for lines below 0
/// or all 0; `money.currency_mismatch`, `money.overflow`.
pub fn match_discount_split(amount: Money, lines: &[Money], shares: &[Money]) -> Result<Vec<RemainderMatch>> {
    if lines.len() != shares.len() {
        return Err(ExplainError::ShareCount { shares: shares.len(), lines: lines.len() }.into());
    }
    let zero = Money::zero(amount.currency());
    for line in lines {
        zero.checked_add(*line)?;
    }
    let weights: Vec<i64> = lines.iter().map(|line| line.minor()).collect();
    let mut matches = Vec::new();
    for remainder in [Remainder::LastTakesRest, Remainder::LargestRemainder, Remainder::FirstRecipients] {
        let ours = amount.allocate(&weights, remainder)?;
        let mut distance = zero;
        for (ours, observed) in ours.iter().zip(shares) {
            distance = distance.checked_add(size(ours.checked_sub(*observed)?)?)?;
        }
        matches.push(RemainderMatch { remainder, exact: distance.is_zero(), distance, shares: ours });
    }
    matches.sort_by_key(|found| found.distance.minor()); // stable: equals stay in order
    Ok(matches)
}

/// The tax of an invoice from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObservedTax {
    /// What it is billed in.
    pub currency: Currency,
    /// The lines after discounts, with their rates.
    pub lines: Vec<TaxableLine>,
    /// All tax of the invoice, on top or contained.
    pub tax: Money,
    /// Whether the customer pays tax; none for yes.
    #[serde(default)]
    pub exempt: Option<TaxExempt>,
    /// Whether the rates come from Stripe Tax; none for manual rates.
    #[serde(default)]
    pub automatic: Option<bool>,
}

/// A level at which tax is rounded, and how near it comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxRoundingMatch {
    /// The level.
    pub rounding: TaxRounding,
    /// Whether it makes exactly the tax that was observed.
    pub exact: bool,
    /// All tax when rounded so.
    pub tax: Money,
    /// That, less the observed tax.
    pub difference: Money,
}

/// Both levels at which tax can be rounded, the nearer first; the line's where they are as near.
///
/// # Errors
/// Those of [`assess_tax`]; `money.currency_mismatch` for tax in another currency.
pub fn match_tax_rounding(observed: &ObservedTax) -> Result<Vec<TaxRoundingMatch>> {
    let mut matches = Vec::new();
    for rounding in [TaxRounding::Line, TaxRounding::Invoice] {
        let options = TaxOptions { rounding: Some(rounding), automatic: observed.automatic };
        let exempt = observed.exempt.unwrap_or_default();
        let taxed = assess_tax(observed.currency, &observed.lines, exempt, options)?;
        let tax = taxed.inclusive.checked_add(taxed.exclusive)?;
        let difference = tax.checked_sub(observed.tax)?;
        matches.push(TaxRoundingMatch { rounding, exact: difference.is_zero(), tax, difference });
    }
    matches.sort_by_key(|found| found.difference.minor().unsigned_abs()); // stable
    Ok(matches)
}

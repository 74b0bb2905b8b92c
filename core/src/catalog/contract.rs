//! Contracts: terms, renewal, when invoices are due, and what is spent at least and at most.

use serde::{Deserialize, Serialize};

use super::CatalogError;
use crate::{BillingCycle, Interval, IntervalUnit, Money, Period, Result, Timestamp, money::MoneyError};

/// What is agreed with a customer beyond the prices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractTerms {
    /// When the first term starts.
    pub start: Timestamp,
    /// How long a term is.
    pub term: Interval,
    /// Whether another term follows each one.
    pub auto_renew: bool,
    /// How long before the end of a term either side must say that none follows; none for any time before.
    #[serde(default)]
    pub notice: Option<Interval>,
    /// How many days after its issue an invoice is due: 30, 60 or 90 as a rule; 0 for at once.
    pub payment_terms_days: u32,
    /// What is billed at least, in a period that the contract names; see [`spend_bounds`].
    #[serde(default)]
    pub minimum_commitment: Option<Money>,
    /// What is billed at most.
    #[serde(default)]
    pub maximum_spend: Option<Money>,
}

/// Where a contract stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractDates {
    /// The term that is running.
    pub term: Period,
    /// When the next one begins; none where none follows.
    pub renews_at: Option<Timestamp>,
    /// The last instant at which notice ends the contract with this term; none where no notice is needed.
    pub notice_by: Option<Timestamp>,
}

/// What is billed under a minimum and a maximum.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpendBounds {
    /// What comes on top to reach the minimum; 0 or more.
    pub top_up: Money,
    /// What comes off to keep the maximum; 0 or more.
    pub discount: Money,
    /// The charges with both.
    pub amount: Money,
}

impl ContractTerms {
    /// The term that runs at `at`, and what follows it. Terms are counted from the first start, so one that
    /// began on the 31st comes back to it after a short month.
    ///
    /// # Errors
    /// Those of [`check_contract`]; `catalog.contract_not_begun`; `catalog.contract_ended` after a term that
    /// does not renew.
    pub fn contract_dates(&self, at: Timestamp) -> Result<ContractDates> {
        check_contract(self)?;
        if at < self.start {
            return Err(CatalogError::ContractNotBegun { start: self.start, at }.into());
        }
        let cycle = BillingCycle { anchor: self.start, interval: self.term };
        let term = if self.auto_renew { cycle.period_at(at)? } else { cycle.period(0)? };
        if at >= term.end {
            return Err(CatalogError::ContractEnded { end: term.end }.into());
        }
        let renews_at = self.auto_renew.then_some(term.end);
        let before = |interval| BillingCycle { anchor: term.end, interval }.boundary(-1);
        let notice_by = self.notice.filter(|_| self.auto_renew).map(before).transpose()?;
        Ok(ContractDates { term, renews_at, notice_by })
    }

    /// When an invoice that is issued at `issued` is due.
    ///
    /// # Errors
    /// `calendar.out_of_range`.
    pub fn invoice_due(&self, issued: Timestamp) -> Result<Timestamp> {
        match self.payment_terms_days {
            0 => Ok(issued),
            count => {
                let interval = Interval { unit: IntervalUnit::Day, count };
                BillingCycle { anchor: issued, interval }.boundary(1)
            }
        }
    }
}

/// Whether contract terms make sense: a term and a notice of at least one unit, amounts of at least 0 in one
/// currency, and a minimum that is not above the maximum.
///
/// # Errors
/// `calendar.invalid_interval`, `catalog.invalid_contract`, `money.currency_mismatch`,
/// `catalog.invalid_spend_bounds`.
pub fn check_contract(contract_terms: &ContractTerms) -> Result<()> {
    let ContractTerms { term, notice, minimum_commitment, maximum_spend, .. } = contract_terms;
    for interval in [Some(*term), *notice].into_iter().flatten() {
        Interval::new(interval.unit, interval.count)?;
    }
    for amount in [minimum_commitment, maximum_spend].into_iter().flatten() {
        if amount.is_negative() {
            let reason = format!("it bounds what is spent by `{amount}`: expected at least 0");
            return Err(CatalogError::InvalidContract { reason }.into());
        }
    }
    check_bounds(*minimum_commitment, *maximum_spend)
}

/// What `charges` become under a minimum and a maximum for a period of which `previously_billed` is already
/// on other invoices.
///
/// The maximum is kept on every invoice. The minimum is what the period comes to in all, so give it on the
/// last invoice of the period only.
///
/// ```
/// use prorata::{Currency, Money, catalog::spend_bounds};
///
/// let usd = |minor| Money::new(minor, Currency::USD);
/// let capped = spend_bounds(usd(5_000), usd(7_000), None, Some(usd(10_000)))?;
/// assert_eq!((capped.discount, capped.amount), (usd(2_000), usd(3_000)));
/// let committed = spend_bounds(usd(5_000), usd(7_000), Some(usd(20_000)), None)?;
/// assert_eq!((committed.top_up, committed.amount), (usd(8_000), usd(13_000)));
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// `money.currency_mismatch`; `catalog.invalid_spend_bounds` for a minimum above the maximum.
///
/// Source: OpenMeter's rating of commitments (tieredvolume_test.go, unit_test.go).
pub fn spend_bounds(
    charges: Money,
    previously_billed: Money,
    minimum: Option<Money>,
    maximum: Option<Money>,
) -> Result<SpendBounds> {
    check_bounds(minimum, maximum)?;
    let in_all = charges.checked_add(previously_billed)?;
    let none = Money::zero(charges.currency());
    let above_zero = |amount: Money| if amount.is_negative() { none } else { amount };
    let top_up = match minimum {
        Some(minimum) => above_zero(minimum.checked_sub(in_all)?),
        None => none,
    };
    let discount = match maximum {
        // What was billed before stays, even above the maximum: only these charges can fall, down to 0.
        Some(maximum) => {
            let over = above_zero(in_all.checked_sub(maximum)?);
            let most = above_zero(charges);
            if over.minor() > most.minor() { most } else { over }
        }
        None => none,
    };
    let amount = charges.checked_add(top_up)?.checked_sub(discount)?;
    Ok(SpendBounds { top_up, discount, amount })
}

fn check_bounds(minimum: Option<Money>, maximum: Option<Money>) -> Result<()> {
    let Some((minimum, maximum)) = minimum.zip(maximum) else { return Ok(()) };
    if minimum.currency() != maximum.currency() {
        let (left, right) = (minimum.currency(), maximum.currency());
        return Err(MoneyError::CurrencyMismatch { left, right }.into());
    }
    if minimum.minor() > maximum.minor() {
        return Err(CatalogError::InvalidSpendBounds { minimum, maximum }.into());
    }
    Ok(())
}

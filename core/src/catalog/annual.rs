//! Recurring amounts on one scale: what is billed in a year.
//!
//! Revenue metrics carry the *annualised* amount, because a year is a whole number of every usual interval: a
//! monthly price counts 12 times, a weekly one 52 times, and nothing is rounded before it is shown. MRR is a
//! twelfth of it at display time (`spec`: metric definitions, normalisation to a month).

use serde::{Deserialize, Serialize};

use super::CatalogError;
use crate::{
    Currency, Money, Result, Rounding,
    calendar::{Interval, IntervalUnit},
    money::{MoneyError, UnitAmount, rounding::Fraction},
};

/// How many of each interval a year has: the industry does not agree.
///
/// A weekly price of 10.00 is 43.33, 40.00 or 0.00 of MRR, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Normalization {
    /// 52 weeks, 365 days: what a year bills, so that ARR is 12 × MRR (Polar; the default here).
    #[default]
    Weeks52Days365,
    /// 48 weeks, 360 days: four weeks and thirty days to the month (RevenueCat, Ghost, Recurly's day).
    Weeks48Days360,
    /// Weekly and daily prices count nothing (Kill Bill).
    MonthsOnly,
}

impl Normalization {
    /// How many times a year what recurs every `interval` comes.
    pub(crate) fn times_per_year(self, interval: Interval) -> Result<Fraction> {
        if interval.count == 0 {
            return Err(CatalogError::InvalidInterval { count: interval.count }.into());
        }
        Ok(Fraction::new(self.per_year(interval.unit), interval.count.into())?)
    }

    fn per_year(self, unit: IntervalUnit) -> i128 {
        match (unit, self) {
            (IntervalUnit::Year, _) => 1,
            (IntervalUnit::Month, _) => 12,
            (IntervalUnit::Week, Self::Weeks52Days365) => 52,
            (IntervalUnit::Week, Self::Weeks48Days360) => 48,
            (IntervalUnit::Day, Self::Weeks52Days365) => 365,
            (IntervalUnit::Day, Self::Weeks48Days360) => 360,
            (IntervalUnit::Week | IntervalUnit::Day, Self::MonthsOnly) => 0,
        }
    }
}

/// A recurring amount as 5,040ths of a minor unit per year.
///
/// 5,040 is divisible by every interval count from 1 to 10 and by 12, 18, 24 and 36, so all usual prices are
/// exact; any other is rounded once, half to even, at this scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct AnnualAmount(pub(crate) i64);

/// 5,040ths of a minor unit per year in one minor unit per month.
pub(crate) const UNITS_PER_MONTHLY_MINOR: i64 = 12 * UNITS_PER_ANNUAL_MINOR;
const UNITS_PER_ANNUAL_MINOR: i64 = 5_040;

impl AnnualAmount {
    /// What a recurring monthly amount comes to, exactly.
    pub(crate) fn from_monthly(minor: i64) -> Result<Self> {
        // The caller's figure is named, not the scaled one.
        let annual = minor.checked_mul(UNITS_PER_MONTHLY_MINOR).map(Self);
        annual.ok_or_else(|| MoneyError::overflow(format!("a year of `{minor}` a month")).into())
    }

    /// What `quantity` units at `unit_amount` for every `interval` come to.
    pub(crate) fn from_price(
        unit_amount: UnitAmount,
        quantity: i64,
        interval: Interval,
        normalization: Normalization,
    ) -> Result<Self> {
        let exact = unit_amount.fraction()?.times(Fraction::whole(quantity.into()))?;
        Self::from_yearly(exact.times(normalization.times_per_year(interval)?)?)
    }

    /// What minor units per year come to.
    pub(crate) fn from_yearly(minor: Fraction) -> Result<Self> {
        Self::from_fraction(minor.times(Fraction::whole(UNITS_PER_ANNUAL_MINOR.into()))?)
    }

    /// The share `numerator / denominator` of it, as a discount or an exchange rate leaves.
    pub(crate) fn times(self, factor: Fraction) -> Result<Self> {
        Self::from_fraction(Fraction::whole(self.0.into()).times(factor)?)
    }

    fn from_fraction(exact: Fraction) -> Result<Self> {
        Ok(Self(exact.to_minor(Rounding::HalfEven)?))
    }
}

/// MRR for display: a twelfth of a year's amount, to the nearest minor unit, halves away from zero.
pub(crate) fn monthly(units: i128, currency: Currency) -> Result<Money> {
    display(units, UNITS_PER_MONTHLY_MINOR, currency)
}

/// ARR for display: a year's amount, to the nearest minor unit, halves away from zero.
pub(crate) fn yearly(units: i128, currency: Currency) -> Result<Money> {
    display(units, UNITS_PER_ANNUAL_MINOR, currency)
}

fn display(units: i128, per_minor: i64, currency: Currency) -> Result<Money> {
    let exact = Fraction::new(units, per_minor.into())?;
    Ok(Money::new(exact.to_minor(Rounding::HalfAwayFromZero)?, currency))
}

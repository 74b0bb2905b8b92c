//! Two plans side by side.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{FeatureLimit, Normalization, Plan, Price, annual::AnnualAmount};
use crate::{
    Currency, Interval, Money, Result, Rounding,
    money::{Percent, rounding::Fraction},
};

/// Two plans side by side.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanComparison {
    /// What the first costs.
    pub first: PlanCost,
    /// What the second costs.
    pub second: PlanCost,
    /// What the second costs more than the first every interval; below 0 where it costs less, none where
    /// one has no price for the interval.
    pub difference: Option<Money>,
    /// Every feature that either includes: in the order of the first plan, then those that only the second
    /// has.
    pub features: Vec<FeatureComparison>,
}

/// What a plan costs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanCost {
    /// The id of the plan.
    pub plan: String,
    /// What it costs every interval; none where it has no price for it.
    pub amount: Option<Money>,
    /// What that is a month, to the nearest minor unit.
    pub monthly: Option<Money>,
    /// What a year at the annual price saves against twelve months at the monthly one; none without both.
    pub annual_saving: Option<AnnualSaving>,
}

/// What a year at the annual price saves.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnualSaving {
    /// Twelve invoices at the monthly price.
    pub twelve_months: Money,
    /// One invoice at the annual price.
    pub year: Money,
    /// The difference; below 0 where the year costs more.
    pub saving: Money,
    /// The saving as a share of the twelve months, to a hundredth of a percent; none where they cost nothing.
    pub percent: Option<Percent>,
}

/// One feature of two plans.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeatureComparison {
    /// The feature.
    pub feature: String,
    /// What the first plan includes.
    pub first: Allowance,
    /// What the second plan includes.
    pub second: Allowance,
    /// Which includes more.
    pub better: BetterPlan,
}

/// How much of a feature a plan includes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Allowance {
    /// The plan does not list the feature.
    NotIncluded,
    /// Up to a limit.
    UpTo {
        /// The most that is included.
        limit: i64,
    },
    /// Without a limit.
    Unlimited,
}

/// Which of two plans includes more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BetterPlan {
    /// The first.
    First,
    /// The second.
    Second,
    /// Both include the same.
    Neither,
}

/// Compares two plans: what `quantity` units cost every `interval` in `currency`, what a year at once saves,
/// and what each includes.
///
/// # Errors
/// Those of [`Price::amount`] for the prices that are compared; `calendar.invalid_interval` for an interval of
/// 0.
pub fn compare_plans(
    first: &Plan,
    second: &Plan,
    interval: Interval,
    quantity: i64,
    currency: Currency,
) -> Result<PlanComparison> {
    Interval::new(interval.unit, interval.count)?;
    let features = features(first, second);
    let first = cost(first, interval, quantity, currency)?;
    let second = cost(second, interval, quantity, currency)?;
    let difference = second.amount.zip(first.amount);
    let difference = difference.map(|(second, first)| second.checked_sub(first)).transpose()?;
    Ok(PlanComparison { first, second, difference, features })
}

fn cost(plan: &Plan, interval: Interval, quantity: i64, currency: Currency) -> Result<PlanCost> {
    let amount = plan.cost(interval, quantity, currency)?;
    let monthly = match plan.licensed(interval) {
        Some(price) => Some(monthly(price, interval, quantity, currency)?),
        None => amount,
    };
    Ok(PlanCost { plan: plan.id.clone(), amount, monthly, annual_saving: saving(plan, quantity, currency)? })
}

fn monthly(price: &Price, interval: Interval, quantity: i64, currency: Currency) -> Result<Money> {
    let times = Normalization::default().times_per_year(interval)?;
    let annual = AnnualAmount::from_yearly(price.exact_amount(quantity, currency)?.times(times)?)?;
    super::monthly(annual.0.into(), currency)
}

fn saving(plan: &Plan, quantity: i64, currency: Currency) -> Result<Option<AnnualSaving>> {
    let prices = plan.licensed(Interval::MONTH).zip(plan.licensed(Interval::YEAR));
    let Some((month, year)) = prices else { return Ok(None) };
    let twelve_months = month.amount(quantity, Some(currency))?.checked_mul(12)?;
    let year = year.amount(quantity, Some(currency))?;
    let saving = twelve_months.checked_sub(year)?;
    let percent = if twelve_months.is_zero() {
        None
    } else {
        let share = Fraction::new(saving.minor().into(), twelve_months.minor().into())?;
        let hundredths = share.times(Fraction::whole(10_000))?.to_minor(Rounding::HalfAwayFromZero)?;
        Some(Percent::new(Decimal::new(hundredths, 2))?)
    };
    Ok(Some(AnnualSaving { twelve_months, year, saving, percent }))
}

fn features(first: &Plan, second: &Plan) -> Vec<FeatureComparison> {
    let listed = |plan: &Plan, feature: &str| plan.limits.iter().any(|limit| limit.feature == feature);
    let only_second = second.limits.iter().filter(|limit| !listed(first, &limit.feature));
    let row = |limit: &FeatureLimit| {
        let (left, right) = (allowance(first, &limit.feature), allowance(second, &limit.feature));
        let better = match left.cmp(&right) {
            std::cmp::Ordering::Greater => BetterPlan::First,
            std::cmp::Ordering::Less => BetterPlan::Second,
            std::cmp::Ordering::Equal => BetterPlan::Neither,
        };
        FeatureComparison { feature: limit.feature.clone(), first: left, second: right, better }
    };
    first.limits.iter().chain(only_second).map(row).collect()
}

fn allowance(plan: &Plan, feature: &str) -> Allowance {
    match plan.limits.iter().find(|limit| limit.feature == feature) {
        None => Allowance::NotIncluded,
        Some(FeatureLimit { limit: Some(limit), .. }) => Allowance::UpTo { limit: *limit },
        Some(FeatureLimit { limit: None, .. }) => Allowance::Unlimited,
    }
}

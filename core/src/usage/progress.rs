//! Usage against the limits of a plan.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::UsageError;
use crate::{
    Result, Rounding,
    catalog::{FeatureLimit, Plan},
    money::{Percent, rounding::Fraction},
};

/// How much of a feature was used.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeatureUse {
    /// The feature.
    pub feature: String,
    /// How much of it, at least 0.
    pub used: i64,
}

/// How far the use of a feature has come.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsageProgress {
    /// The feature.
    pub feature: String,
    /// How much was used.
    pub used: i64,
    /// The most that is included; none for no limit.
    pub limit: Option<i64>,
    /// How much is left, at least 0; none for no limit.
    pub remaining: Option<i64>,
    /// How much was used above the limit.
    pub over: i64,
    /// The use as a percentage of the limit, cut to two decimals so that 100 is not shown before it is
    /// reached; none for no limit, and for one of 0.
    pub share: Option<Percent>,
}

/// How far the use of one feature has come.
///
/// ```
/// use prorata::{catalog::FeatureLimit, usage::usage_progress};
///
/// let limit = FeatureLimit { feature: "emails".into(), limit: Some(30_000) };
/// let progress = usage_progress(&limit, 29_999)?;
/// assert_eq!(progress.remaining, Some(1));
/// assert_eq!(progress.share.map(|share| share.to_string()), Some("99.99".to_owned()));
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// `usage.negative_quantity`, `usage.invalid_limit`.
pub fn usage_progress(limit: &FeatureLimit, used: i64) -> Result<UsageProgress> {
    if used < 0 {
        return Err(UsageError::NegativeQuantity { quantity: used }.into());
    }
    let FeatureLimit { feature, limit } = limit.clone();
    if let Some(limit) = limit.filter(|limit| *limit < 0) {
        return Err(UsageError::InvalidLimit { feature, limit }.into());
    }
    // Neither is below 0, so their difference fits.
    let left = limit.map(|limit| limit.checked_sub(used).unwrap_or_default());
    let remaining = left.map(|left| left.max(0));
    let over = left.map_or(0, |left| left.min(0).checked_neg().unwrap_or_default());
    let share = limit.map(|limit| share(used, limit)).transpose()?.flatten();
    Ok(UsageProgress { feature, used, limit, remaining, over, share })
}

/// How far the use of each feature of a plan has come: what the plan limits in its order, then what it does
/// not name, which it does not include: a limit of 0. What is not given was not used.
///
/// # Errors
/// As [`usage_progress`]; `usage.duplicate_feature`.
pub fn plan_progress(plan: &Plan, uses: &[FeatureUse]) -> Result<Vec<UsageProgress>> {
    for (place, one) in uses.iter().enumerate() {
        if uses.iter().take(place).any(|earlier| earlier.feature == one.feature) {
            return Err(UsageError::DuplicateFeature { feature: one.feature.clone() }.into());
        }
    }
    let used = |feature: &str| uses.iter().find(|one| one.feature == feature).map_or(0, |one| one.used);
    let named = plan.limits.iter().map(|limit| usage_progress(limit, used(&limit.feature)));
    let unnamed = uses.iter().filter(|one| !plan.limits.iter().any(|limit| limit.feature == one.feature));
    let excluded = unnamed.map(|one| {
        let limit = FeatureLimit { feature: one.feature.clone(), limit: Some(0) };
        usage_progress(&limit, one.used)
    });
    named.chain(excluded).collect()
}

/// A part as a percentage of a whole, cut to two decimals; none of nothing.
pub(super) fn share(part: i64, whole: i64) -> Result<Option<Percent>> {
    if whole == 0 {
        return Ok(None);
    }
    let hundredths = Fraction::new(part.into(), whole.into())?.times(Fraction::whole(10_000))?;
    let cut = Decimal::try_from_i128_with_scale(hundredths.round(Rounding::Floor)?, 2);
    // A hundredth of 10^4 times 64 bits fits a decimal's 96.
    Percent::new(cut.unwrap_or_default()).map(Some)
}

/// Whether a part has reached a percentage of a whole. Nothing has reached nothing.
pub(super) fn reaches(part: i64, whole: i64, percent: u32) -> bool {
    let hundredfold = i128::from(part).checked_mul(100);
    part > 0 && hundredfold >= i128::from(whole).checked_mul(percent.into())
}

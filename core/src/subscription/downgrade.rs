//! A smaller plan: what of the present usage it does not hold, and from when it counts.

use serde::{Deserialize, Serialize};

use super::{Schedule, ScheduleEnd, SchedulePhase, Subscription, SubscriptionError, check::check_items};
use crate::{Result, catalog::Plan, proration::PricedItem, usage::FeatureUse};

/// Whether what is used fits a plan.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DowngradeCheck {
    /// Whether all of it does.
    pub fits: bool,
    /// What does not, in the order of the usage: it can be read, and no more of it be made.
    pub read_only: Vec<ExcessFeature>,
}

/// A feature of which more is used than a plan includes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExcessFeature {
    /// The feature.
    pub feature: String,
    /// How much of it is used.
    pub used: i64,
    /// How much of it the plan includes: 0 for a feature that it does not have.
    pub limit: i64,
    /// How much is beyond that, and stays as it is, read-only.
    pub excess: i64,
}

/// What of the present usage is beyond the limits of a plan. It does not stand in the way of a downgrade: it
/// is kept, read-only.
///
/// ```
/// use prorata::{catalog::{FeatureLimit, Plan, PlanTier}, subscription::check_downgrade, usage::FeatureUse};
///
/// let starter = Plan {
///     id: "starter".into(), name: "Starter".into(), tier: PlanTier::Free, prices: vec![], add_ons: vec![],
///     limits: vec![FeatureLimit { feature: "domains".into(), limit: Some(3) }],
/// };
/// let check = check_downgrade(&starter, &[FeatureUse { feature: "domains".into(), used: 5 }])?;
/// assert!(!check.fits);
/// assert_eq!(check.read_only[0].excess, 2);
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// `subscription.invalid_usage` for a use below 0, or a feature that is there twice.
pub fn check_downgrade(plan: &Plan, usage: &[FeatureUse]) -> Result<DowngradeCheck> {
    let mut read_only = Vec::new();
    for (place, FeatureUse { feature, used }) in usage.iter().enumerate() {
        let twice = usage.iter().take(place).any(|earlier| earlier.feature == *feature);
        if *used < 0 || twice {
            return Err(SubscriptionError::InvalidUsage { feature: feature.clone(), used: *used }.into());
        }
        let limit = match plan.limits.iter().find(|limit| limit.feature == *feature) {
            Some(limit) => limit.limit,
            None => Some(0),
        };
        let Some(limit) = limit.filter(|limit| used > limit) else { continue };
        let Some(excess) = used.checked_sub(limit) else { continue };
        read_only.push(ExcessFeature { feature: feature.clone(), used: *used, limit, excess });
    }
    Ok(DowngradeCheck { fits: read_only.is_empty(), read_only })
}

impl Subscription {
    /// The schedule that changes the items where the current period ends: nothing of it is credited, and the
    /// next one is billed at their prices. Only items of longer intervals are credited what is left of theirs.
    /// Give it to
    /// [`SetSchedule`](super::SubscriptionInput::SetSchedule).
    ///
    /// # Errors
    /// `subscription.not_in_status` unless it is in a trial, active, past due or unpaid; those of its items.
    pub fn downgrade_at_period_end(&self, items: &[PricedItem]) -> Result<Schedule> {
        let refused = || {
            let (subscription, status) = (self.id.clone(), self.status.name());
            SubscriptionError::NotInStatus { what: "to be downgraded", subscription, status }
        };
        if !self.status.bills() {
            return Err(refused().into());
        }
        check_items(items, self.currency, self.billing_mode)?;
        let start = self.current_period().ok_or_else(refused)?.end;
        let phase = SchedulePhase {
            start,
            end: None,
            items: items.to_vec(),
            discounts: self.discounts.clone(),
            proration_behavior: None,
            billing_cycle_anchor: None,
            trial_end: None,
            billing_thresholds: None,
        };
        Ok(Schedule {
            phases: vec![phase],
            end_behavior: ScheduleEnd::Release,
            created: None,
            begun: None,
            end_announced: None,
        })
    }
}

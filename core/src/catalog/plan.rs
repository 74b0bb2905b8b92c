//! Plans: what a customer chooses between.

use serde::{Deserialize, Serialize};

use super::{CatalogError, Price, check_price};
use crate::{Currency, Interval, Money, Result};

/// What a customer chooses: a price for each interval, and what it includes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Identifies the plan.
    pub id: String,
    /// What a customer reads.
    pub name: String,
    /// Whether it costs something.
    pub tier: PlanTier,
    /// At most one licensed price per interval, and any number of metered ones.
    #[serde(default)]
    pub prices: Vec<Price>,
    /// What it includes; a feature that is not listed is not included.
    #[serde(default)]
    pub limits: Vec<FeatureLimit>,
    /// The ids of the prices that can be added to it.
    #[serde(default)]
    pub add_ons: Vec<String>,
}

/// Whether a plan costs something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanTier {
    /// It costs nothing.
    Free,
    /// It is sold at its prices.
    Paid,
    /// What it costs is agreed with each customer: its prices, if it has any, are where talks begin.
    Custom,
}

/// How much of a feature a plan includes: emails a month, seats, workspaces, domains, dedicated IPs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeatureLimit {
    /// The feature.
    pub feature: String,
    /// The most that is included; none for no limit.
    #[serde(default)]
    pub limit: Option<i64>,
}

impl Plan {
    /// The licensed price that a plan bills every `interval`; none where it has none.
    pub fn price_for(&self, interval: Interval) -> Option<Price> {
        self.licensed(interval).cloned()
    }

    pub(super) fn licensed(&self, interval: Interval) -> Option<&Price> {
        self.prices.iter().find(|price| price.licensed_interval() == Some(interval))
    }

    /// What `quantity` units cost every `interval`: nothing on a free plan, none where it has no price.
    pub(super) fn cost(
        &self,
        interval: Interval,
        quantity: i64,
        currency: Currency,
    ) -> Result<Option<Money>> {
        match (self.licensed(interval), self.tier) {
            (Some(price), _) => Ok(Some(price.amount(quantity, Some(currency))?)),
            (None, PlanTier::Free) => Ok(Some(Money::zero(currency))),
            (None, PlanTier::Paid | PlanTier::Custom) => Ok(None),
        }
    }

    fn invalid(&self, reason: impl Into<String>) -> crate::Error {
        CatalogError::InvalidPlan { plan: self.id.clone(), reason: reason.into() }.into()
    }
}

/// Whether a plan makes sense: an id; at most one licensed price per interval; at least one price on a paid
/// plan, and on a free one none above 0 for one unit; each feature once, with a limit of at least 0; and each
/// of its prices as [`check_price`] has it.
///
/// # Errors
/// `catalog.invalid_plan`, and those of [`check_price`].
pub fn check_plan(plan: &Plan) -> Result<()> {
    if plan.id.is_empty() {
        return Err(plan.invalid("its id is empty"));
    }
    if plan.tier == PlanTier::Paid && plan.prices.is_empty() {
        return Err(plan.invalid("it is paid and has no price"));
    }
    let mut intervals = Vec::new();
    for price in &plan.prices {
        check_price(price)?;
        let Some(interval) = price.licensed_interval() else { continue };
        if intervals.contains(&interval) {
            return Err(plan.invalid(format!("it has two prices every `{interval}`: expected one")));
        }
        if plan.tier == PlanTier::Free && !price.amount(1, None)?.is_zero() {
            return Err(plan.invalid(format!("it is free, and price `{}` is not", price.id)));
        }
        intervals.push(interval);
    }
    let mut features = Vec::new();
    for FeatureLimit { feature, limit } in &plan.limits {
        if feature.is_empty() || features.contains(&feature) {
            return Err(plan.invalid(format!("it limits `{feature}` twice, or without a name")));
        }
        if let Some(limit) = limit.filter(|limit| *limit < 0) {
            return Err(plan.invalid(format!("it limits `{feature}` to `{limit}`: expected at least 0")));
        }
        features.push(feature);
    }
    Ok(())
}

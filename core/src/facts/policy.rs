//! What counts as recurring revenue: the switches on which the tools of the field differ.

use serde::{Deserialize, Serialize};

use crate::catalog::Normalization;

/// Whether something counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inclusion {
    /// It counts.
    Include,
    /// It does not.
    Exclude,
}

/// When a subscription that will be cancelled stops counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancellationPolicy {
    /// When access ends: what has been paid for counts until then.
    AtEnd,
    /// When the cancellation is requested.
    AtRequest,
}

/// Which discounts lower recurring revenue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiscountPolicy {
    /// None: list prices.
    ListPrice,
    /// Those that never end.
    ForeverOnly,
    /// Those that never end and those that repeat, for as long as they run.
    WhileRunning,
    /// All of them, one-off discounts too.
    All,
}

/// What counts as recurring revenue, switch by switch. Every result names the policy it was made under.
///
/// Not switches, because no reading found in the field differs usefully: tax, one-off and metered prices never
/// count, refunds never touch recurring revenue, and a subscription that is `incomplete` has not begun.
///
/// Sources of the presets: `docs/metrics.md`.
///
/// ```
/// use prorata::facts::{Inclusion, Policy, PolicyPreset};
///
/// assert_eq!(Policy::preset(PolicyPreset::Standard).trials, Inclusion::Exclude);
/// let with_trials = Policy { trials: Inclusion::Include, ..Policy::default() };
/// assert_ne!(with_trials, Policy::default());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Subscriptions in a free trial, at the price after it.
    pub trials: Inclusion,
    /// Subscriptions whose latest payment failed, while it is still being retried.
    pub past_due: Inclusion,
    /// Subscriptions left `unpaid` when the retries were used up.
    pub unpaid: Inclusion,
    /// Subscriptions paused, or whose collection is paused.
    pub paused: Inclusion,
    /// When a cancelled subscription stops counting.
    pub cancellation: CancellationPolicy,
    /// Which discounts are deducted.
    pub discounts: DiscountPolicy,
    /// How weeks and days become months.
    pub normalization: Normalization,
}

/// Policies by name. Where a tool does not publish a switch, the standard one stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyPreset {
    /// Ours, and the commonest position in the field: trials out, past due in, paused out, cancelled but paid
    /// in until access ends, discounts deducted while they run.
    Standard,
    /// Stripe Billing with today's default account settings. Stripe does not publish its weekly factor.
    StripeCurrent,
    /// Stripe Billing's older wording: finite discounts ignored, cancellations out at once.
    StripeLegacy,
    /// ChartMogul's defaults.
    ChartMogul,
    /// Polar (open source): past due and paused in, 52 weeks.
    Polar,
    /// Ghost: `forever` discounts only, a cancellation counts at once, four weeks to the month.
    Ghost,
}

impl Default for Policy {
    fn default() -> Self {
        Self::preset(PolicyPreset::Standard)
    }
}

impl Policy {
    /// The policy of that name.
    pub fn preset(preset: PolicyPreset) -> Self {
        let standard = Self {
            trials: Inclusion::Exclude,
            past_due: Inclusion::Include,
            unpaid: Inclusion::Exclude,
            paused: Inclusion::Exclude,
            cancellation: CancellationPolicy::AtEnd,
            discounts: DiscountPolicy::WhileRunning,
            normalization: Normalization::Weeks52Days365,
        };
        match preset {
            PolicyPreset::Standard | PolicyPreset::ChartMogul | PolicyPreset::StripeCurrent => standard,
            PolicyPreset::StripeLegacy => Self {
                cancellation: CancellationPolicy::AtRequest,
                discounts: DiscountPolicy::ForeverOnly,
                ..standard
            },
            PolicyPreset::Polar => {
                Self { paused: Inclusion::Include, discounts: DiscountPolicy::All, ..standard }
            }
            PolicyPreset::Ghost => Self {
                cancellation: CancellationPolicy::AtRequest,
                discounts: DiscountPolicy::ForeverOnly,
                normalization: Normalization::Weeks48Days360,
                ..standard
            },
        }
    }
}

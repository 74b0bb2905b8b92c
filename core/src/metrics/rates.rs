//! Ratios, with what was divided by what.

use serde::{Deserialize, Serialize};

use crate::Money;

/// A ratio and the two exact figures it was made of.
///
/// The figures are those shown in the same result, so that a reader can divide them again. A ratio to nothing
/// has no value: never zero, never infinity, never a stand-in.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Ratio {
    /// What is divided: minor units, or a count.
    pub numerator: i64,
    /// What it is divided by: minor units, or a count.
    pub denominator: i64,
    /// The quotient as a fraction of 1; nothing when the denominator is not positive.
    pub value: Option<f64>,
}

impl Ratio {
    /// The ratio of two figures.
    ///
    /// ```
    /// use prorata::metrics::Ratio;
    ///
    /// assert_eq!(Ratio::new(5, 200).value, Some(0.025));
    /// assert_eq!(Ratio::new(5, 0).value, None);
    /// ```
    pub fn new(numerator: i64, denominator: i64) -> Self {
        Self { numerator, denominator, value: (denominator > 0).then(|| quotient(numerator, denominator)) }
    }

    pub(crate) fn of(numerator: Money, denominator: Money) -> Self {
        Self::new(numerator.minor(), denominator.minor())
    }
}

#[expect(
    clippy::as_conversions,
    clippy::float_arithmetic,
    reason = "a ratio is a statistic; the exact figures stand beside it"
)]
fn quotient(numerator: i64, denominator: i64) -> f64 {
    numerator as f64 / denominator as f64
}

/// The rates of one month. Definitions: `docs/metrics.md`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonthlyRates {
    /// (closing − opening) ÷ opening MRR.
    pub growth: Ratio,
    /// Customers churned ÷ customers at opening.
    pub logo_churn: Ratio,
    /// (churn + contraction) ÷ opening MRR.
    pub gross_revenue_churn: Ratio,
    /// (churn + contraction − expansion) ÷ opening MRR; reactivation is not counted.
    pub net_revenue_churn: Ratio,
    /// (new + expansion + reactivation) ÷ (churn + contraction).
    pub quick_ratio: Ratio,
    /// What the customers of a month ago pay now ÷ what they paid then.
    pub nrr: Ratio,
    /// The same, with nobody counted for more than they paid then.
    pub grr: Ratio,
    /// What the customers of twelve months ago pay now ÷ what they paid then, point to point.
    pub nrr_12_months: Ratio,
    /// The same, with nobody counted for more than they paid then.
    pub grr_12_months: Ratio,
    /// Customers of twelve months ago that are customers now ÷ customers then.
    pub logo_retention_12_months: Ratio,
}

//! Revenue metrics: each function takes facts and gives a result that carries its definition.

use prorata::{
    Money as CoreMoney, Timestamp,
    metrics::{
        self, Cohorts, CurrentRevenue, CustomerMovements, MetricsOptions, MovementKind, Movements, Ratio,
    },
};

use crate::{
    facts::Facts,
    guard::{Result, guard},
    methods::MonthlyMovementsMethods,
};

/// New, expansion, contraction, churn and reactivation by month, and what follows from them.
///
/// Errors: `metrics.no_facts`, `metrics.history_missing` when the facts only know the present,
/// `facts.several_currencies`, `metrics.invalid_window`, `metrics.window_in_the_future`, `metrics.overflow`,
/// `money.overflow`.
#[uniffi::export(default(options = None))]
pub(crate) fn movements(facts: &Facts, options: Option<MetricsOptions>) -> Result<Movements> {
    guard(|| metrics::movements(&facts.0, &options.unwrap_or_default()))
}

/// Lists the customers behind every figure of `movements`.
///
/// Errors: as `movements`.
#[uniffi::export(default(options = None))]
pub(crate) fn customer_movements(
    facts: &Facts,
    options: Option<MetricsOptions>,
) -> Result<CustomerMovements> {
    guard(|| metrics::customer_movements(&facts.0, &options.unwrap_or_default()))
}

/// Follows the customers of each month of the window.
///
/// Errors: as `movements`.
#[uniffi::export(default(options = None))]
pub(crate) fn cohorts(facts: &Facts, options: Option<MetricsOptions>) -> Result<Cohorts> {
    guard(|| metrics::cohorts(&facts.0, &options.unwrap_or_default()))
}

/// Adds up what every subscription is worth at an instant, or after everything that is known.
///
/// Errors: `metrics.no_facts`, `facts.several_currencies`, `money.overflow`.
#[uniffi::export(default(at = None))]
pub(crate) fn current_revenue(facts: &Facts, at: Option<Timestamp>) -> Result<CurrentRevenue> {
    guard(|| metrics::current_revenue(&facts.0, at))
}

#[uniffi::export(name = "MonthlyMovements")]
impl MonthlyMovementsMethods {
    /// The figure of one kind of movement, never negative.
    pub(crate) fn amount(&self, kind: MovementKind) -> Result<CoreMoney> {
        guard(|| Ok(self.0.amount(kind)))
    }
}

/// The ratio of two figures; without a value when the second is 0.
#[uniffi::export]
pub(crate) fn ratio_new(numerator: i64, denominator: i64) -> Result<Ratio> {
    guard(|| Ok(Ratio::new(numerator, denominator)))
}

//! Revenue metrics, computed on a thread of their own: each call gives a `Promise`.

use std::sync::Arc;

use napi::{
    Unknown,
    bindgen_prelude::{AsyncTask, ClassInstance},
};
use napi_derive::napi;
use prorata::{
    Timestamp,
    metrics::{Cohorts, CurrentRevenue, CustomerMovements, MetricsOptions, Movements},
};

use crate::{
    convert::{arg, native},
    errors::Outcome,
    facts::Facts,
    guard::{Background, in_background},
};

pub(crate) fn read_facts(facts: Unknown) -> Outcome<Arc<prorata::facts::Facts>> {
    let facts: ClassInstance<Facts> = native("facts", "a Facts", facts)?;
    Ok(facts.inner.clone())
}

fn read_options(options: Unknown) -> Outcome<MetricsOptions> {
    Ok(arg::<Option<MetricsOptions>>("options", options)?.unwrap_or_default())
}

/// What moved in each month: new, expansion, contraction, churn, reactivation, and the rates that follow.
///
/// Rejects with `metrics.no_facts`, `metrics.history_missing` when the facts only know the present,
/// `facts.several_currencies`, `metrics.invalid_window`, `metrics.window_in_the_future`, `metrics.overflow`,
/// `money.overflow`.
#[napi(
    namespace = "metrics",
    catch_unwind,
    ts_args_type = "facts: Facts, options?: MetricsOptions | null",
    ts_return_type = "Promise<Movements>"
)]
pub fn movements(facts: Unknown, options: Unknown) -> napi::Result<AsyncTask<Background<Movements>>> {
    in_background(|| {
        let (facts, options) = (read_facts(facts)?, read_options(options)?);
        Ok(move || Ok(prorata::metrics::movements(&facts, &options)?))
    })
}

/// Follows the customers of each month of the window. Rejects as `movements`.
#[napi(
    namespace = "metrics",
    catch_unwind,
    ts_args_type = "facts: Facts, options?: MetricsOptions | null",
    ts_return_type = "Promise<Cohorts>"
)]
pub fn cohorts(facts: Unknown, options: Unknown) -> napi::Result<AsyncTask<Background<Cohorts>>> {
    in_background(|| {
        let (facts, options) = (read_facts(facts)?, read_options(options)?);
        Ok(move || Ok(prorata::metrics::cohorts(&facts, &options)?))
    })
}

/// Who was behind the movements: one row per customer, month and kind. Rejects as `movements`.
#[napi(
    namespace = "metrics",
    catch_unwind,
    ts_args_type = "facts: Facts, options?: MetricsOptions | null",
    ts_return_type = "Promise<CustomerMovements>"
)]
pub fn customer_movements(
    facts: Unknown,
    options: Unknown,
) -> napi::Result<AsyncTask<Background<CustomerMovements>>> {
    in_background(|| {
        let (facts, options) = (read_facts(facts)?, read_options(options)?);
        Ok(move || Ok(prorata::metrics::customer_movements(&facts, &options)?))
    })
}

/// What recurs at an instant, or after everything that is known.
///
/// Rejects with `metrics.no_facts`, `facts.several_currencies`, `metrics.overflow`, `money.overflow`.
#[napi(
    namespace = "metrics",
    catch_unwind,
    ts_args_type = "facts: Facts, at?: Date | null",
    ts_return_type = "Promise<CurrentRevenue>"
)]
pub fn current_revenue(facts: Unknown, at: Unknown) -> napi::Result<AsyncTask<Background<CurrentRevenue>>> {
    in_background(|| {
        let facts = read_facts(facts)?;
        let at: Option<Timestamp> = arg("at", at)?;
        Ok(move || Ok(prorata::metrics::current_revenue(&facts, at)?))
    })
}

//! Billing cycles, intervals and periods.
//!
//! Types of the core that are plain values in JavaScript have their methods as functions here, named as in
//! `vectors/calendar`: `boundary` of `BillingCycle` is `calendar.boundary`. Instants are `Date`, everything
//! else is text: dates `2024-02-29`, months `2024-02`, zones by their IANA name.

use napi::{Env, Unknown};
use napi_derive::napi;
use prorata::calendar::{
    self as core, AnchorConfig, BillCycle, BillingCycle, Date, Edge, Interval, Timestamp,
};

use crate::{
    convert::{arg, to_js},
    guard::guard,
};

pub mod civil;

/// Reads an instant as the core does: ISO 8601 with an offset and at most three decimals. `new Date(text)` guesses.
///
/// Throws `calendar.invalid_timestamp`, `calendar.out_of_range`.
#[napi(namespace = "calendar", catch_unwind, ts_args_type = "text: string", ts_return_type = "Date")]
pub fn parse_timestamp<'env>(env: &'env Env, text: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let text: Timestamp = arg::<String>("text", text)?.parse()?;
        to_js(env, &text)
    })
}

/// The k-th boundary from the anchor: the anchor itself for 0, earlier ones for negative k.
///
/// Throws `calendar.out_of_range` outside the years 0001 to 9999, `calendar.invalid_interval`.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "cycle: BillingCycle, k: number",
    ts_return_type = "Date"
)]
pub fn boundary<'env>(env: &'env Env, cycle: Unknown, k: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let cycle: BillingCycle = arg("cycle", cycle)?;
        let k: i32 = arg("k", k)?;
        to_js(env, &cycle.boundary(k)?)
    })
}

/// The k-th period: from boundary k to boundary k + 1.
///
/// Throws `calendar.out_of_range` outside the years 0001 to 9999, `calendar.invalid_interval`.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "cycle: BillingCycle, k: number",
    ts_return_type = "Period"
)]
pub fn period<'env>(env: &'env Env, cycle: Unknown, k: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let cycle: BillingCycle = arg("cycle", cycle)?;
        let k: i32 = arg("k", k)?;
        to_js(env, &cycle.period(k)?)
    })
}

/// The k of the period that contains `at`.
///
/// Throws `calendar.out_of_range` outside the years 0001 to 9999, `calendar.invalid_interval`.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "cycle: BillingCycle, at: Date",
    ts_return_type = "number"
)]
pub fn index_at<'env>(env: &'env Env, cycle: Unknown, at: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let cycle: BillingCycle = arg("cycle", cycle)?;
        let at: Timestamp = arg("at", at)?;
        to_js(env, &cycle.index_at(at)?)
    })
}

/// The period that contains `at`; an instant on a boundary belongs to the period that begins there.
///
/// Throws `calendar.out_of_range` outside the years 0001 to 9999, `calendar.invalid_interval`.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "cycle: BillingCycle, at: Date",
    ts_return_type = "Period"
)]
pub fn period_at<'env>(env: &'env Env, cycle: Unknown, at: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let cycle: BillingCycle = arg("cycle", cycle)?;
        let at: Timestamp = arg("at", at)?;
        to_js(env, &cycle.period_at(at)?)
    })
}

/// The first boundary at or after `at`, or strictly after it.
///
/// Throws `calendar.out_of_range` outside the years 0001 to 9999, `calendar.invalid_interval`.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "cycle: BillingCycle, at: Date, edge: Edge",
    ts_return_type = "Date"
)]
pub fn next_boundary<'env>(
    env: &'env Env,
    cycle: Unknown,
    at: Unknown,
    edge: Unknown,
) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let cycle: BillingCycle = arg("cycle", cycle)?;
        let at: Timestamp = arg("at", at)?;
        let edge: Edge = arg("edge", edge)?;
        to_js(env, &cycle.next_boundary(at, edge)?)
    })
}

/// The last boundary at or before `at`, or strictly before it.
///
/// Throws `calendar.out_of_range` outside the years 0001 to 9999, `calendar.invalid_interval`.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "cycle: BillingCycle, at: Date, edge: Edge",
    ts_return_type = "Date"
)]
pub fn previous_boundary<'env>(
    env: &'env Env,
    cycle: Unknown,
    at: Unknown,
    edge: Unknown,
) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let cycle: BillingCycle = arg("cycle", cycle)?;
        let at: Timestamp = arg("at", at)?;
        let edge: Edge = arg("edge", edge)?;
        to_js(env, &cycle.previous_boundary(at, edge)?)
    })
}

/// What Stripe's `billing_cycle_anchor_config` comes to for a subscription created at `created`.
///
/// Throws `calendar.invalid_anchor_config`, `calendar.anchor_config_interval` for an interval in days or weeks,
/// `calendar.invalid_interval`, `calendar.out_of_range`; in this order.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "config: AnchorConfig, created: Date, interval: Interval",
    ts_return_type = "ResolvedAnchor"
)]
pub fn anchor_from_config<'env>(
    env: &'env Env,
    config: Unknown,
    created: Unknown,
    interval: Unknown,
) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let config: AnchorConfig = arg("config", config)?;
        let created: Timestamp = arg("created", created)?;
        let interval: Interval = arg("interval", interval)?;
        to_js(env, &config.resolve(created, interval)?)
    })
}

/// How far a plan that bills by civil dates is billed when invoices are made on `target`.
///
/// Throws `calendar.invalid_day_of_month`, `calendar.invalid_interval`, `calendar.out_of_range`.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "cycle: BillCycle, target: string",
    ts_return_type = "BillThrough"
)]
pub fn bill_through<'env>(env: &'env Env, cycle: Unknown, target: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let cycle: BillCycle = arg("cycle", cycle)?;
        let target: Date = arg("target", target)?;
        to_js(env, &cycle.bill_through(target)?)
    })
}

/// The first date on or after `start` that falls on the day of the month of a plan.
///
/// Throws `calendar.invalid_day_of_month`, `calendar.invalid_interval`, `calendar.out_of_range`.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "start: string, interval: Interval, day: number",
    ts_return_type = "string"
)]
pub fn first_cycle_date<'env>(
    env: &'env Env,
    start: Unknown,
    interval: Unknown,
    day: Unknown,
) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let start: Date = arg("start", start)?;
        let interval: Interval = arg("interval", interval)?;
        let day: u32 = arg("day", day)?;
        to_js(env, &core::first_cycle_date(start, interval, day)?)
    })
}

/// How many whole intervals fit between two dates: the largest n with start + n × interval ≤ end.
///
/// Throws `calendar.invalid_period` when `end` is before `start`, `calendar.invalid_interval`.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "start: string, end: string, interval: Interval",
    ts_return_type = "number"
)]
pub fn whole_periods<'env>(
    env: &'env Env,
    start: Unknown,
    end: Unknown,
    interval: Unknown,
) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let start: Date = arg("start", start)?;
        let end: Date = arg("end", end)?;
        let interval: Interval = arg("interval", interval)?;
        to_js(env, &core::whole_periods(start, end, interval)?)
    })
}

/// Throws `calendar.interval_too_long` above the ceiling that Stripe sets on a price: 3 years, 36 months, 156
/// weeks or 1095 days; `calendar.invalid_interval`.
#[napi(namespace = "calendar", catch_unwind, ts_args_type = "interval: Interval", ts_return_type = "void")]
pub fn check_stripe_ceiling<'env>(env: &'env Env, interval: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let interval: Interval = arg("interval", interval)?;
        to_js(env, &interval.check_stripe_ceiling()?)
    })
}

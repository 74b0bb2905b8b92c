//! Dates, months, zones and fiscal years.

use napi::{Env, Unknown};
use napi_derive::napi;
use prorata::calendar::{Date, Duration, FiscalCalendar, Interval, Month, Timestamp, Zone};

use crate::{
    convert::{arg, to_js},
    guard::guard,
};

/// The instant and an ISO 8601 duration such as `'P1M1DT30M'`: months first (clamped to the month's end), then
/// days, then clock time, all in UTC.
///
/// Throws `calendar.invalid_duration`, `calendar.out_of_range`.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "at: Date, duration: string",
    ts_return_type = "Date"
)]
pub fn add<'env>(env: &'env Env, at: Unknown, duration: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let at: Timestamp = arg("at", at)?;
        let duration: Duration = arg("duration", duration)?;
        to_js(env, &at.plus(duration)?)
    })
}

/// The date `times` intervals later, or earlier when negative, computed from this date: a day that the month
/// lacks becomes its last day.
///
/// Throws `calendar.invalid_interval`, `calendar.out_of_range`.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "date: string, interval: Interval, times: number",
    ts_return_type = "string"
)]
pub fn add_to_date<'env>(
    env: &'env Env,
    date: Unknown,
    interval: Unknown,
    times: Unknown,
) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let date: Date = arg("date", date)?;
        let interval: Interval = arg("interval", interval)?;
        let times: i32 = arg("times", times)?;
        to_js(env, &date.plus(interval, times)?)
    })
}

/// The month `months` months later, or earlier when negative.
///
/// Throws `calendar.out_of_range`.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "month: string, months: number",
    ts_return_type = "string"
)]
pub fn add_months<'env>(env: &'env Env, month: Unknown, months: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let month: Month = arg("month", month)?;
        let months: i32 = arg("months", months)?;
        to_js(env, &month.plus(months)?)
    })
}

/// Months from one month to another; negative when the other is earlier.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "month: string, other: string",
    ts_return_type = "number"
)]
pub fn months_between<'env>(env: &'env Env, month: Unknown, other: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let month: Month = arg("month", month)?;
        let other: Month = arg("other", other)?;
        to_js(env, &month.months_until(other))
    })
}

/// How many days the month has: 28 to 31.
#[napi(namespace = "calendar", catch_unwind, ts_args_type = "month: string", ts_return_type = "number")]
pub fn month_days<'env>(env: &'env Env, month: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let month: Month = arg("month", month)?;
        to_js(env, &month.days())
    })
}

/// The first day of the month.
#[napi(namespace = "calendar", catch_unwind, ts_args_type = "month: string", ts_return_type = "string")]
pub fn first_day<'env>(env: &'env Env, month: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let month: Month = arg("month", month)?;
        to_js(env, &month.first_day())
    })
}

/// The last day of the month.
#[napi(namespace = "calendar", catch_unwind, ts_args_type = "month: string", ts_return_type = "string")]
pub fn last_day<'env>(env: &'env Env, month: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let month: Month = arg("month", month)?;
        to_js(env, &month.last_day())
    })
}

/// The date of a day of the month; the month's last day where it has no such day.
///
/// Throws `calendar.invalid_day_of_month` when `day` is not 1 to 31.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "month: string, day: number",
    ts_return_type = "string"
)]
pub fn date_on<'env>(env: &'env Env, month: Unknown, day: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let month: Month = arg("month", month)?;
        let day: u32 = arg("day", day)?;
        to_js(env, &month.date_on(day)?)
    })
}

/// The date, in the zone, of an instant.
///
/// Throws `calendar.unknown_zone`, `calendar.out_of_range`.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "at: Date, zone: string",
    ts_return_type = "string"
)]
pub fn date_in_zone<'env>(env: &'env Env, at: Unknown, zone: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let at: Timestamp = arg("at", at)?;
        let zone: Zone = arg("zone", zone)?;
        to_js(env, &zone.date_of(at)?)
    })
}

/// The month, in the zone, of an instant.
///
/// Throws `calendar.unknown_zone`, `calendar.out_of_range`.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "at: Date, zone: string",
    ts_return_type = "string"
)]
pub fn month_in_zone<'env>(env: &'env Env, at: Unknown, zone: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let at: Timestamp = arg("at", at)?;
        let zone: Zone = arg("zone", zone)?;
        to_js(env, &zone.month_of(at)?)
    })
}

/// A date as a period of instants: 23, 24 or 25 hours in most zones.
///
/// Throws `calendar.unknown_zone`, `calendar.out_of_range`.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "date: string, zone: string",
    ts_return_type = "Period"
)]
pub fn day_bounds<'env>(env: &'env Env, date: Unknown, zone: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let date: Date = arg("date", date)?;
        let zone: Zone = arg("zone", zone)?;
        to_js(env, &zone.day(date)?)
    })
}

/// A month as a period of instants: it ends when it ends in the zone.
///
/// Throws `calendar.unknown_zone`, `calendar.out_of_range`.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "month: string, zone: string",
    ts_return_type = "Period"
)]
pub fn month_bounds<'env>(env: &'env Env, month: Unknown, zone: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let month: Month = arg("month", month)?;
        let zone: Zone = arg("zone", zone)?;
        to_js(env, &zone.month(month)?)
    })
}

/// The fiscal year, quarter and month of a calendar month.
///
/// Throws `calendar.invalid_fiscal`.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "calendar: FiscalCalendar, month: string",
    ts_return_type = "FiscalMonth"
)]
pub fn fiscal_month<'env>(env: &'env Env, calendar: Unknown, month: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let calendar: FiscalCalendar = arg("calendar", calendar)?;
        let month: Month = arg("month", month)?;
        to_js(env, &calendar.of(month)?)
    })
}

/// The months of a fiscal quarter, 1 to 4.
///
/// Throws `calendar.invalid_fiscal`, `calendar.out_of_range`.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "calendar: FiscalCalendar, year: number, quarter: number",
    ts_return_type = "MonthRange"
)]
pub fn fiscal_quarter<'env>(
    env: &'env Env,
    calendar: Unknown,
    year: Unknown,
    quarter: Unknown,
) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let calendar: FiscalCalendar = arg("calendar", calendar)?;
        let year: i32 = arg("year", year)?;
        let quarter: u32 = arg("quarter", quarter)?;
        to_js(env, &calendar.quarter(year, quarter)?)
    })
}

/// The months of a fiscal year.
///
/// Throws `calendar.invalid_fiscal`, `calendar.out_of_range`.
#[napi(
    namespace = "calendar",
    catch_unwind,
    ts_args_type = "calendar: FiscalCalendar, year: number",
    ts_return_type = "MonthRange"
)]
pub fn fiscal_year<'env>(env: &'env Env, calendar: Unknown, year: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let calendar: FiscalCalendar = arg("calendar", calendar)?;
        let year: i32 = arg("year", year)?;
        to_js(env, &calendar.year(year)?)
    })
}

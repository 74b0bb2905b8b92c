//! Dates, months and zones: what the core computes with them.
//!
//! They are scalars, without a type of their own in Swift and Kotlin, so their methods are functions that are
//! named after them: `Month::plus` is `monthPlus`.

use prorata::{
    Date as CivilDate, Interval, Month, Period, Timestamp, Zone, calendar::Duration as CalendarDuration,
};

use crate::guard::{Result, guard};

/// Reads ISO 8601 with an offset, as strictly as the core: `2024-01-31T18:29:59.999Z`.
///
/// Errors: `calendar.invalid_timestamp`, `calendar.out_of_range`.
#[uniffi::export]
pub(crate) fn timestamp_parse(text: String) -> Result<Timestamp> {
    guard(|| text.parse())
}

/// The instant that much later: months first, then days, then clock time, in UTC.
///
/// Errors: `calendar.invalid_duration`, `calendar.out_of_range`.
#[uniffi::export]
pub(crate) fn timestamp_plus(at: Timestamp, duration: CalendarDuration) -> Result<Timestamp> {
    guard(|| at.plus(duration))
}

/// Reads a civil date, `2024-02-29`.
///
/// Errors: `calendar.invalid_date`.
#[uniffi::export]
pub(crate) fn date_parse(text: String) -> Result<CivilDate> {
    guard(|| text.parse())
}

/// The date of a year, month and day.
///
/// Errors: `calendar.invalid_date`, `calendar.out_of_range`.
#[uniffi::export]
pub(crate) fn date_from_ymd(year: i32, month: u32, day: u32) -> Result<CivilDate> {
    guard(|| CivilDate::from_ymd(year, month, day))
}

/// The year, 1 to 9999.
#[uniffi::export]
pub(crate) fn date_year(date: CivilDate) -> Result<i32> {
    guard(|| Ok(date.year()))
}

/// The month of the year, 1 to 12.
#[uniffi::export]
pub(crate) fn date_month_of_year(date: CivilDate) -> Result<u32> {
    guard(|| Ok(date.month_of_year()))
}

/// The day of the month, 1 to 31.
#[uniffi::export]
pub(crate) fn date_day(date: CivilDate) -> Result<u32> {
    guard(|| Ok(date.day()))
}

/// The month that the date lies in.
#[uniffi::export]
pub(crate) fn date_month(date: CivilDate) -> Result<Month> {
    guard(|| Ok(date.month()))
}

/// The date so many days later, or earlier.
///
/// Errors: `calendar.out_of_range`.
#[uniffi::export]
pub(crate) fn date_plus_days(date: CivilDate, days: i32) -> Result<CivilDate> {
    guard(|| date.plus_days(days))
}

/// The date so many intervals later, computed in one step from this one.
///
/// Errors: `calendar.invalid_interval`, `calendar.out_of_range`.
#[uniffi::export]
pub(crate) fn date_plus(date: CivilDate, interval: Interval, times: i32) -> Result<CivilDate> {
    guard(|| date.plus(interval, times))
}

/// How many days it is to another date; negative when that is earlier.
#[uniffi::export]
pub(crate) fn date_days_until(date: CivilDate, other: CivilDate) -> Result<i32> {
    guard(|| Ok(date.days_until(other)))
}

/// The month of a year.
///
/// Errors: `calendar.invalid_month`, `calendar.out_of_range`.
#[uniffi::export]
pub(crate) fn month_new(year: i32, month: u32) -> Result<Month> {
    guard(|| Month::new(year, month))
}

/// The year, 1 to 9999.
#[uniffi::export]
pub(crate) fn month_year(month: Month) -> Result<i32> {
    guard(|| Ok(month.year()))
}

/// The month of the year, 1 to 12.
#[uniffi::export]
pub(crate) fn month_month_of_year(month: Month) -> Result<u32> {
    guard(|| Ok(month.month_of_year()))
}

/// How many days the month has.
#[uniffi::export]
pub(crate) fn month_days(month: Month) -> Result<u32> {
    guard(|| Ok(month.days()))
}

/// The first day of the month.
#[uniffi::export]
pub(crate) fn month_first_day(month: Month) -> Result<CivilDate> {
    guard(|| Ok(month.first_day()))
}

/// The last day of the month.
#[uniffi::export]
pub(crate) fn month_last_day(month: Month) -> Result<CivilDate> {
    guard(|| Ok(month.last_day()))
}

/// The date on a day of the month, 1 to 31; in a month that lacks it, the last day.
///
/// Errors: `calendar.invalid_day_of_month`.
#[uniffi::export]
pub(crate) fn month_date_on(month: Month, day: u32) -> Result<CivilDate> {
    guard(|| month.date_on(day))
}

/// The next month.
///
/// Errors: `calendar.out_of_range`.
#[uniffi::export]
pub(crate) fn month_next(month: Month) -> Result<Month> {
    guard(|| month.next())
}

/// The month before.
///
/// Errors: `calendar.out_of_range`.
#[uniffi::export]
pub(crate) fn month_previous(month: Month) -> Result<Month> {
    guard(|| month.previous())
}

/// The month so many months later, or earlier.
///
/// Errors: `calendar.out_of_range`.
#[uniffi::export]
pub(crate) fn month_plus(month: Month, months: i32) -> Result<Month> {
    guard(|| month.plus(months))
}

/// How many months it is to another; negative when that is earlier.
#[uniffi::export]
pub(crate) fn month_months_until(month: Month, other: Month) -> Result<i32> {
    guard(|| Ok(month.months_until(other)))
}

/// The date in the zone at an instant.
///
/// Errors: `calendar.unknown_zone`, `calendar.out_of_range`.
#[uniffi::export]
pub(crate) fn zone_date_of(zone: Zone, at: Timestamp) -> Result<CivilDate> {
    guard(|| zone.date_of(at))
}

/// The month in the zone at an instant.
///
/// Errors: `calendar.unknown_zone`, `calendar.out_of_range`.
#[uniffi::export]
pub(crate) fn zone_month_of(zone: Zone, at: Timestamp) -> Result<Month> {
    guard(|| zone.month_of(at))
}

/// The instant at which a date begins in the zone.
///
/// Errors: `calendar.unknown_zone`, `calendar.out_of_range`.
#[uniffi::export]
pub(crate) fn zone_day_start(zone: Zone, date: CivilDate) -> Result<Timestamp> {
    guard(|| zone.day_start(date))
}

/// The instant at which a month begins in the zone.
///
/// Errors: `calendar.unknown_zone`, `calendar.out_of_range`.
#[uniffi::export]
pub(crate) fn zone_month_start(zone: Zone, month: Month) -> Result<Timestamp> {
    guard(|| zone.month_start(month))
}

/// The instants of a date in the zone.
///
/// Errors: `calendar.unknown_zone`, `calendar.out_of_range`.
#[uniffi::export]
pub(crate) fn zone_day(zone: Zone, date: CivilDate) -> Result<Period> {
    guard(|| zone.day(date))
}

/// The instants of a month in the zone.
///
/// Errors: `calendar.unknown_zone`, `calendar.out_of_range`.
#[uniffi::export]
pub(crate) fn zone_month(zone: Zone, month: Month) -> Result<Period> {
    guard(|| zone.month(month))
}

/// The instants at which so many months begin in the zone, and the end of the last.
///
/// Errors: `calendar.unknown_zone`, `calendar.out_of_range`.
#[uniffi::export]
pub(crate) fn zone_month_bounds(zone: Zone, first: Month, months: u32) -> Result<Vec<Timestamp>> {
    guard(|| zone.month_bounds(first, months))
}

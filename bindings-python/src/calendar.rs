//! Periods, anchors, fiscal years and zones: functions over the records of `core/src/calendar`.

use prorata::{
    BillingCycle, Date, Interval, Month, Timestamp, Zone,
    calendar::{self, AnchorConfig, BillCycle, Duration, Edge, FiscalCalendar},
};
use pyo3::{Bound, PyAny, PyResult, pyfunction};
use serde::de::DeserializeOwned;

use crate::{
    convert::{from_py, to_py},
    errors::Result,
    guard::guard,
};

fn instant(value: &Bound<'_, PyAny>, name: &str) -> Result<Timestamp> {
    from_py(value, name, "an aware datetime")
}

fn date(value: &Bound<'_, PyAny>, name: &str) -> Result<Date> {
    from_py(value, name, "a date")
}

fn month(value: &Bound<'_, PyAny>, name: &str) -> Result<Month> {
    from_py(value, name, "a month, such as `2024-01`")
}

fn zone(value: &Bound<'_, PyAny>) -> Result<Zone> {
    from_py(value, "zone", "a time zone, such as `Europe/Berlin`")
}

fn interval(value: &Bound<'_, PyAny>) -> Result<Interval> {
    from_py(value, "interval", "an Interval")
}

fn cycle(value: &Bound<'_, PyAny>) -> Result<BillingCycle> {
    from_py(value, "cycle", "a BillingCycle")
}

fn fiscal(value: &Bound<'_, PyAny>) -> Result<FiscalCalendar> {
    from_py(value, "calendar", "a FiscalCalendar")
}

fn edge(value: &Bound<'_, PyAny>) -> Result<Edge> {
    from_py(value, "edge", "an Edge")
}

fn integer<T: DeserializeOwned>(value: &Bound<'_, PyAny>, name: &str) -> Result<T> {
    from_py(value, name, "an integer")
}

/// Reads an instant: ISO 8601 with an offset and at most three decimals, `2024-01-31T23:59:59.999Z`.
#[pyfunction]
#[pyo3(signature = (text: "str") -> "dt.datetime")]
pub(crate) fn parse_timestamp<'py>(text: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = text.py();
        let text = from_py::<String>(text, "text", "text")?;
        to_py(py, &text.parse::<Timestamp>()?)
    })
}

/// The `k`-th boundary, counted from the anchor, which is number 0; the day of the anchor is never lost.
#[pyfunction]
#[pyo3(signature = (cycle: "BillingCycle", k: "int") -> "dt.datetime")]
pub(crate) fn boundary<'py>(cycle: &Bound<'py, PyAny>, k: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = cycle.py();
        let cycle = self::cycle(cycle)?;
        let k = integer::<i32>(k, "k")?;
        to_py(py, &cycle.boundary(k)?)
    })
}

/// The period from boundary `k` to the next.
#[pyfunction]
#[pyo3(signature = (cycle: "BillingCycle", k: "int") -> "Period")]
pub(crate) fn period<'py>(cycle: &Bound<'py, PyAny>, k: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = cycle.py();
        let cycle = self::cycle(cycle)?;
        let k = integer::<i32>(k, "k")?;
        to_py(py, &cycle.period(k)?)
    })
}

/// The number of the period that `at` lies in.
#[pyfunction]
#[pyo3(signature = (cycle: "BillingCycle", at: "dt.datetime") -> "int")]
pub(crate) fn index_at<'py>(
    cycle: &Bound<'py, PyAny>,
    at: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = cycle.py();
        let cycle = self::cycle(cycle)?;
        let at = instant(at, "at")?;
        to_py(py, &cycle.index_at(at)?)
    })
}

/// The period that `at` lies in.
#[pyfunction]
#[pyo3(signature = (cycle: "BillingCycle", at: "dt.datetime") -> "Period")]
pub(crate) fn period_at<'py>(
    cycle: &Bound<'py, PyAny>,
    at: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = cycle.py();
        let cycle = self::cycle(cycle)?;
        let at = instant(at, "at")?;
        to_py(py, &cycle.period_at(at)?)
    })
}

/// The first boundary after `at`, or at it where the edge is inclusive.
#[pyfunction]
#[pyo3(signature = (cycle: "BillingCycle", at: "dt.datetime", edge: "Edge") -> "dt.datetime")]
pub(crate) fn next_boundary<'py>(
    cycle: &Bound<'py, PyAny>,
    at: &Bound<'py, PyAny>,
    edge: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = cycle.py();
        let cycle = self::cycle(cycle)?;
        let at = instant(at, "at")?;
        let edge = self::edge(edge)?;
        to_py(py, &cycle.next_boundary(at, edge)?)
    })
}

/// The last boundary before `at`, or at it where the edge is inclusive.
#[pyfunction]
#[pyo3(signature = (cycle: "BillingCycle", at: "dt.datetime", edge: "Edge") -> "dt.datetime")]
pub(crate) fn previous_boundary<'py>(
    cycle: &Bound<'py, PyAny>,
    at: &Bound<'py, PyAny>,
    edge: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = cycle.py();
        let cycle = self::cycle(cycle)?;
        let at = instant(at, "at")?;
        let edge = self::edge(edge)?;
        to_py(py, &cycle.previous_boundary(at, edge)?)
    })
}

/// The anchor that a `billing_cycle_anchor_config` of Stripe means, and the first full invoice.
#[pyfunction]
#[pyo3(signature = (config: "AnchorConfig", created: "dt.datetime", interval: "Interval") -> "ResolvedAnchor")]
pub(crate) fn anchor_from_config<'py>(
    config: &Bound<'py, PyAny>,
    created: &Bound<'py, PyAny>,
    interval: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = config.py();
        let config = from_py::<AnchorConfig>(config, "config", "an AnchorConfig")?;
        let created = instant(created, "created")?;
        let interval = self::interval(interval)?;
        to_py(py, &config.resolve(created, interval)?)
    })
}

/// How far a plan that bills by days of the calendar is billed on the day `target`.
#[pyfunction]
#[pyo3(signature = (cycle: "BillCycle", target: "dt.date") -> "BillThrough")]
pub(crate) fn bill_through<'py>(
    cycle: &Bound<'py, PyAny>,
    target: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = cycle.py();
        let cycle = from_py::<BillCycle>(cycle, "cycle", "a BillCycle")?;
        let target = self::date(target, "target")?;
        to_py(py, &cycle.bill_through(target)?)
    })
}

/// The first date on or after `start` that is the bill cycle day.
#[pyfunction]
#[pyo3(signature = (start: "dt.date", interval: "Interval", day: "int") -> "dt.date")]
pub(crate) fn first_cycle_date<'py>(
    start: &Bound<'py, PyAny>,
    interval: &Bound<'py, PyAny>,
    day: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = start.py();
        let start = self::date(start, "start")?;
        let interval = self::interval(interval)?;
        let day = integer::<u32>(day, "day")?;
        to_py(py, &calendar::first_cycle_date(start, interval, day)?)
    })
}

/// How many whole intervals lie between two dates.
#[pyfunction]
#[pyo3(signature = (start: "dt.date", end: "dt.date", interval: "Interval") -> "int")]
pub(crate) fn whole_periods<'py>(
    start: &Bound<'py, PyAny>,
    end: &Bound<'py, PyAny>,
    interval: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = start.py();
        let start = self::date(start, "start")?;
        let end = self::date(end, "end")?;
        let interval = self::interval(interval)?;
        to_py(py, &calendar::whole_periods(start, end, interval)?)
    })
}

/// Raises `calendar.interval_too_long` for an interval longer than Stripe allows.
#[pyfunction]
#[pyo3(signature = (interval: "Interval") -> "None")]
pub(crate) fn check_stripe_ceiling<'py>(interval: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = interval.py();
        let interval = self::interval(interval)?;
        to_py(py, &interval.check_stripe_ceiling()?)
    })
}

/// The instant a duration of ISO 8601 later; a month that is too short gives its last day.
#[pyfunction]
#[pyo3(signature = (at: "dt.datetime", duration: "str") -> "dt.datetime")]
pub(crate) fn add<'py>(at: &Bound<'py, PyAny>, duration: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = at.py();
        let at = instant(at, "at")?;
        let duration = from_py::<Duration>(duration, "duration", "a duration, such as `P1M`")?;
        to_py(py, &at.plus(duration)?)
    })
}

/// The date `times` intervals later, computed at once, so that no day is lost on the way.
#[pyfunction]
#[pyo3(signature = (date: "dt.date", interval: "Interval", times: "int") -> "dt.date")]
pub(crate) fn add_to_date<'py>(
    date: &Bound<'py, PyAny>,
    interval: &Bound<'py, PyAny>,
    times: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = date.py();
        let date = self::date(date, "date")?;
        let interval = self::interval(interval)?;
        let times = integer::<i32>(times, "times")?;
        to_py(py, &date.plus(interval, times)?)
    })
}

/// The fiscal year, quarter and month of a calendar month.
#[pyfunction]
#[pyo3(signature = (calendar: "FiscalCalendar", month: "str") -> "FiscalMonth")]
pub(crate) fn fiscal_month<'py>(
    calendar: &Bound<'py, PyAny>,
    month: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = calendar.py();
        let calendar = fiscal(calendar)?;
        let month = self::month(month, "month")?;
        to_py(py, &calendar.of(month)?)
    })
}

/// The months of a fiscal quarter.
#[pyfunction]
#[pyo3(signature = (calendar: "FiscalCalendar", year: "int", quarter: "int") -> "MonthRange")]
pub(crate) fn fiscal_quarter<'py>(
    calendar: &Bound<'py, PyAny>,
    year: &Bound<'py, PyAny>,
    quarter: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = calendar.py();
        let calendar = fiscal(calendar)?;
        let year = integer::<i32>(year, "year")?;
        let quarter = integer::<u32>(quarter, "quarter")?;
        to_py(py, &calendar.quarter(year, quarter)?)
    })
}

/// The months of a fiscal year.
#[pyfunction]
#[pyo3(signature = (calendar: "FiscalCalendar", year: "int") -> "MonthRange")]
pub(crate) fn fiscal_year<'py>(
    calendar: &Bound<'py, PyAny>,
    year: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = calendar.py();
        let calendar = fiscal(calendar)?;
        let year = integer::<i32>(year, "year")?;
        to_py(py, &calendar.year(year)?)
    })
}

/// The date on the calendar of the zone.
#[pyfunction]
#[pyo3(signature = (at: "dt.datetime", zone: "str") -> "dt.date")]
pub(crate) fn date_in_zone<'py>(
    at: &Bound<'py, PyAny>,
    zone: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = at.py();
        let at = instant(at, "at")?;
        let zone = self::zone(zone)?;
        to_py(py, &zone.date_of(at)?)
    })
}

/// The month on the calendar of the zone.
#[pyfunction]
#[pyo3(signature = (at: "dt.datetime", zone: "str") -> "str")]
pub(crate) fn month_in_zone<'py>(
    at: &Bound<'py, PyAny>,
    zone: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = at.py();
        let at = instant(at, "at")?;
        let zone = self::zone(zone)?;
        to_py(py, &zone.month_of(at)?)
    })
}

/// The instants between which it is `date` in the zone.
#[pyfunction]
#[pyo3(signature = (date: "dt.date", zone: "str") -> "Period")]
pub(crate) fn day_bounds<'py>(
    date: &Bound<'py, PyAny>,
    zone: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = date.py();
        let date = self::date(date, "date")?;
        let zone = self::zone(zone)?;
        to_py(py, &zone.day(date)?)
    })
}

/// The instants between which it is `month` in the zone, across daylight saving.
#[pyfunction]
#[pyo3(signature = (month: "str", zone: "str") -> "Period")]
pub(crate) fn month_bounds<'py>(
    month: &Bound<'py, PyAny>,
    zone: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = month.py();
        let month = self::month(month, "month")?;
        let zone = self::zone(zone)?;
        to_py(py, &zone.month(month)?)
    })
}

/// How many days the month has.
#[pyfunction]
#[pyo3(signature = (month: "str") -> "int")]
pub(crate) fn month_days<'py>(month: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = month.py();
        let month = self::month(month, "month")?;
        to_py(py, &month.days())
    })
}

/// The first day of the month.
#[pyfunction]
#[pyo3(signature = (month: "str") -> "dt.date")]
pub(crate) fn first_day<'py>(month: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = month.py();
        let month = self::month(month, "month")?;
        to_py(py, &month.first_day())
    })
}

/// The last day of the month.
#[pyfunction]
#[pyo3(signature = (month: "str") -> "dt.date")]
pub(crate) fn last_day<'py>(month: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = month.py();
        let month = self::month(month, "month")?;
        to_py(py, &month.last_day())
    })
}

/// The day of the month, or its last where it has fewer.
#[pyfunction]
#[pyo3(signature = (month: "str", day: "int") -> "dt.date")]
pub(crate) fn date_on<'py>(
    month: &Bound<'py, PyAny>,
    day: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = month.py();
        let month = self::month(month, "month")?;
        let day = integer::<u32>(day, "day")?;
        to_py(py, &month.date_on(day)?)
    })
}

/// The month so many months later, or earlier.
#[pyfunction]
#[pyo3(signature = (month: "str", months: "int") -> "str")]
pub(crate) fn add_months<'py>(
    month: &Bound<'py, PyAny>,
    months: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = month.py();
        let month = self::month(month, "month")?;
        let months = integer::<i32>(months, "months")?;
        to_py(py, &month.plus(months)?)
    })
}

/// How many months from `month` to `other`.
#[pyfunction]
#[pyo3(signature = (month: "str", other: "str") -> "int")]
pub(crate) fn months_between<'py>(
    month: &Bound<'py, PyAny>,
    other: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = month.py();
        let month = self::month(month, "month")?;
        let other = self::month(other, "other")?;
        to_py(py, &month.months_until(other))
    })
}

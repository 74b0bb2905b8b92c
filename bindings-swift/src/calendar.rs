//! Billing cycles, periods and fiscal years: the methods of the calendar's records.

use prorata::{
    Date as CivilDate, Month, Timestamp,
    calendar::{
        self, BillThrough, Edge, FiscalMonth, Interval, IntervalUnit, MonthRange, Period, ResolvedAnchor,
    },
};

use crate::{
    guard::{Result, guard},
    methods::{
        AnchorConfigMethods, BillCycleMethods, BillingCycleMethods, FiscalCalendarMethods, IntervalMethods,
        PeriodMethods,
    },
};

#[uniffi::export(name = "BillingCycle")]
impl BillingCycleMethods {
    /// The k-th boundary, computed from the anchor; 0 is the anchor itself.
    ///
    /// Errors: `calendar.invalid_interval`, `calendar.out_of_range`.
    pub(crate) fn boundary(&self, k: i32) -> Result<Timestamp> {
        guard(|| self.0.boundary(k))
    }

    /// The period from the k-th boundary to the next.
    ///
    /// Errors: as `boundary`.
    pub(crate) fn period(&self, k: i32) -> Result<Period> {
        guard(|| self.0.period(k))
    }

    /// Which period contains the instant.
    ///
    /// Errors: as `boundary`.
    pub(crate) fn index_at(&self, at: Timestamp) -> Result<i32> {
        guard(|| self.0.index_at(at))
    }

    /// The period that contains the instant.
    ///
    /// Errors: as `boundary`.
    pub(crate) fn period_at(&self, at: Timestamp) -> Result<Period> {
        guard(|| self.0.period_at(at))
    }

    /// The first boundary after the instant, or at it where the edge is inclusive.
    ///
    /// Errors: as `boundary`.
    pub(crate) fn next_boundary(&self, at: Timestamp, edge: Edge) -> Result<Timestamp> {
        guard(|| self.0.next_boundary(at, edge))
    }

    /// The last boundary before the instant, or at it where the edge is inclusive.
    ///
    /// Errors: as `boundary`.
    pub(crate) fn previous_boundary(&self, at: Timestamp, edge: Edge) -> Result<Timestamp> {
        guard(|| self.0.previous_boundary(at, edge))
    }
}

#[uniffi::export(name = "AnchorConfig")]
impl AnchorConfigMethods {
    /// What the configuration comes to for a subscription that is created at an instant.
    ///
    /// Errors: `calendar.invalid_anchor_config`, `calendar.anchor_config_interval`, `calendar.out_of_range`.
    pub(crate) fn resolve(&self, created: Timestamp, interval: Interval) -> Result<ResolvedAnchor> {
        guard(|| self.0.resolve(created, interval))
    }
}

#[uniffi::export(name = "BillCycle")]
impl BillCycleMethods {
    /// How far the plan is billed when invoices are made on the date.
    ///
    /// Errors: `calendar.invalid_day_of_month`, `calendar.invalid_interval`, `calendar.out_of_range`.
    pub(crate) fn bill_through(&self, target: CivilDate) -> Result<BillThrough> {
        guard(|| self.0.bill_through(target))
    }
}

#[uniffi::export(name = "Interval")]
impl IntervalMethods {
    /// Refuses what Stripe refuses: more than three years.
    ///
    /// Errors: `calendar.interval_too_long`, `calendar.invalid_interval`.
    pub(crate) fn check_stripe_ceiling(&self) -> Result<()> {
        guard(|| self.0.check_stripe_ceiling())
    }
}

#[uniffi::export(name = "Period")]
impl PeriodMethods {
    /// True when no instant belongs to the period.
    pub(crate) fn is_empty(&self) -> Result<bool> {
        guard(|| Ok(self.0.is_empty()))
    }

    /// True for an instant from the start on and before the end.
    pub(crate) fn contains(&self, at: Timestamp) -> Result<bool> {
        guard(|| Ok(self.0.contains(at)))
    }

    /// The length in milliseconds.
    pub(crate) fn millis(&self) -> Result<i64> {
        guard(|| Ok(self.0.millis()))
    }

    /// The length in seconds, in which Stripe prorates.
    ///
    /// Errors: `calendar.not_whole_seconds`.
    pub(crate) fn seconds(&self) -> Result<i64> {
        guard(|| self.0.seconds())
    }

    /// True when an instant belongs to both.
    pub(crate) fn overlaps(&self, other: Period) -> Result<bool> {
        guard(|| Ok(self.0.overlaps(other)))
    }

    /// What belongs to both, if anything does.
    pub(crate) fn intersection(&self, other: Period) -> Result<Option<Period>> {
        guard(|| Ok(self.0.intersection(other)))
    }

    /// The part before the instant.
    ///
    /// Errors: `calendar.split_outside`.
    pub(crate) fn until(&self, at: Timestamp) -> Result<Period> {
        guard(|| self.0.until(at))
    }

    /// The part from the instant on.
    ///
    /// Errors: `calendar.split_outside`.
    pub(crate) fn since(&self, at: Timestamp) -> Result<Period> {
        guard(|| self.0.since(at))
    }
}

#[uniffi::export(name = "FiscalCalendar")]
impl FiscalCalendarMethods {
    /// The fiscal year, quarter and month of a calendar month.
    ///
    /// Errors: `calendar.invalid_fiscal`.
    pub(crate) fn of(&self, month: Month) -> Result<FiscalMonth> {
        guard(|| self.0.of(month))
    }

    /// The months of a fiscal year.
    ///
    /// Errors: `calendar.invalid_fiscal`, `calendar.out_of_range`.
    pub(crate) fn year(&self, year: i32) -> Result<MonthRange> {
        guard(|| self.0.year(year))
    }

    /// The months of a fiscal quarter, 1 to 4.
    ///
    /// Errors: `calendar.invalid_fiscal`, `calendar.out_of_range`.
    pub(crate) fn quarter(&self, year: i32, quarter: u32) -> Result<MonthRange> {
        guard(|| self.0.quarter(year, quarter))
    }
}

/// A checked interval.
///
/// Errors: `calendar.invalid_interval` for a count of 0.
#[uniffi::export]
pub(crate) fn interval_new(unit: IntervalUnit, count: u32) -> Result<Interval> {
    guard(|| Interval::new(unit, count))
}

/// A checked period.
///
/// Errors: `calendar.invalid_period` when it ends before it starts.
#[uniffi::export]
pub(crate) fn period_new(start: Timestamp, end: Timestamp) -> Result<Period> {
    guard(|| Period::new(start, end))
}

/// How many whole intervals lie between two dates.
///
/// Errors: `calendar.invalid_period`, `calendar.invalid_interval`, `calendar.out_of_range`.
#[uniffi::export]
pub(crate) fn whole_periods(start: CivilDate, end: CivilDate, interval: Interval) -> Result<i32> {
    guard(|| calendar::whole_periods(start, end, interval))
}

/// The first cycle date on or after `start` of a plan that is billed on a day of the month.
///
/// Errors: `calendar.invalid_day_of_month`, `calendar.invalid_interval`, `calendar.out_of_range`.
#[uniffi::export]
pub(crate) fn first_cycle_date(start: CivilDate, interval: Interval, day: u32) -> Result<CivilDate> {
    guard(|| calendar::first_cycle_date(start, interval, day))
}

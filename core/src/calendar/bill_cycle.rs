//! Plans that are billed on a day of the month, in civil dates: Kill Bill's bill cycle day.

use serde::{Deserialize, Serialize};

use super::{Date, Grid, Interval, interval::Step};
use crate::Result;

/// The first cycle date on or after `start` of a plan that is billed on a day of the month.
///
/// With a monthly or yearly interval it is the day in the month of `start`, clamped to its end; where that
/// is before `start`, one whole interval later. An interval in days or weeks ignores the day: its cycle
/// begins at `start`.
///
/// # Errors
/// `calendar.invalid_day_of_month` when `day` is not 1 to 31; `calendar.invalid_interval` for a count of 0;
/// `calendar.out_of_range` outside the years 0001 to 9999.
///
/// Source: Kill Bill, `TestInvoiceDateUtils` and `TestBillingIntervalDetail`; Meteroid agrees.
///
/// ```
/// use prorata::calendar::{self, Interval};
///
/// let first = calendar::first_cycle_date("2012-01-31".parse()?, Interval::MONTH, 30)?;
/// assert_eq!(first.to_string(), "2012-02-29");
/// # Ok::<(), prorata::Error>(())
/// ```
pub fn first_cycle_date(start: Date, interval: Interval, day: u32) -> Result<Date> {
    let aligned = start.month().date_on(day)?;
    match interval.step()? {
        Step::Days(_) => Ok(start),
        Step::Months(_) if aligned >= start => Ok(aligned),
        Step::Months(_) => Grid::on_day(aligned, day, interval)?.date(1),
    }
}

/// When a plan is billed for a period: before it or after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillTiming {
    /// At the start of each period, as subscriptions are.
    InAdvance,
    /// At the end of each period, as usage is.
    InArrears,
}

/// A plan billed by civil dates on a day of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillCycle {
    /// The first day of service.
    pub start: Date,
    /// The day after the last day of service; none while it runs.
    #[serde(default)]
    pub end: Option<Date>,
    /// The billing interval.
    pub interval: Interval,
    /// The day of the month, 1 to 31, for a monthly or yearly interval.
    pub day: u32,
    /// Before or after each period.
    pub mode: BillTiming,
}

/// How far a [`BillCycle`] is billed when invoices are made on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BillThrough {
    /// The first cycle date on or after the start.
    pub first_cycle_date: Date,
    /// The last cycle date that is billed through; none before the first.
    pub last_cycle_date: Option<Date>,
    /// The cycle date after that one.
    pub next_cycle_date: Date,
    /// Service before this date is billed; none when nothing is due yet.
    pub billed_through: Option<Date>,
    /// Whether there is something to bill.
    pub billable: bool,
}

impl BillCycle {
    /// How far the plan is billed when invoices are made on `target`.
    ///
    /// In advance: through the first cycle date after `target`, or the end if that is earlier. In arrears:
    /// nothing before the first cycle date, then through the last cycle date that is not after `target`, or
    /// the end if that has been reached; a plan that ends on `target` is billed through it at once.
    ///
    /// # Errors
    /// As [`first_cycle_date`].
    ///
    /// Source: Kill Bill, `TestBillingIntervalDetail` and `TestInArrearBillingIntervalDetail`.
    ///
    /// ```
    /// use prorata::calendar::{BillCycle, BillTiming, Interval};
    ///
    /// let plan = BillCycle {
    ///     start: "2012-04-30".parse()?,
    ///     end: None,
    ///     interval: Interval::MONTH,
    ///     day: 31,
    ///     mode: BillTiming::InAdvance,
    /// };
    /// let billed = plan.bill_through("2012-04-30".parse()?)?;
    /// assert_eq!(billed.billed_through, Some("2012-05-31".parse()?));
    /// # Ok::<(), prorata::Error>(())
    /// ```
    pub fn bill_through(self, target: Date) -> Result<BillThrough> {
        let first = first_cycle_date(self.start, self.interval, self.day)?;
        let day = match self.interval.step()? {
            Step::Days(_) => first.day(),
            Step::Months(_) => self.day,
        };
        let cycles = Grid::on_day(first, day, self.interval)?;
        let billed_through = match self.mode {
            BillTiming::InAdvance => {
                let next = if target < first { first } else { next_after(cycles, target)? };
                Some(self.end.map_or(next, |end| end.min(next)))
            }
            BillTiming::InArrears => self.in_arrears(cycles, first, target)?,
        };
        let last_cycle_date = match billed_through {
            Some(through) if through >= first => Some(cycles.date(cycles.index(through)?)?),
            Some(_) | None => None,
        };
        let next_cycle_date = last_cycle_date.map_or(Ok(first), |last| next_after(cycles, last))?;
        let billable = billed_through.is_some() && self.end.is_none_or(|end| end > self.start);
        Ok(BillThrough {
            first_cycle_date: first,
            last_cycle_date,
            next_cycle_date,
            billed_through,
            billable,
        })
    }

    fn in_arrears(self, cycles: Grid, first: Date, target: Date) -> Result<Option<Date>> {
        if self.end == Some(target) {
            return Ok(self.end);
        }
        if target < first {
            return Ok(None);
        }
        match self.end.filter(|end| *end <= target) {
            Some(end) => Ok(Some(end)),
            None => cycles.date(cycles.index(target)?).map(Some),
        }
    }
}

/// The first cycle date after `date`.
fn next_after(cycles: Grid, date: Date) -> Result<Date> {
    // An index lies within the days of the calendar, so adding one never saturates.
    cycles.date(cycles.index(date)?.saturating_add(1))
}

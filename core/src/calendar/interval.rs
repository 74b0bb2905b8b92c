//! How often something recurs: every so many days, weeks, months or years.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{CalendarError, Date, Grid};
use crate::Result;

/// The unit of an [`Interval`]; Stripe's `recurring.interval`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntervalUnit {
    /// 24 hours: billing runs in UTC, where every day has them.
    Day,
    /// Seven days.
    Week,
    /// A calendar month.
    Month,
    /// Twelve calendar months.
    Year,
}

/// A recurring interval, such as every 3 months; Stripe's `interval` and `interval_count`.
///
/// Its text is ISO 8601, `P3M`. A count of 0 is refused with `calendar.invalid_interval` wherever the
/// interval is used.
///
/// ```
/// use prorata::{Interval, IntervalUnit};
///
/// let quarter: Interval = "P3M".parse()?;
/// assert_eq!(quarter, Interval { unit: IntervalUnit::Month, count: 3 });
/// assert_eq!(quarter.to_string(), "P3M");
/// # Ok::<(), prorata::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interval {
    /// The unit.
    pub unit: IntervalUnit,
    /// How many units, at least 1.
    pub count: u32,
}

/// An interval in the only two measures that never convert into one another.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Days(i64),
    Months(i64),
}

impl Interval {
    /// Every day.
    pub const DAY: Self = Self { unit: IntervalUnit::Day, count: 1 };
    /// Every week.
    pub const WEEK: Self = Self { unit: IntervalUnit::Week, count: 1 };
    /// Every month.
    pub const MONTH: Self = Self { unit: IntervalUnit::Month, count: 1 };
    /// Every year.
    pub const YEAR: Self = Self { unit: IntervalUnit::Year, count: 1 };

    /// The interval of a unit and a count of at least 1.
    ///
    /// # Errors
    /// `calendar.invalid_interval` for a count of 0.
    pub fn new(unit: IntervalUnit, count: u32) -> Result<Self> {
        let interval = Self { unit, count };
        interval.step().map(|_| interval)
    }

    /// Checks the ceiling that Stripe sets on a price's interval: 3 years, 36 months, 156 weeks or 1095
    /// days. It is a check of its own, since other contracts run longer.
    ///
    /// # Errors
    /// `calendar.interval_too_long` above the ceiling; `calendar.invalid_interval` for a count of 0.
    ///
    /// Source: Stripe's API reference, `Price.recurring.interval_count`, "maximum of three years interval
    /// allowed (3 years, 36 months, or 156 weeks)"; three years of days are 1095.
    pub fn check_stripe_ceiling(self) -> Result<()> {
        let ceiling = match self.unit {
            IntervalUnit::Day => 1095,
            IntervalUnit::Week => 156,
            IntervalUnit::Month => 36,
            IntervalUnit::Year => 3,
        };
        self.step()?;
        if self.count <= ceiling {
            Ok(())
        } else {
            Err(CalendarError::IntervalTooLong { interval: self.to_string() }.into())
        }
    }

    /// Whether `other` is a whole number of these: 12 months are a year, 7 days a week; weeks never make
    /// months.
    pub(crate) fn divides(self, other: Self) -> Result<bool> {
        let whole = |one: i64, many: i64| many.checked_rem(one) == Some(0);
        Ok(match (self.step()?, other.step()?) {
            (Step::Days(one), Step::Days(many)) | (Step::Months(one), Step::Months(many)) => whole(one, many),
            (Step::Days(_), Step::Months(_)) | (Step::Months(_), Step::Days(_)) => false,
        })
    }

    /// Whether `other` is as long, also in other units.
    pub(crate) fn equals(self, other: Self) -> Result<bool> {
        Ok(self.divides(other)? && other.divides(self)?)
    }

    pub(super) fn step(self) -> Result<Step> {
        if self.count == 0 {
            return Err(CalendarError::InvalidInterval { text: self.to_string() }.into());
        }
        // A `u32` times 12 always fits.
        let times = |factor: i64| i64::from(self.count).checked_mul(factor).unwrap_or(i64::MAX);
        Ok(match self.unit {
            IntervalUnit::Day => Step::Days(times(1)),
            IntervalUnit::Week => Step::Days(times(7)),
            IntervalUnit::Month => Step::Months(times(1)),
            IntervalUnit::Year => Step::Months(times(12)),
        })
    }
}

/// How many whole intervals fit between two dates: the largest n with `start + n × interval <= end`.
///
/// # Errors
/// `calendar.invalid_period` when `end` is before `start`; `calendar.invalid_interval` for a count of 0.
///
/// ```
/// use prorata::{Interval, calendar};
///
/// let (start, end) = ("2012-07-16".parse()?, "2012-09-15".parse()?);
/// assert_eq!(calendar::whole_periods(start, end, Interval::MONTH)?, 1);
/// assert_eq!(calendar::whole_periods(start, end, "P30D".parse()?)?, 2);
/// # Ok::<(), prorata::Error>(())
/// ```
pub fn whole_periods(start: Date, end: Date, interval: Interval) -> Result<i32> {
    if end < start {
        return Err(CalendarError::InvalidPeriod { start: start.to_string(), end: end.to_string() }.into());
    }
    Grid::from(start, interval)?.index(end)
}

impl FromStr for Interval {
    type Err = crate::Error;

    /// Reads one unit of ISO 8601: `P1M`, `P2W`, `P1Y`, `P30D`.
    ///
    /// # Errors
    /// `calendar.invalid_interval` for any other text, and for a count of 0.
    fn from_str(text: &str) -> Result<Self> {
        let invalid = || CalendarError::InvalidInterval { text: text.to_owned() };
        let body = text.strip_prefix('P').ok_or_else(invalid)?;
        let units = [
            ('D', IntervalUnit::Day),
            ('W', IntervalUnit::Week),
            ('M', IntervalUnit::Month),
            ('Y', IntervalUnit::Year),
        ];
        let found = units.iter().find_map(|(letter, unit)| Some((body.strip_suffix(*letter)?, *unit)));
        let (count, unit) = found.ok_or_else(invalid)?;
        match count.parse::<u32>() {
            Ok(number) if number > 0 && count.bytes().all(|byte| byte.is_ascii_digit()) => {
                Ok(Self { unit, count: number })
            }
            _ => Err(invalid().into()),
        }
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = match self.unit {
            IntervalUnit::Day => 'D',
            IntervalUnit::Week => 'W',
            IntervalUnit::Month => 'M',
            IntervalUnit::Year => 'Y',
        };
        write!(f, "P{}{letter}", self.count)
    }
}

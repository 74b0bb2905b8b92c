//! A civil date: a day on the calendar, in no particular zone.

use std::{fmt, str::FromStr};

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::{CalendarError, Duration, Grid, Interval, Month, digits, text_scalar};
use crate::Result;

/// A civil date, such as `2024-02-29`, in no particular zone.
///
/// A [`Zone`](super::Zone) turns it into instants. Its text is its JSON form in every language.
///
/// ```
/// use prorata::Date;
///
/// let leap: Date = "2024-02-29".parse()?;
/// assert_eq!(leap.plus_days(366)?, Date::from_ymd(2025, 3, 1)?);
/// assert_eq!("2023-02-29".parse::<Date>().unwrap_err().code(), "calendar.invalid_date");
/// # Ok::<(), prorata::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

text_scalar!(Date, "a date");

impl Date {
    /// The day of a year (1 to 9999), month (1 to 12) and day of month (from 1).
    ///
    /// # Errors
    /// `calendar.invalid_date` for a day that does not exist; `calendar.out_of_range` outside the years
    /// 0001 to 9999.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Result<Self> {
        let text = || format!("{year:04}-{month:02}-{day:02}");
        if !(1..=9999).contains(&year) {
            return Err(CalendarError::OutOfRange { value: text() }.into());
        }
        let date = NaiveDate::from_ymd_opt(year, month, day);
        date.map(Self).ok_or_else(|| CalendarError::InvalidDate { text: text() }.into())
    }

    /// The year, 1 to 9999.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month of the year, 1 to 12; [`month`](Self::month) is the calendar month itself.
    pub fn month_of_year(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// The calendar month that the date lies in.
    pub fn month(self) -> Month {
        Month::containing(self.0)
    }

    /// The date `days` days later, or earlier when negative.
    ///
    /// # Errors
    /// `calendar.out_of_range` outside the years 0001 to 9999.
    pub fn plus_days(self, days: i32) -> Result<Self> {
        self.moved_by(i64::from(days))
    }

    /// The date `times` intervals later, or earlier when negative, computed from this date: a day that the
    /// month lacks becomes its last day.
    ///
    /// # Errors
    /// `calendar.invalid_interval` for a count of 0; `calendar.out_of_range` outside the years 0001 to 9999.
    ///
    /// ```
    /// use prorata::{Date, Interval};
    ///
    /// let start: Date = "2024-01-31".parse()?;
    /// assert_eq!(start.plus(Interval::MONTH, 1)?.to_string(), "2024-02-29");
    /// assert_eq!(start.plus(Interval::MONTH, 2)?.to_string(), "2024-03-31");
    /// assert_eq!(start.plus(Interval::WEEK, -1)?.to_string(), "2024-01-24");
    /// # Ok::<(), prorata::Error>(())
    /// ```
    pub fn plus(self, interval: Interval, times: i32) -> Result<Self> {
        Grid::from(self, interval)?.date(times)
    }

    /// Days from this date to another; negative when the other is earlier.
    pub fn days_until(self, other: Self) -> i32 {
        // Two dates of the years 0001 to 9999 are at most 3,652,058 days apart.
        i32::try_from(self.days_between(other)).unwrap_or_default()
    }

    pub(super) fn days_between(self, other: Self) -> i64 {
        other.0.signed_duration_since(self.0).num_days()
    }

    pub(super) fn moved_by(self, days: i64) -> Result<Self> {
        let moved = TimeDelta::try_days(days).and_then(|delta| self.0.checked_add_signed(delta));
        let moved = moved.filter(|date| (1..=9999).contains(&date.year()));
        moved
            .map(Self)
            .ok_or_else(|| CalendarError::OutOfRange { value: format!("{self} + {days} days") }.into())
    }

    /// The calendar part of ISO 8601 addition: months, clamped, and then days.
    pub(super) fn plus_duration_days(self, duration: Duration) -> Result<Self> {
        let month = self.month().moved_by(duration.calendar_months())?;
        month.date_on(self.day())?.moved_by(duration.calendar_days())
    }

    /// From a `chrono` date of any year.
    pub(super) fn from_chrono(date: NaiveDate) -> Result<Self> {
        Self::from_ymd(date.year(), date.month(), date.day())
    }

    /// From a `chrono` date that is known to lie in the years 0001 to 9999.
    pub(super) fn from_chrono_in_range(date: NaiveDate) -> Self {
        Self(date)
    }

    pub(super) fn to_chrono(self) -> NaiveDate {
        self.0
    }
}

impl FromStr for Date {
    type Err = crate::Error;

    /// Reads `2024-02-29`: four, two and two digits, and nothing else.
    ///
    /// # Errors
    /// `calendar.invalid_date` for any other text and for a day that does not exist;
    /// `calendar.out_of_range` for the year 0000.
    fn from_str(text: &str) -> Result<Self> {
        let mut parts = text.split('-');
        let fields = (parts.next(), parts.next(), parts.next(), parts.next());
        let (Some(year), Some(month), Some(day), None) = fields else {
            return Err(CalendarError::InvalidDate { text: text.to_owned() }.into());
        };
        match (digits(year, 4), digits(month, 2), digits(day, 2)) {
            (Some(year), Some(month), Some(day)) => {
                Self::from_ymd(i32::try_from(year).unwrap_or_default(), month, day)
            }
            _ => Err(CalendarError::InvalidDate { text: text.to_owned() }.into()),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month_of_year(), self.day())
    }
}

//! A calendar month of a year.

use std::{fmt, str::FromStr};

use chrono::{Datelike, Months, NaiveDate};

use super::{CalendarError, Date, digits, text_scalar};
use crate::Result;

/// A month of a year, such as `2024-02`, in no particular zone.
///
/// Months are ordered, and [`Zone::month`](super::Zone::month) gives their bounds as instants. The text is
/// the JSON form in every language.
///
/// ```
/// use prorata::Month;
///
/// let month: Month = "2024-02".parse()?;
/// assert_eq!(month.days(), 29);
/// assert_eq!(month.last_day().to_string(), "2024-02-29");
/// assert_eq!(month.plus(-2)?.to_string(), "2023-12");
/// # Ok::<(), prorata::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first: NaiveDate,
}

text_scalar!(Month, "a month");

impl Month {
    /// The month of a year (1 to 9999) and month of the year (1 to 12).
    ///
    /// # Errors
    /// `calendar.invalid_month` for a month that is not 1 to 12; `calendar.out_of_range` outside the years
    /// 0001 to 9999.
    pub fn new(year: i32, month: u32) -> Result<Self> {
        let text = || format!("{year:04}-{month:02}");
        if !(1..=9999).contains(&year) {
            return Err(CalendarError::OutOfRange { value: text() }.into());
        }
        let first = NaiveDate::from_ymd_opt(year, month, 1);
        Ok(Self { first: first.ok_or_else(|| CalendarError::InvalidMonth { text: text() })? })
    }

    /// The year, 1 to 9999.
    pub fn year(self) -> i32 {
        self.first.year()
    }

    /// The month of the year, 1 to 12.
    pub fn month_of_year(self) -> u32 {
        self.first.month()
    }

    /// The number of days, 28 to 31.
    pub fn days(self) -> u32 {
        u32::from(self.first.num_days_in_month())
    }

    /// The first day.
    pub fn first_day(self) -> Date {
        Date::from_chrono_in_range(self.first)
    }

    /// The last day: 28 to 31.
    pub fn last_day(self) -> Date {
        self.clamped_day(31)
    }

    /// The date of a day of this month; the month's last day where it has no such day.
    ///
    /// This is how a bill-cycle day becomes a date: day 31 is the last day of every month.
    ///
    /// # Errors
    /// `calendar.invalid_day_of_month` when `day` is not 1 to 31.
    pub fn date_on(self, day: u32) -> Result<Date> {
        if (1..=31).contains(&day) {
            Ok(self.clamped_day(day))
        } else {
            Err(CalendarError::InvalidDayOfMonth { day }.into())
        }
    }

    /// The month after this one.
    ///
    /// # Errors
    /// `calendar.out_of_range` after 9999-12.
    pub fn next(self) -> Result<Self> {
        self.plus(1)
    }

    /// The month before this one.
    ///
    /// # Errors
    /// `calendar.out_of_range` before 0001-01.
    pub fn previous(self) -> Result<Self> {
        self.plus(-1)
    }

    /// The month `months` months later, or earlier when negative.
    ///
    /// # Errors
    /// `calendar.out_of_range` outside the years 0001 to 9999.
    pub fn plus(self, months: i32) -> Result<Self> {
        self.moved_by(i64::from(months))
    }

    /// Months from this one to another; negative when the other is earlier.
    pub fn months_until(self, other: Self) -> i32 {
        // At most 119,987 in the years 0001 to 9999.
        i32::try_from(self.months_between(other)).unwrap_or_default()
    }

    #[expect(clippy::arithmetic_side_effects, reason = "years 1 to 9999 and months 1 to 12")]
    pub(super) fn months_between(self, other: Self) -> i64 {
        let index = |month: Self| i64::from(month.year()) * 12 + i64::from(month.month_of_year());
        index(other) - index(self)
    }

    pub(super) fn moved_by(self, months: i64) -> Result<Self> {
        let moved = u32::try_from(months.unsigned_abs()).ok().and_then(|distance| {
            let distance = Months::new(distance);
            match months {
                0.. => self.first.checked_add_months(distance),
                _ => self.first.checked_sub_months(distance),
            }
        });
        let moved = moved.filter(|first| (1..=9999).contains(&first.year())).map(|first| Self { first });
        moved.ok_or_else(|| CalendarError::OutOfRange { value: format!("{self} + {months} months") }.into())
    }

    pub(super) fn containing(date: NaiveDate) -> Self {
        Self { first: date.with_day(1).unwrap_or(date) }
    }

    fn clamped_day(self, day: u32) -> Date {
        let date = self.first.with_day(day.min(self.days()));
        Date::from_chrono_in_range(date.unwrap_or(self.first))
    }
}

impl FromStr for Month {
    type Err = crate::Error;

    /// Reads `2024-02`: four and two digits, and nothing else.
    ///
    /// # Errors
    /// `calendar.invalid_month` for any other text; `calendar.out_of_range` for the year 0000.
    fn from_str(text: &str) -> Result<Self> {
        let fields = text.split_once('-').map(|(year, month)| (digits(year, 4), digits(month, 2)));
        match fields {
            Some((Some(year), Some(month))) => Self::new(i32::try_from(year).unwrap_or_default(), month),
            _ => Err(CalendarError::InvalidMonth { text: text.to_owned() }.into()),
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month_of_year())
    }
}

//! Time zones, for reporting: the instants at which days and months begin where a business is.

use std::{fmt, str::FromStr};

use chrono::{MappedLocalTime, NaiveTime, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};

use super::{CalendarError, Date, Month, Period, Timestamp, text_scalar};
use crate::Result;

/// An IANA time zone, such as `America/New_York`; its text is its JSON form in every language.
///
/// A day begins the first time that the local clock shows its midnight, and from then on every instant
/// belongs to it until the next day begins. Hence, where the clock is changed at midnight:
///
/// - a midnight that happens twice (clocks go back across it) counts the first time;
/// - a midnight that does not happen (clocks go forward across it) gives way to the first instant after
///   the gap;
/// - a date that the zone skips altogether (Samoa, 2011-12-30) is empty;
/// - a reporting day never comes back, even where the local clock shows the previous date once more.
///
/// So days and months always abut, and [`date_of`](Self::date_of) agrees with [`day`](Self::day).
/// Daylight saving rules are those of the IANA database in `chrono-tz`, which states them up to 2099.
///
/// ```
/// use prorata::{Month, Zone};
///
/// let new_york: Zone = "America/New_York".parse()?;
/// let march = new_york.month("2024-03".parse()?)?;
/// assert_eq!(march.start.to_string(), "2024-03-01T05:00:00.000Z"); // winter, UTC-5
/// assert_eq!(march.end.to_string(), "2024-04-01T04:00:00.000Z"); // summer, UTC-4
/// # Ok::<(), prorata::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

text_scalar!(Zone, "a time zone");

impl Zone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self(Tz::UTC);

    /// The date, in this zone, of an instant.
    ///
    /// # Errors
    /// `calendar.out_of_range` where the local date leaves the years 0001 to 9999.
    pub fn date_of(self, at: Timestamp) -> Result<Date> {
        let local = self.0.from_utc_datetime(&at.to_chrono().naive_utc()).date_naive();
        let date = Date::from_chrono(local)?;
        // After clocks went back across midnight the clock shows the old date, but its next day has begun.
        match date.plus_days(1) {
            Ok(next) if self.day_start(next)? <= at => Ok(next),
            Ok(_) | Err(_) => Ok(date),
        }
    }

    /// The month, in this zone, of an instant.
    ///
    /// # Errors
    /// `calendar.out_of_range` where the local date leaves the years 0001 to 9999.
    pub fn month_of(self, at: Timestamp) -> Result<Month> {
        self.date_of(at).map(Date::month)
    }

    /// The instant at which a date begins in this zone.
    ///
    /// # Errors
    /// `calendar.out_of_range` when that instant lies outside the years 0001 to 9999 in UTC.
    pub fn day_start(self, date: Date) -> Result<Timestamp> {
        let midnight = date.to_chrono().and_time(NaiveTime::MIN);
        let start = match self.0.from_local_datetime(&midnight) {
            MappedLocalTime::Single(start) | MappedLocalTime::Ambiguous(start, _) => Some(start),
            MappedLocalTime::None => GapInfo::new(&midnight, &self.0).and_then(|gap| gap.end),
        };
        let out_of_range = || CalendarError::OutOfRange { value: format!("{date} in {self}") };
        Timestamp::from_millis(start.ok_or_else(out_of_range)?.with_timezone(&Utc).timestamp_millis())
    }

    /// The instant at which a month begins in this zone.
    ///
    /// # Errors
    /// `calendar.out_of_range` when that instant lies outside the years 0001 to 9999 in UTC.
    pub fn month_start(self, month: Month) -> Result<Timestamp> {
        self.day_start(month.first_day())
    }

    /// A date as a period of instants: 23, 24 or 25 hours in most zones.
    ///
    /// # Errors
    /// `calendar.out_of_range` when a bound lies outside the years 0001 to 9999.
    pub fn day(self, date: Date) -> Result<Period> {
        Period::new(self.day_start(date)?, self.day_start(date.plus_days(1)?)?)
    }

    /// A month as a period of instants: it ends when it ends in this zone.
    ///
    /// # Errors
    /// `calendar.out_of_range` when a bound lies outside the years 0001 to 9999.
    pub fn month(self, month: Month) -> Result<Period> {
        Period::new(self.month_start(month)?, self.month_start(month.next()?)?)
    }

    /// The bounds of `months` consecutive months: one instant more than months, each both the end of a
    /// month and the start of the next. Months of many instants are then found by bisection.
    ///
    /// # Errors
    /// `calendar.out_of_range` when a bound lies outside the years 0001 to 9999.
    ///
    /// ```
    /// use prorata::Zone;
    ///
    /// let quarter = Zone::UTC.month_bounds("2024-01".parse()?, 3)?;
    /// assert_eq!(quarter.len(), 4);
    /// assert_eq!(quarter[3].to_string(), "2024-04-01T00:00:00.000Z");
    /// # Ok::<(), prorata::Error>(())
    /// ```
    pub fn month_bounds(self, first: Month, months: u32) -> Result<Vec<Timestamp>> {
        (0..=i64::from(months)).map(|offset| self.month_start(first.moved_by(offset)?)).collect()
    }
}

impl FromStr for Zone {
    type Err = crate::Error;

    /// Reads an IANA name, in its exact spelling.
    ///
    /// # Errors
    /// `calendar.unknown_zone` for any other text.
    fn from_str(text: &str) -> Result<Self> {
        text.parse().map(Self).map_err(|_| CalendarError::UnknownZone { name: text.to_owned() }.into())
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

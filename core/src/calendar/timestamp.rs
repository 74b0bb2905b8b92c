//! An instant: milliseconds since 1970, in UTC.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, NaiveTime, Timelike, Utc};

use super::{CalendarError, Date, Duration, text_scalar};
use crate::Result;

/// An instant in UTC, exact to the millisecond.
///
/// Written as ISO 8601 with three decimals and `Z`: that text is its JSON form in every language.
///
/// ```
/// use prorata::Timestamp;
///
/// let at: Timestamp = "2024-01-31T23:59:59.999Z".parse()?;
/// assert_eq!(at.as_millis(), 1_706_745_599_999);
/// assert_eq!(at.to_string(), "2024-01-31T23:59:59.999Z");
/// # Ok::<(), prorata::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

text_scalar!(Timestamp, "an instant");

impl Timestamp {
    /// The first instant of the year 0001.
    pub const MIN: Self = Self(-62_135_596_800_000);
    /// The last millisecond of the year 9999.
    pub const MAX: Self = Self(253_402_300_799_999);

    /// The instant `millis` milliseconds after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// `calendar.out_of_range` outside the years 0001 to 9999, which is what every language can show.
    pub fn from_millis(millis: i64) -> Result<Self> {
        if (Self::MIN.0..=Self::MAX.0).contains(&millis) {
            Ok(Self(millis))
        } else {
            Err(CalendarError::OutOfRange { value: millis.to_string() }.into())
        }
    }

    /// The instant `seconds` seconds after 1970-01-01T00:00:00Z: Stripe's form.
    ///
    /// # Errors
    /// `calendar.out_of_range` outside the years 0001 to 9999.
    pub fn from_seconds(seconds: i64) -> Result<Self> {
        let millis = seconds.checked_mul(1000);
        Self::from_millis(millis.ok_or_else(|| CalendarError::OutOfRange { value: seconds.to_string() })?)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn as_millis(self) -> i64 {
        self.0
    }

    /// Seconds since 1970-01-01T00:00:00Z: Stripe's form.
    ///
    /// # Errors
    /// `calendar.not_whole_seconds` for an instant with a fraction: it is never rounded away silently.
    ///
    /// ```
    /// use prorata::Timestamp;
    ///
    /// assert_eq!(Timestamp::from_millis(1_706_745_599_000)?.to_seconds()?, 1_706_745_599);
    /// assert_eq!(Timestamp::MAX.to_seconds().unwrap_err().code(), "calendar.not_whole_seconds");
    /// # Ok::<(), prorata::Error>(())
    /// ```
    pub fn to_seconds(self) -> Result<i64> {
        if self.0 % 1000 == 0 {
            Ok(self.0 / 1000)
        } else {
            Err(CalendarError::NotWholeSeconds { at: self.to_string() }.into())
        }
    }

    /// This instant and an ISO 8601 duration: months first (clamped to the month's end), then days, then
    /// clock time, all in UTC.
    ///
    /// # Errors
    /// `calendar.out_of_range` outside the years 0001 to 9999.
    ///
    /// ```
    /// use prorata::Timestamp;
    ///
    /// let start: Timestamp = "2024-01-31T10:00:00Z".parse()?;
    /// assert_eq!(start.plus("P1M1DT30M".parse()?)?.to_string(), "2024-03-01T10:30:00.000Z");
    /// # Ok::<(), prorata::Error>(())
    /// ```
    pub fn plus(self, duration: Duration) -> Result<Self> {
        let date = self.utc_date().plus_duration_days(duration)?;
        self.at_same_time_on(date)?.plus_millis(duration.clock_millis())
    }

    /// This instant moved by milliseconds.
    pub(super) fn plus_millis(self, millis: i64) -> Result<Self> {
        let moved = self.0.checked_add(millis);
        Self::from_millis(moved.ok_or_else(|| CalendarError::OutOfRange { value: self.to_string() })?)
    }

    /// The civil date in UTC.
    pub(super) fn utc_date(self) -> Date {
        Date::from_chrono_in_range(self.to_chrono().date_naive())
    }

    /// The time of day in UTC.
    pub(super) fn utc_time(self) -> NaiveTime {
        self.to_chrono().time()
    }

    /// The instant with this one's time of day, on another UTC date.
    pub(super) fn at_same_time_on(self, date: Date) -> Result<Self> {
        Self::from_utc(date, self.utc_time())
    }

    /// The instant of a UTC date and time of day.
    pub(super) fn from_utc(date: Date, time: NaiveTime) -> Result<Self> {
        Self::from_millis(date.to_chrono().and_time(time).and_utc().timestamp_millis())
    }

    /// The same instant for `chrono`, which works inside this module only.
    pub(crate) fn to_chrono(self) -> DateTime<Utc> {
        // The range is checked where a `Timestamp` is made, so the default is never taken.
        DateTime::from_timestamp_millis(self.0).unwrap_or_default()
    }
}

impl FromStr for Timestamp {
    type Err = crate::Error;

    /// Reads ISO 8601 with an offset: `2024-01-31T18:29:59.999Z`, `2024-01-31T23:59:59+05:30`.
    ///
    /// # Errors
    /// `calendar.invalid_timestamp` for any other text, for digits finer than a millisecond and for
    /// a leap second;
    /// `calendar.out_of_range` outside the years 0001 to 9999.
    fn from_str(text: &str) -> Result<Self> {
        let invalid = || CalendarError::InvalidTimestamp { text: text.to_owned() };
        let instant = DateTime::parse_from_rfc3339(text).map_err(|_| invalid())?;
        // A leap second, which `chrono` shows as a second of more than 10^9 nanoseconds, is no instant of
        // ours: UTC milliseconds, as Stripe's seconds, do not count it.
        let nanos = instant.timestamp_subsec_nanos();
        if nanos % 1_000_000 != 0 || nanos >= 1_000_000_000 {
            return Err(invalid().into());
        }
        Self::from_millis(instant.timestamp_millis())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.to_chrono().naive_utc();
        let fields = [
            (0..4, u32::try_from(at.year()).unwrap_or_default()),
            (5..7, at.month()),
            (8..10, at.day()),
            (11..13, at.hour()),
            (14..16, at.minute()),
            (17..19, at.second()),
            (20..23, at.nanosecond() / 1_000_000),
        ];
        // Digit by digit into its place: ids of lines hold instants, so that this is written more than anything.
        let mut text = *b"0000-00-00T00:00:00.000Z";
        for (place, mut value) in fields {
            for digit in text.get_mut(place).unwrap_or_default().iter_mut().rev() {
                *digit |= u8::try_from(value % 10).unwrap_or_default();
                value /= 10;
            }
        }
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

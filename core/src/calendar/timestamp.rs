//! An instant: milliseconds since 1970, in UTC.

use std::{fmt, str::FromStr};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::CalendarError;
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

impl Timestamp {
    /// The instant `millis` milliseconds after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// `calendar.out_of_range` outside the years 0001 to 9999, which is what every language can show.
    pub fn from_millis(millis: i64) -> Result<Self> {
        const FIRST: i64 = -62_135_596_800_000;
        const LAST: i64 = 253_402_300_799_999;
        if (FIRST..=LAST).contains(&millis) {
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
        Self::from_millis(millis.ok_or(CalendarError::OutOfRange { value: seconds.to_string() })?)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn as_millis(self) -> i64 {
        self.0
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
    /// `calendar.invalid_timestamp` for any other text, and for digits finer than a millisecond.
    fn from_str(text: &str) -> Result<Self> {
        let invalid = || CalendarError::InvalidTimestamp { text: text.to_owned() };
        let instant = DateTime::parse_from_rfc3339(text).map_err(|_| invalid())?;
        if instant.timestamp_subsec_nanos() % 1_000_000 != 0 {
            return Err(invalid().into());
        }
        Self::from_millis(instant.timestamp_millis())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_chrono().to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct("Timestamp", &self.to_string())
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::error::from_text(deserializer)
    }
}

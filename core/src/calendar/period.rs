//! A stretch of time that includes its start and excludes its end.

use serde::{Deserialize, Serialize};

use super::{CalendarError, Timestamp};
use crate::Result;

/// The half-open period `[start, end)`: an instant on a boundary belongs to the later period only, so
/// consecutive periods neither overlap nor leave a gap.
///
/// A period may be empty (`start == end`): that is what remains of one that is split at its start, and what
/// a zone makes of a date that it skips. One that ends before it starts is refused by [`new`](Self::new) and
/// when it is read; written as a literal, it counts as empty.
///
/// ```
/// use prorata::Period;
///
/// let january = Period::new("2024-01-01T00:00:00Z".parse()?, "2024-02-01T00:00:00Z".parse()?)?;
/// assert!(january.contains(january.start) && !january.contains(january.end));
/// assert_eq!(january.seconds()?, 31 * 86_400);
/// # Ok::<(), prorata::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Bounds")]
pub struct Period {
    /// The first instant that belongs to the period.
    pub start: Timestamp,
    /// The first instant that does not.
    pub end: Timestamp,
}

/// A period as it is read, before its order is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bounds {
    start: Timestamp,
    end: Timestamp,
}

impl TryFrom<Bounds> for Period {
    type Error = crate::Error;

    fn try_from(bounds: Bounds) -> Result<Self> {
        Self::new(bounds.start, bounds.end)
    }
}

impl Period {
    /// The period from `start` up to, and without, `end`; empty when they are equal.
    ///
    /// # Errors
    /// `calendar.invalid_period` when `end` is before `start`.
    pub fn new(start: Timestamp, end: Timestamp) -> Result<Self> {
        if end < start {
            return Err(
                CalendarError::InvalidPeriod { start: start.to_string(), end: end.to_string() }.into()
            );
        }
        Ok(Self { start, end })
    }

    /// Whether no instant belongs to the period.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether `at` belongs to the period: its start does, its end does not.
    pub fn contains(self, at: Timestamp) -> bool {
        self.start <= at && at < self.end
    }

    /// The length in milliseconds, never negative.
    pub fn millis(self) -> i64 {
        // Two instants of the years 0001 to 9999 are less than 2^49 milliseconds apart.
        let length = self.end.as_millis().checked_sub(self.start.as_millis());
        length.unwrap_or_default().max(0)
    }

    /// The length in seconds, which is what Stripe's prorations are measured in.
    ///
    /// # Errors
    /// `calendar.not_whole_seconds` when a bound has a fraction of a second.
    pub fn seconds(self) -> Result<i64> {
        let (start, end) = (self.start.to_seconds()?, self.end.to_seconds()?);
        Ok(end.checked_sub(start).unwrap_or_default().max(0))
    }

    /// Whether some instant belongs to both periods.
    pub fn overlaps(self, other: Self) -> bool {
        self.intersection(other).is_some()
    }

    /// The instants that belong to both periods; none when there is no such instant.
    ///
    /// ```
    /// use prorata::Period;
    ///
    /// let a = Period::new("2024-01-01T00:00:00Z".parse()?, "2024-02-01T00:00:00Z".parse()?)?;
    /// let b = Period::new("2024-01-20T00:00:00Z".parse()?, "2024-02-20T00:00:00Z".parse()?)?;
    /// let c = Period::new("2024-02-01T00:00:00Z".parse()?, "2024-03-01T00:00:00Z".parse()?)?;
    /// assert_eq!(a.intersection(b), Some(Period::new(b.start, a.end)?));
    /// assert_eq!(a.intersection(c), None); // they only touch
    /// # Ok::<(), prorata::Error>(())
    /// ```
    pub fn intersection(self, other: Self) -> Option<Self> {
        let common = Self { start: self.start.max(other.start), end: self.end.min(other.end) };
        (!common.is_empty()).then_some(common)
    }

    /// The part before `at`; empty at the start, the whole period at the end.
    ///
    /// With [`since`](Self::since) it splits the period: the two parts abut at `at`.
    ///
    /// # Errors
    /// `calendar.split_outside` when `at` is before the start or after the end.
    pub fn until(self, at: Timestamp) -> Result<Self> {
        self.check_split(at).map(|()| Self { start: self.start, end: at })
    }

    /// The part from `at` on; the whole period at the start, empty at the end.
    ///
    /// # Errors
    /// `calendar.split_outside` when `at` is before the start or after the end.
    pub fn since(self, at: Timestamp) -> Result<Self> {
        self.check_split(at).map(|()| Self { start: at, end: self.end })
    }

    fn check_split(self, at: Timestamp) -> Result<()> {
        if self.start <= at && at <= self.end {
            return Ok(());
        }
        let (start, end) = (self.start.to_string(), self.end.to_string());
        Err(CalendarError::SplitOutside { at: at.to_string(), start, end }.into())
    }
}

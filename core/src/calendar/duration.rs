//! A length of calendar and clock time, as ISO 8601 writes it.

use std::{fmt, str::FromStr};

use super::{CalendarError, text_scalar};
use crate::Result;

/// An ISO 8601 duration, such as `P1M`, `P15D` or `P1Y2M10DT2H30M`: a trial, a grace period, a notice.
///
/// Months, days and clock time are kept apart, because a month is no number of days: see
/// [`Timestamp::plus`](super::Timestamp::plus) for the order in which they are added. A year is twelve
/// months and a week seven days. The whole may be negative (`-P1M`), or a single part (`P-3M`).
///
/// ```
/// use prorata::calendar::Duration;
///
/// let duration: Duration = "P1Y2M2W".parse()?;
/// assert_eq!(duration.to_string(), "P1Y2M14D");
/// # Ok::<(), prorata::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Duration {
    months: i64,
    days: i64,
    millis: i64,
}

text_scalar!(Duration, "a duration");

/// The parts of the text, largest first: the letter, what it counts in, and how many.
const DATE_PARTS: [(char, Part, i64); 4] =
    [('Y', Part::Months, 12), ('M', Part::Months, 1), ('W', Part::Days, 7), ('D', Part::Days, 1)];
const TIME_PARTS: [(char, Part, i64); 3] =
    [('H', Part::Millis, 3_600_000), ('M', Part::Millis, 60_000), ('S', Part::Millis, 1000)];

#[derive(Clone, Copy)]
enum Part {
    Months,
    Days,
    Millis,
}

impl Duration {
    pub(super) fn calendar_months(self) -> i64 {
        self.months
    }

    pub(super) fn calendar_days(self) -> i64 {
        self.days
    }

    pub(super) fn clock_millis(self) -> i64 {
        self.millis
    }

    fn parse(text: &str) -> Option<Self> {
        let (sign, body) = signed(text);
        let body = body.strip_prefix('P')?;
        let mut duration = Self::default();
        let (date, time) = match body.split_once('T') {
            Some((date, time)) if !time.is_empty() => (date, time),
            Some(_) => return None,
            None if body.is_empty() => return None,
            None => (body, ""),
        };
        duration.read(date, &DATE_PARTS, sign)?;
        duration.read(time, &TIME_PARTS, sign)?;
        Some(duration)
    }

    /// Reads parts such as `1Y2M10D`, each letter at most once and in order.
    fn read(&mut self, text: &str, mut parts: &[(char, Part, i64)], sign: i64) -> Option<()> {
        for item in text.split_inclusive(|letter: char| letter.is_ascii_alphabetic()) {
            let letter = item.chars().next_back()?;
            let place = parts.iter().position(|(known, ..)| *known == letter)?;
            let (_, part, scale) = parts.get(place)?;
            parts = parts.get(place.checked_add(1)?..)?;
            let value = number(item.strip_suffix(letter)?, *scale, letter == 'S')?.checked_mul(sign)?;
            let total = match part {
                Part::Months => &mut self.months,
                Part::Days => &mut self.days,
                Part::Millis => &mut self.millis,
            };
            *total = total.checked_add(value)?;
        }
        Some(())
    }
}

/// The sign in front of a text, and the rest.
fn signed(text: &str) -> (i64, &str) {
    text.strip_prefix('-').map_or((1, text), |rest| (-1, rest))
}

/// A number times its scale; seconds may have up to three decimals.
fn number(text: &str, scale: i64, decimals: bool) -> Option<i64> {
    let (sign, text) = signed(text);
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) if decimals && (1..=3).contains(&fraction.len()) => (whole, fraction),
        Some(_) => return None,
        None => (text, ""),
    };
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let fraction: i64 = format!("{fraction:0<3}").parse().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(scale)?.checked_add(fraction)?.checked_mul(sign)
}

impl FromStr for Duration {
    type Err = crate::Error;

    /// Reads ISO 8601: years, months, weeks and days, then `T` and hours, minutes and seconds.
    ///
    /// # Errors
    /// `calendar.invalid_duration` for any other text, for fractions of anything but a second, and for
    /// digits finer than a millisecond.
    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text).ok_or_else(|| CalendarError::InvalidDuration { text: text.to_owned() }.into())
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::default() {
            return f.write_str("PT0S");
        }
        f.write_str("P")?;
        let whole = |f: &mut fmt::Formatter<'_>, value: i64, letter: char| match value {
            0 => Ok(()),
            _ => write!(f, "{value}{letter}"),
        };
        whole(f, self.months / 12, 'Y')?;
        whole(f, self.months % 12, 'M')?;
        whole(f, self.days, 'D')?;
        if self.millis != 0 {
            f.write_str("T")?;
        }
        whole(f, self.millis / 3_600_000, 'H')?;
        whole(f, self.millis / 60_000 % 60, 'M')?;
        let seconds = self.millis % 60_000;
        match (seconds / 1000, seconds % 1000) {
            (whole_seconds, 0) => whole(f, whole_seconds, 'S'),
            (whole_seconds, fraction) => {
                let sign = if seconds < 0 { "-" } else { "" };
                write!(f, "{sign}{}.{:03}S", whole_seconds.unsigned_abs(), fraction.unsigned_abs())
            }
        }
    }
}

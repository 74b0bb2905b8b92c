//! The calendar's refusals: their sentences and their frozen codes.

use crate::error::{Coded, ErrorKind};

/// Why a calendar call refuses.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CalendarError {
    #[error(
        "`{text}` is not an instant: expected ISO 8601 with an offset and at most three decimals, such as `2024-01-31T23:59:59.999Z`"
    )]
    InvalidTimestamp { text: String },
    #[error("`{value}` is outside the years 0001 to 9999")]
    OutOfRange { value: String },
    #[error("`{at}` is not a whole second")]
    NotWholeSeconds { at: String },
    #[error("`{text}` is not a date: expected a day that exists, written such as `2024-02-29`")]
    InvalidDate { text: String },
    #[error("`{text}` is not a month: expected a year and a month from 01 to 12, such as `2024-02`")]
    InvalidMonth { text: String },
    #[error("`{day}` is not a day of a month: expected 1 to 31")]
    InvalidDayOfMonth { day: u32 },
    #[error("`{name}` is not a time zone: expected an IANA name, such as `America/New_York` or `UTC`")]
    UnknownZone { name: String },
    #[error("a period cannot end at `{end}`, before its start `{start}`")]
    InvalidPeriod { start: String, end: String },
    #[error("`{at}` does not lie between `{start}` and `{end}`, so it cannot split that period")]
    SplitOutside { at: String, start: String, end: String },
    #[error(
        "`{text}` is not a billing interval: expected a positive count of one unit, such as `P1M`, `P2W`, `P1Y` or `P30D`"
    )]
    InvalidInterval { text: String },
    #[error(
        "`{interval}` is longer than Stripe bills: expected at most 3 years, 36 months, 156 weeks or 1095 days"
    )]
    IntervalTooLong { interval: String },
    #[error("`{text}` is not a duration: expected ISO 8601, such as `P1M`, `P15D` or `P1Y2M10DT2H30M`")]
    InvalidDuration { text: String },
    #[error("`{value}` is not a valid {field} of an anchor: expected {min} to {max}")]
    InvalidAnchorConfig { field: &'static str, value: u32, min: u32, max: u32 },
    #[error("`{interval}` cannot be anchored to a day of the month: expected a monthly or yearly interval")]
    AnchorConfigInterval { interval: String },
    #[error("`{value}` is not a valid fiscal {field}: expected 1 to {max}")]
    InvalidFiscal { field: &'static str, value: u32, max: u32 },
}

impl Coded for CalendarError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Calendar
    }
    fn code(&self) -> &'static str {
        match self {
            Self::InvalidTimestamp { .. } => "calendar.invalid_timestamp",
            Self::OutOfRange { .. } => "calendar.out_of_range",
            Self::NotWholeSeconds { .. } => "calendar.not_whole_seconds",
            Self::InvalidDate { .. } => "calendar.invalid_date",
            Self::InvalidMonth { .. } => "calendar.invalid_month",
            Self::InvalidDayOfMonth { .. } => "calendar.invalid_day_of_month",
            Self::UnknownZone { .. } => "calendar.unknown_zone",
            Self::InvalidPeriod { .. } => "calendar.invalid_period",
            Self::SplitOutside { .. } => "calendar.split_outside",
            Self::InvalidInterval { .. } => "calendar.invalid_interval",
            Self::IntervalTooLong { .. } => "calendar.interval_too_long",
            Self::InvalidDuration { .. } => "calendar.invalid_duration",
            Self::InvalidAnchorConfig { .. } => "calendar.invalid_anchor_config",
            Self::AnchorConfigInterval { .. } => "calendar.anchor_config_interval",
            Self::InvalidFiscal { .. } => "calendar.invalid_fiscal",
        }
    }
}

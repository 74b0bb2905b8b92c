//! Time as billing and finance see it.

mod timestamp;

pub use timestamp::Timestamp;

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
}

impl Coded for CalendarError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Calendar
    }
    fn code(&self) -> &'static str {
        match self {
            Self::InvalidTimestamp { .. } => "calendar.invalid_timestamp",
            Self::OutOfRange { .. } => "calendar.out_of_range",
        }
    }
}

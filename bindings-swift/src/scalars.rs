//! Types of the core that Swift and Kotlin have of their own: they cross as the text of their JSON form, and
//! instants as milliseconds.
//!
//! The native type of each is named in `uniffi.toml`; one that is not named there is text in both languages.
//! Coming in, the core's own parser reads the text, so that every language gets the same refusal.

use prorata::money::parse_decimal;
// The generated records name them, too.
pub(crate) use prorata::{
    Currency, Date, Decimal, Money, Month, Timestamp, Zone,
    money::{Percent, RateFactor, UnitAmount},
};
// In Swift, `Date` is an instant and `Duration` is of the clock.
use prorata::{Date as CivilDate, calendar::Duration as CalendarDuration};

use crate::ProrataError;

macro_rules! scalars {
    ($($(#[$doc:meta])* $name:ident <- $parse:expr;)+) => {
        $(uniffi::custom_type!($(#[$doc])* $name, String, {
            remote,
            try_lift: |text| $parse(text.as_str()).map_err(|error| ProrataError::from(error).into()),
            lower: |value| value.to_string(),
        });)+
    };
}

scalars! {
    /// A currency of ISO 4217: its three-letter code, `USD`.
    Currency <- str::parse;
    /// A civil date, `2024-02-29`, in no particular zone.
    CivilDate <- str::parse;
    /// A month of a year, `2024-02`.
    Month <- str::parse;
    /// A zone of the IANA database, `America/New_York`.
    Zone <- str::parse;
    /// A length of calendar and clock time as ISO 8601 writes it, `P1M`.
    CalendarDuration <- str::parse;
    /// A plain decimal number: an amount in major units.
    Decimal <- parse_decimal;
    /// A percentage: 2.9 means 2.9 %.
    Percent <- str::parse;
    /// What one unit costs, in minor units with up to 12 decimals.
    UnitAmount <- str::parse;
    /// How many major units of one currency a major unit of another is worth, to 12 decimals.
    RateFactor <- str::parse;
}

// As milliseconds, because Foundation's formatters switch to the Julian calendar before 1582.
uniffi::custom_type!(
    /// An instant in UTC, exact to the millisecond.
    Timestamp, i64, {
        remote,
        try_lift: |millis| Timestamp::from_millis(millis).map_err(|error| ProrataError::from(error).into()),
        lower: |at| at.as_millis(),
    }
);

//! Meters: how events become a quantity.

use serde::{Deserialize, Serialize};

use super::UsageError;
use crate::Result;

/// How events become the quantity of a period; Stripe's `billing.Meter`, and the `aggregate_usage` of older
/// prices.
///
/// Source: [Stripe, configure a meter](https://docs.stripe.com/billing/subscriptions/usage-based/meters/configure).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meter {
    /// Identifies the meter; a metered price names it.
    pub id: String,
    /// The name that events carry where they are sent; none where the meter's id is enough.
    #[serde(default)]
    pub event_name: Option<String>,
    /// How the values of a period become one.
    pub aggregation: Aggregation,
    /// The hours or days of which only the event received last counts, where the sender adds up itself; none
    /// for events that each count.
    #[serde(default)]
    pub event_window: Option<EventWindow>,
}

/// How the values of a period become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregation {
    /// All of them together.
    Sum,
    /// How many there are, whatever their values.
    Count,
    /// The one of the latest instant in the period; of two at one instant, the one received last.
    Last,
    /// The largest.
    Max,
    /// As `last`, where a period without events goes on with the last value before it; Stripe's older
    /// `last_ever`.
    LastEver,
}

/// How long the windows are of which one event counts. They begin at full hours or days of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventWindow {
    /// Hours.
    Hour,
    /// Days.
    Day,
}

impl EventWindow {
    pub(super) fn millis(self) -> i64 {
        match self {
            Self::Hour => 3_600_000,
            Self::Day => 86_400_000,
        }
    }

    /// The start of the window that an instant falls in, in milliseconds since 1970.
    pub(super) fn start_millis(self, millis: i64) -> i64 {
        let into = millis.checked_rem_euclid(self.millis()).unwrap_or_default();
        millis.checked_sub(into).unwrap_or(millis)
    }
}

/// Whether a meter makes sense: an id, and an event name that is not empty.
///
/// # Errors
/// `usage.invalid_meter`.
pub fn check_meter(meter: &Meter) -> Result<()> {
    let refused = |reason: &str| Err(UsageError::InvalidMeter { reason: reason.to_owned() }.into());
    if meter.id.is_empty() {
        return refused("its id is empty");
    }
    if meter.event_name.as_ref().is_some_and(String::is_empty) {
        return refused("its event name is an empty text: expected a name, or none");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_begin_at_full_hours_and_days_before_1970_too() {
        assert_eq!(EventWindow::Hour.start_millis(3_600_000), 3_600_000);
        assert_eq!(EventWindow::Hour.start_millis(7_199_999), 3_600_000);
        assert_eq!(EventWindow::Day.start_millis(-1), -86_400_000);
    }
}

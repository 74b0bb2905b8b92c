//! Anchoring a new subscription to a day of the month: Stripe's `billing_cycle_anchor_config`.

use chrono::{NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

use super::{BillingCycle, CalendarError, Date, Edge, Grid, Interval, Month, Timestamp, interval::Step};
use crate::Result;

/// Where in the month, and in the year, a subscription should renew; Stripe's
/// `billing_cycle_anchor_config`. All in UTC.
///
/// ```
/// use prorata::calendar::{AnchorConfig, Interval};
///
/// // Every two months at the month's end, created in February: Stripe's own example.
/// let config = AnchorConfig { day_of_month: 31, ..AnchorConfig::default() };
/// let resolved = config.resolve("2025-02-10T09:00:00Z".parse()?, "P2M".parse()?)?;
/// assert_eq!(resolved.anchor.to_string(), "2025-08-31T09:00:00.000Z");
/// assert_eq!(resolved.first_full_invoice.to_string(), "2025-02-28T09:00:00.000Z");
/// # Ok::<(), prorata::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnchorConfig {
    /// The day, 1 to 31; in a month that lacks it, the last day.
    pub day_of_month: u32,
    /// The month in which a cycle starts, 1 to 12; none: whichever comes first.
    #[serde(default)]
    pub month: Option<u32>,
    /// The hour, 0 to 23; none: that of the creation.
    #[serde(default)]
    pub hour: Option<u32>,
    /// The minute, 0 to 59; none: that of the creation.
    #[serde(default)]
    pub minute: Option<u32>,
    /// The second, 0 to 59; none: that of the creation.
    #[serde(default)]
    pub second: Option<u32>,
}

/// The first of the month, at the time of the creation.
impl Default for AnchorConfig {
    fn default() -> Self {
        Self { day_of_month: 1, month: None, hour: None, minute: None, second: None }
    }
}

/// What an [`AnchorConfig`] comes to for one subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ResolvedAnchor {
    /// The billing cycle anchor, which may lie several periods ahead.
    pub anchor: Timestamp,
    /// When the first full period begins: a boundary of the anchor within one period of the creation. The
    /// time before it is a partial period.
    pub first_full_invoice: Timestamp,
}

impl AnchorConfig {
    /// The anchor of a subscription that is created at `created` (or whose trial ends then).
    ///
    /// The first occurrence of the day at or after `created`, clamped to its month's end, starts the cycle.
    /// Where that month is too short, the anchor is the next month of the cycle that has the day, so that
    /// the day is not lost: every two months from February, 31 becomes August 31. Where no month of the
    /// cycle has it (every February 30) it is the next of those that come nearest, February 29.
    ///
    /// An occurrence at the very instant of creation counts. Stripe's page does not say; the first period is
    /// a full one in either reading.
    ///
    /// # Errors
    /// `calendar.invalid_anchor_config` for a field outside its range; `calendar.anchor_config_interval` for
    /// an interval in days or weeks; `calendar.invalid_interval` for a count of 0; `calendar.out_of_range`
    /// outside the years 0001 to 9999. In this order.
    ///
    /// Source: <https://docs.stripe.com/billing/subscriptions/billing-cycle>, "Use
    /// `billing_cycle_anchor_config`".
    pub fn resolve(self, created: Timestamp, interval: Interval) -> Result<ResolvedAnchor> {
        self.check()?;
        let Step::Months(_) = interval.step()? else {
            return Err(CalendarError::AnchorConfigInterval { interval: interval.to_string() }.into());
        };
        let time = self.time(created);
        let first = self.first_occurrence(created, time)?;
        let anchor = Timestamp::from_utc(self.least_clamped(first, interval)?, time)?;
        let cycle = BillingCycle { anchor, interval };
        Ok(ResolvedAnchor { anchor, first_full_invoice: cycle.next_boundary(created, Edge::Inclusive)? })
    }

    fn check(self) -> Result<()> {
        let fields = [
            ("day of the month", Some(self.day_of_month), 1, 31),
            ("month", self.month, 1, 12),
            ("hour", self.hour, 0, 23),
            ("minute", self.minute, 0, 59),
            ("second", self.second, 0, 59),
        ];
        for (field, value, min, max) in fields {
            if let Some(value) = value.filter(|value| !(min..=max).contains(value)) {
                return Err(CalendarError::InvalidAnchorConfig { field, value, min, max }.into());
            }
        }
        Ok(())
    }

    /// The time of day: that of the creation where it is not said.
    fn time(self, created: Timestamp) -> NaiveTime {
        let time = created.utc_time();
        let hour = self.hour.unwrap_or_else(|| time.hour());
        let minute = self.minute.unwrap_or_else(|| time.minute());
        let second = self.second.unwrap_or_else(|| time.second());
        let millis = if self.second.is_some() { 0 } else { time.nanosecond() / 1_000_000 };
        NaiveTime::from_hms_milli_opt(hour, minute, second, millis).unwrap_or(time)
    }

    /// The first date on the day, and in the month if one is said, that is not before the creation.
    fn first_occurrence(self, created: Timestamp, time: NaiveTime) -> Result<Date> {
        let this_month = created.utc_date().month();
        let (month, step) = match self.month {
            Some(month) => (Month::new(this_month.year(), month)?, 12),
            None => (this_month, 1),
        };
        let date = month.date_on(self.day_of_month)?;
        if (date, time) >= (created.utc_date(), created.utc_time()) {
            return Ok(date);
        }
        month.plus(step)?.date_on(self.day_of_month)
    }

    /// The first date of the cycle on which the day is clamped least: not at all, if that is possible.
    fn least_clamped(self, first: Date, interval: Interval) -> Result<Date> {
        // Twelve steps see every month that a cycle can reach; February 29 returns within 16 steps even
        // where the cycle meets the centuries that have none.
        const STEPS: i32 = 16;
        let grid = Grid::on_day(first, self.day_of_month, interval)?;
        let mut best = first;
        for k in 1..=STEPS {
            if best.day() == self.day_of_month {
                break;
            }
            match grid.date(k) {
                Ok(date) if date.day() > best.day() => best = date,
                Ok(_) => {}
                // The calendar ends before the cycle finds a longer month.
                Err(_) => break,
            }
        }
        Ok(best)
    }
}

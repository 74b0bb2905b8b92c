//! Where every recurrence is computed: the dates that lie whole intervals away from one date.

use super::{CalendarError, Date, Interval, interval::Step};
use crate::Result;

/// The dates `anchor + k × step`, each computed from the anchor and never from the one before.
///
/// With a step in months, the dates fall on `day`, or on the last day of a month that is too short. The
/// day is kept beside the anchor, because the anchor itself may have been clamped.
///
/// Source: <https://docs.stripe.com/billing/subscriptions/billing-cycle>, "January 31 bills the last day of
/// the month closest to the anchor date, so February 28 (or February 29 in a leap year), then March 31,
/// April 30".
#[derive(Clone, Copy)]
pub(super) struct Grid {
    anchor: Date,
    day: u32,
    step: Step,
}

impl Grid {
    /// The dates whole intervals away from `anchor`, on its own day of the month.
    pub(super) fn from(anchor: Date, interval: Interval) -> Result<Self> {
        Ok(Self { anchor, day: anchor.day(), step: interval.step()? })
    }

    /// The same, where the day of the month is known and `anchor` may be a clamped one.
    pub(super) fn on_day(anchor: Date, day: u32, interval: Interval) -> Result<Self> {
        Ok(Self { anchor, day, step: interval.step()? })
    }

    /// The k-th date; k may be negative.
    pub(super) fn date(self, k: i32) -> Result<Date> {
        let distance = |step: i64| {
            let product = step.checked_mul(i64::from(k));
            product.ok_or_else(|| CalendarError::OutOfRange {
                value: format!("{} + {k} × {step}", self.anchor),
            })
        };
        match self.step {
            Step::Days(days) => self.anchor.moved_by(distance(days)?),
            Step::Months(months) => self.anchor.month().moved_by(distance(months)?)?.date_on(self.day),
        }
    }

    /// The k of the last date that is not after `date`.
    pub(super) fn index(self, date: Date) -> Result<i32> {
        let k = match self.step {
            Step::Days(days) => floor_div(self.anchor.days_between(date), days),
            Step::Months(months) => {
                let k = floor_div(self.anchor.month().months_between(date.month()), months);
                // The k-th date lies in the month of `date` or before it: only its day can be too late.
                // Where it lies before the year 0001 it is not after `date` either.
                let late = i32::try_from(k).is_ok_and(|k| self.date(k).is_ok_and(|start| start > date));
                if late { k.checked_sub(1).unwrap_or(k) } else { k }
            }
        };
        i32::try_from(k).map_err(|_| CalendarError::OutOfRange { value: date.to_string() }.into())
    }
}

/// The quotient rounded down; an interval's step is never 0.
fn floor_div(value: i64, step: i64) -> i64 {
    value.checked_div_euclid(step).unwrap_or_default()
}

//! The boundaries at which a subscription is billed.

use serde::{Deserialize, Serialize};

use super::{CalendarError, Grid, Interval, Period, Timestamp};
use crate::Result;

/// An anchor and an interval: together, every instant at which a subscription renews, in both directions.
///
/// The k-th boundary is computed from the anchor and never from the boundary before, so the 31st comes back
/// after February, and the time of day never moves: all in UTC, without daylight saving.
///
/// Source: <https://docs.stripe.com/billing/subscriptions/billing-cycle>.
///
/// ```
/// use prorata::{BillingCycle, Interval};
///
/// let cycle = BillingCycle { anchor: "2024-01-31T15:00:00Z".parse()?, interval: Interval::MONTH };
/// let period = cycle.period_at("2024-03-10T00:00:00Z".parse()?)?;
/// assert_eq!(period.start.to_string(), "2024-02-29T15:00:00.000Z");
/// assert_eq!(period.end.to_string(), "2024-03-31T15:00:00.000Z");
/// # Ok::<(), prorata::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillingCycle {
    /// Boundary 0; Stripe's `billing_cycle_anchor`.
    pub anchor: Timestamp,
    /// The distance between boundaries.
    pub interval: Interval,
}

/// Whether an instant that is itself a boundary counts when the next or previous one is sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edge {
    /// The instant itself counts: next is at or after it, previous at or before it.
    Inclusive,
    /// The instant itself does not count: next is after it, previous before it.
    Exclusive,
}

impl BillingCycle {
    /// The k-th boundary from the anchor: the anchor itself for 0, earlier ones for negative k.
    ///
    /// # Errors
    /// `calendar.out_of_range` outside the years 0001 to 9999; `calendar.invalid_interval` for a count of 0.
    pub fn boundary(self, k: i32) -> Result<Timestamp> {
        self.boundary_of(self.grid()?, k)
    }

    /// The k-th period: from boundary k to boundary k + 1.
    ///
    /// # Errors
    /// As [`boundary`](Self::boundary).
    pub fn period(self, k: i32) -> Result<Period> {
        self.period_of(self.grid()?, k)
    }

    /// The k of the period that contains `at`.
    ///
    /// # Errors
    /// As [`boundary`](Self::boundary).
    pub fn index_at(self, at: Timestamp) -> Result<i32> {
        self.index_of(self.grid()?, at)
    }

    /// The period that contains `at`; an instant on a boundary belongs to the period that begins there.
    ///
    /// # Errors
    /// As [`boundary`](Self::boundary).
    pub fn period_at(self, at: Timestamp) -> Result<Period> {
        let grid = self.grid()?;
        self.period_of(grid, self.index_of(grid, at)?)
    }

    /// The first boundary at or after `at`, or strictly after it.
    ///
    /// # Errors
    /// As [`boundary`](Self::boundary).
    pub fn next_boundary(self, at: Timestamp, edge: Edge) -> Result<Timestamp> {
        let k = self.index_at(at)?;
        if edge == Edge::Inclusive && self.is_boundary(k, at) {
            return Ok(at);
        }
        self.boundary(self.offset(k, 1)?)
    }

    /// The last boundary at or before `at`, or strictly before it.
    ///
    /// # Errors
    /// As [`boundary`](Self::boundary).
    pub fn previous_boundary(self, at: Timestamp, edge: Edge) -> Result<Timestamp> {
        let k = self.index_at(at)?;
        if edge == Edge::Exclusive && self.is_boundary(k, at) {
            return self.boundary(self.offset(k, -1)?);
        }
        self.boundary(k)
    }

    fn grid(self) -> Result<Grid> {
        Grid::from(self.anchor.utc_date(), self.interval)
    }

    fn boundary_of(self, grid: Grid, k: i32) -> Result<Timestamp> {
        self.anchor.at_same_time_on(grid.date(k)?)
    }

    fn period_of(self, grid: Grid, k: i32) -> Result<Period> {
        Period::new(self.boundary_of(grid, k)?, self.boundary_of(grid, self.offset(k, 1)?)?)
    }

    fn index_of(self, grid: Grid, at: Timestamp) -> Result<i32> {
        let date = at.utc_date();
        let k = grid.index(date)?;
        let later_today =
            self.anchor.utc_time() > at.utc_time() && grid.date(k).is_ok_and(|boundary| boundary == date);
        if later_today { self.offset(k, -1) } else { Ok(k) }
    }

    fn is_boundary(self, k: i32, at: Timestamp) -> bool {
        self.boundary(k).is_ok_and(|boundary| boundary == at)
    }

    fn offset(self, k: i32, by: i32) -> Result<i32> {
        let moved = k.checked_add(by);
        moved.ok_or_else(|| CalendarError::OutOfRange { value: format!("boundary {k}") }.into())
    }
}

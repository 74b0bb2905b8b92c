//! The months of a computation: where each begins, and the window that is shown.

use super::{Definition, MetricsError, MetricsOptions};
use crate::{
    Result, Timestamp,
    calendar::{Month, Zone},
    facts::{Facts, History},
};

/// Consecutive months in a zone, from the first change (so that the past is known) to the end of the window.
#[derive(Debug)]
pub(crate) struct Grid {
    /// The start of each month and, last, the end of the last one, in milliseconds.
    starts: Vec<i64>,
    first: Month,
    /// The place in the grid of the first month shown.
    window: usize,
    /// Facts from here on are not looked at.
    pub(crate) cutoff: i64,
    pub(crate) definition: Definition,
}

/// The mean length of a month: where to begin looking for the month of an instant.
const MEAN_MONTH_MILLIS: i64 = 2_629_746_000;
const MOST_MONTHS: u32 = 1_200;

impl Grid {
    pub(crate) fn new(facts: &Facts, options: &MetricsOptions) -> Result<Self> {
        if facts.history() == History::PresentOnly {
            return Err(MetricsError::HistoryMissing.into());
        }
        let zone = options.zone.unwrap_or(Zone::UTC);
        let (Some(currency), Some(first_change), Some(last_change)) =
            (facts.currency()?, facts.first_change(), facts.last_change())
        else {
            return Err(MetricsError::NoFacts.into());
        };
        let known = zone.month_of(first_change)?;
        let first_month = options.first_month.unwrap_or(known);
        // The instant `as_of` itself is not known any more: at midnight on the first, the month before is over.
        let last_known = match options.as_of {
            Some(as_of) => Timestamp::from_millis(as_of.as_millis().saturating_sub_unsigned(1))?,
            None => last_change,
        };
        let last_month = zone.month_of(last_known)?;
        let to_last =
            u32::try_from(first_month.months_until(last_month).saturating_add(1)).unwrap_or(0).max(1);
        let months = match options.as_of {
            // Nothing is known of the months after it.
            Some(_) => options.months.unwrap_or(to_last).min(to_last),
            None => options.months.unwrap_or(to_last),
        };
        if months == 0 || months > MOST_MONTHS {
            return Err(MetricsError::InvalidWindow { first: first_month, months }.into());
        }
        let first = known.min(first_month);
        let before = u32::try_from(first.months_until(first_month)).unwrap_or(0);
        let boundaries = zone.month_bounds(first, before.saturating_add(months))?;
        let starts: Vec<i64> = boundaries.into_iter().map(Timestamp::as_millis).collect();
        let window = usize::try_from(before).unwrap_or(usize::MAX);
        let (start, end) = (starts.get(window).copied(), starts.last().copied());
        let (Some(start), Some(end)) = (start, end) else {
            return Err(MetricsError::InvalidWindow { first: first_month, months }.into());
        };
        if let Some(as_of) = options.as_of
            && as_of.as_millis() <= start
        {
            return Err(
                MetricsError::WindowInTheFuture { start: Timestamp::from_millis(start)?, as_of }.into()
            );
        }
        let cutoff = options.as_of.map_or(end, |as_of| as_of.as_millis().min(end));
        let intake = facts.intake();
        let rows_refused = u32::try_from(intake.refused.len()).unwrap_or(u32::MAX);
        let definition = Definition {
            currency,
            conversion: facts.conversion(),
            zone,
            netting: options.netting.unwrap_or_default(),
            grouping_minutes: options.grouping_minutes.unwrap_or(0),
            first_month,
            months,
            as_of: options.as_of,
            policy: facts.policy(),
            source: intake.source,
            rows_read: intake.rows_read,
            rows_used: intake.rows_used,
            rows_refused,
            rows_skipped: intake.rows_read.saturating_sub(intake.rows_used).saturating_sub(rows_refused),
        };
        Ok(Self { starts, first, window, cutoff, definition })
    }

    /// How many months, those before the window included.
    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The place in the grid of the first month shown.
    pub(crate) fn window(&self) -> usize {
        self.window
    }

    /// The place in the grid of the month that an instant falls in.
    pub(crate) fn place(&self, at: i64) -> usize {
        let first = self.starts.first().copied().unwrap_or(0);
        let guess = at.checked_sub(first).and_then(|since| since.checked_div(MEAN_MONTH_MILLIS)).unwrap_or(0);
        let mut place = usize::try_from(guess).unwrap_or(0).min(self.len().saturating_sub(1));
        while place > 0 && self.starts.get(place).is_some_and(|start| at < *start) {
            place = place.saturating_sub(1);
        }
        while self.starts.get(place.saturating_add(1)).is_some_and(|next| at >= *next) {
            place = place.saturating_add(1);
        }
        place
    }

    pub(crate) fn month(&self, place: usize) -> Result<Month> {
        self.first.plus(i32::try_from(place).unwrap_or(i32::MAX))
    }

    pub(crate) fn start(&self, place: usize) -> Result<Timestamp> {
        Timestamp::from_millis(self.starts.get(place).copied().unwrap_or(i64::MAX))
    }

    pub(crate) fn end(&self, place: usize) -> Result<Timestamp> {
        self.start(place.saturating_add(1))
    }

    /// False for a month that was not over when it was looked at.
    pub(crate) fn is_complete(&self, place: usize) -> bool {
        self.starts.get(place.saturating_add(1)).is_some_and(|end| *end <= self.cutoff)
            || self.definition.as_of.is_none()
    }
}

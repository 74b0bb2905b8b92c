//! What happened to each customer's recurring revenue, and what kind of change it was.

use serde::{Deserialize, Serialize};

use super::{MetricsError, Netting, grid::Grid};
use crate::{
    Result,
    facts::{Facts, Series},
};

/// The kinds of movement of recurring revenue.
///
/// Customers are the grain: when one of a customer's two subscriptions ends, that is a contraction. A customer
/// that returns after any gap is a reactivation with all of its revenue, even if it pays more than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MovementKind {
    /// From nothing, for the first time ever, also before the window.
    New,
    /// More than before.
    Expansion,
    /// Less than before, but not nothing.
    Contraction,
    /// To nothing.
    Churn,
    /// From nothing, but not for the first time.
    Reactivation,
}

impl MovementKind {
    fn of(before: i64, after: i64, was_customer: bool) -> Self {
        match (before, after) {
            (0, _) if was_customer => Self::Reactivation,
            (0, _) => Self::New,
            (_, 0) => Self::Churn,
            _ if after > before => Self::Expansion,
            _ => Self::Contraction,
        }
    }

    /// True for what lowers revenue.
    pub(crate) fn is_loss(self) -> bool {
        match self {
            Self::Contraction | Self::Churn => true,
            Self::New | Self::Expansion | Self::Reactivation => false,
        }
    }
}

/// One movement of one customer; amounts in 5,040ths of a minor unit per year.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Transition {
    /// The place of the month in the grid.
    pub(crate) month: usize,
    pub(crate) before: i64,
    pub(crate) after: i64,
    pub(crate) kind: MovementKind,
}

impl Transition {
    /// The size of the movement, never negative.
    pub(crate) fn size(&self) -> i128 {
        i128::from(self.after.abs_diff(self.before))
    }

    /// The change, negative for a loss.
    pub(crate) fn change(&self) -> i128 {
        i128::from(self.after).saturating_sub(i128::from(self.before))
    }
}

/// A change of what one customer pays, at one instant.
#[derive(Debug, Clone, Copy)]
struct Step {
    at: i64,
    change: i64,
}

/// Turns the series of each customer into transitions. Keeps its buffers from customer to customer.
pub(crate) struct Walk<'a> {
    grid: &'a Grid,
    steps: Vec<Step>,
    transitions: Vec<Transition>,
}

impl<'a> Walk<'a> {
    /// Visits every customer that ever moved before the end of the window.
    pub(crate) fn over(
        facts: &Facts,
        grid: &'a Grid,
        mut visit: impl FnMut(u32, &[Transition]) -> Result<()>,
    ) -> Result<()> {
        let mut walk = Walk { grid, steps: Vec::new(), transitions: Vec::new() };
        for series in facts.series() {
            let Some(customer) = series.first().map(|row| row.customer) else { continue };
            let overflow = || MetricsError::Overflow { customer: facts.customer_id(customer) };
            walk.read(series).and_then(|()| walk.classify()).ok_or_else(overflow)?;
            if !walk.transitions.is_empty() {
                visit(customer, &walk.transitions)?;
            }
        }
        Ok(())
    }

    /// The changes of all subscriptions of the customer in order of time; nothing on overflow.
    fn read(&mut self, series: Series<'_>) -> Option<()> {
        self.steps.clear();
        let (mut subscription, mut before) = (None, 0);
        for row in series.iter().filter(|row| row.at < self.grid.cutoff) {
            if subscription != Some(row.subscription) {
                (subscription, before) = (Some(row.subscription), 0);
            }
            let change = row.annual.0.checked_sub(before)?;
            before = row.annual.0;
            if change != 0 {
                self.steps.push(Step { at: row.at, change });
            }
        }
        self.steps.sort_by_key(|step| step.at);
        Some(())
    }

    /// Nets the steps as the definition says, and names each change; nothing on overflow.
    fn classify(&mut self) -> Option<()> {
        self.transitions.clear();
        let window = i64::from(self.grid.definition.grouping_minutes).checked_mul(60_000)?;
        let (mut level, mut was_customer) = (0_i64, false);
        let mut steps = self.steps.iter().peekable();
        while let Some(first) = steps.next() {
            let month = self.grid.place(first.at);
            let month_end = self.grid.end(month).ok()?.as_millis().checked_sub(1)?;
            let until = match self.grid.definition.netting {
                Netting::Period => month_end,
                Netting::Event => first.at.checked_add(window)?.min(month_end),
            };
            let before = level;
            level = level.checked_add(first.change)?;
            while let Some(step) = steps.next_if(|step| step.at <= until) {
                level = level.checked_add(step.change)?;
            }
            if level != before {
                let kind = MovementKind::of(before, level, was_customer);
                self.transitions.push(Transition { month, before, after: level, kind });
            }
            was_customer |= level > 0;
        }
        Some(())
    }
}

/// The level at the end of each month in which it changed, from a customer's transitions.
pub(crate) fn month_ends(transitions: &[Transition]) -> impl Iterator<Item = (usize, i64)> {
    let by_month = transitions.chunk_by(|a, b| a.month == b.month);
    by_month.filter_map(|month| month.last()).map(|last| (last.month, last.after))
}

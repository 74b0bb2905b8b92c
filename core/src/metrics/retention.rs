//! Retention from point to point: what the customers of some months ago pay now.

use super::transitions::{Transition, month_ends};

/// The sums behind retention in one month; amounts in 5,040ths of a minor unit per year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Retained {
    /// What the base paid then.
    pub(crate) base: i128,
    /// What the base pays now.
    pub(crate) now: i128,
    /// The same, nobody counted for more than then.
    pub(crate) capped: i128,
    /// Customers in the base.
    pub(crate) customers: i64,
    /// Of those, customers now.
    pub(crate) still: i64,
}

impl Retained {
    fn between(then: i64, now: i64) -> Self {
        if then <= 0 {
            return Self::default();
        }
        Self {
            base: then.into(),
            now: now.into(),
            capped: then.min(now).into(),
            customers: 1,
            still: i64::from(now > 0),
        }
    }

    #[expect(
        clippy::arithmetic_side_effects,
        reason = "fewer than 2^32 customers of less than 2^63 each cannot leave i128, nor their count i64"
    )]
    fn plus(self, other: Self, sign: i8) -> Self {
        let (wide, narrow) = (i128::from(sign), i64::from(sign));
        Self {
            base: self.base + wide * other.base,
            now: self.now + wide * other.now,
            capped: self.capped + wide * other.capped,
            customers: self.customers + narrow * other.customers,
            still: self.still + narrow * other.still,
        }
    }
}

/// Adds customers up, month by month, against themselves `lag` months before.
#[derive(Debug)]
pub(crate) struct Retention {
    lag: usize,
    /// What changes in each month; the running total is the month's figure.
    changes: Vec<Retained>,
    levels: Vec<(usize, i64)>,
}

impl Retention {
    pub(crate) fn new(lag: usize, months: usize) -> Self {
        Self { lag, changes: vec![Retained::default(); months], levels: Vec::new() }
    }

    /// Walks through the months in which the customer's level, now or `lag` months ago, changes.
    pub(crate) fn add(&mut self, transitions: &[Transition]) {
        self.levels.clear();
        self.levels.extend(month_ends(transitions));
        let mut now = self.levels.iter().copied().peekable();
        let mut then =
            self.levels.iter().map(|(month, level)| (month.saturating_add(self.lag), *level)).peekable();
        let (mut level_now, mut level_then) = (0, 0);
        let mut before = Retained::default();
        while let Some(month) = [now.peek(), then.peek()].into_iter().flatten().map(|(month, _)| *month).min()
        {
            if let Some((_, level)) = now.next_if(|(at, _)| *at == month) {
                level_now = level;
            }
            if let Some((_, level)) = then.next_if(|(at, _)| *at == month) {
                level_then = level;
            }
            let after = Retained::between(level_then, level_now);
            if let Some(change) = self.changes.get_mut(month) {
                *change = change.plus(after, 1).plus(before, -1);
            }
            before = after;
        }
    }

    /// The figures of each month.
    pub(crate) fn totals(&self) -> Vec<Retained> {
        let mut total = Retained::default();
        self.changes
            .iter()
            .map(|change| {
                total = total.plus(*change, 1);
                total
            })
            .collect()
    }
}

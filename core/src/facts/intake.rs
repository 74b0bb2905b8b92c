//! What went into the facts, and what was left out.

use serde::{Deserialize, Serialize};

/// Where facts came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactsSource {
    /// Amounts of the host's own: a list of them, or columns.
    Changes,
    /// The host's own history of prices, quantities and statuses.
    SubscriptionChanges,
    /// Rows that each say from when to when a subscription ran.
    Periods,
    /// Stripe's events.
    StripeEvents,
    /// Stripe's subscription schedules.
    StripeSchedules,
    /// Stripe's subscription objects, which only know the present.
    StripeSnapshots,
}

/// How much of the past the facts know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum History {
    /// Every change: movements can be computed.
    Complete,
    /// The present only: nothing but current revenue can be computed.
    PresentOnly,
}

/// What to do with a row that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnRefusal {
    /// Refuse the whole input: the default.
    RefuseAll,
    /// Go on without the row, and list it.
    LeaveOut,
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedRow {
    /// The line of the file, or the place in the list, counted from 1; a header is line 1.
    pub line: u32,
    /// The stable code of the refusal.
    pub code: String,
    /// Why, in one sentence.
    pub reason: String,
}

/// The account of what was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intake {
    /// Where the facts came from.
    pub source: FactsSource,
    /// How much of the past they know.
    pub history: History,
    /// Rows or objects in the input.
    pub rows_read: u32,
    /// Rows that became facts, or that said that nothing recurs. What was neither used nor refused has nothing
    /// to say about recurring revenue: a Stripe invoice, or an event delivered twice.
    pub rows_used: u32,
    /// Rows that could not be read, with the reason of each.
    pub refused: Vec<RefusedRow>,
}

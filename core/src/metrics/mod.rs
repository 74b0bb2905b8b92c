//! Revenue metrics: movements, retention and cohorts, each with the definition it was made under.
//!
//! Every metric is a pass over the customers' *transitions* (see [`MovementKind`]): what changed, when, and what
//! kind of change it was. Definitions and their sources: `docs/metrics.md`.

mod cohorts;
mod current;
mod customers;
mod display;
mod grid;
mod movements;
mod options;
mod rates;
mod retention;
mod transitions;

pub use cohorts::{Cohort, CohortAge, Cohorts, cohorts};
pub use current::{CurrentRevenue, current_revenue};
pub use customers::{CustomerMovements, customer_movements};
pub use movements::{MonthlyMovements, Movements, movements};
pub use options::{Definition, MetricsOptions, Netting};
pub use rates::{MonthlyRates, Ratio};
pub use transitions::MovementKind;

use crate::{
    Timestamp,
    calendar::Month,
    error::{Coded, ErrorKind},
};

/// Why a metric cannot be computed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MetricsError {
    #[error("there are no facts, so there is nothing to measure")]
    NoFacts,
    #[error(
        "subscription objects only know the present, so movements would have to be invented: give events, \
         schedules or periods for the history, or ask for current revenue"
    )]
    HistoryMissing,
    #[error("`{months}` months from `{first}` is not a window: expected 1 to 1200 months")]
    InvalidWindow { first: Month, months: u32 },
    #[error("the window begins at `{start}`, which is not before `{as_of}`, as of when it was asked for")]
    WindowInTheFuture { start: Timestamp, as_of: Timestamp },
    #[error("the revenue of customer `{customer}` does not fit in 64 bits")]
    Overflow { customer: String },
}

impl Coded for MetricsError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Metrics
    }
    fn code(&self) -> &'static str {
        match self {
            Self::NoFacts => "metrics.no_facts",
            Self::HistoryMissing => "metrics.history_missing",
            Self::InvalidWindow { .. } => "metrics.invalid_window",
            Self::WindowInTheFuture { .. } => "metrics.window_in_the_future",
            Self::Overflow { .. } => "metrics.overflow",
        }
    }
}

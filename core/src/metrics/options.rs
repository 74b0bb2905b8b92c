//! What to measure, and the definition that every result carries.

use serde::{Deserialize, Serialize};

use crate::{
    Currency, Timestamp,
    calendar::{Month, Zone},
    facts::{Conversion, FactsSource, Policy},
};

/// How changes within a month are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Netting {
    /// Month end against month end, per customer: one movement a month at most. The retention identities hold,
    /// and noise inside a month is not seen; a quarter is not the sum of its months.
    #[default]
    Period,
    /// Every change is a movement; those of one customer at one instant are netted first. Adds up over any
    /// stretch of time.
    Event,
}

/// What to measure. Everything may be left out.
///
/// ```
/// use prorata::metrics::{MetricsOptions, Netting};
///
/// let by_event = MetricsOptions { netting: Some(Netting::Event), ..MetricsOptions::default() };
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MetricsOptions {
    /// The first month of the window. Default: the month of the first change.
    pub first_month: Option<Month>,
    /// How many months. Default: to the month of the last change, or the last one that `as_of` knows; with
    /// `as_of`, never more.
    pub months: Option<u32>,
    /// Where a month begins and ends. Default: UTC.
    pub zone: Option<Zone>,
    /// How changes within a month are counted. Default: per period.
    pub netting: Option<Netting>,
    /// What was not known before this instant is ignored, and the month it falls in is marked incomplete.
    /// Default: everything is used.
    pub as_of: Option<Timestamp>,
    /// With event netting, changes of one customer within so many minutes of the first are one change, if they
    /// fall in the same month.
    /// Default: 0, the same instant only.
    pub grouping_minutes: Option<u32>,
}

/// What a result means: printed with it, so that two numbers that differ can be explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// The currency of every amount.
    pub currency: Currency,
    /// The conversion to that currency, if there was one.
    pub conversion: Option<Conversion>,
    /// Where a month begins and ends.
    pub zone: Zone,
    /// How changes within a month are counted.
    pub netting: Netting,
    /// Changes within so many minutes are one change; only with event netting.
    pub grouping_minutes: u32,
    /// The first month of the window.
    pub first_month: Month,
    /// How many months.
    pub months: u32,
    /// What came at this instant or later was ignored.
    pub as_of: Option<Timestamp>,
    /// What counts as recurring. Where the source is the host's own `changes`, the amounts are what the host
    /// says they are, and the policy decided nothing.
    pub policy: Policy,
    /// Where the facts came from.
    pub source: FactsSource,
    /// Rows in the input.
    pub rows_read: u32,
    /// Rows used.
    pub rows_used: u32,
    /// Rows refused, which the account of the facts lists.
    pub rows_refused: u32,
    /// Rows passed over because they say nothing of recurring revenue, or said it before.
    pub rows_skipped: u32,
}

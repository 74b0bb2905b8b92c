//! From events to the quantity of a period.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{Aggregation, EventWindow, Meter, UsageError, UsageEvent, check_meter};
use crate::{Period, Result, Timestamp};

/// What was used in a period.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsageTotal {
    /// The period.
    pub period: Period,
    /// What the meter makes of the events; below 0 where corrections outweigh the usage.
    pub value: i64,
    /// What is billed: the value, or 0 where it is below.
    ///
    /// Source: [Stripe, usage values](https://docs.stripe.com/billing/subscriptions/usage-based/recording-usage-api).
    pub quantity: i64,
    /// How many events of the period count.
    pub events: u32,
    /// When the latest of them was; for a value carried over, an instant before the period.
    pub last_at: Option<Timestamp>,
}

/// What was used in one hour or day.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsageBucket {
    /// The hour or day of UTC, cut to the period.
    pub period: Period,
    /// What the meter makes of its events alone.
    pub value: i64,
    /// How many of them count.
    pub events: u32,
}

/// What one customer's events come to in a period. Of several with one id, the one received first counts.
///
/// Whether an event was sent in time is not asked: that is a matter of [`UsageLedger::take_in`](super::UsageLedger::take_in).
///
/// ```
/// use prorata::{Period, usage::*};
///
/// let meter = Meter { id: "seats".into(), event_name: None, aggregation: Aggregation::Max, event_window: None };
/// let event = |id: &str, at: &str, value| -> prorata::Result<UsageEvent> {
///     Ok(UsageEvent { id: id.into(), customer: "c1".into(), at: at.parse()?, value, received_at: None })
/// };
/// let events = [event("e1", "2024-01-25T00:00:00Z", 17)?, event("e2", "2024-02-04T00:00:00Z", 15)?];
/// let period = Period::new("2024-01-14T00:00:00Z".parse()?, "2024-02-14T00:00:00Z".parse()?)?;
/// assert_eq!(aggregate(&meter, &events, period)?.quantity, 17);
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// `usage.invalid_meter`; `usage.overflow` for a sum that 64 bits do not hold.
pub fn aggregate(meter: &Meter, events: &[UsageEvent], period: Period) -> Result<UsageTotal> {
    check_meter(meter)?;
    let mut seen: FxHashMap<&str, &UsageEvent> = FxHashMap::default();
    for event in events {
        let first = seen.entry(&event.id).or_insert(event);
        if event.is_before(first) {
            *first = event;
        }
    }
    total(meter, seen.into_values(), period)
}

/// What events come to that differ in their ids.
pub(super) fn total<'a>(
    meter: &Meter,
    events: impl Iterator<Item = &'a UsageEvent>,
    period: Period,
) -> Result<UsageTotal> {
    let mut tally = Tally::new(meter);
    for event in standalone(meter, events.filter(|event| counts(meter, event, period))) {
        tally.add(event, period)?;
    }
    let value = tally.value()?;
    let (events, last_at) = (tally.events, tally.last.map(|last| last.at));
    Ok(UsageTotal { period, value, quantity: value.max(0), events, last_at })
}

/// Whether an event has a part in the total of a period: it lies in it, or may be carried into it.
fn counts(meter: &Meter, event: &UsageEvent, period: Period) -> bool {
    let carried = meter.aggregation == Aggregation::LastEver && event.at < period.start;
    period.contains(event.at) || carried
}

/// What events come to in each hour or day of a period that has some.
pub(super) fn buckets<'a>(
    meter: &Meter,
    events: impl Iterator<Item = &'a UsageEvent>,
    period: Period,
    window: EventWindow,
) -> Result<Vec<UsageBucket>> {
    let mut tallies: BTreeMap<i64, Tally<'_>> = BTreeMap::new();
    for event in standalone(meter, events.filter(|event| period.contains(event.at))) {
        let start = window.start_millis(event.at.as_millis());
        tallies.entry(start).or_insert_with(|| Tally::new(meter)).add(event, period)?;
    }
    let bucket = |(start, tally): (i64, Tally<'_>)| {
        let end = start.checked_add(window.millis()).unwrap_or(start);
        // The ends of the years that there are cut the first and last window, too.
        let instant = |millis: i64| {
            Timestamp::from_millis(millis.clamp(period.start.as_millis(), period.end.as_millis()))
        };
        let period = Period::new(instant(start)?, instant(end)?)?;
        Ok(UsageBucket { period, value: tally.value()?, events: tally.events })
    };
    tallies.into_iter().map(bucket).collect()
}

/// The events that count by themselves: all of them, or the one received last of each window.
pub(super) fn standalone<'a>(
    meter: &Meter,
    events: impl Iterator<Item = &'a UsageEvent>,
) -> Vec<&'a UsageEvent> {
    let Some(window) = meter.event_window else { return events.collect() };
    let mut latest: FxHashMap<(i64, &str), &UsageEvent> = FxHashMap::default();
    for event in events {
        let key = (window.start_millis(event.at.as_millis()), event.customer.as_str());
        let kept = latest.entry(key).or_insert(event);
        if (event.received(), event.recency()) > (kept.received(), kept.recency()) {
            *kept = event;
        }
    }
    latest.into_values().collect()
}

/// What was seen so far; the order does not matter.
struct Tally<'a> {
    meter: &'a Meter,
    /// Events, and their sum and largest value, within the period.
    events: u32,
    sum: i128,
    largest: Option<i64>,
    /// The latest event, also before the period.
    last: Option<&'a UsageEvent>,
}

impl<'a> Tally<'a> {
    fn new(meter: &'a Meter) -> Self {
        Self { meter, events: 0, sum: 0, largest: None, last: None }
    }

    fn add(&mut self, event: &'a UsageEvent, period: Period) -> Result<()> {
        if period.contains(event.at) {
            let events = self.events.checked_add(1);
            self.events = events.ok_or_else(|| self.overflow("the number of events"))?;
            // Fewer than 2^32 values of 64 bits fit into 128 bits, in any order.
            self.sum = self.sum.checked_add(event.value.into()).ok_or_else(|| self.overflow("the sum"))?;
            self.largest = self.largest.max(Some(event.value));
        }
        if self.last.is_none_or(|last| last.recency() < event.recency()) {
            self.last = Some(event);
        }
        Ok(())
    }

    fn value(&self) -> Result<i64> {
        match self.meter.aggregation {
            Aggregation::Sum => Ok(i64::try_from(self.sum).map_err(|_| self.overflow("the sum"))?),
            Aggregation::Count => Ok(self.events.into()),
            Aggregation::Max => Ok(self.largest.unwrap_or_default()),
            Aggregation::Last | Aggregation::LastEver => Ok(self.last.map_or(0, |last| last.value)),
        }
    }

    fn overflow(&self, what: &'static str) -> UsageError {
        UsageError::Overflow { what, meter: self.meter.id.clone() }
    }
}

/// The first instant at which the total of a period has reached a quantity.
pub(super) fn reached_at<'a>(
    meter: &Meter,
    events: impl Iterator<Item = &'a UsageEvent>,
    period: Period,
    quantity: i64,
) -> Result<Option<Timestamp>> {
    if quantity <= 0 {
        return Ok(Some(period.start));
    }
    let mut ordered = standalone(meter, events.filter(|event| counts(meter, event, period)));
    ordered.sort_unstable_by_key(|event| event.recency());
    let mut tally = Tally::new(meter);
    for (place, event) in ordered.iter().enumerate() {
        tally.add(event, period)?;
        // Events at one instant count together.
        let next = place.checked_add(1).and_then(|next| ordered.get(next));
        let is_last_of_instant = next.is_none_or(|next| next.at > event.at.max(period.start));
        if is_last_of_instant && tally.value()? >= quantity {
            return Ok(Some(event.at.max(period.start)));
        }
    }
    Ok(None)
}

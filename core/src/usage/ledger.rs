//! The events of one meter, taken in in any order.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{
    CancellationVerdict, EventVerdict, EventWindow, Meter, UsageBucket, UsageCancellation, UsageEvent,
    UsageTotal, aggregate, check_meter,
};
use crate::{Period, Result, Timestamp};

/// When events are taken in and cancelled.
///
/// Source: [Stripe, record usage](https://docs.stripe.com/billing/subscriptions/usage-based/recording-usage-api).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IntakeRules {
    /// How long before it comes in an event may have happened, in seconds; none for 35 days.
    pub max_age_seconds: Option<u32>,
    /// How long after it comes in an event may claim to have happened, in seconds; none for 5 minutes.
    pub max_ahead_seconds: Option<u32>,
    /// How long after it came in an event can be cancelled, in seconds; none for 24 hours.
    pub cancel_within_seconds: Option<u32>,
}

/// The events of one meter, of all customers or of one: what came in, in whatever order, says what it holds.
///
/// Start with [`open_ledger`]; [`take_in`](Self::take_in) gives the next one. It is sorted by customer, instant
/// and id, so equal contents are equal ledgers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsageLedger {
    /// How events become a quantity.
    pub meter: Meter,
    /// When events are taken in and cancelled.
    pub rules: IntakeRules,
    /// The events that count, each id once.
    #[serde(default)]
    pub events: Vec<UsageEvent>,
    /// The events that were cancelled.
    #[serde(default)]
    pub cancelled: Vec<UsageEvent>,
    /// Every cancellation that came in.
    #[serde(default)]
    pub cancellations: Vec<UsageCancellation>,
}

/// A ledger after a batch, and what became of each part of the batch.
#[must_use]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsageIntake {
    /// The ledger after the batch.
    pub ledger: UsageLedger,
    /// One for each event, in order.
    pub events: Vec<EventVerdict>,
    /// One for each cancellation, in order.
    pub cancellations: Vec<CancellationVerdict>,
}

impl IntakeRules {
    pub(super) fn max_age_millis(self) -> i64 {
        millis(self.max_age_seconds, 35 * 86_400)
    }

    /// Below 0: an event may have happened after it came in.
    pub(super) fn least_age_millis(self) -> i64 {
        millis(self.max_ahead_seconds, 5 * 60).checked_neg().unwrap_or_default()
    }

    fn cancel_millis(self) -> i64 {
        millis(self.cancel_within_seconds, 86_400)
    }
}

fn millis(seconds: Option<u32>, usual: u32) -> i64 {
    i64::from(seconds.unwrap_or(usual)).checked_mul(1000).unwrap_or(i64::MAX)
}

/// An empty ledger.
///
/// # Errors
/// `usage.invalid_meter`.
pub fn open_ledger(meter: &Meter, rules: IntakeRules) -> Result<UsageLedger> {
    check_meter(meter)?;
    let (events, cancelled, cancellations) = (Vec::new(), Vec::new(), Vec::new());
    Ok(UsageLedger { meter: meter.clone(), rules, events, cancelled, cancellations })
}

impl UsageLedger {
    /// Takes in a batch of events and cancellations, and says what became of each. What is refused changes
    /// nothing, and neither does what came in before: any order of batches, with any repetition, ends in the
    /// same ledger.
    ///
    /// A batch takes time in proportion to the whole ledger, so take in many events at once.
    ///
    /// ```
    /// use prorata::{Period, usage::*};
    ///
    /// let meter = Meter { id: "calls".into(), event_name: None, aggregation: Aggregation::Sum, event_window: None };
    /// let event = UsageEvent {
    ///     id: "e1".into(),
    ///     customer: "c1".into(),
    ///     at: "2024-01-10T00:00:00Z".parse()?,
    ///     value: 5,
    ///     received_at: None,
    /// };
    /// let intake = open_ledger(&meter, IntakeRules::default())?.take_in(&[event.clone(), event], &[]);
    /// assert_eq!(intake.events, [EventVerdict::Accepted, EventVerdict::Duplicate]);
    /// let january = Period::new("2024-01-01T00:00:00Z".parse()?, "2024-02-01T00:00:00Z".parse()?)?;
    /// assert_eq!(intake.ledger.total("c1", january)?.quantity, 5);
    /// # Ok::<(), prorata::Error>(())
    /// ```
    pub fn take_in(self, events: &[UsageEvent], cancellations: &[UsageCancellation]) -> UsageIntake {
        let Self { meter, rules, events: mut held, cancelled, cancellations: known } = self;
        let known: BTreeSet<UsageCancellation> = known.into_iter().collect();
        held.extend(cancelled);
        let mut held = Held::new(held);
        let verdicts = events.iter().map(|event| held.take_in(event, rules)).collect();
        let mut all = known;
        let said = cancellations.iter().map(|cancellation| {
            let verdict = held.judge(cancellation, rules, &all);
            all.insert(cancellation.clone());
            verdict
        });
        let said = said.collect();
        let mut ledger =
            Self { meter, rules, events: Vec::new(), cancelled: Vec::new(), cancellations: Vec::new() };
        (ledger.cancelled, ledger.events) = held.split(&all, rules);
        ledger.cancellations = all.into_iter().collect();
        UsageIntake { ledger, events: verdicts, cancellations: said }
    }

    /// What a customer used in a period.
    ///
    /// # Errors
    /// `usage.overflow`.
    pub fn total(&self, customer: &str, period: Period) -> Result<UsageTotal> {
        aggregate::total(&self.meter, self.of(customer), period)
    }

    /// What a customer used in each of several periods, such as all billing cycles so far.
    ///
    /// # Errors
    /// `usage.overflow`.
    pub fn history(&self, customer: &str, cycles: &[Period]) -> Result<Vec<UsageTotal>> {
        cycles.iter().map(|cycle| self.total(customer, *cycle)).collect()
    }

    /// What a customer used in each hour or day of a period; those without events are left out.
    ///
    /// # Errors
    /// `usage.overflow`.
    pub fn usage_by(&self, customer: &str, period: Period, window: EventWindow) -> Result<Vec<UsageBucket>> {
        aggregate::buckets(&self.meter, self.of(customer), period, window)
    }

    /// The first instant of a period at which a customer's total had reached `quantity`; none where it never
    /// did. What counts are the events known now: a correction later in the period does not undo it.
    ///
    /// # Errors
    /// `usage.overflow`.
    pub fn reached_at(&self, customer: &str, period: Period, quantity: i64) -> Result<Option<Timestamp>> {
        aggregate::reached_at(&self.meter, self.of(customer), period, quantity)
    }

    fn of<'a>(&'a self, customer: &'a str) -> impl Iterator<Item = &'a UsageEvent> {
        self.events.iter().filter(move |event| event.customer == customer)
    }
}

/// The events that a ledger knows, cancelled or not, by their ids.
struct Held {
    events: Vec<UsageEvent>,
    places: FxHashMap<String, usize>,
}

impl Held {
    fn new(events: Vec<UsageEvent>) -> Self {
        let mut held = Self { places: FxHashMap::default(), events: Vec::with_capacity(events.len()) };
        for event in events {
            held.keep(event);
        }
        held
    }

    /// Keeps an event, or the earlier of two with one id; whether it is the first one.
    fn keep(&mut self, event: UsageEvent) -> bool {
        let place = self.places.get(event.id.as_str()).copied();
        if let Some(kept) = place.and_then(|place| self.events.get_mut(place)) {
            if event.is_before(kept) {
                *kept = event;
            }
            return false;
        }
        self.places.insert(event.id.clone(), self.events.len());
        self.events.push(event);
        true
    }

    fn take_in(&mut self, event: &UsageEvent, rules: IntakeRules) -> EventVerdict {
        let verdict = event.screen(rules);
        if verdict == EventVerdict::Accepted && !self.keep(event.clone()) {
            return EventVerdict::Duplicate;
        }
        verdict
    }

    fn judge(
        &self,
        cancellation: &UsageCancellation,
        rules: IntakeRules,
        known: &BTreeSet<UsageCancellation>,
    ) -> CancellationVerdict {
        let place = self.places.get(cancellation.event.as_str()).copied();
        let Some(event) = place.and_then(|place| self.events.get(place)) else {
            return CancellationVerdict::UnknownEvent;
        };
        let cancels = |one: &UsageCancellation| takes_effect(event, one.at, rules);
        let first = UsageCancellation { event: event.id.clone(), at: Timestamp::MIN };
        if known.range(first..).take_while(|one| one.event == event.id).any(cancels) {
            CancellationVerdict::AlreadyCancelled
        } else if cancels(cancellation) {
            CancellationVerdict::Cancelled
        } else if cancellation.at < event.received() {
            CancellationVerdict::UnknownEvent
        } else {
            CancellationVerdict::TooLate
        }
    }

    /// The events that are cancelled, and those that count, each in the order of the ledger.
    fn split(
        self,
        cancellations: &BTreeSet<UsageCancellation>,
        rules: IntakeRules,
    ) -> (Vec<UsageEvent>, Vec<UsageEvent>) {
        let mut by_event: BTreeMap<&str, Vec<Timestamp>> = BTreeMap::new();
        for cancellation in cancellations {
            by_event.entry(&cancellation.event).or_default().push(cancellation.at);
        }
        let mut events = self.events;
        events.sort_unstable_by(|a, b| (&a.customer, a.recency()).cmp(&(&b.customer, b.recency())));
        events.into_iter().partition(|event| {
            let times = by_event.get(event.id.as_str());
            times.is_some_and(|times| times.iter().any(|at| takes_effect(event, *at, rules)))
        })
    }
}

fn takes_effect(event: &UsageEvent, cancelled_at: Timestamp, rules: IntakeRules) -> bool {
    let after = cancelled_at.as_millis().checked_sub(event.received().as_millis());
    after.is_some_and(|after| (0..=rules.cancel_millis()).contains(&after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::usage::Aggregation;

    fn event(id: &str, at: &str, value: i64, received: &str) -> UsageEvent {
        let received_at = Some(received.parse().unwrap());
        UsageEvent { id: id.into(), customer: "c".into(), at: at.parse().unwrap(), value, received_at }
    }

    fn ledger(aggregation: Aggregation) -> UsageLedger {
        let meter = Meter { id: "m".into(), event_name: None, aggregation, event_window: None };
        open_ledger(&meter, IntakeRules::default()).unwrap()
    }

    #[test]
    fn an_event_received_first_replaces_one_that_arrived_first() {
        let early = event("e", "2024-01-02T00:00:00Z", 1, "2024-01-02T00:00:00Z");
        let late = event("e", "2024-01-02T00:00:00Z", 2, "2024-01-02T00:00:01Z");
        let held = ledger(Aggregation::Sum).take_in(&[late], &[]).ledger;
        let intake = held.take_in(std::slice::from_ref(&early), &[]);
        assert_eq!(intake.events, [EventVerdict::Duplicate]);
        assert_eq!(intake.ledger.events, [early]);
    }

    #[test]
    fn a_cancellation_follows_the_event_that_counts() {
        // 30 hours after the copy that came first, 20 after the other: too late once the first is known.
        let first = event("e", "2024-01-02T00:00:00Z", 1, "2024-01-02T00:00:00Z");
        let second = event("e", "2024-01-02T00:00:00Z", 1, "2024-01-02T10:00:00Z");
        let cancel = UsageCancellation { event: "e".into(), at: "2024-01-03T06:00:00Z".parse().unwrap() };
        let intake = ledger(Aggregation::Sum).take_in(&[second], &[cancel]);
        assert_eq!(intake.cancellations, [CancellationVerdict::Cancelled]);
        let ledger = intake.ledger.take_in(&[first], &[]).ledger;
        assert_eq!((ledger.events.len(), ledger.cancelled.len()), (1, 0));
    }

    #[test]
    fn a_million_events_are_added_up_in_one_pass() {
        let start: Timestamp = "2024-01-01T00:00:00Z".parse().unwrap();
        let events: Vec<UsageEvent> = (0..1_000_000_i64)
            .map(|place| UsageEvent {
                id: place.to_string(),
                customer: "c".into(),
                at: Timestamp::from_millis(start.as_millis() + place).unwrap(),
                value: place % 7,
                received_at: None,
            })
            .collect();
        let ledger = UsageLedger { events, ..ledger(Aggregation::Sum) };
        let year = Period::new(start, "2025-01-01T00:00:00Z".parse().unwrap()).unwrap();
        let total = ledger.total("c", year).unwrap();
        // 142,857 whole weeks of 21 and a day of 0.
        assert_eq!((total.value, total.events), (142_857 * 21, 1_000_000));
    }
}

//! The history of a subscription, from its events.

use std::collections::HashSet;

use super::{
    StripeError, chain,
    event::{Event, Kind},
    subscriptions::{Context, State, state},
    wire::Subscription,
};
use crate::{Currency, Error, Result, Timestamp, catalog::AnnualAmount, facts::FactsError};

/// From `at` on, a subscription is worth so much.
#[derive(Debug)]
pub(super) struct Worth {
    pub(super) at: Timestamp,
    pub(super) annual: AnnualAmount,
    pub(super) currency: Currency,
    pub(super) place: u32,
}

/// What the input says of one subscription.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) customer: String,
    pub(super) worth: Vec<Worth>,
    /// Objects that say nothing new.
    pub(super) skipped: u32,
    /// Objects that could not be used; then there is no worth at all.
    pub(super) refused: Vec<(u32, Error)>,
}

impl Outcome {
    pub(super) fn skip(&mut self, count: usize) {
        self.skipped = self.skipped.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
    }
}

/// Follows a subscription from event to event. Where one of them cannot be used, none is: what the
/// subscription was worth until the next would be a guess.
pub(super) fn of_events(events: Vec<Event<'_>>, context: &Context) -> Outcome {
    let mut outcome = Outcome::default();
    let given = events.len();
    let events = in_order(events, context);
    outcome.skip(given.saturating_sub(events.len()));
    let Some(first) = events.first() else { return outcome };
    if first.kind != Kind::Created {
        let reason = "it does not begin with `customer.subscription.created`";
        let missing = || StripeError::history_missing(&first.subscription, reason).into();
        outcome.refused = events.iter().map(|event| (event.place, missing())).collect();
        return outcome;
    }
    let mut states = Vec::with_capacity(events.len());
    for event in &events {
        match read_state(event, context) {
            Ok(state) => states.push(state),
            Err(error) => {
                outcome.refused.push((event.place, error));
            }
        }
    }
    if outcome.refused.is_empty()
        && let Err((place, error)) = follow(&events, &states, context, &mut outcome)
    {
        outcome.refused.push((place, error));
    }
    leave_out_the_rest(&events, &mut outcome);
    outcome
}

/// By time, each event once. Of two copies of an event, as endpoints of different API versions get them,
/// either would do; the text decides, so that the order of delivery does not.
fn in_order<'a>(mut events: Vec<Event<'a>>, context: &Context) -> Vec<Event<'a>> {
    events.retain(|event| !context.is_too_late(event.at));
    events.sort_by(|a, b| {
        (a.at, a.kind, &a.id, a.object, a.place).cmp(&(b.at, b.kind, &b.id, b.object, b.place))
    });
    let mut seen = HashSet::new();
    events.retain(|event| seen.insert(event.id.clone()));
    events
}

fn read_state(event: &Event<'_>, context: &Context) -> Result<State> {
    let wire: Subscription = serde_json::from_str(event.object)
        .map_err(|error| StripeError::invalid_object("subscription", &error))?;
    state(&wire, context, false)
}

/// One worth for each instant at which something changed.
fn follow(
    events: &[Event<'_>],
    states: &[State],
    context: &Context,
    outcome: &mut Outcome,
) -> Result<(), (u32, Error)> {
    let Some(owner) = states.first() else { return Ok(()) };
    outcome.customer.clone_from(&owner.customer);
    for (event, state) in events.iter().zip(states) {
        if state.customer != owner.customer {
            let (first, second) = (owner.customer.clone(), state.customer.clone());
            let subscription = event.subscription.clone();
            return Err((event.place, FactsError::TwoCustomers { subscription, first, second }.into()));
        }
    }
    let mut groups = events.chunk_by(|a, b| a.at == b.at).peekable();
    let (mut before, mut ended, mut passed) = (None, false, 0_usize);
    while let Some(group) = groups.next() {
        let last = passed.saturating_add(chain::last(before, group));
        passed = passed.saturating_add(group.len());
        let (Some(event), Some(state)) = (events.get(last), states.get(last)) else { continue };
        before = Some(event.object);
        ended |= event.kind == Kind::Deleted;
        let next = groups.peek().and_then(|group| group.first()).map(|event| event.at);
        let mut instants = vec![event.at];
        if !ended {
            instants.extend(state.billing.changes(event.at, next));
        }
        for at in instants.into_iter().filter(|at| !context.is_too_late(*at)) {
            let worth = if ended { Ok(AnnualAmount::default()) } else { state.billing.worth(Some(at)) };
            let annual = worth.map_err(|error| (event.place, error))?;
            outcome.worth.push(Worth { at, annual, currency: state.billing.currency, place: event.place });
        }
    }
    Ok(())
}

fn leave_out_the_rest(events: &[Event<'_>], outcome: &mut Outcome) {
    let Some((culprit, _)) = outcome.refused.first() else { return };
    outcome.worth.clear();
    let reason = format!("the event at place {culprit} of the input could not be used");
    let refused: HashSet<u32> = outcome.refused.iter().map(|(place, _)| *place).collect();
    for event in events.iter().filter(|event| !refused.contains(&event.place)) {
        let error = StripeError::history_missing(&event.subscription, reason.as_str());
        outcome.refused.push((event.place, error.into()));
    }
}

//! Subscription objects on their own: what each was worth when it was fetched, and nothing of its past.

use super::{
    StripeError,
    history::{Outcome, Worth},
    subscriptions::{Context, state},
    wire::{Item, Subscription},
};
use crate::{Error, Result, Timestamp};

/// A subscription object and its place in the input.
pub(super) type Snapshot = (u32, Subscription);

/// Two equal copies are one; of two that differ, nothing says which is the present.
pub(super) fn present(snapshots: &[Snapshot], context: &Context) -> Outcome {
    let mut outcome = Outcome::default();
    let Some((place, first)) = snapshots.first() else { return outcome };
    for (place, other) in snapshots.iter().skip(1) {
        if other == first {
            outcome.skip(1);
        } else {
            let conflict = StripeError::ConflictingObjects { object: "subscription", id: other.id.clone() };
            outcome.refused.push((*place, conflict.into()));
        }
    }
    let created = first.created.map(Timestamp::from_seconds).transpose();
    if let (Some(as_of), Ok(Some(created))) = (context.as_of, &created)
        && *created > as_of
    {
        outcome.skip(1);
        return outcome;
    }
    match worth(*place, first, context) {
        Ok((customer, worth)) => {
            outcome.customer = customer;
            outcome.worth.push(worth);
        }
        Err(error) => outcome.refused.push((*place, error)),
    }
    outcome
}

fn worth(place: u32, wire: &Subscription, context: &Context) -> Result<(String, Worth)> {
    let state = state(wire, context, true)?;
    let at = context.as_of.map_or_else(|| last_known(wire), Ok)?;
    let annual = state.billing.worth(context.as_of)?;
    Ok((state.customer, Worth { at, annual, currency: state.billing.currency, place }))
}

/// The latest instant that the object tells of and that was past when it was fetched.
fn last_known(wire: &Subscription) -> Result<Timestamp> {
    let items: &[Item] = wire.items.as_ref().map_or(&[], |items| &items.data);
    let periods = items.iter().map(|item| item.current_period_start);
    let own = [wire.created, wire.start_date, wire.current_period_start, wire.canceled_at, wire.ended_at];
    let latest = own.into_iter().chain(periods).flatten().max();
    let seconds = latest.ok_or_else(|| {
        Error::from(StripeError::contradiction("subscription", "it has neither `created` nor `start_date`"))
    })?;
    Timestamp::from_seconds(seconds)
}

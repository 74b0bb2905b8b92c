//! The order of events that Stripe stamps with the same second.

use serde_json::Value;

use super::events::{Event, Kind};

/// More events than this at one second are taken in the order of their ids: the orders to try grow as the
/// factorial of their number.
const MOST_TRIED: usize = 6;

/// The place in the group of the event after which nothing more changed at that second.
///
/// A creation comes first and a deletion last. Updates are put in the order in which each one's
/// `previous_attributes` are what the one before it left; where no order or several fit, ids decide. The
/// `group` is sorted by kind and id.
pub(super) fn last(before: Option<&str>, group: &[Event<'_>]) -> usize {
    let end = group.len().saturating_sub(1);
    let changed: Vec<usize> = (0..group.len())
        .filter(|place| group.get(*place).is_some_and(|event| event.kind == Kind::Changed))
        .collect();
    let deleted = group.last().is_some_and(|last| last.kind == Kind::Deleted);
    if deleted || changed.len() < 2 || changed.len() > MOST_TRIED {
        return end;
    }
    let created = group.iter().rfind(|event| event.kind == Kind::Created).map(|event| event.object);
    let start = created.or(before).map(read);
    let links: Vec<Link> = group
        .iter()
        .filter(|event| event.kind == Kind::Changed)
        .map(|event| Link { object: read(event.object), previous: event.previous.map_or(Value::Null, read) })
        .collect();
    let last = last_in_order(start.as_ref(), &links, &mut Vec::new());
    last.and_then(|place| changed.get(place).copied()).unwrap_or(end)
}

/// An event's object, and what its members were before.
struct Link {
    object: Value,
    previous: Value,
}

fn read(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or(Value::Null)
}

/// The place of the last link of the first order that fits.
fn last_in_order(before: Option<&Value>, links: &[Link], taken: &mut Vec<usize>) -> Option<usize> {
    if taken.len() == links.len() {
        return taken.last().copied();
    }
    for (place, link) in links.iter().enumerate() {
        let fits = before.is_none_or(|before| link.previous.is_null() || holds_in(&link.previous, before));
        if fits && !taken.contains(&place) {
            taken.push(place);
            if let Some(last) = last_in_order(Some(&link.object), links, taken) {
                return Some(last);
            }
            taken.pop();
        }
    }
    None
}

/// True when every member that `previous` names had that value in `state`.
fn holds_in(previous: &Value, state: &Value) -> bool {
    match (previous, state) {
        (Value::Object(previous), Value::Object(state)) => previous
            .iter()
            .all(|(name, value)| state.get(name).map_or(value.is_null(), |state| holds_in(value, state))),
        (Value::Array(previous), Value::Array(state)) => {
            previous.len() == state.len()
                && previous.iter().zip(state).all(|(previous, state)| holds_in(previous, state))
        }
        (previous, state) => previous == state,
    }
}

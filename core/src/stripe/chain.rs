//! The order of events that Stripe stamps with the same second.

use serde_json::Value;

use super::event::{Event, Kind};

/// More events than this at one second are taken in the order of their ids: the orders to try grow as the
/// factorial of their number.
const MOST_TRIED: usize = 6;

/// The place in the group of the event after which nothing more changed at that second.
///
/// A creation comes first and a deletion last. Updates are put in an order in which each one, with its
/// `previous_attributes` put back, is what the one before it left; where there is none, in one in which at
/// least the members that `previous_attributes` names fit. Where several orders fit equally well, or none
/// does, ids decide. The `group` is sorted by kind and id.
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
    let mut rules: std::array::IntoIter<Follows, 2> = [follows_exactly, follows_loosely].into_iter();
    let last = rules.find_map(|rule| last_in_order(start.as_ref(), &links, rule, &mut Vec::new()));
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

/// Whether a link can come after a state.
type Follows = fn(&Value, &Link) -> bool;

/// The place of the last link of the first order that fits.
fn last_in_order(
    before: Option<&Value>,
    links: &[Link],
    follows: Follows,
    taken: &mut Vec<usize>,
) -> Option<usize> {
    if taken.len() == links.len() {
        return taken.last().copied();
    }
    for (place, link) in links.iter().enumerate() {
        if !taken.contains(&place) && before.is_none_or(|before| follows(before, link)) {
            taken.push(place);
            if let Some(last) = last_in_order(Some(&link.object), links, follows, taken) {
                return Some(last);
            }
            taken.pop();
        }
    }
    None
}

fn follows_exactly(before: &Value, link: &Link) -> bool {
    let mut undone = link.object.clone();
    put_back(&mut undone, &link.previous);
    equal(before, &undone)
}

fn follows_loosely(before: &Value, link: &Link) -> bool {
    let mut same = before.clone();
    put_back(&mut same, &link.previous);
    equal(before, &same)
}

/// Objects are merged, all else is replaced; an event without previous attributes changed nothing.
fn put_back(object: &mut Value, previous: &Value) {
    if let (Value::Object(object), Value::Object(previous)) = (&mut *object, previous) {
        for (name, value) in previous {
            match object.get_mut(name) {
                Some(member) if member.is_object() && value.is_object() => put_back(member, value),
                _ => {
                    object.insert(name.clone(), value.clone());
                }
            }
        }
    }
}

/// A member that is null is as one that is not there.
fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let in_other =
                |(name, value): (&String, &Value)| equal(value, other.get(name).unwrap_or(&Value::Null));
            let only_in_other = |(name, value): (&String, &Value)| one.contains_key(name) || value.is_null();
            one.iter().all(in_other) && other.iter().all(only_in_other)
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
        }
        (one, other) => one == other,
    }
}

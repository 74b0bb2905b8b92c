//! An event of Stripe's, as far as it tells of a subscription.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{StripeError, wire::Named};
use crate::{Result, Timestamp};

/// What an event does to its subscription, in the order in which they happen at one second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Created,
    Changed,
    Deleted,
}

/// An event of a subscription.
#[derive(Debug)]
pub(super) struct Event<'a> {
    pub(super) place: u32,
    pub(super) id: String,
    pub(super) subscription: String,
    pub(super) at: Timestamp,
    pub(super) kind: Kind,
    /// The subscription as the event left it.
    pub(super) object: &'a str,
    pub(super) previous: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct Envelope<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    created: i64,
    #[serde(borrow)]
    data: Option<Data<'a>>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct Data<'a> {
    #[serde(borrow)]
    object: Option<&'a RawValue>,
    #[serde(borrow)]
    previous_attributes: Option<&'a RawValue>,
}

impl<'a> Event<'a> {
    /// Nothing for an event of another object.
    pub(super) fn read(place: u32, json: &'a str) -> Result<Option<Self>> {
        let invalid = |error: serde_json::Error| StripeError::invalid_object("event", &error);
        let envelope: Envelope<'a> = serde_json::from_str(json).map_err(invalid)?;
        let kind = match envelope.kind.strip_prefix("customer.subscription.") {
            None => return Ok(None),
            Some("created") => Kind::Created,
            Some("deleted") => Kind::Deleted,
            // Each of the others, known or not, carries the subscription as it is.
            Some(_) => Kind::Changed,
        };
        let without = || StripeError::contradiction("event", "it has no `data.object`");
        let data = envelope.data.ok_or_else(without)?;
        let object = data.object.ok_or_else(without)?.get();
        let named: Named = serde_json::from_str(object).map_err(invalid)?;
        Ok(Some(Self {
            place,
            id: envelope.id,
            subscription: named.id,
            at: Timestamp::from_seconds(envelope.created)?,
            kind,
            object,
            previous: data.previous_attributes.map(RawValue::get),
        }))
    }
}

/// The customer of an event that says that its own discount came, changed or went.
pub(super) fn discounted_customer(json: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Discounted {
        customer: Option<String>,
    }
    let envelope: Envelope<'_> = serde_json::from_str(json).ok()?;
    envelope.kind.strip_prefix("customer.discount.")?;
    let discount: Discounted = serde_json::from_str(envelope.data?.object?.get()).ok()?;
    discount.customer
}

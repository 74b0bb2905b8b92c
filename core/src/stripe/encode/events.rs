//! What happened in a simulation, as Stripe's events.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{API_VERSION, credit_note, invoice, schedule, subscription};
use crate::{
    Result, Timestamp,
    invoice::{Invoice, InvoiceEvent, InvoiceHappening},
    simulation::{ClockEvent, ClockObject},
    subscription::{Happening, Schedule, Subscription, SubscriptionEvent},
};

/// Which events a stream holds. Everything may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EventStream {
    /// Whether what happens to invoices and their credit notes is told; none for yes.
    pub invoices: Option<bool>,
    /// Whether a subscription's update is told in which only its periods and its latest invoice changed, as
    /// every renewal is; none for yes.
    pub renewals: Option<bool>,
}

/// What happened, as Stripe's events in JSON Lines: what a webhook endpoint would have received, in order.
///
/// Subscriptions (`customer.subscription.*`), their schedules (`subscription_schedule.*`), invoices (`invoice.*`)
/// and credit notes (`credit_note.*`); an update has `previous_attributes` where an event of its object came before
/// in the list. An event's id follows from its object, its second and its place there. Left out is what has no
/// event at Stripe, or no object here: postings to a customer's account, notices of pauses, an update in which
/// nothing changed, and a schedule of which the list tells nothing before it is over.
///
/// # Errors
/// As [`encode_subscription`](super::encode_subscription).
///
/// Source: [Stripe, types of events](https://docs.stripe.com/api/events/types).
pub fn encode_events(events: &[ClockEvent], stream: EventStream) -> Result<String> {
    let mut text = String::new();
    let mut writer = Writer::new(stream);
    for event in events {
        if let Some(line) = writer.event(event)? {
            text.push_str(&line);
            text.push('\n');
        }
    }
    Ok(text)
}

/// Writes one event after the other.
pub(super) struct Writer {
    stream: EventStream,
    /// Each object as its last event left it.
    known: HashMap<String, Value>,
    /// The schedule of each subscription as its last event left it, for the event that says that it is over.
    schedules: HashMap<String, Schedule>,
    /// How many events an object has had at its latest second.
    counts: HashMap<String, (Timestamp, u32)>,
}

/// What an event tells.
struct Told {
    /// The object's id, which names the event.
    id: String,
    kind: &'static str,
    object: Value,
    /// What its members were before; empty for an event that does not say it.
    previous: Map<String, Value>,
}

impl Writer {
    pub(super) fn new(stream: EventStream) -> Self {
        Self { stream, known: HashMap::new(), schedules: HashMap::new(), counts: HashMap::new() }
    }

    /// One line, without its end; nothing for what is not told.
    pub(super) fn event(&mut self, event: &ClockEvent) -> Result<Option<String>> {
        let told = match &event.object {
            ClockObject::Subscription { event, subscription } => self.of_subscription(event, subscription)?,
            ClockObject::Invoice { event, invoice } => self.of_invoice(event, invoice)?,
            ClockObject::Account { .. } => None,
        };
        let Some(Told { id, kind, object, previous }) = told else { return Ok(None) };
        let created = event.at.to_seconds()?;
        let mut data = Map::from_iter([("object".to_owned(), object)]);
        if !previous.is_empty() {
            data.insert("previous_attributes".to_owned(), previous.into());
        }
        let envelope = json!({
            "id": format!("evt_{id}_{created}_{:02}", self.place(&id, event.at)),
            "object": "event",
            "api_version": API_VERSION,
            "created": created,
            "data": data,
            "livemode": false,
            "pending_webhooks": 0,
            "request": {"id": null, "idempotency_key": null},
            "type": kind,
        });
        Ok(Some(envelope.to_string()))
    }

    fn of_invoice(&mut self, event: &InvoiceEvent, of: &Invoice) -> Result<Option<Told>> {
        if !self.stream.invoices.unwrap_or(true) {
            return Ok(None);
        }
        let kind = invoice_kind(event.what);
        match event.what {
            InvoiceHappening::Credited | InvoiceHappening::CreditNoteVoided => {
                let Some(note) = credit_note::told_of(of, event.what, event.at) else { return Ok(None) };
                Ok(Some(self.told(&note.id, kind, credit_note::credit_note(note, of)?)))
            }
            InvoiceHappening::Upcoming => {
                let object = invoice::upcoming(of, event.status)?;
                Ok(Some(Told { id: of.id.clone(), kind, object, previous: Map::new() }))
            }
            InvoiceHappening::Created
            | InvoiceHappening::Updated
            | InvoiceHappening::WillBeDue
            | InvoiceHappening::Finalized
            | InvoiceHappening::Sent
            | InvoiceHappening::Paid
            | InvoiceHappening::PaymentSucceeded
            | InvoiceHappening::PaymentFailed
            | InvoiceHappening::PaymentActionRequired
            | InvoiceHappening::Overdue
            | InvoiceHappening::MarkedUncollectible
            | InvoiceHappening::Voided
            | InvoiceHappening::Deleted => {
                Ok(Some(self.told(&of.id, kind, invoice::invoice(of, event.status)?)))
            }
        }
    }

    fn of_subscription(&mut self, event: &SubscriptionEvent, of: &Subscription) -> Result<Option<Told>> {
        if let Some(schedule) = &of.schedule {
            self.schedules.insert(of.id.clone(), schedule.clone());
        }
        let Some((kind, status)) = schedule_kind(event.what) else {
            let object = subscription::subscription(of, event.status)?;
            return Ok(self.subscription(&of.id, event.what, object));
        };
        let Some(schedule) = self.schedules.get(&of.id) else { return Ok(None) };
        let id = subscription::schedule_id(&of.id, schedule);
        let object = schedule::schedule(schedule, of, status, event.at)?;
        Ok(Some(self.told(&id, kind, object)))
    }

    /// Keeps the object for the next event. Only an update says what there was before.
    fn told(&mut self, id: &str, kind: &'static str, object: Value) -> Told {
        let before = self.known.insert(id.to_owned(), object.clone());
        let previous = before.filter(|_| kind.ends_with(".updated"));
        let previous = previous.map(|before| changed(&before, &object)).unwrap_or_default();
        Told { id: id.to_owned(), kind, object, previous }
    }

    /// How many events the object has had at this second before.
    fn place(&mut self, id: &str, at: Timestamp) -> u32 {
        let count = self.counts.entry(id.to_owned()).or_insert((at, 0));
        *count = if count.0 == at { (at, count.1.saturating_add(1)) } else { (at, 1) };
        count.1
    }

    fn subscription(&mut self, id: &str, what: Happening, object: Value) -> Option<Told> {
        let before = self.known.get(id);
        let was_paused = before.is_some_and(|before| status(before) == "paused");
        let kind = match what {
            Happening::Created => "customer.subscription.created",
            Happening::Canceled => "customer.subscription.deleted",
            Happening::TrialWillEnd => "customer.subscription.trial_will_end",
            Happening::PendingUpdateApplied => "customer.subscription.pending_update_applied",
            Happening::PendingUpdateExpired => "customer.subscription.pending_update_expired",
            // A pause at a reduced price is ours alone: for Stripe, a discount comes and goes.
            Happening::Paused if status(&object) == "paused" => "customer.subscription.paused",
            Happening::Resumed if was_paused => "customer.subscription.resumed",
            Happening::Paused
            | Happening::Resumed
            | Happening::Updated
            | Happening::Renewed
            | Happening::Expired => "customer.subscription.updated",
            Happening::PauseWillEnd
            | Happening::PhaseStarted
            | Happening::ScheduleCreated
            | Happening::ScheduleUpdated
            | Happening::ScheduleExpiring
            | Happening::ScheduleCompleted
            | Happening::ScheduleReleased
            | Happening::ScheduleCanceled
            | Happening::ScheduleAborted => return None,
        };
        let untold = |before: &Value| {
            *before == object || (!self.stream.renewals.unwrap_or(true) && is_renewal(before, &object))
        };
        if kind == "customer.subscription.updated" && before.is_some_and(untold) {
            return None;
        }
        Some(self.told(id, kind, object))
    }
}

fn status(object: &Value) -> &str {
    object.get("status").and_then(Value::as_str).unwrap_or_default()
}

/// The members that are no longer what they were, as they were: of an object within, its own such members; a
/// list whole; null for what was not there.
fn changed(before: &Value, after: &Value) -> Map<String, Value> {
    let (Value::Object(before), Value::Object(after)) = (before, after) else { return Map::new() };
    let mut changes = Map::new();
    for (name, value) in before {
        match after.get(name) {
            Some(same) if same == value => {}
            Some(other) if value.is_object() && other.is_object() => {
                changes.insert(name.clone(), changed(value, other).into());
            }
            _ => {
                changes.insert(name.clone(), value.clone());
            }
        }
    }
    for name in after.keys().filter(|name| !before.contains_key(*name)) {
        changes.insert(name.clone(), Value::Null);
    }
    changes
}

/// Whether only the periods and the latest invoice changed.
fn is_renewal(before: &Value, after: &Value) -> bool {
    let without_periods = |object: &Value| {
        let mut object = object.clone();
        if let Value::Object(members) = &mut object {
            members.remove("latest_invoice");
        }
        for item in object.pointer_mut("/items/data").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Value::Object(members) = item {
                members.remove("current_period_start");
                members.remove("current_period_end");
            }
        }
        object
    };
    without_periods(before) == without_periods(after)
}

/// The event of a schedule, and the status in which it leaves it; none for what happens to the subscription itself.
fn schedule_kind(what: Happening) -> Option<(&'static str, &'static str)> {
    match what {
        Happening::ScheduleCreated => Some(("subscription_schedule.created", "active")),
        Happening::ScheduleUpdated | Happening::PhaseStarted => {
            Some(("subscription_schedule.updated", "active"))
        }
        Happening::ScheduleExpiring => Some(("subscription_schedule.expiring", "active")),
        Happening::ScheduleCompleted => Some(("subscription_schedule.completed", "completed")),
        Happening::ScheduleReleased => Some(("subscription_schedule.released", "released")),
        Happening::ScheduleCanceled => Some(("subscription_schedule.canceled", "canceled")),
        Happening::ScheduleAborted => Some(("subscription_schedule.aborted", "canceled")),
        Happening::Created
        | Happening::Updated
        | Happening::Renewed
        | Happening::Canceled
        | Happening::Expired
        | Happening::Paused
        | Happening::Resumed
        | Happening::TrialWillEnd
        | Happening::PauseWillEnd
        | Happening::PendingUpdateApplied
        | Happening::PendingUpdateExpired => None,
    }
}

fn invoice_kind(what: InvoiceHappening) -> &'static str {
    match what {
        InvoiceHappening::Created => "invoice.created",
        InvoiceHappening::Updated => "invoice.updated",
        InvoiceHappening::Finalized => "invoice.finalized",
        InvoiceHappening::Sent => "invoice.sent",
        InvoiceHappening::Paid => "invoice.paid",
        InvoiceHappening::PaymentSucceeded => "invoice.payment_succeeded",
        InvoiceHappening::PaymentFailed => "invoice.payment_failed",
        InvoiceHappening::PaymentActionRequired => "invoice.payment_action_required",
        InvoiceHappening::Upcoming => "invoice.upcoming",
        InvoiceHappening::WillBeDue => "invoice.will_be_due",
        InvoiceHappening::Overdue => "invoice.overdue",
        InvoiceHappening::MarkedUncollectible => "invoice.marked_uncollectible",
        InvoiceHappening::Voided => "invoice.voided",
        InvoiceHappening::Deleted => "invoice.deleted",
        InvoiceHappening::Credited => "credit_note.created",
        InvoiceHappening::CreditNoteVoided => "credit_note.voided",
    }
}

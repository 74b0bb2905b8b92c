//! What happened to a business, told as Stripe tells it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]

use prorata::{
    Currency,
    simulation::{SimulatedCustomer, TestClock},
    stripe::{EventStream, encode_events},
};
use serde_json::{Value, json};

/// The events of a subscription to two seats at 49.00 a month from 2024-01-31 on, and of what is done to it.
fn told(steps: &[(&str, Value)]) -> Vec<Value> {
    told_with(&Value::Null, steps)
}

fn told_with(settings: &Value, steps: &[(&str, Value)]) -> Vec<Value> {
    let step = |(at, input): &(&str, Value)| json!({"at": at, "customer": "cus", "input": input});
    let price = json!({
        "id": "seat", "product": "prod", "currency": "USD", "pricing": {"kind": "per_unit", "unit_amount": "4900"},
        "recurring": {"interval": {"unit": "month", "count": 1}},
    });
    let subscription = json!({
        "id": "sub", "customer": "cus", "currency": "USD",
        "items": [{"id": "item", "price": price, "quantity": 2}],
    });
    let subscribe = ("2024-01-31T10:00:00Z", json!({"kind": "subscribe", "subscription": subscription}));
    let script: Vec<Value> = std::iter::once(&subscribe).chain(steps).map(step).collect();
    let customer = SimulatedCustomer::new("cus", Currency::USD, "ACME");
    let clock: TestClock = serde_json::from_value(
        json!({"now": "2024-01-31T00:00:00Z", "customers": [customer], "script": script, "settings": settings}),
    )
    .unwrap();
    let events = clock.advance("2024-04-15T00:00:00Z".parse().unwrap()).unwrap().events;
    let text = encode_events(&events, EventStream::default()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn to_subscription(input: &Value) -> Value {
    json!({"kind": "subscription", "id": "sub", "input": input})
}

/// The events of a type: Stripe's docs of `data.previous_attributes` and a recorded pair of events, of which the
/// first has `{"cancel_at": null, "cancellation_details": {"reason": null}}`
/// (<https://github.com/better-auth/better-auth/issues/9321>).
fn of_type<'a>(events: &'a [Value], kind: &str) -> Vec<&'a Value> {
    events.iter().filter(|event| event["type"] == kind).collect()
}

#[test]
fn an_update_names_what_changed_within_an_object_and_a_list_whole() {
    let cancel = json!({"kind": "cancel", "request": {
        "when": {"kind": "period_end"},
        "details": {"reason": "cancellation_requested", "feedback": "unused"},
    }});
    let events = told(&[("2024-02-10T00:00:00Z", to_subscription(&cancel))]);
    let updates = of_type(&events, "customer.subscription.updated");
    assert_eq!(updates[0]["data"]["previous_attributes"], json!({"status": "incomplete"}));
    assert_eq!(
        updates[1]["data"]["previous_attributes"],
        json!({
            "cancel_at": null,
            "cancel_at_period_end": false,
            "canceled_at": null,
            "cancellation_details": {"feedback": null, "reason": null},
        })
    );

    let seats =
        json!({"kind": "update", "update": {"items": [{"kind": "set", "id": "item", "quantity": 3}]}});
    let events = told(&[("2024-02-10T00:00:00Z", to_subscription(&seats))]);
    let updates = of_type(&events, "customer.subscription.updated");
    let before = &updates[0]["data"]["object"]["items"]["data"];
    assert_eq!(updates[1]["data"]["previous_attributes"], json!({"items": {"data": before}}));
}

#[test]
fn only_an_update_says_what_there_was_before() {
    let cancel = json!({"kind": "cancel", "request": {"when": {"kind": "now"}}});
    let events = told(&[
        ("2024-03-01T00:00:00Z", json!({"kind": "charges", "next": ["fails"], "then": "succeeds"})),
        ("2024-04-10T00:00:00Z", to_subscription(&cancel)),
    ]);
    assert_eq!(of_type(&events, "customer.subscription.deleted").len(), 1);
    for event in &events {
        let update = event["type"].as_str().unwrap().ends_with(".updated");
        assert_eq!(event["data"].get("previous_attributes").is_some(), update, "{event}");
    }
}

#[test]
fn a_deleted_invoice_is_told_as_the_draft_that_it_was() {
    let delete = json!({"kind": "invoice", "id": "sub-2", "input": {"kind": "delete"}});
    let events = told(&[("2024-02-29T10:30:00Z", delete)]);
    let deleted = of_type(&events, "invoice.deleted");
    assert_eq!(deleted[0]["data"]["object"]["status"], "draft");
}

/// When each event of a family was told: type, second, and a member of its object.
fn told_of(events: &[Value], family: &str, member: &str) -> Vec<(String, i64, Value)> {
    let of = events.iter().filter(|event| event["type"].as_str().unwrap().starts_with(family));
    let one = |event: &Value| {
        let kind = event["type"].as_str().unwrap().to_owned();
        (kind, event["created"].as_i64().unwrap(), event["data"]["object"][member].clone())
    };
    of.map(one).collect()
}

/// A change to three seats that must be paid first, with other months from the change on.
fn waiting() -> Value {
    let set = json!({"kind": "set", "id": "item", "quantity": 3});
    to_subscription(&json!({"kind": "update", "update": {
        "items": [set], "billing_cycle_anchor": "now", "payment_behavior": "pending_if_incomplete",
    }}))
}

/// Source: the shape of `pending_update` in <https://docs.stripe.com/api/subscriptions/object>; 23 hours from
/// <https://docs.stripe.com/billing/subscriptions/pending-updates>.
#[test]
fn a_change_that_waits_is_shown_until_it_is_given_up() {
    let fails = json!({"kind": "charges", "next": [], "then": "fails"});
    let events = told(&[("2024-02-10T00:00:00Z", fails.clone()), ("2024-02-10T00:00:00Z", waiting())]);
    let asked = 1_707_523_200; // 2024-02-10
    let updates = of_type(&events, "customer.subscription.updated");
    let object = &updates[1]["data"]["object"];
    let pending = &object["pending_update"];
    let mut rest = pending.clone();
    rest.as_object_mut().unwrap().remove("subscription_items");
    assert_eq!(
        rest,
        json!({
            "billing_cycle_anchor": asked, "expires_at": asked + 23 * 3_600, "trial_end": null,
            "trial_from_plan": null,
        })
    );
    let quantities = |items: &Value| items[0]["quantity"].as_i64();
    assert_eq!(quantities(&pending["subscription_items"]), Some(3));
    assert_eq!(quantities(&object["items"]["data"]), Some(2));
    assert_eq!(updates[1]["data"]["previous_attributes"]["pending_update"], Value::Null);
    let expired = told_of(&events, "customer.subscription.pending_update", "pending_update");
    let at = ("customer.subscription.pending_update_expired".to_owned(), asked + 23 * 3_600, Value::Null);
    assert_eq!(expired, [at]);

    let pay = json!({"kind": "invoice", "id": "sub-2", "input": {"kind": "pay", "attempt": 2}});
    let succeeds = json!({"kind": "charges", "next": [], "then": "succeeds"});
    let events = told(&[
        ("2024-02-10T00:00:00Z", fails),
        ("2024-02-10T00:00:00Z", waiting()),
        ("2024-02-10T06:00:00Z", succeeds),
        ("2024-02-10T06:00:00Z", pay),
    ]);
    let applied = told_of(&events, "customer.subscription.pending_update", "pending_update");
    let at = ("customer.subscription.pending_update_applied".to_owned(), asked + 6 * 3_600, Value::Null);
    assert_eq!(applied, [at]);
}

/// One seat from 1 March, for two months, and then the end.
fn planned() -> Value {
    let price = json!({
        "id": "small", "product": "prod", "currency": "USD", "pricing": {"kind": "per_unit", "unit_amount": "900"},
        "recurring": {"interval": {"unit": "month", "count": 1}},
    });
    let phase = json!({
        "start": "2024-03-01T00:00:00Z", "end": "2024-04-01T00:00:00Z",
        "items": [{"id": "item", "price": price, "quantity": 1}], "proration_behavior": "none",
    });
    to_subscription(
        &json!({"kind": "set_schedule", "schedule": {"phases": [phase], "end_behavior": "cancel"}}),
    )
}

/// Source: [Stripe, webhooks of schedules](https://docs.stripe.com/billing/subscriptions/subscription-schedules).
#[test]
fn a_schedule_tells_its_life() {
    let set = ("2024-02-10T00:00:00Z", planned());
    let id = "sub-schedule-1707523200";
    let event = |what: &str, at: i64, status: &str| {
        (format!("subscription_schedule.{what}"), at, Value::from(status))
    };
    let (created, begun) = (1_707_523_200, 1_709_251_200); // 2024-02-10, 2024-03-01
    let ends = 1_711_929_600; // 2024-04-01
    let expires = ends - 7 * 86_400;
    let began = [event("created", created, "active"), event("updated", begun, "active")];

    let events = told(std::slice::from_ref(&set));
    let over = [event("expiring", expires, "active"), event("completed", ends, "completed")];
    assert_eq!(told_of(&events, "subscription_schedule", "status"), [&began[..], &over].concat());
    let updated = &of_type(&events, "subscription_schedule.updated")[0]["data"];
    let object = &updated["object"];
    assert_eq!(object["id"], id);
    assert_eq!(object["current_phase"], json!({"start_date": begun, "end_date": ends}));
    assert_eq!(object["phases"][0]["items"][0]["quantity"], 1);
    assert_eq!(object["end_behavior"], "cancel");
    assert_eq!(updated["previous_attributes"], json!({"current_phase": null}));
    let completed = &of_type(&events, "subscription_schedule.completed")[0]["data"]["object"];
    assert_eq!((&completed["completed_at"], &completed["canceled_at"]), (&json!(ends), &Value::Null));
    let followed = of_type(&events, "customer.subscription.updated");
    assert_eq!(followed[1]["data"]["object"]["schedule"], id);
    assert_eq!(followed[1]["data"]["previous_attributes"]["schedule"], Value::Null);

    let release = ("2024-02-20T00:00:00Z", to_subscription(&json!({"kind": "release_schedule"})));
    let events = told(&[set.clone(), release]);
    let released = 1_708_387_200; // 2024-02-20
    let life = [event("created", created, "active"), event("released", released, "released")];
    assert_eq!(told_of(&events, "subscription_schedule", "status"), life);
    let object = &of_type(&events, "subscription_schedule.released")[0]["data"]["object"];
    assert_eq!((&object["released_subscription"], &object["subscription"]), (&json!("sub"), &Value::Null));

    let again = ("2024-02-20T00:00:00Z", planned());
    let cancel = json!({"kind": "cancel", "request": {"when": {"kind": "now"}}});
    let events = told(&[set.clone(), again, ("2024-02-21T00:00:00Z", to_subscription(&cancel))]);
    let canceled = 1_708_473_600; // 2024-02-21
    let life = [
        event("created", created, "active"),
        event("updated", released, "active"),
        event("canceled", canceled, "canceled"),
    ];
    assert_eq!(told_of(&events, "subscription_schedule", "status"), life);

    let fails = ("2024-02-29T00:00:00Z", json!({"kind": "charges", "next": [], "then": "fails"}));
    let events = told(&[set, fails]);
    let last = told_of(&events, "subscription_schedule", "canceled_at").pop().unwrap();
    // Charged on 29 February at 11:00, and again after 3, 5 and 7 days: on 15 March.
    let given_up = 1_710_500_400;
    assert_eq!(last, ("subscription_schedule.aborted".to_owned(), given_up, Value::from(given_up)));
}

/// Source: [Stripe, credit notes](https://docs.stripe.com/invoicing/integration/programmatic-credit-notes).
#[test]
fn a_credit_note_is_told_with_its_amounts() {
    let credit = json!({"kind": "credit", "request": {
        "id": "cn_1", "what": {"kind": "spread", "amount": {"minor": 2_000, "currency": "USD"}},
        "reason": "order_change",
    }});
    let credit = json!({"kind": "invoice", "id": "sub-1", "input": credit});
    let events = told(&[("2024-02-10T00:00:00Z", credit)]);
    let event = of_type(&events, "credit_note.created")[0];
    assert_eq!(event["id"], "evt_cn_1_1707523200_01");
    let note = &event["data"]["object"];
    let told = |name: &str| note[name].clone();
    assert_eq!(told("total"), 2_000);
    assert_eq!(told("number"), "ACME-0001-CN-01");
    assert_eq!((told("pre_payment_amount"), told("post_payment_amount")), (json!(0), json!(2_000)));
    assert_eq!(told("refunds"), json!([{"amount_refunded": 2_000, "refund": "cn_1"}]));
    assert_eq!((told("type"), told("status")), (json!("post_payment"), json!("issued")));
    assert_eq!((told("reason"), told("invoice")), (json!("order_change"), json!("sub-1")));
    assert_eq!(note["lines"]["data"][0]["amount"], 2_000);
}

/// Source: [Stripe, types of events](https://docs.stripe.com/api/events/types): "the received Invoice object will not
/// have an invoice ID".
#[test]
fn an_announced_invoice_has_no_id() {
    let settings = json!({"upcoming_invoice_days": 7});
    let events = told_with(&settings, &[]);
    let upcoming = of_type(&events, "invoice.upcoming");
    assert_eq!(upcoming.len(), 2);
    assert_eq!(upcoming[0]["created"], 1_708_596_000); // 2024-02-22T10:00:00Z
    let invoice = &upcoming[0]["data"]["object"];
    assert_eq!(invoice.get("id"), None);
    assert_eq!((&invoice["billing_reason"], &invoice["amount_due"]), (&json!("upcoming"), &json!(9_800)));
    assert_eq!(invoice["lines"]["data"][0]["invoice"], Value::Null);
}

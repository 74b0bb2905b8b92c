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
        json!({"now": "2024-01-31T00:00:00Z", "customers": [customer], "script": script}),
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

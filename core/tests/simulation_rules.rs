//! A business moved through time.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests may panic"
)]

use prorata::{
    Currency, Timestamp,
    invoice::InvoiceStatus,
    simulation::{ClockEvent, TestClock},
    subscription::SubscriptionStatus,
};
use serde_json::{Value, json};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn price(id: &str, minor: &str) -> Value {
    json!({
        "id": id, "product": "prod", "currency": "USD", "pricing": {"kind": "per_unit", "unit_amount": minor},
        "recurring": {"interval": {"unit": "month", "count": 1}},
    })
}

fn clock(script: &Value) -> TestClock {
    let customer = prorata::simulation::SimulatedCustomer::new("cus", Currency::USD, "ACME");
    serde_json::from_value(json!({"now": "2024-01-31T00:00:00Z", "customers": [customer], "script": script}))
        .unwrap()
}

fn year() -> TestClock {
    let item = |price: Value| json!({"id": "seat", "price": price, "quantity": 1});
    clock(&json!([
        {"at": "2024-01-31T10:00:00Z", "customer": "cus", "input": {"kind": "subscribe", "subscription": {
            "id": "sub", "customer": "cus", "currency": "USD", "items": [item(price("small", "4900"))],
        }}},
        {"at": "2024-03-10T00:00:00Z", "customer": "cus", "input": {"kind": "subscription", "id": "sub", "input": {
            "kind": "update", "update": {"items": [{"kind": "set", "id": "seat", "price": price("big", "14900")}]},
        }}},
        {"at": "2024-05-01T00:00:00Z", "customer": "cus", "input": {
            "kind": "charges", "next": ["fails", "fails"], "then": "succeeds",
        }},
        {"at": "2024-09-01T00:00:00Z", "customer": "cus", "input": {
            "kind": "charges", "next": [], "then": "fails",
        }},
    ]))
}

fn run(clock: &TestClock, to: &str, steps: i64) -> (TestClock, Vec<ClockEvent>) {
    let (mut clock, mut events) = (clock.clone(), vec![]);
    let (from, to) = (clock.now.as_millis(), at(to).as_millis());
    for step in 1..=steps {
        let now = Timestamp::from_millis((from + (to - from) * step / steps) / 1_000 * 1_000).unwrap();
        let moved = clock.advance(now).unwrap();
        events.extend(moved.events);
        clock = moved.next;
    }
    (clock, events)
}

#[test]
fn a_year_with_an_upgrade_a_recovery_and_an_end() {
    let (clock, _) = run(&year(), "2025-01-31T00:00:00Z", 1);
    let customer = &clock.customers[0];
    let dues: Vec<_> =
        customer.invoices.iter().map(|invoice| (invoice.amount_due.minor(), invoice.status)).collect();
    let paid = |due| (due, InvoiceStatus::Paid);
    // 10 March is 21 days and 10 hours before 31 March, 10:00, of 31: -3386 and 10295 on top of 149.00.
    let before = [paid(4_900), paid(4_900), paid(14_900 - 3_386 + 10_295)];
    assert_eq!(dues[..3], before);
    assert_eq!(dues[3..7], [paid(14_900); 4]);
    assert_eq!(dues.len(), 9);
    assert_eq!(dues[8], (14_900, InvoiceStatus::Open));
    assert_eq!(customer.invoices[4].attempt_count, 3);
    assert_eq!(customer.invoices[8].attempt_count, 4);
    assert_eq!(customer.subscriptions[0].status, SubscriptionStatus::Canceled);
    assert_eq!(customer.invoices[8].number.as_deref(), Some("ACME-0009"));
}

#[test]
fn one_step_or_a_thousand_gives_the_same_bytes() {
    let whole = run(&year(), "2025-01-31T00:00:00Z", 1);
    for steps in [2, 7, 1_000] {
        let (clock, events) = run(&year(), "2025-01-31T00:00:00Z", steps);
        assert_eq!(serde_json::to_string(&events).unwrap(), serde_json::to_string(&whole.1).unwrap());
        assert_eq!(clock.customers[0].invoices, whole.0.customers[0].invoices);
        assert_eq!(clock.customers[0].account, whole.0.customers[0].account);
    }
}

/// The code and the sentence with which a clock with these steps is refused.
fn refused(script: &Value) -> (&'static str, String) {
    let error = clock(script).advance(at("2024-06-30T00:00:00Z")).unwrap_err();
    (error.code(), error.to_string())
}

fn subscribe(customer: &str, collection: &Value) -> Value {
    json!({"at": "2024-01-31T10:00:00Z", "customer": "cus", "input": {"kind": "subscribe", "subscription": {
        "id": "sub", "customer": customer, "currency": "USD", "collection_method": collection,
        "items": [{"id": "seat", "price": price("small", "4900"), "quantity": 1}],
    }}})
}

#[test]
fn a_refusal_says_whose_step_it_was_and_when() {
    let automatically = json!({"kind": "charge_automatically"});
    let change =
        json!({"kind": "update", "update": {"items": [{"kind": "set", "id": "chair", "quantity": 2}]}});
    let step = json!({"at": "2024-03-10T00:00:00Z", "customer": "cus", "input": {
        "kind": "subscription", "id": "sub", "input": change,
    }});
    let (code, sentence) = refused(&json!([subscribe("cus", &automatically), step]));
    assert_eq!(code, "subscription.unknown_item");
    assert_eq!(sentence, "`cus` at `2024-03-10T00:00:00.000Z`: there is no item `chair`");

    let (code, sentence) = refused(&json!([subscribe("other", &automatically)]));
    assert_eq!(code, "simulation.other_customer");
    let of = "the subscription `sub` is of customer `other`: expected `cus`";
    assert_eq!(sentence, format!("`cus` at `2024-01-31T10:00:00.000Z`: {of}"));
}

#[test]
fn payments_and_retries_may_come_at_once() {
    let send = json!({"kind": "send_invoice", "days_until_due": 30});
    let mut sent = clock(&json!([subscribe("cus", &send)]));
    sent.settings = Some(serde_json::from_value(json!({"sent_invoices_paid_after_days": 0})).unwrap());
    let paid = sent.advance(at("2024-02-01T00:00:00Z")).unwrap().next;
    assert_eq!(paid.customers[0].invoices[0].paid_at, Some(at("2024-01-31T11:00:00Z")));

    let automatically = json!({"kind": "charge_automatically"});
    let mut charged = clock(&json!([subscribe("cus", &automatically)]));
    charged.customers[0].next_charges = serde_json::from_value(json!(["succeeds", "fails"])).unwrap();
    charged.settings = Some(serde_json::from_value(json!({"retry_after_days": [0]})).unwrap());
    let paid = charged.advance(at("2024-03-01T00:00:00Z")).unwrap().next;
    assert_eq!(paid.customers[0].invoices[1].attempt_count, 2);
    assert_eq!(paid.customers[0].invoices[1].paid_at, Some(at("2024-02-29T11:00:00Z")));
}

#[test]
fn an_attempt_by_hand_that_fails_leaves_the_retries_as_planned() {
    let automatically = json!({"kind": "charge_automatically"});
    let pay = json!({"at": "2024-03-01T00:00:00Z", "customer": "cus", "input": {
        "kind": "invoice", "id": "sub-2", "input": {"kind": "pay", "attempt": 2},
    }});
    let mut clock = clock(&json!([subscribe("cus", &automatically), pay]));
    clock.customers[0].next_charges = serde_json::from_value(json!(["succeeds"])).unwrap();
    clock.customers[0].charges = Some(serde_json::from_value(json!("fails")).unwrap());
    let invoice = clock.advance(at("2024-03-20T00:00:00Z")).unwrap().next.customers[0].invoices[1].clone();
    let attempts: Vec<_> = invoice.attempts.iter().map(|attempt| attempt.at.to_string()).collect();
    let hour = |day: &str| format!("2024-{day}T11:00:00.000Z");
    let by_hand = "2024-03-01T00:00:00.000Z".to_owned();
    assert_eq!(attempts, [hour("02-29"), by_hand, hour("03-03"), hour("03-08"), hour("03-15")]);
    assert_eq!(invoice.attempt_count, 4);
}

#[test]
fn a_first_payment_that_fails_is_not_tried_again_and_waits_for_23_hours() {
    let automatically = json!({"kind": "charge_automatically"});
    for days in [json!([]), json!([0, 3])] {
        let mut clock = clock(&json!([subscribe("cus", &automatically)]));
        clock.customers[0].charges = Some(serde_json::from_value(json!("fails")).unwrap());
        clock.settings = Some(serde_json::from_value(json!({"retry_after_days": days})).unwrap());
        let before = clock.advance(at("2024-02-01T08:59:59Z")).unwrap().next;
        assert_eq!(before.customers[0].subscriptions[0].status, SubscriptionStatus::Incomplete);
        assert_eq!(before.customers[0].invoices[0].attempts.len(), 1);
        assert_eq!(before.customers[0].invoices[0].next_payment_attempt, None);
        let after = before.advance(at("2024-02-01T09:00:00Z")).unwrap().next;
        assert_eq!(after.customers[0].subscriptions[0].status, SubscriptionStatus::IncompleteExpired);
        assert_eq!(after.customers[0].invoices[0].status, InvoiceStatus::Void);
    }
}

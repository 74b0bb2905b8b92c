//! A business moved through time.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests may panic"
)]

use prorata::{
    Currency, Timestamp,
    invoice::{InvoiceHappening, InvoiceStatus},
    simulation::{ClockEvent, ClockObject, TestClock},
    subscription::{BillingReason, SubscriptionStatus},
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
fn a_trial_without_a_payment_method_is_past_due_once_its_invoice_is_final() {
    let clock = clock(&json!([
        {"at": "2024-01-31T10:00:00Z", "customer": "cus", "input": {"kind": "subscribe", "subscription": {
            "id": "sub", "customer": "cus", "currency": "USD", "trial_period_days": 7, "has_payment_method": false,
            "items": [{"id": "seat", "price": price("small", "4900"), "quantity": 1}],
        }}},
    ]));
    let status = |to: &str| run(&clock, to, 1).0.customers[0].subscriptions[0].status;
    assert_eq!(status("2024-02-07T10:59:59Z"), SubscriptionStatus::Active);
    assert_eq!(status("2024-02-07T11:00:00Z"), SubscriptionStatus::PastDue);
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

/// A meter at 2 cents a unit, with `licensed` besides, that is billed at `thresholds`.
fn metered(licensed: bool, thresholds: &Value, steps: &[(&str, Value)]) -> TestClock {
    let mut usage = price("calls", "2");
    usage["recurring"]["meter"] = json!("m");
    let mut items = vec![json!({"id": "calls", "price": usage, "quantity": 0})];
    if licensed {
        items.push(json!({"id": "seat", "price": price("small", "4900"), "quantity": 1}));
    }
    let subscription = json!({
        "id": "sub", "customer": "cus", "currency": "USD", "items": items, "billing_thresholds": thresholds,
    });
    let subscribe = ("2024-01-31T10:00:00Z", json!({"kind": "subscribe", "subscription": subscription}));
    let step = |(at, input): &(&str, Value)| json!({"at": at, "customer": "cus", "input": input});
    let script: Vec<Value> = std::iter::once(&subscribe).chain(steps).map(step).collect();
    let mut clock = clock(&json!(script));
    let meter = json!({"id": "m", "aggregation": "sum"});
    clock.customers[0].usage = vec![serde_json::from_value(json!({"meter": meter, "rules": {}})).unwrap()];
    clock
}

fn used(at: &'static str, units: i64) -> (&'static str, Value) {
    let event = json!({"id": at, "customer": "cus", "at": at, "value": units});
    (at, json!({"kind": "usage", "meter": "m", "event": event}))
}

/// When each invoice was made, why, and what it comes to.
fn invoices(clock: &TestClock) -> Vec<(String, BillingReason, i64)> {
    let invoices = clock.customers[0].invoices.iter();
    let one = |invoice: &prorata::invoice::Invoice| {
        (invoice.created.to_string(), invoice.billing_reason, invoice.totals.total.minor())
    };
    invoices.map(one).collect()
}

fn invoice(created: &str, reason: BillingReason, total: i64) -> (String, BillingReason, i64) {
    (format!("2024-{created}.000Z"), reason, total)
}

#[test]
fn a_threshold_bills_usage_early_and_the_period_bills_what_came_on_top() {
    let one_dollar = json!({"billing": {"amount_gte": {"minor": 100, "currency": "USD"}}});
    let steps = [
        used("2024-02-05T00:00:00Z", 30), // 0.60
        used("2024-02-06T00:00:00Z", 25), // 1.10: reached
        used("2024-02-06T00:00:00.5Z", 5),
        used("2024-02-10T00:00:00Z", 60),  // 1.20 on top: reached
        used("2024-02-28T12:00:00Z", 100), // 2.00 on top, 22 hours before the end: its own invoice bills it
        used("2024-03-05T00:00:00Z", 10),  // 0.20 of a new period
    ];
    let clock = metered(false, &one_dollar, &steps);
    let (moved, events) = run(&clock, "2024-03-31T12:00:00Z", 1);
    let threshold = BillingReason::SubscriptionThreshold;
    let cycle = BillingReason::SubscriptionCycle;
    assert_eq!(
        invoices(&moved),
        [
            invoice("02-06T00:00:01", threshold, 120),
            invoice("02-10T00:00:01", threshold, 120),
            invoice("02-29T10:00:00", cycle, 200),
            invoice("03-31T10:00:00", cycle, 20),
        ]
    );
    for steps in [2, 7, 1_000] {
        let parts = run(&clock, "2024-03-31T12:00:00Z", steps);
        assert_eq!(serde_json::to_string(&parts.1).unwrap(), serde_json::to_string(&events).unwrap());
        assert_eq!(parts.0, moved);
    }
}

#[test]
fn a_threshold_that_resets_the_cycle_bills_the_next_period_and_counts_anew() {
    let reset = json!({"billing": {
        "amount_gte": {"minor": 100, "currency": "USD"}, "reset_billing_cycle_anchor": true,
    }});
    let steps = [used("2024-02-06T00:00:00Z", 55), used("2024-02-20T00:00:00Z", 10)];
    let moved = run(&metered(true, &reset, &steps), "2024-03-06T12:00:00Z", 1).0;
    assert_eq!(
        invoices(&moved),
        [
            invoice("01-31T10:00:00", BillingReason::SubscriptionCreate, 4_900),
            invoice("02-06T00:00:01", BillingReason::SubscriptionThreshold, 110 + 4_900),
            invoice("03-06T00:00:01", BillingReason::SubscriptionCycle, 20 + 4_900),
        ]
    );
}

#[test]
fn a_threshold_of_an_item_counts_units_and_none_counts_in_a_trial() {
    let fifty = json!({"items": [{"item": "calls", "usage_gte": 50}]});
    let steps = [used("2024-02-06T00:00:00Z", 49), used("2024-02-07T00:00:00Z", 1)];
    let moved = run(&metered(false, &fifty, &steps), "2024-02-08T00:00:00Z", 1).0;
    assert_eq!(invoices(&moved), [invoice("02-07T00:00:01", BillingReason::SubscriptionThreshold, 100)]);

    let trial = json!({"kind": "subscription", "id": "sub", "input": {
        "kind": "update", "update": {"trial_end": {"kind": "at", "at": "2024-02-20T00:00:00Z"}},
    }});
    let steps = [("2024-02-01T00:00:00Z", trial), used("2024-02-06T00:00:00Z", 500)];
    let moved = run(&metered(false, &fifty, &steps), "2024-03-20T12:00:00Z", 1).0;
    assert!(moved.customers[0].invoices.iter().all(|invoice| invoice.totals.total.is_zero()));
}

#[test]
fn thresholds_that_come_later_count_usage_from_before_and_can_go() {
    let set = |thresholds: Value| {
        json!({"kind": "subscription", "id": "sub", "input": {
            "kind": "update", "update": {"billing_thresholds": thresholds},
        }})
    };
    let one_dollar = json!({"billing": {"amount_gte": {"minor": 100, "currency": "USD"}}});
    let steps = [
        used("2024-02-05T00:00:00Z", 55),
        ("2024-02-06T00:00:00Z", set(one_dollar)),
        ("2024-02-07T00:00:00Z", set(json!({}))),
        used("2024-02-08T00:00:00Z", 500),
    ];
    let moved = run(&metered(false, &Value::Null, &steps), "2024-02-09T00:00:00Z", 1).0;
    assert_eq!(invoices(&moved), [invoice("02-06T00:00:01", BillingReason::SubscriptionThreshold, 110)]);
    assert_eq!(moved.customers[0].subscriptions[0].billing_thresholds, None);

    let nothing = json!({"billing": {"amount_gte": {"minor": 0, "currency": "USD"}}});
    let error = metered(false, &nothing, &[]).advance(at("2024-02-01T00:00:00Z")).unwrap_err();
    assert_eq!(error.code(), "usage.invalid_threshold");
    let seat = json!({"items": [{"item": "seat", "usage_gte": 1}]});
    let error = metered(true, &seat, &[]).advance(at("2024-02-01T00:00:00Z")).unwrap_err();
    assert_eq!(error.code(), "usage.invalid_threshold");
}

/// When something was said of invoices, and of which.
fn said(events: &[ClockEvent], what: InvoiceHappening) -> Vec<(String, String, i64)> {
    let told = events.iter().filter_map(|event| match &event.object {
        ClockObject::Invoice { event, invoice } if event.what == what => {
            Some((event.at.to_string(), invoice.id.clone(), invoice.amount_due.minor()))
        }
        ClockObject::Invoice { .. } | ClockObject::Subscription { .. } | ClockObject::Account { .. } => None,
    });
    told.collect()
}

#[test]
fn renewals_and_due_dates_are_announced_where_the_account_says_so() {
    let announced = |at: &str, id: &str, due| (format!("2024-{at}T10:00:00.000Z"), id.to_owned(), due);
    let mut clock = year();
    assert_eq!(said(&run(&clock, "2024-04-10T00:00:00Z", 1).1, InvoiceHappening::Upcoming), []);
    clock.settings = Some(serde_json::from_value(json!({"upcoming_invoice_days": 7})).unwrap());
    let events = run(&clock, "2024-04-10T00:00:00Z", 1).1;
    // A period from 29 February, 10:00, to 31 March: what is known on 24 March has the change of the 10th.
    let change = 14_900 - 3_386 + 10_295;
    let upcoming = [announced("02-22", "sub-2", 4_900), announced("03-24", "sub-3", change)];
    assert_eq!(said(&events, InvoiceHappening::Upcoming), upcoming);
    let parts = run(&clock, "2024-04-10T00:00:00Z", 1_000).1;
    assert_eq!(serde_json::to_string(&parts).unwrap(), serde_json::to_string(&events).unwrap());

    let send = json!({"kind": "send_invoice", "days_until_due": 30});
    let mut sent = self::clock(&json!([subscribe("cus", &send)]));
    let settings = json!({"upcoming_invoice_days": 7, "will_be_due_days": 3});
    sent.settings = Some(serde_json::from_value(settings).unwrap());
    let events = run(&sent, "2024-03-01T12:00:00Z", 500).1;
    let one = |at: &str| [(format!("2024-{at}T11:00:00.000Z"), "sub-1".to_owned(), 4_900)];
    assert_eq!(said(&events, InvoiceHappening::WillBeDue), one("02-27"));
    assert_eq!(said(&events, InvoiceHappening::Overdue), one("03-01"));
    assert_eq!(said(&events, InvoiceHappening::Upcoming), []); // it is sent, not charged
}

/// What an invoice came to, and where it stands.
fn settled(clock: &TestClock) -> Vec<(BillingReason, i64, InvoiceStatus, Option<&str>)> {
    let all = clock.customers[0].invoices.iter();
    all.map(|one| (one.billing_reason, one.amount_due.minor(), one.status, one.number.as_deref())).collect()
}

#[test]
fn what_waits_is_invoiced_by_hand() {
    let of_subscription = |at: &str, input: Value| json!({"at": at, "customer": "cus", "input": {"kind": "subscription", "id": "sub", "input": input}});
    let of_invoice = |at: &str, id: &str, input: Value| json!({"at": at, "customer": "cus", "input": {"kind": "invoice", "id": id, "input": input}});
    let item = |price: Value| json!({"id": "seat", "price": price, "quantity": 1});
    let upgrade = json!({"kind": "update", "update": {"items": [{"kind": "set", "id": "seat", "price": price("big", "14900")}]}});
    let setup = json!({"id": "setup", "quantity": 1, "price": {"id": "setup", "product": "setup", "currency": "USD",
        "pricing": {"kind": "per_unit", "unit_amount": "25000"}}});
    let clock = clock(&json!([
        {"at": "2024-04-01T00:00:00Z", "customer": "cus", "input": {"kind": "subscribe", "subscription": {
            "id": "sub", "customer": "cus", "currency": "USD", "items": [item(price("small", "4900"))],
        }}},
        of_subscription("2024-04-16T00:00:00Z", upgrade),
        of_subscription("2024-04-17T00:00:00Z", json!({"kind": "invoice", "request": {}})),
        of_invoice("2024-04-20T00:00:00Z", "sub-2", json!({"kind": "finalize", "finalization": {}})),
        of_invoice("2024-04-21T00:00:00Z", "sub-2", json!({"kind": "pay", "attempt": 1})),
        {"at": "2024-04-22T00:00:00Z", "customer": "cus", "input": {"kind": "invoice_by_hand", "invoice": {
            "id": "in_1", "customer": "cus", "currency": "USD", "items": [setup], "request": {"auto_advance": true},
        }}},
    ]));
    use BillingReason::{Manual, SubscriptionCreate, SubscriptionCycle};
    let first = (SubscriptionCreate, 4_900, InvoiceStatus::Paid, Some("ACME-0001"));
    // Half a month: -24.50 and 74.50. A draft, until somebody finalizes it; then open, until somebody collects it.
    let (draft, _) = run(&clock, "2024-04-19T00:00:00Z", 1);
    assert_eq!(settled(&draft), [first, (Manual, 5_000, InvoiceStatus::Draft, None)]);
    let (open, _) = run(&clock, "2024-04-20T12:00:00Z", 1);
    assert_eq!(settled(&open)[1], (Manual, 5_000, InvoiceStatus::Open, Some("ACME-0002")));
    let (clock, _) = run(&clock, "2024-05-02T00:00:00Z", 1);
    let after = [
        first,
        (Manual, 5_000, InvoiceStatus::Paid, Some("ACME-0002")),
        (Manual, 25_000, InvoiceStatus::Paid, Some("ACME-0003")),
        (SubscriptionCycle, 14_900, InvoiceStatus::Paid, Some("ACME-0004")),
    ];
    assert_eq!(settled(&clock), after);
    assert_eq!(clock.customers[0].subscriptions[0].status, SubscriptionStatus::Active);
}

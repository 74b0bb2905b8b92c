//! The life of a subscription, told step by step.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]

use prorata::{
    Currency, Interval, Timestamp,
    catalog::Price,
    proration::{BillingMode, PricedItem},
    subscription::{
        AnchorChange, Bill, CancelRequest, CancelWhen, ItemChange, NewSubscription, ProrationBehavior, Step,
        Subscription, SubscriptionAction, SubscriptionInput, SubscriptionStatus, SubscriptionUpdate,
    },
};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn price(minor: i64, interval: Interval) -> Price {
    Price::licensed(
        &format!("price_{minor}"),
        "prod",
        Currency::USD,
        minor.to_string().parse().unwrap(),
        interval,
    )
}

fn item(id: &str, minor: i64) -> PricedItem {
    PricedItem {
        id: id.into(),
        price: price(minor, Interval::MONTH),
        quantity: 1,
        discounts: vec![],
        tax_rates: vec![],
    }
}

fn new(items: Vec<PricedItem>, mode: BillingMode) -> NewSubscription {
    serde_json::from_value(serde_json::json!({
        "id": "sub", "customer": "cus", "currency": "USD", "items": items, "billing_mode": mode,
    }))
    .unwrap()
}

fn bills(step: &Step) -> Vec<&Bill> {
    fn bill(action: &SubscriptionAction) -> Option<&Bill> {
        match action {
            SubscriptionAction::CreateInvoice { bill } => Some(bill),
            SubscriptionAction::VoidInvoice { .. } | SubscriptionAction::StopCollection { .. } => None,
        }
    }
    step.actions.iter().filter_map(bill).collect()
}

fn amounts(bill: &Bill) -> Vec<i64> {
    bill.lines.iter().map(|line| line.amount.minor()).collect()
}

/// Made at that instant, and its first invoice paid.
fn paid(new: &NewSubscription, now: &str) -> Subscription {
    let step = new.create(at(now)).unwrap();
    match bills(&step).first() {
        Some(bill) => pay(&step.next, &bill.id, now),
        None => step.next,
    }
}

fn pay(subscription: &Subscription, invoice: &str, now: &str) -> Subscription {
    let input = SubscriptionInput::InvoicePaid { invoice: invoice.into() };
    subscription.apply(&input, at(now)).unwrap().next
}

fn set(id: &str, minor: i64, interval: Interval) -> Vec<ItemChange> {
    vec![ItemChange::Set {
        id: id.into(),
        price: Some(price(minor, interval)),
        quantity: None,
        discounts: None,
        tax_rates: None,
    }]
}

fn update(subscription: &Subscription, update: SubscriptionUpdate, now: &str) -> Step {
    subscription.apply(&SubscriptionInput::Update { update }, at(now)).unwrap()
}

#[test]
fn an_upgrade_half_way_costs_exactly_fifty() {
    let subscription = paid(&new(vec![item("seat", 4_900)], BillingMode::Flexible), "2025-04-01T00:00:00Z");
    assert_eq!(subscription.status, SubscriptionStatus::Active);
    let change = SubscriptionUpdate {
        items: set("seat", 14_900, Interval::MONTH),
        proration_behavior: Some(ProrationBehavior::AlwaysInvoice),
        ..SubscriptionUpdate::default()
    };
    let preview = subscription.preview(&change, at("2025-04-16T00:00:00Z")).unwrap();
    assert_eq!(amounts(preview.now.as_ref().unwrap()), [-2_450, 7_450]);
    assert_eq!(amounts(preview.next.as_ref().unwrap()), [14_900]);
    let step = update(&subscription, change, "2025-04-16T00:00:00Z");
    assert_eq!(Some(bills(&step)[0]), preview.now.as_ref());
}

#[test]
fn flexible_credits_reverse_what_was_billed() {
    for (mode, expected) in [(BillingMode::Flexible, [-333, 333]), (BillingMode::Classic, [-667, 333])] {
        let subscription = paid(&new(vec![item("seat", 1_000)], mode), "2025-04-01T00:00:00Z");
        let none = SubscriptionUpdate {
            items: set("seat", 2_000, Interval::MONTH),
            proration_behavior: Some(ProrationBehavior::None),
            ..SubscriptionUpdate::default()
        };
        let step = update(&subscription, none, "2025-04-11T00:00:00Z");
        assert!(bills(&step).is_empty());
        let back = SubscriptionUpdate {
            items: set("seat", 1_000, Interval::MONTH),
            proration_behavior: Some(ProrationBehavior::AlwaysInvoice),
            ..SubscriptionUpdate::default()
        };
        let step = update(&step.next, back, "2025-04-21T00:00:00Z");
        assert_eq!(amounts(bills(&step)[0]), expected);
    }
}

#[test]
fn a_yearly_price_in_flexible_mode_keeps_or_restarts_the_cycle() {
    let subscription = paid(&new(vec![item("seat", 2_500)], BillingMode::Flexible), "2025-11-10T18:29:11Z");
    let yearly = |anchor| SubscriptionUpdate {
        items: set("seat", 25_000, Interval::YEAR),
        proration_behavior: Some(ProrationBehavior::AlwaysInvoice),
        billing_cycle_anchor: Some(anchor),
        ..SubscriptionUpdate::default()
    };
    let kept = update(&subscription, yearly(AnchorChange::Unchanged), "2025-11-10T18:29:15Z");
    assert_eq!(amounts(bills(&kept)[0]), [-2_500, 25_000]);
    let period = kept.next.items[0].period;
    assert_eq!((period.start, period.end), (at("2025-11-10T18:29:11Z"), at("2026-11-10T18:29:11Z")));
    assert_eq!(bills(&kept)[0].period.start, at("2025-11-10T18:29:11Z"));
    let restarted = update(&subscription, yearly(AnchorChange::Now), "2025-11-10T18:29:15Z");
    assert_eq!(amounts(bills(&restarted)[0]), [-2_500, 25_000]);
    assert_eq!(restarted.next.billing_cycle_anchor, at("2025-11-10T18:29:15Z"));
    assert!(bills(&restarted)[0].lines[1].proration.is_none());
}

#[test]
fn the_clock_in_one_step_or_many_gives_the_same() {
    let subscription = paid(&new(vec![item("seat", 1_000)], BillingMode::Flexible), "2024-01-31T10:00:00Z");
    let end = at("2024-06-15T00:00:00Z");
    let whole = subscription.apply(&SubscriptionInput::Advance, end).unwrap();
    let mut next = subscription;
    let (mut events, mut actions) = (vec![], vec![]);
    let mut now = next.updated_at.as_millis();
    while now < end.as_millis() {
        now = (now + 7 * 3_600_000).min(end.as_millis());
        let step = next.apply(&SubscriptionInput::Advance, Timestamp::from_millis(now).unwrap()).unwrap();
        events.extend(step.events);
        actions.extend(step.actions);
        next = step.next;
    }
    assert_eq!((whole.next, whole.events, whole.actions.len()), (next, events, 4));
    assert_eq!(whole.actions, actions);
}

#[test]
fn a_planned_end_can_be_taken_back() {
    let subscription = paid(&new(vec![item("seat", 3_000)], BillingMode::Flexible), "2025-04-01T00:00:00Z");
    let cancel = |when| SubscriptionInput::Cancel {
        request: CancelRequest {
            when,
            prorate: None,
            invoice_now: None,
            proration_behavior: None,
            details: None,
        },
    };
    let planned = subscription
        .apply(&cancel(CancelWhen::At { at: at("2025-04-16T00:00:00Z") }), at("2025-04-05T00:00:00Z"));
    let planned = planned.unwrap().next;
    assert_eq!(planned.pending_items[0].amount.minor(), -1_500);
    let kept = planned.apply(&SubscriptionInput::KeepGoing, at("2025-04-06T00:00:00Z")).unwrap().next;
    assert!(kept.pending_items.is_empty());
    assert_eq!(kept.items, subscription.items);
    let ended = planned.apply(&SubscriptionInput::Advance, at("2025-04-20T00:00:00Z")).unwrap();
    assert_eq!(ended.next.status, SubscriptionStatus::Canceled);
    assert_eq!(amounts(bills(&ended)[0]), [-1_500]);
}

#[test]
fn changes_at_one_instant_make_lines_that_can_be_told_apart() {
    let subscription = paid(&new(vec![item("seat", 1_000)], BillingMode::Flexible), "2025-04-01T00:00:00Z");
    let mut next = subscription;
    for minor in [2_000, 3_000, 1_000] {
        let change = SubscriptionUpdate {
            items: set("seat", minor, Interval::MONTH),
            ..SubscriptionUpdate::default()
        };
        next = update(&next, change, "2025-04-11T00:00:00Z").next;
    }
    let amounts: Vec<i64> = next.pending_items.iter().map(|line| line.amount.minor()).collect();
    // The newest change first, as on an invoice of Stripe.
    assert_eq!(amounts, [-2_000, 667, -1_333, 2_000, -667, 1_333]);
    let mut ids: Vec<&str> = next.pending_items.iter().map(|line| line.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 6);
    let renewal = next.upcoming().unwrap().unwrap();
    assert!(prorata::invoice::NewInvoice::from(renewal).create().is_ok());
}

/// A coupon of 5.00 over an item and a one-off line of 10.00 each takes 2.50 of the item: 7.50 was paid for it,
/// and comes back. So it is where one invoice bills several periods at once.
#[test]
fn an_amount_off_is_credited_as_the_invoice_shared_it() {
    let coupon = serde_json::json!([{
        "id": "off", "start": "2025-01-01T00:00:00Z",
        "coupon": {
            "id": "five", "duration": {"kind": "forever"},
            "off": {"kind": "amount", "amount_off": {"minor": 500, "currency": "USD"}},
        },
    }]);
    let with = |more: &serde_json::Value| -> NewSubscription {
        let mut new = serde_json::to_value(new(vec![item("seat", 1_000)], BillingMode::Flexible)).unwrap();
        new["discounts"] = coupon.clone();
        for (name, value) in more.as_object().unwrap() {
            new[name] = value.clone();
        }
        serde_json::from_value(new).unwrap()
    };
    let credited = |new: &NewSubscription, now: &str| {
        let subscription = paid(new, now);
        let request = CancelRequest {
            when: CancelWhen::Now,
            prorate: Some(true),
            invoice_now: Some(true),
            proration_behavior: None,
            details: None,
        };
        let step = subscription.apply(&SubscriptionInput::Cancel { request }, at(now)).unwrap();
        amounts(bills(&step)[0])
    };
    let setup = serde_json::json!({"add_invoice_items": [{
        "id": "setup", "quantity": 1,
        "price": {"id": "price_setup", "product": "setup", "currency": "USD",
            "pricing": {"kind": "per_unit", "unit_amount": "1000"}},
    }]});
    assert_eq!(credited(&with(&setup), "2025-04-01T00:00:00Z"), [-750]);
    // 500 over three months of 1000: 166, 166, and 168 of the one that has just begun.
    let backdated = serde_json::json!({"backdate_start_date": "2025-02-01T00:00:00Z"});
    assert_eq!(credited(&with(&backdated), "2025-04-01T00:00:00Z"), [-832]);
}

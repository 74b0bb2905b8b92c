//! Generated businesses: what is written as Stripe would write it says what the simulation says.

use std::collections::BTreeMap;

use proptest::prelude::*;
use prorata::{
    Currency, Money, Timestamp,
    catalog::{CouponDuration, Price, Pricing},
    facts::{Facts, SubscriptionChange},
    metrics::{MetricsOptions, current_revenue, movements},
    simulation::{BusinessPlan, BusinessRates, ClockEvent, ClockObject, business_customer, business_end},
    stripe::{EventStream, StripeOptions, encode_events, encode_invoice, simulate_business},
    subscription::{Subscription, SubscriptionStatus},
};
use rust_decimal::Decimal;
use serde_json::Value;

const MONTHS: u32 = 14;

/// Much happens, so that a few customers meet everything.
fn eventful() -> BusinessRates {
    BusinessRates {
        discounts: Some(400),
        metered: Some(300),
        sent_invoices: Some(100),
        first_payment_failures: Some(150),
        upgrades: Some(120),
        downgrades: Some(120),
        more_seats: Some(120),
        fewer_seats: Some(120),
        failures: Some(120),
        pauses: Some(100),
        cancellations: Some(120),
        changed_minds: Some(400),
        returns: Some(600),
        ..BusinessRates::default()
    }
}

fn plan(seed: u64, rates: BusinessRates) -> BusinessPlan {
    BusinessPlan {
        seed: Some(seed),
        months: Some(MONTHS),
        customers: Some(24),
        rates: Some(rates),
        ..BusinessPlan::default()
    }
}

/// What happened to a customer, and the subscriptions at the end.
type Life = (Vec<ClockEvent>, Vec<Subscription>);

/// Every customer's whole life, by currency.
fn lives(plan: &BusinessPlan) -> BTreeMap<Currency, Vec<Life>> {
    let end = business_end(plan).unwrap();
    let mut lives: BTreeMap<Currency, Vec<_>> = BTreeMap::new();
    for number in 0..plan.customers.unwrap() {
        let lived = business_customer(plan, number).unwrap().advance(end).unwrap();
        let customer = lived.next.customers.into_iter().next().unwrap();
        lives.entry(customer.account.currency).or_default().push((lived.events, customer.subscriptions));
    }
    lives
}

/// What counts of the discounts that run at an instant: 100 for nothing off.
fn left(subscription: &Subscription, at: Timestamp) -> Decimal {
    let runs = |end: Option<Timestamp>| end.is_none_or(|end| at < end);
    let running = subscription.discounts.iter().filter(|discount| {
        discount.coupon.duration != CouponDuration::Once && discount.start <= at && runs(discount.end)
    });
    running.fold(Decimal::ONE, |left, discount| match &discount.coupon.off {
        prorata::catalog::AmountOff::Percent { percent_off } => {
            left * (Decimal::ONE_HUNDRED - percent_off.value()) / Decimal::ONE_HUNDRED
        }
        prorata::catalog::AmountOff::Amount { .. } => panic!("the generator gives percentages"),
    })
}

/// The price of the seats in the subscription's currency, less what discounts take off.
fn net_price(subscription: &Subscription, at: Timestamp) -> (Price, i64) {
    let item = subscription.items.iter().find(|item| item.item.quantity > 0).unwrap();
    let price = &item.item.price;
    let option = price.currency_options.iter().find(|option| option.currency == subscription.currency);
    let pricing = option.map_or(&price.pricing, |option| &option.pricing);
    let Pricing::PerUnit { unit_amount } = pricing else { panic!("seats cost the same") };
    let unit = (unit_amount.value() * left(subscription, at)).to_string().parse().unwrap();
    let interval = price.recurring.as_ref().unwrap().interval;
    (Price::licensed("net", "net", subscription.currency, unit, interval), item.item.quantity)
}

fn change(subscription: &Subscription, status: SubscriptionStatus, at: Timestamp) -> SubscriptionChange {
    let (price, quantity) = net_price(subscription, at);
    let paused = subscription.pause_collection.is_some();
    SubscriptionChange {
        customer_id: subscription.customer.clone(),
        subscription_id: subscription.id.clone(),
        effective_at: at,
        price,
        quantity,
        status: if paused { SubscriptionStatus::Paused } else { status },
    }
}

/// The history that the simulation itself tells: each state from its instant on, and from where a discount
/// runs out.
fn history(events: &[ClockEvent], end: Timestamp) -> Vec<SubscriptionChange> {
    let mut states: BTreeMap<(&str, Timestamp), (&Subscription, SubscriptionStatus)> = BTreeMap::new();
    for event in events {
        if let ClockObject::Subscription { event, subscription } = &event.object {
            states.insert((&subscription.id, event.at), (subscription, event.status));
        }
    }
    let mut changes = BTreeMap::new();
    for ((id, at), (subscription, status)) in &states {
        changes.insert((*id, *at), change(subscription, *status, *at));
    }
    for ((id, _), (subscription, _)) in &states {
        for ends in subscription.discounts.iter().filter_map(|discount| discount.end) {
            let (_, (state, status)) =
                states.range((*id, Timestamp::from_millis(0).unwrap())..=(*id, ends)).last().unwrap();
            if ends <= end {
                changes.entry((*id, ends)).or_insert_with(|| change(state, *status, ends));
            }
        }
    }
    changes.into_values().collect()
}

fn read(text: &str, end: Timestamp) -> Facts {
    let options = StripeOptions { as_of: Some(end), ..StripeOptions::default() };
    Facts::from_stripe(text.as_bytes(), &options).unwrap()
}

proptest! {
    // Each case is a business of two dozen customers over fourteen months, some 2,000 events; a smaller seed
    // makes no smaller business.
    #![proptest_config(ProptestConfig {
        cases: crate::config().cases / 400,
        max_shrink_iters: 0,
        ..crate::config()
    })]

    #[test]
    fn stripes_events_and_our_own_history_move_revenue_alike(seed in any::<u64>()) {
        let plan = plan(seed, eventful());
        let end = business_end(&plan).unwrap();
        let options = MetricsOptions {
            first_month: Some("2024-01".parse().unwrap()),
            months: Some(MONTHS),
            as_of: Some(end),
            ..MetricsOptions::default()
        };
        for customers in lives(&plan).into_values() {
            let events: Vec<ClockEvent> = customers.iter().flat_map(|(events, _)| events.clone()).collect();
            let ours = Facts::from_subscription_changes(&history(&events, end), None, None).unwrap();
            for renewals in [true, false] {
                let stream = EventStream { invoices: Some(false), renewals: Some(renewals) };
                let theirs = read(&encode_events(&events, stream).unwrap(), end);
                prop_assert_eq!(
                    movements(&theirs, &options).unwrap().months,
                    movements(&ours, &options).unwrap().months
                );
                prop_assert!(theirs.intake().refused.is_empty());
            }
            // And at the end, the sum of what runs.
            let running = customers.iter().flat_map(|(_, subscriptions)| subscriptions);
            let running = running.filter(|subscription| {
                subscription.status.counts_as_mrr() && subscription.pause_collection.is_none()
            });
            let yearly: Decimal = running.map(|subscription| {
                let (price, quantity) = net_price(subscription, end);
                let arr = price.arr(quantity, Default::default()).unwrap();
                Decimal::from(arr.minor())
            }).sum();
            let revenue = current_revenue(&ours, Some(end)).unwrap();
            prop_assert!((Decimal::from(revenue.arr.minor()) - yearly).abs() <= Decimal::ONE);
        }
    }

    #[test]
    fn an_invoice_written_as_stripes_adds_up_to_ours(seed in any::<u64>()) {
        let plan = BusinessPlan { customers: Some(8), ..plan(seed, eventful()) };
        for number in 0..8 {
            let clock = business_customer(&plan, number).unwrap();
            let lived = clock.advance(business_end(&plan).unwrap()).unwrap();
            for invoice in &lived.next.customers[0].invoices {
                let json: Value = serde_json::from_str(&encode_invoice(invoice).unwrap()).unwrap();
                let money = |pointer: &str| {
                    Money::from_stripe(json.pointer(pointer).unwrap().as_i64().unwrap(), invoice.currency).unwrap()
                };
                let sum = |list: &Value, keep: &dyn Fn(&Value) -> bool| -> i64 {
                    let kept = list.as_array().unwrap().iter().filter(|one| keep(one));
                    kept.map(|one| one["amount"].as_i64().unwrap()).sum()
                };
                prop_assert_eq!(money("/total"), invoice.totals.total);
                prop_assert_eq!(money("/subtotal"), invoice.totals.subtotal);
                prop_assert_eq!(money("/amount_due"), invoice.amount_due);
                prop_assert_eq!(money("/amount_paid"), invoice.amount_paid);
                let all = |_: &Value| true;
                let on_top = |tax: &Value| tax["tax_behavior"] == "exclusive";
                let lines = sum(&json["lines"]["data"], &all);
                let total = lines - sum(&json["total_discount_amounts"], &all) + sum(&json["total_taxes"], &on_top);
                prop_assert_eq!(total, invoice.totals.total.minor());
                let by_line: i64 = json["lines"]["data"].as_array().unwrap().iter().map(|line| {
                    line["amount"].as_i64().unwrap() - sum(&line["discount_amounts"], &all) + sum(&line["taxes"], &on_top)
                }).sum();
                prop_assert_eq!(by_line, invoice.totals.total.minor());
            }
        }
    }

    #[test]
    fn a_part_is_what_it_is_within_the_whole(seed in any::<u64>(), first in 0_u32..10, count in 0_u32..10) {
        let plan = BusinessPlan { customers: Some(10), ..plan(seed, BusinessRates::default()) };
        let whole = simulate_business(&plan, 0, 10, EventStream::default()).unwrap();
        let part = simulate_business(&plan, first, count, EventStream::default()).unwrap();
        prop_assert_eq!(part.customers, count.min(10 - first));
        let of_part = |line: &&str| (first..first.saturating_add(count)).any(|number| line.contains(&format!("\"cus_{number:06}\"")));
        let lines: Vec<&str> = whole.events.lines().filter(of_part).collect();
        prop_assert_eq!(part.events.lines().collect::<Vec<_>>(), lines);
    }

    #[test]
    fn the_script_of_a_life_is_lived_again_to_the_byte(seed in any::<u64>(), number in 0_u32..24) {
        let plan = plan(seed, eventful());
        let lived = simulate_business(&plan, number, 1, EventStream::default()).unwrap();
        let clock = business_customer(&plan, number).unwrap();
        let again = clock.advance(business_end(&plan).unwrap()).unwrap();
        prop_assert_eq!(lived.events, encode_events(&again.events, EventStream::default()).unwrap());
    }
}

#[test]
fn a_seed_decides_everything() {
    let made = |seed| simulate_business(&plan(seed, eventful()), 0, 24, EventStream::default()).unwrap();
    assert_eq!(made(1), made(1));
    assert_ne!(made(1).events, made(2).events);
}

#[test]
fn everything_that_can_happen_happens() {
    let plan = BusinessPlan { customers: Some(400), ..plan(5, eventful()) };
    let made = simulate_business(&plan, 0, 400, EventStream::default()).unwrap();
    let mut kinds: Vec<String> = Vec::new();
    for line in made.events.lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        let kind = event["type"].as_str().unwrap().to_owned();
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds.sort();
    assert_eq!(
        kinds,
        [
            "customer.subscription.created",
            "customer.subscription.deleted",
            "customer.subscription.paused",
            "customer.subscription.resumed",
            "customer.subscription.trial_will_end",
            "customer.subscription.updated",
            "invoice.created",
            "invoice.finalized",
            "invoice.paid",
            "invoice.payment_failed",
            "invoice.payment_succeeded",
            "invoice.sent",
            "invoice.updated",
            "invoice.voided",
        ]
    );
    let statuses = ["incomplete_expired", "past_due", "trialing", "paused", "canceled"];
    for status in statuses {
        assert!(made.events.contains(&format!("\"status\":\"{status}\"")), "{status}");
    }
    assert_eq!(made.billed.len(), 3);
}

//! Stripe's JSON as it arrives: in any order, more than once, broken off, or not JSON at all.

use proptest::prelude::*;
use prorata::facts::{Facts, OnRefusal};
use prorata::metrics::{self, MetricsOptions};
use prorata::stripe::StripeOptions;
use prorata::{Currency, Timestamp};
use serde_json::{Value, json};

const START: i64 = 1_704_067_200; // 2024-01-01
const DAY: i64 = 86_400;

fn leaving_out() -> StripeOptions {
    StripeOptions { on_refusal: Some(OnRefusal::LeaveOut), ..StripeOptions::default() }
}

/// One change of one subscription: how long after the one before, and to what.
#[derive(Debug, Clone)]
struct Step {
    /// Often 0: several events at one second.
    days: i64,
    quantity: i64,
    status: &'static str,
    /// Days until a half-price discount runs out; 0 for none.
    discount_days: i64,
    /// A shuffled order of ids.
    id: u32,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (
        prop_oneof![3 => Just(0_i64), 2 => 1_i64..40],
        1_i64..4,
        prop::sample::select(vec!["active", "active", "past_due", "trialing", "paused", "unpaid"]),
        prop_oneof![2 => Just(0_i64), 1 => 1_i64..60],
        any::<u32>(),
    );
    let step = step.prop_map(|(days, quantity, status, discount_days, id)| Step {
        days,
        quantity,
        status,
        discount_days,
        id,
    });
    prop::collection::vec(step, 1..5)
}

#[derive(Debug, Clone)]
struct History {
    steps: Vec<Step>,
    /// Days after the last step, if it is deleted.
    deleted: Option<i64>,
}

fn histories() -> impl Strategy<Value = Vec<History>> {
    let history =
        (steps(), prop::option::of(0_i64..50)).prop_map(|(steps, deleted)| History { steps, deleted });
    prop::collection::vec(history, 1..4)
}

fn object(number: usize, step: &Step, at: i64) -> Value {
    let discounts = match step.discount_days {
        0 => json!([]),
        days => json!([{
            "id": format!("di_{at}"), "object": "discount", "start": at, "end": at + days * DAY,
            "coupon": {"id": "half", "object": "coupon", "duration": "repeating", "percent_off": 50},
        }]),
    };
    json!({
        "id": format!("sub_{number}"), "object": "subscription", "customer": format!("cus_{}", number % 2),
        "status": step.status, "currency": "usd", "created": START, "discounts": discounts,
        "items": {"object": "list", "has_more": false, "data": [{
            "id": format!("si_{number}"), "quantity": step.quantity,
            "price": {
                "id": "price_1", "currency": "usd", "unit_amount": 1_000,
                "recurring": {"interval": "month", "interval_count": 1, "usage_type": "licensed"},
            },
        }]},
    })
}

/// What Stripe would put into `previous_attributes`: the old values of the members that changed.
fn previous(before: &Value, after: &Value) -> Value {
    let changed = before.as_object().unwrap().iter().filter(|(name, value)| after[name.as_str()] != **value);
    changed.map(|(name, value)| (name.clone(), value.clone())).collect::<serde_json::Map<_, _>>().into()
}

/// What a subscription is worth from when on, and the event that says so.
struct Told {
    events: Vec<Value>,
    /// By subscription: instant in seconds, state, whether it has been deleted.
    states: Vec<Vec<(i64, Step, bool)>>,
}

fn tell(histories: &[History]) -> Told {
    let mut told = Told { events: Vec::new(), states: Vec::new() };
    for (number, history) in histories.iter().enumerate() {
        let (mut at, mut before, mut states) = (START, None::<Value>, Vec::new());
        for (place, step) in history.steps.iter().enumerate() {
            at += step.days * DAY;
            let object = object(number, step, at);
            let kind = if place == 0 { "created" } else { "updated" };
            let mut data = json!({"object": object});
            if let Some(before) = &before {
                data["previous_attributes"] = previous(before, &object);
            }
            told.events.push(json!({
                "object": "event", "id": format!("evt_{:08x}_{number}_{place}", step.id),
                "type": format!("customer.subscription.{kind}"), "created": at, "data": data,
            }));
            before = Some(object);
            states.push((at, step.clone(), false));
        }
        if let (Some(days), Some(mut object), Some(last)) = (history.deleted, before, history.steps.last()) {
            at += days * DAY;
            object["status"] = "canceled".into();
            told.events.push(json!({
                "object": "event", "id": format!("evt_{number}_deleted"), "created": at,
                "type": "customer.subscription.deleted", "data": {"object": object},
            }));
            states.push((at, last.clone(), true));
        }
        told.states.push(states);
    }
    told
}

/// What all subscriptions are worth at an instant, in cents a month: read off the histories the slow way.
fn worth(told: &Told, at: i64) -> i64 {
    let of = |states: &Vec<(i64, Step, bool)>| {
        let Some((since, step, deleted)) = states.iter().rfind(|(since, ..)| *since <= at) else { return 0 };
        let counts = !deleted && ["active", "past_due"].contains(&step.status);
        let halved = step.discount_days > 0 && at < since + step.discount_days * DAY;
        match (counts, halved) {
            (false, _) => 0,
            (true, false) => step.quantity * 1_000,
            (true, true) => step.quantity * 500,
        }
    };
    told.states.iter().map(of).sum()
}

fn read(events: &[Value]) -> Facts {
    Facts::from_stripe(Value::from(events.to_vec()).to_string().as_bytes(), &StripeOptions::default())
        .unwrap()
}

fn mrr(facts: &Facts, at: i64) -> i64 {
    let at = Timestamp::from_seconds(at).unwrap();
    metrics::current_revenue(facts, Some(at)).unwrap().mrr.minor()
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn any_order_and_any_repetition_gives_the_same_facts(
        histories in histories(),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 40),
    ) {
        let told = tell(&histories);
        let facts = read(&told.events);
        let mut shuffled = told.events.clone();
        for (place, pick) in picks.iter().enumerate() {
            let other = pick.index(shuffled.len());
            let place = place % shuffled.len();
            shuffled.swap(place, other);
            if pick.index(5) == 0 {
                shuffled.push(told.events[pick.index(told.events.len())].clone());
            }
        }
        let other = read(&shuffled);
        prop_assert_eq!(facts.changes(), other.changes());
        prop_assert_eq!(facts.intake().rows_used, other.intake().rows_used);
        for day in 0..12 {
            let at = START + day * 25 * DAY;
            prop_assert_eq!(mrr(&facts, at), worth(&told, at), "day {}", day * 25);
            prop_assert_eq!(mrr(&other, at), worth(&told, at));
        }
        let options = MetricsOptions::default();
        let months = |facts| metrics::movements(facts, &options).unwrap().months;
        prop_assert_eq!(months(&facts), months(&other));
    }
}

/// Values that mean something to the reader.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "usd", "isk", "eur", "event", "subscription", "price", "coupon", "list", "active", "month", "tiered",
    "graduated", "volume", "per_unit", "licensed", "metered", "forever", "repeating", "once", "up",
    "down", "0.05", "99999999999999999999", "sub_1", "price_1", "", "customer.subscription.created",
    "cancel", "subscription_schedule", "released", "customer", "1e5",
];

/// Members that the reader looks at.
#[rustfmt::skip]
const MEMBERS: &[&str] = &[
    "object", "id", "type", "created", "data", "previous_attributes", "customer", "status", "currency",
    "items", "plan", "price", "quantity", "discount", "discounts", "coupon", "source", "start", "end",
    "percent_off", "amount_off", "duration", "duration_in_months", "unit_amount", "unit_amount_decimal",
    "recurring", "interval", "interval_count", "tiers", "tiers_mode", "up_to", "flat_amount",
    "billing_scheme", "transform_quantity", "divide_by", "round", "phases", "start_date", "end_date",
    "released_at", "applies_to", "products", "product", "has_more", "pause_collection", "cancel_at",
    "end_behavior",
];

/// Pieces of Stripe's JSON, with the odd wrong type or value.
fn soup() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        prop::sample::select(vec![-1, 0, 1, 50, 1_704_067_200, i64::MAX, i64::MIN]).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(WORDS.to_vec()).prop_map(Value::from),
    ];
    scalar.prop_recursive(6, 60, 8, |inner| {
        let name = prop::sample::select(MEMBERS.to_vec()).prop_map(str::to_owned);
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            4 => prop::collection::hash_map(name, inner, 0..12)
                .prop_map(|members| members.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

/// A subscription that can be read, with one or two members replaced.
fn damaged() -> impl Strategy<Value = Value> {
    let step = Step { days: 0, quantity: 2, status: "active", discount_days: 5, id: 0 };
    let paths = [
        "/id",
        "/customer",
        "/status",
        "/currency",
        "/created",
        "/discounts",
        "/discounts/0/start",
        "/discounts/0/end",
        "/discounts/0/coupon",
        "/discounts/0/coupon/percent_off",
        "/discounts/0/coupon/duration",
        "/items",
        "/items/data",
        "/items/has_more",
        "/items/data/0/quantity",
        "/items/data/0/price",
        "/items/data/0/price/unit_amount",
        "/items/data/0/price/currency",
        "/items/data/0/price/recurring",
        "/items/data/0/price/recurring/interval",
        "/items/data/0/price/recurring/interval_count",
    ];
    let damage = prop::collection::vec((prop::sample::select(paths.to_vec()), soup()), 0..3);
    damage.prop_map(move |damage| {
        let mut object = object(1, &step, START);
        for (path, value) in damage {
            if let Some(member) = object.pointer_mut(path) {
                *member = value;
            }
        }
        object
    })
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Facts::from_stripe(&bytes, &leaving_out());
    }

    #[test]
    fn no_json_panics(values in prop::collection::vec(prop_oneof![soup(), damaged()], 0..4), lines in any::<bool>()) {
        let text = if lines {
            values.iter().map(Value::to_string).collect::<Vec<_>>().join("\n")
        } else {
            Value::from(values).to_string()
        };
        if let Ok(facts) = Facts::from_stripe(text.as_bytes(), &leaving_out()) {
            let intake = facts.intake();
            prop_assert!(intake.rows_used + u32::try_from(intake.refused.len()).unwrap() <= intake.rows_read);
            let _ = metrics::current_revenue(&facts, None);
            let _ = metrics::movements(&facts, &MetricsOptions::default());
            prop_assert_eq!(
                Facts::from_stripe(text.as_bytes(), &StripeOptions::default()).is_ok(),
                intake.refused.is_empty()
            );
        }
        let _ = Facts::from_stripe(text.as_bytes(), &StripeOptions::default());
    }

    #[test]
    fn what_is_cut_off_is_refused(histories in histories(), cut in any::<prop::sample::Index>()) {
        let text = Value::from(tell(&histories).events).to_string();
        let error = Facts::from_stripe(&text.as_bytes()[..cut.index(text.len())], &leaving_out()).err();
        let code = error.map(|error| error.code());
        // Of no text at all nothing can be said; all else is an array without its end.
        prop_assert!(code == Some("stripe.invalid_json") || cut.index(text.len()) == 0);
    }
}

#[test]
fn the_place_of_a_refusal_is_named() {
    let line = |quantity: i64| {
        let step = Step { days: 0, quantity, status: "active", discount_days: 0, id: 0 };
        object(1, &step, START).to_string()
    };
    let sentence = |text: String| Facts::from_stripe(text.as_bytes(), &StripeOptions::default()).unwrap_err();
    assert_eq!(
        format!("{:#}", sentence(format!("{}\n\n{}", line(1), line(-1)))),
        "stripe.conflicting_objects: line 3: the subscription `sub_1` is given twice, and differently"
    );
    assert_eq!(
        format!("{:#}", sentence(format!("[{}]", line(-1)))),
        "money.negative_quantity: item 1: the quantity `-1` is negative"
    );
    assert_eq!(
        format!("{:#}", sentence(format!("[{},\n  {{\"object\": \"subscription\",}}]", line(1)))),
        "stripe.invalid_json: the text is not JSON at line `2`, column `29`: key must be a string"
    );
    assert_eq!(
        format!("{:#}", sentence("{\"object\": \"subscription\", \"id\": \"sub_1\"}".into())),
        "stripe.invalid_object: item 1: this subscription does not have the shape that Stripe gives it: missing \
         field `status`"
    );
}

#[test]
fn decimals_never_become_binary_fractions() {
    // 33.33 % of 1e15 cents: a binary fraction would be off by more than a cent.
    let text = r#"{"object": "subscription", "id": "s", "customer": "c", "status": "active", "created": 1704067200,
        "currency": "usd", "discounts": [{"coupon": {"id": "x", "duration": "forever", "percent_off": 33.33}}],
        "items": [{"price": {"id": "p", "currency": "usd", "unit_amount": 100000000000000, "interval": "month"}}]}"#;
    let facts = Facts::from_stripe(text.as_bytes(), &StripeOptions::default()).unwrap();
    let revenue = metrics::current_revenue(&facts, None).unwrap();
    assert_eq!(revenue.mrr, prorata::Money::new(66_670_000_000_000, Currency::USD));
}

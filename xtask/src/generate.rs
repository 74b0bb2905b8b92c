//! `cargo xtask generate`: the bundled business, made from a seed.
//!
//! A small company's two years as Stripe would tell them: subscription events in API shape, three currencies,
//! monthly, annual and weekly plans, trials, seats, upgrades, discounts, pauses, failed payments, churn and
//! returns; and the exchange rates of its reporting. Everything in it is invented.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "small numbers of its own making, and places in tables that it picks from"
)]

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::{Outcome, generated::write_or_check, only_flag};

const SEED: u64 = 20_240_101;
const DAY: i64 = 86_400;
/// 2024-01-01 and 2026-01-01, UTC.
const FIRST: i64 = 1_704_067_200;
const LAST: i64 = 1_767_225_600;
const SIGN_UPS: i64 = 320;

/// Price per seat and month in minor units, by plan and currency.
const PLANS: [(&str, [i64; 3]); 3] = [
    ("starter", [1_900, 1_800, 1_600]),
    ("team", [4_900, 4_500, 3_900]),
    ("business", [19_900, 18_900, 15_900]),
];
const WEEKLY_PASS: [i64; 3] = [900, 900, 800];
const CURRENCIES: [&str; 3] = ["usd", "eur", "gbp"];

const RATES: &str = "date,base,quote,rate
2024-01-01,EUR,USD,1.1050
2024-01-01,EUR,GBP,0.8680
2024-07-01,EUR,USD,1.0720
2024-07-01,EUR,GBP,0.8470
2025-01-01,EUR,USD,1.0390
2025-01-01,EUR,GBP,0.8290
2025-07-01,EUR,USD,1.1720
2025-07-01,EUR,GBP,0.8560
";

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let check = only_flag(arguments, "--check")?;
    write_or_check("examples/data/business.jsonl", &business(), check, "generate")?;
    write_or_check("examples/data/rates.csv", RATES, check, "generate")
}

pub(crate) fn check() -> Outcome {
    run(&["--check".to_owned()])
}

/// The events in the order of their time, one a line.
fn business() -> String {
    let mut dice = Dice(SEED);
    let mut events = Vec::new();
    for number in 0..SIGN_UPS {
        // More customers sign up in the second year than in the first.
        let share = dice.below(1_000_000);
        let at = FIRST + (LAST - FIRST) / 1_000 * (share + (1_000_000 - share) * share / 1_600_000) / 1_000;
        live(&mut dice, &mut events, number, at);
    }
    events.sort_by_key(|event| (event.created, event.order));
    let mut text = String::new();
    for (place, event) in events.iter().enumerate() {
        let line = json!({
            "id": format!("evt_{place:06}"), "object": "event", "api_version": "2026-07-29.dahlia",
            "created": event.created, "type": event.kind, "data": {"object": event.object},
        });
        let _ = writeln!(text, "{line}"); // writing to a String cannot fail
    }
    text
}

struct Event {
    created: i64,
    /// The order in which it was made: events of one second keep it.
    order: usize,
    kind: &'static str,
    object: Value,
}

/// A subscription as it stands.
struct Subscription {
    id: String,
    customer: String,
    currency: usize,
    plan: usize,
    interval: &'static str,
    seats: i64,
    started: i64,
    status: &'static str,
    trial_end: Option<i64>,
    paused_until: Option<i64>,
    discount: Option<(i64, Option<i64>)>,
    cancel_at: Option<i64>,
    ended_at: Option<i64>,
}

/// One customer from sign-up to the end of the two years.
fn live(dice: &mut Dice, events: &mut Vec<Event>, number: i64, at: i64) {
    let customer = format!("cus_{number:04}");
    let currency = dice.pick(&[60, 25, 15]);
    let mut at = at;
    for life in 0..3 {
        let id = format!("sub_{number:04}_{life}");
        let mut subscription = begin(dice, id, &customer, currency, at, life == 0);
        emit(events, at, "customer.subscription.created", &subscription);
        let ended = months(dice, events, &mut subscription);
        // A quarter of those that leave come back some months later.
        let Some(ended) = ended.filter(|_| dice.chance(25)) else { break };
        at = ended + DAY * (50 + dice.below(120));
        if at >= LAST {
            break;
        }
    }
    if dice.chance(8) {
        let start = at + DAY * (40 + dice.below(200));
        if start < LAST {
            let mut second = begin(dice, format!("sub_{number:04}_b"), &customer, currency, start, false);
            emit(events, start, "customer.subscription.created", &second);
            months(dice, events, &mut second);
        }
    }
}

fn begin(dice: &mut Dice, id: String, customer: &str, currency: usize, at: i64, first: bool) -> Subscription {
    let interval = ["month", "year", "week"][dice.pick(&[68, 26, 6])];
    let trial = first && dice.chance(25);
    let discount = dice.chance(7).then(|| {
        let percent = [10, 20, 30][dice.pick(&[50, 35, 15])];
        (percent, dice.chance(70).then_some(at + 92 * DAY))
    });
    Subscription {
        id,
        customer: customer.to_owned(),
        currency,
        plan: dice.pick(&[50, 38, 12]),
        interval,
        seats: 1 + dice.below(4) * dice.below(4),
        started: at,
        status: if trial { "trialing" } else { "active" },
        trial_end: trial.then_some(at + 14 * DAY),
        paused_until: None,
        discount,
        cancel_at: None,
        ended_at: None,
    }
}

/// Month after month something may happen; returns when the subscription ended, if it did.
fn months(dice: &mut Dice, events: &mut Vec<Event>, s: &mut Subscription) -> Option<i64> {
    let mut at = s.started;
    if let Some(end) = s.trial_end.filter(|end| *end < LAST) {
        at = end;
        if dice.chance(30) {
            return delete(events, s, at);
        }
        s.status = "active";
        update(events, s, at);
    }
    loop {
        at += DAY * (24 + dice.below(14)) + dice.below(DAY);
        if at >= LAST {
            return None;
        }
        if s.paused_until.is_some_and(|until| until <= at) {
            s.paused_until = None;
            update(events, s, at);
            continue;
        }
        match dice.pick(&[70, 100, 45, 25, 15, 22, 12, 711]) {
            0 if s.plan < 2 && s.interval != "week" => s.plan += 1,
            1 => s.seats += 1 + dice.below(3),
            2 if s.seats > 1 => s.seats -= 1,
            3 => {
                // Asked to leave: access until the end of what is paid.
                let end =
                    at + DAY * if s.interval == "year" { 30 + dice.below(120) } else { 3 + dice.below(25) };
                s.cancel_at = Some(end);
                update(events, s, at);
                return if end < LAST { delete(events, s, end) } else { None };
            }
            4 => {
                s.status = "past_due";
                update(events, s, at);
                at += DAY * (2 + dice.below(12));
                if at >= LAST {
                    return None;
                }
                if dice.chance(35) {
                    return delete(events, s, at);
                }
                s.status = "active";
            }
            5 if s.plan > 0 && s.interval != "week" => s.plan -= 1,
            6 => s.paused_until = Some(at + DAY * (28 + dice.below(60))),
            _ => continue,
        }
        update(events, s, at);
    }
}

fn update(events: &mut Vec<Event>, subscription: &Subscription, at: i64) {
    emit(events, at, "customer.subscription.updated", subscription);
}

fn delete(events: &mut Vec<Event>, subscription: &mut Subscription, at: i64) -> Option<i64> {
    subscription.status = "canceled";
    subscription.ended_at = Some(at);
    emit(events, at, "customer.subscription.deleted", subscription);
    Some(at)
}

fn emit(events: &mut Vec<Event>, created: i64, kind: &'static str, subscription: &Subscription) {
    events.push(Event { created, order: events.len(), kind, object: subscription.object(created) });
}

impl Subscription {
    /// The object as Stripe sends it, with the fields that matter here.
    fn object(&self, at: i64) -> Value {
        let (plan, monthly) = PLANS[self.plan];
        let (name, unit_amount) = match self.interval {
            "year" => (plan, monthly[self.currency] * 12 * 80 / 100),
            "week" => ("pass", WEEKLY_PASS[self.currency]),
            _ => (plan, monthly[self.currency]),
        };
        let currency = CURRENCIES[self.currency];
        let discounts: Vec<Value> = self.discount.iter().map(|discount| self.discount(*discount)).collect();
        let cancelling = self.cancel_at.is_some();
        json!({
            "id": self.id, "object": "subscription", "customer": self.customer, "status": self.status,
            "currency": currency, "created": self.started, "start_date": self.started,
            "billing_cycle_anchor": self.trial_end.unwrap_or(self.started),
            "cancel_at_period_end": cancelling && self.ended_at.is_none(), "cancel_at": self.cancel_at,
            "canceled_at": if cancelling || self.ended_at.is_some() { Some(at) } else { None },
            "ended_at": self.ended_at, "trial_end": self.trial_end,
            "pause_collection": self.paused_until.map(|until| json!({"behavior": "void", "resumes_at": until})),
            "discounts": discounts,
            "items": {"object": "list", "has_more": false, "data": [{
                "id": format!("si_{}", self.id), "object": "subscription_item", "quantity": self.seats,
                "discounts": [],
                "price": {
                    "id": format!("price_{name}_{}_{currency}", self.interval), "object": "price",
                    "product": format!("prod_{name}"), "currency": currency, "type": "recurring",
                    "billing_scheme": "per_unit", "unit_amount": unit_amount,
                    "unit_amount_decimal": unit_amount.to_string(),
                    "recurring": {"interval": self.interval, "interval_count": 1, "usage_type": "licensed"},
                },
            }]},
        })
    }

    fn discount(&self, (percent, end): (i64, Option<i64>)) -> Value {
        let duration = if end.is_some() { "repeating" } else { "forever" };
        json!({
            "id": format!("di_{}", self.id), "object": "discount", "start": self.started, "end": end,
            "source": {"type": "coupon", "coupon": {
                "id": format!("off{percent}_{duration}"), "object": "coupon", "percent_off": percent,
                "duration": duration, "duration_in_months": end.map(|_| 3), "valid": true,
            }},
        })
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers from the same seed, everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Evenly from 0 up to, not including, `limit`.
    fn below(&mut self, limit: i64) -> i64 {
        let limit = u64::try_from(limit).unwrap_or(1).max(1);
        i64::try_from(self.next() % limit).unwrap_or(0)
    }

    fn chance(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }

    /// A place, as often as its weight says.
    fn pick(&mut self, weights: &[i64]) -> usize {
        let mut total = 0;
        for weight in weights {
            total += weight;
        }
        let mut left = self.below(total);
        for (place, weight) in weights.iter().enumerate() {
            if left < *weight {
                return place;
            }
            left -= weight;
        }
        0
    }
}

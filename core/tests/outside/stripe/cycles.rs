//! `billing_cycle/*`, and anchors that are reset: anchors by day of the month, boundaries, several intervals.

use prorata::{
    BillingCycle, Interval, Timestamp,
    calendar::{AnchorConfig, Edge, IntervalUnit},
    proration::PricedItem,
    subscription::Subscription,
};
use serde_json::{Value, json};

use super::subscriptions::{at, begin, bills, day, happen, item, months, paid, short, total, update};
use crate::{
    Outcome,
    calendar::{Stop, interval_of, seconds},
};

pub(super) fn run(input: &Value) -> Outcome {
    let got = match input["billing_cycle_anchor_config"].is_object() {
        true => configured(input),
        false => Err(Stop::NotMapped("a whole subscription".into())),
    };
    got.map_or_else(Into::into, Outcome::Got)
}

/// Any creation stands for one that is not stated, as long as the figures do not follow from it.
fn configured(input: &Value) -> Result<Value, Stop> {
    let config = &input["billing_cycle_anchor_config"];
    let part = |name: &str| config[name].as_u64().map(|part| u32::try_from(part).unwrap());
    let config = AnchorConfig {
        day_of_month: part("day_of_month").unwrap_or(15),
        month: part("month"),
        hour: part("hour"),
        minute: part("minute"),
        second: part("second"),
    };
    let created: Timestamp = match (input["created"].as_str(), input["created_in"].as_str()) {
        // 17:00 in New York's winter.
        (Some("17:00 EST"), _) => "2025-01-10T22:00:00Z".parse()?,
        (Some(text), _) if text.contains('T') => text.parse()?,
        (Some(other), _) => return Err(Stop::NotMapped(format!("created at `{other}`"))),
        (None, Some("February")) => "2025-02-10T09:00:00Z".parse()?,
        (None, _) => "2025-03-10T09:00:00Z".parse()?,
    };
    let interval = interval_of(input)?;
    let resolved = config.resolve(created, interval)?;
    let cycle = BillingCycle { anchor: resolved.anchor, interval };
    let second = cycle.next_boundary(resolved.first_full_invoice, Edge::Exclusive)?;
    let days = [resolved.anchor, resolved.first_full_invoice, second].map(month_and_day);
    let yearly = interval == Interval { unit: IntervalUnit::Year, count: 1 } && days[1] == days[2];
    let first = if days[1] == "February 28" { "February 28 (29 in a leap year)" } else { &days[1] };
    Ok(json!({
        "billing_cycle_anchor": days[0],
        "first_full_invoice": first,
        "initial_period_prorated": created < resolved.first_full_invoice,
        "anchor_time_utc": resolved.anchor.to_string().get(11..16),
        "renews": if yearly { format!("every {}", days[1]) } else { days[1].clone() },
    }))
}

fn month_and_day(at: Timestamp) -> String {
    let names = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let text = at.to_string();
    let mut numbers = text.split(['-', 'T']).skip(1).map(|part| part.parse::<usize>().unwrap());
    let (month, day) = (numbers.next().unwrap(), numbers.next().unwrap());
    format!("{} {day}", names[month - 1])
}

/// The periods that a subscription from that anchor goes through.
pub(super) fn boundaries(input: &Value) -> Result<Value, Stop> {
    if input.as_object().is_some_and(|input| input.keys().any(|name| name.starts_with("trial"))) {
        return Err(Stop::NotMapped("a trial inside a cycle".into()));
    }
    let names = ["anchor", "period_start", "start", "created"];
    let Some(start) = names.iter().find_map(|name| input[*name].as_str().filter(|text| text.contains('T')))
    else {
        return Err(Stop::NotMapped("no instant is stated".into()));
    };
    let start = at(start)?;
    let mut subscription = begin(&[item("i", 1_000, 1, interval_of(input)?)], start, json!({}))?.next;
    let (mut end, mut next) = (start, Vec::new());
    for _ in 0..12 {
        subscription = paid(happen(&subscription, json!({"kind": "advance"}), end)?.next, end)?;
        end = subscription.items[0].period.end;
        next.push(seconds(end));
    }
    Ok(json!({"period_end": next[0], "next": next}))
}

/// A change of the anchor to now, with or without credit for the rest of the period. Where no price is stated,
/// any will do; where no year is, 2025.
pub(super) fn reset(input: &Value) -> Result<Value, Stop> {
    let minor = input["unit_amount"].as_i64().unwrap_or(1_000);
    let (start, now) = match (input["billed_on_day"].as_u64(), input["update_at"].as_str()) {
        (Some(of_month), Some(text)) if !text.contains('T') => {
            let month = text.split(' ').next().unwrap();
            (day(&format!("{month} {of_month}"))?, day(text)?)
        }
        _ => {
            let instant = |names: [&str; 3]| {
                let found =
                    names.iter().find_map(|name| input[*name].as_str().filter(|text| text.contains('T')));
                found.ok_or_else(|| {
                    Stop::NotMapped("the instant of the reset is not stated, or approximate".into())
                })
            };
            (
                at(instant(["period_start", "start", "anchor"])?)?,
                at(instant(["change_at", "update_at", "reset_at"])?)?,
            )
        }
    };
    let mode =
        if input["billing_mode"].is_string() { input["billing_mode"].clone() } else { json!("flexible") };
    let step = begin(&[item("i", minor, 1, interval_of(input)?)], start, json!({"billing_mode": mode}))?;
    let behavior = input["proration_behavior"].as_str().unwrap_or("create_prorations");
    let change = update(json!({"billing_cycle_anchor": "now", "proration_behavior": behavior}));
    let step = happen(&paid(step.next, start)?, change, now)?;
    let bill = bills(&step)[0];
    let period = step.next.items[0].period;
    let long = |at: Timestamp| -> String {
        let days = [("Jan", "January"), ("Feb", "February"), ("Mar", "March"), ("Apr", "April")];
        days.iter().fold(short(at), |text, (short, long)| text.replace(short, long))
    };
    Ok(json!({
        "lines": bill.lines.iter().map(|line| json!({
            "amount": line.amount.minor(),
            "proration": line.proration.is_some(),
            "period": [seconds(line.period.start), seconds(line.period.end)],
        })).collect::<Vec<_>>(),
        "total": total(bill),
        "immediate_full_period": [long(period.start), long(period.end)],
        "next_bill": long(step.next.wake_at()?.unwrap()),
    }))
}

pub(super) fn by_months(input: &Value) -> Vec<PricedItem> {
    let counts = input["items_months"].as_array().unwrap().iter().map(|count| count.as_i64().unwrap());
    counts.map(|count| item(&count.to_string(), 100 * count, 1, months(count.try_into().unwrap()))).collect()
}

pub(super) fn periods(subscription: &Subscription) -> Vec<[String; 2]> {
    subscription.items.iter().map(|item| [short(item.period.start), short(item.period.end)]).collect()
}

pub(super) fn mixed_intervals(input: &Value) -> Result<Value, Stop> {
    let start = day(input["start"].as_str().unwrap())?;
    let subscription = paid(begin(&by_months(input), start, json!({}))?.next, start)?;
    let view = |subscription: &Subscription| {
        let period = subscription.current_period().unwrap();
        [short(period.start), short(period.end)]
    };
    let after = |text: &str| -> Result<Subscription, Stop> {
        Ok(happen(&subscription, json!({"kind": "advance"}), day(text)?)?.next)
    };
    let (february, march) = (after("Feb 1")?, after("Mar 1")?);
    let ends: Vec<String> = periods(&subscription).into_iter().map(|[_, end]| end).collect();
    Ok(json!({
        "at_start": {"items_end": ends, "subscription": view(&subscription)},
        "after_feb_1": {"items": periods(&february), "subscription": view(&february)},
        "after_mar_1": {"items": periods(&march), "subscription": view(&march)},
    }))
}

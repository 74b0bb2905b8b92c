//! Whole subscriptions: sequences of changes, trials, cycles, backdating, resumption.
//!
//! A case that says "about 0" of the time between its steps is taken at one instant; one that names a day
//! without a year, in 2025.

use prorata::{
    Interval, Timestamp,
    calendar::IntervalUnit,
    catalog::Price,
    proration::PricedItem,
    subscription::{Bill, NewSubscription, Step, Subscription, SubscriptionAction, SubscriptionInput},
};
use serde_json::{Value, json};

use super::{
    cycles::{self, by_months, periods},
    invoices::charged,
    taxes,
};
use crate::{
    Outcome,
    calendar::{Stop, interval_of, seconds},
};

pub(crate) fn run(topic: &str, input: &Value) -> Outcome {
    let got = match topic {
        "proration/proration_behavior" => in_turn(input),
        "proration/multi_item" => several_items(input),
        "proration/quantity_change" => fewer_units(input),
        "proration/pending_items" => manual_invoice(input),
        "proration/interval_change_flexible" => to_yearly(input),
        "proration/first_partial_period" => first_stub(input),
        "proration/billing_cycle_anchor_reset" => cycles::reset(input),
        "trial/recorded" => trial(input),
        "trial/anchor_change" => trial_added(),
        "billing_cycle/mixed_interval" => cycles::mixed_intervals(input),
        _ if topic.starts_with("billing_cycle/") && !topic.ends_with("/anchor_config") => {
            cycles::boundaries(input)
        }
        "backdating/metered" => backdated_usage(input),
        "resume/anchor" => resumed(input),
        "proration/backdating" => backdated(),
        "proration/always_invoice" => upgrade_at_once(input),
        "price/metered_cancel" => metered_cancel(),
        "subscription/incomplete" => incomplete(input),
        _ => return Outcome::NotMapped(NO_SEQUENCE.into()),
    };
    got.map_or_else(Into::into, Outcome::Got)
}

/// A topic that is not of whole subscriptions.
pub(super) const NO_SEQUENCE: &str = "no sequence of a subscription";

const NOW: &str = "2025-04-01T00:00:00Z";

pub(super) fn at(text: &str) -> Result<Timestamp, Stop> {
    Ok(text.parse()?)
}

/// `January 1` is midnight of that day in 2025.
pub(super) fn day(text: &str) -> Result<Timestamp, Stop> {
    let (month, day) = text.split_once(' ').ok_or_else(|| Stop::NotMapped("no day".into()))?;
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let number = months.iter().position(|name| month.starts_with(name)).unwrap() + 1;
    at(&format!("2025-{number:02}-{:02}T00:00:00Z", day.parse::<u32>().unwrap()))
}

pub(super) fn short(at: Timestamp) -> String {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let text = at.to_string();
    let mut parts = text.split(['-', 'T']).skip(1);
    let month: usize = parts.next().unwrap().parse().unwrap();
    format!("{} {}", months[month - 1], parts.next().unwrap().trim_start_matches('0'))
}

pub(super) fn item(id: &str, minor: i64, quantity: i64, interval: Interval) -> PricedItem {
    let price = Price::licensed(
        &format!("price_{minor}"),
        "prod",
        prorata::Currency::USD,
        minor.to_string().parse().unwrap(),
        interval,
    );
    PricedItem { id: id.into(), price, quantity, discounts: vec![], tax_rates: vec![] }
}

pub(super) fn months(count: u32) -> Interval {
    Interval::new(IntervalUnit::Month, count).unwrap()
}

pub(super) fn begin(items: &[PricedItem], now: Timestamp, more: Value) -> Result<Step, Stop> {
    let mut new = json!({"id": "sub", "customer": "cus", "currency": "USD", "items": items});
    for (name, value) in more.as_object().unwrap() {
        new[name] = value.clone();
    }
    Ok(serde_json::from_value::<NewSubscription>(new).unwrap().create(now)?)
}

pub(super) fn happen(subscription: &Subscription, input: Value, now: Timestamp) -> Result<Step, Stop> {
    Ok(subscription.apply(&serde_json::from_value::<SubscriptionInput>(input).unwrap(), now)?)
}

pub(super) fn update(update: Value) -> Value {
    json!({"kind": "update", "update": update})
}

/// Every open invoice is paid.
pub(super) fn paid(mut subscription: Subscription, now: Timestamp) -> Result<Subscription, Stop> {
    for open in subscription.open_invoices.clone() {
        subscription = happen(&subscription, json!({"kind": "invoice_paid", "invoice": open.id}), now)?.next;
    }
    Ok(subscription)
}

pub(super) fn bills(step: &Step) -> Vec<&Bill> {
    fn bill(action: &SubscriptionAction) -> Option<&Bill> {
        match action {
            SubscriptionAction::CreateInvoice { bill } => Some(bill),
            SubscriptionAction::VoidInvoice { .. } | SubscriptionAction::StopCollection { .. } => None,
        }
    }
    step.actions.iter().filter_map(bill).collect()
}

pub(super) fn total(bill: &Bill) -> i64 {
    bill.lines.iter().map(|line| line.amount.minor()).sum()
}

fn upcoming(subscription: &Subscription) -> Result<i64, Stop> {
    Ok(subscription.upcoming()?.as_ref().map_or(0, total))
}

fn number(value: &Value, name: &str) -> i64 {
    value[name].as_i64().unwrap()
}

/// Prices one after the other at one instant.
fn in_turn(input: &Value) -> Result<Value, Stop> {
    let now = at(NOW)?;
    let step =
        begin(&[item("i", number(input, "price"), 1, months(1))], now, json!({"billing_mode": "classic"}))?;
    let mut got = json!({"invoice_1": total(bills(&step)[0])});
    let mut subscription = paid(step.next, now)?;
    let mut invoices = 1;
    for (place, change) in (1..).zip(input["updates"].as_array().unwrap()) {
        let price = &item("i", number(change, "price"), 1, months(1)).price;
        let items = json!([{"kind": "set", "id": "i", "price": price}]);
        let change = update(json!({"items": items, "proration_behavior": change["proration_behavior"]}));
        let step = happen(&subscription, change, now)?;
        for bill in bills(&step) {
            invoices += 1;
            got[format!("invoice_{invoices}")] = total(bill).into();
        }
        subscription = paid(step.next, now)?;
        got[format!("upcoming_after_{place}")] = upcoming(&subscription)?.into();
    }
    Ok(got)
}

fn several_items(input: &Value) -> Result<Value, Stop> {
    let now = at(NOW)?;
    let first = input["items"][0].as_i64().unwrap();
    let step = begin(&[item("2000", first, 1, months(1))], now, json!({"billing_mode": "classic"}))?;
    let mut got = json!({"invoice_1": total(bills(&step)[0])});
    let mut subscription = paid(step.next, now)?;
    let mut invoices = 1;
    for (place, change) in (1..).zip(input["updates"].as_array().unwrap()) {
        let items = match change["add"].as_i64() {
            Some(minor) => {
                json!([{"kind": "add", "item": item(&format!("added {place}"), minor, 1, months(1))}])
            }
            None => json!([{"kind": "remove", "id": change["remove"].to_string()}]),
        };
        let change = update(json!({"items": items, "proration_behavior": change["proration_behavior"]}));
        let step = happen(&subscription, change, now)?;
        for bill in bills(&step) {
            invoices += 1;
            got[format!("invoice_{invoices}")] = total(bill).into();
        }
        subscription = paid(step.next, now)?;
        got[format!("invoices_after_{place}")] = invoices.into();
        got[format!("upcoming_after_{place}")] = upcoming(&subscription)?.into();
    }
    Ok(got)
}

fn fewer_units(input: &Value) -> Result<Value, Stop> {
    let now = at(NOW)?;
    let given = input["items"].as_array().unwrap().iter().zip(1..);
    let items: Vec<_> = given
        .map(|(one, place)| {
            item(&place.to_string(), number(one, "price"), number(one, "quantity"), months(1))
        })
        .collect();
    let step = begin(&items, now, json!({"billing_mode": "classic"}))?;
    let first = total(bills(&step)[0]);
    let change = &input["update"];
    let items = json!([{"kind": "set", "id": change["item"].to_string(), "quantity": change["quantity"]}]);
    let change = update(json!({"items": items, "proration_behavior": change["proration_behavior"]}));
    let subscription = happen(&paid(step.next, now)?, change, now)?.next;
    Ok(json!({"invoice_1": first, "upcoming": upcoming(&subscription)?}))
}

/// An invoice by hand takes what is pending.
fn manual_invoice(input: &Value) -> Result<Value, Stop> {
    let now = at(NOW)?;
    let step =
        begin(&[item("i", number(input, "price"), 1, months(1))], now, json!({"billing_mode": "classic"}))?;
    let items = json!([{"kind": "set", "id": "i", "quantity": input["update"]["quantity"]}]);
    let subscription = happen(&paid(step.next, now)?, update(json!({"items": items})), now)?.next;
    // Cancelled with `invoice_now`, what waits is invoiced, as by hand.
    let cancel = json!({"kind": "cancel", "request": {"when": {"kind": "now"}, "invoice_now": true}});
    let step = happen(&subscription, cancel, now)?;
    let pending: i64 = subscription.pending_items.iter().map(|line| line.amount.minor()).sum();
    assert_eq!(total(bills(&step)[0]), pending);
    Ok(json!({"invoice_total": pending}))
}

fn to_yearly(input: &Value) -> Result<Value, Stop> {
    let (start, change_at) =
        (at(input["start"].as_str().unwrap())?, at(input["change_at"].as_str().unwrap())?);
    let step = begin(
        &[item("i", number(&input["old"], "unit_amount"), 1, months(1))],
        start,
        json!({"billing_mode": "flexible"}),
    )?;
    let price = item("i", number(&input["new"], "unit_amount"), 1, Interval::YEAR).price;
    let change = update(json!({
        "items": [{"kind": "set", "id": "i", "price": price}],
        "proration_behavior": input["proration_behavior"],
        "billing_cycle_anchor": input["billing_cycle_anchor"],
    }));
    let step = happen(&paid(step.next, start)?, change, change_at)?;
    let bill = bills(&step)[0];
    let lines = bill.lines.iter().map(|line| {
        json!({
            "amount": line.amount.minor(),
            "proration": line.proration.is_some(),
            "period": [seconds(line.period.start), seconds(line.period.end)],
        })
    });
    let period = step.next.items[0].period;
    let invoice = charged(bill, true)?;
    Ok(json!({
        "status": invoice["status"],
        "amount_due": invoice["amount_due"],
        "attempt_count": invoice["attempt_count"],
        "billing_cycle_anchor": seconds(step.next.billing_cycle_anchor),
        "start_date": seconds(step.next.start_date),
        "item_current_period": [seconds(period.start), seconds(period.end)],
        "lines": lines.collect::<Vec<_>>(),
        "total": total(bill),
        "billing_reason": bill.reason,
        "invoice_period": [seconds(bill.period.start), seconds(bill.period.end)],
    }))
}

fn first_stub(input: &Value) -> Result<Value, Stop> {
    // Where no price is stated, any will do; days without a time are of 2025.
    let unit_amount =
        input["price"]["unit_amount"].as_i64().or(input["unit_amount"].as_i64()).unwrap_or(1_000);
    let instant = |name: &str| match input[name].as_str() {
        Some(text) if text.contains('T') => at(text),
        Some(text) => day(text),
        None => Err(Stop::NotMapped(format!("`{name}` is not stated"))),
    };
    let created = instant("created")?;
    let mode =
        if input["billing_mode"].is_string() { input["billing_mode"].clone() } else { json!("flexible") };
    let behavior = input["proration_behavior"].as_str().unwrap_or("create_prorations");
    let more = json!({
        "billing_mode": mode,
        "billing_cycle_anchor": instant("billing_cycle_anchor")?,
        "proration_behavior": behavior,
    });
    let interval =
        if input["price"].is_object() { interval_of(&input["price"])? } else { interval_of(input)? };
    let quantity = input["quantity"].as_i64().unwrap_or(1);
    let step = begin(&[item("i", unit_amount, quantity, interval)], created, more)?;
    let bill = bills(&step)[0];
    let line = &bill.lines[0];
    let period = step.next.current_period().unwrap();
    let share =
        line.proration.as_ref().map(|of| format!("{}/{}", of.numerator / 86_400, of.denominator / 86_400));
    Ok(json!({
        "fraction": share,
        "lines": [{
            "amount": line.amount.minor(), "proration": line.proration.is_some(),
            "discountable": line.discountable,
            "period": [seconds(line.period.start), seconds(line.period.end)],
        }],
        "total": total(bill),
        "current_period": [seconds(period.start), seconds(period.end)],
        "invoice_period": [seconds(bill.period.start), seconds(bill.period.end)],
        "billing_reason": bill.reason,
    }))
}

fn trial(input: &Value) -> Result<Value, Stop> {
    let created = at(input["created"].as_str().unwrap())?;
    let days =
        input["trial_period_days"].as_i64().or_else(|| Some(input["trial_seconds"].as_i64()? / 86_400));
    let mut priced = item("i", number(input, "price"), 1, months(1));
    priced.tax_rates = taxes::rates(&input["tax"]);
    let step = begin(&[priced], created, json!({"trial_period_days": days}))?;
    let bill = bills(&step)[0];
    let line = &bill.lines[0];
    let period = step.next.items[0].period;
    let period = [seconds(period.start), seconds(period.end)];
    let invoice = charged(bill, true)?;
    Ok(json!({
        "status": step.next.status,
        "trial_end": seconds(step.next.trial.unwrap().end),
        "billing_cycle_anchor": seconds(step.next.billing_cycle_anchor),
        "item_current_period": period,
        "line": {
            "amount": line.amount.minor(),
            "period": [seconds(line.period.start), seconds(line.period.end)],
            "tax": invoice["tax"],
        },
        "invoice": invoice,
        "total": total(bill),
    }))
}

fn trial_added() -> Result<Value, Stop> {
    let start = day("June 23")?;
    let subscription = paid(begin(&[item("i", 1_000, 1, months(1))], start, json!({}))?.next, start)?;
    let end = day("August 1")?;
    let change = update(json!({"trial_end": {"kind": "at", "at": end}, "proration_behavior": "none"}));
    let added = happen(&subscription, change, day("July 15")?)?;
    let nothing = happen(&added.next, json!({"kind": "advance"}), day("July 24")?)?;
    let full = happen(&nothing.next, json!({"kind": "advance"}), end)?;
    Ok(json!({
        "july_15_invoice": total(bills(&added)[0]),
        "july_23_invoice": bills(&nothing).first().map(|bill| total(bill)),
        "august_1": if total(bills(&full)[0]) == 1_000 { "full period" } else { "otherwise" },
        "anchor": short(full.next.billing_cycle_anchor).replace("Aug", "August"),
    }))
}

fn resumed(input: &Value) -> Result<Value, Stop> {
    let named = |name: &str| day(input[name].as_str().unwrap());
    let more = json!({"trial_end": named("trial_end")?, "missing_payment_method": "pause", "has_payment_method": false});
    let subscription = begin(&by_months(input), named("anchor")?, more)?.next;
    let paused = happen(&subscription, json!({"kind": "advance"}), named("paused_at")?)?.next;
    let resume =
        json!({"kind": "resume", "request": {"billing_cycle_anchor": input["billing_cycle_anchor"]}});
    let step = happen(&paused, resume, named("resumed_at")?)?;
    Ok(json!({
        "items": periods(&step.next),
        "new_invoice": !bills(&step).is_empty(),
        "status": format!("{} until the resumption invoice is paid", step.next.status.name()),
    }))
}

fn backdated() -> Result<Value, Stop> {
    let more =
        json!({"backdate_start_date": day("September 1")?, "billing_cycle_anchor": day("November 1")?});
    let step = begin(&[item("i", 3_000, 1, months(1))], day("October 15")?, more)?;
    let lines = &bills(&step)[0].lines;
    let long = |at: Timestamp| short(at).replace("Sep", "September").replace("Nov", "November");
    Ok(json!({
        "immediate_invoice_covers": [long(lines[0].period.start), long(lines.last().unwrap().period.end)],
        "start_date": long(step.next.start_date),
        "next_invoice": long(paid(step.next, day("October 15")?)?.upcoming()?.unwrap().created),
    }))
}

fn upgrade_at_once(input: &Value) -> Result<Value, Stop> {
    let (start, change_at) =
        (at(input["start"].as_str().unwrap())?, at(input["change_at"].as_str().unwrap())?);
    let subscription =
        paid(begin(&[item("i", number(input, "old_price"), 1, months(1))], start, json!({}))?.next, start)?;
    let price = item("i", number(input, "new_price"), 1, months(1)).price;
    let items = json!([{"kind": "set", "id": "i", "price": price}]);
    let change = update(json!({"items": items, "proration_behavior": input["proration_behavior"]}));
    let step = happen(&subscription, change, change_at)?;
    let (bill, credit) = (bills(&step)[0], bills(&step)[0].lines[0].amount.minor());
    let (old, new) = (number(input, "old_price") + credit, bill.lines[1].amount.minor());
    Ok(json!({
        "apr_21_invoice_total": total(bill),
        "april_recognized_revenue": old + new,
        "recognized_split": [old, new],
    }))
}

/// Ten units are priced by hand: what the subscription asks for is the window and the price.
fn metered_cancel() -> Result<Value, Stop> {
    let mut metered = item("i", 100, 1, months(1));
    metered.price.recurring.as_mut().unwrap().meter = Some("calls".into());
    let first = begin(&[metered], at(NOW)?, json!({"billing_mode": "classic"}))?;
    let subscription = paid(first.next.clone(), at(NOW)?)?;
    let cancel = json!({"kind": "cancel", "request": {"when": {"kind": "now"}, "invoice_now": true}});
    let step = happen(&subscription, cancel, at("2025-04-10T00:00:00Z")?)?;
    let usage = &bills(&step)[0].usage[0];
    assert_eq!((usage.window.start, usage.window.end), (at(NOW)?, at("2025-04-10T00:00:00Z")?));
    Ok(json!({
        "invoices": bills(&first).len() + bills(&step).len(),
        "final_invoice_total": usage.price.amount(10, None)?.minor(),
        "upcoming": step.next.upcoming()?.as_ref().map(total),
    }))
}

fn incomplete(input: &Value) -> Result<Value, Stop> {
    let step = begin(&[item("i", number(input, "price"), 1, months(1))], at(NOW)?, json!({}))?;
    Ok(json!({"subscription_status": step.next.status, "invoice": charged(bills(&step)[0], false)?}))
}

/// Usage of March and April, of a subscription made on 1 May: its lines are priced by hand.
fn backdated_usage(input: &Value) -> Result<Value, Stop> {
    let mut metered = item("i", 1_000, 1, months(1));
    metered.price.recurring.as_mut().unwrap().meter = Some("gb".into());
    let usage: Vec<i64> =
        input["usage"].as_array().unwrap().iter().map(|month| number(month, "gb")).collect();
    let (start, now) = (day("March 1")?, day("May 1")?);
    let mut lines = Vec::new();
    for mode in ["classic", "flexible"] {
        let more = json!({"backdate_start_date": start, "billing_mode": mode});
        let step = begin(std::slice::from_ref(&metered), now, more)?;
        let paid = paid(step.next.clone(), now)?;
        let renewed = happen(&paid, json!({"kind": "advance"}), paid.items[0].period.end)?;
        let windows = bills(&step).into_iter().chain(bills(&renewed)).flat_map(|bill| &bill.usage);
        let april = day("April 1")?;
        let in_window = |window: prorata::Period| {
            let months = [(start, usage[0]), (april, usage[1])];
            months
                .iter()
                .filter(|(at, _)| window.start <= *at && *at < window.end)
                .map(|(_, gb)| gb)
                .sum::<i64>()
        };
        let amounts =
            windows.map(|usage| Ok(usage.price.amount(in_window(usage.window) / 10, None)?.minor()));
        let amounts = amounts.collect::<Result<Vec<i64>, Stop>>()?;
        lines.push(amounts.into_iter().filter(|amount| *amount > 0).collect::<Vec<_>>());
    }
    Ok(json!({"classic_lines": lines[0], "flexible_lines": lines[1]}))
}

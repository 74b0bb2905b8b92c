//! `price/usage_aggregation`, `price/volume_thresholds`, `price/metered_cancel`: meters, thresholds.

use prorata::{
    BillingCycle, Currency, Interval, Money, Period, Timestamp,
    catalog::{Price, Pricing, Recurring},
    usage::{
        Aggregation, BillingThresholds, Meter, ThresholdItem, ThresholdRequest, ThresholdVerdict, UsageEvent,
        aggregate, check_threshold, price_usage, quantity_reaching,
    },
};
use serde_json::{Value, json};

use super::{outcome, prices::tiers};
use crate::Outcome;

pub(super) fn run(topic: &str, input: &Value) -> Outcome {
    outcome(match topic {
        "price/usage_aggregation" => aggregation(input),
        "price/volume_thresholds" => thresholds(input),
        _ => return Outcome::NotMapped("what a subscription does with the usage when it ends".into()),
    })
}

fn metered(pricing: Pricing) -> Price {
    let price = Price::licensed("price", "product", Currency::USD, "0".parse().unwrap(), Interval::MONTH);
    let recurring = Some(Recurring { interval: Interval::MONTH, meter: Some("meter".into()) });
    Price { pricing, recurring, ..price }
}

fn day(text: &str) -> Timestamp {
    let (month, day) = text.split_once(' ').unwrap();
    let month = match month {
        "January" => 1,
        "February" => 2,
        "March" => 3,
        month => panic!("{month}"),
    };
    format!("2024-{month:02}-{:02}T00:00:00Z", day.parse::<u32>().unwrap()).parse().unwrap()
}

/// Periods run from the 14th of a month, and months are recognized as far as the usage has come.
fn aggregation(input: &Value) -> prorata::Result<Value> {
    let aggregation = match input["aggregation"].as_str().unwrap() {
        "max" => Aggregation::Max,
        "last_during_period" => Aggregation::Last,
        "last_ever" => Aggregation::LastEver,
        "sum" => Aggregation::Sum,
        other => panic!("{other}"),
    };
    let meter = Meter { id: "meter".into(), event_name: None, aggregation, event_window: None };
    let events: Vec<UsageEvent> = input["usage"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
        .map(|(place, event)| UsageEvent {
            id: format!("e{place}"),
            customer: "customer".into(),
            at: day(event[0].as_str().unwrap()),
            value: event[1].as_i64().unwrap(),
            received_at: None,
        })
        .collect();
    let price = metered(Pricing::PerUnit { unit_amount: input["unit_amount"].to_string().parse()? });
    let cost = |period: Period| -> prorata::Result<i64> {
        let quantity = aggregate(&meter, &events, period)?.quantity;
        Ok(price_usage(&price, quantity, None, None)?.amount.minor())
    };
    let cycle = BillingCycle { anchor: "2024-01-14T00:00:00Z".parse()?, interval: Interval::MONTH };
    let (first, second) = (cycle.period(0)?, cycle.period(1)?);
    let (whole, january) = (cost(first)?, cost(first.until("2024-02-01T00:00:00Z".parse()?)?)?);
    Ok(json!({
        "invoice_total": whole,
        "feb_14_invoice": whole,
        "mar_14_invoice_without_new_usage": cost(second)?,
        "january_revenue": january,
        "february_revenue": whole - january,
        "march_revenue": cost(second)?,
    }))
}

fn thresholds(input: &Value) -> prorata::Result<Value> {
    let price = metered(Pricing::Volume { tiers: tiers(input) });
    let amount = Money::new(input["amount_gte"].as_i64().unwrap(), Currency::USD);
    let bill = |quantity, billed| -> prorata::Result<ThresholdVerdict> {
        let item = ThresholdItem {
            id: "item".into(),
            price: price.clone(),
            quantity,
            billed,
            usage_gte: None,
            discounts: Vec::new(),
        };
        let thresholds = BillingThresholds { amount_gte: Some(amount), ..BillingThresholds::default() };
        let request = ThresholdRequest {
            period: BillingCycle { anchor: day("January 1"), interval: Interval::MONTH }.period(0)?,
            trialing: false,
            currency: Currency::USD,
            thresholds,
            items: vec![item],
            discounts: Vec::new(),
        };
        check_threshold(&request, day("January 10"))
    };
    let Some(first) = quantity_reaching(&price, amount, None)? else { return Ok(Value::Null) };
    let Some(next) = quantity_reaching(&price, amount, Some(first))? else { return Ok(Value::Null) };
    let (ThresholdVerdict::Reached { bill: one }, ThresholdVerdict::Reached { bill: two }) =
        (bill(first, None)?, bill(next, Some(first))?)
    else {
        return Ok(Value::Null);
    };
    let lines: Vec<i64> = two.charges[0].charge.lines.iter().map(|line| line.amount.minor()).collect();
    let credit = price_usage(&price, first + 1, Some(first), None)?;
    Ok(json!({
        format!("at_{first}_units_invoice_1"): one.amount.minor(),
        format!("cost_at_{}", first + 1): price_usage(&price, first + 1, None, None)?.amount.minor(),
        format!("credit_if_period_ends_at_{}", first + 1): credit.amount.minor(),
        "next_threshold_units": next,
        "invoice_2": {"lines": lines, "total": two.amount.minor()},
    }))
}

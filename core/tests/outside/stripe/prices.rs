//! `price/*`: tiers, packages, unit amounts.

use prorata::{
    Currency, Interval,
    catalog::{PackageRounding, Price, Pricing, Tier, TransformQuantity},
    money::UnitAmount,
};
use serde_json::{Value, json};

use super::{currency, outcome};
use crate::Outcome;

pub(super) fn run(topic: &str, input: &Value) -> Outcome {
    outcome(match topic {
        "price/graduated" => amount(Pricing::Graduated { tiers: tiers(input) }, input),
        "price/volume" => amount(Pricing::Volume { tiers: tiers(input) }, input),
        "price/tiers_zero" => both(input),
        "price/transform_quantity" => packages(input),
        "price/unit_amount_decimal" => Ok(whole_unit_amounts(input)),
        "price/usage_aggregation" | "price/volume_thresholds" | "price/metered_cancel" => {
            return super::usage::run(topic, input);
        }
        _ => return Outcome::NotMapped("the topic has no adapter yet".into()),
    })
}

fn unit(value: &Value) -> Option<UnitAmount> {
    value.as_i64().map(|minor| minor.to_string().parse().unwrap())
}

pub(super) fn tiers(input: &Value) -> Vec<Tier> {
    let tier = |tier: &Value| Tier {
        up_to: tier["up_to"].as_i64(), // `inf` is a text
        unit_amount: unit(&tier["unit_amount"]),
        flat_amount: unit(&tier["flat_amount"]),
    };
    input["tiers"].as_array().unwrap().iter().map(tier).collect()
}

fn price(currency: Currency, pricing: Pricing) -> Price {
    let price = Price::licensed("price", "product", currency, "0".parse().unwrap(), Interval::MONTH);
    Price { pricing, ..price }
}

fn total(pricing: Pricing, quantity: i64) -> prorata::Result<i64> {
    Ok(price(Currency::USD, pricing).amount(quantity, None)?.minor())
}

fn amount(pricing: Pricing, input: &Value) -> prorata::Result<Value> {
    Ok(json!({"amount": total(pricing, input["quantity"].as_i64().unwrap())?}))
}

fn both(input: &Value) -> prorata::Result<Value> {
    let quantity = input["quantity"].as_i64().unwrap();
    Ok(json!({
        "graduated": total(Pricing::Graduated { tiers: tiers(input) }, quantity)?,
        "volume": total(Pricing::Volume { tiers: tiers(input) }, quantity)?,
    }))
}

fn packages(input: &Value) -> prorata::Result<Value> {
    let transform = &input["transform_quantity"];
    let rounds_up = transform["round"] == "up";
    let pricing = Pricing::PerUnit { unit_amount: unit(&input["unit_amount"]).unwrap() };
    let price = Price {
        transform_quantity: Some(TransformQuantity {
            divide_by: transform["divide_by"].as_i64().unwrap(),
            round: if rounds_up { PackageRounding::Up } else { PackageRounding::Down },
        }),
        ..price(currency(input), pricing)
    };
    let breakdown = price.breakdown(input["usage"].as_i64().unwrap(), None)?;
    Ok(json!({"amount": breakdown.total.minor(), "line_quantity": breakdown.quantity}))
}

fn whole_unit_amounts(input: &Value) -> Value {
    let whole = |text: &Value| {
        let amount: UnitAmount = text.as_str().unwrap().parse().unwrap();
        amount.to_string().parse::<i64>().ok()
    };
    json!({"unit_amount": input["unit_amount_decimal"].as_array().unwrap().iter().map(whole).collect::<Vec<_>>()})
}

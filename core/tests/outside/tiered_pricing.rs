//! Tiers and packages: OpenMeter, Polar, Kill Bill.
//!
//! Their amounts are in major units unless they say otherwise. Prices here are in minor units, so an amount is
//! read as if it were minor and compared as such: the arithmetic is the same.

use prorata::{
    Currency, Interval,
    catalog::{PackageRounding, Price, Pricing, Tier, TransformQuantity},
    money::UnitAmount,
    usage::price_usage,
};
use serde_json::{Value, json};

use crate::Outcome;

pub(crate) fn run(input: &Value) -> Outcome {
    let got = match input["op"].as_str() {
        Some("tiers") => tiers(input),
        Some("tiers_incremental") => incremental(tiered(input), input),
        Some("package") if input["free_units"] == 0 => {
            total(&packages(input), input["quantity"].as_str().unwrap().parse().unwrap())
        }
        Some("package_incremental") => incremental(packages(input), input),
        Some("block_tiers" | "block_tiers_multi") => {
            return Outcome::NotMapped(
                "tiers of blocks that round up inside each tier: Stripe has packages or tiers, never both".into(),
            );
        }
        _ => return Outcome::NotMapped(format!("no counterpart of `{}`", input["op"])),
    };
    match got {
        Ok(amount) => Outcome::Got(json!({"amount": amount.to_string(), "lines": lines(input)})),
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

fn unit(value: &Value) -> UnitAmount {
    value.as_str().unwrap().parse().unwrap()
}

fn price(pricing: Pricing, transform_quantity: Option<TransformQuantity>) -> Price {
    let price = Price::licensed("price", "product", Currency::USD, "0".parse().unwrap(), Interval::MONTH);
    Price { pricing, transform_quantity, ..price }
}

fn tiered(input: &Value) -> Price {
    let tier = |tier: &Value| Tier {
        up_to: tier["up_to"].as_str().map(|up_to| up_to.parse().unwrap()),
        unit_amount: Some(unit(&tier["unit_amount"])),
        flat_amount: Some(unit(&tier["flat_amount"])),
    };
    let tiers = input["tiers"].as_array().unwrap().iter().map(tier).collect();
    let graduated = input["model"] == "graduated";
    price(if graduated { Pricing::Graduated { tiers } } else { Pricing::Volume { tiers } }, None)
}

fn packages(input: &Value) -> Price {
    let divide_by = input["package_size"].as_i64().unwrap();
    let transform = TransformQuantity { divide_by, round: PackageRounding::Up };
    price(Pricing::PerUnit { unit_amount: unit(&input["package_amount"]) }, Some(transform))
}

fn total(price: &Price, quantity: i64) -> prorata::Result<i64> {
    Ok(price.amount(quantity, None)?.minor())
}

fn tiers(input: &Value) -> prorata::Result<i64> {
    let base = input["base"].as_str().map_or(0, |base| base.parse().unwrap());
    Ok(base + total(&tiered(input), input["quantity"].as_str().unwrap().parse().unwrap())?)
}

fn ends(input: &Value) -> (i64, i64) {
    let end = |name: &str| input[name].as_str().unwrap().parse().unwrap();
    (end("from"), end("to"))
}

fn incremental(price: Price, input: &Value) -> prorata::Result<i64> {
    let (from, to) = ends(input);
    Ok(price_usage(&price, to, Some(from), None)?.amount.minor())
}

/// What each tier bills between two quantities, where the case asks for it.
fn lines(input: &Value) -> Value {
    if input["op"] != "tiers_incremental" {
        return Value::Null;
    }
    let (from, to) = ends(input);
    let charge = price_usage(&tiered(input), to, Some(from), None).unwrap();
    json!(charge.lines.iter().map(|line| line.amount.minor().to_string()).collect::<Vec<_>>())
}

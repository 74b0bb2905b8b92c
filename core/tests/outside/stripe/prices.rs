//! `price/*`: tiers, packages, unit amounts.

use prorata::{
    Currency, Interval,
    catalog::{Normalization, PackageRounding, Price, Pricing, Tier, TransformQuantity},
    money::UnitAmount,
};
use serde_json::{Value, json};

use super::{currency, outcome};
use crate::Outcome;

pub(super) fn run(topic: &str, input: &Value) -> Outcome {
    outcome(match topic {
        "price/tiers_zero" => both(input),
        "price/unit_amount_decimal" if input["unit_amount_decimal"].is_array() => {
            Ok(whole_unit_amounts(input))
        }
        "price/usage_aggregation" | "price/volume_thresholds" | "price/metered_cancel" => {
            return super::usage::run(topic, input);
        }
        _ => match pricing(topic, input) {
            Some(pricing) => amount(pricing, input),
            None => return Outcome::NotMapped("no price and no tiers are stated".into()),
        },
    })
}

/// `unit_amount` or `unit_amount_decimal`, a number or a text.
fn unit(value: &Value, name: &str) -> Option<UnitAmount> {
    let found = [name.to_owned(), format!("{name}_decimal")].into_iter().map(|name| value[name].clone());
    found.into_iter().find(|value| !value.is_null()).map(|value| super::decimal(&value).parse().unwrap())
}

pub(super) fn tiers(input: &Value) -> Vec<Tier> {
    let tier = |tier: &Value| Tier {
        up_to: tier["up_to"].as_i64(), // `inf` is a text
        unit_amount: unit(tier, "unit_amount"),
        flat_amount: unit(tier, "flat_amount"),
    };
    input["tiers"].as_array().unwrap().iter().map(tier).collect()
}

fn pricing(topic: &str, input: &Value) -> Option<Pricing> {
    if !input["tiers"].is_array() {
        return unit(input, "unit_amount").map(|unit_amount| Pricing::PerUnit { unit_amount });
    }
    let tiers = tiers(input);
    match input["tiers_mode"].as_str().or_else(|| topic.split('/').next_back()) {
        Some("graduated") => Some(Pricing::Graduated { tiers }),
        Some("volume") => Some(Pricing::Volume { tiers }),
        _ => None,
    }
}

fn price(currency: Currency, pricing: Pricing) -> Price {
    let price = Price::licensed("price", "product", currency, "0".parse().unwrap(), Interval::MONTH);
    Price { pricing, ..price }
}

fn quantity(input: &Value) -> i64 {
    input["quantity"].as_i64().or_else(|| input["usage"].as_i64()).unwrap()
}

fn amount(pricing: Pricing, input: &Value) -> prorata::Result<Value> {
    let transform = &input["transform_quantity"];
    let packages = TransformQuantity {
        divide_by: transform["divide_by"].as_i64().unwrap_or(1),
        round: if transform["round"] == "down" { PackageRounding::Down } else { PackageRounding::Up },
    };
    let transform_quantity = transform.is_object().then_some(packages);
    let price = Price { transform_quantity, ..price(currency(input), pricing) };
    let breakdown = price.breakdown(quantity(input), None)?;
    let total = breakdown.total.minor();
    Ok(json!({
        "amount": total,
        "total": total,
        "line_quantity": breakdown.quantity,
        "packages": breakdown.packages,
        "bands": breakdown.bands.iter().map(|band| band.exact_amount.to_string()).collect::<Vec<_>>(),
    }))
}

fn both(input: &Value) -> prorata::Result<Value> {
    let total = |pricing| {
        Ok::<_, prorata::Error>(price(Currency::USD, pricing).amount(quantity(input), None)?.minor())
    };
    Ok(json!({
        "graduated": total(Pricing::Graduated { tiers: tiers(input) })?,
        "volume": total(Pricing::Volume { tiers: tiers(input) })?,
    }))
}

fn whole_unit_amounts(input: &Value) -> Value {
    let whole = |text: &Value| {
        let amount: UnitAmount = text.as_str().unwrap().parse().unwrap();
        amount.to_string().parse::<i64>().ok()
    };
    json!({"unit_amount": input["unit_amount_decimal"].as_array().unwrap().iter().map(whole).collect::<Vec<_>>()})
}

/// What a price comes to in a month. What a coupon that lasts takes off is taken off the period first.
pub(super) fn mrr(input: &Value) -> Outcome {
    let Some(minor) = input["amount"].as_i64() else {
        return Outcome::NotMapped("no amount is stated".into());
    };
    let worked_out = || -> Result<Value, crate::calendar::Stop> {
        let interval = crate::calendar::interval_of(input)?;
        let of = |minor: i64| -> prorata::Result<i64> {
            let price =
                Price::licensed("price", "product", currency(input), minor.to_string().parse()?, interval);
            Ok(price.mrr(1, Normalization::default())?.minor())
        };
        let line = [prorata::Money::new(minor, currency(input))];
        let net = super::discounts::discounted(input, &line)?[0].net.minor();
        Ok(json!({"mrr": of(minor)?, "mrr_subtracting_recurring_discounts": of(net)?}))
    };
    worked_out().map_or_else(Into::into, Outcome::Got)
}

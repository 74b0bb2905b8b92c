//! Splitting amounts: OpenMeter, Polar, Numscript.

use prorata::{Currency, Decimal, Money, Rounding, money::Percent, money::Remainder};
use serde_json::{Value, json};

use crate::Outcome;

pub(crate) fn run(input: &Value) -> Outcome {
    let got = match input["op"].as_str() {
        Some("allocate") if input["method"] == "largest_remainder" => by_decimal_weights(input),
        Some("allocate") if input["method"] == "floor_then_first" => by_portions(input),
        Some("allocate_discount") => discount(input),
        Some("split_fee") => fee(input),
        Some("draw_sources" | "draw_then_split") => {
            return Outcome::NotMapped("draws on balances, which come with the ledger".into());
        }
        _ => return Outcome::NotMapped(format!("no counterpart of `{}`", input["op"])),
    };
    match got {
        Ok(got) => Outcome::Got(got),
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

fn minor(parts: &[Money]) -> Vec<i64> {
    parts.iter().map(|part| part.minor()).collect()
}

fn decimal(value: &Value) -> Decimal {
    value.as_str().unwrap().parse().unwrap()
}

/// Ties go in the order of the input, or of the keys: then the recipients are sorted by key first.
fn by_decimal_weights(input: &Value) -> prorata::Result<Value> {
    // Units are units: credits with four decimals split as any currency with four.
    let decimals = input["decimals"].as_u64().unwrap();
    let currency = *Currency::EVERY.iter().find(|c| u64::from(c.exponent()) == decimals).unwrap();
    let weights: Vec<i64> = input["weights"]
        .as_array()
        .unwrap()
        .iter()
        .map(|weight| i64::try_from(decimal(weight).checked_mul(Decimal::from(1_000)).unwrap()).unwrap())
        .collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    if input["tie_break"] == "key" {
        order.sort_by_key(|place| input["keys"][place].as_str().unwrap());
    }
    let sorted: Vec<i64> = order.iter().map(|place| weights[*place]).collect();
    let whole = Money::from_major(decimal(&input["amount"]), currency)?;
    let mut shares = vec![String::new(); weights.len()];
    for (place, part) in order.into_iter().zip(whole.allocate(&sorted, Remainder::LargestRemainder)?) {
        shares[place] = part.major().to_string();
    }
    Ok(json!({ "shares": shares }))
}

fn by_portions(input: &Value) -> prorata::Result<Value> {
    let fractions: Vec<(i64, i64)> = input["portions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|portion| portion.as_str().unwrap().split_once('/').unwrap())
        .map(|(numerator, denominator)| (numerator.parse().unwrap(), denominator.parse().unwrap()))
        .collect();
    let common: i64 = fractions.iter().map(|(_, denominator)| denominator).product();
    let weights: Vec<i64> = fractions.iter().map(|(numerator, denominator)| numerator * common / denominator).collect();
    let whole = Money::new(input["amount_minor"].as_i64().unwrap(), Currency::USD);
    Ok(json!({"shares_minor": minor(&whole.allocate(&weights, Remainder::FirstRecipients)?)}))
}

fn discount(input: &Value) -> prorata::Result<Value> {
    let amounts: Vec<i64> =
        input["amounts_minor"].as_array().unwrap().iter().map(|amount| amount.as_i64().unwrap()).collect();
    let total: i64 = amounts.iter().sum();
    let capped = Money::new(input["discount_minor"].as_i64().unwrap().min(total), Currency::USD);
    Ok(json!({"shares_minor": minor(&capped.allocate(&amounts, Remainder::LargestRemainder)?)}))
}

fn fee(input: &Value) -> prorata::Result<Value> {
    let whole = Money::new(input["amount_minor"].as_i64().unwrap(), Currency::USD);
    let percent: Percent = input["fee_percent"].as_str().unwrap().parse()?;
    let cap = input["fee_cap_minor"].as_i64().unwrap();
    let fee = whole.percent(percent, Rounding::Floor)?.minor().min(cap);
    Ok(json!({"fee_minor": fee, "rest_minor": whole.minor() - fee}))
}

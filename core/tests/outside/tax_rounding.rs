//! Roundings of other engines.

use prorata::{Currency, Money, Rounding};
use serde_json::{Value, json};

use crate::Outcome;

pub(crate) fn run(input: &Value) -> Outcome {
    let currency = match (input["op"].as_str(), input["currency"].as_str()) {
        (Some("round_currency"), Some(code)) => code.parse().unwrap(),
        (Some("round"), None) if input["decimals"] == 0 && input["mode"] == "half_away_from_zero" => Currency::JPY,
        _ => return Outcome::NotMapped(format!("no counterpart of `{}`", input["op"])),
    };
    let amount = input["amount"].as_str().unwrap().parse().unwrap();
    match Money::from_major_rounded(amount, currency, Rounding::HalfAwayFromZero) {
        Ok(money) => Outcome::Got(json!({"amount": money.major().to_string()})),
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

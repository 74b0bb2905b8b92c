//! Minimum and maximum spend: OpenMeter.

use prorata::{Currency, Money, catalog};
use serde_json::{Value, json};

use crate::Outcome;

pub(crate) fn run(input: &Value) -> Outcome {
    if input["op"] != "spend_bounds" {
        return Outcome::NotMapped(format!("no counterpart of `{}`", input["op"]));
    }
    let money = |name: &str| {
        let amount = input[name].as_str()?.parse().unwrap();
        Some(Money::from_major(amount, Currency::USD).unwrap())
    };
    let (charges, previously_billed) = (money("charges").unwrap(), money("previously_billed").unwrap());
    match catalog::spend_bounds(charges, previously_billed, money("minimum"), money("maximum")) {
        Ok(bounds) => {
            let major = |amount: Money| amount.major().normalize().to_string();
            Outcome::Got(json!({
                "amount": major(bounds.amount), "top_up": major(bounds.top_up), "discount": major(bounds.discount),
            }))
        }
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

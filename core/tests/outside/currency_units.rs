//! Minor and major units.

use prorata::{Currency, Money};
use serde_json::{Value, json};

use crate::Outcome;

pub(crate) fn run(input: &Value) -> Outcome {
    let currency: Currency = input["currency"].as_str().unwrap().parse().unwrap();
    match input["op"].as_str() {
        Some("to_minor") => {
            let major = input["amount"].as_str().unwrap().parse().unwrap();
            match Money::from_major(major, currency) {
                Ok(money) => Outcome::Got(json!({"minor": money.minor()})),
                Err(error) => Outcome::Failed(error.to_string()),
            }
        }
        Some("to_major") => {
            let money = Money::new(input["minor"].as_i64().unwrap(), currency);
            // The source drops trailing zeros; we show all the decimals of the currency.
            Outcome::Got(json!({"amount": money.major().normalize().to_string()}))
        }
        _ => Outcome::NotMapped(format!("no counterpart of `{}`", input["op"])),
    }
}

//! What a price comes to in a month, as other engines have it.

use prorata::{
    Currency,
    calendar::Interval,
    catalog::{Normalization, Price},
};
use serde_json::{Value, json};

use crate::Outcome;

pub(crate) fn run(input: &Value) -> Outcome {
    let normalization = match input["rule"].as_str() {
        Some("52_weeks") => Normalization::Weeks52Days365,
        _ => return Outcome::NotMapped(format!("no normalization named `{}`", input["rule"])),
    };
    let unit = serde_json::from_value(input["interval"].clone()).unwrap();
    let interval = Interval { unit, count: input["interval_count"].as_u64().unwrap().try_into().unwrap() };
    let unit_amount = input["amount_minor"].to_string().parse().unwrap();
    let price = Price::licensed("price", "product", Currency::USD, unit_amount, interval);
    match price.mrr(1, normalization) {
        Ok(mrr) => Outcome::Got(json!({"mrr_minor": mrr.minor()})),
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

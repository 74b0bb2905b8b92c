//! Figures recorded from Stripe, or stated by it. One file per family of topics.

mod currencies;
mod cycles;
mod discounts;
pub(crate) mod invoices;
mod prices;
mod proration;
mod subscriptions;
mod taxes;
mod usage;

use prorata::{Currency, Money};
use serde_json::{Map, Value};

use crate::Outcome;

pub(crate) fn run(topic: &str, input: &Value) -> Outcome {
    let outcome = match topic.split('/').next() {
        Some("discount") => discounts::run(topic, input),
        Some("credit_note" | "customer_balance" | "dunning" | "invoice") => invoices::run(topic, input),
        Some("billing_cycle") => cycles::run(input),
        Some("currency") => currencies::run(input),
        Some("mrr") => prices::mrr(input),
        Some("price") => prices::run(topic, input),
        Some("proration") => proration::run(topic, input),
        Some("tax") => taxes::run(topic, input),
        Some("revenue_recognition") => {
            Outcome::NotMapped("the ledger recognizes revenue, and is not built yet".into())
        }
        Some("dispute") => Outcome::NotMapped("disputes are not built yet".into()),
        Some("metrics") => {
            Outcome::NotMapped("a formula of a glossary on made-up totals, without subscriptions".into())
        }
        _ => Outcome::NotMapped("the topic has no adapter".into()),
    };
    if !matches!(outcome, Outcome::NotMapped(_)) {
        return outcome;
    }
    match (subscriptions::run(topic, input), outcome) {
        // What stands in the way there says more, where it is not just another topic.
        (Outcome::NotMapped(reason), outcome) if reason == subscriptions::NO_SEQUENCE => outcome,
        (whole, _) => whole,
    }
}

/// The figures of a case, or what the library said.
pub(crate) fn outcome(got: prorata::Result<Value>) -> Outcome {
    got.map_or_else(|error| Outcome::Failed(error.to_string()), Outcome::Got)
}

/// The currency of a case; dollars where it does not matter.
pub(crate) fn currency(input: &Value) -> Currency {
    input["currency"].as_str().map_or(Currency::USD, |code| code.parse().unwrap())
}

/// The lines of a case in their several spellings: numbers, amounts, or unit amounts and quantities.
pub(crate) fn amounts(input: &Value) -> Vec<Money> {
    let one = |line: &Value| {
        let unit =
            |line: &Value| Some(line["unit_amount"].as_i64()? * line["quantity"].as_i64().unwrap_or(1));
        line.as_i64().or_else(|| line["amount"].as_i64()).or_else(|| unit(line))
    };
    let names = ["line", "amount", "price", "subtotal", "credit_note_amount"];
    let found: Option<Vec<i64>> = match input["lines"].as_array() {
        Some(lines) => lines.iter().map(one).collect(),
        None => {
            names.iter().find_map(|name| one(&input[name])).or_else(|| one(input)).map(|minor| vec![minor])
        }
    };
    found.unwrap().into_iter().map(|minor| Money::new(minor, currency(input))).collect()
}

pub(crate) fn minor(amounts: &[Money]) -> Value {
    amounts.iter().map(|amount| amount.minor()).collect::<Vec<_>>().into()
}

/// Figures by name.
pub(crate) fn figures<const N: usize>(pairs: [(&str, Value); N]) -> Value {
    Value::Object(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}

/// A number, or the text of one.
pub(crate) fn decimal(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

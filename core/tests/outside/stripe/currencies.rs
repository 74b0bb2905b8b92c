//! `currency/*`: what Stripe's integers count, and what can be charged and paid out.

use prorata::{Currency, Money, money::StripeUse};
use serde_json::{Value, json};

use super::outcome;
use crate::Outcome;

pub(super) fn run(input: &Value) -> Outcome {
    let Some(currency) = input["currency"].as_str().and_then(|code| code.to_uppercase().parse().ok()) else {
        return Outcome::NotMapped("no currency is stated".into());
    };
    match (input["charge"].as_str(), input["balance"].as_i64()) {
        (Some(text), _) => outcome(charge(text, currency)),
        (None, Some(balance)) => outcome(payout(balance, currency)),
        (None, None) => Outcome::NotMapped("neither a charge nor a balance is stated".into()),
    }
}

/// `5 UGX` as Stripe's API takes it.
fn charge(text: &str, currency: Currency) -> prorata::Result<Value> {
    let major = text.split(' ').next().unwrap().parse().unwrap();
    let amount = Money::from_major(major, currency)?.to_stripe(StripeUse::Charge)?;
    Ok(json!({"amount": amount, "must_be_multiple_of": currency.stripe_multiple(StripeUse::Charge)}))
}

/// The most of a balance that can be paid out.
fn payout(balance: i64, currency: Currency) -> prorata::Result<Value> {
    let multiple = currency.stripe_multiple(StripeUse::Payout);
    let whole = balance / multiple * multiple;
    let payable = Money::from_stripe(whole, currency)?.to_stripe(StripeUse::Payout)?;
    let rejected = Money::from_stripe(balance, currency)?.to_stripe(StripeUse::Payout).is_err();
    Ok(json!({"payable": payable, "rejected": rejected.then_some(balance)}))
}

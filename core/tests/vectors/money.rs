//! The calls of `vectors/money`.

use std::cmp::Ordering;

use prorata::{
    Currency, Money, Rounding,
    money::{ExchangeRate, ExchangeRates, MoneyFormat, Percent, UnitAmount, parse_decimal},
};
use serde_json::Value;

use crate::{Failure, Given, json};

pub(crate) fn run(call: &str, given: &Given) -> Result<Value, Failure> {
    match call {
        "money.currency_info" => json(given.text::<Currency>("currency")?.info()?),
        "money.new" => json(Money::new(given.get("minor")?, given.text("currency")?)),
        "money.add" => json(amount(given)?.checked_add(given.get("other")?)?),
        "money.subtract" => json(amount(given)?.checked_sub(given.get("other")?)?),
        "money.negate" => json(amount(given)?.checked_neg()?),
        "money.multiply" => json(amount(given)?.checked_mul(given.get("quantity")?)?),
        "money.sum" => json(Money::sum(given.text("currency")?, &given.get::<Vec<Money>>("amounts")?)?),
        "money.compare" => json(match amount(given)?.checked_cmp(given.get("other")?)? {
            Ordering::Less => -1,
            Ordering::Equal => 0,
            Ordering::Greater => 1,
        }),
        "money.from_major" => from_major(given),
        "money.to_major" => json(amount(given)?.major().to_string()),
        "money.percent" => json(amount(given)?.percent(given.text::<Percent>("percent")?, given.get("rounding")?)?),
        "money.scale" => {
            let (numerator, denominator) = (given.get("numerator")?, given.get("denominator")?);
            json(amount(given)?.scale(numerator, denominator, given.get("rounding")?)?)
        }
        "money.allocate" => {
            json(amount(given)?.allocate(&given.get::<Vec<i64>>("weights")?, given.get("remainder")?)?)
        }
        "money.parse" => {
            let currency = given.get::<Option<String>>("currency")?.map(|code| code.parse()).transpose()?;
            json(Money::parse(&given.get::<String>("text")?, &given.get::<MoneyFormat>("format")?, currency)?)
        }
        "money.format" => json(amount(given)?.format(&given.get("format")?)),
        "money.from_stripe" => json(Money::from_stripe(given.get("amount")?, given.text("currency")?)?),
        "money.rounded_for_stripe" => {
            json(amount(given)?.rounded_for_stripe(given.get("used_for")?, given.get("rounding")?)?)
        }
        "money.to_stripe" => json(amount(given)?.to_stripe(given.get("used_for")?)?),
        "money.check_stripe_charge" => json(amount(given)?.check_stripe_charge()?),
        "money.unit_amount_total" => {
            let (price, quantity) = (given.text::<UnitAmount>("unit_amount")?, given.get("quantity")?);
            json(price.total(quantity, given.text("currency")?, given.get("rounding")?)?)
        }
        "money.convert" => {
            let rates = ExchangeRates::new(&given.get::<Vec<ExchangeRate>>("rates")?)?;
            let (to, date) = (given.text("to")?, given.text("date")?);
            json(rates.convert(amount(given)?, to, date, given.get("rounding")?)?)
        }
        _ => Err(Failure::Unmapped),
    }
}

fn amount(given: &Given) -> Result<Money, Failure> {
    given.get("amount")
}

fn from_major(given: &Given) -> Result<Value, Failure> {
    let (major, currency) = (parse_decimal(&given.get::<String>("major")?)?, given.text("currency")?);
    json(match given.get::<Option<Rounding>>("rounding")? {
        None => Money::from_major(major, currency)?,
        Some(rounding) => Money::from_major_rounded(major, currency, rounding)?,
    })
}

//! What is asked of a `Money`, which is a class of `money.js`: an instance that Rust holds would take as long to make as
//! some twenty fields of a record. Here are its methods, each with the amount as its first argument.

use std::cmp::Ordering;

use napi::{Env, Unknown};
use napi_derive::napi;
use prorata::{
    Currency, Money, Rounding,
    money::{MoneyFormat, Percent, Remainder, StripeUse, parse_decimal},
};
use serde::Serialize;

use crate::{
    convert::{arg, to_js},
    errors::Outcome,
    guard::guard,
};

pub mod exchange;
pub mod functions;

/// What `JSON.stringify` writes: JSON has no `bigint`, and not every reader has 64-bit integers.
#[derive(Serialize)]
struct Json {
    minor: String,
    currency: Currency,
}

/// The amount whose method is called.
fn read(this: Unknown) -> Outcome<Money> {
    arg("this", this)
}

/// The code of the currency, if the two make an amount.
#[napi(namespace = "__money", js_name = "checked", catch_unwind, skip_typescript)]
pub fn checked<'env>(env: &'env Env, minor: Unknown, currency: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        arg::<i64>("minor", minor)?;
        to_js(env, &arg::<Currency>("currency", currency)?)
    })
}

/// `Money.zero`
#[napi(namespace = "__money", js_name = "zero", catch_unwind, skip_typescript)]
pub fn zero<'env>(env: &'env Env, currency: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || to_js(env, &Money::zero(arg("currency", currency)?)))
}

/// `Money.fromMajor`
#[napi(namespace = "__money", js_name = "fromMajor", catch_unwind, skip_typescript)]
pub fn from_major<'env>(
    env: &'env Env,
    major: Unknown,
    currency: Unknown,
    rounding: Unknown,
) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let major = parse_decimal(&arg::<String>("major", major)?)?;
        let currency = arg("currency", currency)?;
        let money = match arg::<Option<Rounding>>("rounding", rounding)? {
            Some(rounding) => Money::from_major_rounded(major, currency, rounding),
            None => Money::from_major(major, currency),
        };
        to_js(env, &money?)
    })
}

/// `Money.parse`
#[napi(namespace = "__money", js_name = "parse", catch_unwind, skip_typescript)]
pub fn parse<'env>(
    env: &'env Env,
    text: Unknown,
    format: Unknown,
    currency: Unknown,
) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let text: String = arg("text", text)?;
        let format = arg::<Option<MoneyFormat>>("format", format)?.unwrap_or_default();
        to_js(env, &Money::parse(&text, &format, arg("currency", currency)?)?)
    })
}

/// `Money.sum`
#[napi(namespace = "__money", js_name = "sum", catch_unwind, skip_typescript)]
pub fn sum<'env>(env: &'env Env, currency: Unknown, amounts: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let amounts: Vec<Money> = arg("amounts", amounts)?;
        to_js(env, &Money::sum(arg("currency", currency)?, &amounts)?)
    })
}

/// `Money.fromStripe`
#[napi(namespace = "__money", js_name = "fromStripe", catch_unwind, skip_typescript)]
pub fn from_stripe<'env>(env: &'env Env, amount: Unknown, currency: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || to_js(env, &Money::from_stripe(arg("amount", amount)?, arg("currency", currency)?)?))
}

/// `amount`
#[napi(namespace = "__money", js_name = "amount", catch_unwind, skip_typescript)]
pub fn amount<'env>(env: &'env Env, this: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || to_js(env, &read(this)?.major().to_string()))
}

/// `isZero`
#[napi(namespace = "__money", js_name = "isZero", catch_unwind, skip_typescript)]
pub fn is_zero<'env>(env: &'env Env, this: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || to_js(env, &read(this)?.is_zero()))
}

/// `isNegative`
#[napi(namespace = "__money", js_name = "isNegative", catch_unwind, skip_typescript)]
pub fn is_negative<'env>(env: &'env Env, this: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || to_js(env, &read(this)?.is_negative()))
}

/// `add`
#[napi(namespace = "__money", js_name = "add", catch_unwind, skip_typescript)]
pub fn add<'env>(env: &'env Env, this: Unknown, other: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || to_js(env, &read(this)?.checked_add(arg("other", other)?)?))
}

/// `subtract`
#[napi(namespace = "__money", js_name = "subtract", catch_unwind, skip_typescript)]
pub fn subtract<'env>(env: &'env Env, this: Unknown, other: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || to_js(env, &read(this)?.checked_sub(arg("other", other)?)?))
}

/// `negate`
#[napi(namespace = "__money", js_name = "negate", catch_unwind, skip_typescript)]
pub fn negate<'env>(env: &'env Env, this: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || to_js(env, &read(this)?.checked_neg()?))
}

/// `multiply`
#[napi(namespace = "__money", js_name = "multiply", catch_unwind, skip_typescript)]
pub fn multiply<'env>(env: &'env Env, this: Unknown, quantity: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || to_js(env, &read(this)?.checked_mul(arg("quantity", quantity)?)?))
}

/// `compare`
#[napi(namespace = "__money", js_name = "compare", catch_unwind, skip_typescript)]
pub fn compare<'env>(env: &'env Env, this: Unknown, other: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        to_js(
            env,
            &match read(this)?.checked_cmp(arg("other", other)?)? {
                Ordering::Less => -1,
                Ordering::Equal => 0,
                Ordering::Greater => 1,
            },
        )
    })
}

/// `equals`
#[napi(namespace = "__money", js_name = "equals", catch_unwind, skip_typescript)]
pub fn equals<'env>(env: &'env Env, this: Unknown, other: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || to_js(env, &(read(this)? == arg("other", other)?)))
}

/// `percent`
#[napi(namespace = "__money", js_name = "percent", catch_unwind, skip_typescript)]
pub fn percent<'env>(
    env: &'env Env,
    this: Unknown,
    percent: Unknown,
    rounding: Unknown,
) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let (amount, percent) = (read(this)?, arg::<Percent>("percent", percent)?);
        to_js(env, &amount.percent(percent, arg("rounding", rounding)?)?)
    })
}

/// `scale`
#[napi(namespace = "__money", js_name = "scale", catch_unwind, skip_typescript)]
pub fn scale<'env>(
    env: &'env Env,
    this: Unknown,
    numerator: Unknown,
    denominator: Unknown,
    rounding: Unknown,
) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let (amount, numerator) = (read(this)?, arg("numerator", numerator)?);
        let denominator = arg("denominator", denominator)?;
        to_js(env, &amount.scale(numerator, denominator, arg("rounding", rounding)?)?)
    })
}

/// `allocate`
#[napi(namespace = "__money", js_name = "allocate", catch_unwind, skip_typescript)]
pub fn allocate<'env>(
    env: &'env Env,
    this: Unknown,
    weights: Unknown,
    remainder: Unknown,
) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let (amount, weights) = (read(this)?, arg::<Vec<i64>>("weights", weights)?);
        let remainder: Remainder = arg("remainder", remainder)?;
        to_js(env, &amount.allocate(&weights, remainder)?)
    })
}

/// `toStripe`
#[napi(namespace = "__money", js_name = "toStripe", catch_unwind, skip_typescript)]
pub fn to_stripe<'env>(env: &'env Env, this: Unknown, used_for: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || to_js(env, &read(this)?.to_stripe(arg::<StripeUse>("usedFor", used_for)?)?))
}

/// `roundedForStripe`
#[napi(namespace = "__money", js_name = "roundedForStripe", catch_unwind, skip_typescript)]
pub fn rounded_for_stripe<'env>(
    env: &'env Env,
    this: Unknown,
    used_for: Unknown,
    rounding: Unknown,
) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let (amount, used_for) = (read(this)?, arg::<StripeUse>("usedFor", used_for)?);
        to_js(env, &amount.rounded_for_stripe(used_for, arg("rounding", rounding)?)?)
    })
}

/// `checkStripeCharge`
#[napi(namespace = "__money", js_name = "checkStripeCharge", catch_unwind, skip_typescript)]
pub fn check_stripe_charge<'env>(env: &'env Env, this: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || to_js(env, &read(this)?.check_stripe_charge()?))
}

/// `format`
#[napi(namespace = "__money", js_name = "format", catch_unwind, skip_typescript)]
pub fn format<'env>(env: &'env Env, this: Unknown, format: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let (amount, format) = (read(this)?, arg::<Option<MoneyFormat>>("format", format)?);
        to_js(env, &amount.format(&format.unwrap_or_default()))
    })
}

/// `toString`
#[napi(namespace = "__money", js_name = "text", catch_unwind, skip_typescript)]
pub fn text<'env>(env: &'env Env, this: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || to_js(env, &read(this)?.to_string()))
}

/// `toJSON`
#[napi(namespace = "__money", js_name = "json", catch_unwind, skip_typescript)]
pub fn json<'env>(env: &'env Env, this: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let amount = read(this)?;
        to_js(env, &Json { minor: amount.minor().to_string(), currency: amount.currency() })
    })
}

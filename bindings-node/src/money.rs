//! `Money` and what is asked of it.

use std::cmp::Ordering;

use napi::{
    Env, Unknown,
    bindgen_prelude::{BigInt, ClassInstance, JavaScriptClassExt, JsObjectValue, This},
};
use napi_derive::napi;
use prorata::{
    Currency, Rounding,
    money::{MoneyFormat, Percent, Remainder, StripeUse, parse_decimal},
};
use serde::Serialize;

use crate::{
    convert::{arg, to_js},
    errors::{Outcome, Refusal},
    guard::guard,
};

pub mod exchange;
pub mod functions;

/// An amount: a whole number of minor units, which may be negative, and its currency.
///
/// Immutable. Minor units and quantities are `bigint`, rates are decimal strings; a `number` is refused. `+`
/// and `<` throw, since they could mix currencies: use `add` and `compare`.
#[napi]
pub struct Money {
    pub(crate) inner: prorata::Money,
}

impl Money {
    /// The JavaScript instance of an amount.
    pub(crate) fn make<'env>(env: &'env Env, inner: prorata::Money) -> Outcome<ClassInstance<'env, Self>> {
        let mut instance = Self { inner }.into_instance(env)?;
        show(&mut instance, inner)?;
        Ok(instance)
    }
}

/// Gives the object its two values as properties of its own, and freezes it: `deepEqual`, `console.log` and
/// `structuredClone` would see an empty object otherwise, equal to every other.
fn show<'env>(object: &mut impl JsObjectValue<'env>, money: prorata::Money) -> Outcome<()> {
    object.set_named_property("minor", BigInt::from(money.minor()))?;
    object.set_named_property("currency", money.currency().code())?;
    Ok(object.freeze()?)
}

/// What `JSON.stringify` writes: JSON has no `bigint`, and not every reader has 64-bit integers.
#[derive(Serialize)]
struct Json {
    minor: String,
    currency: Currency,
}

#[napi]
impl Money {
    /// `minor` minor units of `currency`: `new Money(4900n, 'USD')` is 49 dollars.
    ///
    /// Throws `money.unknown_currency`; `input.out_of_range` beyond 64 bits.
    #[napi(constructor, catch_unwind, ts_args_type = "minor: bigint, currency: string")]
    pub fn new(env: &Env, mut this: This, minor: Unknown, currency: Unknown) -> napi::Result<Self> {
        guard(env, || {
            let inner = prorata::Money::new(arg("minor", minor)?, arg("currency", currency)?);
            if !Money::instance_of(env, &this.object)? {
                return Err(Refusal::wrong_type("a call with `new`", "a plain call").inside("Money"));
            }
            show(&mut this.object, inner)?;
            Ok(Self { inner })
        })
    }

    /// Nothing, in `currency`.
    ///
    /// Throws `money.unknown_currency`.
    #[napi(catch_unwind, ts_args_type = "currency: string", ts_return_type = "Money")]
    pub fn zero<'env>(env: &'env Env, currency: Unknown) -> napi::Result<ClassInstance<'env, Money>> {
        guard(env, || Money::make(env, prorata::Money::zero(arg("currency", currency)?)))
    }

    /// From major units: `Money.fromMajor('49.00', 'USD')` is 4900 cents.
    ///
    /// Exact, unless a rounding is given. Throws `money.too_precise` when the amount has more decimals than
    /// the currency, `money.invalid_decimal`, `money.unknown_currency`, `money.overflow`.
    #[napi(
        catch_unwind,
        ts_args_type = "major: string, currency: string, rounding?: Rounding | null",
        ts_return_type = "Money"
    )]
    pub fn from_major<'env>(
        env: &'env Env,
        major: Unknown,
        currency: Unknown,
        rounding: Unknown,
    ) -> napi::Result<ClassInstance<'env, Money>> {
        guard(env, || {
            let major = parse_decimal(&arg::<String>("major", major)?)?;
            let currency = arg("currency", currency)?;
            let money = match arg::<Option<Rounding>>("rounding", rounding)? {
                Some(rounding) => prorata::Money::from_major_rounded(major, currency, rounding),
                None => prorata::Money::from_major(major, currency),
            };
            Money::make(env, money?)
        })
    }

    /// Reads an amount as people write it: `USD 1,234.50`, or `1.234,50 €` with the format that says so.
    ///
    /// The currency may stand on either side, as a code or a symbol; where the text has none, `currency` is
    /// taken. Groups must be groups of three, so that `1,23` is never read as 123. Throws
    /// `money.invalid_amount`, `money.unknown_currency`, `money.currency_mismatch` when the text names another
    /// currency than `currency`, `money.too_precise`, `money.overflow`.
    #[napi(
        catch_unwind,
        ts_args_type = "text: string, format?: MoneyFormat | null, currency?: string | null",
        ts_return_type = "Money"
    )]
    pub fn parse<'env>(
        env: &'env Env,
        text: Unknown,
        format: Unknown,
        currency: Unknown,
    ) -> napi::Result<ClassInstance<'env, Money>> {
        guard(env, || {
            let text: String = arg("text", text)?;
            let format = arg::<Option<MoneyFormat>>("format", format)?.unwrap_or_default();
            Money::make(env, prorata::Money::parse(&text, &format, arg("currency", currency)?)?)
        })
    }

    /// The sum of any number of amounts, all in `currency`; of none, zero.
    ///
    /// Throws `money.currency_mismatch`; `money.overflow` of the total, in whatever order.
    #[napi(catch_unwind, ts_args_type = "currency: string, amounts: Money[]", ts_return_type = "Money")]
    pub fn sum<'env>(
        env: &'env Env,
        currency: Unknown,
        amounts: Unknown,
    ) -> napi::Result<ClassInstance<'env, Money>> {
        guard(env, || {
            let amounts: Vec<prorata::Money> = arg("amounts", amounts)?;
            Money::make(env, prorata::Money::sum(arg("currency", currency)?, &amounts)?)
        })
    }

    /// The money that an integer of Stripe's API means; Stripe counts ISK, UGX and MGA its own way.
    ///
    /// Throws `money.not_stripe_amount` for ISK or UGX that do not end in 00, `money.overflow`.
    #[napi(catch_unwind, ts_args_type = "amount: bigint, currency: string", ts_return_type = "Money")]
    pub fn from_stripe<'env>(
        env: &'env Env,
        amount: Unknown,
        currency: Unknown,
    ) -> napi::Result<ClassInstance<'env, Money>> {
        guard(env, || {
            Money::make(env, prorata::Money::from_stripe(arg("amount", amount)?, arg("currency", currency)?)?)
        })
    }

    /// The amount in major units, with all the decimals of the currency: `'49.00'`.
    #[napi(getter, catch_unwind)]
    pub fn amount(&self, env: &Env) -> napi::Result<String> {
        guard(env, || Ok(self.inner.major().to_string()))
    }

    /// True for an amount of exactly nothing.
    #[napi(getter, catch_unwind)]
    pub fn is_zero(&self, env: &Env) -> napi::Result<bool> {
        guard(env, || Ok(self.inner.is_zero()))
    }

    /// True below zero: a credit.
    #[napi(getter, catch_unwind)]
    pub fn is_negative(&self, env: &Env) -> napi::Result<bool> {
        guard(env, || Ok(self.inner.is_negative()))
    }

    /// The sum. Throws `money.currency_mismatch`, `money.overflow`.
    #[napi(catch_unwind, ts_args_type = "other: Money", ts_return_type = "Money")]
    pub fn add<'env>(&self, env: &'env Env, other: Unknown) -> napi::Result<ClassInstance<'env, Money>> {
        guard(env, || Money::make(env, self.inner.checked_add(arg("other", other)?)?))
    }

    /// The difference. Throws `money.currency_mismatch`, `money.overflow`.
    #[napi(catch_unwind, ts_args_type = "other: Money", ts_return_type = "Money")]
    pub fn subtract<'env>(&self, env: &'env Env, other: Unknown) -> napi::Result<ClassInstance<'env, Money>> {
        guard(env, || Money::make(env, self.inner.checked_sub(arg("other", other)?)?))
    }

    /// The amount with its sign turned. Throws `money.overflow` for the one that has no mirror image.
    #[napi(catch_unwind, ts_return_type = "Money")]
    pub fn negate<'env>(&self, env: &'env Env) -> napi::Result<ClassInstance<'env, Money>> {
        guard(env, || Money::make(env, self.inner.checked_neg()?))
    }

    /// The amount `quantity` times. Throws `money.overflow`.
    #[napi(catch_unwind, ts_args_type = "quantity: bigint", ts_return_type = "Money")]
    pub fn multiply<'env>(
        &self,
        env: &'env Env,
        quantity: Unknown,
    ) -> napi::Result<ClassInstance<'env, Money>> {
        guard(env, || Money::make(env, self.inner.checked_mul(arg("quantity", quantity)?)?))
    }

    /// Below zero when this amount is the smaller, above when it is the larger, as `Array.sort` wants it.
    ///
    /// Throws `money.currency_mismatch`.
    #[napi(catch_unwind, ts_args_type = "other: Money", ts_return_type = "-1 | 0 | 1")]
    pub fn compare(&self, env: &Env, other: Unknown) -> napi::Result<i32> {
        guard(env, || {
            Ok(match self.inner.checked_cmp(arg("other", other)?)? {
                Ordering::Less => -1,
                Ordering::Equal => 0,
                Ordering::Greater => 1,
            })
        })
    }

    /// True for the same amount of the same currency.
    #[napi(catch_unwind, ts_args_type = "other: Money")]
    pub fn equals(&self, env: &Env, other: Unknown) -> napi::Result<bool> {
        guard(env, || Ok(self.inner == arg("other", other)?))
    }

    /// The share `percent` of the amount, rounded once: `'2.9'` is 2.9 %.
    ///
    /// Throws `money.invalid_decimal`, `money.too_precise` beyond 12 decimals, `money.overflow`.
    #[napi(catch_unwind, ts_args_type = "percent: string, rounding: Rounding", ts_return_type = "Money")]
    pub fn percent<'env>(
        &self,
        env: &'env Env,
        percent: Unknown,
        rounding: Unknown,
    ) -> napi::Result<ClassInstance<'env, Money>> {
        guard(env, || {
            let percent: Percent = arg("percent", percent)?;
            Money::make(env, self.inner.percent(percent, arg("rounding", rounding)?)?)
        })
    }

    /// The amount × `numerator` ÷ `denominator`, multiplied first and rounded once.
    ///
    /// Throws `money.division_by_zero`, `money.overflow`.
    #[napi(
        catch_unwind,
        ts_args_type = "numerator: bigint, denominator: bigint, rounding: Rounding",
        ts_return_type = "Money"
    )]
    pub fn scale<'env>(
        &self,
        env: &'env Env,
        numerator: Unknown,
        denominator: Unknown,
        rounding: Unknown,
    ) -> napi::Result<ClassInstance<'env, Money>> {
        guard(env, || {
            let (numerator, denominator) = (arg("numerator", numerator)?, arg("denominator", denominator)?);
            Money::make(env, self.inner.scale(numerator, denominator, arg("rounding", rounding)?)?)
        })
    }

    /// Splits the amount in proportion to `weights`; the parts always add up to the whole.
    ///
    /// Throws `money.invalid_weights` when there is none, one is negative, or all are zero.
    #[napi(
        catch_unwind,
        ts_args_type = "weights: bigint[] | BigInt64Array, remainder: Remainder",
        ts_return_type = "Money[]"
    )]
    pub fn allocate<'env>(
        &self,
        env: &'env Env,
        weights: Unknown,
        remainder: Unknown,
    ) -> napi::Result<Unknown<'env>> {
        guard(env, || {
            let weights: Vec<i64> = arg("weights", weights)?;
            let remainder: Remainder = arg("remainder", remainder)?;
            to_js(env, &self.inner.allocate(&weights, remainder)?)
        })
    }

    /// The integer that Stripe's API takes for this amount.
    ///
    /// Throws `money.not_stripe_amount` when Stripe has no such amount, `money.overflow`.
    #[napi(catch_unwind, ts_args_type = "usedFor: StripeUse")]
    pub fn to_stripe(&self, env: &Env, used_for: Unknown) -> napi::Result<BigInt> {
        guard(env, || Ok(self.inner.to_stripe(arg::<StripeUse>("usedFor", used_for)?)?.into()))
    }

    /// The amount rounded to one that `toStripe` takes: fils to tens, an ariary, for a payout a whole forint or
    /// Taiwan dollar; any other amount is one already.
    ///
    /// Throws `money.overflow`.
    #[napi(catch_unwind, ts_args_type = "usedFor: StripeUse, rounding: Rounding", ts_return_type = "Money")]
    pub fn rounded_for_stripe<'env>(
        &self,
        env: &'env Env,
        used_for: Unknown,
        rounding: Unknown,
    ) -> napi::Result<ClassInstance<'env, Money>> {
        guard(env, || {
            let used_for: StripeUse = arg("usedFor", used_for)?;
            Money::make(env, self.inner.rounded_for_stripe(used_for, arg("rounding", rounding)?)?)
        })
    }

    /// Throws `money.not_stripe_amount` for what Stripe would not charge: too little, too much, or not a
    /// multiple it knows; `money.overflow`.
    #[napi(catch_unwind)]
    pub fn check_stripe_charge(&self, env: &Env) -> napi::Result<()> {
        guard(env, || Ok(self.inner.check_stripe_charge()?))
    }

    /// The amount as people write it, with all the decimals of the currency; `USD 1,234.50` unless the format
    /// says otherwise.
    #[napi(catch_unwind, ts_args_type = "format?: MoneyFormat | null")]
    pub fn format(&self, env: &Env, format: Unknown) -> napi::Result<String> {
        guard(env, || {
            let format = arg::<Option<MoneyFormat>>("format", format)?.unwrap_or_default();
            Ok(self.inner.format(&format))
        })
    }

    /// `USD 1,234.50`
    #[napi(catch_unwind, js_name = "toString")]
    pub fn text(&self, env: &Env) -> napi::Result<String> {
        guard(env, || Ok(self.inner.to_string()))
    }

    /// For `JSON.stringify`, which cannot write a `bigint`: the minor units as text. Read it back with
    /// `new Money(BigInt(json.minor), json.currency)`.
    #[napi(catch_unwind, js_name = "toJSON", ts_return_type = "{ minor: string; currency: string }")]
    pub fn json<'env>(&self, env: &'env Env) -> napi::Result<Unknown<'env>> {
        guard(env, || {
            to_js(env, &Json { minor: self.inner.minor().to_string(), currency: self.inner.currency() })
        })
    }
}

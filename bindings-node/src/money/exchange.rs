//! Dated exchange rates.

use napi::{Env, Unknown};
use napi_derive::napi;
use prorata::money::ExchangeRate;

use crate::{
    convert::{arg, to_js},
    guard::guard,
};

/// A table of dated rates, which converts amounts at the rate of a day.
///
/// A pair is looked up directly, then turned round, then across one common currency; every step is exact and
/// the amount is rounded once. A rate that is missing is an error, never 1.
#[napi]
pub struct ExchangeRates {
    pub(crate) inner: prorata::money::ExchangeRates,
}

#[napi]
impl ExchangeRates {
    /// Takes the rates in any order.
    ///
    /// Throws `money.invalid_rate` for a rate that is not positive, a pair of one currency, or two different
    /// rates for one pair and day.
    #[napi(constructor, catch_unwind, ts_args_type = "rates: ExchangeRate[]")]
    pub fn new(env: &Env, rates: Unknown) -> napi::Result<Self> {
        guard(env, || {
            let rates: Vec<ExchangeRate> = arg("rates", rates)?;
            Ok(Self { inner: prorata::money::ExchangeRates::new(&rates)? })
        })
    }

    /// The amount in the currency `to`, at the rates of `date`, rounded once.
    ///
    /// Throws `money.missing_rate`, `money.overflow`.
    #[napi(
        catch_unwind,
        ts_args_type = "amount: Money, to: string, date: string, rounding: Rounding",
        ts_return_type = "Money"
    )]
    pub fn convert<'env>(
        &self,
        env: &'env Env,
        amount: Unknown,
        to: Unknown,
        date: Unknown,
        rounding: Unknown,
    ) -> napi::Result<Unknown<'env>> {
        guard(env, || {
            let (amount, to, date) = (arg("amount", amount)?, arg("to", to)?, arg("date", date)?);
            to_js(env, &self.inner.convert(amount, to, date, arg("rounding", rounding)?)?)
        })
    }
}

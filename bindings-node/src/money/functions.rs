//! What is asked of currencies and unit amounts, which are plain text in JavaScript.

use napi::{Env, Unknown};
use napi_derive::napi;
use prorata::{Currency, money::UnitAmount};

use crate::{
    convert::{arg, to_js},
    guard::guard,
};

/// Everything this package knows about a currency.
///
/// Throws `money.unknown_currency`.
#[napi(catch_unwind, ts_args_type = "currency: string", ts_return_type = "CurrencyInfo")]
pub fn currency_info<'env>(env: &'env Env, currency: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || to_js(env, &arg::<Currency>("currency", currency)?.info()?))
}

/// The price of `quantity` units at `unitAmount` minor units each: multiplied exactly, rounded once.
///
/// Throws `money.negative_quantity`, `money.invalid_decimal`, `money.too_precise` beyond 12 decimals,
/// `money.overflow`.
#[napi(
    catch_unwind,
    ts_args_type = "unitAmount: string, quantity: bigint, currency: string, rounding: Rounding",
    ts_return_type = "Money"
)]
pub fn unit_amount_total<'env>(
    env: &'env Env,
    unit_amount: Unknown,
    quantity: Unknown,
    currency: Unknown,
    rounding: Unknown,
) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let price: UnitAmount = arg("unitAmount", unit_amount)?;
        let (quantity, currency) = (arg("quantity", quantity)?, arg("currency", currency)?);
        to_js(env, &price.total(quantity, currency, arg("rounding", rounding)?)?)
    })
}

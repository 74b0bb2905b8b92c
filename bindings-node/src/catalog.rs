//! What a price comes to.

use napi::{Env, Unknown, bindgen_prelude::ClassInstance};
use napi_derive::napi;
use prorata::catalog::Price;

use crate::{convert::arg, guard::guard, money::Money};

/// What `quantity` units of a price come to in a month, to the nearest minor unit.
///
/// Throws `money.negative_quantity`, `money.overflow`, `catalog.invalid_interval`.
#[napi(
    namespace = "catalog",
    catch_unwind,
    ts_args_type = "price: Price, quantity: bigint, normalization: Normalization",
    ts_return_type = "Money"
)]
pub fn mrr<'env>(
    env: &'env Env,
    price: Unknown,
    quantity: Unknown,
    normalization: Unknown,
) -> napi::Result<ClassInstance<'env, Money>> {
    guard(env, || {
        let (price, quantity): (Price, _) = (arg("price", price)?, arg("quantity", quantity)?);
        Money::make(env, price.mrr(quantity, arg("normalization", normalization)?)?)
    })
}

/// What `quantity` units of a price come to in a year, to the nearest minor unit: not 12 times the month's.
///
/// Throws `money.negative_quantity`, `money.overflow`, `catalog.invalid_interval`.
#[napi(
    namespace = "catalog",
    catch_unwind,
    ts_args_type = "price: Price, quantity: bigint, normalization: Normalization",
    ts_return_type = "Money"
)]
pub fn arr<'env>(
    env: &'env Env,
    price: Unknown,
    quantity: Unknown,
    normalization: Unknown,
) -> napi::Result<ClassInstance<'env, Money>> {
    guard(env, || {
        let (price, quantity): (Price, _) = (arg("price", price)?, arg("quantity", quantity)?);
        Money::make(env, price.arr(quantity, arg("normalization", normalization)?)?)
    })
}

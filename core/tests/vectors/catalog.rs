//! The calls of `vectors/catalog`.

use prorata::catalog::Price;
use serde_json::Value;

use crate::{Failure, Given, json};

pub(crate) fn run(call: &str, given: &Given) -> Result<Value, Failure> {
    match call {
        "catalog.mrr" => {
            let price: Price = given.get("price")?;
            let (quantity, normalization) = (given.get("quantity")?, given.get("normalization")?);
            let (mrr, arr) = (price.mrr(quantity, normalization)?, price.arr(quantity, normalization)?);
            json(serde_json::json!({"mrr": mrr, "arr": arr}))
        }
        _ => Err(Failure::Unmapped),
    }
}

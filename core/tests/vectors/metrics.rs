//! The calls of `vectors/metrics`.

use prorata::{facts::Facts, metrics};
use serde_json::Value;

use crate::{Failure, Given, json};

pub(crate) fn run(call: &str, given: &Given) -> Result<Value, Failure> {
    let facts = Facts::from_changes(&given.get::<Vec<_>>("changes")?)?;
    match call {
        "metrics.movements" => json(metrics::movements(&facts, &given.get("options")?)?),
        "metrics.cohorts" => json(metrics::cohorts(&facts, &given.get("options")?)?),
        "metrics.customer_movements" => json(metrics::customer_movements(&facts, &given.get("options")?)?),
        "metrics.current_revenue" => json(metrics::current_revenue(&facts, given.get("at")?)?),
        _ => Err(Failure::Unmapped),
    }
}

//! The calls of `vectors/facts`: what an input becomes, seen through what it counts and what it is worth.
//!
//! `given` has the input as `text`, or for Stripe's JSON as `objects` (an array, to be written out), and the
//! reader's `options`; or a list of `changes` with `policy` and `on_refusal`; and optionally `at` (instants, or null for the end) and `movements` (metric options).

use prorata::facts::{Facts, Intake, SubscriptionChange};
use prorata::{Money, Timestamp, metrics};
use serde_json::{Value, json as value};

use crate::{Failure, Given, json};

pub(crate) fn run(call: &str, given: &Given) -> Result<Value, Failure> {
    let facts = match call {
        "facts.from_periods_csv" => Facts::from_periods_csv(text(given)?.as_bytes(), &options(given)?)?,
        "facts.from_stripe" => Facts::from_stripe(text(given)?.as_bytes(), &options(given)?)?,
        "facts.from_subscription_changes" => {
            let changes = given.get::<Vec<SubscriptionChange>>("changes")?;
            Facts::from_subscription_changes(&changes, given.get("policy")?, given.get("on_refusal")?)?
        }
        _ => return Err(Failure::Unmapped),
    };
    let Intake { source, history, rows_read, rows_used, refused } = facts.intake();
    let refused: Vec<Value> =
        refused.iter().map(|row| value!({"line": row.line, "code": row.code})).collect();
    let mut result = value!({
        "source": source,
        "history": history,
        "rows_read": rows_read,
        "rows_used": rows_used,
        "refused": refused,
        "currencies": facts.currencies(),
        "customers": facts.customers(),
        "subscriptions": facts.subscriptions(),
        "changes": facts.changes(),
    });
    if let Some(instants) = given.get::<Option<Vec<Option<Timestamp>>>>("at")? {
        let mut mrr = Vec::new();
        for at in instants {
            mrr.push(metrics::current_revenue(&facts, at)?.mrr.minor());
        }
        result["mrr"] = json(mrr)?;
    }
    if let Some(options) = given.get::<Option<metrics::MetricsOptions>>("movements")? {
        let months = metrics::movements(&facts, &options)?.months;
        result["movements"] = months.iter().map(row).collect();
    }
    Ok(result)
}

fn text(given: &Given) -> Result<String, Failure> {
    match given.get::<Option<String>>("text")? {
        Some(text) => Ok(text),
        None => Ok(given.get::<Value>("objects")?.to_string()),
    }
}

fn options<T: serde::de::DeserializeOwned + Default>(given: &Given) -> Result<T, Failure> {
    Ok(given.get::<Option<T>>("options")?.unwrap_or_default())
}

/// `[month, opening, new, expansion, contraction, churn, reactivation, closing]`
fn row(month: &metrics::MonthlyMovements) -> Value {
    let amounts = [
        month.opening,
        month.new,
        month.expansion,
        month.contraction,
        month.churn,
        month.reactivation,
        month.closing,
    ];
    let mut row = vec![value!(month.month)];
    row.extend(amounts.map(Money::minor).map(Value::from));
    Value::Array(row)
}

//! The calls of `vectors/explain`.

use prorata::explain;
use serde_json::Value;

use crate::{Failure, Given, json};

pub(crate) fn run(call: &str, given: &Given) -> Result<Value, Failure> {
    match call {
        "explain.describe_line" => {
            json(explain::describe_line(&given.argument("line")?, &given.argument("options")?)?)
        }
        "explain.explain_lines" => json(explain::explain_lines(
            given.argument("currency")?,
            &given.argument::<Vec<_>>("lines")?,
            &given.argument("options")?,
        )?),
        "explain.explain_invoice" => {
            json(explain::explain_invoice(&given.argument("invoice")?, &given.argument("options")?)?)
        }
        "explain.explain_preview" => {
            json(explain::explain_preview(&given.argument("preview")?, &given.argument("options")?)?)
        }
        "explain.explain_difference" => json(explain::explain_difference(
            &given.argument("expected")?,
            &given.argument("ours")?,
            &given.argument("options")?,
        )?),
        "explain.as_text" => {
            json(explain::Explanation::as_text(&given.argument("explanation")?))
        }
        "explain.match_policies" => json(explain::match_policies(&given.argument("observed")?)?),
        "explain.match_discount_split" => json(explain::match_discount_split(
            given.argument("amount")?,
            &given.argument::<Vec<_>>("lines")?,
            &given.argument::<Vec<_>>("shares")?,
        )?),
        "explain.match_tax_rounding" => json(explain::match_tax_rounding(&given.argument("observed")?)?),
        _ => Err(Failure::Unmapped),
    }
}

//! Totals of Kill Bill's invoices.

use prorata::{Money, proration::bill_cycles};
use serde_json::{Value, json};

use crate::{
    Outcome,
    calendar::{Input, Stop},
    proration_day::plan,
};

pub(crate) fn run(input: &Value) -> Outcome {
    let input = Input(input);
    let got = match input.0["op"].as_str() {
        Some("invoice_total") => total(&input),
        Some("plan_change_net") => net(&input),
        Some("quantity_periods") => {
            return Outcome::NotMapped("two periods of a subscription whose quantity changes without proration".into());
        }
        op => return Outcome::NotMapped(format!("the operation `{op:?}` is not known")),
    };
    got.map_or_else(Into::into, Outcome::Got)
}

/// Every segment billed in advance until the target.
fn total(input: &Input<'_>) -> Result<Value, Stop> {
    let (mut total, mut count) = (Money::zero(input.read("currency")?), 0);
    for segment in input.get::<Vec<Value>>("segments")? {
        let segment = Input(&segment);
        let rate = Money::new(segment.number("rate_minor")?, total.currency());
        for charge in bill_cycles(plan(&segment)?, rate, input.read("target")?, None)? {
            total = total.checked_add(charge.amount)?;
            count += 1;
        }
    }
    Ok(json!({"total_minor": total.minor(), "item_count": count}))
}

/// Credits and charges of a change; what is left over becomes the customer's credit.
fn net(input: &Input<'_>) -> Result<Value, Stop> {
    let currency = input.read("currency")?;
    let amounts = |name| -> Result<Vec<Money>, Stop> {
        Ok(input.get::<Vec<i64>>(name)?.into_iter().map(|minor| Money::new(minor, currency)).collect())
    };
    let net = Money::sum(currency, &[amounts("credits_minor")?, amounts("charges_minor")?].concat())?;
    let (due, credit) = if net.is_negative() { (0, net.checked_neg()?.minor()) } else { (net.minor(), 0) };
    Ok(json!({"net_minor": net.minor(), "account_credit_minor": credit, "amount_due_minor": due}))
}

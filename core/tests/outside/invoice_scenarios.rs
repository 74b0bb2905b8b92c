//! Totals of Kill Bill's invoices.

use prorata::{Error, Interval, Money, catalog::Price, proration::bill_cycles};
use serde_json::{Value, json};

use crate::{
    Outcome,
    calendar::{Input, Stop},
    proration_day::plan,
    stripe::{invoices, outcome},
};

pub(crate) fn run(input: &Value) -> Outcome {
    let input = Input(input);
    let got = match input.0["op"].as_str() {
        Some("invoice_total") => total(&input),
        Some("quantity_periods") => quantities(&input),
        Some("plan_change_net") => return outcome(invoices::plan_change_net(input.0)),
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

/// A quantity that changes without proration: each period bills the quantity it begins with.
fn quantities(input: &Input<'_>) -> Result<Value, Stop> {
    let unit_amount = input.number::<i64>("unit_price_minor")?.to_string().parse()?;
    let price = Price::licensed("price", "product", input.read("currency")?, unit_amount, Interval::MONTH);
    let amounts = input.get::<Vec<i64>>("quantities")?.into_iter().map(|quantity| price.amount(quantity, None));
    let amounts = amounts.collect::<Result<Vec<Money>, Error>>()?;
    Ok(json!({"amounts_minor": amounts.iter().map(|amount| amount.minor()).collect::<Vec<_>>()}))
}

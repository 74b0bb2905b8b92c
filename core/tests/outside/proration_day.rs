//! Prorations by days, as Kill Bill has them.

use prorata::{
    Date, Error, Money, Period, Zone,
    calendar::{BillCycle, BillTiming, Interval},
    proration::{ProrationPreset, bill_cycles, prorated_amount},
};
use serde_json::{Value, json};

use crate::{Outcome, calendar::Input};

pub(crate) fn run(input: &Value) -> Outcome {
    let input = Input(input);
    let got = match input.0["op"].as_str() {
        Some("billing_cycles") => plan(&input).and_then(|plan| Ok((plan, input.read("target")?))).map(cycles),
        Some("proration_after_last_cycle") => after_last_cycle(&input).map(cycles),
        Some("prorated_amount") => amount(&input),
        op => return Outcome::NotMapped(format!("the operation `{op:?}` is not known")),
    };
    got.map_or_else(Into::into, Outcome::Got)
}

pub(crate) fn plan(input: &Input<'_>) -> Result<BillCycle, crate::calendar::Stop> {
    Ok(BillCycle {
        start: input.read("start")?,
        end: if input.0.get("end").is_some_and(|end| !end.is_null()) { Some(input.read("end")?) } else { None },
        interval: input.period()?,
        day: input.number("bill_cycle_day")?,
        mode: input.get::<BillTiming>("billing_mode").unwrap_or(BillTiming::InAdvance),
    })
}

/// A cycle that ends early: the plan begins at its last cycle date.
fn after_last_cycle(input: &Input<'_>) -> Result<(BillCycle, Date), crate::calendar::Stop> {
    let (start, end): (Date, Date) = (input.read("last_cycle_date")?, input.read("end")?);
    let interval: Interval = input.period()?;
    Ok((BillCycle { start, end: Some(end), interval, day: start.day(), mode: BillTiming::InAdvance }, end))
}

/// The sum of fractions with nine decimals: what a rate of a billion billionths comes to.
fn cycles((plan, target): (BillCycle, Date)) -> Value {
    let rate = Money::new(1_000_000_000, prorata::Currency::JPY);
    match bill_cycles(plan, rate, target, None) {
        Ok(charges) => {
            let total: i64 = charges.iter().map(|charge| charge.amount.minor()).sum();
            json!({"cycles": prorata::Decimal::new(total, 9).normalize().to_string()})
        }
        Err(error) => json!({"error": error.code().trim_start_matches("proration.")}),
    }
}

fn amount(input: &Input<'_>) -> Result<Value, crate::calendar::Stop> {
    let days = |start: &str, end: &str| -> Result<Period, crate::calendar::Stop> {
        let at = |name| -> Result<_, crate::calendar::Stop> { Ok(Zone::UTC.day_start(input.read(name)?)?) };
        Ok(Period::new(at(start)?, at(end)?)?)
    };
    let sign = if input.0["direction"] == "credit" { -1 } else { 1 };
    let rate = Money::new(sign * input.number::<i64>("rate_minor")?, input.read("currency")?);
    let policy = Some(ProrationPreset::KillBill.policy(None));
    let part = days("service_start", "service_end")?;
    let got: Result<_, Error> = prorated_amount(rate, part, days("period_start", "period_end")?, policy);
    Ok(json!({"amount_minor": got?.amount.minor()}))
}

//! Prorations by the second, as OpenMeter and Polar have them.

use prorata::{
    Currency, Interval, Money, Period, Timestamp,
    calendar::{BillingCycle, IntervalUnit},
    catalog::{AmountOff, Coupon, CouponDuration, Discount, Price},
    line_item::LineItem,
    proration::{
        AdvanceRequest, BillingMode, Debit, PeriodItem, PricedItem, ProrationPolicy, ProrationPreset,
        ProrationRequest, bill_in_advance, prorate, prorated_amount,
    },
};
use serde_json::{Value, json};

use crate::{
    Outcome,
    calendar::{Input, Stop},
};

pub(crate) fn run(input: &Value) -> Outcome {
    let input = Input(input);
    let got = match input.0["op"].as_str() {
        Some("prorated_amount_duration") => duration(&input),
        Some("plan_change") => plan_change(&input),
        Some("quantity_change") => quantity_change(&input),
        Some("seat_change_with_discount") => seats(&input),
        Some("plan_change_in_trial") => {
            return Outcome::NotMapped("the end of a trial is of the subscription, not of proration".into());
        }
        op => return Outcome::NotMapped(format!("the operation `{op:?}` is not known")),
    };
    got.map_or_else(Into::into, Outcome::Got)
}

fn duration(input: &Input<'_>) -> Result<Value, Stop> {
    let of = |name| -> Result<Period, Stop> {
        Ok(Period::new(Timestamp::from_seconds(0)?, Timestamp::from_seconds(input.number(name)?)?)?)
    };
    let amount = Money::new(input.number("amount_minor")?, input.read("currency")?);
    let policy = Some(ProrationPreset::OpenMeter.policy(None));
    let got = prorated_amount(amount, of("service_seconds")?, of("full_seconds")?, policy)?;
    Ok(json!({"amount_minor": got.amount.minor()}))
}

/// A price with the discount that it carries.
struct Side {
    minor: i64,
    unit: Option<IntervalUnit>,
    discounts: Vec<Discount>,
}

fn side(input: &Input<'_>, name: &str) -> Result<Side, Stop> {
    let value = input.get::<Value>(name)?;
    let side = Input(&value);
    let mut discounts = Vec::new();
    if let Some(discount) = value.get("discount") {
        let (kind, size) = (discount[0].as_str(), discount[1].as_i64().unwrap());
        let off = match kind {
            Some("percent_bp") => AmountOff::Percent { percent_off: format!("{}.{:02}", size / 100, size % 100).parse()? },
            _ => AmountOff::Amount { amount_off: Money::new(size, input.read("currency")?), currency_options: vec![] },
        };
        discounts.push(discounted(off));
    }
    Ok(Side {
        minor: side.number("amount_minor")?,
        unit: value.get("interval").map(|_| side.get("interval")).transpose()?,
        discounts,
    })
}

fn discounted(off: AmountOff) -> Discount {
    let coupon = Coupon {
        id: "coupon".into(),
        name: None,
        off,
        duration: CouponDuration::Forever,
        applies_to: vec![],
        redeem_by: None,
        max_redemptions: None,
    };
    let start = Timestamp::from_seconds(0).unwrap();
    Discount { id: "discount".into(), coupon, promotion_code: None, start, end: None }
}

fn item(id: &str, currency: Currency, minor: i64, quantity: i64, period: Period) -> PeriodItem {
    let unit_amount = minor.to_string().parse().unwrap();
    let price = Price::licensed(&format!("price_{id}_{minor}"), "product", currency, unit_amount, Interval::MONTH);
    let item = PricedItem { id: id.into(), price, quantity, discounts: vec![], tax_rates: vec![] };
    PeriodItem { item, period, full_period: period, debits: vec![] }
}

/// Bills the items for their period and returns them with what was billed.
fn billed(items: Vec<PeriodItem>, discounts: &[Discount], policy: ProrationPolicy) -> Result<Vec<PeriodItem>, Stop> {
    let request = AdvanceRequest {
        currency: items[0].item.price.currency,
        billing_mode: BillingMode::Flexible,
        policy: Some(policy),
        proration_discounts: None,
        at: items[0].period.start,
        items,
        discounts: discounts.to_vec(),
    };
    let debits = bill_in_advance(&request)?.debits;
    let of = |item: &PeriodItem| -> Vec<Debit> {
        let own = debits.iter().filter(|billed| billed.item == item.item.id);
        own.map(|billed| billed.debit.clone()).collect()
    };
    Ok(request.items.into_iter().map(|item| PeriodItem { debits: of(&item), ..item }).collect())
}

fn change(
    policy: ProrationPolicy,
    date: Timestamp,
    before: Vec<PeriodItem>,
    after: Vec<PeriodItem>,
    discounts_before: &[Discount],
    discounts: &[Discount],
) -> Result<Vec<LineItem>, Stop> {
    Ok(prorate(&ProrationRequest {
        currency: before[0].item.price.currency,
        billing_mode: BillingMode::Flexible,
        policy: Some(policy),
        proration_discounts: None,
        date,
        before,
        after,
        discounts_before: discounts_before.to_vec(),
        discounts: discounts.to_vec(),
    })?)
}

fn plan_change(input: &Input<'_>) -> Result<Value, Stop> {
    let (old, new) = (side(input, "old")?, side(input, "new")?);
    let (currency, at): (Currency, Timestamp) = (input.read("currency")?, input.read("change_at")?);
    let policy = ProrationPreset::Polar.policy(None);
    let whole = |unit: Option<IntervalUnit>, start: Timestamp| -> Result<Period, Stop> {
        let interval = Interval { unit: unit.unwrap_or(IntervalUnit::Month), count: 1 };
        Ok(BillingCycle { anchor: start, interval }.period_at(start)?)
    };
    let start: Timestamp = input.read("period_start")?;
    let period = match input.0.get("period_end") {
        Some(_) => Period::new(start, input.read("period_end")?)?,
        None => whole(old.unit, start)?,
    };
    let before = billed(vec![item("item", currency, old.minor, 1, period)], &old.discounts, policy)?;
    // Another interval restarts the cycle: the new price in full.
    let (new_period, lines) = if old.unit == new.unit {
        let after = vec![item("item", currency, new.minor, 1, period)];
        (period, change(policy, at, before, after, &old.discounts, &new.discounts)?)
    } else {
        let mut lines = change(policy, at, before, vec![], &old.discounts, &[])?;
        let restarted = whole(new.unit, at)?;
        let after = item("item", currency, new.minor, 1, restarted);
        let request = AdvanceRequest {
            currency,
            billing_mode: BillingMode::Flexible,
            policy: Some(policy),
            proration_discounts: None,
            at,
            items: vec![after],
            discounts: new.discounts,
        };
        lines.extend(bill_in_advance(&request)?.lines);
        (restarted, lines)
    };
    // Polar leaves out the line of a free price.
    let amount = |minor: i64| if minor == 0 { Value::Null } else { json!(minor) };
    Ok(json!({
        "credit_minor": amount(-lines[0].amount.minor()),
        "debit_minor": amount(lines[1].amount.minor()),
        "new_period_start": crate::calendar::seconds(new_period.start),
        "new_period_end": crate::calendar::seconds(new_period.end),
    }))
}

fn quantity_change(input: &Input<'_>) -> Result<Value, Stop> {
    let currency: Currency = input.read("currency")?;
    let period = Period::new(input.read("period_start")?, input.read("period_end")?)?;
    let seats = |name| -> Result<Vec<PeriodItem>, Stop> {
        Ok(vec![item("seats", currency, input.number("unit_minor")?, input.number(name)?, period)])
    };
    let policy = ProrationPreset::PolarSeats.policy(None);
    let lines = change(policy, input.read("change_at")?, seats("old_quantity")?, seats("new_quantity")?, &[], &[])?;
    Ok(direction(&lines))
}

/// One discount over a base fee and seats, of which only the seats change; half of the period is left.
fn seats(input: &Input<'_>) -> Result<Value, Stop> {
    if input.0["remaining_fraction"] != "1/2" {
        return Err(Stop::NotMapped("a fraction other than a half".into()));
    }
    let currency: Currency = input.read("currency")?;
    let at = Timestamp::from_seconds;
    let period = Period::new(at(0)?, at(2_592_000)?)?;
    let items = |name| -> Result<Vec<PeriodItem>, Stop> {
        Ok(vec![
            item("base", currency, input.number("base_minor")?, 1, period),
            item("seats", currency, input.number("unit_minor")?, input.number(name)?, period),
        ])
    };
    let Some(fixed) = input.0["discount"]["fixed_minor"].as_i64() else {
        return Err(Stop::NotMapped("a discount of another kind".into()));
    };
    let off = AmountOff::Amount { amount_off: Money::new(fixed, currency), currency_options: vec![] };
    let discounts = [discounted(off)];
    let policy = ProrationPreset::PolarSeats.policy(None);
    let lines =
        change(policy, at(1_296_000)?, items("old_quantity")?, items("new_quantity")?, &discounts, &discounts)?;
    Ok(direction(&lines))
}

fn direction(lines: &[LineItem]) -> Value {
    let minor = lines[0].amount.minor();
    json!({"amount_minor": minor.abs(), "direction": if minor < 0 { "credit" } else { "debit" }})
}

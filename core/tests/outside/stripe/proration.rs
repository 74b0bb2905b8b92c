//! `proration/*`: the lines of a change and of a first partial period.

use prorata::{
    Currency, Decimal, Interval, Money, Period, Rounding, Timestamp,
    calendar::BillingCycle,
    catalog::{AmountOff, Coupon, CouponDuration, Discount, Price},
    line_item::LineItem,
    proration::{
        Advance, AdvanceRequest, BillingMode, PeriodItem, PricedItem, ProrationRequest, bill_in_advance,
        prorate,
    },
};
use serde_json::{Map, Value, json};

use crate::{
    Outcome,
    calendar::{Input, Stop, seconds},
};

pub(crate) fn run(topic: &str, input: &Value) -> Outcome {
    let given = Input(input);
    let got = match topic {
        "proration/quantity_change" if input["proration_date"].is_string() => quantity_change(&given),
        "proration/tiered_price" => tiered(&given),
        "proration/price_change_same_interval" if input["fraction_remaining"].is_string() => fraction(&given),
        "proration/coupon_percent_off" if input["fraction_remaining"].is_string() => fraction(&given),
        "proration/price_change_same_interval" if is_instant(&input["change_at"]) => renewal(&given),
        "proration/billing_mode" => updates(&given),
        "proration/coupon_amount_off" => deleted_item(&given),
        "proration/first_partial_period" if input["days_in_month"].is_u64() => first_partial(&given),
        _ => {
            return Outcome::NotMapped(
                "a whole subscription, or a figure that is said to be approximate".into(),
            );
        }
    };
    got.map_or_else(Into::into, Outcome::Got)
}

fn is_instant(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.contains('T'))
}

fn currency(input: &Input<'_>) -> Result<Currency, Stop> {
    Ok(input.str("currency")?.to_uppercase().parse()?)
}

fn mode(input: &Input<'_>) -> Result<BillingMode, Stop> {
    if input.0.get("billing_mode").is_some() { input.get("billing_mode") } else { Ok(BillingMode::Flexible) }
}

fn item(id: &str, currency: Currency, minor: i64, quantity: i64, period: Period) -> PeriodItem {
    let unit_amount = minor.to_string().parse().unwrap();
    let price = Price::licensed(&format!("price_{minor}"), "product", currency, unit_amount, Interval::MONTH);
    let item = PricedItem { id: id.into(), price, quantity, discounts: vec![], tax_rates: vec![] };
    PeriodItem { item, period, full_period: period, debits: vec![] }
}

fn coupon(off: AmountOff, start: Timestamp) -> Discount {
    let coupon = Coupon {
        id: "coupon".into(),
        name: None,
        off,
        duration: CouponDuration::Forever,
        applies_to: vec![],
        redeem_by: None,
        max_redemptions: None,
    };
    Discount { id: "discount".into(), coupon, promotion_code: None, start, end: None }
}

/// Bills the items for their period, puts what was billed on them, and returns the bill.
fn bill(mode: BillingMode, items: &mut [PeriodItem], discounts: &[Discount]) -> Result<Advance, Stop> {
    let request = AdvanceRequest {
        currency: items[0].item.price.currency,
        billing_mode: mode,
        policy: None,
        proration_discounts: None,
        at: items[0].period.start,
        items: items.to_vec(),
        discounts: discounts.to_vec(),
    };
    let advance = bill_in_advance(&request)?;
    for (item, billed) in items.iter_mut().zip(&advance.debits) {
        assert_eq!(item.item.id, billed.item);
        item.debits = vec![billed.debit.clone()];
    }
    Ok(advance)
}

fn change(
    mode: BillingMode,
    date: Timestamp,
    before: Vec<PeriodItem>,
    after: Vec<PeriodItem>,
    discounts: [&[Discount]; 2],
) -> Result<Vec<LineItem>, Stop> {
    Ok(prorate(&ProrationRequest {
        currency: before[0].item.price.currency,
        billing_mode: mode,
        policy: None,
        proration_discounts: None,
        date,
        before,
        after,
        discounts_before: discounts[0].to_vec(),
        discounts: discounts[1].to_vec(),
    })?)
}

fn total(lines: &[LineItem]) -> i64 {
    lines.iter().map(|line| line.amount.minor()).sum()
}

/// The amount before it was rounded, to three decimals.
fn exact(line: &LineItem) -> String {
    let details = line.proration.as_ref().unwrap();
    let share = Decimal::from(details.numerator) / Decimal::from(details.denominator);
    let sign = if line.amount.is_negative() { Decimal::NEGATIVE_ONE } else { Decimal::ONE };
    (details.full_amount.value() * share * sign).round_dp(3).to_string()
}

/// What a case may say of a line; it compares what it says.
fn figures(line: &LineItem, names: &[&str]) -> Value {
    let period = [line.period.start, line.period.end].map(seconds);
    let all = json!({
        "amount": line.amount.minor(),
        "quantity": line.quantity,
        "exact": exact_or_null(line),
        "period": period,
    });
    let kept = names.iter().map(|name| ((*name).to_owned(), all[*name].clone()));
    Value::Object(kept.collect::<Map<_, _>>())
}

fn exact_or_null(line: &LineItem) -> Value {
    if line.proration.is_some() { json!(exact(line)) } else { Value::Null }
}

fn quantity_change(input: &Input<'_>) -> Result<Value, Stop> {
    let (mode, currency) = (mode(input)?, currency(input)?);
    let period = Period::new(input.read("period_start")?, input.read("period_end")?)?;
    let state = |name| -> Result<Vec<PeriodItem>, Stop> {
        Ok(vec![item("item", currency, input.number("unit_amount")?, input.number(name)?, period)])
    };
    let mut before = state("old_quantity")?;
    bill(mode, &mut before, &[])?;
    let lines = change(mode, input.read("proration_date")?, before, state("new_quantity")?, [&[], &[]])?;
    let shown: Vec<_> =
        lines.iter().map(|line| figures(line, &["amount", "quantity", "exact", "period"])).collect();
    Ok(json!({"lines": shown, "subtotal": total(&lines), "total": total(&lines)}))
}

/// Tiered totals are given: they are what a quantity of 1 costs. The tax is of each line.
fn tiered(input: &Input<'_>) -> Result<Value, Stop> {
    let (mode, currency) = (mode(input)?, currency(input)?);
    let period = Period::new(input.read("period_start")?, input.read("period_end")?)?;
    let state =
        |name| -> Result<PeriodItem, Stop> { Ok(item("tiered", currency, input.number(name)?, 1, period)) };
    let mut before = vec![state("old_full_period_amount")?];
    bill(mode, &mut before, &[])?;
    let mut after = vec![state("new_full_period_amount")?];
    if let Some(added) = input.0.get("added_item") {
        let added = Input(added);
        after.push(item("added", currency, added.number("unit_amount")?, added.number("quantity")?, period));
    }
    let rate = input.0["tax"]["percentage"].as_str().unwrap_or("0").parse()?;
    let mut shown = Vec::new();
    for line in change(mode, input.read("proration_date")?, before, after, [&[], &[]])? {
        let mut figures = figures(&line, &["amount", "exact"]);
        figures["tax"] = json!(line.amount.percent(rate, Rounding::HalfAwayFromZero)?.minor());
        shown.push(figures);
    }
    Ok(json!({"lines": shown}))
}

/// A change with a fraction of a month of 30 days left, perhaps with a coupon from then on.
fn fraction(input: &Input<'_>) -> Result<Value, Stop> {
    let (mode, currency) = (mode(input)?, currency(input)?);
    let (left, of) = input.str("fraction_remaining")?.split_once('/').unwrap();
    let seconds: i64 = 2_592_000 / of.parse::<i64>().unwrap() * left.parse::<i64>().unwrap();
    let period = Period::new(Timestamp::from_seconds(0)?, Timestamp::from_seconds(2_592_000)?)?;
    let date = Timestamp::from_seconds(2_592_000 - seconds)?;
    let number = |names: [&str; 2], otherwise| {
        names.iter().find_map(|name| input.0[*name].as_i64()).unwrap_or(otherwise)
    };
    let quantities = [number(["old_quantity", ""], 1), number(["new_quantity", ""], 1)];
    let prices = [number(["old_price", "unit_amount"], 0), number(["new_price", "unit_amount"], 0)];
    let mut before = vec![item("item", currency, prices[0], quantities[0], period)];
    bill(mode, &mut before, &[])?;
    let discounts = match input.0["coupon"]["percent_off"].as_i64() {
        None => vec![],
        Some(percent) => vec![coupon(AmountOff::Percent { percent_off: percent.to_string().parse()? }, date)],
    };
    let after = vec![item("item", currency, prices[1], quantities[1], period)];
    let lines = change(mode, date, before, after, [&[], &discounts])?;
    let amounts: Vec<i64> = lines.iter().map(|line| line.amount.minor()).collect();
    Ok(json!({"lines": amounts, "net": total(&lines)}))
}

/// A change whose prorations wait for the renewal.
fn renewal(input: &Input<'_>) -> Result<Value, Stop> {
    let (mode, currency) = (mode(input)?, currency(input)?);
    let cycle = BillingCycle { anchor: input.read("start")?, interval: Interval::MONTH };
    let period = cycle.period_at(cycle.anchor)?;
    let state = |name, period| -> Result<Vec<PeriodItem>, Stop> {
        Ok(vec![item("item", currency, input.number(name)?, 1, period)])
    };
    let mut before = state("old_price", period)?;
    bill(mode, &mut before, &[])?;
    let mut lines = change(mode, input.read("change_at")?, before, state("new_price", period)?, [&[], &[]])?;
    lines.extend(bill(mode, &mut state("new_price", cycle.period_at(period.end)?)?, &[])?.lines);
    let shown: Vec<_> = lines.iter().map(|line| figures(line, &["amount", "period"])).collect();
    Ok(json!({"lines": shown, "may_1_total": total(&lines)}))
}

/// Several changes of one price, each with its own behaviour; the lines of the last.
fn updates(input: &Input<'_>) -> Result<Value, Stop> {
    let (mode, currency) = (mode(input)?, currency(input)?);
    let cycle = BillingCycle { anchor: input.read("start")?, interval: Interval::MONTH };
    let period = cycle.period_at(cycle.anchor)?;
    let mut state = vec![item("item", currency, input.number("initial_price")?, 1, period)];
    let initial = total(&bill(mode, &mut state, &[])?.lines);
    let mut lines = Vec::new();
    for update in input.get::<Vec<Value>>("updates")? {
        let update = Input(&update);
        let mut after = item("item", currency, update.number("price")?, 1, period);
        lines = match update.str("proration_behavior")? {
            "none" => vec![],
            _ => change(mode, update.read("at")?, state.clone(), vec![after.clone()], [&[], &[]])?,
        };
        after.debits = state[0].debits_after(&lines)?;
        state = vec![after];
    }
    let shown: Vec<_> = lines.iter().map(|line| figures(line, &["amount"])).collect();
    Ok(json!({"initial_invoice_total": initial, "lines": shown, "invoice_total": total(&lines)}))
}

/// An item of two is deleted, of which one coupon took its share.
fn deleted_item(input: &Input<'_>) -> Result<Value, Stop> {
    let (mode, currency) = (mode(input)?, currency(input)?);
    let start: Timestamp = input.read("start")?;
    let period = BillingCycle { anchor: start, interval: Interval::MONTH }.period_at(start)?;
    let off = Money::new(input.0["coupon"]["amount_off"].as_i64().unwrap(), currency);
    let discounts = [coupon(AmountOff::Amount { amount_off: off, currency_options: vec![] }, start)];
    let mut items = Vec::new();
    for given in input.get::<Vec<Value>>("items")? {
        items.push(item(
            given["id"].as_str().unwrap(),
            currency,
            given["price"].as_i64().unwrap(),
            1,
            period,
        ));
    }
    let billed = bill(mode, &mut items, &discounts)?;
    let taken = billed.debits.iter().map(|billed| {
        let off = billed.debit.discounts[0].amount.value().to_string().parse::<i64>().unwrap();
        (billed.item.clone(), json!(off))
    });
    let deleted = &input.0["delete_item"];
    let after: Vec<_> = items.iter().filter(|item| item.item.id != deleted["id"]).cloned().collect();
    let lines = change(mode, Input(deleted).read("at")?, items.clone(), after, [&discounts, &discounts])?;
    let total_billed: i64 = billed.debits.iter().map(|billed| billed.debit.amount.minor()).sum();
    Ok(json!({
        "initial": {"total": total_billed, "discount_amounts": taken.collect::<Map<_, _>>()},
        "proration_total": total(&lines),
    }))
}

/// A first period that is a part of a month.
fn first_partial(input: &Input<'_>) -> Result<Value, Stop> {
    let day = |days: i64| Timestamp::from_seconds(days * 86_400);
    let (start, length): (i64, i64) = (input.number("start_day")?, input.number("days_in_month")?);
    let anchor = input.number::<i64>("anchor_day")? + length;
    let mut first = item(
        "item",
        currency(input)?,
        input.number("unit_amount")?,
        1,
        Period::new(day(start)?, day(anchor)?)?,
    );
    first.full_period = Period::new(day(start)?, day(start + length)?)?;
    let billed = bill(mode(input)?, &mut [first], &[])?;
    Ok(json!({"first_invoice_total": total(&billed.lines)}))
}

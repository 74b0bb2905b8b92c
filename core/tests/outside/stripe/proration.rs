//! `proration/*`: the lines of a change and of a first partial period.

use prorata::{
    Currency, Decimal, Interval, Money, Period, Timestamp,
    calendar::BillingCycle,
    catalog::{
        AmountOff, Coupon, CouponDuration, Discount, DiscountableLine, Price, Pricing, Tier, apply_discounts,
    },
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
        "proration/price_change_same_interval" if is_instant(&input["start"]) => renewal(&given),
        "proration/billing_mode" => updates(&given),
        "proration/coupon_amount_off" if input["delete_item"].is_object() => deleted_item(&given),
        "proration/first_partial_period" if input["days_in_month"].is_u64() => first_partial(&given),
        "proration/interval_change_classic" => restart(&given),
        "proration/first_partial_period"
        | "proration/interval_change_flexible"
        | "proration/billing_cycle_anchor_reset"
        | "proration/always_invoice"
        | "proration/backdating" => Err(Stop::NotMapped("a whole subscription".into())),
        _ if input["update"].is_object() || input["updates"].is_array() => {
            Err(Stop::NotMapped("a whole subscription".into()))
        }
        _ => change_of(&given),
    };
    // What a case says of the invoice (its status, its reason, its period) is not of these lines.
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

/// A change, with whatever a case says of it: quantities, prices, totals of tiers, a coupon, an item that is
/// added, tax on the lines.
fn change_of(given: &Input<'_>) -> Result<Value, Stop> {
    let (mode, currency, input) = (mode(given)?, currency(given)?, given.0);
    let (period, date) = when(given)?;
    let state = |side: &str| side_of(input, side, currency, period);
    let coupons = |at| super::discounts::redeemed(input, at);
    let from_now_on = input["coupon"]["attached_at"].is_string();
    let discounts_before = if from_now_on { vec![] } else { coupons(period.start)? };
    let discounts = if from_now_on { coupons(date)? } else { discounts_before.clone() };

    let mut before = vec![state("old")?];
    bill(mode, &mut before, &discounts_before)?;
    let mut after = vec![state("new")?];
    if let Some(added) = input.get("added_item") {
        let added = Input(added);
        after.push(item("added", currency, added.number("unit_amount")?, added.number("quantity")?, period));
    }
    let lines = change(mode, date, before, after, [&discounts_before, &discounts])?;
    let amounts: Vec<Money> = lines.iter().map(|line| line.amount).collect();
    let taxed = super::taxes::on(&input["tax"], &amounts)?;
    let shown = lines.iter().zip(&taxed.lines).map(|(line, taxed)| {
        let mut figures = figures(line, &["amount", "quantity", "exact", "period"]);
        figures["tax"] = json!(taxed.taxes.first().map_or(0, |tax| tax.amount.minor()));
        figures["proration"] = json!(true);
        figures["discountable"] = json!(line.discountable);
        figures
    });
    Ok(json!({
        "lines": shown.collect::<Vec<_>>(),
        "net": total(&lines),
        "subtotal": total(&lines),
        "tax": taxed.inclusive.checked_add(taxed.exclusive)?.minor(),
        "total": taxed.total.minor(),
        "amount_due": taxed.total.minor().max(0),
    }))
}

/// The period of a change and its instant; a fraction is one of a month of 30 days.
fn when(given: &Input<'_>) -> Result<(Period, Timestamp), Stop> {
    let input = given.0;
    if let Some((left, of)) = input["fraction_remaining"].as_str().and_then(|text| text.split_once('/')) {
        let left = 2_592_000 / of.parse::<i64>().unwrap() * left.parse::<i64>().unwrap();
        let at = Timestamp::from_seconds;
        return Ok((Period::new(at(0)?, at(2_592_000)?)?, at(2_592_000 - left)?));
    }
    let name =
        ["proration_date", "change_at", "update_at"].into_iter().find(|name| is_instant(&input[*name]));
    let date: Timestamp = match name {
        Some(name) => given.read(name)?,
        None => {
            return Err(Stop::NotMapped("the instant of the change is not stated, or approximate".into()));
        }
    };
    if is_instant(&input["period_start"]) && is_instant(&input["period_end"]) {
        return Ok((Period::new(given.read("period_start")?, given.read("period_end")?)?, date));
    }
    let Some(name) = ["anchor", "start", "period_start"].into_iter().find(|name| is_instant(&input[*name]))
    else {
        return Err(Stop::NotMapped("the period is not stated, or approximate".into()));
    };
    let cycle = BillingCycle { anchor: given.read(name)?, interval: crate::calendar::interval_of(input)? };
    Ok((cycle.period_at(date)?, date))
}

/// `old` or `new`: a price and a quantity, in one of the spellings of cases.
fn side_of(input: &Value, side: &str, currency: Currency, period: Period) -> Result<PeriodItem, Stop> {
    let named = |name: &str| input[format!("{side}_{name}")].clone();
    let first = |values: Vec<Value>| {
        values.into_iter().find_map(|value| value.as_i64().or(value["unit_amount"].as_i64()))
    };
    if let Some(whole) = named("full_period_amount").as_i64() {
        let quantity = named("quantity").as_i64().unwrap_or(1);
        // A total of tiers: all of it in the first unit.
        let mut item = item("item", currency, whole, 1, period);
        item.item.price.pricing = Pricing::Volume {
            tiers: vec![Tier {
                up_to: None,
                unit_amount: None,
                flat_amount: Some(whole.to_string().parse()?),
            }],
        };
        item.item.quantity = quantity;
        return Ok(item);
    }
    let prices = vec![
        named("price"),
        named("unit_amount"),
        input[side].clone(),
        input["unit_amount"].clone(),
        input["price"].clone(),
    ];
    let Some(minor) = first(prices) else {
        return Err(Stop::NotMapped("no price is stated".into()));
    };
    let quantities = vec![named("quantity"), input[side]["quantity"].clone(), input["quantity"].clone()];
    Ok(item("item", currency, minor, first(quantities).unwrap_or(1), period))
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
    let advance = bill(mode, &mut items, &discounts)?;
    let gross: Vec<_> = advance
        .lines
        .iter()
        .map(|line| DiscountableLine {
            amount: line.amount,
            product: line.product.clone().unwrap(),
            discountable: line.discountable,
        })
        .collect();
    let invoiced = apply_discounts(&gross, &discounts)?;
    let taken = items
        .iter()
        .zip(&invoiced)
        .map(|(item, line)| (item.item.id.clone(), json!(line.discounts[0].amount.minor())));
    let taken = taken.collect::<Map<_, _>>();
    let deleted = &input.0["delete_item"];
    let after: Vec<_> = items.iter().filter(|item| item.item.id != deleted["id"]).cloned().collect();
    let lines = change(mode, Input(deleted).read("at")?, items.clone(), after, [&discounts, &discounts])?;
    let total_billed: i64 = invoiced.iter().map(|line| line.net.minor()).sum();
    Ok(json!({
        "initial": {"total": total_billed, "discount_amounts": taken},
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

/// Another interval in classic mode: what is left of a part of a period is credited, and a whole period begins.
fn restart(input: &Input<'_>) -> Result<Value, Stop> {
    let (currency, at): (_, Timestamp) = (currency(input)?, input.read("change_at")?);
    let period = Period::new(input.read("period_start")?, input.read("period_end")?)?;
    let [start, end]: [Timestamp; 2] = input.get("denominator_interval")?;
    let credited = input.get::<Vec<i64>>("credited_prices")?.into_iter().map(|minor| {
        let old = item(&minor.to_string(), currency, minor, 1, period);
        Ok(PeriodItem { full_period: Period::new(start, end)?, ..old })
    });
    let before = credited.collect::<Result<Vec<_>, Stop>>()?;
    let mut lines = change(BillingMode::Classic, at, before, vec![], [&[], &[]])?;
    let cycle = BillingCycle { anchor: at, interval: crate::calendar::interval_of(&input.0["new"])? };
    let new = item("new", currency, input.0["new"]["unit_amount"].as_i64().unwrap(), 1, cycle.period(0)?);
    lines.extend(bill(BillingMode::Classic, &mut [new], &[])?.lines);
    let shown = lines.iter().map(|line| {
        let mut figures = figures(line, &["amount", "period"]);
        figures["proration"] = json!(line.proration.is_some());
        figures
    });
    Ok(json!({"lines": shown.collect::<Vec<_>>(), "total": total(&lines), "amount_due": total(&lines)}))
}

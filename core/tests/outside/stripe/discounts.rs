//! `discount/*`: what comes off which line.

use prorata::{
    Currency, Money, Timestamp,
    catalog::{
        AmountOff, Coupon, CouponDuration, Discount, DiscountableLine, DiscountedLine, Redemption,
        apply_discounts, redeem_coupon,
    },
};
use serde_json::{Value, json};

use super::{amounts, currency, figures, minor, outcome, taxes};
use crate::Outcome;

pub(super) fn run(topic: &str, input: &Value) -> Outcome {
    outcome(match topic {
        _ if input["subtotals"].is_array() => floors(input),
        "discount/duration" => duration(input),
        _ if coupons(input).is_empty() => return Outcome::NotMapped("no coupon is stated".into()),
        _ => lines(input),
    })
}

/// The coupons of a case, wherever the case has them.
fn coupons(input: &Value) -> Vec<&Value> {
    let places =
        ["coupon", "coupons", "discounts", "item_discount", "item_discounts", "subscription_discount"];
    let found = places.iter().map(|name| &input[name]).find(|value| !value.is_null());
    match found {
        None if input["percent_off"].is_null() && input["amount_off"].is_null() => vec![],
        None => vec![input],
        Some(Value::Array(several)) => several.iter().collect(),
        Some(one) => vec![one],
    }
}

fn coupon(id: String, given: &Value, currency: Currency) -> Coupon {
    let off = match given["amount_off"].as_i64() {
        Some(minor) => {
            AmountOff::Amount { amount_off: Money::new(minor, currency), currency_options: vec![] }
        }
        None => AmountOff::Percent { percent_off: super::decimal(&given["percent_off"]).parse().unwrap() },
    };
    let duration = match given["duration"].as_str() {
        Some("repeating") => CouponDuration::Repeating {
            months: given["duration_in_months"].as_u64().unwrap().try_into().unwrap(),
        },
        Some("forever") => CouponDuration::Forever,
        _ => CouponDuration::Once,
    };
    Coupon { id, name: None, off, duration, applies_to: vec![], redeem_by: None, max_redemptions: None }
}

/// The discounts of a case, none where it has none.
pub(super) fn redeemed(input: &Value, at: Timestamp) -> prorata::Result<Vec<Discount>> {
    let mut present = Vec::new();
    for (place, given) in coupons(input).into_iter().enumerate() {
        let redemption = Redemption {
            discount_id: format!("discount {place}"),
            at,
            customer: "customer".into(),
            currency: currency(input),
            amount: None,
            has_paid_before: false,
            times_redeemed: 0,
            code_times_redeemed: 0,
            present: present.clone(),
        };
        let coupon = coupon(format!("coupon {place}"), given, currency(input));
        present.push(redeem_coupon(&coupon, &redemption)?);
    }
    Ok(present)
}

/// The lines of an invoice after the discounts of a case.
pub(super) fn discounted(input: &Value, lines: &[Money]) -> prorata::Result<Vec<DiscountedLine>> {
    let line =
        |amount: &Money| DiscountableLine { amount: *amount, product: "product".into(), discountable: true };
    let lines: Vec<_> = lines.iter().map(line).collect();
    apply_discounts(&lines, &redeemed(input, "2026-01-01T00:00:00Z".parse()?)?)
}

fn total(lines: &[DiscountedLine], currency: Currency) -> prorata::Result<i64> {
    Ok(Money::sum(currency, &lines.iter().map(|line| line.net).collect::<Vec<_>>())?.minor())
}

fn lines(input: &Value) -> prorata::Result<Value> {
    let (gross, currency) = (amounts(input), currency(input));
    let lines = discounted(input, &gross)?;
    let net: Vec<Money> = lines.iter().map(|line| line.net).collect();
    // Per line; where one line has several discounts, per discount.
    let off: Vec<Money> =
        lines.iter().flat_map(|line| &line.discounts).map(|discount| discount.amount).collect();
    let sum = Money::sum(currency, &gross)?.minor();
    let after = total(&lines, currency)?;
    let tax = taxes::on(&input["tax"], &net)?;
    let on_items = !input["item_discount"].is_null() || !input["item_discounts"].is_null();
    Ok(figures([
        ("line_amount", json!(sum)),
        ("lines", minor(&net)),
        ("line", json!(sum)),
        ("discount_amounts", minor(&off)),
        ("discount", json!(sum - after)),
        // Item discounts are already inside the subtotal.
        ("subtotal", json!(if on_items { after } else { sum })),
        ("taxable", minor(&net)),
        ("exact_shares", exact_shares(input, &gross)),
        (
            "line_tax",
            minor(
                &tax.lines
                    .iter()
                    .map(|line| line.taxes.first().map_or(Money::zero(currency), |tax| tax.amount))
                    .collect::<Vec<_>>(),
            ),
        ),
        ("tax", json!(tax.exclusive.minor())),
        ("total", json!(tax.total.minor())),
        ("amount_due", json!(tax.total.minor())),
    ]))
}

/// What the shares would be without rounding, to three decimals, as the case states them.
fn exact_shares(input: &Value, gross: &[Money]) -> Value {
    let Some(off) = input["coupon"]["amount_off"].as_i64() else { return Value::Null };
    let sum: i64 = gross.iter().map(|amount| amount.minor()).sum();
    let share = |amount: &Money| {
        let thousandths = (2 * off * 1_000 * amount.minor() + sum) / (2 * sum);
        format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000)
    };
    json!(gross.iter().map(share).collect::<Vec<_>>())
}

fn floors(input: &Value) -> prorata::Result<Value> {
    let of = |subtotal: &Value| {
        let gross = [Money::new(subtotal.as_i64().unwrap(), currency(input))];
        total(&discounted(input, &gross)?, currency(input))
    };
    let totals: prorata::Result<Vec<i64>> = input["subtotals"].as_array().unwrap().iter().map(of).collect();
    Ok(json!({"totals": totals?}))
}

/// On which invoices a repeating coupon acts: counted, then said in the words of the case.
fn duration(input: &Value) -> prorata::Result<Value> {
    use prorata::{BillingCycle, Interval};
    let start: Timestamp = "2026-01-31T00:00:00Z".parse()?;
    let discount = redeemed(input, start)?.remove(0);
    if let Some(price) = input["price"].as_i64().or_else(|| input["amount"].as_i64()) {
        // The first invoice, whatever its interval.
        let net = discounted(input, &[Money::new(price, currency(input))])?[0].net.minor();
        return Ok(json!({"first_invoice": net, "total": net, "discount": price - net, "amount_due": net}));
    }
    let months = input["coupon"]["duration_in_months"].as_i64().unwrap();
    let count = |interval| -> prorata::Result<i64> {
        let cycle = BillingCycle { anchor: start, interval };
        let mut invoices = 0;
        while discount.applies_at(cycle.boundary(invoices)?) {
            invoices += 1;
        }
        Ok(i64::from(invoices))
    };
    let weeks = (discount.end.unwrap().as_millis() - start.as_millis() + 604_799_999) / 604_800_000;
    let says = |holds: bool, text: String| if holds { text } else { "otherwise".to_owned() };
    let whole = discounted(input, &[Money::new(10_000, Currency::USD)])?[0].net.minor() == 5_000;
    Ok(json!({
        "monthly": says(count(Interval::MONTH)? == months, format!("first {months} invoices")),
        "weekly": says(count(Interval::WEEK)? == weeks, format!("every invoice in the first {months} months")),
        "yearly": says(count(Interval::YEAR)? == 1 && whole, "the whole yearly invoice".to_owned()),
    }))
}

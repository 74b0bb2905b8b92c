//! Prices, coupons, discounts and tax rates as Stripe writes them.

use serde_json::{Map, Value, json};

use super::{amount, code, seconds};
use crate::{
    Currency, Interval, IntervalUnit, Money, Result,
    catalog::{
        AmountOff, Coupon, CouponDuration, Discount, PackageRounding, Price, Pricing, TaxBehavior, TaxRate,
        Tier,
    },
    money::{Percent, UnitAmount},
};

/// A price; its other currencies are there, as with `expand`, where the subscription pays in one of them.
pub(super) fn price(price: &Price, paid_in: Currency) -> Result<Value> {
    let recurring = price.recurring.as_ref().map(|recurring| {
        let usage_type = if recurring.meter.is_some() { "metered" } else { "licensed" };
        json!({
            "interval": unit(recurring.interval),
            "interval_count": recurring.interval.count,
            "meter": recurring.meter,
            "trial_period_days": null,
            "usage_type": usage_type,
        })
    });
    let mut object = json!({
        "id": price.id,
        "object": "price",
        "active": true,
        "currency": code(price.currency),
        "livemode": false,
        "metadata": {},
        "product": price.product,
        "recurring": recurring,
        "tax_behavior": tax_behavior(price.tax_behavior),
        "transform_quantity": price.transform_quantity.map(|transform| json!({
            "divide_by": transform.divide_by,
            "round": match transform.round { PackageRounding::Up => "up", PackageRounding::Down => "down" },
        })),
        "type": if price.recurring.is_some() { "recurring" } else { "one_time" },
    });
    if let Value::Object(members) = &mut object {
        let (scheme, mode) = match &price.pricing {
            Pricing::PerUnit { .. } => ("per_unit", None),
            Pricing::Graduated { .. } => ("tiered", Some("graduated")),
            Pricing::Volume { .. } => ("tiered", Some("volume")),
        };
        members.insert("billing_scheme".to_owned(), scheme.into());
        members.insert("tiers_mode".to_owned(), mode.into());
        members.extend(pricing(&price.pricing, price.currency)?);
        if paid_in != price.currency {
            members.insert("currency_options".to_owned(), options(price)?);
        }
    }
    Ok(object)
}

fn options(price: &Price) -> Result<Value> {
    let mut options = Map::new();
    for option in &price.currency_options {
        let mut members = pricing(&option.pricing, option.currency)?;
        members.insert("tax_behavior".to_owned(), tax_behavior(option.tax_behavior).into());
        options.insert(code(option.currency), members.into());
    }
    Ok(options.into())
}

/// The members that say what it costs.
fn pricing(pricing: &Pricing, currency: Currency) -> Result<Map<String, Value>> {
    let mut members = Map::new();
    match pricing {
        Pricing::PerUnit { unit_amount } => {
            let (whole, decimal) = unit_amounts(Some(*unit_amount), currency)?;
            members.insert("unit_amount".to_owned(), whole);
            members.insert("unit_amount_decimal".to_owned(), decimal);
        }
        Pricing::Graduated { tiers } | Pricing::Volume { tiers } => {
            let tiers = tiers.iter().map(|one| tier(one, currency)).collect::<Result<Vec<Value>>>()?;
            members.insert("tiers".to_owned(), tiers.into());
            members.insert("unit_amount".to_owned(), Value::Null);
            members.insert("unit_amount_decimal".to_owned(), Value::Null);
        }
    }
    Ok(members)
}

fn tier(tier: &Tier, currency: Currency) -> Result<Value> {
    let (unit, unit_decimal) = unit_amounts(tier.unit_amount, currency)?;
    let (flat, flat_decimal) = unit_amounts(tier.flat_amount, currency)?;
    Ok(json!({
        "up_to": tier.up_to,
        "unit_amount": unit,
        "unit_amount_decimal": unit_decimal,
        "flat_amount": flat,
        "flat_amount_decimal": flat_decimal,
    }))
}

/// The integer, null where it is not whole, and the decimal text.
fn unit_amounts(unit: Option<UnitAmount>, currency: Currency) -> Result<(Value, Value)> {
    let Some(unit) = unit else { return Ok((Value::Null, Value::Null)) };
    let decimal = unit.to_stripe_units(currency)?.value().normalize();
    let whole = i64::try_from(decimal).ok().filter(|_| decimal.is_integer());
    Ok((whole.into(), decimal.to_string().into()))
}

/// The decimal text of what one unit costs.
pub(super) fn unit_decimal(unit: UnitAmount, currency: Currency) -> Result<String> {
    Ok(unit.to_stripe_units(currency)?.value().normalize().to_string())
}

fn unit(interval: Interval) -> &'static str {
    match interval.unit {
        IntervalUnit::Day => "day",
        IntervalUnit::Week => "week",
        IntervalUnit::Month => "month",
        IntervalUnit::Year => "year",
    }
}

fn tax_behavior(behavior: Option<TaxBehavior>) -> &'static str {
    match behavior {
        None => "unspecified",
        Some(TaxBehavior::Inclusive) => "inclusive",
        Some(TaxBehavior::Exclusive) => "exclusive",
    }
}

/// A discount with its coupon, which Stripe has below `source` since 2025-09-30.
pub(super) fn discount(discount: &Discount) -> Result<Value> {
    Ok(json!({
        "id": discount.id,
        "object": "discount",
        "start": discount.start.to_seconds()?,
        "end": seconds(discount.ends_at())?,
        "promotion_code": discount.promotion_code,
        "source": {"type": "coupon", "coupon": coupon(&discount.coupon)?},
    }))
}

fn coupon(coupon: &Coupon) -> Result<Value> {
    let (duration, months) = match coupon.duration {
        CouponDuration::Once => ("once", None),
        CouponDuration::Repeating { months } => ("repeating", Some(months)),
        CouponDuration::Forever => ("forever", None),
    };
    let (percent, off, others): (Option<Percent>, Option<Money>, &[Money]) = match &coupon.off {
        AmountOff::Percent { percent_off } => (Some(*percent_off), None, &[]),
        AmountOff::Amount { amount_off, currency_options } => (None, Some(*amount_off), currency_options),
    };
    let mut object = json!({
        "id": coupon.id,
        "object": "coupon",
        "amount_off": off.map(amount).transpose()?,
        "currency": off.map(|off| code(off.currency())),
        "duration": duration,
        "duration_in_months": months,
        "livemode": false,
        "max_redemptions": coupon.max_redemptions,
        "metadata": {},
        "name": coupon.name,
        "percent_off": percent.map(number),
        "redeem_by": seconds(coupon.redeem_by)?,
        "valid": true,
    });
    if let Value::Object(members) = &mut object {
        if !coupon.applies_to.is_empty() {
            members.insert("applies_to".to_owned(), json!({"products": coupon.applies_to}));
        }
        if !others.is_empty() {
            let option = |money: &Money| Ok((code(money.currency()), json!({"amount_off": amount(*money)?})));
            let options = others.iter().map(option).collect::<Result<Map<String, Value>>>()?;
            members.insert("currency_options".to_owned(), options.into());
        }
    }
    Ok(object)
}

pub(super) fn tax_rate(rate: &TaxRate) -> Value {
    json!({
        "id": rate.id,
        "object": "tax_rate",
        "active": true,
        "display_name": rate.display_name,
        "inclusive": rate.inclusive,
        "jurisdiction": rate.jurisdiction,
        "livemode": false,
        "metadata": {},
        "percentage": number(rate.percentage),
    })
}

/// A percentage as the JSON number that Stripe writes.
fn number(percent: Percent) -> Value {
    serde_json::from_str(&percent.value().normalize().to_string()).unwrap_or_default()
}

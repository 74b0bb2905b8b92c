//! What an item costs in a year, before discounts.

use super::{
    StripeError,
    billing::Line,
    lookup::Lookup,
    wire::{
        CurrencyOption, DecimalText, Item, Price, Reference, Tier as WireTier, Transform as WireTransform,
    },
};
use crate::{
    Currency, Interval, IntervalUnit, Money, Result,
    catalog::{self, Normalization, PackageRounding, Pricing, Tier, TransformQuantity},
    money::{MoneyError, UnitAmount, rounding::Fraction},
};

/// The price of an item; a `plan` is what prices were called before.
pub(super) fn price_of<'a>(item: &'a Item, lookup: &'a Lookup) -> Result<&'a Price, StripeError> {
    let (Some(reference), plan) = (item.price.as_ref().or(item.plan.as_ref()), item.plan.as_ref()) else {
        return Err(StripeError::contradiction("item", "it has neither `price` nor `plan`"));
    };
    // A price that is only named may have its plan, under the same id, beside it.
    lookup.price(reference).or_else(|missing| match (reference, plan.map(|plan| lookup.price(plan))) {
        (Reference::Id(id), Some(Ok(plan))) if plan.id == *id => Ok(plan),
        _ => Err(missing),
    })
}

/// What an item comes to in a year; nothing for what does not recur at a known amount: metered and one-time
/// prices.
pub(super) fn line(
    item: &Item,
    price: &Price,
    currency: Currency,
    normalization: Normalization,
) -> Result<Option<Line>> {
    if !is_licensed(price)? {
        return Ok(None);
    }
    let quantity = item.quantity.unwrap_or(1);
    if quantity < 0 {
        return Err(MoneyError::NegativeQuantity { quantity }.into());
    }
    let interval = interval(price)?;
    let yearly = amount(price, quantity, currency)?.times(normalization.times_per_year(interval)?)?;
    let product = price.product.as_ref().map(|product| match product {
        Reference::Id(id) => id.clone(),
        Reference::Object(product) => product.id.clone(),
    });
    Ok(Some(Line { yearly, interval, product, discounts: Vec::new() }))
}

fn is_licensed(price: &Price) -> Result<bool, StripeError> {
    let recurring = price.recurring.as_ref().and_then(|recurring| recurring.usage_type.as_deref());
    match (recurring.or(price.usage_type.as_deref()), price.kind.as_deref()) {
        (Some("metered"), _) | (_, Some("one_time")) => Ok(false),
        (None | Some("licensed"), _) => Ok(true),
        (Some(other), _) => Err(StripeError::unknown("usage_type", other)),
    }
}

fn interval(price: &Price) -> Result<Interval, StripeError> {
    let (unit, count) = match &price.recurring {
        Some(recurring) => (Some(&recurring.interval), recurring.interval_count),
        None => (price.interval.as_ref(), price.interval_count),
    };
    let unit = match unit.map(String::as_str) {
        Some("day") => IntervalUnit::Day,
        Some("week") => IntervalUnit::Week,
        Some("month") => IntervalUnit::Month,
        Some("year") => IntervalUnit::Year,
        Some(other) => return Err(StripeError::unknown("interval", other)),
        None => return Err(StripeError::contradiction("price", "it has no interval")),
    };
    Ok(Interval { unit, count: count.unwrap_or(1) })
}

/// What a quantity costs for one interval, in minor units.
fn amount(price: &Price, quantity: i64, currency: Currency) -> Result<Fraction> {
    let sold = catalog::Price {
        id: price.id.clone(),
        product: String::new(),
        currency,
        pricing: pricing(price, currency)?,
        recurring: None,
        transform_quantity: price.transform_quantity.as_ref().map(transform).transpose()?,
        tax_behavior: None,
        currency_options: Vec::new(),
    };
    sold.exact_amount(quantity, currency)
}

fn pricing(price: &Price, currency: Currency) -> Result<Pricing> {
    let amounts = Amounts::of(price, currency)?;
    let no_amount = || StripeError::NoAmount { object: "price", id: price.id.clone(), currency };
    match price.billing_scheme.as_deref() {
        None | Some("per_unit") => {
            let unit_amount = minor(amounts.unit, amounts.decimal, currency)?.ok_or_else(no_amount)?;
            Ok(Pricing::PerUnit { unit_amount })
        }
        Some("tiered") => {
            let tiers = amounts.tiers.ok_or_else(|| StripeError::TiersMissing { price: price.id.clone() })?;
            let tiers: Vec<Tier> = tiers.iter().map(|wire| tier(wire, currency)).collect::<Result<_>>()?;
            match price.tiers_mode.as_deref() {
                Some("graduated") => Ok(Pricing::Graduated { tiers }),
                Some("volume") => Ok(Pricing::Volume { tiers }),
                other => Err(StripeError::unknown("tiers_mode", other.unwrap_or("null")).into()),
            }
        }
        Some(other) => Err(StripeError::unknown("billing_scheme", other).into()),
    }
}

/// The amounts of a price in one currency.
struct Amounts<'a> {
    unit: Option<i64>,
    decimal: Option<&'a DecimalText>,
    tiers: Option<&'a [WireTier]>,
}

impl<'a> Amounts<'a> {
    fn of(price: &'a Price, currency: Currency) -> Result<Self> {
        let own = price.currency.as_deref().map(str::parse::<Currency>).transpose()?;
        if own == Some(currency) {
            let Price { unit_amount, unit_amount_decimal, tiers, .. } = price;
            let (decimal, tiers) = (unit_amount_decimal.as_ref(), tiers.as_deref());
            return Ok(Self { unit: *unit_amount, decimal, tiers });
        }
        let code = currency.code().to_ascii_lowercase();
        let option = price.currency_options.as_ref().and_then(|options| options.get(&code));
        let no_amount = || StripeError::NoAmount { object: "price", id: price.id.clone(), currency };
        let CurrencyOption { unit_amount, unit_amount_decimal, tiers } = option.ok_or_else(no_amount)?;
        let (decimal, tiers) = (unit_amount_decimal.as_ref(), tiers.as_deref());
        Ok(Self { unit: *unit_amount, decimal, tiers })
    }
}

fn tier(tier: &WireTier, currency: Currency) -> Result<Tier> {
    Ok(Tier {
        up_to: tier.up_to,
        unit_amount: minor(tier.unit_amount, tier.unit_amount_decimal.as_ref(), currency)?,
        flat_amount: minor(tier.flat_amount, tier.flat_amount_decimal.as_ref(), currency)?,
    })
}

fn transform(transform: &WireTransform) -> Result<TransformQuantity> {
    let round = match transform.round.as_str() {
        "up" => PackageRounding::Up,
        "down" => PackageRounding::Down,
        other => return Err(StripeError::unknown("round", other).into()),
    };
    Ok(TransformQuantity { divide_by: transform.divide_by, round })
}

/// Minor units of an amount that Stripe gives as an integer, or as a decimal where it is not whole.
fn minor(
    whole: Option<i64>,
    decimal: Option<&DecimalText>,
    currency: Currency,
) -> Result<Option<UnitAmount>> {
    if let Some(whole) = whole {
        let money = Money::from_stripe(whole, currency)?;
        return UnitAmount::new(money.minor().into()).map(Some);
    }
    let Some(DecimalText(text)) = decimal else { return Ok(None) };
    text.parse::<UnitAmount>()?.to_iso_units(currency).map(Some)
}

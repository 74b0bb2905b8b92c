//! The annual form of a monthly price.

use rust_decimal::Decimal;

use super::{CatalogError, CurrencyOption, Price, Pricing, Recurring, Tier};
use crate::{
    Interval, IntervalUnit, Result,
    money::{Percent, UnitAmount, rounding::Fraction},
};

/// The annual price of a monthly one: so many months at once, less `percent_off`, with the same tiers and in
/// the same currencies.
///
/// Unit amounts stay exact, so 19.99 a month less 20 % is 191.904 a year; an invoice rounds it once.
///
/// ```
/// use prorata::{Currency, Interval, catalog::{Price, annual_price}};
///
/// let monthly = Price::licensed("monthly", "prod_1", Currency::USD, "4900".parse()?, Interval::MONTH);
/// let annual = annual_price(&monthly, "annual", "20".parse()?)?;
/// assert_eq!(annual.amount(1, None)?.minor(), 47_040); // 12 × 49.00 less a fifth
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// `catalog.not_monthly` for a price that is not billed for a quantity every month, or every number of
/// months that divides a year, and for a percentage outside 0 to 100; `money.too_precise` where 12 decimals
/// of a minor unit do not hold the exact amount.
pub fn annual_price(monthly: &Price, id: &str, percent_off: Percent) -> Result<Price> {
    let refused = |reason: String| CatalogError::NotMonthly { price: monthly.id.clone(), reason };
    if percent_off.value() < Decimal::ZERO || percent_off.value() > Decimal::ONE_HUNDRED {
        return Err(refused(format!("`{percent_off}` % off: expected 0 to 100")).into());
    }
    let Some(interval) = monthly.licensed_interval() else {
        return Err(refused("it is not billed for a quantity in advance".to_owned()).into());
    };
    let times = match interval.unit {
        IntervalUnit::Month => 12_u32.checked_rem(interval.count).filter(|rest| *rest == 0),
        IntervalUnit::Day | IntervalUnit::Week | IntervalUnit::Year => None,
    };
    if times.is_none() {
        return Err(refused(format!("it is billed every `{interval}`, not every month")).into());
    }
    let kept = Fraction::whole(1).minus(percent_off.fraction()?.times(Fraction::new(1, 100)?)?)?;
    let factor = Fraction::new(12, interval.count.into())?.times(kept)?;
    let options = monthly.currency_options.iter().map(|option| {
        let pricing = scaled(&option.pricing, factor)?;
        Ok(CurrencyOption { pricing, ..option.clone() })
    });
    Ok(Price {
        id: id.to_owned(),
        pricing: scaled(&monthly.pricing, factor)?,
        recurring: Some(Recurring { interval: Interval::YEAR, meter: None }),
        currency_options: options.collect::<Result<_>>()?,
        ..monthly.clone()
    })
}

fn scaled(pricing: &Pricing, factor: Fraction) -> Result<Pricing> {
    let amount = |amount: UnitAmount| UnitAmount::from_fraction(amount.fraction()?.times(factor)?);
    let tier = |tier: &Tier| {
        let unit_amount = tier.unit_amount.map(amount).transpose()?;
        let flat_amount = tier.flat_amount.map(amount).transpose()?;
        Ok(Tier { up_to: tier.up_to, unit_amount, flat_amount })
    };
    let all = |tiers: &[Tier]| tiers.iter().map(tier).collect::<Result<_>>();
    Ok(match pricing {
        Pricing::PerUnit { unit_amount } => Pricing::PerUnit { unit_amount: amount(*unit_amount)? },
        Pricing::Graduated { tiers } => Pricing::Graduated { tiers: all(tiers)? },
        Pricing::Volume { tiers } => Pricing::Volume { tiers: all(tiers)? },
    })
}

//! What the default business sells, and where.

use super::{BusinessMarket, BusinessOffer};
use crate::{
    Currency, Interval, Result,
    catalog::{CurrencyOption, Price, Pricing, Recurring, TaxRate, Tier},
    money::UnitAmount,
};

fn per_unit(minor: i64) -> Result<Pricing> {
    Ok(Pricing::PerUnit { unit_amount: UnitAmount::new(minor.into())? })
}

/// The price per seat and month, in minor units: in dollars, euros, pounds.
pub(super) fn standard_offers() -> Result<Vec<BusinessOffer>> {
    let offers = [
        ("starter", 50, [1_900, 1_800, 1_600]),
        ("team", 38, [4_900, 4_500, 3_900]),
        ("business", 12, [19_900, 18_900, 15_900]),
    ];
    let offers = offers.into_iter().map(|(name, share, [usd, eur, gbp])| {
        let (id, product) = (format!("price_{name}"), format!("prod_{name}"));
        let unit = UnitAmount::new(usd.into())?;
        let mut price = Price::licensed(&id, &product, Currency::USD, unit, Interval::MONTH);
        for (currency, amount) in [(Currency::EUR, eur), (Currency::GBP, gbp)] {
            let pricing = per_unit(amount)?;
            price.currency_options.push(CurrencyOption { currency, pricing, tax_behavior: None });
        }
        Ok(BusinessOffer { price, share })
    });
    offers.collect()
}

/// A thousand calls a month for nothing, and 0.4 cents for each one after.
pub(super) fn standard_usage() -> Result<Price> {
    let free = Tier { up_to: Some(1_000), unit_amount: Some("0".parse()?), flat_amount: None };
    let paid = Tier { up_to: None, unit_amount: Some("0.4".parse()?), flat_amount: None };
    let pricing = Pricing::Graduated { tiers: vec![free, paid] };
    let option = |currency| CurrencyOption { currency, pricing: pricing.clone(), tax_behavior: None };
    Ok(Price {
        id: "price_calls".to_owned(),
        product: "prod_calls".to_owned(),
        currency: Currency::USD,
        currency_options: vec![option(Currency::EUR), option(Currency::GBP)],
        pricing,
        recurring: Some(Recurring { interval: Interval::MONTH, meter: Some("calls".to_owned()) }),
        transform_quantity: None,
        tax_behavior: None,
    })
}

pub(super) fn standard_markets() -> Result<Vec<BusinessMarket>> {
    let tax = |id: &str, percentage: &str, inclusive: bool, country: &str| {
        Ok::<_, crate::Error>(TaxRate {
            id: id.to_owned(),
            display_name: "VAT".to_owned(),
            percentage: percentage.parse()?,
            inclusive,
            jurisdiction: Some(country.to_owned()),
        })
    };
    Ok(vec![
        BusinessMarket { currency: Currency::USD, share: 60, tax_rates: Vec::new() },
        BusinessMarket {
            currency: Currency::EUR,
            share: 25,
            tax_rates: vec![tax("txr_de_vat", "19", false, "DE")?],
        },
        BusinessMarket {
            currency: Currency::GBP,
            share: 15,
            tax_rates: vec![tax("txr_gb_vat", "20", true, "GB")?],
        },
    ])
}

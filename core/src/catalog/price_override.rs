//! Prices agreed with one customer.

use serde::{Deserialize, Serialize};

use super::{CatalogError, CurrencyOption, Price, Pricing};
use crate::{Currency, Result, Timestamp};

/// What one customer pays in place of a price's own amounts, for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceOverride {
    /// The customer.
    pub customer: String,
    /// The id of the price.
    pub price: String,
    /// How the amount follows from the quantity.
    pub pricing: Pricing,
    /// The currency of `pricing`; none for the price's own.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// The first instant at which it holds; none for ever since.
    #[serde(default)]
    pub start: Option<Timestamp>,
    /// The first instant at which it no longer holds; none for one that stays.
    #[serde(default)]
    pub end: Option<Timestamp>,
}

impl PriceOverride {
    /// Whether the override holds at an instant.
    pub fn holds_at(&self, at: Timestamp) -> bool {
        self.start.is_none_or(|start| start <= at) && self.end.is_none_or(|end| at < end)
    }

    fn invalid(&self, reason: impl Into<String>) -> crate::Error {
        let (price, customer) = (self.price.clone(), self.customer.clone());
        CatalogError::InvalidOverride { price, customer, reason: reason.into() }.into()
    }
}

/// The price as `customer` pays it at `at`: with the amounts of the override that holds, if there is one. It
/// keeps its id, interval and product.
///
/// # Errors
/// `catalog.invalid_override` where two hold at once, one ends before it starts, or its amounts make no
/// sense; `catalog.no_currency_option` for one in a currency that the price does not name.
pub fn effective_price(
    price: &Price,
    overrides: &[PriceOverride],
    customer: &str,
    at: Timestamp,
) -> Result<Price> {
    let mut effective = price.clone();
    let mut replaced = Vec::new();
    for agreed in overrides.iter().filter(|agreed| agreed.price == price.id && agreed.customer == customer) {
        if agreed.start.zip(agreed.end).is_some_and(|(start, end)| end < start) {
            return Err(agreed.invalid("it ends before it starts"));
        }
        if !agreed.holds_at(at) {
            continue;
        }
        let currency = agreed.currency.unwrap_or(price.currency);
        if replaced.contains(&currency) {
            return Err(agreed.invalid(format!("another one in `{currency}` holds at `{at}`, too")));
        }
        agreed.pricing.check().map_err(|error| agreed.invalid(error.to_string()))?;
        if effective.transform_quantity.is_some() && agreed.pricing.is_tiered() {
            return Err(agreed.invalid("tiers do not go with the packages of the price"));
        }
        replaced.push(currency);
        replace(&mut effective, agreed, currency)?;
    }
    Ok(effective)
}

fn replace(price: &mut Price, agreed: &PriceOverride, currency: Currency) -> Result<()> {
    price.pricing_in(currency)?;
    if currency == price.currency {
        price.pricing = agreed.pricing.clone();
    }
    let named = |option: &&mut CurrencyOption| option.currency == currency;
    if let Some(option) = price.currency_options.iter_mut().find(named) {
        option.pricing = agreed.pricing.clone();
    }
    Ok(())
}

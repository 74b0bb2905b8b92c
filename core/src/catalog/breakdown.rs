//! What the amount of a price is made of.

use serde::{Deserialize, Serialize};

use super::{CatalogError, Price, pricing::Band};
use crate::{Currency, Money, Result, money::UnitAmount};

/// What a quantity costs, and why: the bands whose exact amounts add up to the total before it is rounded.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceBreakdown {
    /// How many units.
    pub quantity: i64,
    /// How many packages they are, for a price in packages.
    pub packages: Option<i64>,
    /// One for a price per unit; one per tier that bills something for a tiered one.
    pub bands: Vec<PriceBand>,
    /// What it costs, rounded once.
    pub total: Money,
}

/// Units, or packages, that are billed at one price.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceBand {
    /// Which tier, from 1; none for a price per unit.
    pub tier: Option<u32>,
    /// How many units, or packages, it bills.
    pub units: i64,
    /// What one costs.
    pub unit_amount: Option<UnitAmount>,
    /// What entering the tier costs.
    pub flat_amount: Option<UnitAmount>,
    /// What the band comes to before it is rounded, in minor units.
    pub exact_amount: UnitAmount,
}

impl Price {
    /// What a quantity costs, and why; in `currency`, or in the price's own.
    ///
    /// ```
    /// use prorata::{Currency, Interval, catalog::{Pricing, Price, Tier}};
    ///
    /// let mut seats = Price::licensed("price_1", "prod_1", Currency::USD, "0".parse()?, Interval::MONTH);
    /// let tier = |up_to, unit: &str| -> prorata::Result<Tier> {
    ///     Ok(Tier { up_to, unit_amount: Some(unit.parse()?), flat_amount: None })
    /// };
    /// seats.pricing = Pricing::Graduated { tiers: vec![tier(Some(5), "700")?, tier(None, "650")?] };
    /// let breakdown = seats.breakdown(6, None)?;
    /// assert_eq!(breakdown.total.minor(), 4_150); // 5 × 7.00 + 1 × 6.50
    /// assert_eq!(breakdown.bands[1].exact_amount.to_string(), "650");
    /// # Ok::<(), prorata::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`amount`](Self::amount).
    pub fn breakdown(&self, quantity: i64, currency: Option<Currency>) -> Result<PriceBreakdown> {
        let currency = currency.unwrap_or(self.currency);
        let total = self.amount(quantity, Some(currency))?; // refuses what makes no sense
        let pricing = self.pricing_in(currency)?;
        let packages = self.transform_quantity.map(|transform| transform.packages(quantity)).transpose()?;
        let bands = pricing.bands(packages.unwrap_or(quantity))?;
        let bands = bands.into_iter().map(PriceBand::of).collect::<Result<_>>()?;
        Ok(PriceBreakdown { quantity, packages, bands, total })
    }
}

impl PriceBand {
    fn of(band: Band) -> Result<Self> {
        let Band { tier, units, unit_amount, flat_amount } = band;
        let exact_amount = UnitAmount::from_fraction(band.exact()?)?;
        Ok(Self { tier, units, unit_amount, flat_amount, exact_amount })
    }
}

/// Whether a price makes sense: an id and a product; an interval that Stripe takes; in every currency, once
/// each, tiers that ascend to one without an end, each with an amount, and no amount below 0; packages of at
/// least one unit, and not with tiers.
///
/// # Errors
/// `catalog.invalid_price`; `calendar.invalid_interval`; `calendar.interval_too_long` above three years.
///
/// Source: [Stripe, create a price](https://docs.stripe.com/api/prices/create).
pub fn check_price(price: &Price) -> Result<()> {
    let refused = |reason: &str| Err(CatalogError::InvalidPrice { reason: reason.to_owned() }.into());
    let check = || {
        if price.id.is_empty() || price.product.is_empty() {
            return refused("its id or its product is empty");
        }
        if let Some(recurring) = &price.recurring {
            recurring.interval.check_stripe_ceiling()?;
            if recurring.meter.as_ref().is_some_and(String::is_empty) {
                return refused("its meter is an empty text: expected an id, or none");
            }
        }
        let mut seen = vec![price.currency];
        for option in &price.currency_options {
            if seen.contains(&option.currency) {
                return refused(&format!("it names `{}` twice", option.currency));
            }
            seen.push(option.currency);
        }
        let packages = price.transform_quantity.map(|transform| transform.packages(0)).transpose()?;
        for currency in seen {
            let pricing = price.pricing_in(currency)?;
            pricing.check()?;
            if packages.is_some() && pricing.is_tiered() {
                return refused("it has tiers and `transform_quantity`: expected one of them");
            }
        }
        Ok(())
    };
    check().map_err(|error: crate::Error| error.at(format_args!("price `{}`", price.id)))
}

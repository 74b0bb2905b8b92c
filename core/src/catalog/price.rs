//! A price: what a quantity of a product costs, once or every interval.

use serde::{Deserialize, Serialize};

use super::{AnnualAmount, CatalogError, Normalization, Pricing, TransformQuantity, annual};
use crate::{
    Currency, Money, Result, Rounding,
    calendar::Interval,
    money::{MoneyError, UnitAmount, rounding::Fraction},
};

/// What a quantity of a product costs, once or every interval; Stripe's `Price`.
///
/// Source: [Stripe, the Price object](https://docs.stripe.com/api/prices/object).
///
/// ```
/// use prorata::{Currency, Interval, catalog::{Normalization, Price}};
///
/// let pro = Price::licensed("price_pro", "prod_app", Currency::USD, "4900".parse()?, Interval::MONTH);
/// assert_eq!(pro.amount(3, None)?.minor(), 14_700); // three seats, 147.00
/// assert_eq!(pro.arr(3, Normalization::default())?.minor(), 176_400);
/// # Ok::<(), prorata::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// Identifies the price.
    pub id: String,
    /// The product that is sold at this price.
    pub product: String,
    /// The currency of `pricing`.
    pub currency: Currency,
    /// How the amount follows from the quantity.
    pub pricing: Pricing,
    /// How often it is billed; none for what is sold once.
    #[serde(default)]
    pub recurring: Option<Recurring>,
    /// Packages: what the quantity becomes before it is multiplied. Not with tiers.
    #[serde(default)]
    pub transform_quantity: Option<TransformQuantity>,
    /// Whether the amounts contain tax; none where each tax rate says it.
    #[serde(default)]
    pub tax_behavior: Option<TaxBehavior>,
    /// The price in other currencies.
    #[serde(default)]
    pub currency_options: Vec<CurrencyOption>,
}

/// How often a price is billed, and whether for a quantity or for usage; Stripe's `Price.recurring`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recurring {
    /// How often.
    pub interval: Interval,
    /// The meter whose usage is billed at the end of each period; none for a licensed price, whose quantity
    /// is billed at the start of each period.
    #[serde(default)]
    pub meter: Option<String>,
}

/// Whether the amounts of a price contain the tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxBehavior {
    /// The amounts contain the tax.
    Inclusive,
    /// The tax comes on top.
    Exclusive,
}

/// A price in another currency; Stripe's `currency_options`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CurrencyOption {
    /// The currency of `pricing`.
    pub currency: Currency,
    /// How the amount follows from the quantity in this currency.
    pub pricing: Pricing,
    /// Whether these amounts contain tax; none where each tax rate says it.
    #[serde(default)]
    pub tax_behavior: Option<TaxBehavior>,
}

impl Price {
    /// A price per unit that is billed in advance every interval, the most usual one. `unit_amount` is in
    /// minor units.
    #[doc(hidden)] // the other languages write the record
    pub fn licensed(
        id: &str,
        product: &str,
        currency: Currency,
        unit_amount: UnitAmount,
        interval: Interval,
    ) -> Self {
        Self {
            id: id.to_owned(),
            product: product.to_owned(),
            currency,
            pricing: Pricing::PerUnit { unit_amount },
            recurring: Some(Recurring { interval, meter: None }),
            transform_quantity: None,
            tax_behavior: None,
            currency_options: Vec::new(),
        }
    }

    /// What `quantity` units cost for one whole interval, to the nearest minor unit, an exact half away from
    /// zero; in `currency`, or in the price's own.
    ///
    /// # Errors
    /// `catalog.no_currency_option` in a currency that the price does not name; `money.negative_quantity`;
    /// `money.overflow`; `catalog.invalid_price` for tiers or packages that make no sense.
    ///
    /// Source: [Stripe, `unit_amount_decimal`](https://docs.stripe.com/api/prices/object): the line is
    /// rounded, not the unit.
    pub fn amount(&self, quantity: i64, currency: Option<Currency>) -> Result<Money> {
        let currency = currency.unwrap_or(self.currency);
        let minor = self.exact_amount(quantity, currency)?.to_minor(Rounding::HalfAwayFromZero)?;
        Ok(Money::new(minor, currency))
    }

    /// What `quantity` units come to in a month, to the nearest minor unit. Nothing for what is sold once and
    /// for usage, which does not recur at a known amount.
    ///
    /// # Errors
    /// As [`amount`](Self::amount), and `catalog.invalid_interval`.
    pub fn mrr(&self, quantity: i64, normalization: Normalization) -> Result<Money> {
        annual::monthly(self.annual(quantity, normalization)?.0.into(), self.currency)
    }

    /// What `quantity` units come to in a year, to the nearest minor unit: not 12 times the month's.
    ///
    /// # Errors
    /// As [`mrr`](Self::mrr).
    pub fn arr(&self, quantity: i64, normalization: Normalization) -> Result<Money> {
        annual::yearly(self.annual(quantity, normalization)?.0.into(), self.currency)
    }

    /// How often the price is billed, when it is billed for a quantity in advance.
    pub(crate) fn licensed_interval(&self) -> Option<Interval> {
        self.recurring
            .as_ref()
            .filter(|recurring| recurring.meter.is_none())
            .map(|recurring| recurring.interval)
    }

    pub(crate) fn annual(&self, quantity: i64, normalization: Normalization) -> Result<AnnualAmount> {
        let exact = self.exact_amount(quantity, self.currency)?;
        let Some(interval) = self.licensed_interval() else { return Ok(AnnualAmount::default()) };
        AnnualAmount::from_yearly(exact.times(normalization.times_per_year(interval)?)?)
    }

    /// The amount of a whole interval before it is rounded, in minor units of `currency`.
    pub(crate) fn exact_amount(&self, quantity: i64, currency: Currency) -> Result<Fraction> {
        if quantity < 0 {
            return Err(MoneyError::NegativeQuantity { quantity }.into());
        }
        let pricing = self.pricing_in(currency)?;
        match &self.transform_quantity {
            None => pricing.exact(quantity),
            Some(_) if pricing.is_tiered() => Err(self.refused("tiers and `transform_quantity` together")),
            Some(transform) => pricing.exact(transform.packages(quantity)?),
        }
        .map_err(|error| error.at(format_args!("price `{}`", self.id)))
    }

    /// How amounts follow from quantities in a currency.
    pub(crate) fn pricing_in(&self, currency: Currency) -> Result<&Pricing> {
        if currency == self.currency {
            return Ok(&self.pricing);
        }
        let option = self.currency_options.iter().find(|option| option.currency == currency);
        option
            .map(|option| &option.pricing)
            .ok_or_else(|| CatalogError::NoCurrencyOption { price: self.id.clone(), currency }.into())
    }

    /// What one unit costs, for a price that is the same for every unit.
    pub(crate) fn unit_amount_in(&self, currency: Currency) -> Option<UnitAmount> {
        match self.pricing_in(currency) {
            Ok(Pricing::PerUnit { unit_amount }) => Some(*unit_amount),
            Ok(Pricing::Graduated { .. } | Pricing::Volume { .. }) | Err(_) => None,
        }
    }

    /// The amounts of the lines on which an invoice bills `quantity` units for a whole interval: one, or for
    /// tiers one for each unit price and one for each flat amount of the tiers entered, also of 0, each
    /// rounded.
    ///
    /// Source: a recorded invoice of a graduated price (`docs/conformance.md`).
    pub(crate) fn line_amounts(&self, quantity: i64, currency: Currency) -> Result<Vec<LineAmount>> {
        let pricing = self.pricing_in(currency)?;
        if !pricing.is_tiered() {
            let amount = self.amount(quantity, Some(currency))?;
            let unit_amount = self.unit_amount_in(currency);
            return Ok(vec![LineAmount { tier: None, flat: false, quantity, unit_amount, amount }]);
        }
        self.exact_amount(quantity, currency)?; // refuses what makes no sense
        let mut lines = Vec::new();
        for band in pricing.bands(quantity)? {
            let units = [(band.unit_amount, false, band.units), (band.flat_amount, true, 1)];
            for (unit_amount, flat, quantity) in units {
                let Some(unit) = unit_amount else { continue };
                let amount = unit.total(quantity, currency, Rounding::HalfAwayFromZero)?;
                let quantity = if flat { 0 } else { quantity };
                lines.push(LineAmount { tier: band.tier, flat, quantity, unit_amount, amount });
            }
        }
        Ok(lines)
    }

    fn refused(&self, reason: &str) -> crate::Error {
        CatalogError::InvalidPrice { reason: reason.to_owned() }.into()
    }
}

/// One line of a quantity at a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LineAmount {
    pub(crate) tier: Option<u32>,
    /// The flat amount of the tier, not its units.
    pub(crate) flat: bool,
    pub(crate) quantity: i64,
    pub(crate) unit_amount: Option<UnitAmount>,
    pub(crate) amount: Money,
}

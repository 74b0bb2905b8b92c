//! The catalog as a whole: everything that is sold, by id.

use serde::{Deserialize, Serialize};

use super::{
    CatalogError, Coupon, Plan, Price, PromotionCode, TaxRate, check_coupon, check_plan, check_price,
    check_promotion_code, check_tax_rate,
};
use crate::Result;

/// Everything that is sold, and what is taken off or comes on top.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Catalog {
    /// What is sold.
    pub products: Vec<Product>,
    /// The prices that are not part of a plan: add-ons, one-off items.
    pub prices: Vec<Price>,
    /// What customers choose between, with its prices.
    pub plans: Vec<Plan>,
    /// What discounts take off.
    pub coupons: Vec<Coupon>,
    /// The codes that redeem coupons.
    pub promotion_codes: Vec<PromotionCode>,
    /// The taxes.
    pub tax_rates: Vec<TaxRate>,
}

/// What is sold; Stripe's `Product`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// Identifies the product.
    pub id: String,
    /// What a customer reads on the invoice.
    pub name: String,
}

/// The kinds of things in a catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    Product,
    Price,
    Plan,
    Coupon,
    PromotionCode,
    TaxRate,
}

impl Entry {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Price => "price",
            Self::Plan => "plan",
            Self::Coupon => "coupon",
            Self::PromotionCode => "promotion code",
            Self::TaxRate => "tax rate",
        }
    }

    /// The code of the refusal of an id that is not there.
    pub(super) fn unknown(self) -> &'static str {
        match self {
            Self::Product => "catalog.unknown_product",
            Self::Price => "catalog.unknown_price",
            Self::Plan => "catalog.unknown_plan",
            Self::Coupon => "catalog.unknown_coupon",
            Self::PromotionCode => "catalog.unknown_promotion_code",
            Self::TaxRate => "catalog.unknown_tax_rate",
        }
    }
}

impl Catalog {
    /// The product with an id.
    ///
    /// # Errors
    /// `catalog.unknown_product`.
    pub fn find_product(&self, id: &str) -> Result<Product> {
        found(Entry::Product, id, self.products.iter().find(|product| product.id == id))
    }

    /// The price with an id, of a plan or by itself.
    ///
    /// # Errors
    /// `catalog.unknown_price`.
    pub fn find_price(&self, id: &str) -> Result<Price> {
        found(Entry::Price, id, self.every_price().find(|price| price.id == id))
    }

    /// The plan with an id.
    ///
    /// # Errors
    /// `catalog.unknown_plan`.
    pub fn find_plan(&self, id: &str) -> Result<Plan> {
        found(Entry::Plan, id, self.plans.iter().find(|plan| plan.id == id))
    }

    /// The coupon with an id.
    ///
    /// # Errors
    /// `catalog.unknown_coupon`.
    pub fn find_coupon(&self, id: &str) -> Result<Coupon> {
        found(Entry::Coupon, id, self.coupons.iter().find(|coupon| coupon.id == id))
    }

    /// The promotion code that a customer entered: upper and lower case are the same. The active one, or else
    /// one that no longer is, so that redeeming it can say so.
    ///
    /// # Errors
    /// `catalog.unknown_promotion_code`.
    pub fn find_promotion_code(&self, entered: &str) -> Result<PromotionCode> {
        let mut codes: Vec<_> = self.promotion_codes.iter().filter(|code| code.is_entered(entered)).collect();
        codes.sort_by_key(|code| !code.active); // stable: the active one, then in order
        found(Entry::PromotionCode, entered, codes.first().copied())
    }

    /// The tax rate with an id.
    ///
    /// # Errors
    /// `catalog.unknown_tax_rate`.
    pub fn find_tax_rate(&self, id: &str) -> Result<TaxRate> {
        found(Entry::TaxRate, id, self.tax_rates.iter().find(|rate| rate.id == id))
    }

    fn every_price(&self) -> impl Iterator<Item = &Price> {
        self.prices.iter().chain(self.plans.iter().flat_map(|plan| &plan.prices))
    }
}

fn found<T: Clone>(entry: Entry, id: &str, value: Option<&T>) -> Result<T> {
    value.cloned().ok_or_else(|| CatalogError::Unknown { entry, id: id.to_owned() }.into())
}

/// Whether a catalog holds together: every id is there once (codes among the active ones, in any case), what
/// is referred to exists, and every entry makes sense.
///
/// # Errors
/// `catalog.empty_id`, `catalog.duplicate_id`, `catalog.unknown_product`, `catalog.unknown_price` for an
/// add-on, `catalog.unknown_coupon`, and those of the checks of each entry.
pub fn check_catalog(catalog: &Catalog) -> Result<()> {
    let Catalog { products, prices, plans, coupons, promotion_codes, tax_rates } = catalog;
    unique(Entry::Product, products.iter().map(|product| product.id.clone()))?;
    unique(Entry::Price, catalog.every_price().map(|price| price.id.clone()))?;
    unique(Entry::Plan, plans.iter().map(|plan| plan.id.clone()))?;
    unique(Entry::Coupon, coupons.iter().map(|coupon| coupon.id.clone()))?;
    let active = promotion_codes.iter().filter(|code| code.active);
    unique(Entry::PromotionCode, active.map(|code| code.code.to_lowercase()))?;
    unique(Entry::TaxRate, tax_rates.iter().map(|rate| rate.id.clone()))?;

    prices.iter().try_for_each(check_price)?;
    plans.iter().try_for_each(check_plan)?;
    coupons.iter().try_for_each(check_coupon)?;
    tax_rates.iter().try_for_each(check_tax_rate)?;
    for price in catalog.every_price() {
        catalog.find_product(&price.product)?;
    }
    for add_on in plans.iter().flat_map(|plan| &plan.add_ons) {
        catalog.find_price(add_on)?;
    }
    for product in coupons.iter().flat_map(|coupon| &coupon.applies_to) {
        catalog.find_product(product)?;
    }
    for code in promotion_codes {
        check_promotion_code(code, &catalog.find_coupon(&code.coupon)?)?;
    }
    Ok(())
}

fn unique(entry: Entry, ids: impl Iterator<Item = String>) -> Result<()> {
    let mut ids: Vec<String> = ids.collect();
    ids.sort();
    if ids.first().is_some_and(String::is_empty) {
        return Err(CatalogError::EmptyId { entry }.into());
    }
    match ids.windows(2).find(|pair| pair.first() == pair.last()).and_then(<[String]>::first) {
        Some(id) => Err(CatalogError::DuplicateId { entry, id: id.clone() }.into()),
        None => Ok(()),
    }
}

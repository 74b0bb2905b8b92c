//! Tax rates, and who is exempt from them.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::CatalogError;
use crate::{Result, money::Percent};

/// A tax that applies to a line; Stripe's `TaxRate`.
///
/// Source: [Stripe, tax rates](https://docs.stripe.com/billing/taxes/tax-rates).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxRate {
    /// Identifies the rate.
    pub id: String,
    /// What a customer reads on the invoice: `VAT`, `Sales tax`.
    pub display_name: String,
    /// The rate, 0 to 100 with up to 4 decimals.
    pub percentage: Percent,
    /// Whether the amount of the line contains the tax; otherwise it comes on top.
    pub inclusive: bool,
    /// Where it is levied: `DE`, `US-CA`.
    #[serde(default)]
    pub jurisdiction: Option<String>,
}

/// Whether a customer pays tax; Stripe's `Customer.tax_exempt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxExempt {
    /// The customer pays tax.
    #[default]
    None,
    /// The customer pays no tax.
    Exempt,
    /// The customer accounts for the tax: the invoice says "reverse charge".
    Reverse,
}

/// Whether a tax rate makes sense: 0 to 100 %, with at most 4 decimals.
///
/// # Errors
/// `catalog.invalid_tax_rate`.
///
/// Source: [Stripe, tax rates](https://docs.stripe.com/billing/taxes/tax-rates).
pub fn check_tax_rate(tax_rate: &TaxRate) -> Result<()> {
    let refused =
        |reason: String| Err(CatalogError::InvalidTaxRate { rate: tax_rate.id.clone(), reason }.into());
    let value = tax_rate.percentage.value();
    if tax_rate.id.is_empty() {
        return refused("its id is empty".to_owned());
    }
    if value < Decimal::ZERO || value > Decimal::ONE_HUNDRED {
        return refused(format!("`{value}` %: expected 0 to 100"));
    }
    if value.normalize().scale() > 4 {
        return refused(format!("`{value}` %: expected at most 4 decimals"));
    }
    Ok(())
}

//! The tax on the lines of an invoice.
//!
//! Source: [Stripe, tax rates](https://docs.stripe.com/billing/taxes/tax-rates) and recorded invoices;
//! docs/money.md lists the roundings.

use serde::{Deserialize, Serialize};

use super::{CatalogError, TaxExempt, TaxRate, check_tax_rate, tax_rounding::Spread};
use crate::{
    Currency, Money, Result,
    money::{MoneyError, rounding::Fraction},
};

/// How many tax rates Stripe takes on one line.
const MOST_RATES: usize = 5;

/// A line before tax.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxableLine {
    /// What it costs after discounts, with inclusive tax and without exclusive tax; below 0 for a credit.
    pub amount: Money,
    /// The tax rates that apply; none for a line without tax.
    pub rates: Vec<TaxRate>,
}

/// Where tax is rounded: a setting of the account in Stripe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxRounding {
    /// Each tax on each line; the invoice adds up what the lines say.
    Line,
    /// Each rate once per invoice; the lines share it so that they add up to it.
    Invoice,
}

/// How tax is assessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TaxOptions {
    /// Where tax is rounded; none for each line with manual rates, as observed, and for the invoice with
    /// automatic ones, as Stripe Tax does.
    pub rounding: Option<TaxRounding>,
    /// Whether the rates come from Stripe Tax; none for manual rates. They differ where a customer who pays
    /// no tax buys at an inclusive price: manual rates take the tax out of the price, Stripe Tax keeps it.
    pub automatic: Option<bool>,
}

/// The tax on an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxAssessment {
    /// The lines, in order.
    pub lines: Vec<TaxedLine>,
    /// The tax per rate, in the order in which the lines name them.
    pub taxes: Vec<TaxAmount>,
    /// The tax that the amounts contain.
    pub inclusive: Money,
    /// The tax that comes on top.
    pub exclusive: Money,
    /// What the customer pays: the lines' amounts and the tax on top.
    pub total: Money,
}

/// A line with its tax.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxedLine {
    /// What the line costs, with inclusive tax: as given, unless tax was taken out of it.
    pub amount: Money,
    /// The tax that was taken out of the price of a customer who pays none.
    pub backed_out: Money,
    /// The amount without the tax that it contains.
    pub excluding_tax: Money,
    /// The amount and the tax on top.
    pub including_tax: Money,
    /// The tax of each rate, in order; 0 for a customer who pays none.
    pub taxes: Vec<TaxAmount>,
}

/// What one rate comes to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxAmount {
    /// The id of the rate.
    pub rate: String,
    /// Whether the amounts contain it.
    pub inclusive: bool,
    /// What it was levied on: the amount without any inclusive tax.
    pub taxable_amount: Money,
    /// The tax.
    pub amount: Money,
}

/// Assesses the tax on lines in `currency`.
///
/// The tax inside an inclusive amount is `amount × r ÷ (1 + r)`; several inclusive rates share the
/// divisor `1 + Σr`. Exclusive rates apply to what is left without the inclusive tax. An exact half goes away
/// from zero, and a credit is the mirror image of a charge.
///
/// A customer who is exempt or accounts for the tax pays none. With manual rates an inclusive price falls by
/// the tax it contained; with Stripe Tax it stays.
///
/// ```
/// use prorata::{Currency, Money, catalog::*};
///
/// let vat = TaxRate {
///     id: "txr_1".into(),
///     display_name: "VAT".into(),
///     percentage: "21".parse()?,
///     inclusive: false,
///     jurisdiction: Some("NL".into()),
/// };
/// let line = |minor| TaxableLine { amount: Money::new(minor, Currency::EUR), rates: vec![vat.clone()] };
/// let lines = [line(295), line(750)]; // 61.95 and 157.50
/// let by_line = assess_tax(Currency::EUR, &lines, TaxExempt::None, TaxOptions::default())?;
/// assert_eq!(by_line.exclusive.minor(), 220); // 62 + 158
/// let options = TaxOptions { rounding: Some(TaxRounding::Invoice), automatic: None };
/// let by_invoice = assess_tax(Currency::EUR, &lines, TaxExempt::None, options)?;
/// assert_eq!(by_invoice.exclusive.minor(), 219);
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// `money.currency_mismatch` for a line in another currency, `catalog.too_many_tax_rates` above 5,
/// `catalog.duplicate_tax_rate`, `catalog.invalid_tax_rate`, `money.overflow`.
pub fn assess_tax(
    currency: Currency,
    lines: &[TaxableLine],
    exempt: TaxExempt,
    options: TaxOptions,
) -> Result<TaxAssessment> {
    for line in lines {
        check_line(currency, line)?;
    }
    let automatic = options.automatic.unwrap_or_default();
    let rounding =
        options.rounding.unwrap_or(if automatic { TaxRounding::Invoice } else { TaxRounding::Line });
    let lines = match (exempt, automatic) {
        (TaxExempt::None, _) => taxed(lines, rounding)?,
        (TaxExempt::Exempt | TaxExempt::Reverse, false) => {
            taxed(lines, rounding)?.into_iter().map(backed_out).collect::<Result<_>>()?
        }
        (TaxExempt::Exempt | TaxExempt::Reverse, true) => lines.iter().map(untaxed).collect(),
    };
    summary(currency, lines)
}

fn check_line(currency: Currency, line: &TaxableLine) -> Result<()> {
    if line.amount.currency() != currency {
        return Err(MoneyError::CurrencyMismatch { left: currency, right: line.amount.currency() }.into());
    }
    let count = line.rates.len();
    if count > MOST_RATES {
        return Err(CatalogError::TooManyTaxRates { count, most: MOST_RATES }.into());
    }
    for (place, rate) in line.rates.iter().enumerate() {
        check_tax_rate(rate)?;
        if line.rates.iter().skip(place.saturating_add(1)).any(|other| other.id == rate.id) {
            return Err(CatalogError::DuplicateTaxRate { rate: rate.id.clone() }.into());
        }
    }
    Ok(())
}

/// The lines with the tax of a customer who pays it.
fn taxed(lines: &[TaxableLine], rounding: TaxRounding) -> Result<Vec<TaxedLine>> {
    // Inclusive tax first, on every line: it decides what exclusive rates apply to.
    let mut inclusive = Spread::new(rounding);
    let mut found = Vec::new();
    for line in lines {
        let currency = line.amount.currency();
        let whole = Fraction::whole(line.amount.minor().into());
        let divisor = gross_factor(&line.rates)?;
        let mut inside = Vec::new();
        for rate in line.rates.iter().filter(|rate| rate.inclusive) {
            let tax = whole.times(share(rate)?)?.divided_by(divisor)?;
            inside.push(Money::new(inclusive.round(&rate.id, tax)?, currency));
        }
        let excluding_tax = line.amount.checked_sub(Money::sum(currency, &inside)?)?;
        found.push((line, inside, excluding_tax));
    }
    let mut exclusive = Spread::new(rounding);
    found.into_iter().map(|(line, inside, base)| taxed_line(line, &inside, base, &mut exclusive)).collect()
}

fn taxed_line(line: &TaxableLine, inside: &[Money], base: Money, on_top: &mut Spread) -> Result<TaxedLine> {
    let currency = base.currency();
    let mut inside = inside.iter().copied();
    let (mut taxes, mut including_tax) = (Vec::new(), line.amount);
    for rate in &line.rates {
        let amount = if rate.inclusive {
            inside.next().unwrap_or(Money::zero(currency))
        } else {
            let tax = Fraction::whole(base.minor().into()).times(share(rate)?)?;
            Money::new(on_top.round(&rate.id, tax)?, currency)
        };
        if !rate.inclusive {
            including_tax = including_tax.checked_add(amount)?;
        }
        let (rate, inclusive) = (rate.id.clone(), rate.inclusive);
        taxes.push(TaxAmount { rate, inclusive, taxable_amount: base, amount });
    }
    let backed_out = Money::zero(currency);
    Ok(TaxedLine { amount: line.amount, backed_out, excluding_tax: base, including_tax, taxes })
}

/// The line of a customer who pays no tax, at a price that falls by the tax it contained.
fn backed_out(line: TaxedLine) -> Result<TaxedLine> {
    let backed_out = line.amount.checked_sub(line.excluding_tax)?;
    let zero = Money::zero(line.amount.currency());
    let none = |tax| TaxAmount { taxable_amount: zero, amount: zero, ..tax };
    Ok(TaxedLine {
        amount: line.excluding_tax,
        backed_out,
        excluding_tax: line.excluding_tax,
        including_tax: line.excluding_tax,
        taxes: line.taxes.into_iter().map(none).collect(),
    })
}

/// The line of a customer who pays no tax, at the price as it stands.
fn untaxed(line: &TaxableLine) -> TaxedLine {
    let (amount, zero) = (line.amount, Money::zero(line.amount.currency()));
    let none = |rate: &TaxRate| TaxAmount {
        rate: rate.id.clone(),
        inclusive: rate.inclusive,
        taxable_amount: zero,
        amount: zero,
    };
    let taxes = line.rates.iter().map(none).collect();
    TaxedLine { amount, backed_out: zero, excluding_tax: amount, including_tax: amount, taxes }
}

fn summary(currency: Currency, lines: Vec<TaxedLine>) -> Result<TaxAssessment> {
    let mut taxes: Vec<TaxAmount> = Vec::new();
    for tax in lines.iter().flat_map(|line| &line.taxes) {
        let same = |known: &&mut TaxAmount| known.rate == tax.rate && known.inclusive == tax.inclusive;
        match taxes.iter_mut().find(same) {
            None => taxes.push(tax.clone()),
            Some(known) => {
                known.taxable_amount = known.taxable_amount.checked_add(tax.taxable_amount)?;
                known.amount = known.amount.checked_add(tax.amount)?;
            }
        }
    }
    let sum = |inclusive: bool| {
        let of_kind = taxes.iter().filter(|tax| tax.inclusive == inclusive);
        Money::sum(currency, &of_kind.map(|tax| tax.amount).collect::<Vec<_>>())
    };
    let (inclusive, exclusive) = (sum(true)?, sum(false)?);
    let total = Money::sum(currency, &lines.iter().map(|line| line.including_tax).collect::<Vec<_>>())?;
    Ok(TaxAssessment { lines, taxes, inclusive, exclusive, total })
}

/// The rate as a share of 1.
fn share(rate: &TaxRate) -> Result<Fraction, MoneyError> {
    rate.percentage.fraction()?.times(Fraction::new(1, 100)?)
}

/// What 1 without tax comes to with the inclusive ones.
fn gross_factor(rates: &[TaxRate]) -> Result<Fraction, MoneyError> {
    let inclusive = rates.iter().filter(|rate| rate.inclusive);
    inclusive.map(share).try_fold(Fraction::whole(1), |sum, share| sum.plus(share?))
}

//! What of an invoice's lines a credit note credits: with each amount, its share of discounts and tax.
//!
//! A share is what the rounded share of all credit so far grows by. So however a line is credited, its notes
//! never come to more than the line, and the last one closes it to the cent.

use super::{
    CreditNoteLine, Credited, CreditedLine, Invoice, InvoiceError, InvoiceLine,
    totals::{credit_of, discount_of, sum, tax_of},
};
use crate::{
    Money, Result, Rounding,
    catalog::{TaxAmount, TaxExempt, TaxOptions, TaxRate, TaxableLine, assess_tax},
    money::Remainder,
};

pub(super) fn note_lines(invoice: &Invoice, what: &Credited) -> Result<Vec<CreditNoteLine>> {
    match what {
        Credited::Everything => everything(invoice),
        Credited::Spread { amount } => spread(invoice, *amount),
        Credited::Lines { lines } => some(invoice, lines),
        Credited::Custom { description, amount, tax_rates } => {
            custom(invoice, description, *amount, tax_rates).map(|line| vec![line])
        }
    }
}

/// What was credited of one line before.
struct Before {
    quantity: i64,
    amount: Money,
    discount: Money,
    credit: Money,
    backed_out: Money,
    taxes: Vec<TaxAmount>,
}

impl Before {
    fn of(invoice: &Invoice, line: &InvoiceLine) -> Result<Self> {
        let counting = invoice.credit_notes.iter().filter(|note| note.voided_at.is_none());
        let credited: Vec<&CreditNoteLine> = counting
            .flat_map(|note| &note.lines)
            .filter(|credited| credited.line.as_ref() == Some(&line.item.id))
            .collect();
        let add = |part: fn(&CreditNoteLine) -> Money| {
            sum(invoice.currency, credited.iter().map(|credited| part(credited)))
        };
        let mut taxes = Vec::new();
        for tax in &line.taxes {
            let same = || credited.iter().filter_map(|credited| tax_of(&credited.taxes, &tax.rate));
            taxes.push(TaxAmount {
                taxable_amount: sum(invoice.currency, same().map(|tax| tax.taxable_amount))?,
                amount: sum(invoice.currency, same().map(|tax| tax.amount))?,
                ..tax.clone()
            });
        }
        let quantity = credited.iter().try_fold(0_i64, |sum, credited| sum.checked_add(credited.quantity));
        Ok(Self {
            quantity: quantity.unwrap_or(i64::MAX),
            amount: add(|credited| credited.amount)?,
            discount: add(|credited| credited.discount)?,
            credit: add(|credited| credited.credit)?,
            backed_out: add(|credited| credited.backed_out)?,
            taxes,
        })
    }
}

/// The share of a line of which `credited` of `whole` is then credited.
#[derive(Clone, Copy)]
struct Share {
    credited: i64,
    whole: i64,
}

impl Share {
    /// What `part` of the line grows to, less what was credited of it before.
    fn of(self, part: Money, before: Money) -> Result<Money> {
        let target = if self.credited == self.whole {
            part
        } else {
            part.scale(self.credited, self.whole, Rounding::HalfAwayFromZero)?
        };
        let grown = target.checked_sub(before)?;
        // A note that was voided may have had a cent more than its share.
        let shrinks = self.credited != self.whole && (grown.is_negative() != part.is_negative());
        Ok(if shrinks { Money::zero(part.currency()) } else { grown })
    }
}

fn credit_line(line: &InvoiceLine, before: &Before, amount: Money, quantity: i64) -> Result<CreditNoteLine> {
    let credited = before.amount.checked_add(amount)?;
    let share = Share { credited: credited.minor(), whole: line.item.amount.minor() };
    let (discount, credit) = (discount_of(line)?, credit_of(line)?);
    // All that comes off is one share, so that no cent goes off twice; its parts are shares of that.
    let off = discount.checked_add(credit)?.checked_add(line.backed_out)?;
    let off_before = before.discount.checked_add(before.credit)?.checked_add(before.backed_out)?;
    let off = share.of(off, off_before)?;
    let backed_out = share.of(line.backed_out, before.backed_out)?;
    let credit = share.of(credit, before.credit)?;
    let discount = off.checked_sub(credit)?.checked_sub(backed_out)?;
    let mut total = amount.checked_sub(off)?;
    let mut taxes = Vec::with_capacity(line.taxes.len());
    for (tax, before) in line.taxes.iter().zip(&before.taxes) {
        let credited = TaxAmount {
            taxable_amount: share.of(tax.taxable_amount, before.taxable_amount)?,
            amount: share.of(tax.amount, before.amount)?,
            ..tax.clone()
        };
        if !tax.inclusive {
            total = total.checked_add(credited.amount)?;
        }
        taxes.push(credited);
    }
    let (id, description) = (Some(line.item.id.clone()), None);
    Ok(CreditNoteLine { line: id, description, quantity, amount, discount, credit, backed_out, taxes, total })
}

/// Also the lines that are credits themselves: then nothing of the invoice is left.
fn everything(invoice: &Invoice) -> Result<Vec<CreditNoteLine>> {
    let mut lines = Vec::with_capacity(invoice.lines.len());
    for line in &invoice.lines {
        let before = Before::of(invoice, line)?;
        let left = line.item.amount.checked_sub(before.amount)?;
        let quantity = line.item.quantity.checked_sub(before.quantity).unwrap_or_default();
        if !left.is_zero() {
            lines.push(credit_line(line, &before, left, quantity)?);
        }
    }
    Ok(lines)
}

fn spread(invoice: &Invoice, amount: Money) -> Result<Vec<CreditNoteLine>> {
    above_zero(amount, invoice)?;
    let mut left = Vec::new();
    for line in invoice.lines.iter().filter(|line| line.item.amount.minor() > 0) {
        let before = Before::of(invoice, line)?;
        let weight = line.item.amount.checked_sub(before.amount)?;
        left.push((line, before, weight));
    }
    let weights: Vec<Money> = left.iter().map(|(_, _, weight)| *weight).collect();
    let most = Money::sum(invoice.currency, &weights)?;
    if most.minor() < amount.minor() {
        return Err(InvoiceError::CreditExceeds { wanted: amount, left: most }.into());
    }
    let weights: Vec<i64> = weights.iter().map(|weight| weight.minor()).collect();
    let parts = amount.allocate(&weights, Remainder::LargestRemainder)?;
    let lines = left.into_iter().zip(parts).filter(|(_, part)| !part.is_zero());
    lines.map(|((line, before, _), part)| credit_line(line, &before, part, 0)).collect()
}

fn some(invoice: &Invoice, wanted: &[CreditedLine]) -> Result<Vec<CreditNoteLine>> {
    let mut rest = wanted;
    let mut lines = Vec::with_capacity(wanted.len());
    while let Some((credited, after)) = rest.split_first() {
        let id = &credited.line;
        if after.iter().any(|other| other.line == *id) {
            return Err(InvoiceError::DuplicateLine { line: id.clone() }.into());
        }
        let line = invoice.lines.iter().find(|line| line.item.id == *id);
        let line = line.ok_or_else(|| InvoiceError::UnknownLine { line: id.clone() })?;
        let before = Before::of(invoice, line)?;
        let left = line.item.amount.checked_sub(before.amount)?;
        let (amount, quantity) = match (credited.quantity, credited.amount) {
            (Some(quantity), None) => (units(line, &before, quantity)?, quantity),
            (None, Some(amount)) => (amount, 0),
            (Some(_), Some(_)) | (None, None) => {
                return Err(InvoiceError::QuantityOrAmount { line: id.clone() }.into());
            }
        };
        above_zero(amount, invoice)?;
        if amount.minor() > left.minor() {
            return Err(InvoiceError::CreditExceeds { wanted: amount, left }.into());
        }
        lines.push(credit_line(line, &before, amount, quantity)?);
        rest = after;
    }
    Ok(lines)
}

/// What so many more units of a line come to; the last ones take what is left.
fn units(line: &InvoiceLine, before: &Before, quantity: i64) -> Result<Money> {
    let (amount, whole) = (line.item.amount, line.item.quantity);
    let credited = before.quantity.checked_add(quantity).filter(|credited| *credited <= whole);
    let (Some(credited), 1..) = (credited, quantity) else {
        let left = whole.checked_sub(before.quantity).unwrap_or_default();
        let line = line.item.id.clone();
        return Err(InvoiceError::CreditQuantity { line, quantity, left }.into());
    };
    let left = amount.checked_sub(before.amount)?;
    if credited == whole {
        return Ok(left);
    }
    let up_to = |units: i64| amount.scale(units, whole, Rounding::HalfAwayFromZero);
    let share = up_to(credited)?.checked_sub(up_to(before.quantity)?)?;
    Ok(if share.minor() > left.minor() { left } else { share })
}

fn custom(invoice: &Invoice, description: &str, amount: Money, rates: &[TaxRate]) -> Result<CreditNoteLine> {
    above_zero(amount, invoice)?;
    let taxable = TaxableLine { amount, rates: rates.to_vec() };
    let taxed = assess_tax(invoice.currency, &[taxable], TaxExempt::None, TaxOptions::default())?;
    let zero = Money::zero(invoice.currency);
    Ok(CreditNoteLine {
        line: None,
        description: Some(description.to_owned()),
        quantity: 0,
        amount,
        discount: zero,
        credit: zero,
        backed_out: zero,
        taxes: taxed.taxes,
        total: taxed.total,
    })
}

fn above_zero(amount: Money, invoice: &Invoice) -> Result<()> {
    if amount.checked_cmp(Money::zero(invoice.currency))?.is_gt() {
        return Ok(());
    }
    Err(InvoiceError::InvalidCredit { amount }.into())
}

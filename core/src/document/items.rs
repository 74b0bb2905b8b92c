//! The lines of an invoice as a table, and what comes between them and the total.

use super::{SheetAlign, SheetBlock, SheetColumn, SheetRow, tally::Tally, words::Words};
use crate::{Money, Result, catalog::TaxAmount, invoice::InvoiceLine};

/// The lines, each with its item's own discounts below it. The last column comes to the subtotal.
pub(super) fn table(words: &Words<'_>) -> Result<(SheetBlock, Money)> {
    let taxed = words.invoice.lines.iter().any(|line| !rates(words, line).is_empty());
    let mut rows = Vec::new();
    let mut sum = Money::zero(words.invoice.currency);
    for line in &words.invoice.lines {
        let item = &line.item;
        let unit = item.unit_amount.map(|unit| words.unit_amount(unit)).transpose()?.unwrap_or_default();
        let amount = item.amount;
        let cells = vec![
            words.line(item)?,
            words.count(item.quantity),
            unit,
            rates(words, line),
            words.money(amount),
        ];
        rows.push(SheetRow { cells, note: words.period(item.period)? });
        sum = sum.checked_add(amount)?;
        for discount in line.item_discounts.iter().filter(|discount| !discount.amount.is_zero()) {
            let amount = discount.amount.checked_neg()?;
            let blank = String::new;
            let cells =
                vec![words.discount(&discount.discount), blank(), blank(), blank(), words.money(amount)];
            rows.push(SheetRow { cells, note: None });
            sum = sum.checked_add(amount)?;
        }
    }
    let mut columns = vec![
        column("Description", SheetAlign::Start, 9),
        column("Quantity", SheetAlign::End, 3),
        column("Unit price", SheetAlign::End, 4),
        column("Tax", SheetAlign::End, 3),
        column("Amount", SheetAlign::End, 4),
    ];
    if !taxed {
        columns.retain(|column| column.heading != "Tax");
        rows.iter_mut().for_each(|row| drop(row.cells.remove(3)));
    }
    Ok((SheetBlock::Table { heading: None, columns, rows }, sum))
}

pub(super) fn column(heading: &str, align: SheetAlign, share: u8) -> SheetColumn {
    SheetColumn { heading: heading.to_owned(), align, share }
}

/// `20%`, `5% + 9.975%`; nothing where none is levied.
fn rates(words: &Words<'_>, line: &InvoiceLine) -> String {
    let levied = line.taxes.iter().filter(|tax| !is_untaxed(tax));
    let rates = levied.filter_map(|tax| words.tax_rate(&tax.rate));
    rates.map(|rate| format!("{}%", rate.percentage)).collect::<Vec<_>>().join(" + ")
}

/// From the subtotal to the total: discounts, credits and taxes in the order in which they are taken.
pub(super) fn totals(words: &Words<'_>, tally: &mut Tally<'_>) -> Result<()> {
    let totals = &words.invoice.totals;
    tally.subtotal("Subtotal", totals.subtotal)?;
    for discount in &totals.discounts {
        tally.add_unless_zero(words.discount(&discount.discount), discount.amount.checked_neg()?)?;
    }
    for credit in &totals.credits {
        tally.add_unless_zero(words.credit(&credit.grant), credit.amount.checked_neg()?)?;
    }
    tally.add_unless_zero("Tax taken out of the prices", totals.backed_out_tax.checked_neg()?)?;
    taxes(words, tally, &totals.taxes)?;
    tally.total("Total", totals.total)?;
    inside(words, tally, &totals.taxes);
    Ok(())
}

/// Taxes that come on top, and those that are not paid; those that prices contain stand below the total.
pub(super) fn taxes(words: &Words<'_>, tally: &mut Tally<'_>, taxes: &[TaxAmount]) -> Result<()> {
    for tax in taxes.iter().filter(|tax| !tax.inclusive || is_untaxed(tax)) {
        tally.add(tax_label(words, tax), tax.amount)?;
    }
    Ok(())
}

/// Taxes that prices contain.
pub(super) fn inside(words: &Words<'_>, tally: &mut Tally<'_>, taxes: &[TaxAmount]) {
    for tax in taxes.iter().filter(|tax| tax.inclusive && !is_untaxed(tax)) {
        tally.included(tax_label(words, tax), tax.amount);
    }
}

/// Levied on nothing: the customer pays none, or there was nothing to pay.
fn is_untaxed(tax: &TaxAmount) -> bool {
    tax.taxable_amount.is_zero() && tax.amount.is_zero()
}

/// `VAT 20% on €100.00`, `VAT 20% on €100.00, included`, `VAT 20%, reverse charge`
fn tax_label(words: &Words<'_>, tax: &TaxAmount) -> String {
    let known = words.tax_rate(&tax.rate);
    let name = known.map_or_else(
        || format!("Tax {}", tax.rate),
        |rate| format!("{} {}%", rate.display_name, rate.percentage),
    );
    if is_untaxed(tax) && words.reverse_charge() {
        return format!("{name}, reverse charge");
    }
    let included = if tax.inclusive { ", included" } else { "" };
    format!("{name} on {}{included}", words.money(tax.taxable_amount))
}

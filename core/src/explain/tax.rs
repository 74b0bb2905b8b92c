//! The sentences about tax.

use super::{Sentence, SentencePart, writer::Writer};
use crate::{
    Result,
    catalog::{TaxAmount, TaxExempt, TaxRate},
    invoice::{Invoice, InvoiceLine},
    money::rounding::Fraction,
};

/// A sentence for each rate, and one for tax that was taken out of prices.
pub(super) fn taxes(writer: &Writer<'_>, invoice: &Invoice, sentences: &mut Vec<Sentence>) -> Result<()> {
    for tax in &invoice.totals.taxes {
        let rate = rate(invoice, &tax.rate);
        let name = match rate {
            Some(rate) => format!("{}% {}", rate.percentage, rate.display_name),
            None => format!("Tax {}", tax.rate),
        };
        let base = writer.money(tax.taxable_amount);
        let amount = writer.money(tax.amount);
        sentences.push(if is_left_out(invoice, tax) {
            let text = format!("{name} is not charged: {}.", why_not(writer));
            Sentence::says(SentencePart::Tax, text)
        } else if tax.inclusive {
            let text = format!("The prices include {name}: {amount} on {base}.");
            Sentence::says(SentencePart::Tax, text)
        } else {
            let why = match rate {
                Some(rate) => {
                    let parts = invoice.lines.iter().filter(|line| of(&line.taxes, &tax.rate).is_some());
                    writer.rounded_parts(exact(tax, rate)?, tax.amount, parts.count())?
                }
                None => String::new(),
            };
            let text = format!("{name} on {base} adds {amount}{why}.");
            Sentence::adds(SentencePart::Tax, tax.amount, text)
        });
    }
    let backed_out = invoice.totals.backed_out_tax;
    if !backed_out.is_zero() {
        let amount = backed_out.checked_neg()?;
        let text =
            format!("The tax inside the prices comes off, {}: {}.", writer.money(amount), why_not(writer));
        sentences.push(Sentence::adds(SentencePart::Tax, amount, text));
    }
    Ok(())
}

fn rate<'a>(invoice: &'a Invoice, id: &str) -> Option<&'a TaxRate> {
    let of_lines = invoice.lines.iter().flat_map(|line| &line.item.tax_rates);
    of_lines.chain(&invoice.default_tax_rates).find(|rate| rate.id == id)
}

fn of<'a>(taxes: &'a [TaxAmount], rate: &str) -> Option<&'a TaxAmount> {
    taxes.iter().find(|tax| tax.rate == rate)
}

/// The tax before it is rounded, in minor units.
fn exact(tax: &TaxAmount, rate: &TaxRate) -> Result<Fraction> {
    let share = rate.percentage.fraction()?.divided_by(Fraction::whole(100))?;
    Ok(Fraction::whole(tax.taxable_amount.minor().into()).times(share)?)
}

/// Whether the customer pays none of it: then nothing of a line that costs something is taxed.
fn is_left_out(invoice: &Invoice, tax: &TaxAmount) -> bool {
    let untaxed = |line: &InvoiceLine| {
        !line.net.is_zero()
            && of(&line.taxes, &tax.rate)
                .is_some_and(|tax| tax.amount.is_zero() && tax.taxable_amount.is_zero())
    };
    tax.amount.is_zero() && invoice.lines.iter().any(untaxed)
}

fn why_not(writer: &Writer<'_>) -> &'static str {
    match writer.options().customer.as_ref().and_then(|customer| customer.tax_exempt) {
        Some(TaxExempt::Reverse) => "under the reverse charge the customer accounts for it",
        Some(TaxExempt::Exempt) => "the customer is exempt",
        Some(TaxExempt::None) | None => "the customer is exempt or accounts for it",
    }
}

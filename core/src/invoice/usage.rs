//! The lines of usage, once their quantities are known.

use serde::{Deserialize, Serialize};

use super::{Invoice, InvoiceError, InvoiceLine};
use crate::{
    Money, Result,
    line_item::LineItem,
    subscription::{UsageToBill, usage_lines},
    usage,
};

/// How much was used.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsageQuantity {
    /// The id of the line of usage.
    pub line: String,
    /// How many units, in its window.
    pub quantity: i64,
    /// How many of them an invoice billed before the window was over, at a threshold: only what comes on top is
    /// billed, and tiers go on where they were. None for what the subscription knows of that.
    #[serde(default)]
    pub billed: Option<i64>,
}

/// Prices every line of usage: one line, or one per tier, at the place of the line of the bill. A line whose
/// quantity is not known yet is priced at nothing.
pub(super) fn price_usage(invoice: &mut Invoice, quantities: &[UsageQuantity]) -> Result<()> {
    check_quantities(invoice, quantities)?;
    if invoice.usage.is_empty() {
        return Ok(());
    }
    let usage = std::mem::take(&mut invoice.usage);
    let mut lines = Vec::with_capacity(invoice.lines.len());
    for line in invoice.lines.drain(..) {
        // A draft that is priced again: the further tiers of before go, the first line stands for all.
        if line.usage.as_ref().is_some_and(|of| *of != line.item.id) {
            continue;
        }
        let Some(to_bill) = usage.iter().find(|usage| usage.line == line.item.id) else {
            lines.push(line);
            continue;
        };
        match quantities.iter().find(|known| known.line == line.item.id) {
            Some(known) => lines.extend(tiers(line.item, to_bill, known)?),
            None => lines.push(unpriced(line.item)),
        }
    }
    (invoice.lines, invoice.usage) = (lines, usage);
    Ok(())
}

/// Whether every line of usage has its quantity.
pub(super) fn check_complete(invoice: &Invoice, quantities: &[UsageQuantity]) -> Result<()> {
    let known = |usage: &&UsageToBill| quantities.iter().any(|known| known.line == usage.line);
    match invoice.usage.iter().find(|usage| !known(usage)) {
        Some(missing) => Err(InvoiceError::MissingQuantity { line: missing.line.clone() }.into()),
        None => Ok(()),
    }
}

fn check_quantities(invoice: &Invoice, quantities: &[UsageQuantity]) -> Result<()> {
    let mut rest = quantities;
    while let Some((first, after)) = rest.split_first() {
        if after.iter().any(|other| other.line == first.line) {
            return Err(InvoiceError::DuplicateLine { line: first.line.clone() }.into());
        }
        if !invoice.usage.iter().any(|usage| usage.line == first.line) {
            return Err(InvoiceError::UnknownLine { line: first.line.clone() }.into());
        }
        rest = after;
    }
    Ok(())
}

fn tiers(item: LineItem, to_bill: &UsageToBill, known: &UsageQuantity) -> Result<Vec<InvoiceLine>> {
    let billed = known.billed.or(to_bill.billed);
    let charge = usage::price_usage(&to_bill.price, known.quantity, billed, Some(item.amount.currency()))?;
    if charge.lines.is_empty() {
        return Ok(vec![unpriced(item)]);
    }
    let usage = Some(to_bill.line.clone());
    let lines = usage_lines(&item, charge.lines).into_iter();
    Ok(lines.map(|line| InvoiceLine { usage: usage.clone(), ..InvoiceLine::new(line) }).collect())
}

fn unpriced(item: LineItem) -> InvoiceLine {
    let amount = Money::zero(item.amount.currency());
    let usage = Some(item.id.clone());
    InvoiceLine {
        usage,
        ..InvoiceLine::new(LineItem { quantity: 0, unit_amount: None, tier: None, amount, ..item })
    }
}

//! What the lines of an invoice come to: the one pipeline, for drafts, previews and final invoices alike.
//!
//! Source: [Stripe, how amounts are worked out](https://docs.stripe.com/invoicing/integration/programmatic-credit-notes)
//! and recorded invoices; `docs/conformance/invoices.md` has the evidence of each step.

use super::{Invoice, InvoiceLine, InvoiceTotals};
use crate::{
    Currency, Money, Result, Timestamp,
    catalog::{
        Discount, DiscountAmount, DiscountableLine, TaxAmount, TaxableLine, apply_discounts, assess_tax,
    },
    customer::{CreditLine, CreditUse, CustomerContext, apply_grants},
    line_item::LineKind,
};

/// Works out every amount from the lines up to the total. Lines of usage are priced before.
pub(super) fn total_up(invoice: &mut Invoice, customer: &CustomerContext) -> Result<()> {
    let (currency, created) = (invoice.currency, invoice.created);
    let lines = &mut invoice.lines;
    lines.iter_mut().for_each(start_over);
    // 1. line amounts are there; 2. the discounts of items, which the subtotal already has inside.
    take_itemized(lines, Level::Item)?;
    take_item_discounts(lines, created)?;
    let subtotal = sum(currency, lines.iter().map(|line| line.net))?;
    // 3. the discounts of the whole.
    take_itemized(lines, Level::Invoice)?;
    take_invoice_discounts(lines, &invoice.discounts, created)?;
    // 4. billing credits, before tax.
    use_credit(currency, lines, customer)?;
    // 5. tax.
    let mut totals = InvoiceTotals { subtotal, ..InvoiceTotals::zero(currency) };
    assess(currency, invoice, customer, &mut totals)?;
    // 6. the total.
    add_up(currency, &invoice.lines, &mut totals)?;
    invoice.totals = totals;
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Item,
    Invoice,
}

fn start_over(line: &mut InvoiceLine) {
    line.item_discounts.clear();
    line.invoice_discounts.clear();
    line.credits.clear();
    line.taxes.clear();
    line.net = line.item.amount;
    line.backed_out = Money::zero(line.item.amount.currency());
}

fn took(line: &mut InvoiceLine, level: Level) -> &mut Vec<DiscountAmount> {
    match level {
        Level::Item => &mut line.item_discounts,
        Level::Invoice => &mut line.invoice_discounts,
    }
}

/// The discounts that an itemized proration carries: those of its item count as the item's.
fn take_itemized(lines: &mut [InvoiceLine], level: Level) -> Result<()> {
    for line in lines.iter_mut().filter(|line| !line.item.discount_amounts.is_empty()) {
        for carried in line.item.discount_amounts.clone() {
            let of_item = line.item.discounts.iter().any(|discount| discount.id == carried.discount);
            if of_item == (level == Level::Item) {
                line.net = line.net.checked_sub(carried.amount)?;
                took(line, level).push(carried);
            }
        }
    }
    Ok(())
}

/// The discounts of items: an amount is taken once of all the lines of an item that carry it.
fn take_item_discounts(lines: &mut [InvoiceLine], created: Timestamp) -> Result<()> {
    let mut rest = lines;
    while let Some(start) =
        rest.iter().position(|line| !line.item.discounts.is_empty() && line.item.discountable)
    {
        let Some((first, after)) = rest.split_at_mut(start).1.split_first_mut() else { break };
        // Tiers and parts of one item stand beside each other.
        let same = |line: &InvoiceLine| {
            first.item.subscription_item.is_some()
                && line.item.subscription_item == first.item.subscription_item
                && line.item.discounts == first.item.discounts
        };
        let more = after.iter().take_while(|line| same(line)).count();
        let (group, after) = after.split_at_mut(more);
        let discounts = first.item.discounts.clone();
        let mut lines: Vec<&mut InvoiceLine> = std::iter::once(first).chain(group).collect();
        take_off(&mut lines, &discounts, Level::Item, created)?;
        rest = after;
    }
    Ok(())
}

fn take_invoice_discounts(
    lines: &mut [InvoiceLine],
    discounts: &[Discount],
    created: Timestamp,
) -> Result<()> {
    if discounts.is_empty() {
        return Ok(());
    }
    let mut lines: Vec<&mut InvoiceLine> = lines.iter_mut().collect();
    take_off(&mut lines, discounts, Level::Invoice, created)
}

/// Takes discounts off the lines for which they are in force, one after the other.
fn take_off(
    lines: &mut [&mut InvoiceLine],
    discounts: &[Discount],
    level: Level,
    created: Timestamp,
) -> Result<()> {
    let in_force = |discount: &&Discount| lines.iter().any(|line| line.item.is_under(discount, created));
    let discounts: Vec<Discount> = discounts.iter().filter(in_force).cloned().collect();
    apply_discounts(&[], &discounts)?; // whether they go together
    for discount in &discounts {
        let gross: Vec<DiscountableLine> = lines
            .iter()
            .map(|line| DiscountableLine {
                amount: line.net,
                product: line.item.product.clone().unwrap_or_default(),
                discountable: line.item.discountable && line.item.is_under(discount, created),
            })
            .collect();
        for (line, left) in lines.iter_mut().zip(apply_discounts(&gross, std::slice::from_ref(discount))?) {
            line.net = left.net;
            took(line, level).extend(left.discounts);
        }
    }
    Ok(())
}

fn use_credit(currency: Currency, lines: &mut [InvoiceLine], customer: &CustomerContext) -> Result<()> {
    if customer.credit_grants.is_empty() {
        return Ok(());
    }
    let payable: Vec<CreditLine<'_>> = lines
        .iter()
        .map(|line| CreditLine {
            amount: line.net,
            metered: line.item.kind == LineKind::Usage,
            price: line.item.price.as_deref(),
            period_end: line.item.period.end,
        })
        .collect();
    let paid = apply_grants(currency, &payable, &customer.credit_grants, customer.credit_order)?;
    for (line, paid) in lines.iter_mut().zip(paid) {
        (line.net, line.credits) = (paid.net, paid.credits);
    }
    Ok(())
}

/// A line's own rates replace the invoice's.
fn assess(
    currency: Currency,
    invoice: &mut Invoice,
    customer: &CustomerContext,
    totals: &mut InvoiceTotals,
) -> Result<()> {
    let (lines, default) = (&mut invoice.lines, &invoice.default_tax_rates);
    if default.is_empty() && lines.iter().all(|line| line.item.tax_rates.is_empty()) {
        for line in lines {
            (line.excluding_tax, line.total) = (line.net, line.net);
        }
        return Ok(());
    }
    let taxable: Vec<TaxableLine> = lines
        .iter()
        .map(|line| TaxableLine { amount: line.net, rates: line.item.tax_rates_on(default).to_vec() })
        .collect();
    let exempt = customer.tax_exempt.unwrap_or_default();
    let taxed = assess_tax(currency, &taxable, exempt, customer.tax.unwrap_or_default())?;
    for (line, taxed) in lines.iter_mut().zip(taxed.lines) {
        line.backed_out = taxed.backed_out;
        line.taxes = taxed.taxes;
        (line.excluding_tax, line.total) = (taxed.excluding_tax, taxed.including_tax);
    }
    totals.tax = taxed.inclusive.checked_add(taxed.exclusive)?;
    (totals.inclusive_tax, totals.exclusive_tax, totals.taxes) =
        (taxed.inclusive, taxed.exclusive, taxed.taxes);
    Ok(())
}

fn add_up(currency: Currency, lines: &[InvoiceLine], totals: &mut InvoiceTotals) -> Result<()> {
    for discount in lines.iter().flat_map(|line| &line.invoice_discounts) {
        totals.total_discount = totals.total_discount.checked_add(discount.amount)?;
        match totals.discounts.iter_mut().find(|known| known.discount == discount.discount) {
            Some(known) => known.amount = known.amount.checked_add(discount.amount)?,
            None => totals.discounts.push(discount.clone()),
        }
    }
    for credit in lines.iter().flat_map(|line| &line.credits) {
        totals.total_credit = totals.total_credit.checked_add(credit.amount)?;
        match totals.credits.iter_mut().find(|known| known.grant == credit.grant) {
            Some(known) => known.amount = known.amount.checked_add(credit.amount)?,
            None => totals.credits.push(credit.clone()),
        }
    }
    totals.backed_out_tax = sum(currency, lines.iter().map(|line| line.backed_out))?;
    totals.total_excluding_tax = sum(currency, lines.iter().map(|line| line.excluding_tax))?;
    totals.total = sum(currency, lines.iter().map(|line| line.total))?;
    Ok(())
}

pub(super) fn sum(currency: Currency, mut amounts: impl Iterator<Item = Money>) -> Result<Money> {
    amounts.try_fold(Money::zero(currency), |sum, amount| sum.checked_add(amount))
}

/// What remains of `taxes` when those of `taken` are gone, rate by rate in order.
pub(super) fn tax_of<'a>(taxes: &'a [TaxAmount], rate: &str) -> Option<&'a TaxAmount> {
    taxes.iter().find(|tax| tax.rate == rate)
}

/// What a line's discounts come to.
pub(super) fn discount_of(line: &InvoiceLine) -> Result<Money> {
    let all = line.item_discounts.iter().chain(&line.invoice_discounts);
    sum(line.net.currency(), all.map(|discount| discount.amount))
}

/// What credits pay for of a line.
pub(super) fn credit_of(line: &InvoiceLine) -> Result<Money> {
    sum(line.net.currency(), line.credits.iter().map(|credit: &CreditUse| credit.amount))
}

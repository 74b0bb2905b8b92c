//! Where two invoices for the same thing differ.

use serde::{Deserialize, Serialize};

use super::{ExplainOptions, describe_line, writer::Writer};
use crate::{
    Money, Result,
    invoice::{Invoice, InvoiceLine},
};

/// One amount in which two invoices differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceDifference {
    /// The line's id, that of the expected invoice where it has the line; none for the invoice as a whole.
    pub line: Option<String>,
    /// Which amount.
    pub field: DifferingField,
    /// What was expected; none for a line that was not.
    pub expected: Option<Money>,
    /// What it is here; none for a line that is missing.
    pub ours: Option<Money>,
    /// `ours` less `expected`, with 0 for none.
    pub difference: Money,
    /// The same as a sentence.
    pub text: String,
}

/// An amount of an invoice or of one of its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferingField {
    /// A line that only one of them has.
    Line,
    /// A line's amount before discounts.
    Amount,
    /// The lines after the discounts of their items.
    Subtotal,
    /// What discounts take off.
    Discounts,
    /// What billing credit pays for.
    Credits,
    /// Tax.
    Tax,
    /// What it comes to.
    Total,
    /// The customer's balance before it.
    StartingBalance,
    /// What is to be paid.
    AmountDue,
}

/// Every amount in which `ours` differs from an expected invoice, line by line, then for the whole; empty where
/// none does. Lines belong together that have one id, else that bill the same price in the same way for the
/// same period.
///
/// # Errors
/// `money.currency_mismatch`, `money.overflow`; `calendar.out_of_range` for a date that has no year.
pub fn explain_difference(
    expected: &Invoice,
    ours: &Invoice,
    options: &ExplainOptions,
) -> Result<Vec<InvoiceDifference>> {
    Money::zero(expected.currency).checked_add(Money::zero(ours.currency))?;
    let mut found = Found { writer: Writer::new(options), differences: Vec::new() };
    let mut left: Vec<&InvoiceLine> = ours.lines.iter().collect();
    for line in &expected.lines {
        let what = describe_line(&line.item, options)?;
        match counterpart(line, expected, &left).map(|place| left.remove(place)) {
            Some(our) => found.line(&what, line, our)?,
            None => {
                found.add(Some(&line.item.id), DifferingField::Line, &what, Some(line.item.amount), None)?
            }
        }
    }
    for our in left {
        let what = describe_line(&our.item, options)?;
        found.add(Some(&our.item.id), DifferingField::Line, &what, None, Some(our.item.amount))?;
    }
    found.whole(expected, ours)?;
    Ok(found.differences)
}

/// The line of ours that bills the same; one whose id is another expected line's is not free.
fn counterpart(line: &InvoiceLine, expected: &Invoice, left: &[&InvoiceLine]) -> Option<usize> {
    let by_id = left.iter().position(|our| our.item.id == line.item.id);
    by_id.or_else(|| {
        left.iter().position(|our| {
            let (one, other) = (&line.item, &our.item);
            one.kind == other.kind
                && one.price == other.price
                && one.tier == other.tier
                && one.period == other.period
                && !expected.lines.iter().any(|line| line.item.id == other.id)
        })
    })
}

struct Found<'a> {
    writer: Writer<'a>,
    differences: Vec<InvoiceDifference>,
}

impl Found<'_> {
    fn line(&mut self, what: &str, expected: &InvoiceLine, ours: &InvoiceLine) -> Result<()> {
        let id = Some(expected.item.id.as_str());
        let mut pair = |field, amount: fn(&InvoiceLine) -> Result<Money>| {
            self.add(id, field, what, Some(amount(expected)?), Some(amount(ours)?))
        };
        pair(DifferingField::Amount, |line| Ok(line.item.amount))?;
        pair(DifferingField::Discounts, |line| {
            let all = line.item_discounts.iter().chain(&line.invoice_discounts);
            Money::sum(line.net.currency(), &all.map(|taken| taken.amount).collect::<Vec<_>>())
        })?;
        pair(DifferingField::Credits, |line| {
            let all = line.credits.iter().map(|used| used.amount);
            Money::sum(line.net.currency(), &all.collect::<Vec<_>>())
        })?;
        pair(DifferingField::Tax, |line| {
            Money::sum(line.net.currency(), &line.taxes.iter().map(|tax| tax.amount).collect::<Vec<_>>())
        })?;
        pair(DifferingField::Total, |line| Ok(line.total))
    }

    fn whole(&mut self, expected: &Invoice, ours: &Invoice) -> Result<()> {
        let mut pair = |field, amount: fn(&Invoice) -> Money| {
            self.add(None, field, "the invoice", Some(amount(expected)), Some(amount(ours)))
        };
        pair(DifferingField::Subtotal, |invoice| invoice.totals.subtotal)?;
        pair(DifferingField::Discounts, |invoice| invoice.totals.total_discount)?;
        pair(DifferingField::Credits, |invoice| invoice.totals.total_credit)?;
        pair(DifferingField::Tax, |invoice| invoice.totals.tax)?;
        pair(DifferingField::Total, |invoice| invoice.totals.total)?;
        pair(DifferingField::StartingBalance, |invoice| invoice.starting_balance)?;
        pair(DifferingField::AmountDue, |invoice| invoice.amount_due)
    }

    /// Notes an amount where it differs.
    fn add(
        &mut self,
        line: Option<&str>,
        field: DifferingField,
        what: &str,
        expected: Option<Money>,
        ours: Option<Money>,
    ) -> Result<()> {
        if expected == ours {
            return Ok(());
        }
        let zero = |of: Option<Money>| of.map(|amount| Money::zero(amount.currency()));
        let Some((one, other)) = expected.or(zero(ours)).zip(ours.or(zero(expected))) else { return Ok(()) };
        let difference = other.checked_sub(one)?;
        let money = |amount| self.writer.money(amount);
        let text = match (expected, ours) {
            (Some(expected), None) => format!("{what}: {} expected, no such line here.", money(expected)),
            (None, _) => format!("{what}: not expected, {} here.", money(other)),
            (Some(expected), Some(ours)) => {
                let size = self.writer.size(difference)?;
                let than = if difference.is_negative() { "less" } else { "more" };
                let field = field.words();
                format!(
                    "{field} of {what}: {} expected, {} here, {size} {than}.",
                    money(expected),
                    money(ours)
                )
            }
        };
        let line = line.map(str::to_owned);
        self.differences.push(InvoiceDifference { line, field, expected, ours, difference, text });
        Ok(())
    }
}

impl DifferingField {
    fn words(self) -> &'static str {
        match self {
            Self::Line => "The line",
            Self::Amount => "The amount",
            Self::Subtotal => "The subtotal",
            Self::Discounts => "The discounts",
            Self::Credits => "The billing credit",
            Self::Tax => "The tax",
            Self::Total => "The total",
            Self::StartingBalance => "The starting balance",
            Self::AmountDue => "The amount due",
        }
    }
}

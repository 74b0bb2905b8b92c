//! A part of a period as a line.

use super::{Debit, PricedItem, ProrationPolicy, full_amount::FullAmount, share::Share};
use crate::{
    Currency, Money, Period, Result, Timestamp,
    catalog::DiscountAmount,
    line_item::{LineItem, LineKind, ProrationDetails},
    money::rounding::Fraction,
};

/// The time that a line bills or credits, and how.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) kind: LineKind,
    /// When the change takes effect.
    pub(super) date: Timestamp,
    /// The same as text, for the ids.
    pub(super) id_date: &'a str,
    pub(super) period: Period,
    pub(super) currency: Currency,
    pub(super) policy: ProrationPolicy,
    /// Whether discounts stand beside the amount.
    pub(super) itemized: bool,
}

impl Part<'_> {
    /// The line of an item that costs `full` for `full_period`.
    pub(super) fn line(self, item: &PricedItem, full: FullAmount, full_period: Period) -> Result<LineItem> {
        let details = self.details(full, full_period)?;
        let amount = self.amount(details.full_amount.fraction()?, &details)?;
        let mut line = LineItem {
            proration: Some(details),
            ..of_item(item, self.kind, self.id_date, self.period, amount)
        };
        self.itemize(&mut line)?;
        Ok(line)
    }

    /// The credit of what is left of a debit: its price, its quantity, its discounts, its tax rates.
    pub(super) fn reversal(self, item: &PricedItem, debit: &Debit) -> Result<LineItem> {
        let full = FullAmount { net: debit.full_amount, discounts: debit.discounts.clone() };
        let mut details = self.details(full, debit.full_period)?;
        details.credited_lines.clone_from(&debit.lines);
        details.taxed_as_billed = debit.tax_rates.is_some().then_some(true);
        // Never more than was billed, where that was rounded down.
        let billed = debit.amount.checked_neg()?;
        let exact = self.amount(details.full_amount.fraction()?, &details)?;
        let amount = if exact.checked_cmp(billed)?.is_lt() { billed } else { exact };
        let mut line = LineItem {
            price: Some(debit.price.clone()),
            product: Some(debit.product.clone()),
            quantity: debit.quantity,
            tax_rates: debit.tax_rates.as_ref().unwrap_or(&item.tax_rates).clone(),
            proration: Some(details),
            ..blank(item, self.kind, self.id_date, self.period, amount)
        };
        if let Some(first) = debit.lines.first() {
            line.id.push(':');
            line.id.push_str(first);
        }
        self.itemize(&mut line)?;
        Ok(line)
    }

    fn details(self, full: FullAmount, full_period: Period) -> Result<ProrationDetails> {
        let share = self.policy.share(self.period, full_period)?;
        Ok(ProrationDetails {
            date: self.date,
            full_period,
            full_amount: full.net,
            discounts: full.discounts,
            numerator: share.numerator,
            denominator: share.denominator,
            credited_lines: Vec::new(),
            taxed_as_billed: None,
        })
    }

    /// The share of an amount, below 0 for a credit, rounded once.
    fn amount(self, full: Fraction, details: &ProrationDetails) -> Result<Money> {
        let full = if self.kind == LineKind::UnusedTime { full.negated()? } else { full };
        self.policy.round(self.policy.exact(full, details.share())?, self.currency)
    }

    /// Puts the discounts of a line beside its amount. Each is the difference of the amounts before and
    /// after it, both rounded, so that the rest is what the line bills with its discounts inside.
    fn itemize(self, line: &mut LineItem) -> Result<()> {
        let Some(details) = line.proration.as_ref().filter(|_| self.itemized) else { return Ok(()) };
        // From the last discount, after which the line bills what it does, to the price before the first.
        let (mut full, mut after) = (details.full_amount.fraction()?, line.amount);
        for taken in details.discounts.iter().rev() {
            full = full.plus(taken.amount.fraction()?)?;
            let before = self.amount(full, details)?;
            let amount = before.checked_sub(after)?;
            line.discount_amounts.push(DiscountAmount { discount: taken.discount.clone(), amount });
            after = before;
        }
        line.discount_amounts.reverse();
        line.amount = after;
        Ok(())
    }
}

impl ProrationDetails {
    pub(super) fn share(&self) -> Share {
        Share { numerator: self.numerator, denominator: self.denominator }
    }
}

/// A line of an item at its price.
pub(super) fn of_item(
    item: &PricedItem,
    kind: LineKind,
    at: &str,
    period: Period,
    amount: Money,
) -> LineItem {
    LineItem {
        price: Some(item.price.id.clone()),
        product: Some(item.price.product.clone()),
        quantity: item.quantity,
        ..blank(item, kind, at, period, amount)
    }
}

/// A line of an item without anything that depends on why it is billed, nor on the price.
fn blank(item: &PricedItem, kind: LineKind, at: &str, period: Period, amount: Money) -> LineItem {
    LineItem {
        id: id_at(&item.id, kind, at),
        kind,
        subscription_item: Some(item.id.clone()),
        price: None,
        product: None,
        quantity: 0,
        unit_amount: None,
        tier: None,
        period,
        amount,
        discount_amounts: Vec::new(),
        proration: None,
        discountable: false,
        discounts: Vec::new(),
        tax_rates: item.tax_rates.clone(),
    }
}

/// The same change of the same item has the same id.
pub(crate) fn line_id(item: &str, kind: LineKind, at: Timestamp) -> String {
    id_at(item, kind, &at.to_string())
}

/// The same, with the instant as text where several lines share it.
pub(super) fn id_at(item: &str, kind: LineKind, at: &str) -> String {
    // Written in one piece: every line has one, and most of the time would go into growing it.
    let mut id = String::with_capacity(item.len().saturating_add(LONGEST_ID));
    for part in [item, ":", kind.name(), ":", at] {
        id.push_str(part);
    }
    id
}

/// A kind and an instant, and the kind and the instant of the line that is credited.
const LONGEST_ID: usize = 96;

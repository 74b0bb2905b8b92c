//! What a proration looks at: an item, what of it was billed, and until when.

use serde::{Deserialize, Serialize};

use crate::{
    Money, Period, Result, Timestamp,
    catalog::{Discount, Price, TaxRate},
    line_item::{FullDiscount, LineItem, LineKind},
    money::UnitAmount,
};

/// An item as it is priced: a quantity at a price, less its own discounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PricedItem {
    /// Identifies the item within its subscription.
    pub id: String,
    /// The price.
    pub price: Price,
    /// How many units; of no meaning for a metered price.
    pub quantity: i64,
    /// The discounts of the item itself, in order.
    #[serde(default)]
    pub discounts: Vec<Discount>,
    /// The tax rates of the item itself, which replace the subscription's.
    #[serde(default)]
    pub tax_rates: Vec<TaxRate>,
}

/// An item with the period it is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodItem {
    /// The item.
    pub item: PricedItem,
    /// The current period: it ends where the item is billed next.
    pub period: Period,
    /// The period that the price is for: the same one, or, where the current period is a partial one, a whole
    /// interval from its start.
    pub full_period: Period,
    /// What of the current period was billed and not taken back: what a credit reverses in flexible mode.
    #[serde(default)]
    pub debits: Vec<Debit>,
}

/// An amount that was billed in advance, of which the unused part can be credited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Debit {
    /// The lines that billed it: one, or one for each tier. They say what a credit takes back.
    pub lines: Vec<String>,
    /// The price that was billed, which a later change without proration does not replace.
    pub price: String,
    /// The product of that price.
    pub product: String,
    /// How many units it was for.
    pub quantity: i64,
    /// What a whole period cost, after discounts, in minor units.
    pub full_amount: UnitAmount,
    /// What each discount took off the whole period, in order.
    #[serde(default)]
    pub discounts: Vec<FullDiscount>,
    /// The period that `full_amount` is for.
    pub full_period: Period,
    /// The time it paid for, and that was not credited since.
    pub period: Period,
    /// What was billed for that time, after discounts. A credit never exceeds it.
    pub amount: Money,
    /// The tax rates it was billed with: the item's own, or those of its invoice; none while they are not known,
    /// as for an item without its own before it is on an invoice.
    #[serde(default)]
    pub tax_rates: Option<Vec<TaxRate>>,
}

impl PeriodItem {
    /// What of the item's current period is billed once the lines of a change are: the debits that a line
    /// credits end where its credit begins, and what a line bills anew joins them.
    ///
    /// `lines` are what [`prorate`](super::prorate) made; those of other items are passed over. What
    /// [`bill_in_advance`](super::bill_in_advance) bills comes with its debits.
    ///
    /// # Errors
    /// `money.currency_mismatch`, `money.overflow`.
    pub fn debits_after(&self, lines: &[LineItem]) -> Result<Vec<Debit>> {
        let mut debits = self.debits.clone();
        settle(&mut debits, &self.item.id, lines)?;
        Ok(debits)
    }

    /// The same, for an item that is changed in place.
    pub(crate) fn settle_debits(&mut self, lines: &[LineItem]) -> Result<()> {
        settle(&mut self.debits, &self.item.id, lines)
    }
}

impl PeriodItem {
    /// The debits as they were before credits that are taken back before anyone saw them: each debit that
    /// they cut pays until `end` again.
    pub(crate) fn debits_before(&self, credits: &[LineItem], end: Timestamp) -> Result<Vec<Debit>> {
        let mut debits = self.debits.clone();
        for credit in credits {
            let Some(details) = &credit.proration else { continue };
            // A credit of classic mode names no debit: it is the one that pays up to it, if any was cut there.
            let of_credit = |debit: &&mut Debit| match details.credited_lines.is_empty() {
                true => debit.period.end == credit.period.start,
                false => debit.lines == details.credited_lines,
            };
            for debit in debits.iter_mut().filter(of_credit) {
                debit.period.end = end;
                debit.amount = debit.amount.checked_sub(credit.net_amount()?)?;
            }
        }
        Ok(debits)
    }
}

/// What the debits of `item` become with the lines of a change: see [`PeriodItem::debits_after`].
fn settle(debits: &mut Vec<Debit>, item: &str, lines: &[LineItem]) -> Result<()> {
    let own = || lines.iter().filter(|line| line.subscription_item.as_deref() == Some(item));
    for credit in own() {
        let Some(details) = credit.proration.as_ref().filter(|details| !details.credited_lines.is_empty())
        else {
            continue;
        };
        for debit in debits.iter_mut().filter(|debit| debit.lines == details.credited_lines) {
            debit.period.end = debit.period.end.min(credit.period.start);
            debit.amount = debit.amount.checked_add(credit.net_amount()?)?;
        }
    }
    debits.retain(|debit| !debit.period.is_empty());
    for line in own() {
        debits.extend(Debit::of(line)?);
    }
    Ok(())
}

impl Debit {
    /// What a line for a part of a period can later give back; none for any other line.
    fn of(line: &LineItem) -> Result<Option<Self>> {
        let details = line.proration.as_ref().filter(|_| line.kind == LineKind::RemainingTime);
        let Some(((details, price), product)) = details.zip(line.price.as_ref()).zip(line.product.as_ref())
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            lines: vec![line.id.clone()],
            price: price.clone(),
            product: product.clone(),
            quantity: line.quantity,
            full_amount: details.full_amount,
            discounts: details.discounts.clone(),
            full_period: details.full_period,
            period: line.period,
            amount: line.net_amount()?,
            tax_rates: own_rates(&line.tax_rates),
        }))
    }
}

/// The rates of an item that has some of its own, which its invoice's do not replace.
pub(super) fn own_rates(rates: &[TaxRate]) -> Option<Vec<TaxRate>> {
    Some(rates.to_vec()).filter(|rates| !rates.is_empty())
}

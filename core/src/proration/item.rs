//! What a proration looks at: an item, what of it was billed, and until when.

use serde::{Deserialize, Serialize};

use crate::{
    Money, Period,
    catalog::{Discount, Price, TaxRate},
    line_item::{LineItem, LineKind},
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
    /// The line that billed it.
    pub line: String,
    /// How many units it was for.
    pub quantity: i64,
    /// What a whole period cost, after discounts, in minor units.
    pub full_amount: UnitAmount,
    /// What the discounts took off the whole period, in minor units.
    pub discount: UnitAmount,
    /// The period that `full_amount` is for.
    pub full_period: Period,
    /// The time it paid for.
    pub period: Period,
    /// What was billed for that time. A credit never exceeds it.
    pub amount: Money,
}

impl Debit {
    /// What a line bills for the rest of a period; nothing of any other line.
    pub(crate) fn of(line: &LineItem) -> Option<Self> {
        let details = line.proration.as_ref().filter(|_| line.kind == LineKind::RemainingTime)?;
        Some(Self {
            line: line.id.clone(),
            quantity: line.quantity,
            full_amount: details.full_amount,
            discount: details.discount,
            full_period: details.full_period,
            period: line.period,
            amount: line.amount,
        })
    }

    /// The amount that is left after the credits of this debit.
    pub(crate) fn with(&self, credits: &[LineItem]) -> Money {
        self.moved_by(credits, i64::checked_add)
    }

    /// The amount as it was before these credits.
    pub(crate) fn without(&self, credits: &[LineItem]) -> Money {
        self.moved_by(credits, i64::checked_sub)
    }

    fn moved_by(&self, credits: &[LineItem], step: fn(i64, i64) -> Option<i64>) -> Money {
        let own = credits.iter().filter(|line| {
            line.proration.as_ref().and_then(|details| details.credited_line.as_ref()) == Some(&self.line)
        });
        // A credit never exceeds its debit, so that the steps always fit.
        let minor =
            own.fold(self.amount.minor(), |left, line| step(left, line.amount.minor()).unwrap_or(left));
        Money::new(minor, self.amount.currency())
    }
}

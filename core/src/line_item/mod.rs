//! What is billed, line by line: a period in advance, a part of one, usage in arrears, a one-off amount.
//!
//! A line is priced and nothing more: discounts, tax and credit come when it is put on an invoice.

use serde::{Deserialize, Serialize};

use crate::{
    Money, Period, Result, Timestamp,
    catalog::{Discount, DiscountAmount, TaxRate},
    money::UnitAmount,
};

/// One line as it is billed; Stripe's `InvoiceItem` while it waits, `InvoiceLineItem` on an invoice.
///
/// Source: [Stripe, the line item object](https://docs.stripe.com/api/invoice-line-item/object).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineItem {
    /// Identifies the line within its subscription or invoice; it follows from what is billed, so that
    /// the same thing billed twice has the same one.
    pub id: String,
    /// What the line bills.
    pub kind: LineKind,
    /// The subscription item it is for; none for what belongs to no item.
    #[serde(default)]
    pub subscription_item: Option<String>,
    /// The price; none for an amount of its own.
    #[serde(default)]
    pub price: Option<String>,
    /// The product, which decides whether a discount covers the line.
    #[serde(default)]
    pub product: Option<String>,
    /// How many units, before packages are made of them.
    pub quantity: i64,
    /// What one unit, or one package, costs; none for a proration and for an amount of its own.
    #[serde(default)]
    pub unit_amount: Option<UnitAmount>,
    /// Which tier the line bills, from 1; none for a price without tiers, and for a proration.
    #[serde(default)]
    pub tier: Option<u32>,
    /// The service period.
    pub period: Period,
    /// What is billed, before the invoice's discounts and tax; negative for a credit.
    pub amount: Money,
    /// What discounts take off the amount of an itemized proration, in order, so that
    /// `amount` − these is what is billed; below 0 on a credit. Empty on any other line: the invoice takes
    /// its discounts, or they are inside the amount.
    #[serde(default)]
    pub discount_amounts: Vec<DiscountAmount>,
    /// How a part of a period was worked out; none for a line that is not a proration.
    #[serde(default)]
    pub proration: Option<ProrationDetails>,
    /// Whether the invoice's discounts apply: not to a proration, which has them inside.
    pub discountable: bool,
    /// The discounts of the item itself, which come before the invoice's.
    #[serde(default)]
    pub discounts: Vec<Discount>,
    /// The tax rates of the item itself, or of what a credit takes back, which replace the invoice's.
    #[serde(default)]
    pub tax_rates: Vec<TaxRate>,
}

/// What a line bills.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// A whole period in advance: "1 × Pro (at $10.00 / month)".
    Period,
    /// The time before the first whole period: "Time on Pro".
    PartialPeriod,
    /// A trial, for nothing: "Free trial for 1 × Pro".
    Trial,
    /// What was paid for and is not used: "Unused time on Pro after 14 Jan 2019".
    UnusedTime,
    /// What a change costs until the period ends: "Remaining time on Pro after 14 Jan 2019".
    RemainingTime,
    /// Both of a change in one amount, as some engines bill it.
    NetChange,
    /// Usage of a period that has ended.
    Usage,
    /// An amount for something sold once.
    OneOff,
}

/// How what a proration bills follows: `full_amount` × `numerator` / `denominator`, rounded once; never more
/// back than was billed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProrationDetails {
    /// When the change takes effect.
    pub date: Timestamp,
    /// The period that `full_amount` is the price of.
    pub full_period: Period,
    /// What the whole period costs after discounts, in minor units: exact, to 12 decimals.
    pub full_amount: UnitAmount,
    /// What each discount takes off the whole period, in order; `full_amount` is without it.
    #[serde(default)]
    pub discounts: Vec<FullDiscount>,
    /// The time that is billed, in seconds, or in days where a policy counts days.
    pub numerator: i64,
    /// The time that `full_amount` pays for, in the same measure.
    pub denominator: i64,
    /// The lines that a credit takes back, of one bill; empty for a debit, and in classic mode. Stripe's
    /// `credited_items`.
    #[serde(default)]
    pub credited_lines: Vec<String>,
    /// Whether the tax rates of the line are those that `credited_lines` were billed with: the invoice's do not
    /// take their place, also where there are none. None for no.
    #[serde(default)]
    pub taxed_as_billed: Option<bool>,
}

/// What a discount takes off a whole period.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FullDiscount {
    /// The id of the discount.
    pub discount: String,
    /// What it takes off, in minor units: exact, to 12 decimals.
    pub amount: UnitAmount,
}

impl LineItem {
    /// What is billed before the invoice's discounts and tax: the amount, less the discounts of an itemized
    /// proration.
    ///
    /// # Errors
    /// `money.currency_mismatch`, `money.overflow`.
    pub fn net_amount(&self) -> Result<Money> {
        let mut taken = self.discount_amounts.iter();
        taken.try_fold(self.amount, |left, discount| left.checked_sub(discount.amount))
    }

    /// The tax rates that apply on an invoice whose default ones are `default`: the line's own, where it has some
    /// or credits what was billed with none.
    pub(crate) fn tax_rates_on<'a>(&'a self, default: &'a [TaxRate]) -> &'a [TaxRate] {
        let as_billed = self.proration.as_ref().and_then(|details| details.taxed_as_billed);
        if self.tax_rates.is_empty() && as_billed != Some(true) { default } else { &self.tax_rates }
    }

    /// Whether a discount is in force for the line on an invoice made at `created`: then, or where the period
    /// begins that it bills, which is in the past only where a subscription is backdated.
    ///
    /// Source: [Stripe, backdating and discounts](https://docs.stripe.com/billing/subscriptions/backdating).
    pub(crate) fn is_under(&self, discount: &Discount, created: Timestamp) -> bool {
        let period = match self.kind {
            LineKind::Period | LineKind::PartialPeriod => discount.applies_at(self.period.start),
            LineKind::Trial
            | LineKind::UnusedTime
            | LineKind::RemainingTime
            | LineKind::NetChange
            | LineKind::Usage
            | LineKind::OneOff => false,
        };
        period || discount.applies_at(created)
    }
}

impl LineKind {
    /// The name: `unused_time`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Period => "period",
            Self::PartialPeriod => "partial_period",
            Self::Trial => "trial",
            Self::UnusedTime => "unused_time",
            Self::RemainingTime => "remaining_time",
            Self::NetChange => "net_change",
            Self::Usage => "usage",
            Self::OneOff => "one_off",
        }
    }
}

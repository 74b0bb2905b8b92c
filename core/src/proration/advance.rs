//! The lines of a period that is billed in advance, whole or in part.

use serde::{Deserialize, Serialize};

use super::{
    BillingMode, Debit, PeriodItem, ProrationDiscounts, ProrationPolicy, check_ids,
    full_amount::{FullAmount, Pricing, billed},
    is_licensed,
    item::own_rates,
    part::{Part, of_item},
};
use crate::{
    Currency, Result, Timestamp,
    catalog::{Discount, LineAmount},
    line_item::{LineItem, LineKind},
};

/// Items whose periods begin, or are shortened to begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdvanceRequest {
    /// What is billed in.
    pub currency: Currency,
    /// How amounts off are shared where a part of a period is billed.
    pub billing_mode: BillingMode,
    /// The rule for parts of a period; none for Stripe's.
    #[serde(default)]
    pub policy: Option<ProrationPolicy>,
    /// Whether discounts are inside the amounts of parts of a period or beside them; none for inside.
    #[serde(default)]
    pub proration_discounts: Option<ProrationDiscounts>,
    /// When it is billed.
    pub at: Timestamp,
    /// The items with the period that begins. Where `full_period` is longer, only a part is billed.
    pub items: Vec<PeriodItem>,
    /// The subscription's discounts.
    #[serde(default)]
    pub discounts: Vec<Discount>,
}

/// What billing in advance makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advance {
    /// The lines: for a whole period at the full price, with the discounts left to the invoice; for a part of
    /// one with the discounts inside. A tiered price makes a line for each tier it enters.
    pub lines: Vec<LineItem>,
    /// What can later be credited, an entry for each item of the request that is billed in advance.
    pub debits: Vec<ItemDebit>,
}

/// What was billed for an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemDebit {
    /// The item.
    pub item: String,
    /// What was billed.
    pub debit: Debit,
}

/// Bills the beginning of a period for every licensed item.
///
/// # Errors
/// As [`prorate`](super::prorate), but for the date.
pub fn bill_in_advance(request: &AdvanceRequest) -> Result<Advance> {
    check_ids(&request.items)?;
    let pricing = Pricing {
        currency: request.currency,
        mode: request.billing_mode,
        at: Some(request.at),
        discounts: &request.discounts,
    };
    let fulls = pricing.full_amounts(&request.items)?;
    let count = request.items.len();
    let mut advance = Advance { lines: Vec::with_capacity(count), debits: Vec::with_capacity(count) };
    for (item, full) in request.items.iter().zip(fulls).filter(|(item, _)| is_licensed(item)) {
        let first = advance.lines.len();
        if item.period == item.full_period {
            advance.lines.extend(whole_period(request, item)?);
        } else {
            advance.lines.push(partial_period(request, item, full.clone())?);
        }
        let lines = || advance.lines.iter().skip(first);
        let amount = billed(lines(), &full.discounts, request.currency)?;
        let debit = Debit {
            lines: lines().map(|line| line.id.clone()).collect(),
            price: item.item.price.id.clone(),
            product: item.item.price.product.clone(),
            quantity: item.item.quantity,
            full_amount: full.net,
            discounts: full.discounts,
            full_period: item.full_period,
            period: item.period,
            amount,
            tax_rates: own_rates(&item.item.tax_rates),
        };
        advance.debits.push(ItemDebit { item: item.item.id.clone(), debit });
    }
    Ok(advance)
}

/// A line at the full price: one, or one for each tier and each flat amount, each rounded.
fn whole_period(
    request: &AdvanceRequest,
    PeriodItem { item, period, .. }: &PeriodItem,
) -> Result<impl Iterator<Item = LineItem>> {
    let start = period.start.to_string();
    let parts = item.price.line_amounts(item.quantity, request.currency)?;
    let line = move |part: LineAmount| {
        let mut line = of_item(item, LineKind::Period, &start, *period, part.amount);
        if let Some(tier) = part.tier {
            line.id = format!("{}:{}{tier}", line.id, if part.flat { "flat" } else { "tier" });
            line.tier = Some(tier);
            line.quantity = part.quantity;
        }
        line.unit_amount = part.unit_amount;
        line.discountable = true;
        line.discounts.clone_from(&item.discounts);
        line
    };
    Ok(parts.into_iter().map(line))
}

/// The line of a partial period: what a whole one costs after discounts, times the time.
fn partial_period(request: &AdvanceRequest, item: &PeriodItem, full: FullAmount) -> Result<LineItem> {
    let part = Part {
        kind: LineKind::PartialPeriod,
        date: item.period.start,
        id_date: &item.period.start.to_string(),
        period: item.period,
        currency: request.currency,
        policy: request.policy.unwrap_or(ProrationPolicy::STRIPE),
        itemized: request.proration_discounts == Some(ProrationDiscounts::Itemized),
    };
    part.line(&item.item, full, item.full_period)
}

//! The lines of a period that is billed in advance, whole or in part.

use serde::{Deserialize, Serialize};

use super::{
    BillingMode, Debit, PeriodItem, PricedItem, ProrationPolicy,
    full_amount::{FullAmount, Pricing},
    line_id,
};
use crate::{
    Currency, Money, Result, Rounding, Timestamp,
    catalog::Discount,
    line_item::{LineItem, LineKind, ProrationDetails},
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
    let AdvanceRequest { currency, billing_mode: mode, at, discounts, .. } = request;
    let pricing = Pricing { currency: *currency, mode: *mode, at: *at, discounts };
    let items: Vec<&PricedItem> = request.items.iter().map(|item| &item.item).collect();
    let mut advance =
        Advance { lines: Vec::with_capacity(items.len()), debits: Vec::with_capacity(items.len()) };
    for (item, full) in request.items.iter().zip(pricing.full_amounts(&items)?) {
        if item.item.price.licensed_interval().is_none() {
            continue;
        }
        let first = advance.lines.len();
        let whole = item.period == item.full_period;
        if whole {
            whole_period(request, item, &mut advance.lines)?
        } else {
            advance.lines.push(part(request, item, full)?)
        }
        let Some(line) = advance.lines.get(first) else { continue };
        // What the invoice bills after discounts; a half goes to the customer there, too.
        let net = full.net.total(1, *currency, Rounding::HalfTowardZero)?;
        let debit = Debit {
            line: line.id.clone(),
            quantity: item.item.quantity,
            full_amount: full.net,
            discount: full.discount,
            full_period: item.full_period,
            period: item.period,
            amount: if whole { net } else { line.amount },
        };
        advance.debits.push(ItemDebit { item: item.item.id.clone(), debit });
    }
    Ok(advance)
}

/// A line at the full price: one, or one for each tier and each flat amount, each rounded.
fn whole_period(request: &AdvanceRequest, item: &PeriodItem, lines: &mut Vec<LineItem>) -> Result<()> {
    for part in item.item.price.line_amounts(item.item.quantity, request.currency)? {
        let mut line = blank(request, item, LineKind::Period, part.amount);
        if let Some(tier) = part.tier {
            line.id = format!("{}:{}{tier}", line.id, if part.flat { "flat" } else { "tier" });
            line.tier = Some(tier);
            line.quantity = part.quantity;
        }
        line.unit_amount = part.unit_amount;
        line.discountable = true;
        line.discounts.clone_from(&item.item.discounts);
        lines.push(line);
    }
    Ok(())
}

/// The line of a partial period: what a whole one costs after discounts, times the time.
fn part(request: &AdvanceRequest, item: &PeriodItem, full: FullAmount) -> Result<LineItem> {
    let policy = request.policy.unwrap_or(ProrationPolicy::STRIPE);
    let share = policy.share(item.period, item.full_period)?;
    let amount = policy.round(policy.exact(full.net, share)?, request.currency)?;
    let mut line = blank(request, item, LineKind::PartialPeriod, amount);
    line.proration = Some(ProrationDetails {
        date: item.period.start,
        full_period: item.full_period,
        full_amount: full.net,
        discount: full.discount,
        numerator: share.numerator,
        denominator: share.denominator,
        credited_line: None,
    });
    Ok(line)
}

fn blank(request: &AdvanceRequest, item: &PeriodItem, kind: LineKind, amount: Money) -> LineItem {
    let PeriodItem { item, period, .. } = item;
    LineItem {
        id: line_id(&item.id, kind, period.start),
        kind,
        subscription_item: Some(item.id.clone()),
        price: Some(item.price.id.clone()),
        product: Some(item.price.product.clone()),
        quantity: item.quantity,
        unit_amount: item.price.unit_amount_in(request.currency),
        tier: None,
        period: *period,
        amount,
        proration: None,
        discountable: false,
        discounts: Vec::new(),
        tax_rates: item.tax_rates.clone(),
    }
}

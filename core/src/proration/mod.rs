//! What a part of a period costs: when a change, a start or an end falls inside one.
//!
//! Pure arithmetic over items, periods and one instant; which change makes which lines in the life of a
//! subscription is the business of [`subscription`](crate::subscription).

mod advance;
mod amount;
mod cycles;
mod full_amount;
mod item;
mod part;
mod policy;
mod prorate;
mod share;
mod still_paid;

use serde::{Deserialize, Serialize};

pub use advance::{Advance, AdvanceRequest, ItemDebit, bill_in_advance};
pub use amount::{ProratedAmount, prorated_amount};
pub use cycles::{CycleCharge, bill_cycles};
pub(crate) use full_amount::share_amounts_off;
pub use item::{Debit, PeriodItem, PricedItem};
pub(crate) use part::line_id;
pub use policy::{Granularity, ProrationDiscounts, ProrationLines, ProrationPolicy, ProrationPreset};
pub use prorate::{ProrationRequest, prorate};
pub(crate) use prorate::{ProrationTerms, Side, prorate_items};

use crate::error::{Coded, ErrorKind};

/// How Stripe bills the changes of a subscription.
///
/// Source: [Stripe, billing mode](https://docs.stripe.com/billing/subscriptions/billing-mode).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillingMode {
    /// Credits are worked out anew from the current state; some changes restart the billing cycle.
    Classic,
    /// Credits reverse what was billed; the billing cycle stays unless asked for. The default since API
    /// version 2025-09-30.
    Flexible,
}

/// What is billed in advance can be prorated; usage never is.
fn is_licensed(item: &PeriodItem) -> bool {
    item.item.price.licensed_interval().is_some()
}

fn check_ids(items: &[PeriodItem]) -> crate::Result<()> {
    for (place, item) in items.iter().enumerate() {
        if items.iter().take(place).any(|earlier| earlier.item.id == item.item.id) {
            return Err(ProrationError::DuplicateItem { item: item.item.id.clone() }.into());
        }
    }
    Ok(())
}

/// Why a proration is refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProrationError {
    #[error("the change at `{date}` is outside the current period of item `{item}`, `{start}` to `{end}`")]
    DateOutsidePeriod { date: String, item: String, start: String, end: String },
    #[error("`{date}` is before the start `{start}`: expected a plan's end and an invoice's date after it")]
    InvalidDateSequence { date: String, start: String },
    #[error("item `{item}` is there twice: expected each once")]
    DuplicateItem { item: String },
    #[error("the period from `{start}` to `{end}` has no length to divide by")]
    EmptyPeriod { start: String, end: String },
    #[error("a fraction of `{decimals}` decimals: expected at most 12")]
    FractionDecimals { decimals: u32 },
}

impl Coded for ProrationError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Proration
    }
    fn code(&self) -> &'static str {
        match self {
            Self::DateOutsidePeriod { .. } => "proration.date_outside_period",
            Self::InvalidDateSequence { .. } => "proration.invalid_date_sequence",
            Self::DuplicateItem { .. } => "proration.duplicate_item",
            Self::EmptyPeriod { .. } => "proration.empty_period",
            Self::FractionDecimals { .. } => "proration.fraction_decimals",
        }
    }
}

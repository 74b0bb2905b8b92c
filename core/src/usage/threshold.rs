//! Billing thresholds: an invoice before the period is over.

use serde::{Deserialize, Serialize};

use super::{UsageCharge, UsageError, price_usage};
use crate::{
    Currency, Money, Period, Result, Timestamp,
    catalog::{Discount, DiscountableLine, Price, apply_discounts},
};

/// When usage is billed before its period is over; Stripe's `billing_thresholds`.
///
/// Source: [Stripe, thresholds](https://docs.stripe.com/billing/subscriptions/usage-based/thresholds).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BillingThresholds {
    /// The amount not yet billed at which there is an invoice, after discounts and before tax; above 0.
    pub amount_gte: Option<Money>,
    /// Whether the billing period begins anew with that invoice, and tiers with it; none for no.
    pub reset_billing_cycle_anchor: Option<bool>,
    /// How long before the end of the period nothing is billed early, in seconds; none for 24 hours.
    pub quiet_seconds: Option<u32>,
}

/// What is asked of [`check_threshold`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThresholdRequest {
    /// The billing period.
    pub period: Period,
    /// Whether the subscription is in a trial.
    pub trialing: bool,
    /// The currency that is billed.
    pub currency: Currency,
    /// When there is an invoice.
    pub thresholds: BillingThresholds,
    /// The metered items, each once.
    pub items: Vec<ThresholdItem>,
    /// The discounts in force.
    #[serde(default)]
    pub discounts: Vec<Discount>,
}

/// A metered item and what was used of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThresholdItem {
    /// The id of the item.
    pub id: String,
    /// Its metered price.
    pub price: Price,
    /// What was used in the period so far.
    pub quantity: i64,
    /// The quantity that the last threshold invoice of the period had reached; none where there was none.
    #[serde(default)]
    pub billed: Option<i64>,
    /// The quantity not yet billed at which there is an invoice, at least 1; none for no such threshold.
    #[serde(default)]
    pub usage_gte: Option<i64>,
    /// The discounts of the item itself, which come first.
    #[serde(default)]
    pub discounts: Vec<Discount>,
}

/// Whether usage is billed now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ThresholdVerdict {
    /// No threshold is reached.
    NotReached {
        /// What is not yet billed, after discounts.
        amount: Money,
    },
    /// Thresholds do not count now, whether or not one is reached.
    Paused {
        /// Why.
        reason: ThresholdPause,
        /// What is not yet billed, after discounts.
        amount: Money,
    },
    /// An invoice is due.
    Reached {
        /// What it bills.
        bill: ThresholdBill,
    },
}

/// Why thresholds do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThresholdPause {
    /// The subscription is in a trial.
    Trial,
    /// The period ends soon, and its own invoice will bill the usage.
    PeriodEnd,
}

/// What a threshold bills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThresholdBill {
    /// When.
    pub at: Timestamp,
    /// The thresholds that were reached.
    pub reasons: Vec<ThresholdReason>,
    /// What each item is billed, in the order of the items. `charge.quantity` is what the next check is to be
    /// given as `billed`.
    pub charges: Vec<ThresholdCharge>,
    /// What it comes to, after discounts and before tax.
    pub amount: Money,
    /// Whether the billing period begins anew, and with it the quantities.
    pub resets_billing_cycle_anchor: bool,
}

/// A threshold that was reached.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ThresholdReason {
    /// The one of the amount.
    Amount,
    /// The one of an item's usage.
    Usage {
        /// The id of the item.
        item: String,
    },
}

/// What an item is billed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThresholdCharge {
    /// The id of the item.
    pub item: String,
    /// The usage and its lines, before discounts.
    pub charge: UsageCharge,
    /// What is left of it after discounts.
    pub net: Money,
}

/// Whether usage is billed at `at`, before its period is over: not in a trial, and not in the last 24 hours of
/// the period.
///
/// Ask after each batch of usage. Tiers go on over the threshold invoices of a period, unless the billing
/// period begins anew; see [`price_usage`]. The vector `threshold` of `usage` has Stripe's own figures.
///
/// # Errors
/// `usage.invalid_threshold` for one that is not above 0, an item that is billed in advance, and an instant
/// outside the period; `usage.duplicate_item`; `money.currency_mismatch`; those of [`price_usage`] and
/// [`apply_discounts`].
pub fn check_threshold(request: &ThresholdRequest, at: Timestamp) -> Result<ThresholdVerdict> {
    check(request, at)?;
    let charges = charges(request)?;
    let nets: Vec<Money> = charges.iter().map(|charge| charge.net).collect();
    let amount = Money::sum(request.currency, &nets)?;
    if let Some(reason) = pause(request, at) {
        return Ok(ThresholdVerdict::Paused { reason, amount });
    }
    let mut reasons = Vec::new();
    if let Some(threshold) = request.thresholds.amount_gte
        && amount.checked_cmp(threshold)?.is_ge()
    {
        reasons.push(ThresholdReason::Amount);
    }
    for item in &request.items {
        let new = item.quantity.checked_sub(item.billed.unwrap_or(0)).unwrap_or(item.quantity);
        if item.usage_gte.is_some_and(|usage_gte| new >= usage_gte) {
            reasons.push(ThresholdReason::Usage { item: item.id.clone() });
        }
    }
    if reasons.is_empty() {
        return Ok(ThresholdVerdict::NotReached { amount });
    }
    let resets_billing_cycle_anchor = request.thresholds.reset_billing_cycle_anchor.unwrap_or(false);
    let bill = ThresholdBill { at, reasons, charges, amount, resets_billing_cycle_anchor };
    Ok(ThresholdVerdict::Reached { bill })
}

fn check(request: &ThresholdRequest, at: Timestamp) -> Result<()> {
    let refused = |reason: String| Err(UsageError::InvalidThreshold { reason }.into());
    let Period { start, end } = request.period;
    if !request.period.contains(at) {
        return refused(format!("`{at}` is not in the period from `{start}` to `{end}`"));
    }
    check_thresholds(&request.thresholds, request.currency)?;
    for (place, item) in request.items.iter().enumerate() {
        if request.items.iter().take(place).any(|earlier| earlier.id == item.id) {
            return Err(UsageError::DuplicateItem { item: item.id.clone() }.into());
        }
        check_item_threshold(&item.id, &item.price, item.usage_gte)?;
    }
    Ok(())
}

/// Refuses an item that is billed in advance, and a quantity below 1.
pub(crate) fn check_item_threshold(item: &str, price: &Price, usage_gte: Option<i64>) -> Result<()> {
    let reason = if price.recurring.as_ref().is_none_or(|recurring| recurring.meter.is_none()) {
        format!("item `{item}` has no metered price")
    } else if let Some(usage_gte) = usage_gte.filter(|usage_gte| *usage_gte < 1) {
        format!("item `{item}` is billed at `{usage_gte}`: expected at least 1")
    } else {
        return Ok(());
    };
    Err(UsageError::InvalidThreshold { reason }.into())
}

/// Refuses an amount that is not above 0, or in another currency.
pub(crate) fn check_thresholds(thresholds: &BillingThresholds, currency: Currency) -> Result<()> {
    let Some(amount) = thresholds.amount_gte else { return Ok(()) };
    if amount.minor() <= 0 {
        let reason = format!("an amount of `{amount}`: expected more than 0");
        return Err(UsageError::InvalidThreshold { reason }.into());
    }
    amount.checked_cmp(Money::zero(currency))?;
    Ok(())
}

fn pause(request: &ThresholdRequest, at: Timestamp) -> Option<ThresholdPause> {
    let quiet = i64::from(request.thresholds.quiet_seconds.unwrap_or(86_400)).checked_mul(1000)?;
    let left = request.period.end.as_millis().checked_sub(at.as_millis())?;
    if request.trialing {
        Some(ThresholdPause::Trial)
    } else {
        (left <= quiet).then_some(ThresholdPause::PeriodEnd)
    }
}

fn charges(request: &ThresholdRequest) -> Result<Vec<ThresholdCharge>> {
    let (mut charges, mut lines) = (Vec::new(), Vec::new());
    for item in &request.items {
        let charge = price_usage(&item.price, item.quantity, item.billed, Some(request.currency))?;
        let line = DiscountableLine {
            amount: charge.amount,
            product: item.price.product.clone(),
            discountable: true,
        };
        let own = apply_discounts(std::slice::from_ref(&line), &item.discounts)?;
        let amount = own.first().map_or(charge.amount, |own| own.net);
        lines.push(DiscountableLine { amount, ..line });
        charges.push((item.id.clone(), charge));
    }
    let discounted = apply_discounts(&lines, &request.discounts)?;
    let charges = charges.into_iter().zip(discounted);
    Ok(charges.map(|((item, charge), line)| ThresholdCharge { item, charge, net: line.net }).collect())
}

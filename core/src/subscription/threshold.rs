//! Usage that is billed before its period is over.
//!
//! Source: [Stripe, thresholds](https://docs.stripe.com/billing/subscriptions/usage-based/thresholds).

use serde::{Deserialize, Serialize};

use super::{
    BillingReason, Happening, InvoiceItemThresholdReason, InvoiceThresholdReason, Machine,
    SubscriptionAction, SubscriptionError,
    machine::{is_metered, running, usage_line, usage_lines},
};
use crate::{
    Currency, Money, Period, Result, Timestamp,
    line_item::{LineItem, LineKind},
    proration::{PeriodItem, PricedItem, line_id},
    usage::{
        BillingThresholds, ThresholdBill, ThresholdItem, ThresholdReason, ThresholdRequest, ThresholdVerdict,
        check_item_threshold, check_threshold, check_thresholds,
    },
};

/// When usage of a subscription is billed before its period is over: by amount, or by the usage of an item.
/// Nothing of it set is the same as none.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SubscriptionThresholds {
    /// The amount, and what the invoice does to the billing period; Stripe's `billing_thresholds`.
    pub billing: Option<BillingThresholds>,
    /// The usage of items; Stripe's `billing_thresholds` of an item. An item that goes takes its own with it.
    pub items: Vec<ItemThreshold>,
}

/// The usage of an item at which there is an invoice; Stripe's `usage_gte`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemThreshold {
    /// The id of the metered item.
    pub item: String,
    /// The quantity not yet billed, at least 1.
    pub usage_gte: i64,
}

/// What was used of an item so far.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemUsage {
    /// The id of the metered item.
    pub item: String,
    /// From when it was counted: what began with another period than the current one of the item says nothing.
    pub since: Timestamp,
    /// How many units since then, also those that were billed early.
    pub quantity: i64,
}

/// Usage of a period that was billed before the period is over.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BilledUsage {
    /// The id of the item.
    pub item: String,
    /// The id of the price.
    pub price: String,
    /// When the period of the item began.
    pub since: Timestamp,
    /// How many units since then were billed.
    pub quantity: i64,
}

impl Machine {
    /// Sets the thresholds, for items that there are and that are metered.
    pub(super) fn set_thresholds(&mut self, thresholds: &SubscriptionThresholds) -> Result<()> {
        thresholds.check(self.next.items.iter().map(|item| &item.item), self.next.currency)?;
        let none = *thresholds == SubscriptionThresholds::default();
        self.next.billing_thresholds = (!none).then(|| thresholds.clone());
        Ok(())
    }

    /// Usage was reported: where it reaches a threshold, what is not yet billed of it is billed at once.
    pub(super) fn usage_reported(&mut self, usage: &[ItemUsage], now: Timestamp) -> Result<()> {
        for reported in usage {
            if !self.next.items.iter().any(|item| item.item.id == reported.item) {
                return Err(SubscriptionError::UnknownItem { item: reported.item.clone() }.into());
            }
        }
        let period = self.next.current_period().filter(|period| period.contains(now));
        let (Some(thresholds), Some(period), true) =
            (self.next.billing_thresholds.clone(), period, self.prorates())
        else {
            return Ok(());
        };
        let items = self.next.items.iter().filter(|item| is_metered(item));
        let items = items.filter_map(|item| {
            let counted = |known: &&ItemUsage| known.item == item.item.id && known.since == item.period.start;
            let quantity = usage.iter().find(counted)?.quantity;
            let own = thresholds.items.iter().find(|own| own.item == item.item.id);
            let (billed, usage_gte) =
                (self.billed_early(item, item.period.start), own.map(|own| own.usage_gte));
            let PricedItem { id, price, discounts, .. } = item.item.clone();
            Some(ThresholdItem { id, price, quantity, billed, usage_gte, discounts })
        });
        let request = ThresholdRequest {
            period,
            trialing: false,
            currency: self.next.currency,
            items: items.collect(),
            thresholds: thresholds.billing.clone().unwrap_or_default(),
            discounts: running(&self.next.discounts, now),
        };
        match check_threshold(&request, now)? {
            ThresholdVerdict::Reached { bill } => self.bill_early(&bill, &thresholds, now),
            ThresholdVerdict::NotReached { .. } | ThresholdVerdict::Paused { .. } => Ok(()),
        }
    }

    /// What an invoice billed before of the usage of an item since `since`.
    pub(super) fn billed_early(&self, item: &PeriodItem, since: Timestamp) -> Option<i64> {
        let same = |billed: &&BilledUsage| {
            billed.item == item.item.id && billed.price == item.item.price.id && billed.since == since
        };
        self.next.billed_usage.iter().find(same).map(|billed| billed.quantity)
    }

    /// Bills what reached a threshold, and says which.
    fn bill_early(
        &mut self,
        bill: &ThresholdBill,
        thresholds: &SubscriptionThresholds,
        now: Timestamp,
    ) -> Result<()> {
        let window = Period { start: self.last_start(now), end: now };
        if bill.resets_billing_cycle_anchor {
            // As if the period ended now by itself: nothing of it is credited.
            self.next.billing_cycle_anchor = now;
            for item in &mut self.next.items {
                item.period.end = now;
            }
            let lines = self.begin_periods(now)?;
            self.bill(now, BillingReason::SubscriptionThreshold, window, lines, true)?;
            self.name_thresholds(bill, thresholds);
            self.happened(Happening::Renewed, now);
            return Ok(());
        }
        let (mut lines, mut billed) = (Vec::new(), Vec::new());
        for charged in &bill.charges {
            let Some(item) = self.next.items.iter().find(|item| item.item.id == charged.item) else {
                continue;
            };
            let used = Period { start: item.period.start, end: now };
            let line = usage_line(item, used, Money::zero(self.next.currency));
            let line = LineItem { id: line_id(&item.item.id, LineKind::Usage, now), ..line };
            lines.extend(usage_lines(&line, charged.charge.lines.clone()));
            billed.push(BilledUsage {
                item: charged.item.clone(),
                price: item.item.price.id.clone(),
                since: used.start,
                quantity: charged.charge.quantity,
            });
        }
        self.next.billed_usage.retain(|known| !billed.iter().any(|new| new.item == known.item));
        self.next.billed_usage.append(&mut billed);
        self.bill(now, BillingReason::SubscriptionThreshold, window, lines, true)?;
        self.name_thresholds(bill, thresholds);
        self.happened(Happening::Updated, now);
        Ok(())
    }

    /// Writes on the bill that was just asked for what made it.
    fn name_thresholds(&mut self, reached: &ThresholdBill, thresholds: &SubscriptionThresholds) {
        let Some(SubscriptionAction::CreateInvoice { bill }) = self.actions.last_mut() else { return };
        if bill.reason != BillingReason::SubscriptionThreshold {
            return;
        }
        let by_amount = reached.reasons.contains(&ThresholdReason::Amount);
        let amount_gte = thresholds.billing.as_ref().and_then(|billing| billing.amount_gte);
        let lines_of = |item: &String| {
            let of_item = |line: &&LineItem| {
                line.kind == LineKind::Usage && line.subscription_item.as_ref() == Some(item)
            };
            bill.lines.iter().filter(of_item).map(|line| line.id.clone()).collect()
        };
        let by_usage = reached.reasons.iter().filter_map(|reason| match reason {
            ThresholdReason::Amount => None,
            ThresholdReason::Usage { item } => {
                let own = thresholds.items.iter().find(|own| own.item == *item)?;
                Some(InvoiceItemThresholdReason { line_item_ids: lines_of(item), usage_gte: own.usage_gte })
            }
        });
        bill.threshold_reason = Some(InvoiceThresholdReason {
            amount_gte: amount_gte.filter(|_| by_amount),
            item_reasons: by_usage.collect(),
        });
    }
}

impl SubscriptionThresholds {
    /// Refuses thresholds of items that there are not, or that are not metered, and amounts that make no sense.
    pub(super) fn check<'a>(
        &self,
        items: impl Iterator<Item = &'a PricedItem> + Clone,
        currency: Currency,
    ) -> Result<()> {
        if let Some(billing) = &self.billing {
            check_thresholds(billing, currency)?;
        }
        for own in &self.items {
            let known = items.clone().find(|item| item.id == own.item);
            let item = known.ok_or_else(|| SubscriptionError::UnknownItem { item: own.item.clone() })?;
            check_item_threshold(&own.item, &item.price, Some(own.usage_gte))?;
        }
        Ok(())
    }
}

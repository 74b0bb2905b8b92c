//! A subscription as Stripe writes it.

use serde_json::{Value, json};

use super::{
    amount,
    catalog::{discount, price, tax_rate},
    code, list, seconds,
};
use crate::{
    Result,
    catalog::{Discount, TaxRate},
    proration::{BillingMode, PeriodItem, ProrationDiscounts},
    subscription::{
        AnchorChange, BillCollection, CancellationDetails, CollectionMethod, MissingPaymentMethod, Schedule,
        Subscription, SubscriptionStatus, SubscriptionThresholds, TrialEnd,
    },
};

/// The object; `status` is where it stood when the event happened that tells of it.
pub(super) fn subscription(subscription: &Subscription, status: SubscriptionStatus) -> Result<Value> {
    let items = items(&subscription.items, subscription)?;
    let trial = subscription.trial.as_ref();
    Ok(json!({
        "id": subscription.id,
        "object": "subscription",
        "billing_cycle_anchor": subscription.billing_cycle_anchor.to_seconds()?,
        "billing_mode": billing_mode(subscription)?,
        "billing_thresholds": thresholds(subscription.billing_thresholds.as_ref())?,
        "cancel_at": seconds(subscription.cancel_at)?,
        "cancel_at_period_end": subscription.cancel_at_period_end,
        "canceled_at": seconds(subscription.canceled_at)?,
        "cancellation_details": cancellation(subscription.cancellation_details.as_ref()),
        "collection_method": collection(subscription.collection_method).0,
        "created": subscription.created.to_seconds()?,
        "currency": code(subscription.currency),
        "customer": subscription.customer,
        "days_until_due": collection(subscription.collection_method).1,
        "default_tax_rates": tax_rates(&subscription.default_tax_rates),
        "discounts": discounts(&subscription.discounts)?,
        "ended_at": seconds(subscription.ended_at)?,
        "items": list(items),
        "latest_invoice": subscription.latest_invoice,
        "livemode": false,
        "metadata": {},
        "pause_collection": match subscription.pause_collection {
            Some(pause) => json!({
                "behavior": behavior(pause.behavior),
                "resumes_at": seconds(pause.resumes_at)?,
            }),
            None => Value::Null,
        },
        "pending_update": pending_update(subscription)?,
        "schedule": subscription.schedule.as_ref().map(|schedule| schedule_id(&subscription.id, schedule)),
        "start_date": subscription.start_date.to_seconds()?,
        "status": status.name(),
        "trial_end": seconds(trial.map(|trial| trial.end))?,
        "trial_settings": trial.map(|trial| json!({
            "end_behavior": {"missing_payment_method": missing(trial.missing_payment_method)},
        })),
        "trial_start": seconds(trial.map(|trial| trial.start))?,
    }))
}

/// A change that waits for its payment, with all the items that there will be once it is paid. No price has
/// trial days of its own here.
fn pending_update(subscription: &Subscription) -> Result<Value> {
    let Some(pending) = &subscription.pending_update else { return Ok(Value::Null) };
    let restarts = pending.update.billing_cycle_anchor == Some(AnchorChange::Now);
    let anchor = restarts.then_some(pending.requested_at);
    let trial_end = pending.update.trial_end.map(|end| match end {
        TrialEnd::Now => pending.requested_at,
        TrialEnd::At { at } => at,
    });
    let changed = subscription.items_of_pending_update()?;
    Ok(json!({
        "billing_cycle_anchor": seconds(anchor)?,
        "expires_at": pending.expires_at.to_seconds()?,
        "subscription_items": changed.map(|changed| items(&changed, subscription)).transpose()?,
        "trial_end": seconds(trial_end)?,
        "trial_from_plan": null,
    }))
}

pub(super) fn thresholds(thresholds: Option<&SubscriptionThresholds>) -> Result<Value> {
    let thresholds = thresholds.and_then(|thresholds| thresholds.billing.as_ref());
    let Some((thresholds, least)) = thresholds.and_then(|known| Some((known, known.amount_gte?))) else {
        return Ok(Value::Null);
    };
    Ok(json!({
        "amount_gte": amount(least)?,
        "reset_billing_cycle_anchor": thresholds.reset_billing_cycle_anchor.unwrap_or(false),
    }))
}

pub(super) fn own_threshold(item: &str, thresholds: Option<&SubscriptionThresholds>) -> Option<Value> {
    let mut all = thresholds.into_iter().flat_map(|thresholds| &thresholds.items);
    all.find(|own| own.item == item).map(|own| json!({"usage_gte": own.usage_gte}))
}

/// A subscription has one schedule at a time: when that was set tells it from those before.
pub(super) fn schedule_id(subscription: &str, schedule: &Schedule) -> String {
    let created = schedule.created.and_then(|at| at.to_seconds().ok());
    let created = created.map_or(String::new(), |seconds| format!("-{seconds}"));
    format!("{subscription}-schedule{created}")
}

fn items(items: &[PeriodItem], subscription: &Subscription) -> Result<Vec<Value>> {
    items.iter().map(|one| item(one, subscription)).collect()
}

fn item(of: &PeriodItem, subscription: &Subscription) -> Result<Value> {
    let item = &of.item;
    let metered = item.price.recurring.as_ref().is_some_and(|recurring| recurring.meter.is_some());
    let mut object = json!({
        "id": item.id,
        "object": "subscription_item",
        "billing_thresholds": own_threshold(&item.id, subscription.billing_thresholds.as_ref()),
        "current_period_end": of.period.end.to_seconds()?,
        "current_period_start": of.period.start.to_seconds()?,
        "discounts": discounts(&item.discounts)?,
        "metadata": {},
        "price": price(&item.price, subscription.currency)?,
        "subscription": subscription.id,
        "tax_rates": tax_rates(&item.tax_rates),
    });
    if let (Value::Object(members), false) = (&mut object, metered) {
        members.insert("quantity".to_owned(), item.quantity.into());
    }
    Ok(object)
}

pub(super) fn discounts(discounts: &[Discount]) -> Result<Vec<Value>> {
    discounts.iter().map(discount).collect()
}

pub(super) fn tax_rates(rates: &[TaxRate]) -> Vec<Value> {
    rates.iter().map(tax_rate).collect()
}

pub(super) fn billing_mode(subscription: &Subscription) -> Result<Value> {
    let discounts = match subscription.proration_discounts {
        None | Some(ProrationDiscounts::Included) => "included",
        Some(ProrationDiscounts::Itemized) => "itemized",
    };
    Ok(match subscription.billing_mode {
        BillingMode::Classic => json!({"type": "classic"}),
        BillingMode::Flexible => {
            let mut object = json!({"type": "flexible", "flexible": {"proration_discounts": discounts}});
            if let (Value::Object(members), Some(at)) = (&mut object, subscription.billing_mode_updated_at) {
                members.insert("updated_at".to_owned(), at.to_seconds()?.into());
            }
            object
        }
    })
}

fn cancellation(details: Option<&CancellationDetails>) -> Value {
    json!({
        "comment": details.and_then(|details| details.comment.as_ref()),
        "feedback": details.and_then(|details| details.feedback),
        "reason": details.map(|details| details.reason),
    })
}

/// The method, and the days of an invoice that is sent.
pub(super) fn collection(method: CollectionMethod) -> (&'static str, Option<u32>) {
    match method {
        CollectionMethod::ChargeAutomatically => ("charge_automatically", None),
        CollectionMethod::SendInvoice { days_until_due } => ("send_invoice", Some(days_until_due)),
    }
}

/// Collection that is paused in no way that Stripe has a name for is not paused.
fn behavior(behavior: BillCollection) -> Option<&'static str> {
    match behavior {
        BillCollection::Collect => None,
        BillCollection::KeepAsDraft => Some("keep_as_draft"),
        BillCollection::MarkUncollectible => Some("mark_uncollectible"),
        BillCollection::Void => Some("void"),
    }
}

fn missing(missing: MissingPaymentMethod) -> &'static str {
    match missing {
        MissingPaymentMethod::CreateInvoice => "create_invoice",
        MissingPaymentMethod::Cancel => "cancel",
        MissingPaymentMethod::Pause => "pause",
    }
}

//! A subscription as Stripe writes it.

use serde_json::{Value, json};

use super::{
    catalog::{discount, price, tax_rate},
    code, list, seconds,
};
use crate::{
    Result,
    catalog::{Discount, TaxRate},
    proration::{BillingMode, PeriodItem, ProrationDiscounts},
    subscription::{
        BillCollection, CancellationDetails, CollectionMethod, MissingPaymentMethod, Subscription,
        SubscriptionStatus,
    },
};

/// The object; `status` is where it stood when the event happened that tells of it.
pub(super) fn subscription(subscription: &Subscription, status: SubscriptionStatus) -> Result<Value> {
    let items = subscription.items.iter().map(|one| item(one, subscription));
    let trial = subscription.trial.as_ref();
    Ok(json!({
        "id": subscription.id,
        "object": "subscription",
        "billing_cycle_anchor": subscription.billing_cycle_anchor.to_seconds()?,
        "billing_mode": billing_mode(subscription),
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
        "items": list(items.collect::<Result<_>>()?),
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
        "start_date": subscription.start_date.to_seconds()?,
        "status": status.name(),
        "trial_end": seconds(trial.map(|trial| trial.end))?,
        "trial_settings": trial.map(|trial| json!({
            "end_behavior": {"missing_payment_method": missing(trial.missing_payment_method)},
        })),
        "trial_start": seconds(trial.map(|trial| trial.start))?,
    }))
}

fn item(of: &PeriodItem, subscription: &Subscription) -> Result<Value> {
    let item = &of.item;
    let metered = item.price.recurring.as_ref().is_some_and(|recurring| recurring.meter.is_some());
    let mut object = json!({
        "id": item.id,
        "object": "subscription_item",
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

fn billing_mode(subscription: &Subscription) -> Value {
    let discounts = match subscription.proration_discounts {
        None | Some(ProrationDiscounts::Included) => "included",
        Some(ProrationDiscounts::Itemized) => "itemized",
    };
    match subscription.billing_mode {
        BillingMode::Classic => json!({"type": "classic"}),
        BillingMode::Flexible => json!({"type": "flexible", "flexible": {"proration_discounts": discounts}}),
    }
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

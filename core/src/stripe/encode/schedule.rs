//! A schedule of a subscription as Stripe writes it.

use serde_json::{Value, json};

use super::{
    catalog::price,
    code,
    subscription::{billing_mode, discounts, own_threshold, schedule_id, tax_rates, thresholds},
};
use crate::{
    Result, Timestamp,
    proration::PricedItem,
    subscription::{AnchorChange, ProrationBehavior, Schedule, ScheduleEnd, SchedulePhase, Subscription},
};

/// The object as it stood in `status`, after something happened to it at `at`. Its phases are those that are planned: what
/// the subscription was before the first one is not among them.
pub(super) fn schedule(
    schedule: &Schedule,
    subscription: &Subscription,
    status: &'static str,
    at: Timestamp,
) -> Result<Value> {
    let at = at.to_seconds()?;
    let when = |reached: &str| (status == reached).then_some(at);
    let phases = schedule.phases.iter().map(|one| phase(one, subscription));
    Ok(json!({
        "id": schedule_id(&subscription.id, schedule),
        "object": "subscription_schedule",
        "billing_mode": billing_mode(subscription)?,
        "canceled_at": when("canceled"),
        "completed_at": when("completed"),
        "created": schedule.created.map_or(Ok(at), Timestamp::to_seconds)?,
        "current_phase": match schedule.current_phase().filter(|_| status == "active") {
            Some(phase) => json!({"end_date": end(phase)?, "start_date": phase.start.to_seconds()?}),
            None => Value::Null,
        },
        "customer": subscription.customer,
        "end_behavior": match schedule.end_behavior {
            ScheduleEnd::Release => "release",
            ScheduleEnd::Cancel => "cancel",
        },
        "livemode": false,
        "metadata": {},
        "phases": phases.collect::<Result<Vec<Value>>>()?,
        "released_at": when("released"),
        "released_subscription": (status == "released").then_some(&subscription.id),
        "status": status,
        "subscription": (status != "released").then_some(&subscription.id),
    }))
}

fn phase(phase: &SchedulePhase, subscription: &Subscription) -> Result<Value> {
    let items = phase.items.iter().map(|one| item(one, phase, subscription));
    let anchor = phase.billing_cycle_anchor.map(|anchor| match anchor {
        AnchorChange::Unchanged => "automatic",
        AnchorChange::Now => "phase_start",
    });
    Ok(json!({
        "billing_cycle_anchor": anchor,
        "billing_thresholds": thresholds(phase.billing_thresholds.as_ref())?,
        "currency": code(subscription.currency),
        "discounts": discounts(&phase.discounts)?,
        "end_date": end(phase)?,
        "items": items.collect::<Result<Vec<Value>>>()?,
        "metadata": {},
        "proration_behavior": match phase.proration_behavior.unwrap_or_default() {
            ProrationBehavior::CreateProrations => "create_prorations",
            ProrationBehavior::AlwaysInvoice => "always_invoice",
            ProrationBehavior::None => "none",
        },
        "start_date": phase.start.to_seconds()?,
        "trial_end": phase.trial_end.map(Timestamp::to_seconds).transpose()?,
    }))
}

fn end(phase: &SchedulePhase) -> Result<Option<i64>> {
    phase.end.map(Timestamp::to_seconds).transpose()
}

fn item(item: &PricedItem, phase: &SchedulePhase, subscription: &Subscription) -> Result<Value> {
    let metered = item.price.recurring.as_ref().is_some_and(|recurring| recurring.meter.is_some());
    let mut object = json!({
        "billing_thresholds": own_threshold(&item.id, phase.billing_thresholds.as_ref()),
        "discounts": discounts(&item.discounts)?,
        "metadata": {},
        "price": price(&item.price, subscription.currency)?,
        "tax_rates": tax_rates(&item.tax_rates),
    });
    if let (Value::Object(members), false) = (&mut object, metered) {
        members.insert("quantity".to_owned(), item.quantity.into());
    }
    Ok(object)
}

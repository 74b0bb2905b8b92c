//! The history of a subscription, from the phases of its schedule.

use super::{
    StripeError,
    billing::Billing,
    history::{Outcome, Worth},
    snapshots::Snapshot,
    subscriptions::{self, Context, customer_of},
    wire::{Phase, Reference, Schedule},
};
use crate::{Result, Timestamp, catalog::AnnualAmount, subscription::SubscriptionStatus};

/// The subscription that a schedule drives; before there is one, the schedule itself stands for it.
pub(super) fn subscription_of(schedule: &Schedule) -> &str {
    match (&schedule.subscription, &schedule.released_subscription) {
        (Some(Reference::Id(id)), _) | (None, Some(id)) => id,
        (Some(Reference::Object(subscription)), _) => &subscription.id,
        (None, None) => &schedule.id,
    }
}

/// Follows a subscription from phase to phase.
pub(super) fn history(
    subscription: &str,
    schedules: &[(u32, Schedule)],
    snapshots: &[Snapshot],
    context: &Context,
) -> Outcome {
    let mut outcome = Outcome::default();
    outcome.skip(snapshots.len());
    let Some((place, schedule)) = schedules.first() else { return outcome };
    for (place, other) in schedules.iter().skip(1) {
        if other == schedule {
            outcome.skip(1);
        } else {
            let reason = "several schedules say different things";
            let error = StripeError::history_missing(subscription, reason);
            outcome.refused.push((*place, error.into()));
        }
    }
    let reading = if outcome.refused.is_empty() {
        check_start(subscription, schedule, snapshots)
            .and_then(|()| follow(*place, subscription, schedule, context))
    } else {
        Err(StripeError::history_missing(subscription, "it has several schedules").into())
    };
    match reading {
        Ok((customer, worth)) => (outcome.customer, outcome.worth) = (customer, worth),
        Err(error) => outcome.refused.push((*place, error)),
    }
    outcome
}

/// A schedule that was made from a running subscription does not know what came before it.
fn check_start(subscription: &str, schedule: &Schedule, snapshots: &[Snapshot]) -> Result<()> {
    let first = schedule.phases.iter().map(|phase| phase.start_date).min();
    let starts = snapshots.iter().filter_map(|(_, snapshot)| snapshot.start_date);
    if starts.min().zip(first).is_some_and(|(start, first)| start < first) {
        let reason = "it began before the first phase of its schedule";
        return Err(StripeError::history_missing(subscription, reason).into());
    }
    Ok(())
}

/// What happens when the last phase is over, or before.
struct End {
    /// Nothing is billed from here on.
    ended: Option<Timestamp>,
    /// The schedule says nothing about what comes from here on.
    unknown: Option<Timestamp>,
}

fn end_of(schedule: &Schedule, last: Option<Timestamp>) -> Result<End> {
    let instant = |name: &str, seconds: Option<i64>| {
        let missing = || StripeError::contradiction("subscription_schedule", format!("it has no `{name}`"));
        Timestamp::from_seconds(seconds.ok_or_else(missing)?)
    };
    let cancels = match schedule.end_behavior.as_deref() {
        Some("cancel") => true,
        // `none` and `renew` are of old versions.
        None | Some("release" | "none" | "renew") => false,
        Some(other) => return Err(StripeError::unknown("end_behavior", other).into()),
    };
    Ok(match schedule.status.as_str() {
        "canceled" => End { ended: Some(instant("canceled_at", schedule.canceled_at)?), unknown: None },
        "released" => End { ended: None, unknown: Some(instant("released_at", schedule.released_at)?) },
        "not_started" | "active" if cancels => End { ended: last, unknown: None },
        // Foreseen: released at the end, it goes on as it is.
        "not_started" | "active" => End { ended: None, unknown: None },
        "completed" if cancels => End { ended: last, unknown: None },
        "completed" => End { ended: None, unknown: Some(instant("completed_at", schedule.completed_at)?) },
        other => return Err(StripeError::unknown("status", other).into()),
    })
}

fn follow(
    place: u32,
    subscription: &str,
    schedule: &Schedule,
    context: &Context,
) -> Result<(String, Vec<Worth>)> {
    let customer = customer_of(schedule.customer.as_ref(), schedule.customer_account.as_ref())
        .ok_or_else(|| StripeError::MissingCustomer { subscription: subscription.into() })?;
    let mut phases: Vec<&Phase> = schedule.phases.iter().collect();
    phases.sort_by_key(|phase| phase.start_date);
    let follow_on = |pair: &[&Phase]| match pair {
        [one, next] => one.end_date == Some(next.start_date),
        _ => true,
    };
    if !phases.windows(2).all(follow_on) {
        let reason = "its phases do not follow one another";
        return Err(StripeError::contradiction("subscription_schedule", reason).into());
    }
    let last = phases.last().and_then(|phase| phase.end_date).map(Timestamp::from_seconds).transpose()?;
    let end = end_of(schedule, last)?;
    if let Some(unknown) = end.unknown.filter(|unknown| context.as_of.is_none_or(|as_of| as_of > *unknown)) {
        let reason = format!("its schedule let go of it at `{unknown}`, and says nothing about later");
        return Err(StripeError::history_missing(subscription, reason).into());
    }
    let mut worth = Vec::new();
    for phase in phases {
        follow_phase(place, phase, context, &mut worth)?;
    }
    if let Some(ended) = end.ended {
        worth.retain(|row: &Worth| row.at < ended);
        if let Some(currency) = worth.last().map(|row| row.currency) {
            worth.push(Worth { at: ended, annual: AnnualAmount::default(), currency, place });
        }
    }
    worth.retain(|row| !context.is_too_late(row.at));
    Ok((customer, worth))
}

fn follow_phase(place: u32, phase: &Phase, context: &Context, worth: &mut Vec<Worth>) -> Result<()> {
    let start = Timestamp::from_seconds(phase.start_date)?;
    let end = phase.end_date.map(Timestamp::from_seconds).transpose()?;
    let trial_end = phase.trial_end.map(Timestamp::from_seconds).transpose()?.filter(|end| *end > start);
    let billing = read_phase(phase, start, context)?;
    let mut instants = billing.changes(start, end);
    instants.insert(start);
    instants.extend(trial_end.filter(|trial_end| end.is_none_or(|end| *trial_end < end)));
    for at in instants {
        let status = match trial_end {
            Some(trial_end) if at < trial_end => SubscriptionStatus::Trialing,
            _ => SubscriptionStatus::Active,
        };
        let counts = context.policy.counts(status);
        let annual = if counts { billing.worth(Some(at))? } else { AnnualAmount::default() };
        worth.push(Worth { at, annual, currency: billing.currency, place });
    }
    Ok(())
}

fn read_phase(phase: &Phase, start: Timestamp, context: &Context) -> Result<Billing> {
    let items = &phase.items.data;
    let currency = subscriptions::currency(phase.currency.as_deref(), items, &context.lookup)?;
    let nothing = || StripeError::contradiction("subscription_schedule", "a phase has no items");
    let currency = currency.ok_or_else(nothing)?;
    let reader = context.discounts(currency, Some(start));
    let mut billing = subscriptions::billing(items, reader, context)?;
    billing.discounts = reader.level(phase.discounts.as_ref(), None)?;
    // The older member repeats what `discounts` says, where both are there.
    if let (Some(coupon), None) = (&phase.coupon, phase.discounts.as_ref().filter(|all| !all.is_empty())) {
        billing.discounts.extend(reader.coupon(context.lookup.coupon(coupon)?, None, None)?);
    }
    Ok(billing)
}

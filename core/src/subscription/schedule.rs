//! Schedules: what a subscription will be, phase by phase.

use serde::{Deserialize, Serialize};

use super::{
    AnchorChange, Happening, ItemChange, Machine, ProrationBehavior, SubscriptionError, SubscriptionStatus,
    SubscriptionUpdate,
    check::{check_discounts, check_items, whole_second, whole_seconds},
};
use crate::{
    Currency, Result, Timestamp,
    catalog::Discount,
    proration::{BillingMode, PricedItem},
};

/// The most phases a schedule can have.
const MOST_PHASES: usize = 10;

/// What a subscription will be; Stripe's `SubscriptionSchedule`.
///
/// Source: [Stripe, subscription schedules](https://docs.stripe.com/billing/subscriptions/subscription-schedules).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// The phases to come, in order, each beginning where the one before ends; at most 10.
    pub phases: Vec<SchedulePhase>,
    /// What happens after the last one.
    pub end_behavior: ScheduleEnd,
    /// How many phases have begun; none for none.
    #[serde(default)]
    pub begun: Option<u32>,
    /// Whether its end was announced; none for not yet.
    #[serde(default)]
    pub end_announced: Option<bool>,
}

/// One phase of a schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchedulePhase {
    /// When it begins.
    pub start: Timestamp,
    /// When it ends; none for the last one of a schedule that releases.
    #[serde(default)]
    pub end: Option<Timestamp>,
    /// The items while it lasts.
    pub items: Vec<PricedItem>,
    /// The discounts while it lasts.
    #[serde(default)]
    pub discounts: Vec<Discount>,
    /// What is billed where it begins inside a period; by default, prorations on the next invoice.
    #[serde(default)]
    pub proration_behavior: Option<ProrationBehavior>,
    /// Whether the billing cycle restarts with it; by default not.
    #[serde(default)]
    pub billing_cycle_anchor: Option<AnchorChange>,
}

/// What happens after the last phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScheduleEnd {
    /// The subscription goes on as it is.
    #[default]
    Release,
    /// The subscription ends.
    Cancel,
}

impl Schedule {
    /// When the next phase begins, or the last one ends.
    pub(super) fn next_change(&self) -> Option<Timestamp> {
        match self.phases.get(self.begun()) {
            Some(phase) => Some(phase.start),
            None => self.ends_at(),
        }
    }

    /// When the last phase ends.
    pub(super) fn ends_at(&self) -> Option<Timestamp> {
        self.phases.last().and_then(|phase| phase.end)
    }

    fn in_whole_seconds(&self) -> Result<Self> {
        let mut schedule = self.clone();
        for phase in &mut schedule.phases {
            (phase.start, phase.end) = (whole_second(phase.start)?, whole_seconds(phase.end)?);
        }
        Ok(schedule)
    }

    fn begun(&self) -> usize {
        usize::try_from(self.begun.unwrap_or(0)).unwrap_or(usize::MAX)
    }

    /// Phases follow one another without a gap or an overlap.
    fn check(&self, now: Timestamp, currency: Currency, mode: BillingMode) -> Result<()> {
        let refuse = |reason: String| Err(SubscriptionError::InvalidSchedule { reason }.into());
        if self.phases.is_empty() || self.phases.len() > MOST_PHASES {
            return refuse(format!("it has `{}` phases: expected 1 to 10", self.phases.len()));
        }
        let mut before: Option<Option<Timestamp>> = None;
        for (number, phase) in (1_u32..).zip(&self.phases) {
            check_items(&phase.items, currency, mode)
                .and_then(|()| check_discounts(&phase.discounts, currency))
                .map_err(|error| error.at(format_args!("phase {number}")))?;
            if let Some(end) = phase.end.filter(|end| *end <= phase.start) {
                return refuse(format!(
                    "phase {number} ends at `{end}`: expected an instant after `{}`",
                    phase.start
                ));
            }
            match before {
                Some(None) => return refuse(format!("phase {number} comes after one without an end")),
                Some(Some(end)) if end != phase.start => {
                    let start = phase.start;
                    return refuse(format!(
                        "phase {number} begins at `{start}`: expected `{end}`, where the one before ends"
                    ));
                }
                Some(Some(_)) | None => before = Some(phase.end),
            }
        }
        if self.end_behavior == ScheduleEnd::Cancel && self.ends_at().is_none() {
            return refuse("it cancels after its last phase, which has no end".to_owned());
        }
        match self.phases.first().filter(|phase| phase.start < now && self.begun() == 0) {
            Some(phase) => refuse(format!("it begins at `{}`: expected `{now}` or later", phase.start)),
            None => Ok(()),
        }
    }
}

impl Machine {
    /// Follows a schedule from now on.
    pub(super) fn set_schedule(&mut self, schedule: &Schedule, now: Timestamp) -> Result<()> {
        match self.next.status {
            SubscriptionStatus::Trialing
            | SubscriptionStatus::Active
            | SubscriptionStatus::PastDue
            | SubscriptionStatus::Unpaid => {}
            SubscriptionStatus::Incomplete
            | SubscriptionStatus::IncompleteExpired
            | SubscriptionStatus::Paused
            | SubscriptionStatus::Canceled => return Err(self.refused("to follow a schedule")),
        }
        let schedule = schedule.in_whole_seconds()?;
        schedule.check(now, self.next.currency, self.next.billing_mode)?;
        self.drop_pending_update(now);
        self.next.schedule = Some(schedule);
        self.happened(Happening::Updated, now);
        self.advance(now)
    }

    /// Follows it no longer.
    pub(super) fn release_schedule(&mut self, now: Timestamp) {
        if self.next.schedule.take().is_some() {
            self.happened(Happening::ScheduleReleased, now);
        }
    }

    /// The next phase begins, or the last one is over.
    pub(super) fn begin_phase(&mut self, at: Timestamp) -> Result<()> {
        let Some(schedule) = &mut self.next.schedule else { return Ok(()) };
        let Some(phase) = schedule.phases.get(schedule.begun()).cloned() else {
            let end = schedule.end_behavior;
            self.next.schedule = None;
            self.happened(Happening::ScheduleCompleted, at);
            if end == ScheduleEnd::Cancel {
                self.next.canceled_at = Some(at);
                self.cancel_at(at)?;
            }
            return Ok(());
        };
        schedule.begun = schedule.begun.unwrap_or(0).checked_add(1);
        let update = SubscriptionUpdate {
            items: self.phase_items(&phase),
            proration_behavior: phase.proration_behavior,
            billing_cycle_anchor: phase.billing_cycle_anchor,
            discounts: Some(phase.discounts.clone()),
            ..SubscriptionUpdate::default()
        };
        self.drop_pending_update(at);
        self.happened(Happening::PhaseStarted, at);
        self.change(&update, at)
    }

    /// What makes the items those of the phase.
    fn phase_items(&self, phase: &SchedulePhase) -> Vec<ItemChange> {
        let mut changes = Vec::new();
        for item in &self.next.items {
            if !phase.items.iter().any(|planned| planned.id == item.item.id) {
                changes.push(ItemChange::Remove { id: item.item.id.clone() });
            }
        }
        for planned in &phase.items {
            let known = self.next.items.iter().any(|item| item.item.id == planned.id);
            changes.push(if known {
                ItemChange::Set {
                    id: planned.id.clone(),
                    price: Some(planned.price.clone()),
                    quantity: Some(planned.quantity),
                    discounts: Some(planned.discounts.clone()),
                }
            } else {
                ItemChange::Add { item: planned.clone() }
            });
        }
        changes
    }
}

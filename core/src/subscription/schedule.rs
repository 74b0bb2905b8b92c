//! Schedules: what a subscription will be, phase by phase.

use serde::{Deserialize, Serialize};

use super::{
    AnchorChange, BillingReason, CancellationDetails, CancellationReason, Happening, ItemChange, Machine,
    ProrationBehavior, SubscriptionError, SubscriptionThresholds, SubscriptionUpdate, TrialEnd,
    check::{check_discounts, check_items, whole_second, whole_seconds},
    update::is_same,
};
use crate::{
    BillingCycle, Currency, Interval, Period, Result, Timestamp,
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
    /// When the subscription began to follow it, also with other phases; none before, and not to be given.
    #[serde(default)]
    pub created: Option<Timestamp>,
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
    /// Until when it is a trial: from its start, and not beyond its end.
    #[serde(default)]
    pub trial_end: Option<Timestamp>,
    /// When usage is billed before its period is over, from its start on; none for as before it, nothing set for
    /// no longer.
    #[serde(default)]
    pub billing_thresholds: Option<SubscriptionThresholds>,
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

    /// When it ends the subscription, if it does.
    pub(super) fn cancels_at(&self) -> Option<Timestamp> {
        self.ends_at().filter(|_| self.end_behavior == ScheduleEnd::Cancel)
    }

    fn in_whole_seconds(&self) -> Result<Self> {
        let mut schedule = self.clone();
        for phase in &mut schedule.phases {
            (phase.start, phase.end) = (whole_second(phase.start)?, whole_seconds(phase.end)?);
            phase.trial_end = whole_seconds(phase.trial_end)?;
        }
        Ok(schedule)
    }

    /// The phase that began last.
    pub(crate) fn current_phase(&self) -> Option<&SchedulePhase> {
        self.begun().checked_sub(1).and_then(|place| self.phases.get(place))
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
                .and_then(|()| phase.check_thresholds(currency))
                .map_err(|error| error.at(format_args!("phase {number}")))?;
            if let Some(end) = phase.end.filter(|end| *end <= phase.start) {
                return refuse(format!(
                    "phase {number} ends at `{end}`: expected an instant after `{}`",
                    phase.start
                ));
            }
            if let Some(end) = phase.trial_end {
                let latest = BillingCycle { anchor: phase.start, interval: Interval::YEAR }.boundary(2)?;
                let latest = phase.end.map_or(latest, |end| end.min(latest));
                if end <= phase.start || latest < end {
                    let start = phase.start;
                    return refuse(format!(
                        "the trial of phase {number} ends at `{end}`: expected an instant after `{start}`, not later than `{latest}`"
                    ));
                }
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

impl SchedulePhase {
    fn check_thresholds(&self, currency: Currency) -> Result<()> {
        self.billing_thresholds.iter().try_for_each(|own| own.check(self.items.iter(), currency))
    }
}

impl Machine {
    /// Follows a schedule from now on.
    pub(super) fn set_schedule(&mut self, schedule: &Schedule, now: Timestamp) -> Result<()> {
        if !self.next.status.bills() {
            return Err(self.refused("to follow a schedule"));
        }
        if self.next.pause.is_some() {
            let reason = "it is paused: resume it first".to_owned();
            return Err(SubscriptionError::InvalidSchedule { reason }.into());
        }
        let mut schedule = schedule.in_whole_seconds()?;
        schedule.check(now, self.next.currency, self.next.billing_mode)?;
        self.drop_pending_update(now);
        let known = self.next.schedule.as_ref().and_then(|known| known.created);
        let followed = self.forget_schedule()?;
        schedule.created = known.or(Some(now));
        self.next.schedule = Some(schedule);
        self.happened(if followed { Happening::ScheduleUpdated } else { Happening::ScheduleCreated }, now);
        self.plan_end_of_schedule(now)?;
        self.happened(Happening::Updated, now);
        self.advance(now)
    }

    /// Is made by its schedule, whose phases are all to come.
    pub(super) fn begin_with_schedule(&mut self, schedule: &Schedule, now: Timestamp) -> Result<()> {
        let mut schedule = schedule.in_whole_seconds()?;
        schedule.check(now, self.next.currency, self.next.billing_mode)?;
        schedule.created = Some(now);
        if let Some(phase) =
            schedule.phases.first().filter(|phase| phase.start <= now || schedule.begun() > 0)
        {
            let reason = format!("it begins at `{}`: expected an instant after `{now}`", phase.start);
            return Err(SubscriptionError::InvalidSchedule { reason }.into());
        }
        self.next.schedule = Some(schedule);
        Ok(())
    }

    /// The subscription ends, and its schedule with it.
    pub(super) fn end_schedule(&mut self, now: Timestamp) {
        if self.next.schedule.take().is_none() {
            return;
        }
        let unpaid = |details: &CancellationDetails| details.reason == CancellationReason::PaymentFailed;
        let aborted = self.next.cancellation_details.as_ref().is_some_and(unpaid);
        self.happened(if aborted { Happening::ScheduleAborted } else { Happening::ScheduleCanceled }, now);
    }

    /// Follows it no longer.
    pub(super) fn release_schedule(&mut self, now: Timestamp) -> Result<()> {
        if self.forget_schedule()? {
            self.happened(Happening::ScheduleReleased, now);
        }
        Ok(())
    }

    /// Takes the schedule away with the end that it planned; says whether there was one.
    ///
    /// Source: Stripe's `preserve_cancel_date`, which is off by default
    /// ([release a schedule](https://docs.stripe.com/api/subscription_schedules/release)).
    pub(super) fn forget_schedule(&mut self) -> Result<bool> {
        let Some(schedule) = self.next.schedule.take() else { return Ok(false) };
        if schedule.cancels_at().is_some_and(|end| self.next.cancel_at == Some(end)) {
            self.take_back_end()?;
        }
        Ok(true)
    }

    /// A schedule that cancels plans the end when its last phase begins, unless an earlier one is planned:
    /// the period in which it lies is billed up to it.
    fn plan_end_of_schedule(&mut self, now: Timestamp) -> Result<()> {
        let Some(schedule) = &self.next.schedule else { return Ok(()) };
        let last = schedule.phases.last().filter(|_| schedule.begun() >= schedule.phases.len());
        let behavior = last.and_then(|phase| phase.proration_behavior).unwrap_or_default();
        let end = schedule.cancels_at().filter(|end| last.is_some() && now < *end);
        let Some(end) = end.filter(|end| self.next.cancel_at.is_none_or(|known| *end < known)) else {
            return Ok(());
        };
        // What is invoiced at once is on one invoice, with what the phase changes.
        let behavior = match behavior {
            ProrationBehavior::AlwaysInvoice => ProrationBehavior::CreateProrations,
            other @ (ProrationBehavior::CreateProrations | ProrationBehavior::None) => other,
        };
        self.plan_end(end, behavior, now)
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
        let trial = phase.trial_end.filter(|_| self.can_be_in_trial().is_ok());
        let update = SubscriptionUpdate {
            items: self.phase_items(&phase),
            proration_behavior: phase.proration_behavior,
            billing_cycle_anchor: phase.billing_cycle_anchor,
            discounts: Some(phase.discounts.clone()),
            trial_end: trial.map(|at| TrialEnd::At { at }),
            billing_thresholds: phase.billing_thresholds.clone(),
            ..SubscriptionUpdate::default()
        };
        self.drop_pending_update(at);
        self.happened(Happening::PhaseStarted, at);
        self.plan_end_of_schedule(at)?;
        self.bill_usage_of_last_phase(&phase, at)?;
        self.change(&update, at)
    }

    /// Where a phase changes or removes a metered price, classic mode invoices its usage at once.
    ///
    /// Source: [Stripe, billing mode](https://docs.stripe.com/billing/subscriptions/billing-mode/compare).
    fn bill_usage_of_last_phase(&mut self, phase: &SchedulePhase, at: Timestamp) -> Result<()> {
        if self.is_flexible() || !self.prorates() {
            return Ok(());
        }
        let window = Period { start: self.last_start(at), end: at };
        let waiting = self.next.pending_usage.len();
        for (place, item) in self.next.items.clone().iter().enumerate() {
            if !phase.items.iter().any(|planned| is_same(planned, item)) {
                self.collect_usage_of(place, at);
            }
        }
        if self.next.pending_usage.len() > waiting {
            self.bill(at, BillingReason::SubscriptionUpdate, window, Vec::new(), true)?;
        }
        Ok(())
    }

    /// What makes the items those of the phase: an item of the same id stays the same one.
    fn phase_items(&self, phase: &SchedulePhase) -> Vec<ItemChange> {
        let gone = self.next.items.iter().map(|item| ItemChange::Remove { id: item.item.id.clone() });
        gone.chain(phase.items.iter().cloned().map(|item| ItemChange::Add { item })).collect()
    }
}

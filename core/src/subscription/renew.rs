//! What time alone does: trials end, periods begin, plans come true.

use super::{
    BillingReason, Happening, Machine, MissingPaymentMethod, ResumeRequest, StatusChange, Subscription,
    SubscriptionAction, SubscriptionStatus,
    machine::{interval_of, is_metered, running, usage_line},
};
use crate::{
    Money, Period, Result, Timestamp,
    line_item::{LineItem, LineKind},
    proration::{AdvanceRequest, PeriodItem, bill_in_advance, line_id},
};

/// How long a first invoice, or a change that waits for its payment, can be paid: 23 hours.
pub(super) const PAYMENT_WINDOW_SECONDS: i64 = 23 * 3_600;
/// How long before its end a trial is announced to end: three days.
const TRIAL_NOTICE_SECONDS: i64 = 3 * 86_400;
/// How long before its end a pause, or a schedule, is announced to end: seven days.
const NOTICE_SECONDS: i64 = 7 * 86_400;

/// Something that is due at an instant; of several at one instant, the one further up comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    TrialWillEnd,
    PauseWillEnd,
    ScheduleExpires,
    PendingUpdateExpires,
    FirstPaymentExpires,
    CollectionResumes,
    PhaseBegins,
    CancelAt,
    TrialEnds,
    ResumptionExpires,
    PauseEnds,
    PeriodEnds,
}

impl Subscription {
    /// When time alone changes something next; none for a subscription that waits for nothing.
    ///
    /// # Errors
    /// `calendar.out_of_range` for an instant beyond the year 9999.
    pub fn wake_at(&self) -> Result<Option<Timestamp>> {
        Ok(due(self)?.map(|(at, _)| at))
    }
}

impl Machine {
    /// Does all that is due up to `now`, in order.
    pub(super) fn advance(&mut self, now: Timestamp) -> Result<()> {
        while let Some((at, what)) = due(&self.next)?.filter(|(at, _)| *at <= now) {
            match what {
                Due::TrialWillEnd => {
                    if let Some(trial) = &mut self.next.trial {
                        trial.end_announced = true;
                    }
                    self.happened(Happening::TrialWillEnd, at);
                }
                Due::PauseWillEnd => {
                    if let Some(pause) = &mut self.next.pause {
                        pause.end_announced = true;
                    }
                    self.happened(Happening::PauseWillEnd, at);
                }
                Due::ScheduleExpires => {
                    if let Some(schedule) = &mut self.next.schedule {
                        schedule.end_announced = Some(true);
                    }
                    self.happened(Happening::ScheduleExpiring, at);
                }
                Due::PendingUpdateExpires => self.drop_pending_update(at),
                Due::FirstPaymentExpires => self.never_began(at),
                Due::CollectionResumes => {
                    self.next.pause_collection = None;
                    self.happened(Happening::Updated, at);
                }
                Due::PhaseBegins => self.begin_phase(at)?,
                Due::CancelAt => self.cancel_at(at)?,
                Due::TrialEnds => self.end_trial(at)?,
                Due::ResumptionExpires => self.expire_resumption(at),
                Due::PauseEnds => self.resume(&ResumeRequest::default(), at)?,
                Due::PeriodEnds => self.renew(Period { start: self.next.began_last(at), end: at })?,
            }
        }
        Ok(())
    }

    /// The trial is over: the first paid period begins, or the subscription waits, or ends.
    fn end_trial(&mut self, at: Timestamp) -> Result<()> {
        if self.trial_ends_unpayable(at) {
            return Ok(());
        }
        let began = self.next.began_last(at);
        self.leave_trial(at);
        self.renew(Period { start: began, end: at })
    }

    /// Ends or pauses where a trial ends, nothing can be charged, and that is what it is to do; says whether it did.
    pub(super) fn trial_ends_unpayable(&mut self, at: Timestamp) -> bool {
        if self.next.has_payment_method || !self.charges() {
            return false;
        }
        match self.next.trial.map(|trial| trial.missing_payment_method).unwrap_or_default() {
            MissingPaymentMethod::Cancel => {
                self.next.canceled_at = Some(at);
                self.end(None, at);
                true
            }
            MissingPaymentMethod::Pause => {
                self.wait_for_resume(at);
                true
            }
            MissingPaymentMethod::CreateInvoice => false,
        }
    }

    /// The paid time begins; usage in a trial is for nothing.
    pub(super) fn leave_trial(&mut self, at: Timestamp) {
        self.next.status = self.next.status.after(StatusChange::TrialEnded);
        for item in &mut self.next.items {
            item.period.start = at;
        }
    }

    /// Whether the customer's payment method is charged.
    fn charges(&self) -> bool {
        self.next.collection_method == super::CollectionMethod::ChargeAutomatically
    }

    /// Whether an invoice of this step asks for something.
    pub(super) fn owes(&self) -> bool {
        self.actions.iter().any(owes_something)
    }

    /// Bills the items whose period ends with `window`: usage of the one that ends, the price of the one that
    /// begins.
    fn renew(&mut self, window: Period) -> Result<()> {
        let at = window.end;
        let lines = self.begin_periods(at)?;
        self.bill(at, BillingReason::SubscriptionCycle, window, lines, true)?;
        self.happened(Happening::Renewed, at);
        Ok(())
    }

    /// Moves the items whose period ended to the one that begins, and gives the lines for it.
    pub(super) fn begin_periods(&mut self, at: Timestamp) -> Result<Vec<LineItem>> {
        let mut begun = Vec::with_capacity(self.next.items.len());
        for place in 0..self.next.items.len() {
            if self.next.items.get(place).is_none_or(|item| at < item.period.end) {
                continue;
            }
            self.collect_usage_of(place, at);
            let Some(item) = self.next.items.get(place) else { continue };
            let (period, full_period) = self.next_period(item, at)?;
            // The part of a period before a planned end is all that is billed of it.
            self.next.paid_until_end |=
                period.end < full_period.end && self.next.cancel_at == Some(period.end);
            if let Some(item) = self.next.items.get_mut(place) {
                (item.period, item.full_period) = (period, full_period);
                item.debits.clear();
                begun.push(item.clone());
            }
        }
        self.charge_in_advance(begun, at)
    }

    /// The period that begins at `at`: a whole one on the cycle, or the stub before the anchor's first boundary.
    fn next_period(&self, item: &PeriodItem, at: Timestamp) -> Result<(Period, Period)> {
        let interval = interval_of(item)?;
        let (mut period, mut full) = self.period_at(interval, at)?;
        if full.start < at {
            // A trial that ended off the anchor's grid: up to the next boundary, priced as an interval from now.
            let whole = crate::BillingCycle { anchor: at, interval }.period(0)?;
            (period.start, full) = (at, whole);
        }
        Ok((period, full))
    }

    /// The lines of periods that begin, and what they can later be credited.
    pub(super) fn charge_in_advance(
        &mut self,
        items: Vec<PeriodItem>,
        at: Timestamp,
    ) -> Result<Vec<LineItem>> {
        let advance = bill_in_advance(&AdvanceRequest {
            currency: self.next.currency,
            billing_mode: self.next.billing_mode,
            policy: self.next.proration_policy,
            proration_discounts: self.next.proration_discounts,
            at,
            items,
            discounts: self.next.discounts.clone(),
        })?;
        self.next.billed_discounts = running(&self.next.discounts, at);
        for billed in advance.debits {
            if let Some(item) = self.next.items.iter_mut().find(|item| item.item.id == billed.item) {
                item.debits.push(billed.debit);
            }
        }
        Ok(advance.lines)
    }

    /// The lines of a trial, for nothing.
    pub(super) fn trial_lines(&self) -> Vec<LineItem> {
        let lines =
            self.next.items.iter().filter(|item| !self.is_flexible() || !is_metered(item)).map(|item| {
                let line = usage_line(item, item.period, Money::zero(self.next.currency));
                let id = line_id(&item.item.id, LineKind::Trial, item.period.start);
                LineItem { id, kind: LineKind::Trial, quantity: item.item.quantity, ..line }
            });
        lines.collect()
    }
}

impl Subscription {
    /// Where the invoice window of a renewal begins: with the period, or the trial, that ends.
    ///
    /// Source: Stripe's [`Invoice.period_start`](https://docs.stripe.com/api/invoices/object#invoice_object-period_start),
    /// which "looks back one period".
    fn began_last(&self, at: Timestamp) -> Timestamp {
        let ended = self.items.iter().filter(|item| item.period.end <= at);
        ended.map(|item| item.period.start).min().unwrap_or(at)
    }
}

/// Whether an action makes an invoice that asks for something, as far as can be known before its usage is.
fn owes_something(action: &SubscriptionAction) -> bool {
    match action {
        SubscriptionAction::CreateInvoice { bill } => {
            let mut amounts = bill.lines.iter().map(|line| line.amount.minor());
            let total = amounts.try_fold(0_i64, i64::checked_add);
            !bill.usage.is_empty() || total.is_none_or(|total| total > 0)
        }
        SubscriptionAction::VoidInvoice { .. } | SubscriptionAction::StopCollection { .. } => false,
    }
}

/// What is due next, and when.
fn due(subscription: &Subscription) -> Result<Option<(Timestamp, Due)>> {
    let status = subscription.status;
    if status.is_terminal() {
        return Ok(None);
    }
    let mut next = Next(None);
    let before = |at: Timestamp, seconds: i64| {
        let millis = at.as_millis().checked_sub(seconds.checked_mul(1_000).unwrap_or_default());
        // What would have been announced before it was known is announced at once.
        Timestamp::from_millis(millis.unwrap_or_default()).map(|notice| notice.max(subscription.updated_at))
    };
    if let Some(trial) = subscription.trial.filter(|_| status == SubscriptionStatus::Trialing) {
        if !trial.end_announced {
            next.or(before(trial.end, TRIAL_NOTICE_SECONDS)?, Due::TrialWillEnd);
        }
        next.or(trial.end, Due::TrialEnds);
    }
    if let Some((pause, until)) = subscription.pause.as_ref().and_then(|pause| Some((pause, pause.until?))) {
        if !pause.end_announced {
            next.or(before(until, NOTICE_SECONDS)?, Due::PauseWillEnd);
        }
        next.or(until, Due::PauseEnds);
    }
    if let Some(schedule) = &subscription.schedule {
        if let Some(at) = schedule.ends_at().filter(|_| schedule.end_announced.is_none()) {
            next.or(before(at, NOTICE_SECONDS)?, Due::ScheduleExpires);
        }
        next.or(schedule.next_change().map(|at| at.max(subscription.updated_at)), Due::PhaseBegins);
    }
    let resumption = subscription.pause.as_ref().and_then(|pause| pause.resumption.as_ref());
    next.or(resumption.and_then(|resumption| resumption.expires_at), Due::ResumptionExpires);
    let pending = subscription.pending_update.as_ref();
    next.or(pending.map(|pending| pending.expires_at), Due::PendingUpdateExpires);
    next.or(subscription.cancel_at, Due::CancelAt);
    let collection = subscription.pause_collection;
    next.or(collection.and_then(|pause| pause.resumes_at), Due::CollectionResumes);
    match status {
        SubscriptionStatus::Incomplete => {
            let millis = subscription.created.as_millis().checked_add(PAYMENT_WINDOW_SECONDS * 1_000);
            let at = Timestamp::from_millis(millis.unwrap_or(i64::MAX))?;
            next.or(at, Due::FirstPaymentExpires);
        }
        SubscriptionStatus::Active | SubscriptionStatus::PastDue | SubscriptionStatus::Unpaid => {
            let end = subscription.items.iter().map(|item| item.period.end).min();
            next.or(end, Due::PeriodEnds);
        }
        SubscriptionStatus::Trialing
        | SubscriptionStatus::Paused
        | SubscriptionStatus::IncompleteExpired
        | SubscriptionStatus::Canceled => {}
    }
    Ok(next.0)
}

/// What comes first of what was named so far.
struct Next(Option<(Timestamp, Due)>);

impl Next {
    fn or(&mut self, at: impl Into<Option<Timestamp>>, what: Due) {
        let other = at.into().map(|at| (at, what));
        self.0 = self.0.into_iter().chain(other).min();
    }
}

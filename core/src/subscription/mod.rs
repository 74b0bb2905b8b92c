//! Subscriptions: a value, what happens to it, and what it asks to be billed.
//!
//! [`NewSubscription::create`] makes one; [`Subscription::apply`] turns it into the next one with what
//! happened and what the host is to do; [`Subscription::wake_at`] says when time alone does something. There
//! is no clock: every call is told the time.

mod access;
mod bill;
mod billing;
mod cancel;
mod check;
mod create;
mod downgrade;
mod input;
mod machine;
mod manual;
mod migrate;
mod pause;
mod payment;
mod pending_update;
mod preview;
mod renew;
mod resume;
mod retention;
mod schedule;
mod state;
mod status;
mod step;
mod threshold;
mod transition;
mod trial;
mod update;

pub use access::{Access, AccessOptions};
pub use bill::{
    Bill, BillCollection, BillingReason, CollectionMethod, InvoiceItemThresholdReason,
    InvoiceThresholdReason, UsageToBill,
};
pub use cancel::{CancelRequest, CancelWhen, CancellationDetails, CancellationFeedback, CancellationReason};
pub use create::NewSubscription;
pub use downgrade::{DowngradeCheck, ExcessFeature, check_downgrade};
pub use input::{
    AfterRetries, AnchorChange, ItemChange, OneOffItem, ProrationBehavior, SubscriptionInput,
    SubscriptionUpdate, TrialEnd,
};
pub use manual::{InvoiceRequest, ManualInvoice};
pub use pause::{Pause, PauseCollection, PauseRequest, ResumeRequest, Resumption};
pub use pending_update::PendingUpdate;
pub use preview::ChangePreview;
pub use retention::{RetentionOffer, retention_offer};
pub use schedule::{Schedule, ScheduleEnd, SchedulePhase};
pub use state::{MissingPaymentMethod, OpenInvoice, PaymentBehavior, Subscription, Trial};
pub use status::SubscriptionStatus;
pub use step::{Happening, Step, SubscriptionAction, SubscriptionEvent};
pub use threshold::{BilledUsage, ItemThreshold, ItemUsage, SubscriptionThresholds};
pub use transition::StatusChange;

use machine::Machine;
pub(crate) use machine::usage_lines;

use crate::{
    Result, Timestamp,
    error::{Coded, ErrorKind},
};

impl Subscription {
    /// What an input makes of the subscription at `now`: first all that time alone does until then, then the
    /// input.
    ///
    /// Delivered twice, an input changes nothing the second time: what is told (a payment, the time) at any
    /// later instant, what is asked for (a change, an end, a pause) at the instant it was asked for. Time is
    /// counted in whole seconds, as Stripe does.
    ///
    /// # Errors
    /// `subscription.time_goes_back`; the refusals that the input names. Nothing is changed then.
    pub fn apply(&self, input: &SubscriptionInput, now: Timestamp) -> Result<Step> {
        let now = self.not_before(now)?;
        if now == self.updated_at && self.last_request.as_ref() == Some(input) {
            return Ok(Machine::new(self.clone()).step(now));
        }
        let mut machine = Machine::new(self.clone());
        machine.reach(now)?;
        if input.is_request() {
            machine.next.last_request = Some(input.clone());
        }
        machine.take(input, now)?;
        machine.advance(now)?;
        Ok(machine.step(now))
    }

    /// The whole second of an instant that is not before what is known.
    fn not_before(&self, now: Timestamp) -> Result<Timestamp> {
        let now = check::whole_second(now)?;
        if now < self.updated_at {
            let (now, known) = (now.to_string(), self.updated_at.to_string());
            return Err(SubscriptionError::TimeGoesBack { now, known }.into());
        }
        Ok(now)
    }
}

impl Machine {
    /// Does all that time alone does until `now`.
    fn reach(&mut self, now: Timestamp) -> Result<()> {
        self.advance(now)?;
        if self.next.updated_at < now {
            self.next.last_request = None;
        }
        self.next.updated_at = now;
        Ok(())
    }

    fn take(&mut self, input: &SubscriptionInput, now: Timestamp) -> Result<()> {
        match input {
            SubscriptionInput::Advance => Ok(()),
            SubscriptionInput::Update { update } => self.update(update, now),
            SubscriptionInput::Cancel { request } => self.cancel(request, now),
            SubscriptionInput::KeepGoing => self.keep_going(now),
            SubscriptionInput::AcceptOffer { discount } => self.accept_offer(discount, now),
            SubscriptionInput::PauseCollection { pause } => self.pause_collection(*pause, now),
            SubscriptionInput::ResumeCollection => {
                if self.next.pause_collection.take().is_some() {
                    self.happened(Happening::Updated, now);
                }
                Ok(())
            }
            SubscriptionInput::Pause { request } => self.pause(request, now),
            SubscriptionInput::Resume { request } => self.resume(request, now),
            SubscriptionInput::SetSchedule { schedule } => self.set_schedule(schedule, now),
            SubscriptionInput::ReleaseSchedule => self.release_schedule(now),
            SubscriptionInput::PaymentMethod { available } => {
                self.next.has_payment_method = *available;
                Ok(())
            }
            SubscriptionInput::Migrate { proration_discounts } => self.migrate(*proration_discounts, now),
            SubscriptionInput::Invoice { request } => self.invoice_by_hand(request, now),
            SubscriptionInput::UsageReported { usage } => self.usage_reported(usage, now),
            SubscriptionInput::InvoicePaid { invoice } => self.invoice_paid(invoice, now),
            SubscriptionInput::PaymentFailed { invoice } | SubscriptionInput::InvoiceOverdue { invoice } => {
                self.payment_failed(invoice, now);
                Ok(())
            }
            SubscriptionInput::InvoiceVoided { invoice } => {
                self.invoice_voided(invoice, now);
                Ok(())
            }
            SubscriptionInput::InvoiceUncollectible { invoice } => {
                self.invoice_uncollectible(invoice, now);
                Ok(())
            }
            SubscriptionInput::RetriesExhausted { invoice, then } => {
                self.retries_exhausted(invoice, *then, now);
                Ok(())
            }
        }
    }

    fn pause_collection(&mut self, pause: PauseCollection, now: Timestamp) -> Result<()> {
        if self.next.status.is_terminal() || self.next.status == SubscriptionStatus::Incomplete {
            return Err(self.refused("to pause its collection"));
        }
        let pause = PauseCollection { resumes_at: check::whole_seconds(pause.resumes_at)?, ..pause };
        if let Some(at) = pause.resumes_at.filter(|at| *at <= now) {
            let reason = format!("its collection would resume at `{at}`: expected an instant after `{now}`");
            return Err(SubscriptionError::CannotPause { reason }.into());
        }
        if self.next.pause_collection != Some(pause) {
            self.next.pause_collection = Some(pause);
            self.happened(Happening::Updated, now);
        }
        Ok(())
    }

    /// The end is taken back, and the discount begins; delivered again, nothing happens.
    fn accept_offer(&mut self, discount: &crate::catalog::Discount, now: Timestamp) -> Result<()> {
        if self.next.status == SubscriptionStatus::Incomplete {
            return Err(self.refused("to accept an offer"));
        }
        self.keep_going(now)?;
        if !self.next.discounts.iter().any(|known| known.id == discount.id) {
            let waiting = self.next.pending_update.as_ref().map(|pending| pending.requested_at);
            if waiting.is_some_and(|since| discount.applies_at(since)) {
                self.drop_pending_update(now); // it was billed without the discount
            }
            self.next.discounts.push(discount.clone());
            check::check_discounts(&self.next.discounts, self.next.currency)?;
            self.happened(Happening::Updated, now);
        }
        Ok(())
    }
}

/// Why a subscription refuses.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SubscriptionError {
    #[error("subscription `{subscription}` is `{status}`: not a state {what}")]
    NotInStatus { what: &'static str, subscription: String, status: &'static str },
    #[error("the instant `{now}` is before `{known}`, until which the subscription was worked out")]
    TimeGoesBack { now: String, known: String },
    #[error("it has no items: expected at least one")]
    NoItems,
    #[error("it has more than 20 items")]
    TooManyItems,
    #[error("it would cost `{amount}`: expected at most 12 digits")]
    AmountTooLarge { amount: i64 },
    #[error("{what} cannot wait for its payment: expected a change of items, the anchor or the trial")]
    CannotWait { what: &'static str },
    #[error("`{used}` of feature `{feature}`: expected each feature once, with a use of at least 0")]
    InvalidUsage { feature: String, used: i64 },
    #[error("item `{item}` is there twice: expected each once")]
    DuplicateItem { item: String },
    #[error("there is no item `{item}`")]
    UnknownItem { item: String },
    #[error(
        "intervals `{one}` and `{other}` do not go together: expected each to be a multiple of the shortest"
    )]
    MixedIntervals { one: String, other: String },
    #[error("price `{price}` does not recur: expected one with an interval")]
    NotRecurring { price: String },
    #[error("the billing cycle anchor is not usable: {reason}")]
    InvalidAnchor { reason: String },
    #[error("the trial is not usable: {reason}")]
    InvalidTrial { reason: String },
    #[error("the start date is not usable: {reason}")]
    InvalidStart { reason: String },
    #[error("the first invoice would have more than `{most}` lines: begin later")]
    TooManyLines { most: u32 },
    #[error("nothing waits to be invoiced for subscription `{subscription}`")]
    NothingToInvoice { subscription: String },
    #[error("it has asked for too many invoices to count")]
    TooManyBills,
    #[error("the proration date `{date}` is not between `{start}` and `{end}`")]
    ProrationDate { date: String, start: String, end: String },
    #[error("it would end at `{at}`: expected an instant after `{now}`")]
    CancelInThePast { at: String, now: String },
    #[error("it cannot be paused: {reason}")]
    CannotPause { reason: String },
    #[error("its discounts are beside its prorations: they cannot go back inside")]
    CannotMigrate,
    #[error("the schedule is not usable: {reason}")]
    InvalidSchedule { reason: String },
}

impl Coded for SubscriptionError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Subscription
    }
    fn code(&self) -> &'static str {
        match self {
            Self::NotInStatus { .. } => "subscription.not_in_status",
            Self::TimeGoesBack { .. } => "subscription.time_goes_back",
            Self::NoItems => "subscription.no_items",
            Self::TooManyItems => "subscription.too_many_items",
            Self::AmountTooLarge { .. } => "subscription.amount_too_large",
            Self::CannotWait { .. } => "subscription.cannot_wait",
            Self::InvalidUsage { .. } => "subscription.invalid_usage",
            Self::DuplicateItem { .. } => "subscription.duplicate_item",
            Self::UnknownItem { .. } => "subscription.unknown_item",
            Self::MixedIntervals { .. } => "subscription.mixed_intervals",
            Self::NotRecurring { .. } => "subscription.not_recurring",
            Self::InvalidAnchor { .. } => "subscription.invalid_anchor",
            Self::InvalidTrial { .. } => "subscription.invalid_trial",
            Self::InvalidStart { .. } => "subscription.invalid_start",
            Self::TooManyLines { .. } => "subscription.too_many_lines",
            Self::NothingToInvoice { .. } => "subscription.nothing_to_invoice",
            Self::TooManyBills => "subscription.too_many_bills",
            Self::ProrationDate { .. } => "subscription.proration_date",
            Self::CancelInThePast { .. } => "subscription.cancel_in_the_past",
            Self::CannotPause { .. } => "subscription.cannot_pause",
            Self::CannotMigrate => "subscription.cannot_migrate",
            Self::InvalidSchedule { .. } => "subscription.invalid_schedule",
        }
    }
}

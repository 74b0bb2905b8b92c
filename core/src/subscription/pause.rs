//! Pauses: of collection, which leaves the service running, and of the service itself.

use serde::{Deserialize, Serialize};

use rust_decimal::Decimal;

use super::{
    AnchorChange, BillCollection, BillingReason, CollectionMethod, Happening, Machine, StatusChange,
    SubscriptionError, SubscriptionStatus,
    machine::{interval_of, is_metered},
};
use crate::{
    Period, Result, Timestamp,
    catalog::{AmountOff, Coupon, CouponDuration, Discount},
    line_item::LineItem,
    money::Percent,
    proration::{BillingMode, PeriodItem},
};

/// Invoices that are made and not collected; Stripe's `pause_collection`.
///
/// Source: [Stripe, pause payment collection](https://docs.stripe.com/billing/subscriptions/pause-payment).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PauseCollection {
    /// What is done with the invoices made meanwhile.
    pub behavior: BillCollection,
    /// When collection resumes by itself.
    #[serde(default)]
    pub resumes_at: Option<Timestamp>,
}

/// A pause of the service that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PauseRequest {
    /// When service resumes by itself; none for when it is resumed.
    #[serde(default)]
    pub until: Option<Timestamp>,
    /// What is taken off while it lasts: none, or 100, for a free pause, which bills nothing. With less, the
    /// subscription goes on at a reduced price.
    #[serde(default)]
    pub percent_off: Option<Percent>,
    /// Whether unused time is credited; by default not.
    #[serde(default)]
    pub credit_unused: Option<bool>,
}

/// A pause of the service while it lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// When it began.
    pub since: Timestamp,
    /// When it ends by itself.
    #[serde(default)]
    pub until: Option<Timestamp>,
    /// What is taken off while it lasts; none for a free pause.
    #[serde(default)]
    pub percent_off: Option<Percent>,
    /// Until when the time before the pause was paid for and not credited.
    #[serde(default)]
    pub paid_until: Option<Timestamp>,
    /// The id of the bill that must be paid before service resumes.
    #[serde(default)]
    pub resuming: Option<String>,
    /// Whether a failed payment of that bill leaves the service paused.
    #[serde(default)]
    pub stays_paused_unpaid: bool,
    /// Whether its end was announced.
    #[serde(default)]
    pub end_announced: bool,
}

/// How service resumes; Stripe's resume call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ResumeRequest {
    /// Whether the billing cycle restarts; by default it does.
    pub billing_cycle_anchor: Option<super::AnchorChange>,
    /// Whether it stays paused until the invoice is paid; by default it is past due when payment fails.
    pub on_payment_success: Option<bool>,
}

/// The id of the discount that a pause at a reduced price is.
const PAUSE_DISCOUNT: &str = "pause";

impl Machine {
    /// Pauses the service: free of charge, or at a reduced price.
    pub(super) fn pause(&mut self, request: &PauseRequest, now: Timestamp) -> Result<()> {
        self.check_pause(request, now)?;
        let free = request.percent_off.is_none_or(|percent| percent.value() == Decimal::ONE_HUNDRED);
        let percent_off = request.percent_off.filter(|_| !free);
        let mut pause = Pause {
            since: now,
            until: request.until,
            percent_off,
            paid_until: None,
            resuming: None,
            stays_paused_unpaid: false,
            end_announced: false,
        };
        if let Some(percent_off) = percent_off {
            self.next.discounts.push(pause_discount(percent_off, now, request.until));
        } else {
            if request.credit_unused.unwrap_or(false) {
                let credits = self.credits(now)?;
                self.next.pending_items.extend(credits);
            } else {
                pause.paid_until = self.next.current_period().map(|period| period.end);
            }
            self.collect_usage(now)?;
            for item in &mut self.next.items {
                item.period = Period { start: item.period.start.min(now), end: now };
                item.debits.clear();
            }
            self.next.status = self.next.status.after(StatusChange::Paused);
        }
        self.next.pause = Some(pause);
        self.happened(Happening::Paused, now);
        Ok(())
    }

    fn check_pause(&self, request: &PauseRequest, now: Timestamp) -> Result<()> {
        match self.next.status {
            SubscriptionStatus::Active | SubscriptionStatus::PastDue => {}
            SubscriptionStatus::Incomplete
            | SubscriptionStatus::IncompleteExpired
            | SubscriptionStatus::Trialing
            | SubscriptionStatus::Unpaid
            | SubscriptionStatus::Paused
            | SubscriptionStatus::Canceled => return Err(self.refused("to be paused")),
        }
        let refuse = |reason: String| Err(SubscriptionError::CannotPause { reason }.into());
        if self.next.billing_mode == BillingMode::Classic {
            return refuse("it bills in classic mode: expected flexible".to_owned());
        }
        if self.next.collection_method != CollectionMethod::ChargeAutomatically {
            return refuse("its invoices are sent: expected a payment method that is charged".to_owned());
        }
        if self.next.schedule.is_some() {
            return refuse("it follows a schedule: release it first".to_owned());
        }
        if self.next.pause.is_some() {
            return refuse("it is paused".to_owned());
        }
        match request.until.filter(|until| *until <= now) {
            Some(until) => refuse(format!("it would end at `{until}`: expected an instant after `{now}`")),
            None => Ok(()),
        }
    }

    /// A trial ended without a payment method: service waits until it is resumed.
    pub(super) fn wait_for_resume(&mut self, at: Timestamp) {
        self.next.status = self.next.status.after(StatusChange::Paused);
        self.next.pause = Some(Pause {
            since: at,
            until: None,
            percent_off: None,
            paid_until: None,
            resuming: None,
            stays_paused_unpaid: false,
            end_announced: false,
        });
        self.happened(Happening::Paused, at);
    }

    /// The pause ends by itself.
    pub(super) fn end_pause(&mut self, at: Timestamp) -> Result<()> {
        self.resume(&ResumeRequest::default(), at)
    }

    /// Resumes the service: a new period is billed, and paid before the service is active.
    pub(super) fn resume(&mut self, request: &ResumeRequest, now: Timestamp) -> Result<()> {
        let reduced = self.next.pause.as_ref().is_some_and(|pause| pause.percent_off.is_some());
        if reduced {
            self.next.pause = None;
            self.next.discounts.retain(|discount| discount.id != PAUSE_DISCOUNT);
            self.happened(Happening::Resumed, now);
            return Ok(());
        }
        if self.next.status != SubscriptionStatus::Paused {
            return Err(self.refused("to be resumed"));
        }
        if self.next.pause.as_ref().is_some_and(|pause| pause.resuming.is_some()) {
            return Ok(()); // asked for before, and waiting for its payment
        }
        let lines = match request.billing_cycle_anchor.unwrap_or(AnchorChange::Now) {
            AnchorChange::Now => {
                self.next.billing_cycle_anchor = now;
                self.begin_periods(now)?
            }
            AnchorChange::Unchanged => self.rejoin_cycle(now)?,
        };
        let owes = lines.iter().any(|line| line.amount.minor() > 0);
        let window = Period { start: now, end: now };
        let invoice = self.bill(now, BillingReason::SubscriptionUpdate, window, lines, true)?;
        let waits = invoice.filter(|_| owes);
        if let Some(pause) = &mut self.next.pause {
            pause.until = None;
            pause.resuming.clone_from(&waits);
            pause.stays_paused_unpaid = request.on_payment_success.unwrap_or(false);
        }
        if waits.is_none() {
            self.next.pause = None;
            self.next.status = self.next.status.after(StatusChange::Resumed);
            self.happened(Happening::Resumed, now);
        }
        Ok(())
    }

    /// The periods of the cycle as it was; what of them is not paid is billed.
    fn rejoin_cycle(&mut self, now: Timestamp) -> Result<Vec<LineItem>> {
        let paid_until = self.next.pause.as_ref().and_then(|pause| pause.paid_until);
        let mut unpaid: Vec<PeriodItem> = Vec::new();
        for place in 0..self.next.items.len() {
            let Some(item) = self.next.items.get(place) else { continue };
            let (period, full_period) = self.period_at(interval_of(item)?, now)?;
            let paid = paid_until.is_some_and(|paid| period.end <= paid);
            let start = if is_metered(item) || !paid { now } else { period.start };
            let Some(item) = self.next.items.get_mut(place) else { continue };
            (item.period, item.full_period) = (Period { start, end: period.end }, full_period);
            if !paid {
                unpaid.push(item.clone());
            }
        }
        self.charge_in_advance(unpaid, now)
    }

    /// The bill of a resumption was paid, or its payment failed.
    pub(super) fn finish_resuming(&mut self, invoice: &str, change: StatusChange) {
        let Some(pause) = self.next.pause.as_ref().filter(|pause| pause.resuming.as_deref() == Some(invoice))
        else {
            return;
        };
        if change == StatusChange::PaymentFailed && pause.stays_paused_unpaid {
            return;
        }
        self.next.pause = None;
        self.next.status = self.next.status.after(change);
    }
}

fn pause_discount(percent_off: Percent, start: Timestamp, end: Option<Timestamp>) -> Discount {
    let coupon = Coupon {
        id: PAUSE_DISCOUNT.to_owned(),
        name: None,
        off: AmountOff::Percent { percent_off },
        duration: CouponDuration::Forever,
        applies_to: Vec::new(),
        redeem_by: None,
        max_redemptions: None,
    };
    Discount { id: PAUSE_DISCOUNT.to_owned(), coupon, promotion_code: None, start, end }
}

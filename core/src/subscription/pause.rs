//! Pauses: of collection, which leaves the service running, and of the service itself.

use serde::{Deserialize, Serialize};

use rust_decimal::Decimal;

use super::{
    BillCollection, CollectionMethod, Happening, Machine, StatusChange, Subscription, SubscriptionError,
    SubscriptionStatus, UsageToBill,
    check::{check_discounts, whole_seconds},
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
    /// Whether unused time is credited; by default not. Only for a free pause.
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
    /// The resumption that waits for its payment.
    #[serde(default)]
    pub resumption: Option<Resumption>,
    /// Whether its end was announced.
    pub end_announced: bool,
}

/// A resumption that waits for its payment, with what it goes back to if that never comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resumption {
    /// The id of the bill that must be paid.
    pub invoice: String,
    /// When it is given up if no payment was tried; none once one was.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
    /// Whether a failed payment leaves the service paused.
    pub on_payment_success: bool,
    /// The anchor before.
    pub billing_cycle_anchor: Timestamp,
    /// The items before.
    pub items: Vec<PeriodItem>,
    /// The discounts before.
    #[serde(default)]
    pub discounts: Vec<Discount>,
    /// The lines that waited before.
    #[serde(default)]
    pub pending_items: Vec<LineItem>,
    /// How the usage among them will be priced.
    #[serde(default)]
    pub pending_usage: Vec<UsageToBill>,
}

/// How service resumes; Stripe's resume call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ResumeRequest {
    /// Whether the billing cycle restarts; by default it does.
    pub billing_cycle_anchor: Option<super::AnchorChange>,
    /// Whether it stays paused until the invoice is paid; by default it is past due when payment fails.
    pub on_payment_success: Option<bool>,
    /// What is billed for the rest of the periods of a cycle that stays: by default, prorations on the next
    /// invoice.
    pub proration_behavior: Option<super::ProrationBehavior>,
}

/// The id of the discount that a pause at a reduced price is.
const PAUSE_DISCOUNT: &str = "pause";

impl Machine {
    /// Pauses the service: free of charge, or at a reduced price.
    pub(super) fn pause(&mut self, request: &PauseRequest, now: Timestamp) -> Result<()> {
        let until = whole_seconds(request.until)?;
        self.check_pause(until, now)?;
        let free = request.percent_off.is_none_or(|percent| percent.value() == Decimal::ONE_HUNDRED);
        let percent_off = request.percent_off.filter(|_| !free);
        if let (Some(percent), Some(true)) = (percent_off, request.credit_unused) {
            let reason =
                format!("at `{percent}` % off it goes on, and no time is unused: leave `credit_unused` out");
            return Err(SubscriptionError::CannotPause { reason }.into());
        }
        self.drop_pending_update(now);
        if let Some(percent_off) = percent_off {
            self.next.discounts.push(pause_discount(percent_off, now, until));
            check_discounts(&self.next.discounts, self.next.currency)?;
        } else {
            self.stop_service(request.credit_unused.unwrap_or(false), now)?;
        }
        let since = now;
        self.next.pause = Some(Pause { since, until, percent_off, resumption: None, end_announced: false });
        self.happened(Happening::Paused, now);
        Ok(())
    }

    /// The current periods end now; what is paid beyond is credited, or waits for a resumption that goes on
    /// with it.
    fn stop_service(&mut self, credit_unused: bool, now: Timestamp) -> Result<()> {
        if credit_unused {
            let credits = self.credits(now)?;
            self.settle_debits(&credits)?;
            self.put_first(credits);
        }
        self.collect_usage(now);
        for item in &mut self.next.items {
            item.period = Period { start: item.period.start.min(now), end: now };
        }
        self.next.status = self.next.status.after(StatusChange::Paused);
        Ok(())
    }

    fn check_pause(&self, until: Option<Timestamp>, now: Timestamp) -> Result<()> {
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
        match until.filter(|until| *until <= now) {
            Some(until) => refuse(format!("it would end at `{until}`: expected an instant after `{now}`")),
            None => Ok(()),
        }
    }

    /// Other discounts, beside that of a pause at a reduced price, which lasts as long as the pause.
    pub(super) fn replace_discounts(&mut self, discounts: &[Discount]) -> Result<()> {
        let lasting = self.next.lasting_discounts();
        let of_pause = self.next.discounts.iter().find(|known| !lasting.contains(known)).cloned();
        self.next.discounts = discounts.to_vec();
        self.next.discounts.extend(of_pause.filter(|pause| !discounts.contains(pause)));
        check_discounts(&self.next.discounts, self.next.currency)
    }

    /// A trial ended without a payment method: service waits until it is resumed.
    pub(super) fn wait_for_resume(&mut self, since: Timestamp) {
        self.next.status = self.next.status.after(StatusChange::Paused);
        self.next.pause =
            Some(Pause { since, until: None, percent_off: None, resumption: None, end_announced: false });
        self.happened(Happening::Paused, since);
    }

    /// A pause at a reduced price ends: the full one counts from the next invoice on.
    pub(super) fn end_reduced_pause(&mut self, now: Timestamp) {
        self.next.discounts = self.next.lasting_discounts();
        self.next.pause = None;
        self.happened(Happening::Resumed, now);
    }
}

impl Subscription {
    /// The discounts that do not end with a pause.
    pub(super) fn lasting_discounts(&self) -> Vec<Discount> {
        let reduced = self.pause.as_ref().is_some_and(|pause| pause.percent_off.is_some());
        let lasts = |known: &&Discount| !(reduced && known.id == PAUSE_DISCOUNT);
        self.discounts.iter().filter(lasts).cloned().collect()
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

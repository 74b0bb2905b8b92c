//! Keeping a customer who leaves, and winning back one who left.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{NewSubscription, Subscription, SubscriptionError};
use crate::{
    BillingCycle, Interval, Result, Timestamp,
    calendar::IntervalUnit,
    catalog::{AmountOff, Coupon, CouponDuration, Discount, check_coupon},
    money::Percent,
};

/// How much is offered by default: 20 %.
const PERCENT_OFF: i64 = 20;
/// For how long by default: 3 months.
const MONTHS: u32 = 3;

/// What is offered to a customer who wants to leave.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RetentionOffer {
    /// What is taken off; by default 20.
    pub percent_off: Option<Percent>,
    /// For how many months; by default 3.
    pub months: Option<u32>,
}

/// The discount of a retention offer that is accepted at `now`: by default 20 % off for 3 months. Give it to
/// [`AcceptOffer`](super::SubscriptionInput::AcceptOffer), which also takes the end back.
///
/// ```
/// use prorata::subscription::{RetentionOffer, retention_offer};
///
/// let offer = retention_offer("stay", "2026-01-31T00:00:00Z".parse()?, &RetentionOffer::default())?;
/// assert_eq!(offer.end, Some("2026-04-30T00:00:00Z".parse()?));
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// `catalog.invalid_coupon` for a percentage that is not above 0 and at most 100, or no months;
/// `calendar.out_of_range`.
pub fn retention_offer(id: &str, now: Timestamp, offer: &RetentionOffer) -> Result<Discount> {
    let months = offer.months.unwrap_or(MONTHS);
    let percent_off = offer.percent_off.map_or_else(|| Percent::new(Decimal::from(PERCENT_OFF)), Ok)?;
    let coupon = Coupon {
        id: id.to_owned(),
        name: None,
        off: AmountOff::Percent { percent_off },
        duration: CouponDuration::Repeating { months },
        applies_to: Vec::new(),
        redeem_by: None,
        max_redemptions: None,
    };
    check_coupon(&coupon)?;
    let interval = Interval::new(IntervalUnit::Month, months)?;
    let end = BillingCycle { anchor: now, interval }.boundary(1)?;
    Ok(Discount { id: id.to_owned(), coupon, promotion_code: None, start: now, end: Some(end) })
}

impl Subscription {
    /// The subscription that brings an ended one back: the same items and terms, a new id and new periods,
    /// without a trial. One that is only about to end goes on with
    /// [`KeepGoing`](super::SubscriptionInput::KeepGoing).
    ///
    /// Discounts that are used up or ended are not in it, nor is that of a pause; those that still run are.
    ///
    /// # Errors
    /// `subscription.not_in_status` for one that has not ended.
    pub fn reactivated(&self, id: &str) -> Result<NewSubscription> {
        if !self.status.is_terminal() {
            let (subscription, status) = (self.id.clone(), self.status.name());
            return Err(
                SubscriptionError::NotInStatus { what: "to be reactivated", subscription, status }.into()
            );
        }
        Ok(NewSubscription {
            id: id.to_owned(),
            customer: self.customer.clone(),
            currency: self.currency,
            items: self.items.iter().map(|item| item.item.clone()).collect(),
            billing_mode: Some(self.billing_mode),
            proration_policy: self.proration_policy,
            proration_discounts: self.proration_discounts,
            collection_method: Some(self.collection_method),
            payment_behavior: Some(self.payment_behavior),
            proration_behavior: None,
            billing_cycle_anchor: None,
            billing_cycle_anchor_config: None,
            trial_end: None,
            trial_period_days: None,
            missing_payment_method: None,
            backdate_start_date: None,
            cancel_at: None,
            discounts: self.lasting_discounts(),
            default_tax_rates: self.default_tax_rates.clone(),
            billing_thresholds: self.billing_thresholds.clone(),
            has_payment_method: Some(self.has_payment_method),
            add_invoice_items: Vec::new(),
            schedule: None,
        })
    }
}

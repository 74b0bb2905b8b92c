//! What is ordered: the items and terms of a new subscription.

use super::{
    dice::Dice,
    setup::{Setup, timestamp},
};
use crate::{
    BillingCycle, Interval, Result,
    calendar::IntervalUnit,
    catalog::{AmountOff, Coupon, CouponDuration, Discount, Price},
    money::Percent,
    proration::PricedItem,
    subscription::{CollectionMethod, MissingPaymentMethod, NewSubscription},
};

/// How long trials are.
const TRIAL_DAYS: u32 = 14;

/// What a customer chose.
#[derive(Debug, Clone)]
pub(super) struct Order {
    /// Of the subscription; other ids follow from it.
    pub(super) id: String,
    pub(super) customer: String,
    /// When, in seconds.
    pub(super) at: u64,
    /// The place of the market and of the offer.
    pub(super) market: usize,
    pub(super) offer: usize,
    pub(super) annual: bool,
    pub(super) seats: u64,
    pub(super) metered: bool,
    pub(super) sent: bool,
    pub(super) trial: bool,
    /// Whether a trial will go on as a paid subscription.
    pub(super) converts: bool,
}

impl Order {
    /// The id of the item that is paid per seat.
    pub(super) fn seat_item(&self) -> String {
        format!("si_{}", self.id)
    }

    pub(super) fn price(&self, setup: &Setup) -> Option<Price> {
        let offer = setup.offers.get(self.offer)?;
        Some(if self.annual { &offer.annual } else { &offer.monthly }.clone())
    }

    pub(super) fn subscription(&self, setup: &Setup, dice: &mut Dice) -> Result<Option<NewSubscription>> {
        let (Some(price), Some(market)) = (self.price(setup), setup.markets.get(self.market)) else {
            return Ok(None);
        };
        let quantity = i64::try_from(self.seats).unwrap_or(1);
        let item = |id: String, price: Price, quantity: i64| PricedItem {
            id,
            price,
            quantity,
            discounts: Vec::new(),
            tax_rates: Vec::new(),
        };
        let mut items = vec![item(self.seat_item(), price, quantity)];
        if self.metered {
            items.push(item(format!("{}_usage", self.seat_item()), setup.usage.clone(), 0));
        }
        let discounts =
            if dice.chance(setup.rates.discounts) { vec![self.discount(dice)?] } else { Vec::new() };
        Ok(Some(NewSubscription {
            id: self.id.clone(),
            customer: self.customer.clone(),
            currency: market.currency,
            items,
            billing_mode: None,
            proration_policy: None,
            proration_discounts: None,
            collection_method: self.sent.then_some(CollectionMethod::SendInvoice { days_until_due: 30 }),
            payment_behavior: None,
            proration_behavior: None,
            billing_cycle_anchor: None,
            billing_cycle_anchor_config: None,
            trial_end: None,
            trial_period_days: self.trial.then_some(TRIAL_DAYS),
            missing_payment_method: self.trial.then_some(MissingPaymentMethod::Cancel),
            backdate_start_date: None,
            cancel_at: None,
            discounts,
            default_tax_rates: market.tax_rates.clone(),
            billing_thresholds: None,
            has_payment_method: Some(!self.trial || self.converts),
            add_invoice_items: Vec::new(),
            schedule: None,
        }))
    }

    /// 10, 20 or 30 % off: for three months, for ever, or once.
    fn discount(&self, dice: &mut Dice) -> Result<Discount> {
        let percent = ["10", "20", "30"].get(dice.pick(&[50, 35, 15])).copied().unwrap_or("10");
        let (name, duration) = match dice.pick(&[60, 25, 15]) {
            0 => ("three_months", CouponDuration::Repeating { months: 3 }),
            1 => ("forever", CouponDuration::Forever),
            _ => ("once", CouponDuration::Once),
        };
        let start = timestamp(self.at)?;
        let months =
            BillingCycle { anchor: start, interval: Interval { unit: IntervalUnit::Month, count: 1 } };
        let repeats = matches!(duration, CouponDuration::Repeating { .. });
        Ok(Discount {
            id: format!("di_{}", self.id),
            coupon: Coupon {
                id: format!("off_{percent}_{name}"),
                name: None,
                off: AmountOff::Percent { percent_off: percent.parse::<Percent>()? },
                duration,
                applies_to: Vec::new(),
                redeem_by: None,
                max_redemptions: None,
            },
            promotion_code: None,
            start,
            end: repeats.then(|| months.boundary(3)).transpose()?,
        })
    }
}

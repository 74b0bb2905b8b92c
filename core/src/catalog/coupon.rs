//! Coupons and the discounts they become.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::CatalogError;
use crate::{
    BillingCycle, Currency, Interval, Money, Result, Timestamp, calendar::IntervalUnit, money::Percent,
};

/// What a discount takes off, for how long, and who may still redeem it; Stripe's `Coupon`.
///
/// Source: [Stripe, coupons](https://docs.stripe.com/billing/subscriptions/coupons).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coupon {
    /// Identifies the coupon.
    pub id: String,
    /// What a customer reads on the invoice; none for the id.
    #[serde(default)]
    pub name: Option<String>,
    /// What it takes off.
    pub off: AmountOff,
    /// For how long.
    pub duration: CouponDuration,
    /// The products it applies to; empty for all.
    #[serde(default)]
    pub applies_to: Vec<String>,
    /// The last instant at which it can be redeemed; what is redeemed stays.
    #[serde(default)]
    pub redeem_by: Option<Timestamp>,
    /// How often it can be redeemed in all.
    #[serde(default)]
    pub max_redemptions: Option<u32>,
}

/// What a coupon takes off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AmountOff {
    /// A share of every line.
    Percent {
        /// Above 0, and at most 100.
        percent_off: Percent,
    },
    /// So much of every invoice, shared over its lines.
    Amount {
        /// Above 0.
        amount_off: Money,
        /// The amount in other currencies.
        #[serde(default)]
        currency_options: Vec<Money>,
    },
}

/// For how long a coupon takes off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CouponDuration {
    /// On the first invoice it touches.
    Once,
    /// On every invoice of so many months: a yearly invoice inside them whole.
    Repeating {
        /// At least 1.
        months: u32,
    },
    /// On every invoice.
    Forever,
}

impl CouponDuration {
    /// When a discount that starts at `start` ends: calendar months later, at the same time of day.
    pub(super) fn end_after(self, start: Timestamp) -> Result<Option<Timestamp>> {
        match self {
            Self::Once | Self::Forever => Ok(None),
            Self::Repeating { months } => {
                let interval = Interval::new(IntervalUnit::Month, months)?;
                Ok(Some(BillingCycle { anchor: start, interval }.boundary(1)?))
            }
        }
    }
}

/// A coupon that was redeemed: what a customer, a subscription or an item carries; Stripe's `Discount`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discount {
    /// Identifies the discount.
    pub id: String,
    /// What it takes off. A copy: deleting the coupon leaves the discount.
    pub coupon: Coupon,
    /// The code it was redeemed with.
    #[serde(default)]
    pub promotion_code: Option<String>,
    /// When it was redeemed.
    pub start: Timestamp,
    /// The first instant at which it no longer applies; none for what follows from the coupon: its months from
    /// `start` where it repeats, no end where it lasts, or where its first invoice uses it up.
    #[serde(default)]
    pub end: Option<Timestamp>,
}

impl Discount {
    /// Whether it applies to an invoice made at `at`.
    pub fn applies_at(&self, at: Timestamp) -> bool {
        self.start <= at && self.ends_at().is_none_or(|end| at < end)
    }

    /// The same, counted from an earlier start: a coupon's months run from the start of the subscription.
    pub(crate) fn counted_from(&self, start: Timestamp) -> Result<Self> {
        let mut discount = self.clone();
        if start < self.start {
            let months = self.coupon.duration.end_after(start)?;
            (discount.start, discount.end) = (start, self.end.and(months).or(self.end));
        }
        Ok(discount)
    }

    /// Its end, stated or not. Months beyond the calendar never end.
    pub(crate) fn ends_at(&self) -> Option<Timestamp> {
        self.end.or_else(|| self.coupon.duration.end_after(self.start).ok().flatten())
    }

    /// Whether it applies to a product.
    pub fn covers(&self, product: &str) -> bool {
        self.coupon.applies_to.is_empty() || self.coupon.applies_to.iter().any(|covered| covered == product)
    }
}

impl Coupon {
    /// What an amount-off coupon takes off in a currency; nothing for a percentage.
    pub(crate) fn amount_in(&self, currency: Currency) -> Result<Money> {
        let amounts: Vec<Money> = match &self.off {
            AmountOff::Percent { .. } => return Ok(Money::zero(currency)),
            AmountOff::Amount { amount_off, currency_options } => {
                std::iter::once(amount_off).chain(currency_options).copied().collect()
            }
        };
        let found = amounts.into_iter().find(|amount| amount.currency() == currency);
        found.ok_or_else(|| CatalogError::CouponCurrency { coupon: self.id.clone(), currency }.into())
    }

    fn invalid(&self, reason: impl Into<String>) -> crate::Error {
        CatalogError::InvalidCoupon { coupon: self.id.clone(), reason: reason.into() }.into()
    }
}

/// Whether a coupon makes sense: a percentage above 0 and at most 100, or amounts above 0 with each currency
/// once; at least one month; a redemption limit of at least 1.
///
/// # Errors
/// `catalog.invalid_coupon`.
///
/// Source: [Stripe, create a coupon](https://docs.stripe.com/api/coupons/create).
pub fn check_coupon(coupon: &Coupon) -> Result<()> {
    if coupon.id.is_empty() {
        return Err(coupon.invalid("its id is empty"));
    }
    match &coupon.off {
        AmountOff::Percent { percent_off } => {
            let value = percent_off.value();
            if value <= Decimal::ZERO || value > Decimal::ONE_HUNDRED {
                let reason = format!("it takes `{percent_off}` % off: expected above 0, at most 100");
                return Err(coupon.invalid(reason));
            }
        }
        AmountOff::Amount { amount_off, currency_options } => {
            let mut seen = Vec::new();
            for amount in std::iter::once(amount_off).chain(currency_options) {
                if amount.minor() <= 0 {
                    return Err(coupon.invalid(format!("it takes `{amount}` off: expected above 0")));
                }
                if seen.contains(&amount.currency()) {
                    return Err(coupon.invalid(format!("it names `{}` twice", amount.currency())));
                }
                seen.push(amount.currency());
            }
        }
    }
    if coupon.duration == (CouponDuration::Repeating { months: 0 }) {
        return Err(coupon.invalid("it repeats for `0` months: expected at least 1"));
    }
    if coupon.max_redemptions == Some(0) {
        return Err(coupon.invalid("it allows `0` redemptions: expected at least 1"));
    }
    Ok(())
}

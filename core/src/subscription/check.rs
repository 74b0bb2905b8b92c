//! What a subscription can hold: refused when it comes in, so that time alone never meets it.

use super::{OneOffItem, SubscriptionError};
use crate::{
    Currency, Interval, Money, Result, Timestamp,
    catalog::{
        Discount, Price, TaxExempt, TaxOptions, TaxRate, TaxableLine, apply_discounts, assess_tax,
        check_coupon, check_price,
    },
    money::MoneyError,
    proration::{BillingMode, PricedItem},
};

/// The most items a subscription can have.
const MOST_ITEMS: usize = 20;
/// The most that a card can be charged: twelve digits.
const MOST_MINOR: i64 = 999_999_999_999;

/// Between 1 and 20 items, each once; prices that make sense, recur and have an amount in the currency;
/// intervals that go together.
///
/// Sources: [Stripe, mixed intervals](https://docs.stripe.com/billing/subscriptions/mixed-interval),
/// [maximum amounts](https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).
pub(super) fn check_items(items: &[PricedItem], currency: Currency, mode: BillingMode) -> Result<()> {
    if items.is_empty() {
        return Err(SubscriptionError::NoItems.into());
    }
    if items.len() > MOST_ITEMS {
        return Err(SubscriptionError::TooManyItems.into());
    }
    for (place, item) in items.iter().enumerate() {
        if items.iter().take(place).any(|earlier| earlier.id == item.id) {
            return Err(SubscriptionError::DuplicateItem { item: item.id.clone() }.into());
        }
        check_item(item, currency).map_err(|error| error.at(format_args!("item `{}`", item.id)))?;
    }
    shortest_interval(items, mode).map(|_| ())
}

fn check_item(item: &PricedItem, currency: Currency) -> Result<()> {
    if item.quantity < 0 {
        return Err(MoneyError::NegativeQuantity { quantity: item.quantity }.into());
    }
    check_price(&item.price)?;
    recurring_interval(item)?;
    check_discounts(&item.discounts, currency)?;
    check_tax_rates(&item.tax_rates, currency)?;
    let metered = item.price.licensed_interval().is_none();
    check_amount(&item.price, if metered { 0 } else { item.quantity }, currency)
}

/// Something sold once, at a price that makes sense.
pub(super) fn check_one_off(sold: &OneOffItem, currency: Currency) -> Result<()> {
    check_price(&sold.price)?;
    check_tax_rates(&sold.tax_rates, currency)?;
    check_amount(&sold.price, sold.quantity, currency)
}

fn check_amount(price: &Price, quantity: i64, currency: Currency) -> Result<()> {
    let amount = price.amount(quantity, Some(currency))?.minor();
    if amount > MOST_MINOR {
        return Err(SubscriptionError::AmountTooLarge { amount }.into());
    }
    Ok(())
}

/// At most 5 tax rates, each once, that make sense.
///
/// Source: [Stripe, tax rates](https://docs.stripe.com/billing/taxes/tax-rates).
pub(super) fn check_tax_rates(rates: &[TaxRate], currency: Currency) -> Result<()> {
    if rates.is_empty() {
        return Ok(());
    }
    let line = TaxableLine { amount: Money::zero(currency), rates: rates.to_vec() };
    assess_tax(currency, &[line], TaxExempt::None, TaxOptions::default()).map(|_| ())
}

/// At most 20 discounts, each once, whose coupons make sense and have an amount in the currency.
pub(super) fn check_discounts(discounts: &[Discount], currency: Currency) -> Result<()> {
    apply_discounts(&[], discounts)?;
    for discount in discounts {
        check_coupon(&discount.coupon)?;
        discount.coupon.amount_in(currency)?;
    }
    Ok(())
}

/// The shortest interval of the items, of which every other must be a multiple; classic mode has only one.
///
/// Source: [Stripe, mixed intervals](https://docs.stripe.com/billing/subscriptions/mixed-interval).
pub(super) fn shortest_interval(items: &[PricedItem], mode: BillingMode) -> Result<Interval> {
    let mut shortest: Option<Interval> = None;
    for item in items {
        let interval = recurring_interval(item)?;
        let shorter = shortest.map_or(Ok(true), |known| interval.divides(known))?;
        shortest = shortest.filter(|_| !shorter).or(Some(interval));
    }
    let shortest = shortest.ok_or(SubscriptionError::NoItems)?;
    for item in items {
        let interval = recurring_interval(item)?;
        let fits = match mode {
            BillingMode::Classic => shortest.equals(interval)?,
            BillingMode::Flexible => shortest.divides(interval)?,
        };
        if !fits {
            let (one, other) = (shortest.to_string(), interval.to_string());
            return Err(SubscriptionError::MixedIntervals { one, other }.into());
        }
    }
    Ok(shortest)
}

/// Stripe counts whole seconds: what is between two of them counts as the earlier.
pub(super) fn whole_second(at: Timestamp) -> Result<Timestamp> {
    Timestamp::from_seconds(at.as_millis().checked_div_euclid(1_000).unwrap_or_default())
}

pub(super) fn whole_seconds(at: Option<Timestamp>) -> Result<Option<Timestamp>> {
    at.map(whole_second).transpose()
}

/// `seconds` later.
pub(super) fn seconds_after(at: Timestamp, seconds: i64) -> Result<Timestamp> {
    let millis = seconds.checked_mul(1_000).and_then(|millis| at.as_millis().checked_add(millis));
    Timestamp::from_millis(millis.unwrap_or(i64::MAX))
}

pub(super) fn recurring_interval(item: &PricedItem) -> Result<Interval> {
    let recurring = item.price.recurring.as_ref();
    recurring
        .map(|recurring| recurring.interval)
        .ok_or_else(|| SubscriptionError::NotRecurring { price: item.price.id.clone() }.into())
}

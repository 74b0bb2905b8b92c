//! Our objects as Stripe's API would give them: what a simulation yields becomes what a host would receive.
//!
//! The shapes are those of API version [`API_VERSION`]. Written is what the library knows: ids are ours, `metadata` is
//! empty, and members of the account (payment settings, hosted pages, PDF) are left out. Discounts stand where
//! Stripe would only name them, because a stream has to stand alone.

mod business;
mod catalog;
mod credit_note;
mod events;
mod invoice;
mod invoice_lines;
mod schedule;
mod subscription;

pub use business::{SimulatedBusiness, simulate_business};
pub use events::{EventStream, encode_events};

use serde_json::{Value, json};

use crate::{
    Money, Result, Timestamp, customer::CustomerAccount, invoice::Invoice, money::StripeUse,
    subscription::Subscription,
};

/// The version of Stripe's API whose shapes are written.
pub(super) const API_VERSION: &str = "2026-07-29.dahlia";

/// A subscription as Stripe's `subscription` object, in JSON.
///
/// ```
/// use prorata::{Currency, Interval, catalog::Price, stripe::encode_subscription};
/// # use prorata::{proration::PricedItem, subscription::NewSubscription};
/// # let price = Price::licensed("price_1", "prod_1", Currency::USD, "4900".parse()?, Interval::MONTH);
/// # let new: NewSubscription = serde_json::from_value(serde_json::json!({
/// #     "id": "sub_1", "customer": "cus_1", "currency": "USD",
/// #     "items": [{"id": "si_1", "price": price, "quantity": 1}],
/// # })).unwrap();
/// let subscription = new.create("2024-01-01T00:00:00Z".parse()?)?.next;
/// let json = encode_subscription(&subscription)?;
/// assert!(json.contains(r#""object":"subscription""#));
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// `money.not_stripe_amount` for an amount that Stripe has no integer for; `calendar.not_whole_seconds` for an instant
/// that is not a whole second.
///
/// Source: [Stripe, the Subscription object](https://docs.stripe.com/api/subscriptions/object).
pub fn encode_subscription(subscription: &Subscription) -> Result<String> {
    Ok(subscription::subscription(subscription, subscription.status)?.to_string())
}

/// An invoice as Stripe's `invoice` object, with all its lines, in JSON.
///
/// # Errors
/// As [`encode_subscription`].
///
/// Source: [Stripe, the Invoice object](https://docs.stripe.com/api/invoices/object).
pub fn encode_invoice(invoice: &Invoice) -> Result<String> {
    Ok(invoice::invoice(invoice, invoice.status)?.to_string())
}

/// A customer as Stripe's `customer` object, in JSON: who it is, and the balance.
///
/// # Errors
/// As [`encode_subscription`].
///
/// Source: [Stripe, the Customer object](https://docs.stripe.com/api/customers/object).
pub fn encode_customer(account: &CustomerAccount) -> Result<String> {
    let customer = json!({
        "id": account.customer,
        "object": "customer",
        "balance": amount(account.balance())?,
        "currency": code(account.currency),
        "livemode": false,
        "metadata": {},
    });
    Ok(customer.to_string())
}

fn amount(money: Money) -> Result<i64> {
    money.to_stripe(StripeUse::Charge)
}

fn seconds(at: Option<Timestamp>) -> Result<Option<i64>> {
    at.map(Timestamp::to_seconds).transpose()
}

fn code(currency: crate::Currency) -> String {
    currency.code().to_ascii_lowercase()
}

/// A list as the API gives it.
fn list(data: Vec<Value>) -> Value {
    json!({"object": "list", "total_count": data.len(), "has_more": false, "data": data})
}

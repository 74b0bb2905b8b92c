//! Stripe's objects as its API and its events give them, read across API versions.
//!
//! The edge of the crate: this module may use all others up to [`facts`](crate::facts), and none uses it.
//! What it makes of Stripe's JSON: [`Facts::from_stripe`](crate::facts::Facts::from_stripe). The other way,
//! [`encode_events`] and its like write what a simulation yields as Stripe would.

mod billing;
mod chain;
mod discounts;
mod encode;
mod error;
mod event;
mod facts;
mod history;
mod input;
mod lookup;
mod options;
mod pricing;
mod schedules;
mod snapshots;
mod subscriptions;
mod wire;

pub use encode::{
    EventStream, SimulatedBusiness, encode_customer, encode_events, encode_invoice, encode_subscription,
    simulate_business,
};
pub use options::StripeOptions;

use error::StripeError;

//! Stripe's objects as its API and its events give them, read across API versions.
//!
//! The edge of the crate: this module may use all others up to [`facts`](crate::facts), and none uses it.
//! What it makes of Stripe's JSON: [`Facts::from_stripe`](crate::facts::Facts::from_stripe).

mod billing;
mod chain;
mod discounts;
mod error;
mod events;
mod facts;
mod input;
mod lookup;
mod options;
mod pricing;
mod schedules;
mod snapshots;
mod subscriptions;
mod wire;

pub use options::StripeOptions;

use error::StripeError;

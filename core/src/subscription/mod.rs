//! Subscriptions: the states they can be in.

mod status;

pub use status::SubscriptionStatus;

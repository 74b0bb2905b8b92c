//! How to read Stripe's JSON.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    facts::{OnRefusal, Policy},
};

/// How to read Stripe's JSON. Everything may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StripeOptions {
    /// What counts as recurring. Default: the standard policy.
    pub policy: Option<Policy>,
    /// What to do with an object that cannot be read. Default: refuse the input.
    pub on_refusal: Option<OnRefusal>,
    /// What comes after this instant is left aside: later events, and what is only foreseen (a discount that
    /// will run out, a phase that will begin). Of subscription objects, it says when they were fetched.
    /// Default: nothing is left aside, and subscription objects are as they were when they last changed.
    pub as_of: Option<Timestamp>,
    /// More JSON, in any of the forms of the input, of which only the prices, plans, coupons, discounts and
    /// customers are taken: for objects that the input refers to by id.
    pub references: Option<String>,
}

//! A test clock: customers, their subscriptions and a script of what happens, moved through time.
//!
//! Everything that the library decides happens as it would for a host: subscriptions ask for invoices,
//! invoices ask for charges, charges succeed or fail as the script says, and what comes of it goes back to
//! the subscriptions. The same clock and the same script give the same bytes, in one step or in a thousand.
//!
//! On top of it, whole businesses can be made up: [`BusinessPlan`] says what they are like, and
//! [`business_customer`] makes any of their customers. [`stripe`](crate::stripe) writes them as Stripe would.

mod business;
mod clock;
mod customer;
mod event;
mod notices;
mod script;
mod usage;

pub(crate) use business::Business;
pub use business::{
    BusinessMarket, BusinessOffer, BusinessPlan, BusinessRates, business_customer, business_end,
};
pub use clock::{ClockStep, TestClock};
pub use customer::SimulatedCustomer;
pub use event::{ClockEvent, ClockObject};
pub use notices::{ClockNotice, NoticeKind};
pub use script::{ChargeOutcome, ClockSettings, ScriptStep, ScriptedInput};

use crate::error::{Coded, ErrorKind};

/// Why a simulation refuses.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SimulationError {
    #[error("the clock stands at `{now}`: it cannot be moved back to `{to}`")]
    TimeGoesBack { now: String, to: String },
    #[error("the script begins at `{at}`, before the clock at `{now}`")]
    ScriptInThePast { at: String, now: String },
    #[error("there is no {what} `{id}`")]
    Unknown { what: &'static str, id: String },
    #[error("there is a {what} `{id}` already")]
    Duplicate { what: &'static str, id: String },
    #[error("the {what} `{id}` is of customer `{customer}`: expected `{owner}`")]
    OtherCustomer { what: &'static str, id: String, customer: String, owner: String },
    #[error("the business cannot be made up: {reason}")]
    InvalidPlan { reason: String },
}

impl SimulationError {
    fn invalid_plan(reason: String) -> crate::Error {
        Self::InvalidPlan { reason }.into()
    }
}

impl Coded for SimulationError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Simulation
    }
    fn code(&self) -> &'static str {
        match self {
            Self::TimeGoesBack { .. } => "simulation.time_goes_back",
            Self::ScriptInThePast { .. } => "simulation.script_in_the_past",
            Self::Unknown { .. } => "simulation.unknown",
            Self::Duplicate { .. } => "simulation.duplicate",
            Self::OtherCustomer { .. } => "simulation.other_customer",
            Self::InvalidPlan { .. } => "simulation.invalid_plan",
        }
    }
}

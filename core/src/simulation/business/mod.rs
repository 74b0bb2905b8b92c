//! Generated businesses: every customer's life follows from a seed and a number.

mod dice;
mod life;
mod orders;
mod plan;
mod rates;
mod setup;
mod standard;

pub use plan::{BusinessMarket, BusinessOffer, BusinessPlan, BusinessRates};

use super::{ClockStep, SimulationError, TestClock};
use crate::{Result, Timestamp};
use life::Life;
use setup::Setup;

/// One customer of a generated business, from 0, ready to be moved through time: a clock at the business's
/// start with the customer and all that will happen to it. Numbers go by the time of signing up.
///
/// It follows from the plan and the number alone, so any customer can be looked at without the others, and
/// a business of any size takes the memory of one customer.
///
/// ```
/// use prorata::simulation::{BusinessPlan, business_customer, business_end};
///
/// let plan = BusinessPlan { seed: Some(7), ..BusinessPlan::default() };
/// let clock = business_customer(&plan, 41)?;
/// assert_eq!(clock.customers[0].id, "cus_000041");
/// let lived = clock.advance(business_end(&plan)?)?;
/// assert!(!lived.next.customers[0].subscriptions.is_empty());
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// `simulation.invalid_plan`; `simulation.unknown` for a number that is not below the plan's customers; the
/// refusals of prices and meters.
pub fn business_customer(plan: &BusinessPlan, number: u32) -> Result<TestClock> {
    Business::new(plan)?.customer(number)
}

/// When a generated business is no longer watched: the end of its last month.
///
/// # Errors
/// As [`business_customer`].
pub fn business_end(plan: &BusinessPlan) -> Result<Timestamp> {
    Business::new(plan)?.end()
}

/// A plan made ready, for many customers of it.
#[derive(Debug)]
pub(crate) struct Business(Setup);

impl Business {
    pub(crate) fn new(plan: &BusinessPlan) -> Result<Self> {
        Setup::of(plan).map(Self)
    }

    pub(crate) fn end(&self) -> Result<Timestamp> {
        setup::timestamp(self.0.end)
    }

    /// The numbers of `count` customers from `first` on, as far as there are any.
    pub(crate) fn numbers(&self, first: u32, count: u32) -> std::ops::Range<u32> {
        first..first.saturating_add(count).min(self.0.customers)
    }

    pub(crate) fn customer(&self, number: u32) -> Result<TestClock> {
        self.life(number)?.clock()
    }

    /// The whole life of a customer.
    pub(crate) fn live(&self, number: u32) -> Result<ClockStep> {
        self.life(number)?.lived()
    }

    fn life(&self, number: u32) -> Result<Life<'_>> {
        if number >= self.0.customers {
            return Err(SimulationError::Unknown { what: "customer", id: number.to_string() }.into());
        }
        Life::of(&self.0, number)
    }
}

//! The clock of a whole business.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ClockEvent, ClockSettings, ScriptStep, SimulatedCustomer, SimulationError};
use crate::{Result, Timestamp};

/// A business at an instant: a value that [`advance`](TestClock::advance) moves through time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestClock {
    /// Where the clock stands.
    pub now: Timestamp,
    /// How the account is set; none for what [`ClockSettings`] says of each.
    #[serde(default)]
    pub settings: Option<ClockSettings>,
    /// The customers, each with what belongs to it.
    #[serde(default)]
    pub customers: Vec<SimulatedCustomer>,
    /// What will happen, in any order; what happens to one customer at one instant happens in this order.
    #[serde(default)]
    pub script: Vec<ScriptStep>,
}

/// What a move of the clock makes of a business.
#[must_use]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockStep {
    /// The business from now on.
    pub next: TestClock,
    /// What happened: by time, then by customer in their order.
    pub events: Vec<ClockEvent>,
}

/// What is due, by customer.
type Due<'a> = BTreeMap<&'a str, Vec<&'a ScriptStep>>;

impl TestClock {
    /// Moves the clock to `to`, and everything with it.
    ///
    /// Customers have nothing to do with one another, so a business of any size can be cut into clocks by
    /// customer, and each gives what it would give within the whole.
    ///
    /// # Errors
    /// `simulation.time_goes_back`, `simulation.script_in_the_past`, `simulation.unknown` for a customer,
    /// subscription, invoice or meter that is not there, `simulation.duplicate`; `simulation.other_customer` for
    /// an account, a subscription or usage of another customer; whatever an input of the script is refused
    /// with. Nothing is moved then.
    pub fn advance(&self, to: Timestamp) -> Result<ClockStep> {
        if to < self.now {
            let (now, to) = (self.now.to_string(), to.to_string());
            return Err(SimulationError::TimeGoesBack { now, to }.into());
        }
        let (mut due, script) = self.split_script(to)?;
        let mut next =
            Self { now: to, script, customers: self.customers.clone(), settings: self.settings.clone() };
        let settings = self.settings.clone().unwrap_or_default();
        let mut events = Vec::new();
        for customer in &mut next.customers {
            let own = due.remove(customer.id.as_str()).unwrap_or_default();
            events.extend(customer.advance(&own, &settings, to)?);
        }
        // Stable: what happens to one customer stays in its order.
        events.sort_by_key(|event| event.at);
        Ok(ClockStep { next, events })
    }

    /// What of the script is due up to `to`, for each customer in order of time, and the rest.
    fn split_script(&self, to: Timestamp) -> Result<(Due<'_>, Vec<ScriptStep>)> {
        let mut due = Due::new();
        for customer in &self.customers {
            if due.insert(&customer.id, Vec::new()).is_some() {
                return Err(SimulationError::Duplicate { what: "customer", id: customer.id.clone() }.into());
            }
        }
        let mut script = Vec::new();
        for step in &self.script {
            if step.at < self.now {
                let (at, now) = (step.at.to_string(), self.now.to_string());
                return Err(SimulationError::ScriptInThePast { at, now }.into());
            }
            let Some(own) = due.get_mut(step.customer.as_str()) else {
                return Err(SimulationError::Unknown { what: "customer", id: step.customer.clone() }.into());
            };
            if step.at <= to { own.push(step) } else { script.push(step.clone()) }
        }
        for own in due.values_mut() {
            own.sort_by_key(|step| step.at);
        }
        Ok((due, script))
    }
}

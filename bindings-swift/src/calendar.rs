//! Spike.
use crate::{guard::{Result, guard}, scalars::*};

struct PeriodMethods(Period);
uniffi::custom_type!(PeriodMethods, Period, { remote, lower: |methods| methods.0, try_lift: |period| Ok(PeriodMethods(period)) });

#[uniffi::export(name = "Period")]
impl PeriodMethods {
    /// Contains.
    fn contains(&self, at: Timestamp) -> Result<bool> { guard(|| Ok(self.0.contains(at))) }
}

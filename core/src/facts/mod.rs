//! The tidy columns that every revenue metric is computed from.
//!
//! One fact says: *from this instant on, this subscription of this customer is worth this much a year.* Where
//! facts come from (a file of periods, Stripe's events, a host's own columns) and what counts as recurring
//! (the [`Policy`]) is settled here, once; [`metrics`](crate::metrics) sees nothing but facts.

mod builder;
mod change;
mod error;
mod intake;
mod period_columns;
mod period_row;
mod periods;
mod periods_csv;
mod periods_options;
mod policy;
mod recurring;
mod subscription_change;
mod table;

pub use change::MrrChange;
pub use intake::{FactsSource, History, Intake, OnRefusal, RefusedRow};
pub use periods::SubscriptionPeriod;
pub use periods_options::{Delimiter, PeriodColumns, PeriodsOptions};
pub use policy::{CancellationPolicy, DiscountPolicy, Inclusion, Policy, PolicyPreset};
pub use subscription_change::SubscriptionChange;
pub use table::{Conversion, Facts};

pub(crate) use builder::FactsBuilder;
pub(crate) use error::FactsError;
pub(crate) use table::Series;

//! The tidy columns that every revenue metric is computed from.
//!
//! One fact says: *from this instant on, this subscription of this customer is worth this much a year.* Where
//! facts come from (a file of periods, Stripe's events, a host's own columns) and what counts as recurring
//! (the [`Policy`]) is settled here, once; [`metrics`](crate::metrics) sees nothing but facts.

mod builder;
mod change;
mod intake;
mod policy;
mod table;

pub use change::MrrChange;
pub use intake::{FactsSource, History, Intake, OnRefusal, RefusedRow};
pub use policy::{CancellationPolicy, DiscountPolicy, Inclusion, Policy, PolicyPreset};
pub use table::{Conversion, Facts};

pub(crate) use builder::FactsBuilder;
pub(crate) use table::Series;

use crate::{
    Currency,
    error::{Coded, ErrorKind},
};

/// Why input cannot become facts.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FactsError {
    #[error("the amount `{amount}` of subscription `{subscription}` is negative")]
    NegativeAmount { subscription: String, amount: String },
    #[error("subscription `{subscription}` has two different amounts at `{at}`")]
    ConflictingRows { subscription: String, at: crate::Timestamp },
    #[error("subscription `{subscription}` belongs to customer `{first}` and to customer `{second}`")]
    TwoCustomers { subscription: String, first: String, second: String },
    #[error("the columns have different lengths: `{first}` and `{second}` rows")]
    UnevenColumns { first: u64, second: u64 },
    #[error("the facts are in `{first}` and `{second}`: convert them to one currency first")]
    SeveralCurrencies { first: Currency, second: Currency },
    #[error("there are more than 4,294,967,295 rows")]
    TooManyRows,
}

impl Coded for FactsError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Facts
    }
    fn code(&self) -> &'static str {
        match self {
            Self::NegativeAmount { .. } => "facts.negative_amount",
            Self::ConflictingRows { .. } => "facts.conflicting_rows",
            Self::TwoCustomers { .. } => "facts.two_customers",
            Self::UnevenColumns { .. } => "facts.uneven_columns",
            Self::SeveralCurrencies { .. } => "facts.several_currencies",
            Self::TooManyRows => "facts.too_many_rows",
        }
    }
}

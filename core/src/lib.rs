#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects, clippy::as_conversions, reason = "tests may panic"))]

mod error;
mod template;

pub mod calendar;
pub mod catalog;
pub mod customer;
pub mod document;
pub mod explain;
pub mod facts;
pub mod invoice;
pub mod line_item;
pub mod metrics;
pub mod money;
pub mod proration;
pub mod report;
pub mod simulation;
pub mod stripe;
pub mod subscription;
pub mod usage;

pub use calendar::{BillingCycle, Date, Interval, IntervalUnit, Month, Period, Timestamp, Zone};
pub use error::{Error, ErrorKind, Result};
pub use money::{Currency, Money, Rounding};
pub use rust_decimal::Decimal;

/// The guide's programs, run as every other example in the documentation is.
#[cfg(doctest)]
#[doc = include_str!("../../docs/billing.md")]
struct BillingGuide;

/// The same of the page on money.
#[cfg(doctest)]
#[doc = include_str!("../../docs/money.md")]
struct MoneyGuide;

//! Time as billing and finance see it: instants, civil dates and months, half-open periods, billing
//! cycles that never drift from their anchor, fiscal years, and months that end where they end in a zone.
//!
//! Billing runs in UTC, as Stripe's does: a [`BillingCycle`] knows no zone and no daylight saving.
//! Reporting may choose a [`Zone`], in which a [`Month`] becomes a [`Period`] of instants.
//!
//! ```
//! use prorata::calendar::{BillingCycle, Edge, Interval, Month, Zone};
//!
//! let monthly = BillingCycle { anchor: "2024-01-31T09:00:00Z".parse()?, interval: Interval::MONTH };
//! assert_eq!(monthly.boundary(1)?.to_string(), "2024-02-29T09:00:00.000Z");
//! assert_eq!(monthly.boundary(2)?.to_string(), "2024-03-31T09:00:00.000Z");
//!
//! let new_york: Zone = "America/New_York".parse()?;
//! let march: Month = "2024-03".parse()?;
//! assert_eq!(new_york.month(march)?.end.to_string(), "2024-04-01T04:00:00.000Z");
//! # Ok::<(), prorata::Error>(())
//! ```
//!
//! Everything lies in the years 0001 to 9999, which every language can show; what would leave them is
//! refused with `calendar.out_of_range`.

mod anchor_config;
mod bill_cycle;
mod cycle;
mod date;
mod duration;
mod error;
mod fiscal;
mod grid;
mod interval;
mod month;
mod period;
mod text;
mod timestamp;
mod zone;

pub use anchor_config::{AnchorConfig, ResolvedAnchor};
pub use bill_cycle::{BillCycle, BillThrough, BillTiming, first_cycle_date};
pub use cycle::{BillingCycle, Edge};
pub use date::Date;
pub use duration::Duration;
pub use fiscal::{FiscalCalendar, FiscalMonth, FiscalYearName, MonthRange};
pub use interval::{Interval, IntervalUnit, whole_periods};
pub use month::Month;
pub use period::Period;
pub use timestamp::Timestamp;
pub use zone::Zone;

use error::CalendarError;
use grid::Grid;
use text::{digits, text_scalar};

//! Usage: what was used, what it costs, and what happens when it reaches a limit.
//!
//! A [`Meter`] says how events become a quantity; a [`UsageLedger`] holds the events of one, taken in in any
//! order and any number of times. [`price_usage`] prices a quantity, or what came on top of one that was
//! billed before; [`usage_progress`], [`check_threshold`] and [`check_budget`] say what a quantity or an
//! amount has reached.
//!
//! Source: [Stripe, usage-based billing](https://docs.stripe.com/billing/subscriptions/usage-based).

mod aggregate;
mod alerts;
mod budget;
mod charge;
mod crossing;
mod error;
mod event;
mod ledger;
mod meter;
mod overage;
mod progress;
mod threshold;

pub use aggregate::{UsageBucket, UsageTotal, aggregate};
pub use alerts::{AlertCheck, AlertMark, AlertOptions, AlertState, UsageAlert, check_alerts};
pub use budget::{
    Budget, BudgetAction, BudgetDecision, BudgetLevel, BudgetNotice, BudgetState, BudgetVerdict, check_budget,
};
pub use charge::{UsageCharge, UsageChargeLine, price_usage};
pub use crossing::quantity_reaching;
pub(crate) use error::UsageError;
pub use event::{CancellationVerdict, EventVerdict, UsageCancellation, UsageEvent};
pub use ledger::{IntakeRules, UsageIntake, UsageLedger, open_ledger};
pub use meter::{Aggregation, EventWindow, Meter, check_meter};
pub use overage::{OverageCharge, price_overage};
pub use progress::{FeatureUse, UsageProgress, plan_progress, usage_progress};
pub use threshold::{
    BillingThresholds, ThresholdBill, ThresholdCharge, ThresholdItem, ThresholdPause, ThresholdReason,
    ThresholdRequest, ThresholdVerdict, check_threshold,
};
pub(crate) use threshold::{check_item_threshold, check_thresholds};

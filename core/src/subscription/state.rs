//! A subscription as it stands.

use serde::{Deserialize, Serialize};

use super::{
    AfterRetries, BilledUsage, CancellationDetails, CollectionMethod, Pause, PauseCollection, PendingUpdate,
    Schedule, SubscriptionInput, SubscriptionStatus, SubscriptionThresholds, UsageToBill,
};
use crate::{
    Currency, Period, Timestamp,
    catalog::{Discount, TaxRate},
    line_item::LineItem,
    proration::{BillingMode, PeriodItem, ProrationDiscounts, ProrationPolicy},
};

/// A subscription as it stands: a value that [`apply`](Subscription::apply) turns into the next one.
///
/// The names are Stripe's. Keep it as JSON or in columns; nothing else is needed to go on.
///
/// Source: [Stripe, the Subscription object](https://docs.stripe.com/api/subscriptions/object).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subscription {
    /// Identifies the subscription.
    pub id: String,
    /// Who pays.
    pub customer: String,
    /// What is billed in.
    pub currency: Currency,
    /// Where it stands.
    pub status: SubscriptionStatus,
    /// How changes are billed.
    pub billing_mode: BillingMode,
    /// When that was changed last; none for as it was made.
    #[serde(default)]
    pub billing_mode_updated_at: Option<Timestamp>,
    /// The rule for parts of a period; none for Stripe's.
    #[serde(default)]
    pub proration_policy: Option<ProrationPolicy>,
    /// Whether discounts are inside prorations or beside them; none for inside.
    #[serde(default)]
    pub proration_discounts: Option<ProrationDiscounts>,
    /// How invoices are paid.
    pub collection_method: CollectionMethod,
    /// What happens when a payment fails.
    pub payment_behavior: PaymentBehavior,
    /// The items, each with its current period.
    pub items: Vec<PeriodItem>,
    /// The discounts of the subscription, in order.
    #[serde(default)]
    pub discounts: Vec<Discount>,
    /// The discounts with which the current period was billed.
    #[serde(default)]
    pub billed_discounts: Vec<Discount>,
    /// The tax rates of items that have none of their own.
    #[serde(default)]
    pub default_tax_rates: Vec<TaxRate>,
    /// When it was made.
    pub created: Timestamp,
    /// When service began, which may be earlier.
    pub start_date: Timestamp,
    /// From where the boundaries of its periods are counted.
    pub billing_cycle_anchor: Timestamp,
    /// The latest trial.
    #[serde(default)]
    pub trial: Option<Trial>,
    /// Whether a payment method is on file that can be charged.
    pub has_payment_method: bool,
    /// When it will end.
    #[serde(default)]
    pub cancel_at: Option<Timestamp>,
    /// Whether it ends with the current period.
    pub cancel_at_period_end: bool,
    /// Whether what is paid for stops at the planned end: the rest of the period was credited, or never billed.
    pub paid_until_end: bool,
    /// When the end was last asked for.
    #[serde(default)]
    pub canceled_at: Option<Timestamp>,
    /// When it ended.
    #[serde(default)]
    pub ended_at: Option<Timestamp>,
    /// Why it ends.
    #[serde(default)]
    pub cancellation_details: Option<CancellationDetails>,
    /// Whether its invoices are collected.
    #[serde(default)]
    pub pause_collection: Option<PauseCollection>,
    /// Whether service is paused.
    #[serde(default)]
    pub pause: Option<Pause>,
    /// What is planned for it.
    #[serde(default)]
    pub schedule: Option<Schedule>,
    /// A change that waits for its payment.
    #[serde(default)]
    pub pending_update: Option<PendingUpdate>,
    /// When usage is billed before its period is over.
    #[serde(default)]
    pub billing_thresholds: Option<SubscriptionThresholds>,
    /// The usage of current periods that was billed so.
    #[serde(default)]
    pub billed_usage: Vec<BilledUsage>,
    /// Lines that wait for the next invoice, the newest change first.
    #[serde(default)]
    pub pending_items: Vec<LineItem>,
    /// How the usage among them will be priced.
    #[serde(default)]
    pub pending_usage: Vec<UsageToBill>,
    /// Invoices that are neither paid nor given up, oldest first.
    #[serde(default)]
    pub open_invoices: Vec<OpenInvoice>,
    /// The id of the latest bill, whatever became of its invoice.
    #[serde(default)]
    pub latest_invoice: Option<String>,
    /// How many invoices it has asked for.
    pub bills: u32,
    /// Until when it has been worked out.
    pub updated_at: Timestamp,
    /// What was asked for last at that instant: asked for again, it changes nothing.
    #[serde(default)]
    pub last_request: Option<SubscriptionInput>,
}

/// A trial: a first period for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trial {
    /// When it began.
    pub start: Timestamp,
    /// When it ends, and the first paid period begins.
    pub end: Timestamp,
    /// What happens then without a payment method.
    pub missing_payment_method: MissingPaymentMethod,
    /// Whether the end was announced.
    pub end_announced: bool,
}

/// What the end of a trial does without a payment method; Stripe's `trial_settings.end_behavior`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingPaymentMethod {
    /// The invoice is made, and is past due.
    #[default]
    CreateInvoice,
    /// The subscription ends.
    Cancel,
    /// The subscription is paused until it is resumed.
    Pause,
}

/// What a payment that fails means; Stripe's `payment_behavior`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentBehavior {
    /// A new subscription is incomplete; a change stands, and the subscription is past due.
    #[default]
    AllowIncomplete,
    /// A new subscription is incomplete until the customer pays.
    DefaultIncomplete,
    /// A new subscription is not made; a change is not made.
    ErrorIfIncomplete,
    /// A change waits for its payment.
    PendingIfIncomplete,
}

/// An invoice, or a draft that is kept, that is neither paid nor given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenInvoice {
    /// The id of the bill it was made from.
    pub id: String,
    /// Which of the subscription's bills that is, from 1.
    pub number: u32,
    /// The ids of its lines of time that is paid in advance: voided, they can be credited no more.
    #[serde(default)]
    pub lines: Vec<String>,
    /// Whether it was the first one of the subscription.
    pub first: bool,
    /// Whether a payment of it failed, or it is overdue.
    pub failed: bool,
    /// What the account does now that every retry failed; none while they go on.
    #[serde(default)]
    pub exhausted: Option<AfterRetries>,
    /// Whether a later one was paid or given up, so that this one decides nothing any more.
    pub superseded: bool,
}

impl Subscription {
    /// The current period: from the latest start to the earliest end of the items' periods. None without items.
    ///
    /// Source: [Stripe, mixed intervals](https://docs.stripe.com/billing/subscriptions/mixed-interval).
    pub fn current_period(&self) -> Option<Period> {
        let start = self.items.iter().map(|item| item.period.start).max()?;
        let end = self.items.iter().map(|item| item.period.end).min()?;
        Some(Period { start, end })
    }
}

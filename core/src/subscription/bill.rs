//! What a subscription hands over to be invoiced.

use serde::{Deserialize, Serialize};

use crate::{
    Currency, Money, Period, Timestamp,
    catalog::{Discount, Price, TaxRate},
    line_item::LineItem,
};

/// The lines of one invoice before discounts, tax and credit: what a subscription asks to be billed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bill {
    /// Identifies the invoice to be: the subscription and a count, so that the same bill made twice has the
    /// same id.
    pub id: String,
    /// The subscription; empty for an invoice that belongs to none.
    pub subscription: String,
    /// Who pays.
    pub customer: String,
    /// What is billed in.
    pub currency: Currency,
    /// Why it is made.
    pub reason: BillingReason,
    /// When it is made.
    pub created: Timestamp,
    /// The window in which items could join it; Stripe's `period_start` and `period_end`. Service periods
    /// are those of the lines.
    pub period: Period,
    /// The lines; usage among them has no amount yet.
    pub lines: Vec<LineItem>,
    /// How to price the lines of usage.
    #[serde(default)]
    pub usage: Vec<UsageToBill>,
    /// The subscription's discounts, in order.
    #[serde(default)]
    pub discounts: Vec<Discount>,
    /// The tax rates of lines that have none of their own.
    #[serde(default)]
    pub default_tax_rates: Vec<TaxRate>,
    /// How it is paid.
    pub collection_method: CollectionMethod,
    /// What is done with it.
    pub collection: BillCollection,
    /// When the draft becomes an open invoice; none for one that stays a draft.
    pub finalize_at: Option<Timestamp>,
    /// The thresholds that made it; none for one that nothing of the kind made.
    #[serde(default)]
    pub threshold_reason: Option<InvoiceThresholdReason>,
}

/// The thresholds that made an invoice; Stripe's `threshold_reason`.
///
/// Source: [Stripe, the Invoice object](https://docs.stripe.com/api/invoices/object#invoice_object-threshold_reason).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceThresholdReason {
    /// The amount that was reached; none where no amount was.
    #[serde(default)]
    pub amount_gte: Option<Money>,
    /// The items whose usage reached a threshold of its own, in the order of the items.
    #[serde(default)]
    pub item_reasons: Vec<InvoiceItemThresholdReason>,
}

/// An item whose usage reached its threshold.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceItemThresholdReason {
    /// The ids of the lines of the bill with that usage. Usage that is priced in tiers only when the invoice is
    /// finalized has one line on the bill, and further ones on the invoice.
    pub line_item_ids: Vec<String>,
    /// The quantity that was reached.
    pub usage_gte: i64,
}

/// Usage that waits for its quantity: known only once its window is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsageToBill {
    /// The line.
    pub line: String,
    /// The metered price.
    pub price: Price,
    /// The time in which usage counts.
    pub window: Period,
    /// How many units of that were billed before the window was over, at a threshold; none for none.
    #[serde(default)]
    pub billed: Option<i64>,
}

/// Why an invoice is made; Stripe's `billing_reason`.
///
/// Source: [Stripe, the Invoice object](https://docs.stripe.com/api/invoices/object).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillingReason {
    /// By hand.
    Manual,
    /// A subscription begins.
    SubscriptionCreate,
    /// A period begins.
    SubscriptionCycle,
    /// A subscription changes.
    SubscriptionUpdate,
    /// Usage reached a threshold.
    SubscriptionThreshold,
    /// A preview of the next one.
    Upcoming,
}

/// How invoices are paid; Stripe's `collection_method`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CollectionMethod {
    /// The payment method on file is charged.
    ChargeAutomatically,
    /// The customer is sent the invoice and pays it.
    SendInvoice {
        /// How long after it is finalized it is due, in days.
        days_until_due: u32,
    },
}

/// What is done with an invoice once it is finalized.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillCollection {
    /// It is collected.
    Collect,
    /// It stays a draft: the subscription is unpaid, or its collection is paused so.
    KeepAsDraft,
    /// It is marked uncollectible: collection is paused so.
    MarkUncollectible,
    /// It is voided: collection is paused so.
    Void,
}

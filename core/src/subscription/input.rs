//! What can happen to a subscription.

use serde::{Deserialize, Serialize};

use super::{
    CancelRequest, CollectionMethod, InvoiceRequest, ItemUsage, PauseCollection, PauseRequest,
    PaymentBehavior, ResumeRequest, Schedule, SubscriptionThresholds,
};
use crate::{
    Timestamp,
    catalog::{Discount, Price, TaxRate},
    proration::{PricedItem, ProrationDiscounts},
};

/// What happens to a subscription.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SubscriptionInput {
    /// Time passes.
    Advance,
    /// The customer, or the business, changes it.
    Update {
        /// What changes.
        update: SubscriptionUpdate,
    },
    /// It is to end.
    Cancel {
        /// When, and what is billed.
        request: CancelRequest,
    },
    /// An end that was asked for is taken back.
    KeepGoing,
    /// A retention offer is accepted: the end is taken back, and the discount begins.
    AcceptOffer {
        /// What is taken off from now on.
        discount: Discount,
    },
    /// Invoices are no longer collected; service goes on.
    PauseCollection {
        /// What is done with them, and until when.
        pause: PauseCollection,
    },
    /// Invoices are collected again.
    ResumeCollection,
    /// Service is paused.
    Pause {
        /// Until when, and at which price.
        request: PauseRequest,
    },
    /// Service is resumed.
    Resume {
        /// From which anchor.
        request: ResumeRequest,
    },
    /// It follows a schedule from now on.
    SetSchedule {
        /// What is planned.
        schedule: Schedule,
    },
    /// It follows its schedule no longer, and stays as it is.
    ReleaseSchedule,
    /// A payment method was saved, or the last one removed.
    PaymentMethod {
        /// Whether one can be charged now.
        available: bool,
    },
    /// It moves from classic to flexible billing mode, for good; or, in that, to discounts beside prorations. No
    /// invoice is made. Back from them to discounts inside is refused (`subscription.cannot_migrate`).
    Migrate {
        /// Whether discounts are inside prorations or beside them from now on; none for as before.
        #[serde(default)]
        proration_discounts: Option<ProrationDiscounts>,
    },
    /// An invoice of what is pending is made by hand, outside the cycle: a draft that becomes final when that is
    /// asked for. Where nothing is pending it is refused (`subscription.nothing_to_invoice`).
    Invoice {
        /// How.
        request: InvoiceRequest,
    },
    /// What was used so far of metered items: where it reaches one of the
    /// [thresholds](super::Subscription::billing_thresholds), it is billed. An item that is left out stays as it was.
    UsageReported {
        /// What was used of each.
        usage: Vec<ItemUsage>,
    },
    /// An invoice was paid, also by nothing being due.
    InvoicePaid {
        /// The id of its bill.
        invoice: String,
    },
    /// A payment of an invoice failed, or could not be tried.
    PaymentFailed {
        /// The id of its bill.
        invoice: String,
    },
    /// An invoice that the customer is to pay was not paid by its due date.
    InvoiceOverdue {
        /// The id of its bill.
        invoice: String,
    },
    /// An invoice was voided.
    InvoiceVoided {
        /// The id of its bill.
        invoice: String,
    },
    /// An invoice was given up.
    InvoiceUncollectible {
        /// The id of its bill.
        invoice: String,
    },
    /// All retries of an invoice failed.
    RetriesExhausted {
        /// The id of its bill.
        invoice: String,
        /// What the account does then.
        then: AfterRetries,
    },
}

impl SubscriptionInput {
    /// Whether somebody asks for it; what is told or passes by itself finds nothing left to do a second time.
    pub(super) fn is_request(&self) -> bool {
        match self {
            Self::Update { .. }
            | Self::Cancel { .. }
            | Self::AcceptOffer { .. }
            | Self::Pause { .. }
            | Self::Resume { .. }
            | Self::Invoice { .. }
            | Self::SetSchedule { .. } => true,
            Self::Advance
            | Self::KeepGoing
            | Self::PauseCollection { .. }
            | Self::ResumeCollection
            | Self::ReleaseSchedule
            | Self::Migrate { .. }
            | Self::PaymentMethod { .. }
            | Self::UsageReported { .. }
            | Self::InvoicePaid { .. }
            | Self::PaymentFailed { .. }
            | Self::InvoiceOverdue { .. }
            | Self::InvoiceVoided { .. }
            | Self::InvoiceUncollectible { .. }
            | Self::RetriesExhausted { .. } => false,
        }
    }
}

/// What becomes of a subscription whose invoice could not be collected: a setting of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterRetries {
    /// It ends.
    Cancel,
    /// It is unpaid: invoices are made and stay drafts.
    MarkUnpaid,
    /// It stays past due, and goes on billing.
    LeavePastDue,
}

/// What changes; what is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SubscriptionUpdate {
    /// The items that change, come or go.
    pub items: Vec<ItemChange>,
    /// What is billed for the rest of the period: by default, prorations on the next invoice.
    pub proration_behavior: Option<ProrationBehavior>,
    /// When the change counts from; by default now. Inside the current period.
    pub proration_date: Option<Timestamp>,
    /// Whether the billing cycle restarts; by default not.
    pub billing_cycle_anchor: Option<AnchorChange>,
    /// When the trial ends: a new trial, a longer one, or its end.
    pub trial_end: Option<TrialEnd>,
    /// The discounts of the subscription from now on.
    pub discounts: Option<Vec<Discount>>,
    /// The tax rates from now on.
    pub default_tax_rates: Option<Vec<TaxRate>>,
    /// When usage is billed before its period is over, from now on; nothing set for no longer.
    pub billing_thresholds: Option<SubscriptionThresholds>,
    /// How invoices are paid from now on.
    pub collection_method: Option<CollectionMethod>,
    /// What a payment that fails means for this change; by default it stands, and the subscription is past due.
    pub payment_behavior: Option<PaymentBehavior>,
    /// What is sold once with the change: on the next invoice.
    pub add_invoice_items: Vec<OneOffItem>,
}

/// One change of the items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ItemChange {
    /// A new item.
    Add {
        /// The item.
        item: PricedItem,
    },
    /// Another price or quantity. A price without a quantity is for one unit, as with Stripe.
    Set {
        /// Which item.
        id: String,
        /// The new price; none for the same.
        #[serde(default)]
        price: Option<Price>,
        /// The new quantity.
        #[serde(default)]
        quantity: Option<i64>,
        /// The item's discounts from now on; none for the same.
        #[serde(default)]
        discounts: Option<Vec<Discount>>,
        /// The item's own tax rates from now on; none for the same.
        #[serde(default)]
        tax_rates: Option<Vec<TaxRate>>,
    },
    /// An item goes.
    Remove {
        /// Which item.
        id: String,
    },
}

/// What is billed for the rest of a period; Stripe's `proration_behavior`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProrationBehavior {
    /// Prorations, on the next invoice.
    #[default]
    CreateProrations,
    /// Prorations, on an invoice at once.
    AlwaysInvoice,
    /// Nothing.
    None,
}

/// Whether a billing cycle restarts; Stripe's `billing_cycle_anchor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnchorChange {
    /// It stays.
    #[default]
    Unchanged,
    /// It restarts with the change.
    Now,
}

/// When a trial ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TrialEnd {
    /// At once.
    Now,
    /// At an instant.
    At {
        /// The first instant of the paid period.
        at: Timestamp,
    },
}

/// Something sold once, or credited once at a price below 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneOffItem {
    /// Identifies it within the subscription.
    pub id: String,
    /// The price.
    pub price: Price,
    /// How many.
    pub quantity: i64,
    /// Its own tax rates.
    #[serde(default)]
    pub tax_rates: Vec<TaxRate>,
}

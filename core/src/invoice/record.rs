//! An invoice as it stands.

use serde::{Deserialize, Serialize};

use super::{CreditNote, InvoiceStatus};
use crate::{
    Currency, Money, Period, Timestamp,
    catalog::{Discount, DiscountAmount, TaxAmount, TaxRate},
    customer::CreditUse,
    line_item::LineItem,
    subscription::{BillCollection, BillingReason, CollectionMethod, InvoiceThresholdReason, UsageToBill},
};

/// An invoice as it stands: a value that [`apply`](Invoice::apply) turns into the next one.
///
/// The names are Stripe's where it has one. Keep it as JSON or in columns; nothing else is needed to go on.
///
/// Source: [Stripe, the Invoice object](https://docs.stripe.com/api/invoices/object).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invoice {
    /// Identifies the invoice: the id of its bill.
    pub id: String,
    /// The subscription; none for an invoice made by hand.
    pub subscription: Option<String>,
    /// Who pays.
    pub customer: String,
    /// What is billed in.
    pub currency: Currency,
    /// The number that the customer sees; none until it is finalized.
    pub number: Option<String>,
    /// Where it stands.
    pub status: InvoiceStatus,
    /// Why it was made.
    pub billing_reason: BillingReason,
    /// The thresholds that made it; none for one that nothing of the kind made.
    #[serde(default)]
    pub threshold_reason: Option<InvoiceThresholdReason>,
    /// When it was made.
    pub created: Timestamp,
    /// The window in which items could join it.
    pub period: Period,
    /// The lines.
    pub lines: Vec<InvoiceLine>,
    /// How the lines of usage are priced.
    pub usage: Vec<UsageToBill>,
    /// The discounts of the whole, in order.
    pub discounts: Vec<Discount>,
    /// The tax rates of lines that have none of their own.
    pub default_tax_rates: Vec<TaxRate>,
    /// What the lines come to.
    pub totals: InvoiceTotals,

    /// The customer's balance before it; while it is a draft, as far as known.
    pub starting_balance: Money,
    /// The customer's balance after it; none while it is a draft.
    pub ending_balance: Option<Money>,
    /// What credit notes took off before it was paid.
    pub pre_payment_credit_notes_amount: Money,
    /// What credit notes gave back after it was paid.
    pub post_payment_credit_notes_amount: Money,
    /// What is to be paid in all, after the balance and the credit notes.
    pub amount_due: Money,
    /// What was paid of it.
    pub amount_paid: Money,
    /// What is still to be paid.
    pub amount_remaining: Money,

    /// How it is paid.
    pub collection_method: CollectionMethod,
    /// What is done with it once it is finalized.
    pub collection: BillCollection,
    /// Whether time alone finalizes and collects it.
    pub auto_advance: bool,
    /// When the draft is to be finalized; none once it is, and for one that stays a draft.
    pub finalize_at: Option<Timestamp>,
    /// When it was finalized.
    pub finalized_at: Option<Timestamp>,
    /// When it is to be paid; none where a payment method is charged.
    pub due_date: Option<Timestamp>,
    /// Whether that passed.
    pub overdue: bool,
    /// So many days after that it is given up; none for never.
    pub uncollectible_after_days: Option<u32>,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
    /// When it was voided.
    pub voided_at: Option<Timestamp>,
    /// When it was given up.
    pub marked_uncollectible_at: Option<Timestamp>,

    /// Every attempt to charge it, in order.
    pub attempts: Vec<PaymentAttempt>,
    /// How many attempts count: the first of any kind, later only automatic ones; Stripe's `attempt_count`.
    pub attempt_count: u32,
    /// When it is charged next; none where nothing is planned.
    pub next_payment_attempt: Option<Timestamp>,
    /// What was paid, in order.
    pub payments: Vec<InvoicePayment>,
    /// The credit notes, in order, also those that were voided.
    pub credit_notes: Vec<CreditNote>,
    /// Until when it has been worked out.
    pub updated_at: Timestamp,
}

/// One line of an invoice, with all that comes off it and on top.
///
/// `net` = `item.amount` − discounts − credits; `total` = `net` − `backed_out` + the taxes on top.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceLine {
    /// What is billed.
    pub item: LineItem,
    /// For a line of usage, the id of the bill's line that it prices; each tier is a line of its own.
    pub usage: Option<String>,
    /// What the item's own discounts take off; already inside the subtotal.
    pub item_discounts: Vec<DiscountAmount>,
    /// What the invoice's discounts take off.
    pub invoice_discounts: Vec<DiscountAmount>,
    /// What billing credits pay for, before tax.
    pub credits: Vec<CreditUse>,
    /// What is left of the amount; tax is assessed on it.
    pub net: Money,
    /// The tax that was taken out of the price of a customer who pays none.
    pub backed_out: Money,
    /// The taxes, in the order of the rates.
    pub taxes: Vec<TaxAmount>,
    /// `net` without the tax that it contains.
    pub excluding_tax: Money,
    /// What the customer pays for it.
    pub total: Money,
}

/// What the lines of an invoice come to.
///
/// `total` = `subtotal` − `total_discount` − `total_credit` − `backed_out_tax` + `exclusive_tax`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceTotals {
    /// The lines after the discounts of their own items.
    pub subtotal: Money,
    /// What each discount of the invoice takes off, in the order in which the lines name them.
    pub discounts: Vec<DiscountAmount>,
    /// What they take off together.
    pub total_discount: Money,
    /// What each credit grant pays for.
    pub credits: Vec<CreditUse>,
    /// What they pay for together.
    pub total_credit: Money,
    /// The tax that was taken out of prices.
    pub backed_out_tax: Money,
    /// The total without any tax.
    pub total_excluding_tax: Money,
    /// The tax of each rate.
    pub taxes: Vec<TaxAmount>,
    /// The tax that prices contain.
    pub inclusive_tax: Money,
    /// The tax that comes on top.
    pub exclusive_tax: Money,
    /// All tax.
    pub tax: Money,
    /// What the customer pays for the lines; below 0 where credit lines prevail.
    pub total: Money,
}

/// One attempt to charge an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentAttempt {
    /// Identifies the attempt, and is the idempotency key of its charge: the invoice and a count.
    pub id: String,
    /// Whether it was made by itself, not by the customer or by hand.
    pub automatic: bool,
    /// What it charges.
    pub amount: Money,
    /// When it was made.
    pub at: Timestamp,
    /// What became of it.
    pub outcome: AttemptOutcome,
    /// Whether it is in the invoice's `attempt_count`.
    pub counted: bool,
}

/// What became of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptOutcome {
    /// Not known yet.
    Pending,
    /// The customer has to authenticate.
    RequiresAction,
    /// It failed.
    Failed,
    /// It succeeded.
    Succeeded,
    /// It was called off: the invoice asks for nothing any more.
    Canceled,
}

/// Something that was paid.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoicePayment {
    /// Identifies the payment: the attempt, or what the host calls it.
    pub id: String,
    /// What of it paid the invoice.
    pub amount: Money,
    /// When.
    pub at: Timestamp,
    /// Whether it did not go through Stripe.
    pub out_of_band: bool,
}

impl InvoiceLine {
    pub(super) fn new(item: LineItem) -> Self {
        let amount = item.amount;
        Self {
            item,
            usage: None,
            item_discounts: Vec::new(),
            invoice_discounts: Vec::new(),
            credits: Vec::new(),
            net: amount,
            backed_out: Money::zero(amount.currency()),
            taxes: Vec::new(),
            excluding_tax: amount,
            total: amount,
        }
    }
}

impl InvoiceTotals {
    pub(super) fn zero(currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self {
            subtotal: zero,
            discounts: Vec::new(),
            total_discount: zero,
            credits: Vec::new(),
            total_credit: zero,
            backed_out_tax: zero,
            total_excluding_tax: zero,
            taxes: Vec::new(),
            inclusive_tax: zero,
            exclusive_tax: zero,
            tax: zero,
            total: zero,
        }
    }
}

impl Invoice {
    /// Whether it is sent to the customer, who pays it; otherwise a payment method is charged.
    pub(super) fn is_sent(&self) -> bool {
        match self.collection_method {
            CollectionMethod::ChargeAutomatically => false,
            CollectionMethod::SendInvoice { .. } => true,
        }
    }

    /// How many whole days it is overdue at `at`; 0 for one that is not, or is settled.
    pub fn days_overdue(&self, at: Timestamp) -> u32 {
        let open = matches!(self.status, InvoiceStatus::Open | InvoiceStatus::Uncollectible);
        let Some(due) = self.due_date.filter(|due| open && *due < at) else { return 0 };
        let millis = at.as_millis().checked_sub(due.as_millis()).unwrap_or_default();
        millis.checked_div(86_400_000).and_then(|days| u32::try_from(days).ok()).unwrap_or_default()
    }
}

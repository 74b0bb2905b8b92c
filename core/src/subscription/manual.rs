//! Invoices that are made by hand, outside the billing cycle.
//!
//! Sources: [Stripe, subscription invoices](https://docs.stripe.com/billing/invoices/subscription),
//! [create an invoice](https://docs.stripe.com/api/invoices/create).

use serde::{Deserialize, Serialize};

use super::{
    Bill, BillCollection, BillingReason, CollectionMethod, Machine, OneOffItem, SubscriptionError,
    billing::{BecomesFinal, Terms, draft_end},
    check::{check_discounts, check_tax_rates, whole_second},
    machine::{one_off_line, running},
};
use crate::{
    Currency, Period, Result, Timestamp,
    catalog::{Discount, TaxRate},
};

/// How an invoice is made by hand; Stripe's `POST /v1/invoices`. Nothing set is Stripe's default.
///
/// The invoice of a subscription has what waits for its next one: prorations, what was sold once, and usage at a
/// price that changed or went. The billing cycle stays as it is. The subscription's own discounts and tax rates
/// are not on it, but for those that are inside its lines or on its items.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct InvoiceRequest {
    /// Whether it becomes final, and is collected, by itself after an hour; by default it stays a draft until it
    /// is finalized.
    pub auto_advance: Option<bool>,
    /// How it is paid; by default the payment method is charged.
    pub collection_method: Option<CollectionMethod>,
    /// The discounts of the whole.
    pub discounts: Vec<Discount>,
    /// The tax rates of lines that have none of their own.
    pub default_tax_rates: Vec<TaxRate>,
}

/// An invoice of a customer that belongs to no subscription: what is sold once.
///
/// What waits for such an invoice, Stripe's pending invoice items of a customer, is the host's to keep: `items`
/// are those that it includes (`pending_invoice_items_behavior`).
///
/// ```
/// use prorata::{Currency, Interval, Timestamp, catalog::Price, invoice::*, subscription::*};
///
/// let price = Price::licensed("setup", "prod_setup", Currency::USD, "25000".parse()?, Interval::MONTH);
/// let price = Price { recurring: None, ..price };
/// let items = vec![OneOffItem { id: "setup".into(), price, quantity: 1, tax_rates: vec![] }];
/// let (id, customer) = ("in_1".to_owned(), "cus_1".to_owned());
/// let by_hand = ManualInvoice { id, customer, currency: Currency::USD, items, request: None };
///
/// let now: Timestamp = "2025-04-01T00:00:00Z".parse()?;
/// let draft = NewInvoice::from(by_hand.bill_by_hand(now)?).create()?.next;
/// assert_eq!(draft.amount_due.to_string(), "USD 250.00");
/// assert_eq!(draft.wake_at()?, None); // final only when that is asked for
///
/// let issued = draft.apply(&InvoiceInput::Finalize { finalization: Finalization::default() }, now)?.next;
/// assert_eq!(issued.status, InvoiceStatus::Open);
/// # Ok::<(), prorata::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManualInvoice {
    /// Identifies the invoice to be.
    pub id: String,
    /// Who pays.
    pub customer: String,
    /// What is billed in.
    pub currency: Currency,
    /// What is sold, each once; nothing for a draft to which lines are added later.
    #[serde(default)]
    pub items: Vec<OneOffItem>,
    /// How it is made; none for Stripe's defaults.
    #[serde(default)]
    pub request: Option<InvoiceRequest>,
}

impl ManualInvoice {
    /// What is to be billed, for [`NewInvoice`](crate::invoice::NewInvoice).
    ///
    /// # Errors
    /// `subscription.duplicate_item`, `subscription.amount_too_large`; those of the catalog for prices, discounts
    /// and tax rates that make no sense or have no amount in the currency.
    pub fn bill_by_hand(&self, now: Timestamp) -> Result<Bill> {
        let now = whole_second(now)?;
        let request = self.request.clone().unwrap_or_default();
        request.check(self.currency)?;
        let period = Period { start: now, end: now };
        let mut lines = Vec::with_capacity(self.items.len());
        for (place, sold) in self.items.iter().enumerate() {
            if self.items.iter().take(place).any(|earlier| earlier.id == sold.id) {
                return Err(SubscriptionError::DuplicateItem { item: sold.id.clone() }.into());
            }
            lines.push(one_off_line(sold, self.currency, period)?);
        }
        Ok(Bill {
            id: self.id.clone(),
            subscription: String::new(),
            customer: self.customer.clone(),
            currency: self.currency,
            reason: BillingReason::Manual,
            created: now,
            period,
            lines,
            usage: Vec::new(),
            discounts: running(&request.discounts, now),
            default_tax_rates: request.default_tax_rates,
            collection_method: request.collection_method.unwrap_or(CollectionMethod::ChargeAutomatically),
            collection: BillCollection::Collect,
            finalize_at: request.auto_advance.unwrap_or(false).then(|| draft_end(now)).transpose()?,
            threshold_reason: None,
        })
    }
}

impl InvoiceRequest {
    fn becomes_final(&self) -> BecomesFinal {
        if self.auto_advance.unwrap_or(false) { BecomesFinal::AfterDraft } else { BecomesFinal::ByHand }
    }

    fn check(&self, currency: Currency) -> Result<()> {
        check_discounts(&self.discounts, currency)?;
        check_tax_rates(&self.default_tax_rates, currency)
    }
}

impl Machine {
    /// An invoice of what is pending is made by hand.
    pub(super) fn invoice_by_hand(&mut self, request: &InvoiceRequest, now: Timestamp) -> Result<()> {
        if !self.next.status.accepts_changes() {
            return Err(self.refused("to be invoiced by hand"));
        }
        request.check(self.next.currency)?;
        let (lines, usage) = self.take_waiting();
        if lines.is_empty() {
            let subscription = self.next.id.clone();
            return Err(SubscriptionError::NothingToInvoice { subscription }.into());
        }
        let terms = Terms {
            reason: BillingReason::Manual,
            period: Period { start: self.last_start(now), end: now },
            discounts: running(&request.discounts, now),
            default_tax_rates: request.default_tax_rates.clone(),
            collection_method: request.collection_method.unwrap_or(CollectionMethod::ChargeAutomatically),
            becomes_final: request.becomes_final(),
        };
        self.bill_on(terms, now, lines, usage).map(|_| ())
    }
}

//! How an invoice begins: a bill becomes a draft.

use serde::{Deserialize, Serialize};

use super::{
    Finalization, Invoice, InvoiceError, InvoiceHappening, InvoiceLine, InvoiceStatus, InvoiceStep,
    InvoiceTotals, UsageQuantity,
    machine::{Machine, later},
    settle::settle,
    totals::total_up,
    usage::price_usage,
};
use crate::{
    Money, Result, Timestamp,
    customer::CustomerContext,
    subscription::{Bill, BillCollection, BillingReason},
};

/// How many hours finalizing waits for the host to be told of the draft.
const LONGEST_WAIT_HOURS: u32 = 72;

/// An invoice to be made. Only the bill is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewInvoice {
    /// What is on it.
    pub bill: Bill,
    /// The usage so far, for the amounts of the draft.
    #[serde(default)]
    pub quantities: Vec<UsageQuantity>,
    /// The customer as far as known, for the amounts of the draft.
    #[serde(default)]
    pub customer: Option<CustomerContext>,
    /// Whether a draft with an hour's time waits until the host was told of it, for up to 72 hours, as Stripe
    /// does for a webhook; none for no.
    #[serde(default)]
    pub wait_for_delivery: Option<bool>,
    /// So many days after its due date it is given up: 30, 60 or 90 with Stripe; none for never.
    #[serde(default)]
    pub uncollectible_after_days: Option<u32>,
}

impl From<Bill> for NewInvoice {
    fn from(bill: Bill) -> Self {
        Self {
            bill,
            quantities: Vec::new(),
            customer: None,
            wait_for_delivery: None,
            uncollectible_after_days: None,
        }
    }
}

impl NewInvoice {
    /// Makes the draft, with amounts as far as usage and the customer are known. It becomes final through
    /// [`InvoiceInput::Finalize`](super::InvoiceInput::Finalize) at [`wake_at`](Invoice::wake_at).
    ///
    /// # Errors
    /// `invoice.duplicate_line`, `invoice.unknown_line` for a quantity without a line;
    /// `money.currency_mismatch`, `money.overflow`; of the catalog for discounts, tax rates and prices;
    /// `invoice.invalid_grant`.
    pub fn create(self) -> Result<InvoiceStep> {
        let at = self.bill.created;
        let wait = self.wait_for_delivery.unwrap_or_default();
        let mut machine = Machine::new(self.draft()?);
        let draft = &mut machine.next;
        if let (true, Some(_)) = (wait, draft.finalize_at.filter(|finalize| *finalize > at)) {
            draft.finalize_at = Some(later(at, LONGEST_WAIT_HOURS, 3_600)?);
        }
        machine.happened(InvoiceHappening::Created, at);
        Ok(machine.step(at))
    }

    /// Makes the invoice and finalizes it at `now`, in one step: what is finalized at once, and a billing run.
    ///
    /// # Errors
    /// As [`create`](Self::create) and [`Invoice::apply`].
    pub fn issue(self, finalization: &Finalization, now: Timestamp) -> Result<InvoiceStep> {
        let at = self.bill.created;
        let mut machine = Machine::new(self.bare()?);
        machine.happened(InvoiceHappening::Created, at);
        machine.not_before(now)?;
        machine.finalize(finalization, now)?;
        machine.advance(now)?;
        Ok(machine.step(now))
    }

    /// The draft, with its amounts.
    pub(super) fn draft(mut self) -> Result<Invoice> {
        let quantities = std::mem::take(&mut self.quantities);
        let customer = self.customer.take();
        let mut invoice = self.bare()?;
        price_usage(&mut invoice, &quantities)?;
        invoice.work_out(&customer.unwrap_or_default())?;
        Ok(invoice)
    }

    /// The draft before any amount is worked out.
    fn bare(self) -> Result<Invoice> {
        let Self { bill, uncollectible_after_days, .. } = self;
        let zero = Money::zero(bill.currency);
        check_lines(&bill)?;
        Ok(Invoice {
            id: bill.id,
            subscription: Some(bill.subscription).filter(|subscription| !subscription.is_empty()),
            customer: bill.customer,
            currency: bill.currency,
            number: None,
            status: InvoiceStatus::Draft,
            billing_reason: bill.reason,
            threshold_reason: bill.threshold_reason,
            created: bill.created,
            period: bill.period,
            lines: bill.lines.into_iter().map(InvoiceLine::new).collect(),
            usage: bill.usage,
            discounts: bill.discounts,
            default_tax_rates: bill.default_tax_rates,
            totals: InvoiceTotals::zero(bill.currency),
            starting_balance: zero,
            ending_balance: None,
            pre_payment_credit_notes_amount: zero,
            post_payment_credit_notes_amount: zero,
            amount_due: zero,
            amount_paid: zero,
            amount_remaining: zero,
            collection_method: bill.collection_method,
            collection: bill.collection,
            auto_advance: bill.collection != BillCollection::KeepAsDraft && bill.finalize_at.is_some(),
            finalize_at: bill.finalize_at,
            finalized_at: None,
            due_date: None,
            overdue: false,
            uncollectible_after_days,
            paid_at: None,
            voided_at: None,
            marked_uncollectible_at: None,
            attempts: Vec::new(),
            attempt_count: 0,
            next_payment_attempt: None,
            payments: Vec::new(),
            credit_notes: Vec::new(),
            updated_at: bill.created,
        })
    }
}

impl Invoice {
    /// The amounts of the lines as they are, up to what would be due.
    pub(super) fn work_out(&mut self, customer: &CustomerContext) -> Result<()> {
        total_up(self, customer)?;
        self.starting_balance = customer.balance.unwrap_or(Money::zero(self.currency));
        let cash_balance = customer.cash_balance.unwrap_or_default();
        let settled = settle(self.totals.total, self.starting_balance, cash_balance)?;
        (self.amount_due, self.amount_remaining) = (settled.amount_due, settled.amount_due);
        Ok(())
    }
}

fn check_lines(bill: &Bill) -> Result<()> {
    let mut rest = bill.lines.as_slice();
    while let Some((first, after)) = rest.split_first() {
        Money::zero(bill.currency).checked_add(first.amount)?;
        if after.iter().any(|other| other.id == first.id) {
            return Err(InvoiceError::DuplicateLine { line: first.id.clone() }.into());
        }
        rest = after;
    }
    let known = |line: &str| bill.lines.iter().any(|known| known.id == line);
    match bill.usage.iter().find(|usage| !known(&usage.line)) {
        Some(usage) => Err(InvoiceError::UnknownLine { line: usage.line.clone() }.into()),
        None => Ok(()),
    }
}

/// Previews are no invoices of their own kind: only their reason says so.
pub(super) fn as_upcoming(bill: Bill) -> Bill {
    Bill { reason: BillingReason::Upcoming, ..bill }
}

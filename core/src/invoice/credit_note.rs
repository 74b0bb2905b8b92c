//! Credit notes: part of an invoice is taken back, before it is paid or after.

use serde::{Deserialize, Serialize};

use super::{
    Invoice, InvoiceAction, InvoiceError, InvoiceHappening, InvoiceStatus, credit_note_number,
    credit_shares::note_lines,
    machine::Machine,
    totals::{sum, tax_of},
};
use crate::{
    Money, Result, Timestamp,
    catalog::{TaxAmount, TaxRate},
    customer::{BalanceTransaction, BalanceTransactionKind, CustomerEffect},
};

/// What is to be credited, and how what was paid for it is given back.
///
/// What the invoice still asks for is lowered first. The rest is given back by `refund`, `credit` and
/// `out_of_band`, which must come to exactly that; where all three are none, what was paid is refunded and the
/// rest goes to the balance, as in Stripe's Dashboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditNoteRequest {
    /// Identifies the credit note: one that was made before changes nothing.
    pub id: String,
    /// What is credited.
    pub what: Credited,
    /// Why.
    #[serde(default)]
    pub reason: Option<CreditNoteReason>,
    /// A word to the customer.
    #[serde(default)]
    pub memo: Option<String>,
    /// What is refunded to the payment method.
    #[serde(default)]
    pub refund: Option<Money>,
    /// What is credited to the customer's balance.
    #[serde(default)]
    pub credit: Option<Money>,
    /// What was given back outside Stripe.
    #[serde(default)]
    pub out_of_band: Option<Money>,
}

/// What is credited of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Credited {
    /// All that is left of it, to the cent.
    Everything,
    /// An amount before discounts and tax, shared over its lines in proportion to what is left of them.
    Spread {
        /// Above 0.
        amount: Money,
    },
    /// Some of its lines, or parts of them.
    Lines {
        /// Each at most once.
        lines: Vec<CreditedLine>,
    },
    /// An amount of its own.
    Custom {
        /// What a customer reads.
        description: String,
        /// Before tax that comes on top; above 0.
        amount: Money,
        /// The tax that is credited with it.
        #[serde(default)]
        tax_rates: Vec<TaxRate>,
    },
}

/// A part of a line: by quantity or by amount, not both.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditedLine {
    /// The id of the invoice's line.
    pub line: String,
    /// So many of its units.
    #[serde(default)]
    pub quantity: Option<i64>,
    /// So much of its amount, before discounts and tax.
    #[serde(default)]
    pub amount: Option<Money>,
}

/// Why something is credited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditNoteReason {
    /// It was billed twice.
    Duplicate,
    /// The customer did not buy it.
    Fraudulent,
    /// The order changed.
    OrderChange,
    /// The product was not good.
    ProductUnsatisfactory,
}

/// A credit note of an invoice; Stripe's `CreditNote`.
///
/// `total` = `pre_payment_amount` + `post_payment_amount`, and the latter = `refund` + `credit` +
/// `out_of_band`.
///
/// Source: [Stripe, credit notes](https://docs.stripe.com/invoicing/integration/programmatic-credit-notes).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditNote {
    /// Identifies the credit note.
    pub id: String,
    /// The number that the customer sees; none where the invoice has none.
    pub number: Option<String>,
    /// When it was made.
    pub at: Timestamp,
    /// Why.
    pub reason: Option<CreditNoteReason>,
    /// A word to the customer.
    pub memo: Option<String>,
    /// What it credits.
    pub lines: Vec<CreditNoteLine>,
    /// The lines before discounts and tax.
    pub subtotal: Money,
    /// What discounts and billing credits had taken off.
    pub total_off: Money,
    /// The tax of each rate.
    pub taxes: Vec<TaxAmount>,
    /// All tax.
    pub tax: Money,
    /// What the customer is credited.
    pub total: Money,
    /// What of it lowers what is still to be paid.
    pub pre_payment_amount: Money,
    /// What of it gives back what was paid.
    pub post_payment_amount: Money,
    /// What is refunded to the payment method.
    pub refund: Money,
    /// What is credited to the customer's balance.
    pub credit: Money,
    /// What was given back outside Stripe.
    pub out_of_band: Money,
    /// When it was voided; none for one that counts.
    pub voided_at: Option<Timestamp>,
}

/// One line of a credit note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditNoteLine {
    /// The invoice's line; none for an amount of its own.
    pub line: Option<String>,
    /// What a customer reads, for an amount of its own.
    pub description: Option<String>,
    /// How many units; 0 where it is credited by amount.
    pub quantity: i64,
    /// What is credited of the line's amount, before discounts and tax.
    pub amount: Money,
    /// What discounts had taken off that.
    pub discount: Money,
    /// What billing credits had paid of it. They do not come back.
    pub credit: Money,
    /// The tax that had been taken out of the price.
    pub backed_out: Money,
    /// The tax that is credited with it.
    pub taxes: Vec<TaxAmount>,
    /// What the customer is credited for it.
    pub total: Money,
}

impl Machine {
    /// Makes a credit note. One with the same id was made before.
    pub(super) fn credit(&mut self, request: &CreditNoteRequest, now: Timestamp) -> Result<()> {
        if self.next.credit_notes.iter().any(|known| known.id == request.id) {
            return Ok(());
        }
        match self.next.status {
            InvoiceStatus::Open | InvoiceStatus::Paid => {}
            InvoiceStatus::Draft
            | InvoiceStatus::Void
            | InvoiceStatus::Uncollectible
            | InvoiceStatus::Deleted => return Err(self.refused("to credit it")),
        }
        let mut note = bare(&self.next, request, now)?;
        check_bounds(&self.next, &note)?;
        give_back(&self.next, request, &mut note)?;
        self.book(&note, now)?;
        self.next.credit_notes.push(note);
        self.happened(InvoiceHappening::Credited, now);
        if self.next.status == InvoiceStatus::Open && self.next.amount_remaining.is_zero() {
            return self.settled(now);
        }
        Ok(())
    }

    fn book(&mut self, note: &CreditNote, at: Timestamp) -> Result<()> {
        let invoice = &mut self.next;
        invoice.amount_due = invoice.amount_due.checked_sub(note.pre_payment_amount)?;
        invoice.amount_remaining = invoice.amount_remaining.checked_sub(note.pre_payment_amount)?;
        let (before, after) =
            (&mut invoice.pre_payment_credit_notes_amount, &mut invoice.post_payment_credit_notes_amount);
        *before = before.checked_add(note.pre_payment_amount)?;
        *after = after.checked_add(note.post_payment_amount)?;
        if note.refund.minor() > 0 {
            let (credit_note, amount) = (note.id.clone(), note.refund);
            self.actions.push(InvoiceAction::Refund { credit_note, amount });
        }
        if note.credit.minor() > 0 {
            let transaction = BalanceTransaction {
                id: format!("{}-balance", note.id),
                kind: BalanceTransactionKind::CreditNote,
                amount: note.credit.checked_neg()?,
                at,
                invoice: Some(self.next.id.clone()),
                credit_note: Some(note.id.clone()),
                description: None,
            };
            self.effects.push(CustomerEffect::Balance { transaction });
        }
        Ok(())
    }

    /// Takes a credit note back: only while the invoice is open, and nothing was given back for it.
    pub(super) fn void_credit_note(&mut self, id: &str, now: Timestamp) -> Result<()> {
        let status = self.next.status;
        let known = self.next.credit_notes.iter_mut().find(|known| known.id == id);
        let known = known.ok_or_else(|| InvoiceError::UnknownCreditNote { credit_note: id.to_owned() })?;
        if known.voided_at.is_some() {
            return Ok(());
        }
        if status != InvoiceStatus::Open || !known.post_payment_amount.is_zero() {
            return Err(InvoiceError::CreditNoteFinal { credit_note: id.to_owned() }.into());
        }
        known.voided_at = Some(now);
        let back = known.pre_payment_amount;
        let invoice = &mut self.next;
        invoice.amount_due = invoice.amount_due.checked_add(back)?;
        invoice.amount_remaining = invoice.amount_remaining.checked_add(back)?;
        let noted = &mut invoice.pre_payment_credit_notes_amount;
        *noted = noted.checked_sub(back)?;
        self.happened(InvoiceHappening::CreditNoteVoided, now);
        Ok(())
    }
}

/// The note with its lines and amounts, before it is decided how it is given back.
fn bare(invoice: &Invoice, request: &CreditNoteRequest, at: Timestamp) -> Result<CreditNote> {
    let currency = invoice.currency;
    let lines = note_lines(invoice, &request.what)?;
    let mut taxes: Vec<TaxAmount> = Vec::new();
    for tax in lines.iter().flat_map(|line| &line.taxes) {
        match taxes.iter_mut().find(|known| known.rate == tax.rate) {
            Some(known) => {
                known.amount = known.amount.checked_add(tax.amount)?;
                known.taxable_amount = known.taxable_amount.checked_add(tax.taxable_amount)?;
            }
            None => taxes.push(tax.clone()),
        }
    }
    let count = u32::try_from(invoice.credit_notes.len()).unwrap_or(u32::MAX).saturating_add(1);
    let number = invoice.number.as_ref().map(|number| credit_note_number(number, count)).transpose()?;
    let zero = Money::zero(currency);
    Ok(CreditNote {
        id: request.id.clone(),
        number,
        at,
        reason: request.reason,
        memo: request.memo.clone(),
        subtotal: sum(currency, lines.iter().map(|line| line.amount))?,
        total_off: sum(currency, lines.iter().flat_map(|line| [line.discount, line.credit]))?,
        tax: sum(currency, taxes.iter().map(|tax| tax.amount))?,
        total: sum(currency, lines.iter().map(|line| line.total))?,
        lines,
        taxes,
        pre_payment_amount: zero,
        post_payment_amount: zero,
        refund: zero,
        credit: zero,
        out_of_band: zero,
        voided_at: None,
    })
}

/// What was credited before, in all or per tax.
fn credited_before(invoice: &Invoice, amount: impl Fn(&CreditNote) -> Option<Money>) -> Result<Money> {
    let counting = invoice.credit_notes.iter().filter(|note| note.voided_at.is_none());
    sum(invoice.currency, counting.filter_map(amount))
}

/// Credit notes never come to more than the invoice, in all and per tax.
fn check_bounds(invoice: &Invoice, note: &CreditNote) -> Result<()> {
    if note.total.minor() <= 0 {
        return Err(InvoiceError::NothingToCredit { invoice: invoice.id.clone() }.into());
    }
    let exceeds = |wanted: Money, whole: Money, before: Money| -> Result<()> {
        let left = whole.checked_sub(before)?;
        if wanted.minor() <= left.minor() {
            return Ok(());
        }
        Err(InvoiceError::CreditExceeds { wanted, left }.into())
    };
    exceeds(note.total, invoice.totals.total, credited_before(invoice, |note| Some(note.total))?)?;
    for tax in &note.taxes {
        let of_rate = |taxes: &[TaxAmount]| tax_of(taxes, &tax.rate).map(|tax| tax.amount);
        let whole = of_rate(&invoice.totals.taxes).unwrap_or(Money::zero(invoice.currency));
        exceeds(tax.amount, whole, credited_before(invoice, |note| of_rate(&note.taxes))?)?;
    }
    Ok(())
}

/// What is still to be paid is lowered; the rest is given back as asked, or to the payment method as far as
/// it paid and then to the balance.
fn give_back(invoice: &Invoice, request: &CreditNoteRequest, note: &mut CreditNote) -> Result<()> {
    let zero = Money::zero(invoice.currency);
    let at_most = |amount: Money, most: Money| if amount.minor() > most.minor() { most } else { amount };
    note.pre_payment_amount = at_most(note.total, invoice.amount_remaining);
    note.post_payment_amount = note.total.checked_sub(note.pre_payment_amount)?;
    let refundable = refundable(invoice)?;
    (note.refund, note.credit, note.out_of_band) = match (request.refund, request.credit, request.out_of_band)
    {
        (None, None, None) => {
            let refund = at_most(note.post_payment_amount, refundable);
            (refund, note.post_payment_amount.checked_sub(refund)?, zero)
        }
        (refund, credit, out_of_band) => {
            (refund.unwrap_or(zero), credit.unwrap_or(zero), out_of_band.unwrap_or(zero))
        }
    };
    let parts = [note.refund, note.credit, note.out_of_band];
    let given = Money::sum(invoice.currency, &parts)?;
    if given != note.post_payment_amount || parts.iter().any(|part| part.is_negative()) {
        let expected = note.post_payment_amount;
        return Err(InvoiceError::CreditSplit { given, expected }.into());
    }
    if note.refund.minor() > refundable.minor() {
        return Err(InvoiceError::RefundExceeds { refund: note.refund, refundable }.into());
    }
    Ok(())
}

/// What was paid through a payment method and was not refunded yet.
fn refundable(invoice: &Invoice) -> Result<Money> {
    let paid = invoice.payments.iter().filter(|payment| !payment.out_of_band);
    let paid = sum(invoice.currency, paid.map(|payment| payment.amount))?;
    paid.checked_sub(sum(invoice.currency, invoice.credit_notes.iter().map(|note| note.refund))?)
}

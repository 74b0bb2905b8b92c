//! The invoice.

use super::{
    DocumentOptions, Sheet, SheetBlock,
    head::{self, Head, fact},
    items, settlement,
    tally::Tally,
    words::Words,
};
use crate::{
    Money, Result,
    invoice::{Invoice, InvoicePayment, InvoiceStatus},
    subscription::CollectionMethod,
};

/// An invoice to be read: who bills whom, its lines, discounts, credits and taxes, the balance and the credit notes,
/// what is due and when, and what was paid. A draft says that it is one.
///
/// The amounts of the table come to the subtotal, and the totals below it to the total and to what is due: an invoice
/// whose parts do not is refused.
///
/// ```
/// use prorata::{document::*, invoice::*, subscription::Bill};
///
/// # let bill: Bill = serde_json::from_str(r#"{"id":"sub-1","subscription":"sub","customer":"cus","currency":"USD",
/// # "reason":"subscription_cycle","created":"2025-04-01T00:00:00Z",
/// # "period":{"start":"2025-04-01T00:00:00Z","end":"2025-04-01T00:00:00Z"},"lines":[{"id":"li_1","kind":"period",
/// # "product":"Pro","quantity":1,"unit_amount":"4900","period":{"start":"2025-04-01T00:00:00Z","end":"2025-05-01T00:00:00Z"},
/// # "amount":{"minor":4900,"currency":"USD"},"discountable":true}],"collection_method":{"kind":"charge_automatically"},
/// # "collection":"collect","finalize_at":null}"#).unwrap();
/// let invoice = NewInvoice::from(bill).create()?.next;
/// let sheet = invoice_document(&invoice, &DocumentOptions::default())?;
/// assert!(sheet.to_html()?.contains("$49.00"));
/// assert!(sheet.to_pdf(None, None, None)?.starts_with(b"%PDF"));
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// `document.does_not_add_up`; `calendar.out_of_range` for a date that has no year; `money.currency_mismatch`,
/// `money.overflow`.
pub fn invoice_document(invoice: &Invoice, options: &DocumentOptions) -> Result<Sheet> {
    let words = Words::new(invoice, options)?;
    let mut sheet = head::sheet(&words, head(&words)?)?;
    let (table, rows) = items::table(&words)?;
    let mut tally = Tally::new(&words, rows);
    items::totals(&words, &mut tally)?;
    settlement::due(&words, &mut tally)?;
    tally.add_unless_zero("Paid", invoice.amount_paid.checked_neg()?)?;
    let zero = Money::zero(invoice.currency);
    let asked = if is_asked(invoice) { invoice.amount_remaining } else { zero };
    let dropped = if invoice.status == InvoiceStatus::Void { "Voided" } else { "Not billed" };
    tally.add_unless_zero(dropped, asked.checked_sub(invoice.amount_remaining)?)?;
    tally.total("Amount due", asked)?;
    sheet.blocks.extend([table, SheetBlock::Totals { totals: tally.totals() }]);
    let payments: Vec<&InvoicePayment> = invoice.payments.iter().collect();
    sheet.blocks.extend(settlement::history(&words, &payments)?);
    if let (true, Some(text)) = (is_payable(invoice), options.payment_instructions.clone()) {
        sheet.blocks.push(SheetBlock::Note { heading: Some("How to pay".to_owned()), text });
    }
    head::notes(&words, &mut sheet.blocks);
    Ok(sheet)
}

fn head(words: &Words<'_>) -> Result<Head> {
    let invoice = words.invoice;
    let at = invoice.finalized_at.unwrap_or(invoice.created);
    let (title, label) = match invoice.status {
        InvoiceStatus::Draft | InvoiceStatus::Deleted => ("Draft invoice", "Reference"),
        InvoiceStatus::Open | InvoiceStatus::Paid | InvoiceStatus::Void | InvoiceStatus::Uncollectible => {
            ("Invoice", "Invoice number")
        }
    };
    let mut facts = vec![fact(label, words.number()), fact("Date of issue", words.date(at)?)];
    if let Some(due) = invoice.due_date {
        facts.push(fact("Date due", words.date(due)?));
    }
    facts.push(fact("Terms", terms(invoice)));
    Ok(Head { title, number: words.number(), at, facts, lead: lead(words)? })
}

fn terms(invoice: &Invoice) -> String {
    match invoice.collection_method {
        CollectionMethod::ChargeAutomatically => "Charged to the payment method on file".to_owned(),
        CollectionMethod::SendInvoice { days_until_due: 0 } => "Due on receipt".to_owned(),
        CollectionMethod::SendInvoice { days_until_due: 1 } => "Due within 1 day".to_owned(),
        CollectionMethod::SendInvoice { days_until_due } => format!("Net {days_until_due} days"),
    }
}

/// Where it stands, in a line.
fn lead(words: &Words<'_>) -> Result<String> {
    let invoice = words.invoice;
    let remaining = words.money(invoice.amount_remaining);
    let on = |at: Option<_>| at.map(|at| words.date(at).map(|date| format!(" on {date}"))).transpose();
    Ok(match invoice.status {
        InvoiceStatus::Draft => format!("Draft: {remaining} so far"),
        InvoiceStatus::Deleted => "Deleted draft: nothing is to be paid".to_owned(),
        InvoiceStatus::Void => {
            format!("Void{}: nothing is to be paid", on(invoice.voided_at)?.unwrap_or_default())
        }
        InvoiceStatus::Open | InvoiceStatus::Uncollectible => match on(invoice.due_date)? {
            Some(due) if invoice.overdue => format!("{remaining} was due{due}"),
            Some(due) => format!("{remaining} due{due}"),
            None => format!("{remaining} due"),
        },
        InvoiceStatus::Paid if invoice.amount_paid.is_zero() => "Nothing is to be paid".to_owned(),
        InvoiceStatus::Paid => {
            let paid_at = on(invoice.paid_at)?.unwrap_or_default();
            format!("{} paid{paid_at}", words.money(invoice.amount_paid))
        }
    })
}

/// Whether it asks, or will ask, for what is not paid. One that was given up still does: it can be paid.
fn is_asked(invoice: &Invoice) -> bool {
    match invoice.status {
        InvoiceStatus::Draft | InvoiceStatus::Open | InvoiceStatus::Paid | InvoiceStatus::Uncollectible => {
            true
        }
        InvoiceStatus::Void | InvoiceStatus::Deleted => false,
    }
}

fn is_payable(invoice: &Invoice) -> bool {
    let asked = invoice.amount_remaining.minor() > Money::zero(invoice.currency).minor();
    match invoice.status {
        InvoiceStatus::Open | InvoiceStatus::Uncollectible => asked,
        InvoiceStatus::Draft | InvoiceStatus::Paid | InvoiceStatus::Void | InvoiceStatus::Deleted => false,
    }
}

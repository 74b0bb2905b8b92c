//! From the total of an invoice to what is due, and what was paid and given back since.

use super::{SheetAlign, SheetBlock, SheetRow, items::column, tally::Tally, words::Words};
use crate::{
    Money, Result, Timestamp,
    invoice::{CreditNote, Invoice, InvoicePayment},
};

/// The customer's balance and the credit notes, down to what is due before any payment.
pub(super) fn due(words: &Words<'_>, tally: &mut Tally<'_>) -> Result<()> {
    let invoice = words.invoice;
    let asked = invoice.amount_due.checked_add(invoice.pre_payment_credit_notes_amount)?;
    let balance = asked.checked_sub(invoice.totals.total)?;
    tally.add_unless_zero(balance_label(invoice, balance), balance)?;
    for note in counting(invoice) {
        tally.add_unless_zero(note_label("Credit note", note), note.pre_payment_amount.checked_neg()?)?;
    }
    Ok(())
}

/// What the balance did: it pays, is paid with the invoice, or keeps what is not collected now.
fn balance_label(invoice: &Invoice, change: Money) -> &'static str {
    match (change.is_negative(), invoice.totals.total.is_negative(), invoice.starting_balance.minor()) {
        (false, true, _) => "Credited to the balance",
        (false, false, 1..) => "Owed from before",
        (true, false, ..0) => "Paid from the balance",
        (true, ..) => "Carried to the next invoice",
        (false, false, _) => "Rounded, kept on the balance",
    }
}

/// Every payment and everything that was given back, with its day; none where nothing was.
pub(super) fn history(words: &Words<'_>, payments: &[&InvoicePayment]) -> Result<Option<SheetBlock>> {
    let mut events: Vec<(Timestamp, String, Money)> = Vec::new();
    for payment in payments {
        events.push((payment.at, payment_label(words, payment), payment.amount));
    }
    for note in counting(words.invoice) {
        let given = [
            ("Refund", note.refund),
            ("Credit to the balance", note.credit),
            ("Given back otherwise", note.out_of_band),
        ];
        for (what, amount) in given.into_iter().filter(|(_, amount)| !amount.is_zero()) {
            events.push((note.at, note_label(&format!("{what}, credit note"), note), amount.checked_neg()?));
        }
    }
    if events.is_empty() {
        return Ok(None);
    }
    events.sort_by_key(|(at, ..)| *at);
    let row = |(at, what, amount): (Timestamp, String, Money)| -> Result<SheetRow> {
        Ok(SheetRow { cells: vec![words.date(at)?, what, words.money(amount)], note: None })
    };
    let rows = events.into_iter().map(row).collect::<Result<_>>()?;
    let columns = vec![
        column("Date", SheetAlign::Start, 5),
        column("What", SheetAlign::Start, 14),
        column("Amount", SheetAlign::End, 4),
    ];
    Ok(Some(SheetBlock::Table { heading: Some("Payment history".to_owned()), columns, rows }))
}

fn payment_label(words: &Words<'_>, payment: &InvoicePayment) -> String {
    let (id, method) = (&payment.id, &words.options.payment_method);
    match (payment.out_of_band, method) {
        (false, Some(method)) => format!("Payment {id}, {method}"),
        (true, _) | (_, None) => format!("Payment {id}"),
    }
}

/// `Credit note INV-0001-CN-01`
fn note_label(what: &str, note: &CreditNote) -> String {
    format!("{what} {}", note.number.as_ref().unwrap_or(&note.id))
}

/// The credit notes that were not voided.
fn counting(invoice: &Invoice) -> impl Iterator<Item = &CreditNote> {
    invoice.credit_notes.iter().filter(|note| note.voided_at.is_none())
}

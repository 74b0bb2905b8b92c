//! The credit note.

use super::{
    DocumentError, DocumentOptions, Sheet, SheetAlign, SheetBlock, SheetRow,
    head::{self, Head, fact},
    items::{self, column},
    tally::Tally,
    words::Words,
};
use crate::{
    Money, Result,
    invoice::{CreditNote, CreditNoteLine, CreditNoteReason, Invoice},
};

/// A credit note of an invoice, by its id: what it takes back of which lines, with the tax, and how it is given back.
/// It names its invoice.
///
/// # Errors
/// `document.unknown_credit_note`; as [`invoice_document`](super::invoice_document).
pub fn credit_note_document(
    invoice: &Invoice,
    credit_note: &str,
    options: &DocumentOptions,
) -> Result<Sheet> {
    let words = Words::new(invoice, options)?;
    let note = invoice.credit_notes.iter().find(|note| note.id == credit_note).ok_or_else(|| {
        let (invoice, credit_note) = (invoice.id.clone(), credit_note.to_owned());
        DocumentError::UnknownCreditNote { invoice, credit_note }
    })?;
    let mut sheet = head::sheet(&words, head(&words, note)?)?;
    let (table, rows) = table(&words, note)?;
    let totals = totals(&words, note, rows)?;
    sheet.blocks.extend([table, totals]);
    if let Some(text) = note.memo.clone() {
        sheet.blocks.push(SheetBlock::Note { heading: None, text });
    }
    head::notes(&words, &mut sheet.blocks);
    Ok(sheet)
}

fn head(words: &Words<'_>, note: &CreditNote) -> Result<Head> {
    let number = note.number.clone().unwrap_or_else(|| note.id.clone());
    let invoice_date = words.invoice.finalized_at.unwrap_or(words.invoice.created);
    let mut facts = vec![
        fact("Credit note number", number.clone()),
        fact("Date of issue", words.date(note.at)?),
        fact("Invoice number", words.number()),
        fact("Date of invoice", words.date(invoice_date)?),
    ];
    if let Some(reason) = note.reason {
        facts.push(fact("Reason", reason_text(reason)));
    }
    let lead = match note.voided_at {
        Some(at) => format!("Void on {}: nothing is credited", words.date(at)?),
        None => format!("{} credited on {}", words.money(note.total), words.date(note.at)?),
    };
    Ok(Head { title: "Credit note", number, at: note.at, facts, lead })
}

fn reason_text(reason: CreditNoteReason) -> &'static str {
    match reason {
        CreditNoteReason::Duplicate => "Billed twice",
        CreditNoteReason::Fraudulent => "Not bought by the customer",
        CreditNoteReason::OrderChange => "The order changed",
        CreditNoteReason::ProductUnsatisfactory => "The product was not satisfactory",
    }
}

fn table(words: &Words<'_>, note: &CreditNote) -> Result<(SheetBlock, Money)> {
    let mut rows = Vec::new();
    let mut sum = Money::zero(words.invoice.currency);
    for line in &note.lines {
        let quantity = if line.quantity == 0 { String::new() } else { words.count(line.quantity) };
        let (description, period) = described(words, line)?;
        rows.push(SheetRow { cells: vec![description, quantity, words.money(line.amount)], note: period });
        sum = sum.checked_add(line.amount)?;
    }
    let columns = vec![
        column("Description", SheetAlign::Start, 16),
        column("Quantity", SheetAlign::End, 3),
        column("Amount", SheetAlign::End, 4),
    ];
    Ok((SheetBlock::Table { heading: None, columns, rows }, sum))
}

/// What is credited, and the period that it was billed for.
fn described(words: &Words<'_>, line: &CreditNoteLine) -> Result<(String, Option<String>)> {
    let credited = |id: &String| words.invoice.lines.iter().find(|known| known.item.id == *id);
    match line.line.as_ref().and_then(credited) {
        Some(credited) => {
            let mut item = credited.item.clone();
            if line.quantity != 0 {
                item.quantity = line.quantity;
            }
            Ok((words.line(&item)?, words.period(item.period)?))
        }
        None => {
            let description = line.description.clone().or_else(|| line.line.clone());
            Ok((description.unwrap_or_else(|| "Credit".to_owned()), None))
        }
    }
}

fn totals(words: &Words<'_>, note: &CreditNote, rows: Money) -> Result<SheetBlock> {
    let backed_out = note.lines.iter().map(|line| line.backed_out).collect::<Vec<_>>();
    let backed_out = Money::sum(words.invoice.currency, &backed_out)?;
    let mut tally = Tally::new(words, rows);
    tally.subtotal("Subtotal", note.subtotal)?;
    tally.add_unless_zero("Discounts and credits on it", note.total_off.checked_neg()?)?;
    tally.add_unless_zero("Tax taken out of the prices", backed_out.checked_neg()?)?;
    items::taxes(words, &mut tally, &note.taxes)?;
    tally.total("Total credited", note.total)?;
    items::inside(words, &mut tally, &note.taxes);
    let given = [
        ("of it, taken off the invoice", note.pre_payment_amount),
        ("of it, refunded", note.refund),
        ("of it, credited to the balance", note.credit),
        ("of it, given back otherwise", note.out_of_band),
    ];
    for (label, amount) in given.into_iter().filter(|(_, amount)| !amount.is_zero()) {
        tally.included(label, amount);
    }
    Ok(SheetBlock::Totals { totals: tally.totals() })
}

//! The receipt.

use super::{
    DocumentError, DocumentOptions, Sheet, SheetBlock,
    head::{self, Head, fact},
    items, settlement,
    tally::Tally,
    words::Words,
};
use crate::{
    Money, Result,
    invoice::{Invoice, InvoicePayment},
};

/// A receipt for one payment of an invoice, by its id, or for all of them: what was paid, when and how, and what for.
///
/// # Errors
/// `document.no_payment` for an invoice without payments, `document.unknown_payment`; as [`invoice_document`].
///
/// [`invoice_document`]: super::invoice_document
pub fn receipt_document(
    invoice: &Invoice,
    payment: Option<&str>,
    options: &DocumentOptions,
) -> Result<Sheet> {
    let words = Words::new(invoice, options)?;
    let (before, shown) = split(invoice, payment)?;
    let Some(last) = shown.last() else {
        return Err(DocumentError::NoPayment { invoice: invoice.id.clone() }.into());
    };
    let currency = invoice.currency;
    let total = |payments: &[&InvoicePayment]| {
        Money::sum(currency, &payments.iter().map(|payment| payment.amount).collect::<Vec<_>>())
    };
    let (earlier, paid) = (total(&before)?, total(&shown)?);

    let mut facts = vec![fact("Invoice number", words.number()), fact("Date paid", words.date(last.at)?)];
    if let [payment] = shown.as_slice() {
        facts.push(fact("Payment", payment.id.clone()));
    }
    if let Some(method) = &options.payment_method {
        facts.push(fact("Payment method", method.clone()));
    }
    let lead = format!("{} paid on {}", words.money(paid), words.date(last.at)?);
    let head = Head { title: "Receipt", number: words.number(), at: last.at, facts, lead };
    let mut sheet = head::sheet(&words, head)?;

    let (table, rows) = items::table(&words)?;
    let mut tally = Tally::new(&words, rows);
    items::totals(&words, &mut tally)?;
    settlement::due(&words, &mut tally)?;
    tally.add_unless_zero("Paid before", earlier.checked_neg()?)?;
    tally.add("Paid", paid.checked_neg()?)?;
    tally.total("Left to pay", invoice.amount_due.checked_sub(earlier)?.checked_sub(paid)?)?;
    sheet.blocks.extend([table, SheetBlock::Totals { totals: tally.totals() }]);
    sheet.blocks.extend(settlement::history(&words, &shown)?);
    head::notes(&words, &mut sheet.blocks);
    Ok(sheet)
}

/// The payments before those that the receipt is for, and these.
fn split<'a>(
    invoice: &'a Invoice,
    payment: Option<&str>,
) -> Result<(Vec<&'a InvoicePayment>, Vec<&'a InvoicePayment>)> {
    let Some(id) = payment else { return Ok((Vec::new(), invoice.payments.iter().collect())) };
    let before: Vec<&InvoicePayment> = invoice.payments.iter().take_while(|known| known.id != id).collect();
    match invoice.payments.get(before.len()) {
        Some(payment) => Ok((before, vec![payment])),
        None => {
            let (invoice, payment) = (invoice.id.clone(), id.to_owned());
            Err(DocumentError::UnknownPayment { invoice, payment }.into())
        }
    }
}

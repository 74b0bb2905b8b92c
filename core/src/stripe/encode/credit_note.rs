//! A credit note as Stripe writes it.

use serde_json::{Value, json};

use super::{amount, code, invoice_lines::taxes, list, seconds};
use crate::{
    Money, Result, Timestamp,
    invoice::{CreditNote, CreditNoteLine, CreditNoteReason, Invoice, InvoiceHappening},
};

/// The credit note that something that happened to its invoice at `at` tells of: the latest one made, or voided, then.
pub(super) fn told_of(invoice: &Invoice, what: InvoiceHappening, at: Timestamp) -> Option<&CreditNote> {
    let voided = what == InvoiceHappening::CreditNoteVoided;
    let of_event = |note: &&CreditNote| if voided { note.voided_at == Some(at) } else { note.at == at };
    invoice.credit_notes.iter().rev().find(of_event)
}

/// The object. What is refunded has no id here: the credit note's own is the key of its refund.
pub(super) fn credit_note(note: &CreditNote, invoice: &Invoice) -> Result<Value> {
    let (before, after) = (note.pre_payment_amount, note.post_payment_amount);
    let discounts = note.lines.iter().map(|line| line.discount).collect::<Vec<Money>>();
    let total_excluding_tax = note.total.checked_sub(note.tax)?;
    let lines = (1_u32..).zip(&note.lines).map(|(place, one)| line(one, place, note));
    let refunds = (!note.refund.is_zero()).then(|| {
        Ok::<Value, crate::Error>(json!({"amount_refunded": amount(note.refund)?, "refund": note.id}))
    });
    Ok(json!({
        "id": note.id,
        "object": "credit_note",
        "amount": amount(note.total)?,
        "amount_shipping": 0,
        "created": note.at.to_seconds()?,
        "currency": code(invoice.currency),
        "customer": invoice.customer,
        "customer_balance_transaction": (!note.credit.is_zero()).then(|| format!("{}-balance", note.id)),
        "discount_amount": amount(Money::sum(invoice.currency, &discounts)?)?,
        "effective_at": note.at.to_seconds()?,
        "invoice": invoice.id,
        "lines": list(lines.collect::<Result<_>>()?),
        "livemode": false,
        "memo": note.memo,
        "metadata": {},
        "number": note.number,
        "out_of_band_amount": amount(note.out_of_band)?,
        "post_payment_amount": amount(after)?,
        "pre_payment_amount": amount(before)?,
        "reason": note.reason.map(reason),
        "refunds": refunds.into_iter().collect::<Result<Vec<Value>>>()?,
        "status": if note.voided_at.is_some() { "void" } else { "issued" },
        "subtotal": amount(note.subtotal)?,
        "subtotal_excluding_tax": amount(total_excluding_tax.checked_add(note.total_off)?)?,
        "total": amount(note.total)?,
        "total_excluding_tax": amount(total_excluding_tax)?,
        "total_taxes": taxes(&note.taxes)?,
        "type": match (before.is_zero(), after.is_zero()) {
            (_, true) => "pre_payment",
            (true, false) => "post_payment",
            (false, false) => "mixed",
        },
        "voided_at": seconds(note.voided_at)?,
    }))
}

fn line(line: &CreditNoteLine, place: u32, note: &CreditNote) -> Result<Value> {
    Ok(json!({
        "id": format!("{}-{place}", note.id),
        "object": "credit_note_line_item",
        "amount": amount(line.amount)?,
        "description": line.description,
        "discount_amount": amount(line.discount)?,
        "invoice_line_item": line.line,
        "livemode": false,
        "quantity": (line.quantity != 0).then_some(line.quantity),
        "taxes": taxes(&line.taxes)?,
        "type": if line.line.is_some() { "invoice_line_item" } else { "custom_line_item" },
    }))
}

fn reason(reason: CreditNoteReason) -> &'static str {
    match reason {
        CreditNoteReason::Duplicate => "duplicate",
        CreditNoteReason::Fraudulent => "fraudulent",
        CreditNoteReason::OrderChange => "order_change",
        CreditNoteReason::ProductUnsatisfactory => "product_unsatisfactory",
    }
}

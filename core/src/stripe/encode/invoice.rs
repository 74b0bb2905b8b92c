//! An invoice as Stripe writes it.

use serde_json::{Value, json};

use super::{
    amount, code,
    invoice_lines::{credit_amounts, discount_amounts, line, taxes},
    list, seconds,
    subscription::{collection, discounts, tax_rates},
};
use crate::{
    Result,
    invoice::{Invoice, InvoiceLine, InvoiceStatus},
    subscription::{BillingReason, InvoiceThresholdReason},
};

/// The object; `status` is where it stood when the event happened that tells of it.
pub(super) fn invoice(invoice: &Invoice, status: InvoiceStatus) -> Result<Value> {
    let totals = &invoice.totals;
    // Stripe has no status for it: the event shows the draft that there was.
    let status = if status == InvoiceStatus::Deleted { InvoiceStatus::Draft } else { status };
    let lines = invoice.lines.iter().map(|one| line(one, invoice)).collect::<Result<Vec<Value>>>()?;
    let subtotal_excluding_tax = totals.total_excluding_tax.checked_add(totals.total_discount)?;
    let subtotal_excluding_tax = subtotal_excluding_tax.checked_add(totals.total_credit)?;
    let mut object = json!({
        "id": invoice.id,
        "object": "invoice",
        "amount_due": amount(invoice.amount_due)?,
        "amount_overpaid": 0,
        "amount_paid": amount(invoice.amount_paid)?,
        "amount_remaining": amount(invoice.amount_remaining)?,
        "attempt_count": invoice.attempt_count,
        "attempted": !invoice.attempts.is_empty(),
        "auto_advance": invoice.auto_advance,
        "billing_reason": reason(invoice.billing_reason),
        "collection_method": collection(invoice.collection_method).0,
        "created": invoice.created.to_seconds()?,
        "currency": code(invoice.currency),
        "customer": invoice.customer,
        "default_tax_rates": tax_rates(&invoice.default_tax_rates),
        "discounts": discounts(&invoice.discounts)?,
        "due_date": seconds(invoice.due_date)?,
        "effective_at": seconds(invoice.finalized_at)?,
        "ending_balance": invoice.ending_balance.map(amount).transpose()?,
        "lines": list(lines),
        "livemode": false,
        "metadata": {},
        "next_payment_attempt": seconds(invoice.next_payment_attempt)?,
        "number": invoice.number,
        "parent": invoice.subscription.as_ref().map(|id| json!({
            "type": "subscription_details",
            "quote_details": null,
            "subscription_details": {"metadata": {}, "subscription": id},
        })),
        "period_end": invoice.period.end.to_seconds()?,
        "period_start": invoice.period.start.to_seconds()?,
        "post_payment_credit_notes_amount": amount(invoice.post_payment_credit_notes_amount)?,
        "pre_payment_credit_notes_amount": amount(invoice.pre_payment_credit_notes_amount)?,
        "starting_balance": amount(invoice.starting_balance)?,
        "status": status.name(),
        "status_transitions": {
            "finalized_at": seconds(invoice.finalized_at)?,
            "marked_uncollectible_at": seconds(invoice.marked_uncollectible_at)?,
            "paid_at": seconds(invoice.paid_at)?,
            "voided_at": seconds(invoice.voided_at)?,
        },
        "subtotal": amount(totals.subtotal)?,
        "subtotal_excluding_tax": amount(subtotal_excluding_tax)?,
        "total": amount(totals.total)?,
        "total_discount_amounts": discount_amounts(&totals.discounts)?,
        "total_excluding_tax": amount(totals.total_excluding_tax)?,
        "total_pretax_credit_amounts": credit_amounts(&totals.discounts, &totals.credits)?,
        "total_taxes": taxes(&totals.taxes)?,
    });
    if let (Value::Object(members), Some(reason)) = (&mut object, &invoice.threshold_reason) {
        members.insert("threshold_reason".to_owned(), threshold_reason(reason, invoice)?);
    }
    Ok(object)
}

/// Only an invoice that a threshold made has one. Usage that was priced in tiers has more lines than on its bill.
fn threshold_reason(reason: &InvoiceThresholdReason, invoice: &Invoice) -> Result<Value> {
    let item_reasons = reason.item_reasons.iter().map(|item| {
        let of_item = |line: &&InvoiceLine| {
            let ids = &item.line_item_ids;
            ids.contains(&line.item.id) || line.usage.as_ref().is_some_and(|usage| ids.contains(usage))
        };
        let lines = invoice.lines.iter().filter(of_item).map(|line| line.item.id.as_str());
        json!({"line_item_ids": lines.collect::<Vec<_>>(), "usage_gte": item.usage_gte})
    });
    Ok(json!({
        "amount_gte": reason.amount_gte.map(amount).transpose()?,
        "item_reasons": item_reasons.collect::<Vec<_>>(),
    }))
}

/// The invoice that an announcement shows: there is none yet, so it has no id.
pub(super) fn upcoming(of: &Invoice, status: InvoiceStatus) -> Result<Value> {
    let mut object = invoice(of, status)?;
    if let Value::Object(members) = &mut object {
        members.remove("id");
    }
    for line in object.pointer_mut("/lines/data").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Value::Object(members) = line {
            members.insert("invoice".to_owned(), Value::Null);
        }
    }
    Ok(object)
}

fn reason(reason: BillingReason) -> &'static str {
    match reason {
        BillingReason::Manual => "manual",
        BillingReason::SubscriptionCreate => "subscription_create",
        BillingReason::SubscriptionCycle => "subscription_cycle",
        BillingReason::SubscriptionUpdate => "subscription_update",
        BillingReason::SubscriptionThreshold => "subscription_threshold",
        BillingReason::Upcoming => "upcoming",
    }
}

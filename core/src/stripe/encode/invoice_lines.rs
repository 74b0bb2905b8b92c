//! The lines of an invoice as Stripe writes them.

use serde_json::{Value, json};

use super::{amount, catalog::unit_decimal, code};
use crate::{
    Result,
    catalog::{DiscountAmount, TaxAmount},
    customer::CreditUse,
    invoice::{Invoice, InvoiceLine},
    line_item::LineItem,
};

/// A line. What its item's own discounts take off is listed with the invoice's, as Stripe lists both.
pub(super) fn line(line: &InvoiceLine, invoice: &Invoice) -> Result<Value> {
    let item = &line.item;
    let taken: Vec<DiscountAmount> =
        line.item_discounts.iter().chain(&line.invoice_discounts).cloned().collect();
    let discounts: Vec<&str> = taken.iter().map(|discount| discount.discount.as_str()).collect();
    Ok(json!({
        "id": item.id,
        "object": "line_item",
        "amount": amount(item.amount)?,
        "currency": code(invoice.currency),
        "discount_amounts": discount_amounts(&taken)?,
        "discountable": item.discountable,
        "discounts": discounts,
        "invoice": invoice.id,
        "livemode": false,
        "metadata": {},
        "parent": parent(item, invoice),
        "period": {"end": item.period.end.to_seconds()?, "start": item.period.start.to_seconds()?},
        "pretax_credit_amounts": credit_amounts(&taken, &line.credits)?,
        "pricing": pricing(item, invoice)?,
        "quantity": item.quantity,
        "subtotal": amount(item.amount)?,
        "taxes": taxes(&line.taxes)?,
    }))
}

/// What made the line: an item of the subscription, or an invoice item.
fn parent(item: &LineItem, invoice: &Invoice) -> Value {
    let credited = item.proration.as_ref().map(|details| &details.credited_lines);
    let credited = credited.filter(|lines| !lines.is_empty());
    let credited = credited.map(|lines| json!({"invoice": null, "invoice_line_items": lines}));
    let mut details = json!({
        "invoice_item": null,
        "proration": item.proration.is_some(),
        "proration_details": {"credited_items": credited},
        "subscription": invoice.subscription,
    });
    // Prorations wait as invoice items also where they are of a subscription item.
    let waited = item.proration.is_some() || item.subscription_item.is_none();
    if let Value::Object(members) = &mut details {
        if waited {
            members.insert("invoice_item".to_owned(), item.id.as_str().into());
        }
        members.insert("subscription_item".to_owned(), item.subscription_item.clone().into());
    }
    match item.subscription_item {
        Some(_) => json!({
            "type": "subscription_item_details",
            "invoice_item_details": null,
            "subscription_item_details": details,
        }),
        None => json!({
            "type": "invoice_item_details",
            "invoice_item_details": details,
            "subscription_item_details": null,
        }),
    }
}

fn pricing(item: &LineItem, invoice: &Invoice) -> Result<Value> {
    let Some(price) = &item.price else { return Ok(Value::Null) };
    let unit = item.unit_amount.map(|unit| unit_decimal(unit, invoice.currency)).transpose()?;
    Ok(json!({
        "type": "price_details",
        "price_details": {"price": price, "product": item.product},
        "unit_amount_decimal": unit,
    }))
}

/// What comes off before tax: discounts, then billing credits.
pub(super) fn credit_amounts(discounts: &[DiscountAmount], credits: &[CreditUse]) -> Result<Vec<Value>> {
    let discounts = discounts.iter().map(|taken| {
        Ok(json!({"amount": amount(taken.amount)?, "discount": taken.discount, "type": "discount"}))
    });
    let credits = credits.iter().map(|used| {
        Ok(json!({
            "amount": amount(used.amount)?,
            "credit_balance_transaction": used.grant,
            "type": "credit_balance_transaction",
        }))
    });
    discounts.chain(credits).collect()
}

pub(super) fn taxes(taxes: &[TaxAmount]) -> Result<Vec<Value>> {
    let one = |tax: &TaxAmount| {
        Ok(json!({
            "amount": amount(tax.amount)?,
            "tax_behavior": if tax.inclusive { "inclusive" } else { "exclusive" },
            "tax_rate_details": {"tax_rate": tax.rate},
            "taxability_reason": "not_available",
            "taxable_amount": amount(tax.taxable_amount)?,
            "type": "tax_rate_details",
        }))
    };
    taxes.iter().map(one).collect()
}

pub(super) fn discount_amounts(discounts: &[DiscountAmount]) -> Result<Vec<Value>> {
    let one =
        |taken: &DiscountAmount| Ok(json!({"amount": amount(taken.amount)?, "discount": taken.discount}));
    discounts.iter().map(one).collect()
}

//! What a change will cost.

use serde::{Deserialize, Serialize};

use super::{ExplainOptions, Explanation, explain_lines, invoice::explain, writer::Writer};
use crate::{
    Result,
    customer::CustomerContext,
    invoice::{Invoice, NewInvoice},
    subscription::{Bill, ChangePreview},
};

/// What a change will cost, each part with sentences that add up to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviewExplanation {
    /// What is billed at once, up to what is due; none where nothing is.
    pub now: Option<Explanation>,
    /// The lines that wait for the next invoice, before its discounts and tax; none where none do. They are
    /// in `next` again.
    pub pending: Option<Explanation>,
    /// The next invoice that time alone makes; none for a subscription that bills no more.
    pub next: Option<Explanation>,
}

/// Explains what [`Subscription::preview`](crate::subscription::Subscription::preview) says a change will cost,
/// for the customer in `options`: the bills go through the functions that make the invoices, and the next one
/// begins with the balance and the credit that the first one leaves.
///
/// # Errors
/// Those of [`NewInvoice::create`] and [`explain_invoice`](super::explain_invoice).
pub fn explain_preview(preview: &ChangePreview, options: &ExplainOptions) -> Result<PreviewExplanation> {
    let mut options = options.clone();
    let mut now = None;
    if let Some(bill) = &preview.now {
        let invoice = draft(bill, &options)?;
        now = Some(explain(&invoice, &options, Some("Amount due now"))?);
        spend(options.customer.get_or_insert_default(), &invoice)?;
    }
    let next = match &preview.next {
        Some(bill) => {
            let due = format!("Amount due on {}", Writer::new(&options).date(bill.created)?);
            Some(explain(&draft(bill, &options)?, &options, Some(&due))?)
        }
        None => None,
    };
    let currency = preview.pending.first().map(|line| line.amount.currency());
    let pending = currency.map(|currency| explain_lines(currency, &preview.pending, &options)).transpose()?;
    Ok(PreviewExplanation { now, pending, next })
}

fn draft(bill: &Bill, options: &ExplainOptions) -> Result<Invoice> {
    let new = NewInvoice { customer: options.customer.clone(), ..NewInvoice::from(bill.clone()) };
    Ok(new.create()?.next)
}

/// The customer after an invoice: what it took of the balance and the credit is gone.
fn spend(customer: &mut CustomerContext, invoice: &Invoice) -> Result<()> {
    let open = invoice.totals.total.checked_add(invoice.starting_balance)?;
    customer.balance = Some(open.checked_sub(invoice.amount_due)?);
    for used in &invoice.totals.credits {
        if let Some(grant) = customer.credit_grants.iter_mut().find(|grant| grant.id == used.grant) {
            grant.available = grant.available.checked_sub(used.amount)?;
        }
    }
    Ok(())
}

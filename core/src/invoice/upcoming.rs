//! The next invoice of a subscription, before it is made.

use serde::{Deserialize, Serialize};

use super::{Invoice, NewInvoice, UsageQuantity, create::as_upcoming};
use crate::{Result, customer::CustomerContext, subscription::Subscription};

/// What is known for a preview. Everything may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UpcomingContext {
    /// The usage so far; none of a line is priced at nothing.
    pub quantities: Vec<UsageQuantity>,
    /// The customer; none for nothing to know.
    pub customer: Option<CustomerContext>,
}

/// The next invoice that time alone makes of a subscription, as it will be if nothing happens until then; none
/// for a subscription that bills no more.
///
/// It goes through the functions that make and finalize the invoice itself, so it comes to the same amount.
/// Discounts, credit and prices count as of when it will be made.
///
/// # Errors
/// Those of [`Subscription::upcoming`] and [`NewInvoice::create`].
///
/// Source: [Stripe, preview an invoice](https://docs.stripe.com/api/invoices/create_preview).
pub fn upcoming_invoice(subscription: &Subscription, context: &UpcomingContext) -> Result<Option<Invoice>> {
    let Some(bill) = subscription.upcoming()? else { return Ok(None) };
    let UpcomingContext { quantities, customer } = context;
    // What was used of lines that this invoice does not bill is not its business.
    let billed = |known: &&UsageQuantity| bill.usage.iter().any(|usage| usage.line == known.line);
    let quantities = quantities.iter().filter(billed).cloned().collect();
    let new = NewInvoice { quantities, customer: customer.clone(), ..NewInvoice::from(as_upcoming(bill)) };
    new.draft().map(Some)
}

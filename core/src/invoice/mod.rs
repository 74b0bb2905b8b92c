//! Invoices: what the lines of a bill come to, what is due, and what becomes of it.
//!
//! [`NewInvoice::create`] makes a draft of a [`Bill`](crate::subscription::Bill); [`Invoice::apply`] turns it
//! into the next one, with what happened, what the host is to do, and what it means for the customer's account;
//! [`Invoice::wake_at`] says when it is to be looked at next. There is no clock: every call is told the time.

mod create;
mod credit_note;
mod credit_shares;
mod error;
mod input;
mod machine;
mod number;
mod overview;
mod payment;
mod record;
mod settle;
mod status;
mod step;
mod totals;
mod upcoming;
mod usage;

pub use create::NewInvoice;
pub use credit_note::{
    CreditNote, CreditNoteLine, CreditNoteReason, CreditNoteRequest, Credited, CreditedLine,
};
pub(crate) use error::InvoiceError;
pub use input::{DraftUpdate, Finalization, InvoiceInput};
pub use number::{NumberSequence, NumberTaken, NumberingScheme, credit_note_number, default_numbering};
pub use overview::{
    BillingOverview, InvoiceSummary, OverviewRequest, PaymentMethodSummary, PaymentSummary,
    UsageAgainstLimit, billing_overview,
};
pub use record::{AttemptOutcome, Invoice, InvoiceLine, InvoicePayment, InvoiceTotals, PaymentAttempt};
pub use status::{InvoiceChange, InvoiceStatus};
pub use step::{InvoiceAction, InvoiceEvent, InvoiceHappening, InvoiceStep};
pub use upcoming::{UpcomingContext, upcoming_invoice};
pub use usage::UsageQuantity;

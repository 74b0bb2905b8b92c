//! What is announced before it happens, as the account is set.

use serde::{Deserialize, Serialize};

use super::{
    ClockObject, SimulatedCustomer,
    customer::{Waking, World},
};
use crate::{
    Result, Timestamp,
    invoice::{Invoice, InvoiceEvent, InvoiceHappening, InvoiceStatus, UpcomingContext, upcoming_invoice},
    subscription::{CollectionMethod, Subscription, SubscriptionStatus},
};

/// Something that was announced, and is not announced again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockNotice {
    /// What.
    pub kind: NoticeKind,
    /// Of which subscription or invoice.
    pub id: String,
    /// The instant it was announced for.
    pub at: Timestamp,
}

/// What is announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// The next invoice of a subscription.
    Upcoming,
    /// The due date of an invoice.
    WillBeDue,
}

impl World<'_> {
    /// When something is announced next, and what; of several at one instant, the oldest.
    pub(super) fn next_notice(&self) -> Result<Option<(Timestamp, Waking)>> {
        let mut all = Vec::new();
        if let Some(days) = self.settings.upcoming_invoice_days.filter(|days| *days > 0) {
            for (place, subscription) in self.customer.subscriptions.iter().enumerate() {
                let Some(end) = announced_end(subscription) else { continue };
                if !self.customer.has_announced(NoticeKind::Upcoming, &subscription.id, end) {
                    let at = days_before(end, days)?.max(subscription.updated_at);
                    all.push((at, Waking::Upcoming(place)));
                }
            }
        }
        if let Some(days) = self.settings.will_be_due_days.filter(|days| *days > 0) {
            for (place, invoice) in self.customer.invoices.iter().enumerate() {
                let Some(due) = announced_due(invoice) else { continue };
                if !self.customer.has_announced(NoticeKind::WillBeDue, &invoice.id, due) {
                    let at = days_before(due, days)?.max(invoice.updated_at);
                    all.push((at, Waking::WillBeDue(place)));
                }
            }
        }
        // Stable: `min_by_key` gives the first of equals.
        Ok(all.into_iter().min_by_key(|(at, _)| *at))
    }

    /// The next invoice is announced as it would be if nothing happens until then; nothing where there is none.
    pub(super) fn announce_upcoming(&mut self, place: usize, at: Timestamp) -> Result<()> {
        let Some(subscription) = self.customer.subscriptions.get(place).cloned() else { return Ok(()) };
        let Some(end) = announced_end(&subscription) else { return Ok(()) };
        self.customer.note(NoticeKind::Upcoming, &subscription.id, end, at);
        let Some(bill) = subscription.upcoming()? else { return Ok(()) };
        let quantities = self.customer.quantities(&bill.usage)?;
        let context = UpcomingContext { quantities, customer: Some(self.customer.context()) };
        if let Some(invoice) = upcoming_invoice(&subscription, &context)? {
            self.announce(InvoiceHappening::Upcoming, invoice, at);
        }
        Ok(())
    }

    pub(super) fn announce_due(&mut self, place: usize, at: Timestamp) {
        let Some(invoice) = self.customer.invoices.get(place).cloned() else { return };
        let Some(due) = announced_due(&invoice) else { return };
        self.customer.note(NoticeKind::WillBeDue, &invoice.id, due, at);
        self.announce(InvoiceHappening::WillBeDue, invoice, at);
    }

    fn announce(&mut self, what: InvoiceHappening, invoice: Invoice, at: Timestamp) {
        let event = InvoiceEvent { at, what, status: invoice.status };
        self.happened(at, ClockObject::Invoice { event, invoice });
    }
}

impl SimulatedCustomer {
    fn has_announced(&self, kind: NoticeKind, id: &str, at: Timestamp) -> bool {
        self.notices.iter().any(|known| known.kind == kind && known.id == id && known.at == at)
    }

    /// What is over needs no keeping.
    fn note(&mut self, kind: NoticeKind, id: &str, at: Timestamp, now: Timestamp) {
        self.notices.retain(|known| now <= known.at);
        self.notices.push(ClockNotice { kind, id: id.to_owned(), at });
    }
}

/// The end of the period whose renewal is announced: of a subscription that will be charged.
///
/// Source: [Stripe, `invoice.upcoming`](https://docs.stripe.com/api/events/types);
/// [pause payment collection](https://docs.stripe.com/billing/subscriptions/pause-payment).
fn announced_end(subscription: &Subscription) -> Option<Timestamp> {
    let bills = match subscription.status {
        SubscriptionStatus::Trialing | SubscriptionStatus::Active | SubscriptionStatus::PastDue => true,
        SubscriptionStatus::Incomplete
        | SubscriptionStatus::IncompleteExpired
        | SubscriptionStatus::Unpaid
        | SubscriptionStatus::Paused
        | SubscriptionStatus::Canceled => false,
    };
    let charged = match subscription.collection_method {
        CollectionMethod::ChargeAutomatically => subscription.pause_collection.is_none(),
        CollectionMethod::SendInvoice { .. } => false,
    };
    subscription.current_period().filter(|_| bills && charged).map(|period| period.end)
}

/// The due date of an invoice that can be announced.
fn announced_due(invoice: &Invoice) -> Option<Timestamp> {
    invoice.due_date.filter(|_| invoice.status == InvoiceStatus::Open && !invoice.overdue)
}

fn days_before(at: Timestamp, days: u32) -> Result<Timestamp> {
    let millis = i64::from(days).checked_mul(86_400_000).and_then(|days| at.as_millis().checked_sub(days));
    Timestamp::from_millis(millis.unwrap_or(i64::MIN))
}

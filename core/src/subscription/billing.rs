//! How a subscription asks for an invoice: what is on it, when it becomes final, and what it uses up.

use super::{
    Bill, BillCollection, BillingReason, CollectionMethod, Machine, OpenInvoice, SubscriptionAction,
    SubscriptionError, SubscriptionStatus, UsageToBill, check::seconds_after, machine::running,
};
use crate::{
    Period, Result, Timestamp,
    catalog::{CouponDuration, Discount, TaxRate},
    line_item::{LineItem, LineKind},
    proration::{PeriodItem, PricedItem, share_amounts_off},
};

/// How long a renewal stays a draft, so that late usage and changes by hand can join it.
const DRAFT_SECONDS: i64 = 3_600;

/// What is on an invoice beside its lines, and how it is paid.
pub(super) struct Terms {
    pub(super) reason: BillingReason,
    pub(super) period: Period,
    pub(super) discounts: Vec<Discount>,
    pub(super) default_tax_rates: Vec<TaxRate>,
    pub(super) collection_method: CollectionMethod,
    /// Unless its collection keeps it a draft.
    pub(super) becomes_final: BecomesFinal,
}

/// When an invoice becomes final.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BecomesFinal {
    AtOnce,
    /// By itself, after an hour as a draft.
    AfterDraft,
    /// When that is asked for.
    ByHand,
}

impl Machine {
    /// Asks for an invoice of `lines`, and of what is pending; for nothing where there is nothing on it.
    /// Returns its id.
    pub(super) fn bill(
        &mut self,
        at: Timestamp,
        reason: BillingReason,
        period: Period,
        mut lines: Vec<LineItem>,
        with_pending: bool,
    ) -> Result<Option<String>> {
        let mut usage = Vec::new();
        if with_pending {
            let (mut waiting, to_price) = self.take_waiting();
            lines.append(&mut waiting);
            usage = to_price;
        }
        if lines.is_empty() {
            return Ok(None);
        }
        let terms = self.terms(reason, period, &lines, at);
        self.bill_on(terms, at, lines, usage).map(Some)
    }

    /// The subscription's own terms for an invoice of `lines`.
    pub(super) fn terms(
        &self,
        reason: BillingReason,
        period: Period,
        lines: &[LineItem],
        at: Timestamp,
    ) -> Terms {
        let in_force = |discount: &&Discount| lines.iter().any(|line| line.is_under(discount, at));
        Terms {
            reason,
            period,
            discounts: self.next.discounts.iter().filter(in_force).cloned().collect(),
            default_tax_rates: self.next.default_tax_rates.clone(),
            collection_method: self.next.collection_method,
            becomes_final: self.becomes_final(reason),
        }
    }

    /// Asks for an invoice of these lines on these terms.
    pub(super) fn bill_on(
        &mut self,
        terms: Terms,
        at: Timestamp,
        mut lines: Vec<LineItem>,
        usage: Vec<UsageToBill>,
    ) -> Result<String> {
        lines.sort_by_cached_key(|line| self.place_of(line));
        self.next.bills = self.next.bills.checked_add(1).ok_or(SubscriptionError::TooManyBills)?;
        let collection = match (self.next.status, self.next.pause_collection) {
            (SubscriptionStatus::Unpaid, _) => BillCollection::KeepAsDraft,
            (_, Some(pause)) => pause.behavior,
            (_, None) => BillCollection::Collect,
        };
        let finalize_at = match (collection, terms.becomes_final) {
            (BillCollection::KeepAsDraft, _) | (_, BecomesFinal::ByHand) => None,
            (_, BecomesFinal::AtOnce) => Some(at),
            (_, BecomesFinal::AfterDraft) => Some(draft_end(at)?),
        };
        let Terms { reason, period, discounts, default_tax_rates, collection_method, .. } = terms;
        let running = running(&discounts, at);
        if !running.is_empty() {
            let debits = self.next.items.iter_mut().flat_map(|item| &mut item.debits);
            share_amounts_off(self.next.currency, &lines, &running, &mut debits.collect::<Vec<_>>())?;
        }
        self.tax_debits(&lines, &default_tax_rates);
        let id = format!("{}-{}", self.next.id, self.next.bills);
        self.next.latest_invoice = Some(id.clone());
        self.use_up_discounts(&lines, &discounts, at);
        match collection {
            BillCollection::Collect | BillCollection::KeepAsDraft => self.open(id.clone(), reason, &lines),
            BillCollection::MarkUncollectible => {}
            BillCollection::Void => self.forget_debits(&paid_in_advance(&lines)),
        }
        let bill = Bill {
            id: id.clone(),
            subscription: self.next.id.clone(),
            customer: self.next.customer.clone(),
            currency: self.next.currency,
            reason,
            created: at,
            period,
            lines,
            usage,
            discounts,
            default_tax_rates,
            collection_method,
            collection,
            finalize_at,
            threshold_reason: None,
        };
        self.actions.reserve_exact(1); // there is rarely a second one
        self.actions.push(SubscriptionAction::CreateInvoice { bill });
        Ok(id)
    }

    /// What an invoice of `lines` bills for items without tax rates of their own is taxed with the invoice's.
    fn tax_debits(&mut self, lines: &[LineItem], default_tax_rates: &[TaxRate]) {
        for debit in self.next.items.iter_mut().flat_map(|item| &mut item.debits) {
            let untaxed = debit.tax_rates.is_none();
            if untaxed && lines.iter().any(|line| debit.lines.contains(&line.id)) {
                debit.tax_rates = Some(default_tax_rates.to_vec());
            }
        }
    }

    /// Takes what waits for the next invoice, and the usage among it, but for what is on the invoice of a change
    /// that waits for its payment.
    pub(super) fn take_waiting(&mut self) -> (Vec<LineItem>, Vec<UsageToBill>) {
        let items = std::mem::take(&mut self.next.pending_items);
        let usage = std::mem::take(&mut self.next.pending_usage);
        let Some(pending) = &self.next.pending_update else { return (items, usage) };
        let is_billed = |line: &String| pending.lines.contains(line);
        let (billed, items) = items.into_iter().partition(|line| is_billed(&line.id));
        let (billed_usage, usage) = usage.into_iter().partition(|usage| is_billed(&usage.line));
        (self.next.pending_items, self.next.pending_usage) = (billed, billed_usage);
        (items, usage)
    }

    /// Where a line stands on an invoice: what is prorated or sold once first, then the lines of the items, in
    /// their order.
    ///
    /// Source: Stripe's API reference, `Invoice.lines`: pending invoice items with the newest first, then
    /// subscription items.
    fn place_of(&self, line: &LineItem) -> Option<usize> {
        match line.kind {
            LineKind::UnusedTime | LineKind::RemainingTime | LineKind::NetChange | LineKind::OneOff => None,
            LineKind::Period | LineKind::PartialPeriod | LineKind::Trial | LineKind::Usage => {
                let of_line = |item: &PeriodItem| line.subscription_item.as_ref() == Some(&item.item.id);
                Some(self.next.items.iter().position(of_line).unwrap_or_default())
            }
        }
    }

    /// Renewals, what thresholds bill, all that are sent, and the first one of a schedule are drafts for an hour;
    /// the rest is finalized at once.
    fn becomes_final(&self, reason: BillingReason) -> BecomesFinal {
        match (self.next.collection_method, reason) {
            (CollectionMethod::SendInvoice { .. }, _)
            | (
                _,
                BillingReason::Manual
                | BillingReason::SubscriptionCycle
                | BillingReason::SubscriptionThreshold,
            ) => BecomesFinal::AfterDraft,
            (CollectionMethod::ChargeAutomatically, BillingReason::SubscriptionCreate)
                if self.next.schedule.is_some() =>
            {
                BecomesFinal::AfterDraft
            }
            (
                CollectionMethod::ChargeAutomatically,
                BillingReason::SubscriptionCreate
                | BillingReason::SubscriptionUpdate
                | BillingReason::Upcoming,
            ) => BecomesFinal::AtOnce,
        }
    }

    fn open(&mut self, id: String, reason: BillingReason, lines: &[LineItem]) {
        self.next.open_invoices.push(OpenInvoice {
            id,
            number: self.next.bills,
            lines: paid_in_advance(lines),
            first: reason == BillingReason::SubscriptionCreate,
            failed: false,
            exhausted: None,
            superseded: false,
        });
    }

    /// Discounts for one invoice are used up by the first one they touch: `taken` are those that it takes off its
    /// lines. Those that ended go.
    ///
    /// Source: [Stripe, coupons](https://docs.stripe.com/billing/subscriptions/coupons).
    fn use_up_discounts(&mut self, lines: &[LineItem], taken: &[Discount], at: Timestamp) {
        let lasts = |discount: &Discount, item: Option<&str>| {
            let ended = discount.ends_at().is_some_and(|end| end <= at);
            let once = discount.coupon.duration == CouponDuration::Once && discount.applies_at(at);
            let on_it = item.is_some() || taken.iter().any(|taken| taken.id == discount.id);
            !(ended || once && lines.iter().any(|line| touches(discount, item, on_it, line)))
        };
        self.next.discounts.retain(|discount| lasts(discount, None));
        for item in &mut self.next.items {
            let PricedItem { id, discounts, .. } = &mut item.item;
            discounts.retain(|discount| lasts(discount, Some(id)));
        }
    }
}

/// When a draft that was made at `at` becomes final.
pub(super) fn draft_end(at: Timestamp) -> Result<Timestamp> {
    seconds_after(at, DRAFT_SECONDS)
}

/// The lines that can be credited later.
fn paid_in_advance(lines: &[LineItem]) -> Vec<String> {
    let credited = lines.iter().filter(|line| match line.kind {
        LineKind::Period | LineKind::PartialPeriod | LineKind::RemainingTime | LineKind::NetChange => true,
        LineKind::Trial | LineKind::UnusedTime | LineKind::Usage | LineKind::OneOff => false,
    });
    credited.map(|line| line.id.clone()).collect()
}

/// Whether a discount of an item, or of the subscription, comes off a line: in it, or, where the invoice takes the
/// discount (`on_it`), on the invoice.
fn touches(discount: &Discount, item: Option<&str>, on_it: bool, line: &LineItem) -> bool {
    if let Some(details) = &line.proration {
        return details.discounts.iter().any(|taken| taken.discount == discount.id);
    }
    let bills = line.amount.minor() > 0 || line.kind == LineKind::Usage;
    let own = item.is_none_or(|item| line.subscription_item.as_deref() == Some(item));
    let covered = line.product.as_deref().is_some_and(|product| discount.covers(product));
    on_it && line.discountable && bills && own && covered
}

//! The work of one step: the next state as it comes about, with what happened and what is to be done.

use super::{
    Happening, OneOffItem, Step, Subscription, SubscriptionAction, SubscriptionError, SubscriptionEvent,
    UsageToBill,
    check::{check_one_off, recurring_interval},
};
use crate::{
    BillingCycle, Currency, Error, Interval, Money, Period, Result, Timestamp,
    catalog::Discount,
    line_item::{LineItem, LineKind},
    proration::{BillingMode, PeriodItem, ProrationTerms, Side, line_id, prorate_items},
    usage::UsageChargeLine,
};

pub(super) struct Machine {
    pub(super) next: Subscription,
    pub(super) events: Vec<SubscriptionEvent>,
    pub(super) actions: Vec<SubscriptionAction>,
}

impl Machine {
    pub(super) fn new(subscription: Subscription) -> Self {
        Self { next: subscription, events: Vec::new(), actions: Vec::new() }
    }

    pub(super) fn step(mut self, now: Timestamp) -> Step {
        self.next.updated_at = now;
        Step { next: self.next, events: self.events, actions: self.actions }
    }

    pub(super) fn happened(&mut self, what: Happening, at: Timestamp) {
        self.events.push(SubscriptionEvent { at, what, status: self.next.status });
    }

    pub(super) fn refused(&self, what: &'static str) -> Error {
        let status = self.next.status.name();
        SubscriptionError::NotInStatus { what, subscription: self.next.id.clone(), status }.into()
    }

    /// Whether a change is prorated where the subscription stands: only time that is billed is.
    pub(super) fn prorates(&self) -> bool {
        self.next.status.prorates()
    }

    /// The lines of a proration, after the discounts in force.
    pub(super) fn prorated(
        &self,
        date: Timestamp,
        before: &[PeriodItem],
        after: &[PeriodItem],
    ) -> Result<Vec<LineItem>> {
        let terms = ProrationTerms {
            currency: self.next.currency,
            billing_mode: self.next.billing_mode,
            policy: self.next.proration_policy,
            proration_discounts: self.next.proration_discounts,
            date,
        };
        let before = Side { items: before, discounts: &self.next.billed_discounts };
        let after = Side { items: after, discounts: &self.next.discounts };
        Ok(self.told_apart(prorate_items(terms, before, after)?))
    }

    /// The lines of what is sold once.
    pub(super) fn sold_once(&self, sold: &[OneOffItem], period: Period) -> Result<Vec<LineItem>> {
        let lines = sold.iter().map(|sold| one_off_line(sold, self.next.currency, period));
        Ok(self.told_apart(lines.collect::<Result<_>>()?))
    }

    /// Each line with an id that no other line of the subscription has: two changes at one instant have the
    /// same ids, so that the second's are counted.
    fn told_apart(&self, mut lines: Vec<LineItem>) -> Vec<LineItem> {
        for place in 0..lines.len() {
            let (told, rest) = lines.split_at_mut(place);
            let Some(line) = rest.first_mut() else { break };
            let is_taken = |id: &str| self.has_line(id) || told.iter().any(|other| other.id == id);
            if is_taken(&line.id) {
                let mut counted = (2_u32..).map(|count| format!("{}#{count}", line.id));
                if let Some(free) = counted.find(|id| !is_taken(id)) {
                    line.id = free;
                }
            }
        }
        lines
    }

    /// Whether a line of that id waits, or was billed and can still be credited.
    fn has_line(&self, id: &str) -> bool {
        let pending = self.next.pending_items.iter().any(|line| line.id == id);
        let mut billed = self.next.items.iter().flat_map(|item| &item.debits).flat_map(|debit| &debit.lines);
        pending || billed.any(|line| line == id)
    }

    /// The start of the period that began last; `at` without items.
    pub(super) fn last_start(&self, at: Timestamp) -> Timestamp {
        self.next.items.iter().map(|item| item.period.start).max().unwrap_or(at)
    }

    pub(super) fn cycle(&self, interval: Interval) -> BillingCycle {
        BillingCycle { anchor: self.next.billing_cycle_anchor, interval }
    }

    /// The period in which an item of that interval is at `at`, up to a planned end.
    pub(super) fn period_at(&self, interval: Interval, at: Timestamp) -> Result<(Period, Period)> {
        let full = self.cycle(interval).period_at(at)?;
        let end = self.next.cancel_at.filter(|end| at < *end).map_or(full.end, |end| end.min(full.end));
        Ok((Period { start: full.start, end }, full))
    }

    /// Lines wait for the next invoice, before those that have waited longer.
    pub(super) fn put_first(&mut self, mut lines: Vec<LineItem>) {
        lines.append(&mut self.next.pending_items);
        self.next.pending_items = lines;
    }

    /// What was billed on an invoice that was voided is not paid: nothing of it is credited.
    ///
    /// Source: [Stripe, prorations and unpaid invoices](https://docs.stripe.com/billing/subscriptions/prorations).
    pub(super) fn forget_debits(&mut self, lines: &[String]) {
        for item in &mut self.next.items {
            item.debits.retain(|debit| !debit.lines.iter().any(|line| lines.contains(line)));
        }
    }

    /// Usage up to `at` becomes pending lines, and its windows begin anew.
    pub(super) fn collect_usage(&mut self, at: Timestamp) {
        for place in 0..self.next.items.len() {
            self.collect_usage_of(place, at);
        }
    }

    /// The usage of one item up to `at`.
    pub(super) fn collect_usage_of(&mut self, place: usize, at: Timestamp) {
        let Some(item) = self.next.items.get_mut(place).filter(|item| has_usage(item, at)) else { return };
        let used = item.clone();
        item.period.start = at;
        self.usage_until(&used, at);
    }

    /// The usage of an item's period up to `at` waits for the next invoice.
    pub(super) fn usage_until(&mut self, item: &PeriodItem, at: Timestamp) {
        if has_usage(item, at) {
            self.usage_to_bill(item, Period { start: item.period.start, end: at });
        }
    }

    /// The usage of a window waits for the next invoice, with the tax rates of then.
    pub(super) fn usage_to_bill(&mut self, item: &PeriodItem, window: Period) {
        let mut line = usage_line(item, window, Money::zero(self.next.currency));
        if line.tax_rates.is_empty() {
            line.tax_rates.clone_from(&self.next.default_tax_rates);
        }
        let price = item.item.price.clone();
        let billed = self.billed_early(item, window.start);
        self.next.pending_usage.push(UsageToBill { line: line.id.clone(), price, window, billed });
        self.next.pending_items.push(line);
    }

    /// What the items are billed for once these lines are.
    pub(super) fn settle_debits(&mut self, lines: &[LineItem]) -> Result<()> {
        for item in &mut self.next.items {
            item.settle_debits(lines)?;
        }
        Ok(())
    }

    pub(super) fn is_flexible(&self) -> bool {
        match self.next.billing_mode {
            BillingMode::Classic => false,
            BillingMode::Flexible => true,
        }
    }

    /// The ids of the bills of this step.
    pub(super) fn actions_bill_ids(&self) -> Vec<String> {
        let ids = self.actions.iter().filter_map(|action| match action {
            SubscriptionAction::CreateInvoice { bill } => Some(bill.id.clone()),
            SubscriptionAction::VoidInvoice { .. } | SubscriptionAction::StopCollection { .. } => None,
        });
        ids.collect()
    }
}

/// The discounts that apply at `at`.
pub(super) fn running(discounts: &[Discount], at: Timestamp) -> Vec<Discount> {
    discounts.iter().filter(|discount| discount.applies_at(at)).cloned().collect()
}

pub(super) fn is_metered(item: &PeriodItem) -> bool {
    item.item.price.recurring.as_ref().is_some_and(|recurring| recurring.meter.is_some())
}

/// Whether usage up to `at` falls in the item's period.
fn has_usage(item: &PeriodItem, at: Timestamp) -> bool {
    is_metered(item) && item.period.start < at
}

pub(super) fn interval_of(item: &PeriodItem) -> Result<Interval> {
    recurring_interval(&item.item)
}

/// A line of usage, whose amount is known once its quantity is.
pub(super) fn usage_line(item: &PeriodItem, window: Period, amount: Money) -> LineItem {
    LineItem {
        id: line_id(&item.item.id, LineKind::Usage, window.start),
        kind: LineKind::Usage,
        subscription_item: Some(item.item.id.clone()),
        price: Some(item.item.price.id.clone()),
        product: Some(item.item.price.product.clone()),
        quantity: 0,
        unit_amount: None,
        tier: None,
        period: window,
        amount,
        discount_amounts: Vec::new(),
        proration: None,
        discountable: true,
        discounts: item.item.discounts.clone(),
        tax_rates: item.item.tax_rates.clone(),
    }
}

/// The lines of usage whose charge is known: one, or one for each tier, at the place of `line`.
pub(crate) fn usage_lines(line: &LineItem, charges: Vec<UsageChargeLine>) -> Vec<LineItem> {
    let lines = (1_u32..).zip(charges).map(|(count, charge)| LineItem {
        id: if count == 1 { line.id.clone() } else { format!("{}-{count}", line.id) },
        quantity: charge.quantity,
        unit_amount: charge.unit_amount,
        tier: charge.tier,
        amount: charge.amount,
        ..line.clone()
    });
    lines.collect()
}

/// Something sold once, as a line.
pub(super) fn one_off_line(sold: &OneOffItem, currency: Currency, period: Period) -> Result<LineItem> {
    check_one_off(sold, currency).map_err(|error| error.at(format_args!("item `{}`", sold.id)))?;
    Ok(LineItem {
        id: line_id(&sold.id, LineKind::OneOff, period.start),
        kind: LineKind::OneOff,
        subscription_item: None,
        price: Some(sold.price.id.clone()),
        product: Some(sold.price.product.clone()),
        quantity: sold.quantity,
        unit_amount: sold.price.unit_amount_in(currency),
        tier: None,
        period,
        amount: sold.price.amount(sold.quantity, Some(currency))?,
        discount_amounts: Vec::new(),
        proration: None,
        discountable: true,
        discounts: Vec::new(),
        tax_rates: sold.tax_rates.clone(),
    })
}

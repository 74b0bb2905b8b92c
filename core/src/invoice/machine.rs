//! The work of one step: the next state as it comes about, with what happened and what is to be done.

use super::{
    AttemptOutcome, Finalization, Invoice, InvoiceAction, InvoiceChange, InvoiceError, InvoiceEvent,
    InvoiceHappening, InvoiceInput, InvoiceStatus, InvoiceStep,
    settle::settle,
    totals::total_up,
    usage::{check_complete, price_usage},
};
use crate::{
    Money, Result, Timestamp,
    customer::{BalanceTransaction, BalanceTransactionKind, CustomerContext, CustomerEffect},
    subscription::{BillCollection, CollectionMethod},
};

const DAY_SECONDS: i64 = 86_400;
const DRAFT_SECONDS: i64 = 3_600;
/// So many minor units can be charged in every currency: no need to work out how many can.
const ALWAYS_CHARGEABLE: i64 = 1_000_000_000;

pub(super) struct Machine {
    pub(super) next: Invoice,
    pub(super) events: Vec<InvoiceEvent>,
    pub(super) actions: Vec<InvoiceAction>,
    pub(super) effects: Vec<CustomerEffect>,
}

/// What time alone does to an invoice that is open; of two at one instant, the one further up comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Retry,
    Overdue,
    GiveUp,
}

impl Invoice {
    /// What an input makes of the invoice at `now`: first what time alone does until then, then the input.
    ///
    /// An input that was applied before changes nothing, so that it can be delivered twice.
    ///
    /// # Errors
    /// `invoice.time_goes_back`; `invoice.not_in_status` for what the status does not allow; the refusals of
    /// the input. Nothing is changed then.
    pub fn apply(&self, input: &InvoiceInput, now: Timestamp) -> Result<InvoiceStep> {
        let mut machine = Machine::new(self.clone());
        machine.not_before(now)?;
        machine.advance(now)?;
        machine.take(input, now)?;
        machine.advance(now)?;
        Ok(machine.step(now))
    }

    /// When it is to be looked at next: a draft is to be [finalized](InvoiceInput::Finalize) then, with what is
    /// known of usage and the customer; anything else is to [advance](InvoiceInput::Advance). None for an
    /// invoice that waits for nothing.
    ///
    /// # Errors
    /// `calendar.out_of_range` for an instant beyond the year 9999.
    pub fn wake_at(&self) -> Result<Option<Timestamp>> {
        match self.status {
            InvoiceStatus::Draft => Ok(self.finalize_at.filter(|_| self.auto_advance)),
            InvoiceStatus::Open => Ok(due(self)?.map(|(at, _)| at)),
            InvoiceStatus::Paid
            | InvoiceStatus::Void
            | InvoiceStatus::Uncollectible
            | InvoiceStatus::Deleted => Ok(None),
        }
    }
}

fn due(invoice: &Invoice) -> Result<Option<(Timestamp, Due)>> {
    if invoice.status != InvoiceStatus::Open {
        return Ok(None);
    }
    let retry = invoice.next_payment_attempt.filter(|_| invoice.auto_advance);
    let overdue = invoice.due_date.filter(|_| !invoice.overdue);
    let give_up = match (invoice.due_date, invoice.uncollectible_after_days) {
        (Some(due), Some(days)) => Some(later(due, days, DAY_SECONDS)?),
        (None, _) | (_, None) => None,
    };
    let every = [(retry, Due::Retry), (overdue, Due::Overdue), (give_up, Due::GiveUp)];
    Ok(every.into_iter().filter_map(|(at, what)| Some((at?, what))).min())
}

pub(super) fn later(at: Timestamp, count: u32, seconds: i64) -> Result<Timestamp> {
    let millis = i64::from(count).checked_mul(seconds).and_then(|seconds| seconds.checked_mul(1_000));
    let later = millis.and_then(|millis| at.as_millis().checked_add(millis));
    Timestamp::from_millis(later.unwrap_or(i64::MAX))
}

impl Machine {
    pub(super) fn new(invoice: Invoice) -> Self {
        Self { next: invoice, events: Vec::new(), actions: Vec::new(), effects: Vec::new() }
    }

    pub(super) fn step(mut self, now: Timestamp) -> InvoiceStep {
        self.next.updated_at = now;
        InvoiceStep { next: self.next, events: self.events, actions: self.actions, effects: self.effects }
    }

    pub(super) fn happened(&mut self, what: InvoiceHappening, at: Timestamp) {
        self.events.push(InvoiceEvent { at, what, status: self.next.status });
    }

    pub(super) fn not_before(&self, now: Timestamp) -> Result<()> {
        if now >= self.next.updated_at {
            return Ok(());
        }
        Err(InvoiceError::TimeGoesBack { now, known: self.next.updated_at }.into())
    }

    /// Moves to the status after a change; says whether that is another one.
    pub(super) fn change(&mut self, change: InvoiceChange, what: &'static str) -> Result<bool> {
        let next = self.next.status.after(change).ok_or_else(|| self.refused(what))?;
        let moved = next != self.next.status;
        self.next.status = next;
        Ok(moved)
    }

    pub(super) fn refused(&self, what: &'static str) -> crate::Error {
        let (invoice, status) = (self.next.id.clone(), self.next.status.name());
        InvoiceError::NotInStatus { invoice, status, what }.into()
    }

    /// Does all that is due up to `now`, in order.
    pub(super) fn advance(&mut self, now: Timestamp) -> Result<()> {
        while let Some((at, what)) = due(&self.next)?.filter(|(at, _)| *at <= now) {
            match what {
                Due::Retry => {
                    self.next.next_payment_attempt = None;
                    self.attempt(true, at);
                }
                Due::Overdue => {
                    self.next.overdue = true;
                    self.happened(InvoiceHappening::Overdue, at);
                }
                Due::GiveUp => self.give_up(at)?,
            }
        }
        Ok(())
    }

    fn take(&mut self, input: &InvoiceInput, now: Timestamp) -> Result<()> {
        match input {
            InvoiceInput::Advance => Ok(()),
            InvoiceInput::CreationDelivered => self.creation_delivered(now),
            InvoiceInput::UpdateDraft { update } => self.update_draft(update, now),
            InvoiceInput::Finalize { finalization } => self.finalize(finalization, now),
            InvoiceInput::Pay { attempt } => self.pay(*attempt, now),
            InvoiceInput::PaymentSucceeded { payment, amount } => {
                self.payment_succeeded(payment, *amount, now)
            }
            InvoiceInput::PaymentFailed { attempt, retry_at } => self.payment_failed(attempt, *retry_at, now),
            InvoiceInput::PaymentActionRequired { attempt } => self.action_required(attempt, now),
            InvoiceInput::PaidOutOfBand => self.paid_out_of_band(now),
            InvoiceInput::MarkUncollectible => self.give_up(now),
            InvoiceInput::Void => self.void(now),
            InvoiceInput::Delete => {
                if self.change(InvoiceChange::Deleted, "to delete it")? {
                    self.happened(InvoiceHappening::Deleted, now);
                }
                Ok(())
            }
            InvoiceInput::StopCollection => {
                if std::mem::take(&mut self.next.auto_advance) {
                    self.next.next_payment_attempt = None;
                    self.happened(InvoiceHappening::Updated, now);
                }
                Ok(())
            }
            InvoiceInput::Credit { request } => self.credit(request, now),
            InvoiceInput::VoidCreditNote { credit_note } => self.void_credit_note(credit_note, now),
        }
    }

    /// The hour of the draft begins when the host was told, but not after the longest wait.
    fn creation_delivered(&mut self, now: Timestamp) -> Result<()> {
        if self.next.status != InvoiceStatus::Draft {
            return Ok(());
        }
        let hour = later(now, 1, DRAFT_SECONDS)?;
        self.next.finalize_at = self.next.finalize_at.map(|at| at.min(hour));
        Ok(())
    }

    fn update_draft(&mut self, update: &super::DraftUpdate, now: Timestamp) -> Result<()> {
        if self.next.status != InvoiceStatus::Draft {
            return Err(self.refused("to change its lines"));
        }
        let before = (self.next.lines.len(), self.next.totals.clone(), self.next.amount_due);
        for line in &update.lines {
            Money::zero(self.next.currency).checked_add(line.amount)?;
            match self.next.lines.iter().find(|known| known.item.id == line.id) {
                Some(known) if known.item == *line => {}
                Some(_) => return Err(InvoiceError::DuplicateLine { line: line.id.clone() }.into()),
                None => self.next.lines.push(super::InvoiceLine::new(line.clone())),
            }
        }
        price_usage(&mut self.next, &update.quantities)?;
        self.next.work_out(update.customer.as_ref().unwrap_or(&CustomerContext::default()))?;
        if before != (self.next.lines.len(), self.next.totals.clone(), self.next.amount_due) {
            self.happened(InvoiceHappening::Updated, now);
        }
        Ok(())
    }

    /// The draft becomes final: its amounts, its number, its due date, and what comes first of its collection.
    pub(super) fn finalize(&mut self, finalization: &Finalization, now: Timestamp) -> Result<()> {
        if !self.change(InvoiceChange::Finalized, "to finalize it")? {
            return Ok(());
        }
        let Finalization { quantities, customer, number, charge } = finalization;
        let nothing = CustomerContext::default();
        let customer = customer.as_ref().unwrap_or(&nothing);
        check_complete(&self.next, quantities)?;
        price_usage(&mut self.next, quantities)?;
        total_up(&mut self.next, customer)?;
        self.settle(customer, now)?;
        self.next.number.clone_from(number);
        (self.next.finalized_at, self.next.finalize_at) = (Some(now), None);
        if let CollectionMethod::SendInvoice { days_until_due } = self.next.collection_method {
            self.next.due_date = Some(later(now, days_until_due, DAY_SECONDS)?);
        }
        self.happened(InvoiceHappening::Finalized, now);
        if self.next.amount_due.is_zero() {
            return self.settled(now);
        }
        match self.next.collection {
            BillCollection::Void => return self.void(now),
            BillCollection::MarkUncollectible => return self.give_up(now),
            BillCollection::Collect | BillCollection::KeepAsDraft => {}
        }
        match self.next.due_date.filter(|_| self.next.auto_advance) {
            Some(due_date) => {
                self.actions.push(InvoiceAction::Send { due_date });
                self.happened(InvoiceHappening::Sent, now);
            }
            None if self.next.auto_advance && !self.next.is_sent() && charge.unwrap_or(true) => {
                self.attempt(true, now);
            }
            None => {}
        }
        Ok(())
    }

    /// The balance and the credit grants pay what they can, and carry what cannot be charged.
    fn settle(&mut self, customer: &CustomerContext, now: Timestamp) -> Result<()> {
        let starting = customer.balance.unwrap_or(Money::zero(self.next.currency));
        let settled = settle(self.next.totals.total, starting, customer.cash_balance.unwrap_or_default())?;
        if settled.amount_due.minor() > ALWAYS_CHARGEABLE {
            let most = settled.amount_due.currency().stripe_maximum_charge()?;
            if settled.amount_due.minor() > most.minor() {
                return Err(InvoiceError::AmountTooLarge { amount: settled.amount_due, most }.into());
            }
        }
        self.next.starting_balance = starting;
        self.next.ending_balance = Some(settled.ending_balance);
        (self.next.amount_due, self.next.amount_remaining) = (settled.amount_due, settled.amount_due);
        let applied = settled.ending_balance.checked_sub(starting)?.checked_sub(settled.too_small)?;
        self.move_balance(BalanceTransactionKind::AppliedToInvoice, "applied", applied, now);
        self.move_balance(BalanceTransactionKind::InvoiceTooSmall, "too-small", settled.too_small, now);
        for credit in &self.next.totals.credits {
            let (id, grant) = (format!("{}-credit-{}", self.next.id, credit.grant), credit.grant.clone());
            let (amount, invoice) = (credit.amount, self.next.id.clone());
            self.effects.push(CustomerEffect::CreditUsed { id, grant, amount, invoice, at: now });
        }
        Ok(())
    }

    /// Moves the customer's balance, if by anything. The id follows from the invoice and the reason.
    pub(super) fn move_balance(
        &mut self,
        kind: BalanceTransactionKind,
        reason: &str,
        amount: Money,
        at: Timestamp,
    ) {
        if amount.is_zero() {
            return;
        }
        let transaction = BalanceTransaction {
            id: format!("{}-{reason}", self.next.id),
            kind,
            amount,
            at,
            invoice: Some(self.next.id.clone()),
            credit_note: None,
            description: None,
        };
        self.effects.push(CustomerEffect::Balance { transaction });
    }

    /// Nothing is left to be paid.
    pub(super) fn settled(&mut self, now: Timestamp) -> Result<()> {
        if self.change(InvoiceChange::Settled, "to pay it")? {
            self.next.paid_at = Some(now);
            self.next.next_payment_attempt = None;
            self.cancel_charges();
            self.happened(InvoiceHappening::Paid, now);
        }
        Ok(())
    }

    fn give_up(&mut self, now: Timestamp) -> Result<()> {
        if self.change(InvoiceChange::GivenUp, "to give it up")? {
            self.next.marked_uncollectible_at = Some(now);
            self.next.next_payment_attempt = None;
            self.happened(InvoiceHappening::MarkedUncollectible, now);
        }
        Ok(())
    }

    /// What it took of the balance and of credit grants comes back.
    fn void(&mut self, now: Timestamp) -> Result<()> {
        if !self.next.amount_paid.is_zero() && !self.next.status.is_final() {
            return Err(InvoiceError::HasPayments { invoice: self.next.id.clone() }.into());
        }
        if !self.change(InvoiceChange::Voided, "to void it")? {
            return Ok(());
        }
        self.next.voided_at = Some(now);
        self.next.next_payment_attempt = None;
        self.cancel_charges();
        if let Some(ending) = self.next.ending_balance {
            let back = self.next.starting_balance.checked_sub(ending)?;
            self.move_balance(BalanceTransactionKind::UnappliedFromInvoice, "unapplied", back, now);
        }
        for credit in &self.next.totals.credits {
            let id = format!("{}-credit-{}-back", self.next.id, credit.grant);
            let (grant, amount, invoice) = (credit.grant.clone(), credit.amount, self.next.id.clone());
            self.effects.push(CustomerEffect::CreditReinstated { id, grant, amount, invoice, at: now });
        }
        self.happened(InvoiceHappening::Voided, now);
        Ok(())
    }

    fn cancel_charges(&mut self) {
        let open = [AttemptOutcome::Pending, AttemptOutcome::RequiresAction];
        for attempt in self.next.attempts.iter_mut().filter(|attempt| open.contains(&attempt.outcome)) {
            attempt.outcome = AttemptOutcome::Canceled;
            self.actions.push(InvoiceAction::CancelCharge { attempt: attempt.id.clone() });
        }
    }
}

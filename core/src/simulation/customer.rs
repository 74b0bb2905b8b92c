//! One customer in a simulation: where subscriptions, invoices, charges and the account meet.

use serde::{Deserialize, Serialize};

use super::{
    ChargeOutcome, ClockEvent, ClockNotice, ClockObject, ClockSettings, ScriptStep, ScriptedInput,
    SimulationError,
};
use crate::{
    Currency, Result, Timestamp,
    calendar::{BillingCycle, Interval, IntervalUnit},
    catalog::{TaxExempt, TaxOptions},
    customer::{CustomerAccount, CustomerContext, CustomerEffect},
    invoice::{
        Finalization, Invoice, InvoiceAction, InvoiceHappening, InvoiceInput, InvoiceStatus, InvoiceStep,
        NewInvoice, NumberSequence,
    },
    subscription::{
        AfterRetries, Bill, Step, Subscription, SubscriptionAction, SubscriptionInput, SubscriptionStatus,
    },
    usage::UsageLedger,
};

/// A customer, and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SimulatedCustomer {
    /// Identifies the customer.
    pub id: String,
    /// The balance and the credit.
    pub account: CustomerAccount,
    /// The numbers of the customer's invoices.
    pub numbers: NumberSequence,
    /// Whether the customer pays tax; none for yes.
    #[serde(default)]
    pub tax_exempt: Option<TaxExempt>,
    /// How tax is assessed.
    #[serde(default)]
    pub tax: Option<TaxOptions>,
    /// The subscriptions, oldest first.
    #[serde(default)]
    pub subscriptions: Vec<Subscription>,
    /// The invoices, oldest first.
    #[serde(default)]
    pub invoices: Vec<Invoice>,
    /// What was used, by meter.
    #[serde(default)]
    pub usage: Vec<UsageLedger>,
    /// When usage is held against the thresholds of subscriptions next; none where nothing came in since.
    #[serde(default)]
    pub usage_counted_at: Option<Timestamp>,
    /// What was announced that is still to come.
    #[serde(default)]
    pub notices: Vec<ClockNotice>,
    /// What becomes of the next charges, in order.
    #[serde(default)]
    pub next_charges: Vec<ChargeOutcome>,
    /// What becomes of the charges after them; none for success.
    #[serde(default)]
    pub charges: Option<ChargeOutcome>,
}

impl SimulatedCustomer {
    /// A customer without anything, whose charges succeed. Invoice numbers begin with `prefix`.
    #[doc(hidden)] // the other languages write the record
    pub fn new(id: &str, currency: Currency, prefix: &str) -> Self {
        Self {
            id: id.to_owned(),
            account: CustomerAccount {
                customer: id.to_owned(),
                currency,
                entries: Vec::new(),
                credit_grants: Vec::new(),
                credit_uses: Vec::new(),
            },
            numbers: NumberSequence { prefix: prefix.to_owned(), next: 1 },
            tax_exempt: None,
            tax: None,
            subscriptions: Vec::new(),
            invoices: Vec::new(),
            usage: Vec::new(),
            usage_counted_at: None,
            notices: Vec::new(),
            next_charges: Vec::new(),
            charges: None,
        }
    }

    /// What is known of the customer when an invoice is worked out.
    pub(super) fn context(&self) -> CustomerContext {
        let (tax_exempt, tax) = (self.tax_exempt, self.tax);
        CustomerContext { tax_exempt, tax, ..self.account.context() }
    }

    /// Moves the customer to `to`: at each instant first what time does, then what the script says.
    pub(super) fn advance(
        &mut self,
        script: &[&ScriptStep],
        settings: &ClockSettings,
        to: Timestamp,
    ) -> Result<Vec<ClockEvent>> {
        owned_by(&self.id, "account", &self.id, &self.account.customer)?;
        let mut world = World { customer: self, settings, events: Vec::new() };
        for step in script {
            world.pass_time(step.at)?;
            let place = |error: crate::Error| error.at(format_args!("`{}` at `{}`", step.customer, step.at));
            world.take(&step.input, step.at).map_err(place)?;
        }
        world.pass_time(to)?;
        Ok(world.events)
    }
}

/// A customer on the move.
pub(super) struct World<'a> {
    pub(super) customer: &'a mut SimulatedCustomer,
    pub(super) settings: &'a ClockSettings,
    events: Vec<ClockEvent>,
}

/// What wakes next.
pub(super) enum Waking {
    Subscription(usize),
    Invoice(usize),
    Usage,
    Upcoming(usize),
    WillBeDue(usize),
}

impl World<'_> {
    /// Does what time does up to `to`, in order.
    fn pass_time(&mut self, to: Timestamp) -> Result<()> {
        while let Some((at, what)) = self.next_waking()?.filter(|(at, _)| *at <= to) {
            match what {
                Waking::Subscription(place) => {
                    self.tell_subscription(place, &SubscriptionInput::Advance, at)?
                }
                Waking::Invoice(place) => self.wake_invoice(place, at)?,
                Waking::Usage => self.count_usage(at)?,
                Waking::Upcoming(place) => self.announce_upcoming(place, at)?,
                Waking::WillBeDue(place) => self.announce_due(place, at),
            }
        }
        Ok(())
    }

    /// The earliest waking; of several at one instant a subscription's, then an invoice's, then the oldest. What
    /// is only announced comes last.
    fn next_waking(&self) -> Result<Option<(Timestamp, Waking)>> {
        let mut next: Option<(Timestamp, Waking)> = None;
        let mut offer = |at: Option<Timestamp>, what: Waking| {
            if let Some(at) = at.filter(|at| next.as_ref().is_none_or(|(known, _)| at < known)) {
                next = Some((at, what));
            }
        };
        for (place, subscription) in self.customer.subscriptions.iter().enumerate() {
            offer(subscription.wake_at()?, Waking::Subscription(place));
        }
        for (place, invoice) in self.customer.invoices.iter().enumerate() {
            let paid = self.pays_at(invoice)?;
            let wakes = [invoice.wake_at()?, paid].into_iter().flatten().min();
            offer(wakes, Waking::Invoice(place));
        }
        offer(self.customer.usage_counted_at, Waking::Usage);
        if let Some((at, notice)) = self.next_notice()? {
            offer(Some(at), notice);
        }
        Ok(next)
    }

    /// When the customer pays an invoice that was sent.
    fn pays_at(&self, invoice: &Invoice) -> Result<Option<Timestamp>> {
        let sent = invoice
            .finalized_at
            .filter(|_| invoice.status == InvoiceStatus::Open && invoice.due_date.is_some());
        let (Some(sent), Some(days)) = (sent, self.settings.sent_invoices_paid_after_days) else {
            return Ok(None);
        };
        days_after(sent, days).map(|at| Some(at.max(invoice.updated_at)))
    }

    fn wake_invoice(&mut self, place: usize, at: Timestamp) -> Result<()> {
        let Some(invoice) = self.customer.invoices.get(place) else { return Ok(()) };
        let draft = invoice.status == InvoiceStatus::Draft;
        let pays = self.pays_at(invoice)?.is_some_and(|pays| pays <= at);
        let input = if draft {
            InvoiceInput::Finalize { finalization: self.finalization(place, &Finalization::default())? }
        } else if pays {
            InvoiceInput::PaymentSucceeded { payment: format!("{}-transfer", invoice.id), amount: None }
        } else {
            InvoiceInput::Advance
        };
        self.tell_invoice(place, &input, at)
    }

    /// What is said when an invoice is finalized, and, where nothing is, what is known: a number is taken.
    fn finalization(&mut self, place: usize, said: &Finalization) -> Result<Finalization> {
        let Finalization { mut quantities, customer, mut number, charge } = said.clone();
        if quantities.is_empty() {
            let usage = self.customer.invoices.get(place).map(|invoice| invoice.usage.as_slice());
            quantities = self.customer.quantities(usage.unwrap_or_default())?;
        }
        if number.is_none() {
            let taken = self.customer.numbers.take_number()?;
            self.customer.numbers = taken.sequence;
            number = Some(taken.number);
        }
        let customer = customer.or_else(|| Some(self.customer.context()));
        Ok(Finalization { quantities, customer, number, charge })
    }

    /// An input of the script, with what is known where it finalizes a draft and leaves that out.
    fn completed(&mut self, place: usize, input: &InvoiceInput) -> Result<InvoiceInput> {
        let status = self.customer.invoices.get(place).map(|invoice| invoice.status);
        if let InvoiceInput::Finalize { finalization } = input
            && status == Some(InvoiceStatus::Draft)
        {
            return Ok(InvoiceInput::Finalize { finalization: self.finalization(place, finalization)? });
        }
        Ok(input.clone())
    }

    /// Does what the script says.
    fn take(&mut self, input: &ScriptedInput, at: Timestamp) -> Result<()> {
        match input {
            ScriptedInput::Subscribe { subscription } => {
                owned_by(&self.customer.id, "subscription", &subscription.id, &subscription.customer)?;
                if self.customer.subscriptions.iter().any(|known| known.id == subscription.id) {
                    let id = subscription.id.clone();
                    return Err(SimulationError::Duplicate { what: "subscription", id }.into());
                }
                let step = subscription.create(at)?;
                self.customer.subscriptions.push(step.next.clone());
                self.follow_subscription(step, at)?;
            }
            ScriptedInput::Subscription { id, input } => {
                let place = self.customer.subscriptions.iter().position(|known| known.id == *id);
                let place = place.ok_or_else(|| unknown("subscription", id))?;
                self.tell_subscription(place, input, at)?;
                self.customer.count_usage_after(at)?;
            }
            ScriptedInput::InvoiceByHand { invoice } => {
                owned_by(&self.customer.id, "invoice", &invoice.id, &invoice.customer)?;
                if self.customer.invoices.iter().any(|known| known.id == invoice.id) {
                    let id = invoice.id.clone();
                    return Err(SimulationError::Duplicate { what: "invoice", id }.into());
                }
                self.make_invoice(invoice.bill_by_hand(at)?, at)?;
            }
            ScriptedInput::Invoice { id, input } => {
                let place = self.customer.invoices.iter().position(|known| known.id == *id);
                let place = place.ok_or_else(|| unknown("invoice", id))?;
                let input = self.completed(place, input)?;
                self.tell_invoice(place, &input, at)?;
            }
            ScriptedInput::Account { effect } => self.post(effect, at)?,
            ScriptedInput::Usage { meter, event } => {
                owned_by(&self.customer.id, "usage event", &event.id, &event.customer)?;
                let ledger = self.customer.usage.iter_mut().find(|ledger| ledger.meter.id == *meter);
                let ledger = ledger.ok_or_else(|| unknown("meter", meter))?;
                *ledger = ledger.clone().take_in(std::slice::from_ref(event), &[]).ledger;
                self.customer.count_usage_after(at)?;
            }
            ScriptedInput::Charges { next, then } => {
                self.customer.next_charges.clone_from(next);
                self.customer.charges = Some(*then);
            }
        }
        self.pass_time(at)
    }

    pub(super) fn tell_subscription(
        &mut self,
        place: usize,
        input: &SubscriptionInput,
        at: Timestamp,
    ) -> Result<()> {
        let Some(subscription) = self.customer.subscriptions.get_mut(place) else { return Ok(()) };
        let step = subscription.apply(input, at)?;
        subscription.clone_from(&step.next);
        self.follow_subscription(step, at)
    }

    /// Does what a subscription asks for.
    fn follow_subscription(&mut self, step: Step, at: Timestamp) -> Result<()> {
        for event in step.events {
            let subscription = step.next.clone();
            self.happened(event.at, ClockObject::Subscription { event, subscription });
        }
        for action in step.actions {
            match action {
                SubscriptionAction::CreateInvoice { bill } => self.make_invoice(bill, at)?,
                SubscriptionAction::VoidInvoice { invoice } => {
                    self.tell_invoice_of(&invoice, &InvoiceInput::Void, at)?;
                }
                SubscriptionAction::StopCollection { invoice } => {
                    self.tell_invoice_of(&invoice, &InvoiceInput::StopCollection, at)?;
                }
            }
        }
        Ok(())
    }

    fn make_invoice(&mut self, bill: Bill, at: Timestamp) -> Result<()> {
        let made = NewInvoice::from(bill).create()?;
        self.customer.invoices.push(made.next.clone());
        let place = self.customer.invoices.len().saturating_sub(1);
        self.follow_invoice(place, made, at)
    }

    fn tell_invoice_of(&mut self, id: &str, input: &InvoiceInput, at: Timestamp) -> Result<()> {
        match self.customer.invoices.iter().position(|known| known.id == id) {
            Some(place) => self.tell_invoice(place, input, at),
            None => Ok(()),
        }
    }

    fn tell_invoice(&mut self, place: usize, input: &InvoiceInput, at: Timestamp) -> Result<()> {
        let Some(invoice) = self.customer.invoices.get_mut(place) else { return Ok(()) };
        let step = invoice.apply(input, at)?;
        invoice.clone_from(&step.next);
        self.follow_invoice(place, step, at)
    }

    /// Does what an invoice asks for, and tells its subscription what became of it.
    fn follow_invoice(&mut self, place: usize, step: InvoiceStep, at: Timestamp) -> Result<()> {
        let InvoiceStep { next, events, actions, effects } = step;
        for event in &events {
            let invoice = next.clone();
            self.happened(event.at, ClockObject::Invoice { event: event.clone(), invoice });
        }
        for effect in &effects {
            self.post(effect, at)?;
        }
        for event in &events {
            self.tell_subscription_of(&next, event.what, at)?;
        }
        for action in actions {
            match action {
                InvoiceAction::Charge { attempt, .. } => self.charge(place, attempt, at)?,
                InvoiceAction::CancelCharge { .. }
                | InvoiceAction::Send { .. }
                | InvoiceAction::Refund { .. } => {}
            }
        }
        Ok(())
    }

    /// A charge succeeds or fails as the script says; by itself it fails where there is nothing to charge.
    fn charge(&mut self, place: usize, attempt: String, at: Timestamp) -> Result<()> {
        let outcome = if self.lacks_payment_method(place) {
            ChargeOutcome::Fails
        } else {
            let next = (!self.customer.next_charges.is_empty()).then(|| self.customer.next_charges.remove(0));
            next.or(self.customer.charges).unwrap_or_default()
        };
        let input = match outcome {
            ChargeOutcome::Succeeds => InvoiceInput::PaymentSucceeded { payment: attempt, amount: None },
            ChargeOutcome::RequiresAction => InvoiceInput::PaymentActionRequired { attempt },
            ChargeOutcome::Fails => {
                let retry_at = self.retry_at(place, at)?;
                InvoiceInput::PaymentFailed { attempt, retry_at }
            }
        };
        self.tell_invoice(place, &input, at)
    }

    /// Whether an invoice is tried by itself, and its subscription has no payment method.
    fn lacks_payment_method(&self, place: usize) -> bool {
        let Some(invoice) = self.customer.invoices.get(place) else { return false };
        let automatic = invoice.attempts.last().is_some_and(|attempt| attempt.automatic);
        automatic && self.subscription_of(invoice).is_some_and(|known| !known.has_payment_method)
    }

    fn subscription_of(&self, invoice: &Invoice) -> Option<&Subscription> {
        let of = |known: &&Subscription| Some(&known.id) == invoice.subscription.as_ref();
        self.customer.subscriptions.iter().find(of)
    }

    /// Whether an invoice's subscription waits for its first payment, for 23 hours and without retries.
    fn is_incomplete(&self, invoice: &Invoice) -> bool {
        self.subscription_of(invoice).is_some_and(|known| known.status == SubscriptionStatus::Incomplete)
    }

    /// When the next retry is: so long after each attempt that counts. One by hand leaves it as it was.
    fn retry_at(&self, place: usize, at: Timestamp) -> Result<Option<Timestamp>> {
        let Some(invoice) = self.customer.invoices.get(place) else { return Ok(None) };
        if self.is_incomplete(invoice) {
            return Ok(None);
        }
        let (Some(retries), Some(latest)) = (invoice.attempts.len().checked_sub(1), invoice.attempts.last())
        else {
            return Ok(None);
        };
        if retries > 0 && !latest.automatic {
            return Ok(invoice.next_payment_attempt);
        }
        let by_hand = invoice.attempts.iter().skip(1).filter(|attempt| !attempt.automatic).count();
        let usual = [3, 5, 7];
        let days = self.settings.retry_after_days.as_deref().unwrap_or(&usual);
        let next = days.get(retries.saturating_sub(by_hand));
        next.map(|days| days_after(at, *days)).transpose()
    }

    /// What an invoice's fate means for its subscription.
    fn tell_subscription_of(
        &mut self,
        invoice: &Invoice,
        what: InvoiceHappening,
        at: Timestamp,
    ) -> Result<()> {
        let id = invoice.id.clone();
        let input = match what {
            InvoiceHappening::Paid => SubscriptionInput::InvoicePaid { invoice: id },
            InvoiceHappening::PaymentFailed
                if invoice.next_payment_attempt.is_some() || self.is_incomplete(invoice) =>
            {
                SubscriptionInput::PaymentFailed { invoice: id }
            }
            InvoiceHappening::PaymentFailed => {
                self.give_subscription(
                    invoice,
                    &SubscriptionInput::PaymentFailed { invoice: id.clone() },
                    at,
                )?;
                let then = self.settings.after_retries.unwrap_or(AfterRetries::Cancel);
                SubscriptionInput::RetriesExhausted { invoice: id, then }
            }
            InvoiceHappening::Overdue => SubscriptionInput::InvoiceOverdue { invoice: id },
            InvoiceHappening::Voided => SubscriptionInput::InvoiceVoided { invoice: id },
            InvoiceHappening::MarkedUncollectible => SubscriptionInput::InvoiceUncollectible { invoice: id },
            InvoiceHappening::Created
            | InvoiceHappening::Updated
            | InvoiceHappening::Finalized
            | InvoiceHappening::Sent
            | InvoiceHappening::PaymentSucceeded
            | InvoiceHappening::PaymentActionRequired
            | InvoiceHappening::Upcoming
            | InvoiceHappening::WillBeDue
            | InvoiceHappening::Deleted
            | InvoiceHappening::Credited
            | InvoiceHappening::CreditNoteVoided => return Ok(()),
        };
        self.give_subscription(invoice, &input, at)
    }

    fn give_subscription(
        &mut self,
        invoice: &Invoice,
        input: &SubscriptionInput,
        at: Timestamp,
    ) -> Result<()> {
        let of = invoice.subscription.as_ref();
        match self.customer.subscriptions.iter().position(|known| Some(&known.id) == of) {
            Some(place) => self.tell_subscription(place, input, at),
            None => Ok(()),
        }
    }

    fn post(&mut self, effect: &CustomerEffect, at: Timestamp) -> Result<()> {
        self.customer.account = self.customer.account.post(effect)?;
        self.happened(at, ClockObject::Account { effect: effect.clone() });
        Ok(())
    }

    pub(super) fn happened(&mut self, at: Timestamp, object: ClockObject) {
        self.events.push(ClockEvent { at, customer: self.customer.id.clone(), object });
    }
}

fn unknown(what: &'static str, id: &str) -> crate::Error {
    SimulationError::Unknown { what, id: id.to_owned() }.into()
}

/// Refuses what says that it is another customer's.
fn owned_by(owner: &str, what: &'static str, id: &str, customer: &str) -> Result<()> {
    if customer == owner {
        return Ok(());
    }
    let (id, customer, owner) = (id.to_owned(), customer.to_owned(), owner.to_owned());
    Err(SimulationError::OtherCustomer { what, id, customer, owner }.into())
}

fn days_after(at: Timestamp, count: u32) -> Result<Timestamp> {
    if count == 0 {
        return Ok(at);
    }
    BillingCycle { anchor: at, interval: Interval { unit: IntervalUnit::Day, count } }.boundary(1)
}

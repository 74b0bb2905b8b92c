//! The life of one customer: what it does, and when.
//!
//! It is lived while its script is written: what a customer asks for follows from chance and from what became
//! of it so far, so the script only asks for what the state allows.

use super::{
    dice::Dice,
    orders::Order,
    setup::{Setup, timestamp},
};
use crate::{
    Currency, Result,
    invoice::InvoiceInput,
    simulation::{
        ChargeOutcome, ClockEvent, ClockStep, ScriptStep, ScriptedInput, SimulatedCustomer, TestClock,
    },
    subscription::{
        BillCollection, CancelRequest, CancelWhen, CancellationDetails, CancellationFeedback,
        CancellationReason, ItemChange, PauseCollection, PauseRequest, ProrationBehavior, Subscription,
        SubscriptionInput, SubscriptionStatus, SubscriptionUpdate,
    },
    usage::{IntakeRules, UsageEvent, open_ledger},
};

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;
/// Signing up again and again makes a business of ghosts.
const MOST_SUBSCRIPTIONS: u32 = 3;

/// What can happen in a month; the last one is nothing.
const TURNS: [Turn; 8] = [
    Turn::Upgrade,
    Turn::Downgrade,
    Turn::MoreSeats,
    Turn::FewerSeats,
    Turn::Failure,
    Turn::Pause,
    Turn::Cancellation,
    Turn::Nothing,
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Upgrade,
    Downgrade,
    MoreSeats,
    FewerSeats,
    Failure,
    Pause,
    Cancellation,
    Nothing,
}

/// A customer that lives, and the script of its life so far.
pub(super) struct Life<'a> {
    setup: &'a Setup,
    dice: Dice,
    number: u32,
    market: usize,
    customer: SimulatedCustomer,
    script: Vec<ScriptStep>,
    events: Vec<ClockEvent>,
}

impl<'a> Life<'a> {
    /// The whole life of the customer of a number.
    pub(super) fn of(setup: &'a Setup, number: u32) -> Result<Self> {
        let mut dice = Dice::of(setup.seed, number);
        let shares: Vec<u32> = setup.markets.iter().map(|market| market.share).collect();
        let market = dice.pick(&shares);
        let first = sign_up(setup, number, &mut dice);
        let currency = setup.markets.get(market).map_or(Currency::USD, |market| market.currency);
        let customer = newcomer(number, currency);
        let mut life = Self { setup, dice, number, market, customer, script: Vec::new(), events: Vec::new() };
        life.subscriptions(first)?;
        life.pass(setup.end)?;
        Ok(life)
    }

    /// Where it begins: the customer with all that will happen to it.
    pub(super) fn clock(self) -> Result<TestClock> {
        let mut customer = newcomer(self.number, self.customer.account.currency);
        if !self.customer.usage.is_empty() {
            customer.usage.push(open_ledger(&self.setup.meter, IntakeRules::default())?);
        }
        Ok(TestClock {
            now: timestamp(self.setup.start)?,
            settings: Some(self.setup.settings.clone()),
            customers: vec![customer],
            script: self.script,
        })
    }

    /// Where it ends, and all that happened: what [`clock`](Self::clock) gives when it is moved to the end.
    pub(super) fn lived(self) -> Result<ClockStep> {
        let next = TestClock {
            now: timestamp(self.setup.end)?,
            settings: Some(self.setup.settings.clone()),
            customers: vec![self.customer],
            script: Vec::new(),
        };
        Ok(ClockStep { next, events: self.events })
    }

    /// One subscription after the other, until one lasts or the customer stays away.
    fn subscriptions(&mut self, first: u64) -> Result<()> {
        let mut at = first;
        for count in 1..=MOST_SUBSCRIPTIONS {
            let order = self.order(format!("sub_{:06}_{count}", self.number), at, count == 1);
            self.subscribe(&order)?;
            let Some(ended) = self.months(order)? else { return Ok(()) };
            if !self.dice.chance(self.setup.rates.returns) {
                return Ok(());
            }
            at = ended.saturating_add(self.dice.between(60 * DAY, 240 * DAY));
            if at >= self.setup.end {
                return Ok(());
            }
        }
        Ok(())
    }

    fn order(&mut self, id: String, at: u64, first: bool) -> Order {
        let rates = self.setup.rates;
        let shares: Vec<u32> = self.setup.offers.iter().map(|offer| offer.share).collect();
        let offer = self.dice.pick(&shares);
        let seats = self.dice.below(4).saturating_mul(self.dice.below(4)).saturating_add(1);
        let annual = self.dice.chance(rates.annual);
        let sent = self.dice.chance(rates.sent_invoices);
        Order {
            id,
            customer: self.customer.id.clone(),
            at,
            market: self.market,
            offer,
            annual,
            seats,
            metered: !annual && self.dice.chance(rates.metered),
            sent,
            trial: first && !sent && self.dice.chance(rates.trials),
            converts: !self.dice.chance(rates.trial_losses),
        }
    }

    /// Begins a subscription. Where its first payment fails, half try another card within the hour.
    fn subscribe(&mut self, order: &Order) -> Result<()> {
        let Some(subscription) = order.subscription(self.setup, &mut self.dice)? else { return Ok(()) };
        if order.metered && self.customer.usage.is_empty() {
            self.customer.usage.push(open_ledger(&self.setup.meter, IntakeRules::default())?);
        }
        let fails = !order.trial && !order.sent && self.dice.chance(self.setup.rates.first_payment_failures);
        let next = if fails { vec![ChargeOutcome::Fails] } else { Vec::new() };
        self.act(order.at, ScriptedInput::Charges { next, then: ChargeOutcome::Succeeds })?;
        self.act(order.at, ScriptedInput::Subscribe { subscription })?;
        let incomplete = self
            .subscription()
            .is_some_and(|subscription| subscription.status == SubscriptionStatus::Incomplete);
        if incomplete && self.dice.chance(500) {
            let Some(id) = self.customer.invoices.last().map(|invoice| invoice.id.clone()) else {
                return Ok(());
            };
            let later = order.at.saturating_add(self.dice.between(60, HOUR));
            self.act(later, ScriptedInput::Invoice { id, input: InvoiceInput::Pay { attempt: 2 } })?;
        }
        Ok(())
    }

    /// Month after month something may happen; says when the subscription ended, if it did.
    fn months(&mut self, mut order: Order) -> Result<Option<u64>> {
        let changes = self.setup.rates.each_month();
        let nothing = changes.iter().fold(1_000_u32, |rest, rate| rest.saturating_sub(*rate));
        let weights: Vec<u32> = changes.into_iter().chain([nothing]).collect();
        let (mut at, mut used) = (order.at, 0_u32);
        loop {
            at = at.saturating_add(self.dice.between(24 * DAY, 37 * DAY));
            if at >= self.setup.end {
                return Ok(None);
            }
            self.pass(at)?;
            if let Some(ended) = self.subscription().and_then(|subscription| subscription.ended_at) {
                return Ok(Some(u64::try_from(ended.to_seconds()?).unwrap_or_default()));
            }
            if order.metered {
                used = used.saturating_add(1);
                self.usage(&order, at, used)?;
            }
            let turn = TURNS.get(self.dice.pick(&weights)).copied().unwrap_or(Turn::Nothing);
            if self.subscription().is_some_and(settled) {
                self.turn(turn, &mut order, at)?;
            }
        }
    }

    fn turn(&mut self, turn: Turn, order: &mut Order, at: u64) -> Result<()> {
        match turn {
            Turn::Upgrade => self.change_offer(order, at, true),
            Turn::Downgrade => self.change_offer(order, at, false),
            Turn::MoreSeats => {
                let more = self.dice.between(1, 3);
                self.change_seats(order, at, more, 0)
            }
            Turn::FewerSeats => self.change_seats(order, at, 0, 1),
            Turn::Failure if !order.sent => self.fail(at),
            Turn::Pause => self.pause(order, at),
            Turn::Cancellation => self.cancel(order, at),
            Turn::Failure | Turn::Nothing => Ok(()),
        }
    }

    fn usage(&mut self, order: &Order, at: u64, count: u32) -> Result<()> {
        let event = UsageEvent {
            id: format!("{}_use_{count}", order.id),
            customer: self.customer.id.clone(),
            at: timestamp(at)?,
            value: i64::try_from(self.dice.below(25_000)).unwrap_or_default(),
            received_at: None,
        };
        self.act(at, ScriptedInput::Usage { meter: self.setup.meter.id.clone(), event })
    }

    /// To the next offer, or the one before; nothing where there is none.
    fn change_offer(&mut self, order: &mut Order, at: u64, up: bool) -> Result<()> {
        let next = if up { order.offer.checked_add(1) } else { order.offer.checked_sub(1) };
        let Some(next) = next.filter(|next| *next < self.setup.offers.len()) else { return Ok(()) };
        order.offer = next;
        let change = ItemChange::Set {
            id: order.seat_item(),
            price: order.price(self.setup),
            quantity: Some(i64::try_from(order.seats).unwrap_or(1)),
            discounts: None,
            tax_rates: None,
        };
        // What an annual customer owes for the rest of the year is not left until it ends.
        let behavior = (up && order.annual).then_some(ProrationBehavior::AlwaysInvoice);
        self.update(order, at, change, behavior)
    }

    fn change_seats(&mut self, order: &mut Order, at: u64, more: u64, fewer: u64) -> Result<()> {
        let seats = order.seats.saturating_add(more).saturating_sub(fewer).max(1);
        if seats == order.seats {
            return Ok(());
        }
        order.seats = seats;
        let quantity = Some(i64::try_from(seats).unwrap_or(1));
        let id = order.seat_item();
        let change = ItemChange::Set { id, price: None, quantity, discounts: None, tax_rates: None };
        self.update(order, at, change, None)
    }

    fn update(
        &mut self,
        order: &Order,
        at: u64,
        change: ItemChange,
        proration_behavior: Option<ProrationBehavior>,
    ) -> Result<()> {
        let update = SubscriptionUpdate { items: vec![change], proration_behavior, ..Default::default() };
        self.ask(order, at, SubscriptionInput::Update { update })
    }

    /// Payments fail from now on: never work again, or after a few attempts.
    fn fail(&mut self, at: u64) -> Result<()> {
        let (next, then) = if self.dice.chance(self.setup.rates.lost_payments) {
            (Vec::new(), ChargeOutcome::Fails)
        } else {
            let fails = usize::try_from(self.dice.between(1, 3)).unwrap_or(1);
            (vec![ChargeOutcome::Fails; fails], ChargeOutcome::Succeeds)
        };
        self.act(at, ScriptedInput::Charges { next, then })
    }

    /// Pauses the service, or only the collection.
    fn pause(&mut self, order: &Order, at: u64) -> Result<()> {
        let until = at.saturating_add(self.dice.between(30 * DAY, 90 * DAY));
        let ends = Some(timestamp(until)?);
        let input = if !order.sent && self.dice.chance(500) {
            let request = PauseRequest { until: ends, percent_off: None, credit_unused: None };
            SubscriptionInput::Pause { request }
        } else {
            let pause = PauseCollection { behavior: BillCollection::Void, resumes_at: ends };
            SubscriptionInput::PauseCollection { pause }
        };
        self.ask(order, at, input)
    }

    /// Asks to end with the period, and may think better of it before.
    fn cancel(&mut self, order: &Order, at: u64) -> Result<()> {
        use CancellationFeedback::{MissingFeatures, SwitchedService, TooExpensive, Unused};
        let reasons = [TooExpensive, Unused, SwitchedService, MissingFeatures];
        let feedback = reasons.get(self.dice.pick(&[35, 30, 20, 15])).copied();
        let reason = CancellationReason::CancellationRequested;
        let request = CancelRequest {
            when: CancelWhen::PeriodEnd,
            prorate: None,
            invoice_now: None,
            proration_behavior: None,
            details: Some(CancellationDetails { reason, feedback, comment: None }),
        };
        self.ask(order, at, SubscriptionInput::Cancel { request })?;
        let regret = at.saturating_add(self.dice.between(HOUR, DAY));
        if !self.dice.chance(self.setup.rates.changed_minds) {
            return Ok(());
        }
        self.pass(regret)?;
        let runs = self.subscription().is_some_and(|subscription| !subscription.status.is_terminal());
        if runs { self.ask(order, regret, SubscriptionInput::KeepGoing) } else { Ok(()) }
    }

    /// The latest subscription as it stands.
    fn subscription(&self) -> Option<&Subscription> {
        self.customer.subscriptions.last()
    }

    fn ask(&mut self, order: &Order, at: u64, input: SubscriptionInput) -> Result<()> {
        self.act(at, ScriptedInput::Subscription { id: order.id.clone(), input })
    }

    /// Lets time pass, at most to the end.
    fn pass(&mut self, to: u64) -> Result<()> {
        let to = timestamp(to.min(self.setup.end))?;
        self.events.extend(self.customer.advance(&[], &self.setup.settings, to)?);
        Ok(())
    }

    /// Does something and writes it down. What would come after the end is left out.
    fn act(&mut self, at: u64, input: ScriptedInput) -> Result<()> {
        if at < self.setup.end {
            let step = ScriptStep { at: timestamp(at)?, customer: self.customer.id.clone(), input };
            self.events.extend(self.customer.advance(&[&step], &self.setup.settings, step.at)?);
            self.script.push(step);
        }
        Ok(())
    }
}

fn newcomer(number: u32, currency: Currency) -> SimulatedCustomer {
    SimulatedCustomer::new(&format!("cus_{number:06}"), currency, &format!("C{number:06}"))
}

/// Whether a subscription runs as it was ordered: only then does a customer think of a change.
fn settled(subscription: &Subscription) -> bool {
    subscription.status == SubscriptionStatus::Active
        && subscription.pause_collection.is_none()
        && subscription.cancel_at.is_none()
        && !subscription.cancel_at_period_end
}

/// Customers share the weights of all months evenly, each at random within its share: so they sign up in the
/// order of their numbers.
fn sign_up(setup: &Setup, number: u32, dice: &mut Dice) -> u64 {
    const PARTS: u64 = 1 << 20;
    let all = setup.months.iter().fold(0_u128, |sum, month| sum.saturating_add(month.weight.into()));
    let part = u64::from(number).saturating_mul(PARTS).saturating_add(dice.below(PARTS));
    let parts = u128::from(setup.customers).saturating_mul(PARTS.into());
    let mut place = all.saturating_mul(part.into()).checked_div(parts).unwrap_or_default();
    for month in &setup.months {
        match place.checked_sub(month.weight.into()) {
            Some(rest) => place = rest,
            None => {
                let length = u128::from(month.end.saturating_sub(month.start));
                let into = place.saturating_mul(length).checked_div(month.weight.into()).unwrap_or_default();
                return month.start.saturating_add(u64::try_from(into).unwrap_or_default());
            }
        }
    }
    setup.start
}

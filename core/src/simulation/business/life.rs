//! The life of one customer: what it does, and when.
//!
//! The script is written without looking at what becomes of it, so it only asks for what the state will
//! allow: after a payment that never works again, or an end, nothing more is asked of that subscription.

use super::{
    dice::Dice,
    orders::{Order, TRIAL_DAYS},
    setup::{Setup, timestamp},
};
use crate::{
    BillingCycle, Interval, Result,
    invoice::InvoiceInput,
    simulation::{ChargeOutcome, ScriptStep, ScriptedInput, SimulatedCustomer, TestClock},
    subscription::{
        BillCollection, CancelRequest, CancelWhen, CancellationDetails, CancellationFeedback,
        CancellationReason, ItemChange, PauseCollection, PauseRequest, ProrationBehavior, SubscriptionInput,
        SubscriptionUpdate,
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

/// A customer's clock, with its whole script.
pub(super) fn life(setup: &Setup, number: u32) -> Result<TestClock> {
    let mut dice = Dice::of(setup.seed, number);
    let id = format!("cus_{number:06}");
    let shares: Vec<u32> = setup.markets.iter().map(|market| market.share).collect();
    let market = dice.pick(&shares);
    let first = sign_up(setup, number, &mut dice);
    let mut writer = Writer { setup, dice, customer: id.clone(), market, script: Vec::new(), metered: false };
    writer.subscriptions(number, first)?;
    let currency = setup.markets.get(market).map_or(crate::Currency::USD, |market| market.currency);
    let mut customer = SimulatedCustomer::new(&id, currency, &format!("C{number:06}"));
    if writer.metered {
        customer.usage.push(open_ledger(&setup.meter, IntakeRules::default())?);
    }
    Ok(TestClock {
        now: timestamp(setup.start)?,
        settings: Some(setup.settings.clone()),
        customers: vec![customer],
        script: writer.script,
    })
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

/// Writes the script of one customer.
struct Writer<'a> {
    setup: &'a Setup,
    dice: Dice,
    customer: String,
    market: usize,
    script: Vec<ScriptStep>,
    metered: bool,
}

/// Where a subscription stands in the script.
struct Standing {
    order: Order,
    /// From where periods are counted; none once a pause restarted them.
    anchor: Option<u64>,
    used: u32,
    /// Until when attempts that fail may be left. More of them would exhaust the retries of one invoice.
    failing_until: u64,
}

impl Writer<'_> {
    /// One subscription after the other, until one lasts or the customer stays away.
    fn subscriptions(&mut self, number: u32, first: u64) -> Result<()> {
        let mut at = first;
        for life in 1..=MOST_SUBSCRIPTIONS {
            let order = self.order(format!("sub_{number:06}_{life}"), at, life == 1);
            let Some(ended) = self.subscribe(order)? else { return Ok(()) };
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
            customer: self.customer.clone(),
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

    /// Begins a subscription and follows it; says when it ends, if it does.
    fn subscribe(&mut self, order: Order) -> Result<Option<u64>> {
        let Some(subscription) = order.subscription(self.setup, &mut self.dice)? else { return Ok(None) };
        let fails = !order.trial && !order.sent && self.dice.chance(self.setup.rates.first_payment_failures);
        let next = if fails { vec![ChargeOutcome::Fails] } else { Vec::new() };
        self.say(order.at, ScriptedInput::Charges { next, then: ChargeOutcome::Succeeds })?;
        self.say(order.at, ScriptedInput::Subscribe { subscription })?;
        self.metered |= order.metered;
        let mut anchor = order.at;
        if fails {
            if self.dice.chance(500) {
                // Another card, within the hour.
                let later = order.at.saturating_add(self.dice.between(60, HOUR));
                let input = InvoiceInput::Pay { attempt: 2 };
                self.say(later, ScriptedInput::Invoice { id: format!("{}-1", order.id), input })?;
            } else {
                return Ok(Some(order.at.saturating_add(23 * HOUR)));
            }
        }
        if order.trial {
            anchor = order.at.saturating_add(u64::from(TRIAL_DAYS).saturating_mul(DAY));
            if !order.converts {
                return Ok(Some(anchor));
            }
        }
        self.months(Standing { order, anchor: Some(anchor), used: 0, failing_until: 0 }, anchor)
    }

    /// Month after month something may happen; says when the subscription ends, if it does.
    fn months(&mut self, mut standing: Standing, from: u64) -> Result<Option<u64>> {
        let rates = self.setup.rates;
        let changes = rates.each_month();
        let nothing = changes.iter().fold(1_000_u32, |rest, rate| rest.saturating_sub(*rate));
        let weights: Vec<u32> = changes.into_iter().chain([nothing]).collect();
        let mut at = from;
        loop {
            at = at.saturating_add(self.dice.between(24 * DAY, 37 * DAY));
            if at >= self.setup.end {
                return Ok(None);
            }
            if standing.order.metered {
                self.usage(&mut standing, at)?;
            }
            let turn = TURNS.get(self.dice.pick(&weights)).copied().unwrap_or(Turn::Nothing);
            match turn {
                Turn::Upgrade => self.change_offer(&mut standing, at, true)?,
                Turn::Downgrade => self.change_offer(&mut standing, at, false)?,
                Turn::MoreSeats => {
                    let more = self.dice.between(1, 3);
                    self.change_seats(&mut standing, at, more, 0)?;
                }
                Turn::FewerSeats => self.change_seats(&mut standing, at, 0, 1)?,
                Turn::Failure if !standing.order.sent && standing.failing_until <= at => {
                    // The next renewal, its hour as a draft, and fifteen days of retries.
                    let longest = if standing.order.annual { 382 * DAY } else { 48 * DAY };
                    standing.failing_until = at.saturating_add(longest);
                    if self.fail(at)? {
                        return Ok(Some(standing.failing_until));
                    }
                }
                Turn::Pause => at = self.pause(&mut standing, at)?,
                Turn::Cancellation => {
                    if let Some(end) = self.cancel(&standing, at)? {
                        return Ok(Some(end));
                    }
                }
                Turn::Failure | Turn::Nothing => {}
            }
        }
    }

    fn usage(&mut self, standing: &mut Standing, at: u64) -> Result<()> {
        standing.used = standing.used.saturating_add(1);
        let event = UsageEvent {
            id: format!("{}_use_{}", standing.order.id, standing.used),
            customer: self.customer.clone(),
            at: timestamp(at)?,
            value: i64::try_from(self.dice.below(25_000)).unwrap_or_default(),
            received_at: None,
        };
        self.say(at, ScriptedInput::Usage { meter: self.setup.meter.id.clone(), event })
    }

    /// To the next offer, or the one before; nothing where there is none.
    fn change_offer(&mut self, standing: &mut Standing, at: u64, up: bool) -> Result<()> {
        let order = &mut standing.order;
        let next = if up { order.offer.checked_add(1) } else { order.offer.checked_sub(1) };
        let Some(next) = next.filter(|next| *next < self.setup.offers.len()) else { return Ok(()) };
        order.offer = next;
        let change = ItemChange::Set {
            id: order.seat_item(),
            price: order.price(self.setup),
            quantity: Some(i64::try_from(order.seats).unwrap_or(1)),
            discounts: None,
        };
        // What an annual customer owes for the rest of the year is not left until it ends.
        let behavior = (up && order.annual).then_some(ProrationBehavior::AlwaysInvoice);
        self.update(&standing.order, at, change, behavior)
    }

    fn change_seats(&mut self, standing: &mut Standing, at: u64, more: u64, fewer: u64) -> Result<()> {
        let order = &mut standing.order;
        let seats = order.seats.saturating_add(more).saturating_sub(fewer).max(1);
        if seats == order.seats {
            return Ok(());
        }
        order.seats = seats;
        let quantity = Some(i64::try_from(seats).unwrap_or(1));
        let change = ItemChange::Set { id: order.seat_item(), price: None, quantity, discounts: None };
        self.update(&standing.order, at, change, None)
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

    /// Payments fail from now on; true when they never work again.
    fn fail(&mut self, at: u64) -> Result<bool> {
        let lost = self.dice.chance(self.setup.rates.lost_payments);
        let (next, then) = if lost {
            (Vec::new(), ChargeOutcome::Fails)
        } else {
            let fails = usize::try_from(self.dice.between(1, 3)).unwrap_or(1);
            (vec![ChargeOutcome::Fails; fails], ChargeOutcome::Succeeds)
        };
        self.say(at, ScriptedInput::Charges { next, then })?;
        Ok(lost)
    }

    /// Pauses the service, or only the collection; says until when.
    fn pause(&mut self, standing: &mut Standing, at: u64) -> Result<u64> {
        let until = at.saturating_add(self.dice.between(30 * DAY, 90 * DAY));
        let ends = Some(timestamp(until)?);
        let service = !standing.order.sent && self.dice.chance(500);
        let input = if service {
            standing.anchor = None;
            let request = PauseRequest { until: ends, percent_off: None, credit_unused: None };
            SubscriptionInput::Pause { request }
        } else {
            let pause = PauseCollection { behavior: BillCollection::Void, resumes_at: ends };
            SubscriptionInput::PauseCollection { pause }
        };
        self.ask(&standing.order, at, input)?;
        Ok(until)
    }

    /// Asks to end with the period; says when that is, unless the customer thinks better of it.
    fn cancel(&mut self, standing: &Standing, at: u64) -> Result<Option<u64>> {
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
        self.ask(&standing.order, at, SubscriptionInput::Cancel { request })?;
        let interval = if standing.order.annual { Interval::YEAR } else { Interval::MONTH };
        let Some(anchor) = standing.anchor else {
            let longest = if standing.order.annual { 366 * DAY } else { 31 * DAY };
            return Ok(Some(at.saturating_add(longest)));
        };
        let cycle = BillingCycle { anchor: timestamp(anchor)?, interval };
        let end = u64::try_from(cycle.period_at(timestamp(at)?)?.end.to_seconds()?).unwrap_or_default();
        let regret = at.saturating_add(self.dice.between(HOUR, DAY));
        if regret < end && self.dice.chance(self.setup.rates.changed_minds) {
            self.ask(&standing.order, regret, SubscriptionInput::KeepGoing)?;
            return Ok(None);
        }
        Ok(Some(end))
    }

    fn ask(&mut self, order: &Order, at: u64, input: SubscriptionInput) -> Result<()> {
        self.say(at, ScriptedInput::Subscription { id: order.id.clone(), input })
    }

    /// What would come after the end is left out.
    fn say(&mut self, at: u64, input: ScriptedInput) -> Result<()> {
        if at < self.setup.end {
            self.script.push(ScriptStep { at: timestamp(at)?, customer: self.customer.clone(), input });
        }
        Ok(())
    }
}

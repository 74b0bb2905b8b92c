//! How a subscription begins.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    BillingReason, CollectionMethod, Happening, Machine, MissingPaymentMethod, OneOffItem, PaymentBehavior,
    ProrationBehavior, Schedule, Step, Subscription, SubscriptionError, SubscriptionStatus,
    SubscriptionThresholds, Trial,
    check::{
        check_discounts, check_items, check_tax_rates, seconds_after, shortest_interval, whole_second,
        whole_seconds,
    },
    machine::{interval_of, is_metered, usage_line},
};
use crate::{
    BillingCycle, Currency, Interval, Money, Period, Result, Timestamp,
    calendar::AnchorConfig,
    catalog::{Discount, TaxRate},
    line_item::LineItem,
    proration::{BillingMode, PeriodItem, PricedItem, ProrationDiscounts, ProrationPolicy},
};

/// The most lines that backdating makes.
const MOST_LINES: u32 = 250;

/// A subscription to be made. Only the first four are needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSubscription {
    /// Identifies the subscription.
    pub id: String,
    /// Who pays.
    pub customer: String,
    /// What is billed in.
    pub currency: Currency,
    /// The items, at most 20.
    pub items: Vec<PricedItem>,
    /// How changes are billed; by default flexible, as Stripe has it since 2025-09-30.
    #[serde(default)]
    pub billing_mode: Option<BillingMode>,
    /// The rule for parts of a period; by default Stripe's.
    #[serde(default)]
    pub proration_policy: Option<ProrationPolicy>,
    /// Whether discounts are inside prorations or beside them; by default inside.
    #[serde(default)]
    pub proration_discounts: Option<ProrationDiscounts>,
    /// How invoices are paid; by default a payment method is charged.
    #[serde(default)]
    pub collection_method: Option<CollectionMethod>,
    /// What a first payment that fails means; by default the subscription is incomplete. Not
    /// `pending_if_incomplete`, which is for changes.
    #[serde(default)]
    pub payment_behavior: Option<PaymentBehavior>,
    /// Whether the time before the anchor, or since a start in the past, is billed; by default it is.
    #[serde(default)]
    pub proration_behavior: Option<ProrationBehavior>,
    /// Where the first whole period begins; by default now, or where the trial ends.
    #[serde(default)]
    pub billing_cycle_anchor: Option<Timestamp>,
    /// The same as a day of the month or year. Not with `billing_cycle_anchor` or a start in the past.
    #[serde(default)]
    pub billing_cycle_anchor_config: Option<AnchorConfig>,
    /// Where the trial ends. Not with `trial_period_days`.
    #[serde(default)]
    pub trial_end: Option<Timestamp>,
    /// How long the trial is, in days of 24 hours.
    #[serde(default)]
    pub trial_period_days: Option<u32>,
    /// What the end of the trial does without a payment method; by default an invoice is made.
    #[serde(default)]
    pub missing_payment_method: Option<MissingPaymentMethod>,
    /// When service began, in the past; by default now. The months of coupons count from then.
    #[serde(default)]
    pub backdate_start_date: Option<Timestamp>,
    /// When it ends; by default never.
    #[serde(default)]
    pub cancel_at: Option<Timestamp>,
    /// The discounts of the subscription, in order.
    #[serde(default)]
    pub discounts: Vec<Discount>,
    /// The tax rates of items that have none of their own.
    #[serde(default)]
    pub default_tax_rates: Vec<TaxRate>,
    /// When usage is billed before its period is over; by default never.
    #[serde(default)]
    pub billing_thresholds: Option<SubscriptionThresholds>,
    /// Whether a payment method is on file that can be charged; by default yes.
    #[serde(default)]
    pub has_payment_method: Option<bool>,
    /// What is sold once with the first invoice.
    #[serde(default)]
    pub add_invoice_items: Vec<OneOffItem>,
    /// The schedule that makes it, with the phases that come after these items. Its first invoice is a draft
    /// for an hour, and it is active meanwhile.
    #[serde(default)]
    pub schedule: Option<Schedule>,
}

impl NewSubscription {
    /// A subscription to be made with what is usual: flexible, charged automatically, from now on.
    pub const fn new(id: String, customer: String, currency: Currency, items: Vec<PricedItem>) -> Self {
        Self {
            id,
            customer,
            currency,
            items,
            billing_mode: None,
            proration_policy: None,
            proration_discounts: None,
            collection_method: None,
            payment_behavior: None,
            proration_behavior: None,
            billing_cycle_anchor: None,
            billing_cycle_anchor_config: None,
            trial_end: None,
            trial_period_days: None,
            missing_payment_method: None,
            backdate_start_date: None,
            cancel_at: None,
            discounts: Vec::new(),
            default_tax_rates: Vec::new(),
            billing_thresholds: None,
            has_payment_method: None,
            add_invoice_items: Vec::new(),
            schedule: None,
        }
    }

    /// Makes the subscription, and its first bill.
    ///
    /// It is active at once where nothing is to be paid, the invoice is sent or a schedule makes it; in a trial
    /// where there is one; and incomplete otherwise, until
    /// [`InvoicePaid`](super::SubscriptionInput::InvoicePaid) says that its first invoice was paid.
    ///
    /// # Errors
    /// `subscription.no_items`, `subscription.too_many_items`, `subscription.duplicate_item`,
    /// `subscription.mixed_intervals`, `subscription.not_recurring`, `subscription.invalid_anchor`,
    /// `subscription.invalid_trial`, `subscription.invalid_start`, `subscription.too_many_lines`,
    /// `subscription.amount_too_large`, `subscription.cancel_in_the_past`, `subscription.cannot_wait`,
    /// `subscription.invalid_schedule`, `subscription.unknown_item` and `usage.invalid_threshold` for thresholds;
    /// of the catalog for prices, coupons, tax rates and currencies.
    ///
    /// Source: [Stripe, create a subscription](https://docs.stripe.com/api/subscriptions/create).
    pub fn create(&self, now: Timestamp) -> Result<Step> {
        let now = whole_second(now)?;
        if self.payment_behavior == Some(PaymentBehavior::PendingIfIncomplete) {
            return Err(SubscriptionError::CannotWait { what: "a new subscription" }.into());
        }
        check_items(&self.items, self.currency, self.mode())?;
        check_discounts(&self.discounts, self.currency)?;
        check_tax_rates(&self.default_tax_rates, self.currency)?;
        let trial = self.trial(now)?;
        let interval = shortest_interval(&self.items, self.mode())?;
        let start = self.start(now)?;
        let anchor = self.anchor(now, start, trial.as_ref(), interval)?;
        let mut machine = Machine::new(self.state(now, start, anchor, trial)?);
        if let Some(at) = machine.next.cancel_at.filter(|at| *at <= now) {
            let (at, now) = (at.to_string(), now.to_string());
            return Err(SubscriptionError::CancelInThePast { at, now }.into());
        }
        if let Some(schedule) = &self.schedule {
            machine.begin_with_schedule(schedule, now)?;
        }
        let first = match trial {
            Some(trial) => Period { start: now, end: trial.end },
            None => Period { start: now, end: now },
        };
        machine.next.items = self.items.iter().map(|item| placed(item, first)).collect();
        for item in &mut machine.next.items {
            item.item.discounts = counted_from(&item.item.discounts, start, now)?;
        }
        if let Some(thresholds) = &self.billing_thresholds {
            machine.set_thresholds(thresholds)?;
        }
        machine.happened(Happening::Created, now);
        if self.schedule.is_some() {
            machine.happened(Happening::ScheduleCreated, now);
        }
        let mut lines = match trial {
            Some(_) => machine.trial_lines(),
            None => self.first_lines(&mut machine, start, now)?,
        };
        let period = machine.next.current_period().unwrap_or(first);
        lines.extend(machine.sold_once(&self.add_invoice_items, period)?);
        let usage = !machine.next.pending_usage.is_empty();
        let owes = usage || lines.iter().any(|line| line.amount.minor() != 0);
        let waits = machine.next.schedule.is_none()
            && machine.next.collection_method == CollectionMethod::ChargeAutomatically;
        machine.next.status = match trial {
            Some(_) => SubscriptionStatus::Trialing,
            None if owes && waits => SubscriptionStatus::Incomplete,
            None => SubscriptionStatus::Active,
        };
        for event in &mut machine.events {
            event.status = machine.next.status;
        }
        let window = Period { start: now, end: now };
        machine.bill(now, BillingReason::SubscriptionCreate, window, lines, true)?;
        machine.advance(now)?;
        Ok(machine.step(now))
    }

    /// The lines of the first invoice without a trial: what lies in the past, then the period that begins.
    fn first_lines(&self, machine: &mut Machine, start: Timestamp, now: Timestamp) -> Result<Vec<LineItem>> {
        let billed = self.proration_behavior != Some(ProrationBehavior::None);
        let begins = if billed { start } else { now };
        let mut periods = Vec::with_capacity(machine.next.items.len());
        let mut metered = Vec::new();
        let mut past_usage = Vec::new();
        for item in &mut machine.next.items {
            let mut first = first_periods(
                machine.next.billing_mode,
                machine.next.billing_cycle_anchor,
                item,
                begins,
                now,
            )?;
            let whole = first.last().is_some_and(|(period, full_period)| period == full_period);
            // Classic mode knows no `none` for a first period that is cut short.
            let shortened = billed || whole && machine.next.billing_mode == BillingMode::Classic;
            if let (Some((period, _)), true) = (first.last_mut(), shortened) {
                let planned = machine.next.cancel_at.filter(|end| *end < period.end);
                machine.next.paid_until_end |= planned.is_some();
                period.end = planned.unwrap_or(period.end);
            }
            if let Some((period, full_period)) = first.last() {
                (item.period, item.full_period) = (*period, *full_period);
            }
            if is_metered(item) {
                match machine.next.billing_mode {
                    // Classic bills all usage since the start in one line, when the first period ends.
                    BillingMode::Classic => item.period.start = begins,
                    BillingMode::Flexible => past_usage.push((item.clone(), first.clone())),
                }
                metered.push(no_usage_yet(item, begins, self.currency));
            }
            first.retain(|_| billed || whole);
            periods.push(first);
        }
        for (item, first) in past_usage {
            let past = first.split_last().map(|(_, past)| past).unwrap_or_default();
            past.iter().for_each(|(window, _)| machine.usage_to_bill(&item, *window));
        }
        let mut batches: BTreeMap<Timestamp, Vec<PeriodItem>> = BTreeMap::new();
        for (item, first) in machine.next.items.iter().zip(&periods) {
            for (period, full_period) in first {
                let item = PeriodItem { period: *period, full_period: *full_period, ..item.clone() };
                batches.entry(period.start).or_default().push(item);
            }
        }
        let mut lines = Vec::new();
        for (begins, batch) in batches {
            lines.extend(machine.charge_in_advance(batch, begins)?);
        }
        if u32::try_from(lines.len()).is_ok_and(|count| count > MOST_LINES) {
            return Err(SubscriptionError::TooManyLines { most: MOST_LINES }.into());
        }
        if !machine.is_flexible() {
            lines.extend(metered);
        }
        Ok(lines)
    }

    fn trial(&self, now: Timestamp) -> Result<Option<Trial>> {
        let end = match (self.trial_end, self.trial_period_days) {
            (Some(_), Some(_)) => {
                return Err(invalid_trial("give `trial_end` or `trial_period_days`, not both"));
            }
            (Some(end), None) => whole_second(end)?,
            (None, Some(days)) => {
                seconds_after(now, i64::from(days).checked_mul(86_400).unwrap_or(i64::MAX))?
            }
            (None, None) => return Ok(None),
        };
        if end <= now {
            return Err(invalid_trial(&format!("it ends at `{end}`: expected an instant after `{now}`")));
        }
        let longest = BillingCycle { anchor: now, interval: Interval::YEAR }.boundary(2)?;
        if end > longest {
            return Err(invalid_trial(&format!("it ends at `{end}`: expected at most two years from now")));
        }
        let missing_payment_method = self.missing_payment_method.unwrap_or_default();
        Ok(Some(Trial { start: now, end, missing_payment_method, end_announced: false }))
    }

    fn start(&self, now: Timestamp) -> Result<Timestamp> {
        let invalid = |reason: String| SubscriptionError::InvalidStart { reason };
        match self.backdate_start_date {
            None => Ok(now),
            Some(start) if start >= now => {
                Err(invalid(format!("`{start}` is not in the past: expected an instant before `{now}`"))
                    .into())
            }
            Some(_) if self.billing_cycle_anchor_config.is_some() => {
                Err(invalid("an anchor by day of the month cannot be combined with it".to_owned()).into())
            }
            Some(start) => whole_second(start),
        }
    }

    fn anchor(
        &self,
        now: Timestamp,
        start: Timestamp,
        trial: Option<&Trial>,
        interval: Interval,
    ) -> Result<Timestamp> {
        let invalid = |reason: String| SubscriptionError::InvalidAnchor { reason };
        let flexible = self.mode() == BillingMode::Flexible;
        let begins = trial.map_or(now, |trial| trial.end);
        match (self.billing_cycle_anchor, self.billing_cycle_anchor_config) {
            (Some(_), Some(_)) => {
                Err(invalid("give an instant or a day of the month, not both".to_owned()).into())
            }
            (Some(anchor), None) => {
                let latest = BillingCycle { anchor: begins, interval }.boundary(1)?;
                if anchor <= now {
                    return Err(invalid(format!(
                        "`{anchor}` is not in the future: expected an instant after `{now}`"
                    ))
                    .into());
                }
                if anchor > latest {
                    let reason =
                        format!("`{anchor}` is later than the next natural billing date, `{latest}`");
                    return Err(invalid(reason).into());
                }
                whole_second(anchor)
            }
            (None, Some(config)) => Ok(config.resolve(begins, interval)?.anchor),
            (None, None) if trial.is_none() && start < now && flexible && self.bills_the_past() => Ok(start),
            (None, None) => Ok(begins),
        }
    }

    fn bills_the_past(&self) -> bool {
        self.proration_behavior != Some(ProrationBehavior::None)
    }

    fn mode(&self) -> BillingMode {
        self.billing_mode.unwrap_or(BillingMode::Flexible)
    }

    fn state(
        &self,
        now: Timestamp,
        start_date: Timestamp,
        anchor: Timestamp,
        trial: Option<Trial>,
    ) -> Result<Subscription> {
        let discounts = counted_from(&self.discounts, start_date, now)?;
        Ok(Subscription {
            id: self.id.clone(),
            customer: self.customer.clone(),
            currency: self.currency,
            status: SubscriptionStatus::Active,
            billing_mode: self.mode(),
            billing_mode_updated_at: None,
            proration_policy: self.proration_policy,
            proration_discounts: self.proration_discounts,
            collection_method: self.collection_method.unwrap_or(CollectionMethod::ChargeAutomatically),
            payment_behavior: self.payment_behavior.unwrap_or_default(),
            items: Vec::new(),
            billed_discounts: discounts.clone(),
            discounts,
            default_tax_rates: self.default_tax_rates.clone(),
            created: now,
            start_date,
            billing_cycle_anchor: anchor,
            trial,
            has_payment_method: self.has_payment_method.unwrap_or(true),
            cancel_at: whole_seconds(self.cancel_at)?,
            cancel_at_period_end: false,
            paid_until_end: false,
            canceled_at: None,
            ended_at: None,
            cancellation_details: None,
            pause_collection: None,
            pause: None,
            schedule: None,
            pending_update: None,
            billing_thresholds: None,
            billed_usage: Vec::new(),
            pending_items: Vec::new(),
            pending_usage: Vec::new(),
            open_invoices: Vec::new(),
            latest_invoice: None,
            bills: 0,
            updated_at: now,
            last_request: None,
        })
    }
}

/// The periods of an item that are billed when it begins, oldest first, each with the one its price is for.
///
/// Classic mode bills the past, or a stub before the anchor, as one line, priced by an imagined interval from
/// its start; flexible mode splits it at the boundaries of the cycle.
///
/// Source: [Stripe, backdating](https://docs.stripe.com/billing/subscriptions/backdating); the divisor of a
/// stub from a recorded invoice (`docs/conformance.md`).
fn first_periods(
    mode: BillingMode,
    anchor: Timestamp,
    item: &PeriodItem,
    start: Timestamp,
    now: Timestamp,
) -> Result<Vec<(Period, Period)>> {
    let interval = interval_of(item)?;
    let cycle = BillingCycle { anchor, interval };
    let imagined = BillingCycle { anchor: start, interval }.period(0)?;
    let current = cycle.period_at(now)?;
    let mut periods = Vec::new();
    match mode {
        BillingMode::Classic if anchor <= now => {
            if start < now {
                periods.push((Period { start, end: now }, imagined));
            }
            periods.push((current, current));
        }
        BillingMode::Classic => periods.push((Period { start, end: current.end }, imagined)),
        BillingMode::Flexible => {
            let first = cycle.period_at(start)?;
            if first.start < start {
                periods.push((Period { start, end: first.end }, imagined));
            } else {
                periods.push((first, first));
            }
            let mut end = first.end;
            while end <= now && u32::try_from(periods.len()).is_ok_and(|count| count <= MOST_LINES) {
                let next = cycle.period_at(end)?;
                periods.push((next, next));
                end = next.end;
            }
        }
    }
    Ok(periods)
}

/// The line of 0 that classic mode prints when a metered item begins.
fn no_usage_yet(item: &PeriodItem, start: Timestamp, currency: Currency) -> LineItem {
    let line = usage_line(item, Period { start, end: start }, Money::zero(currency));
    LineItem { id: format!("{}:0", line.id), ..line }
}

/// Coupons redeemed with a subscription count from its start, also where that is in the past.
///
/// Source: [Stripe, backdating and discounts](https://docs.stripe.com/billing/subscriptions/backdating).
fn counted_from(discounts: &[Discount], start: Timestamp, now: Timestamp) -> Result<Vec<Discount>> {
    let counted = |discount: &Discount| match discount.start <= now {
        true => discount.counted_from(start),
        false => Ok(discount.clone()),
    };
    discounts.iter().map(counted).collect()
}

fn placed(item: &PricedItem, period: Period) -> PeriodItem {
    PeriodItem { item: item.clone(), period, full_period: period, debits: Vec::new() }
}

fn invalid_trial(reason: &str) -> crate::Error {
    SubscriptionError::InvalidTrial { reason: reason.to_owned() }.into()
}

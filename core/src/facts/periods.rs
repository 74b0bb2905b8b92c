//! Periods that a subscription ran for: each begins and ends what it is worth.

use std::collections::{BTreeMap, HashMap};

use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

use super::{Facts, FactsBuilder, FactsError, FactsSource, OnRefusal, Policy};
use crate::{Currency, Money, Result, Timestamp, catalog::AnnualAmount};

/// From `start` until just before `end`, this subscription was worth `mrr` a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubscriptionPeriod {
    /// Who pays.
    pub customer_id: String,
    /// What for.
    pub subscription_id: String,
    /// The first instant that counts.
    pub start: Timestamp,
    /// The first instant that does not count any more; nothing while it runs.
    pub end: Option<Timestamp>,
    /// Monthly recurring revenue of the period; not negative.
    pub mrr: Money,
}

impl Facts {
    /// From the host's own rows of periods, in any order.
    ///
    /// Periods of one subscription must not overlap: two rows that do would count twice, or once, and nothing
    /// says which. A period that begins where another ends continues it.
    ///
    /// ```
    /// use prorata::{Currency, Money, facts::{Facts, SubscriptionPeriod}};
    ///
    /// let period = SubscriptionPeriod {
    ///     customer_id: "cus_1".into(),
    ///     subscription_id: "sub_1".into(),
    ///     start: "2024-01-01T00:00:00Z".parse()?,
    ///     end: Some("2024-03-01T00:00:00Z".parse()?),
    ///     mrr: Money::new(4_900, Currency::USD),
    /// };
    /// assert_eq!(Facts::from_periods(&[period.clone()], None)?.changes(), 2);
    /// let error = Facts::from_periods(&[period.clone(), period], None).unwrap_err();
    /// assert_eq!(error.code(), "facts.overlapping_periods");
    /// # Ok::<(), prorata::Error>(())
    /// ```
    ///
    /// # Errors
    /// `facts.empty_period`, `facts.overlapping_periods`, `facts.two_customers`, `facts.negative_amount`,
    /// `money.overflow`; each names its place in the list, counted from 1. With [`OnRefusal::LeaveOut`] the
    /// row is left out instead.
    pub fn from_periods(periods: &[SubscriptionPeriod], on_refusal: Option<OnRefusal>) -> Result<Self> {
        let mut rows = PeriodRows::new(Policy::default(), on_refusal);
        for (line, period) in (1_u32..).zip(periods) {
            rows.count_row();
            let added = AnnualAmount::from_monthly(period.mrr.minor()).and_then(|annual| {
                let currency = period.mrr.currency();
                let span = Span { line, start: period.start, end: period.end, annual, currency };
                rows.add(&period.customer_id, &period.subscription_id, span)
            });
            added.or_else(|error| rows.refuse(line, error))?;
        }
        rows.finish()
    }
}

/// What one row says: its amount holds from `start` until just before `end`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) line: u32,
    pub(super) start: Timestamp,
    pub(super) end: Option<Timestamp>,
    pub(super) annual: AnnualAmount,
    pub(super) currency: Currency,
}

impl Span {
    fn lasts_beyond(&self, at: Timestamp) -> bool {
        self.end.is_none_or(|end| end > at)
    }
}

/// The periods of one subscription, by their start; no two overlap.
#[derive(Debug)]
struct Subscription {
    id: String,
    customer: String,
    spans: BTreeMap<Timestamp, Span>,
}

/// Rows of periods on their way to becoming facts, whatever they were read from.
#[derive(Debug)]
pub(super) struct PeriodRows {
    places: HashMap<String, usize, FxBuildHasher>,
    subscriptions: Vec<Subscription>,
    builder: FactsBuilder<String>,
}

impl PeriodRows {
    pub(super) fn new(policy: Policy, on_refusal: Option<OnRefusal>) -> Self {
        let on_refusal = on_refusal.unwrap_or(OnRefusal::RefuseAll);
        let builder = FactsBuilder::new(FactsSource::Periods, policy, on_refusal);
        Self { places: HashMap::default(), subscriptions: Vec::new(), builder }
    }

    /// Counts a row of the input; called once for each, before it is read.
    pub(super) fn count_row(&mut self) {
        self.builder.count_row();
    }

    pub(super) fn policy(&self) -> &Policy {
        self.builder.policy()
    }

    pub(super) fn refuse(&mut self, line: u32, error: crate::Error) -> Result<()> {
        self.builder.refuse(line, error)
    }

    /// Of two rows that contradict each other, the one that comes later is refused.
    pub(super) fn add(&mut self, customer: &str, subscription: &str, span: Span) -> Result<()> {
        let id = || subscription.to_owned();
        if span.annual < AnnualAmount::default() {
            let amount = crate::catalog::monthly(span.annual.0.into(), span.currency)?.to_string();
            return Err(FactsError::NegativeAmount { subscription: id(), amount }.into());
        }
        if let Some(end) = span.end.filter(|end| *end <= span.start) {
            return Err(FactsError::EmptyPeriod { subscription: id(), start: span.start, end }.into());
        }
        let known = self.places.get(subscription).and_then(|place| self.subscriptions.get_mut(*place));
        let Some(known) = known else {
            self.places.insert(id(), self.subscriptions.len());
            let spans = BTreeMap::from([(span.start, span)]);
            self.subscriptions.push(Subscription { id: id(), customer: customer.to_owned(), spans });
            return Ok(());
        };
        if known.customer != customer {
            let (first, second) = (known.customer.clone(), customer.to_owned());
            return Err(FactsError::TwoCustomers { subscription: id(), first, second }.into());
        }
        let before = known.spans.range(..=span.start).next_back().map(|(_, before)| before);
        let after = known.spans.range(span.start..).next().map(|(_, after)| after);
        let clash = before
            .filter(|before| before.lasts_beyond(span.start))
            .or(after.filter(|after| span.lasts_beyond(after.start)));
        if let Some(other) = clash {
            return Err(FactsError::OverlappingPeriods { subscription: id(), other_line: other.line }.into());
        }
        known.spans.insert(span.start, span);
        Ok(())
    }

    /// Each period becomes a fact at its start, and one at its end unless another begins there.
    pub(super) fn finish(mut self) -> Result<Facts> {
        for subscription in &self.subscriptions {
            let (customer, id) = (subscription.customer.as_str(), subscription.id.as_str());
            let mut spans = subscription.spans.values().peekable();
            while let Some(span) = spans.next() {
                let Span { line, start, currency, .. } = *span;
                self.builder.push(line, customer, id, start, span.annual, currency)?;
                let next_start = spans.peek().map(|next| next.start);
                if let Some(end) = span.end.filter(|end| Some(*end) != next_start) {
                    self.builder.push(line, customer, id, end, AnnualAmount::default(), currency)?;
                }
            }
        }
        self.builder.finish()
    }
}

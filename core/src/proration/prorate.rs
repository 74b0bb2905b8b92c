//! The lines of a change in the middle of a period.

use serde::{Deserialize, Serialize};

use super::{
    BillingMode, PeriodItem, ProrationDiscounts, ProrationError, ProrationLines, ProrationPolicy, check_ids,
    full_amount::{FullAmount, Pricing},
    is_licensed,
    part::{Part, id_at},
};
use crate::{
    Currency, Period, Result, Timestamp,
    catalog::Discount,
    line_item::{LineItem, LineKind},
    money::{UnitAmount, rounding::Fraction},
};

/// A change of the items of a subscription, and when it happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProrationRequest {
    /// What is billed in.
    pub currency: Currency,
    /// Whether credits are worked out anew or reverse what was billed.
    pub billing_mode: BillingMode,
    /// The rule; none for Stripe's.
    #[serde(default)]
    pub policy: Option<ProrationPolicy>,
    /// Whether discounts are inside the amounts of credits and debits or beside them; none for inside.
    #[serde(default)]
    pub proration_discounts: Option<ProrationDiscounts>,
    /// When the change takes effect: inside the current period of every item, before it and after it.
    pub date: Timestamp,
    /// The items as they were, each with what was billed.
    pub before: Vec<PeriodItem>,
    /// The items as they become, each with the period it is then in.
    pub after: Vec<PeriodItem>,
    /// The subscription's discounts with which the items were last billed, whatever their end; those of the
    /// items in `before` likewise. What a credit that is worked out anew is less.
    #[serde(default)]
    pub discounts_before: Vec<Discount>,
    /// The subscription's discounts after the change: those of new debits, where they are in force.
    #[serde(default)]
    pub discounts: Vec<Discount>,
}

/// The lines that a change makes: for every item that changes, a credit for the time that is left of the old
/// state, then a debit for the same time of the new one. Items that stay as they are make none, nor does a
/// change of discounts or tax rates alone, nor a metered price, nor a period of which nothing is left.
///
/// ```
/// use prorata::{
///     Currency, Interval, Period,
///     catalog::Price,
///     proration::{AdvanceRequest, BillingMode, PeriodItem, PricedItem, ProrationRequest, bill_in_advance, prorate},
/// };
///
/// let price = |amount: &str| Ok::<_, prorata::Error>(Price::licensed("price", "app", Currency::USD, amount.parse()?, Interval::MONTH));
/// let april = Period::new("2025-04-01T00:00:00Z".parse()?, "2025-05-01T00:00:00Z".parse()?)?;
/// let item = |price| PeriodItem {
///     item: PricedItem { id: "seats".into(), price, quantity: 1, discounts: vec![], tax_rates: vec![] },
///     period: april,
///     full_period: april,
///     debits: vec![],
/// };
/// let mut before = item(price("4900")?);
/// let april_bill = AdvanceRequest {
///     currency: Currency::USD,
///     billing_mode: BillingMode::Flexible,
///     policy: None,
///     proration_discounts: None,
///     at: april.start,
///     items: vec![before.clone()],
///     discounts: vec![],
/// };
/// before.debits = bill_in_advance(&april_bill)?.debits.into_iter().map(|billed| billed.debit).collect();
///
/// let upgrade = ProrationRequest {
///     currency: Currency::USD,
///     billing_mode: BillingMode::Flexible,
///     policy: None,
///     proration_discounts: None,
///     date: "2025-04-16T00:00:00Z".parse()?, // half-way
///     before: vec![before],
///     after: vec![item(price("14900")?)],
///     discounts_before: vec![],
///     discounts: vec![],
/// };
/// let amounts: Vec<i64> = prorate(&upgrade)?.iter().map(|line| line.amount.minor()).collect();
/// assert_eq!(amounts, [-2_450, 7_450]); // 50.00 today
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// In classic mode the credit is worked out from the price, the quantity and the last discounts before the
/// change. In flexible mode it reverses what was billed, one credit for each debit, and never gives back more.
///
/// # Errors
/// `proration.duplicate_item`; `proration.date_outside_period`; of the catalog, for prices and coupons that
/// make no sense or have no amount in the currency; `proration.empty_period`, `proration.fraction_decimals`;
/// `money.negative_quantity`, `money.overflow`; `calendar.not_whole_seconds`.
///
/// Source: [Stripe, prorations](https://docs.stripe.com/billing/subscriptions/prorations).
pub fn prorate(request: &ProrationRequest) -> Result<Vec<LineItem>> {
    let ProrationRequest { before, after, discounts_before, discounts, .. } = request;
    let terms = ProrationTerms {
        currency: request.currency,
        billing_mode: request.billing_mode,
        policy: request.policy,
        proration_discounts: request.proration_discounts,
        date: request.date,
    };
    prorate_items(
        terms,
        Side { items: before, discounts: discounts_before },
        Side { items: after, discounts },
    )
}

/// The same for items that somebody else holds.
pub(crate) fn prorate_items(
    terms: ProrationTerms,
    before: Side<'_>,
    after: Side<'_>,
) -> Result<Vec<LineItem>> {
    Change::new(terms, before, after)?.lines()
}

/// How a change is billed, and when: the fields of a [`ProrationRequest`] of the same names.
#[derive(Clone, Copy)]
pub(crate) struct ProrationTerms {
    pub(crate) currency: Currency,
    pub(crate) billing_mode: BillingMode,
    pub(crate) policy: Option<ProrationPolicy>,
    pub(crate) proration_discounts: Option<ProrationDiscounts>,
    pub(crate) date: Timestamp,
}

/// What is billed on one side of a change: the items, and the discounts of their subscription.
#[derive(Clone, Copy)]
pub(crate) struct Side<'a> {
    pub(crate) items: &'a [PeriodItem],
    pub(crate) discounts: &'a [Discount],
}

/// An item on one side of the change, with what a whole period of it costs.
type State<'a> = (&'a PeriodItem, &'a FullAmount);

struct Change<'a> {
    terms: ProrationTerms,
    policy: ProrationPolicy,
    items_before: &'a [PeriodItem],
    items_after: &'a [PeriodItem],
    /// The date of the change as text, which is part of every line's id.
    id_date: String,
    /// What the items cost before, where credits are worked out anew.
    before: Option<Vec<FullAmount>>,
    after: Vec<FullAmount>,
}

impl<'a> Change<'a> {
    fn new(terms: ProrationTerms, before: Side<'a>, after: Side<'a>) -> Result<Self> {
        let (items_before, items_after) = (before.items, after.items);
        for items in [items_before, items_after] {
            check_ids(items)?;
            items.iter().try_for_each(|item| check_date(terms.date, item))?;
        }
        let (currency, mode) = (terms.currency, terms.billing_mode);
        let policy = terms.policy.unwrap_or(ProrationPolicy::STRIPE);
        let pricing = |at, discounts| Pricing { currency, mode, at, discounts };
        let before = match (mode, policy.lines) {
            (BillingMode::Flexible, ProrationLines::CreditAndDebit) => None,
            // A net line has no credit that could reverse a debit.
            (BillingMode::Classic, _) | (BillingMode::Flexible, ProrationLines::Net) => {
                Some(pricing(None, before.discounts).full_amounts(items_before)?)
            }
        };
        let after = pricing(Some(terms.date), after.discounts).full_amounts(items_after)?;
        let id_date = terms.date.to_string();
        Ok(Self { terms, policy, items_before, items_after, id_date, before, after })
    }

    fn lines(&self) -> Result<Vec<LineItem>> {
        let mut lines = Vec::with_capacity(2);
        for (place, item) in self.items_before.iter().enumerate() {
            let after = self.after().find(|(after, _)| after.item.id == item.item.id);
            if after.is_none_or(|(after, _)| changes(item, after)) {
                let first = lines.len();
                match self.before.as_ref().and_then(|amounts| amounts.get(place)) {
                    Some(full) => lines.extend(self.priced(LineKind::UnusedTime, (item, full))?),
                    None => self.reversals(item, &mut lines)?,
                }
                self.debit(first, after, &mut lines)?;
            }
        }
        for after in self.after() {
            if !self.items_before.iter().any(|before| before.item.id == after.0.item.id) {
                self.debit(lines.len(), Some(after), &mut lines)?;
            }
        }
        Ok(lines)
    }

    fn after(&self) -> impl Iterator<Item = State<'_>> {
        self.items_after.iter().zip(&self.after)
    }

    /// Ends the lines of an item, which begin at `first`, with that of its new state.
    fn debit(&self, first: usize, after: Option<State<'_>>, lines: &mut Vec<LineItem>) -> Result<()> {
        if let Some(state) = after {
            lines.extend(self.priced(LineKind::RemainingTime, state)?);
        }
        match self.policy.lines {
            ProrationLines::CreditAndDebit => Ok(()),
            ProrationLines::Net => {
                let parts = lines.split_off(first);
                lines.extend(self.net(parts)?);
                Ok(())
            }
        }
    }

    /// The time that is left of an item at its price: the credit of what was or the debit of what is to be.
    fn priced(&self, kind: LineKind, (item, full): State<'_>) -> Result<Option<LineItem>> {
        let period = item.period.since(self.terms.date)?;
        if period.is_empty() || !is_licensed(item) {
            return Ok(None);
        }
        let part = self.part(kind, period);
        part.line(&item.item, full.clone(), item.full_period).map(Some)
    }

    /// One credit for each debit that reaches beyond the change.
    fn reversals(&self, item: &PeriodItem, lines: &mut Vec<LineItem>) -> Result<()> {
        for debit in item.debits.iter().filter(|debit| self.terms.date < debit.period.end) {
            let start = self.terms.date.max(debit.period.start);
            let part = self.part(LineKind::UnusedTime, Period::new(start, debit.period.end)?);
            lines.push(part.reversal(&item.item, debit)?);
        }
        Ok(())
    }

    fn part(&self, kind: LineKind, period: Period) -> Part<'_> {
        Part {
            kind,
            date: self.terms.date,
            id_date: &self.id_date,
            period,
            currency: self.terms.currency,
            policy: self.policy,
            itemized: self.policy.lines == ProrationLines::CreditAndDebit
                && self.terms.proration_discounts == Some(ProrationDiscounts::Itemized),
        }
    }

    /// The credit and the debit of an item as one line, rounded once.
    fn net(&self, parts: Vec<LineItem>) -> Result<Option<LineItem>> {
        let mut exact = Fraction::whole(0);
        for line in &parts {
            let Some(details) = &line.proration else { continue };
            let amount = self.policy.exact(details.full_amount.fraction()?, details.share())?;
            exact =
                if line.kind == LineKind::UnusedTime { exact.minus(amount)? } else { exact.plus(amount)? };
        }
        let Some(mut line) = parts.into_iter().next_back() else { return Ok(None) };
        line.id =
            id_at(line.subscription_item.as_deref().unwrap_or_default(), LineKind::NetChange, &self.id_date);
        line.kind = LineKind::NetChange;
        line.amount = self.policy.round(exact, self.terms.currency)?;
        if let Some(details) = &mut line.proration {
            // The two may be of different periods: the difference is of no period but its own.
            (details.full_amount, details.numerator, details.denominator) =
                (UnitAmount::nearest(exact)?, 1, 1);
            details.discounts.clear();
        }
        Ok(Some(line))
    }
}

fn check_date(date: Timestamp, item: &PeriodItem) -> Result<()> {
    if item.period.start <= date && date <= item.period.end {
        return Ok(());
    }
    let (start, end) = (item.period.start.to_string(), item.period.end.to_string());
    Err(ProrationError::DateOutsidePeriod { date: date.to_string(), item: item.item.id.clone(), start, end }
        .into())
}

/// Whether a change bills an item anew: a discount or a tax rate alone does not.
fn changes(before: &PeriodItem, after: &PeriodItem) -> bool {
    before.item.quantity != after.item.quantity
        || before.period.end != after.period.end
        || before.item.price != after.item.price
}

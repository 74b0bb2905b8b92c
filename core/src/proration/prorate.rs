//! The lines of a change in the middle of a period.

use serde::{Deserialize, Serialize};

use super::{
    BillingMode, Debit, PeriodItem, PricedItem, ProrationError, ProrationLines, ProrationPolicy,
    full_amount::{FullAmount, Pricing},
    share::Share,
};
use crate::{
    Currency, Money, Period, Result, Timestamp,
    catalog::Discount,
    line_item::{LineItem, LineKind, ProrationDetails},
    money::rounding::Fraction,
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
    /// When the change takes effect: inside the current period of every item before it.
    pub date: Timestamp,
    /// The items as they were, each with what was billed.
    pub before: Vec<PeriodItem>,
    /// The items as they become, each with the period it is then in.
    pub after: Vec<PeriodItem>,
    /// The subscription's discounts when the items were last billed.
    #[serde(default)]
    pub discounts_before: Vec<Discount>,
    /// The subscription's discounts after the change: those of new debits.
    #[serde(default)]
    pub discounts: Vec<Discount>,
}

/// The lines that a change makes: for every item that changes, a credit for the time that is left of the old
/// state, then a debit for the same time of the new one. Items that stay as they are, and metered ones, make
/// none.
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
/// change. In flexible mode it reverses what was billed, one credit for each debit.
///
/// # Errors
/// `proration.date_outside_period`, `proration.duplicate_item`, `proration.empty_period`; of the catalog, for
/// prices and coupons without an amount in the currency; `money.negative_quantity`, `money.overflow`.
///
/// Source: [Stripe, prorations](https://docs.stripe.com/billing/subscriptions/prorations).
pub fn prorate(request: &ProrationRequest) -> Result<Vec<LineItem>> {
    Change::new(request)?.lines()
}

/// An item on one side of the change, with what a whole period of it costs.
type State<'a> = Option<(&'a PeriodItem, &'a FullAmount)>;

struct Change<'a> {
    request: &'a ProrationRequest,
    policy: ProrationPolicy,
    before: Vec<FullAmount>,
    after: Vec<FullAmount>,
}

impl<'a> Change<'a> {
    fn new(request: &'a ProrationRequest) -> Result<Self> {
        for item in &request.before {
            check_date(request.date, item)?;
        }
        check_ids(&request.before)?;
        check_ids(&request.after)?;
        Ok(Self {
            request,
            policy: request.policy.unwrap_or(ProrationPolicy::STRIPE),
            before: full_amounts(request, &request.before, &request.discounts_before)?,
            after: full_amounts(request, &request.after, &request.discounts)?,
        })
    }

    fn lines(&self) -> Result<Vec<LineItem>> {
        let mut lines = Vec::new();
        let befores = self.request.before.iter().zip(&self.before);
        for (item, full) in befores {
            let after =
                self.request.after.iter().zip(&self.after).find(|(after, _)| after.item.id == item.item.id);
            if after.is_some_and(|(after, _)| !changes(item, after)) {
                continue;
            }
            self.item_lines(Some((item, full)), after, &mut lines)?;
        }
        for (item, full) in self.request.after.iter().zip(&self.after) {
            if !self.request.before.iter().any(|before| before.item.id == item.item.id) {
                self.item_lines(None, Some((item, full)), &mut lines)?;
            }
        }
        Ok(lines)
    }

    /// The lines of one item that changes, comes or goes.
    fn item_lines(&self, before: State<'_>, after: State<'_>, lines: &mut Vec<LineItem>) -> Result<()> {
        let first = lines.len();
        if let Some((item, full)) = before {
            self.credits(item, full, lines)?;
        }
        if let Some((item, full)) = after.filter(|(item, _)| is_licensed(item)) {
            lines.push(self.debit(item, full)?);
        }
        match self.policy.lines {
            ProrationLines::CreditAndDebit => Ok(()),
            ProrationLines::Net => self.net(first, lines),
        }
    }

    /// One line, or in flexible mode one for each debit that reaches beyond the change.
    fn credits(&self, item: &PeriodItem, full: &FullAmount, lines: &mut Vec<LineItem>) -> Result<()> {
        if !is_licensed(item) {
            return Ok(());
        }
        match self.request.billing_mode {
            BillingMode::Classic => {
                let part = item.period.since(self.request.date)?;
                lines.push(self.credit(item, part, *full, item.full_period, None)?);
            }
            BillingMode::Flexible => {
                for debit in item.debits.iter().filter(|debit| self.request.date < debit.period.end) {
                    let part = Period::new(self.request.date.max(debit.period.start), debit.period.end)?;
                    let full = FullAmount { net: debit.full_amount, discount: debit.discount };
                    lines.push(self.credit(item, part, full, debit.full_period, Some(debit))?);
                }
            }
        }
        Ok(())
    }

    fn credit(
        &self,
        item: &PeriodItem,
        part: Period,
        full: FullAmount,
        full_period: Period,
        debit: Option<&Debit>,
    ) -> Result<LineItem> {
        let share = self.policy.share(part, full_period)?;
        let exact = self.policy.exact(full.net, share)?.times(Fraction::whole(-1))?;
        let mut amount = self.policy.round(exact, self.request.currency)?;
        if let Some(debit) = debit {
            // Never more than was billed, where that was rounded down.
            amount = Money::new(amount.minor().max(debit.amount.checked_neg()?.minor()), amount.currency());
        }
        let details = self.details(full, full_period, share, debit.map(|debit| debit.line.clone()));
        let mut line = self.line(item, LineKind::UnusedTime, part, amount, details);
        if let Some(debit) = debit {
            line.quantity = debit.quantity;
            line.id = format!("{}:{}", line.id, debit.line);
        }
        Ok(line)
    }

    fn debit(&self, item: &PeriodItem, full: &FullAmount) -> Result<LineItem> {
        let part = item.period.since(self.request.date)?;
        let share = self.policy.share(part, item.full_period)?;
        let amount = self.policy.round(self.policy.exact(full.net, share)?, self.request.currency)?;
        let details = self.details(*full, item.full_period, share, None);
        Ok(self.line(item, LineKind::RemainingTime, part, amount, details))
    }

    /// The lines of one item as one, rounded once.
    fn net(&self, first: usize, lines: &mut Vec<LineItem>) -> Result<()> {
        let parts = lines.split_off(first);
        let Some(last) = parts.last() else { return Ok(()) };
        let mut exact = Fraction::whole(0);
        for line in &parts {
            let Some(details) = &line.proration else { continue };
            let share = Share { numerator: details.numerator, denominator: details.denominator };
            let amount = self.policy.exact(details.full_amount, share)?;
            let credit = line.kind == LineKind::UnusedTime;
            exact = if credit { exact.minus(amount)? } else { exact.plus(amount)? };
        }
        let amount = self.policy.round(exact, self.request.currency)?;
        let id = line_id(
            last.subscription_item.as_deref().unwrap_or_default(),
            LineKind::NetChange,
            self.request.date,
        );
        lines.push(LineItem { id, kind: LineKind::NetChange, amount, ..last.clone() });
        Ok(())
    }

    fn details(
        &self,
        full: FullAmount,
        full_period: Period,
        share: Share,
        credited_line: Option<String>,
    ) -> ProrationDetails {
        ProrationDetails {
            date: self.request.date,
            full_period,
            full_amount: full.net,
            discount: full.discount,
            numerator: share.numerator,
            denominator: share.denominator,
            credited_line,
        }
    }

    fn line(
        &self,
        item: &PeriodItem,
        kind: LineKind,
        period: Period,
        amount: Money,
        details: ProrationDetails,
    ) -> LineItem {
        let PeriodItem { item, .. } = item;
        LineItem {
            id: line_id(&item.id, kind, self.request.date),
            kind,
            subscription_item: Some(item.id.clone()),
            price: Some(item.price.id.clone()),
            product: Some(item.price.product.clone()),
            quantity: item.quantity,
            unit_amount: item.price.unit_amount_in(self.request.currency),
            tier: None,
            period,
            amount,
            proration: Some(details),
            discountable: false,
            discounts: Vec::new(),
            tax_rates: item.tax_rates.clone(),
        }
    }
}

fn full_amounts(
    request: &ProrationRequest,
    items: &[PeriodItem],
    discounts: &[Discount],
) -> Result<Vec<FullAmount>> {
    let pricing =
        Pricing { currency: request.currency, mode: request.billing_mode, at: request.date, discounts };
    let licensed: Vec<&PricedItem> = items.iter().map(|item| &item.item).collect();
    pricing.full_amounts(&licensed)
}

fn check_date(date: Timestamp, item: &PeriodItem) -> Result<()> {
    if item.period.start <= date && date <= item.period.end {
        return Ok(());
    }
    let (start, end) = (item.period.start.to_string(), item.period.end.to_string());
    Err(ProrationError::DateOutsidePeriod { date: date.to_string(), item: item.item.id.clone(), start, end }
        .into())
}

fn check_ids(items: &[PeriodItem]) -> Result<()> {
    for (place, item) in items.iter().enumerate() {
        if items.iter().take(place).any(|earlier| earlier.item.id == item.item.id) {
            return Err(ProrationError::DuplicateItem { item: item.item.id.clone() }.into());
        }
    }
    Ok(())
}

/// Whether a change bills an item anew: a discount alone does not.
fn changes(before: &PeriodItem, after: &PeriodItem) -> bool {
    before.item.price != after.item.price
        || before.item.quantity != after.item.quantity
        || before.period.end != after.period.end
}

/// What is billed in advance can be prorated; usage never is.
fn is_licensed(item: &PeriodItem) -> bool {
    item.item.price.licensed_interval().is_some()
}

/// The same change of the same item has the same id.
pub(crate) fn line_id(item: &str, kind: LineKind, at: Timestamp) -> String {
    format!("{item}:{}:{at}", kind.name())
}

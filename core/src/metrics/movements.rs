//! Monthly recurring revenue, month by month, and what moved it.

use serde::{Deserialize, Serialize};

use super::{
    Definition, MetricsOptions, MonthlyRates, MovementKind, Netting, Ratio, display,
    grid::Grid,
    retention::{Retained, Retention},
    transitions::{Transition, Walk},
};
use crate::{
    Money, Result, Rounding, Timestamp,
    calendar::Month,
    catalog::{monthly, yearly},
    facts::Facts,
};

/// Movements of recurring revenue over a window of months.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Movements {
    /// What the figures mean.
    pub definition: Definition,
    /// One entry for each month of the window, in order.
    pub months: Vec<MonthlyMovements>,
}

/// One month: opening + new + expansion − contraction − churn + reactivation = closing, to the cent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonthlyMovements {
    /// The month.
    pub month: Month,
    /// Its first instant in the zone of the definition.
    pub start: Timestamp,
    /// The first instant of the next month.
    pub end: Timestamp,
    /// False when the month was not over at `as_of`.
    pub complete: bool,
    /// MRR just before the month.
    pub opening: Money,
    /// MRR of customers that never paid before.
    pub new: Money,
    /// What customers pay more.
    pub expansion: Money,
    /// What customers pay less, positive.
    pub contraction: Money,
    /// MRR of customers that pay nothing any more, positive.
    pub churn: Money,
    /// MRR of customers that came back.
    pub reactivation: Money,
    /// MRR at the end of the month.
    pub closing: Money,
    /// Closing less opening MRR.
    pub net_new: Money,
    /// What the closing revenue comes to in a year; not 12 times a rounded MRR.
    pub arr: Money,
    /// Closing MRR per customer at closing; nothing without customers.
    pub arpa: Option<Money>,
    /// Customers just before the month.
    pub customers_opening: u32,
    /// Customers that never paid before.
    pub customers_new: u32,
    /// Customers that pay nothing any more.
    pub customers_churned: u32,
    /// Customers that came back.
    pub customers_reactivated: u32,
    /// Customers at the end of the month.
    pub customers_closing: u32,
    /// The rates that follow.
    pub rates: MonthlyRates,
}

/// Computes the movements of every month of the window.
///
/// Amounts are exact inside and rounded once for display: MRR to the nearest minor unit, the movements of a
/// month so that they add up to the difference (largest remainder).
///
/// ```
/// use prorata::{Currency, Money, facts::{Facts, MrrChange}, metrics::{self, MetricsOptions}};
///
/// let change = |at: &str, minor| -> prorata::Result<MrrChange> {
///     Ok(MrrChange {
///         customer_id: "cus_1".into(),
///         subscription_id: "sub_1".into(),
///         effective_at: at.parse()?,
///         mrr: Money::new(minor, Currency::USD),
///     })
/// };
/// let facts = Facts::from_changes(&[
///     change("2024-01-05T00:00:00Z", 4_900)?,
///     change("2024-02-05T00:00:00Z", 9_900)?,
///     change("2024-03-05T00:00:00Z", 0)?,
/// ])?;
/// let movements = metrics::movements(&facts, &MetricsOptions::default())?;
/// let [january, february, march] = &movements.months[..] else { panic!("three months") };
/// assert_eq!(january.new, Money::new(4_900, Currency::USD));
/// assert_eq!(february.expansion, Money::new(5_000, Currency::USD));
/// assert_eq!(march.churn, Money::new(9_900, Currency::USD));
/// assert_eq!(march.rates.logo_churn.value, Some(1.0));
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// `metrics.no_facts`, `metrics.history_missing` when the facts only know the present,
/// `facts.several_currencies`, `metrics.invalid_window`, `metrics.window_in_the_future`, `metrics.overflow`,
/// `money.overflow`.
pub fn movements(facts: &Facts, options: &MetricsOptions) -> Result<Movements> {
    let grid = Grid::new(facts, options)?;
    let mut ledger = Ledger::new(&grid);
    let mut month_ago = Retention::new(1, grid.len());
    let mut year_ago = Retention::new(12, grid.len());
    Walk::over(facts, &grid, |_, transitions| {
        ledger.add(transitions);
        month_ago.add(transitions);
        year_ago.add(transitions);
        Ok(())
    })?;
    let mut months = Vec::with_capacity(grid.len());
    let retained = month_ago.totals().into_iter().zip(year_ago.totals());
    for ((place, entry), retained) in ledger.months(&grid)?.into_iter().enumerate().zip(retained) {
        if place >= grid.window() {
            months.push(month(&grid, place, &entry, retained)?);
        }
    }
    Ok(Movements { definition: grid.definition, months })
}

impl MonthlyMovements {
    /// The figure of one kind of movement, never negative.
    pub fn amount(&self, kind: MovementKind) -> Money {
        match kind {
            MovementKind::New => self.new,
            MovementKind::Expansion => self.expansion,
            MovementKind::Contraction => self.contraction,
            MovementKind::Churn => self.churn,
            MovementKind::Reactivation => self.reactivation,
        }
    }
}

/// What moved in one month; amounts in 5,040ths of a minor unit per year.
#[derive(Debug, Clone, Default)]
struct Totals {
    amounts: [i128; 5],
    counts: [u32; 5],
}

impl Totals {
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "fewer than 2^32 rows of less than 2^64 each cannot leave i128, nor their count u32"
    )]
    fn add(&mut self, transition: &Transition) {
        let kind = index(transition.kind);
        if let (Some(amount), Some(count)) = (self.amounts.get_mut(kind), self.counts.get_mut(kind)) {
            *amount += transition.size();
            *count += 1;
        }
    }

    fn amount(&self, kind: MovementKind) -> i128 {
        self.amounts.get(index(kind)).copied().unwrap_or(0)
    }

    fn count(&self, kind: MovementKind) -> u32 {
        self.counts.get(index(kind)).copied().unwrap_or(0)
    }
}

/// What moved in each month, all customers added up.
#[derive(Debug)]
pub(super) struct Ledger(Vec<Totals>);

/// One month of the ledger, with the figures that are shown.
#[derive(Debug)]
pub(super) struct LedgerMonth {
    opening: Level,
    closing: Level,
    counts: [u32; 5],
    pub(super) opening_mrr: Money,
    pub(super) closing_mrr: Money,
    /// By kind, never negative; with their signs they add up to closing less opening MRR.
    shown: [Money; 5],
}

impl Ledger {
    pub(super) fn new(grid: &Grid) -> Self {
        Self(vec![Totals::default(); grid.len()])
    }

    pub(super) fn add(&mut self, transitions: &[Transition]) {
        for transition in transitions {
            if let Some(total) = self.0.get_mut(transition.month) {
                total.add(transition);
            }
        }
    }

    /// Every month of the grid.
    pub(super) fn months(&self, grid: &Grid) -> Result<Vec<LedgerMonth>> {
        let mut opening = Level::default();
        let mut months = Vec::with_capacity(self.0.len());
        for total in &self.0 {
            let closing = opening.after(total);
            months.push(LedgerMonth::new(grid, total, opening, closing)?);
            opening = closing;
        }
        Ok(months)
    }
}

impl LedgerMonth {
    fn new(grid: &Grid, total: &Totals, opening: Level, closing: Level) -> Result<Self> {
        let currency = grid.definition.currency;
        let (opening_mrr, closing_mrr) =
            (monthly(opening.revenue, currency)?, monthly(closing.revenue, currency)?);
        let signs = KINDS.map(|kind| if kind.is_loss() { -1 } else { 1 });
        let signed =
            KINDS.iter().zip(signs).map(|(kind, sign)| total.amount(*kind).saturating_mul(sign.into()));
        let net_new = closing_mrr.checked_sub(opening_mrr)?;
        let parts = display::parts(&signed.collect::<Vec<_>>(), net_new.minor())?;
        let mut shown = [Money::zero(currency); 5];
        for ((slot, minor), sign) in shown.iter_mut().zip(parts).zip(signs) {
            *slot = Money::new(minor, currency).checked_mul(sign)?;
        }
        Ok(Self { opening, closing, counts: total.counts, opening_mrr, closing_mrr, shown })
    }

    pub(super) fn amount(&self, kind: MovementKind) -> Money {
        self.shown.get(index(kind)).copied().unwrap_or(Money::zero(self.opening_mrr.currency()))
    }

    fn count(&self, kind: MovementKind) -> u32 {
        self.counts.get(index(kind)).copied().unwrap_or(0)
    }
}

const KINDS: [MovementKind; 5] = [
    MovementKind::New,
    MovementKind::Expansion,
    MovementKind::Contraction,
    MovementKind::Churn,
    MovementKind::Reactivation,
];

fn index(kind: MovementKind) -> usize {
    match kind {
        MovementKind::New => 0,
        MovementKind::Expansion => 1,
        MovementKind::Contraction => 2,
        MovementKind::Churn => 3,
        MovementKind::Reactivation => 4,
    }
}

/// Revenue and customers between two months.
#[derive(Debug, Clone, Copy, Default)]
struct Level {
    revenue: i128,
    customers: u32,
}

impl Level {
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "every churn follows a gain of the same customer, so that counts never pass zero"
    )]
    fn after(self, total: &Totals) -> Self {
        let signed =
            |kind: MovementKind| if kind.is_loss() { -total.amount(kind) } else { total.amount(kind) };
        let gained = total.count(MovementKind::New) + total.count(MovementKind::Reactivation);
        Self {
            revenue: KINDS.into_iter().map(signed).fold(self.revenue, |sum, change| sum + change),
            customers: self.customers + gained - total.count(MovementKind::Churn),
        }
    }
}

fn month(
    grid: &Grid,
    place: usize,
    entry: &LedgerMonth,
    (month_ago, year_ago): (Retained, Retained),
) -> Result<MonthlyMovements> {
    let currency = grid.definition.currency;
    let LedgerMonth { opening, closing, opening_mrr, closing_mrr, .. } = *entry;
    let net_new = closing_mrr.checked_sub(opening_mrr)?;
    let [new, expansion, contraction, churn, reactivation] = KINDS.map(|kind| entry.amount(kind));
    let gained = new.checked_add(expansion)?.checked_add(reactivation)?;
    let lost = churn.checked_add(contraction)?;
    let churned = entry.count(MovementKind::Churn);
    let retained = |units: i128, base: i128| -> Result<Ratio> {
        Ok(Ratio::of(monthly(units, currency)?, monthly(base, currency)?))
    };
    let (nrr, grr) = match grid.definition.netting {
        // What the customers of a month ago lost and gained is exactly this month's movements.
        Netting::Period => {
            let kept = opening_mrr.checked_sub(lost)?;
            (Ratio::of(kept.checked_add(expansion)?, opening_mrr), Ratio::of(kept, opening_mrr))
        }
        Netting::Event => {
            (retained(month_ago.now, month_ago.base)?, retained(month_ago.capped, month_ago.base)?)
        }
    };
    let rates = MonthlyRates {
        growth: Ratio::of(net_new, opening_mrr),
        logo_churn: Ratio::new(churned.into(), opening.customers.into()),
        gross_revenue_churn: Ratio::of(lost, opening_mrr),
        net_revenue_churn: Ratio::of(lost.checked_sub(expansion)?, opening_mrr),
        quick_ratio: Ratio::of(gained, lost),
        nrr,
        grr,
        nrr_12_months: retained(year_ago.now, year_ago.base)?,
        grr_12_months: retained(year_ago.capped, year_ago.base)?,
        logo_retention_12_months: Ratio::new(year_ago.still, year_ago.customers),
    };
    let arpa = match closing.customers {
        0 => None,
        customers => Some(closing_mrr.scale(1, customers.into(), Rounding::HalfAwayFromZero)?),
    };
    Ok(MonthlyMovements {
        month: grid.month(place)?,
        start: grid.start(place)?,
        end: grid.end(place)?,
        complete: grid.is_complete(place),
        opening: opening_mrr,
        new,
        expansion,
        contraction,
        churn,
        reactivation,
        closing: closing_mrr,
        net_new,
        arr: yearly(closing.revenue, currency)?,
        arpa,
        customers_opening: opening.customers,
        customers_new: entry.count(MovementKind::New),
        customers_churned: churned,
        customers_reactivated: entry.count(MovementKind::Reactivation),
        customers_closing: closing.customers,
        rates,
    })
}

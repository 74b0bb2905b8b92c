//! Cohorts: the customers that came in one month, and what became of them.

use serde::{Deserialize, Serialize};

use super::{
    Definition, MetricsOptions, MovementKind, Netting, Ratio, display,
    grid::Grid,
    movements::{Ledger, LedgerMonth},
    transitions::{Transition, Walk, month_ends},
};
use crate::{Money, Result, calendar::Month, facts::Facts};

/// The cohorts of a window of months, by customers and by revenue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cohorts {
    /// What the figures mean.
    pub definition: Definition,
    /// One entry for each month of the window, in order; a month that nobody joined has an empty cohort.
    pub cohorts: Vec<Cohort>,
}

/// The customers whose first revenue came in one month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cohort {
    /// The month.
    pub month: Month,
    /// How many joined.
    pub customers: u32,
    /// One entry for each month from the first on, to the end of the window; there are none for months to come.
    pub ages: Vec<CohortAge>,
}

/// A cohort at the end of a month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CohortAge {
    /// Months since the first; 0 is the end of the first month itself.
    pub age: u32,
    /// The month.
    pub month: Month,
    /// False when the month was not over at `as_of`: the figures can still fall.
    pub complete: bool,
    /// Customers that pay at the end of the month, those that left and came back included: it can rise.
    pub active: u32,
    /// Customers that never stopped: it cannot rise.
    pub never_lapsed: u32,
    /// What the cohort pays at the end of the month; the cohorts of a month add up to its closing MRR, but for
    /// customers that joined before the window.
    pub mrr: Money,
    /// Active customers ÷ those that joined.
    pub active_share: Ratio,
    /// Customers that never stopped ÷ those that joined.
    pub never_lapsed_share: Ratio,
    /// MRR ÷ the cohort's MRR at the end of its first month.
    pub revenue_share: Ratio,
}

/// Follows the customers of each month of the window.
///
/// A customer belongs to the month of its first revenue, ever: under period netting the first month that ends
/// with any. One that leaves and comes back stays in its cohort.
///
/// # Errors
/// As [`movements`](super::movements).
pub fn cohorts(facts: &Facts, options: &MetricsOptions) -> Result<Cohorts> {
    let grid = Grid::new(facts, options)?;
    let months = grid.len().saturating_sub(grid.window());
    let mut table = vec![vec![Cell::default(); months]; months];
    let mut joined = vec![0_u32; months];
    let mut earlier = vec![0_i128; months];
    let mut carried = 0_i128;
    let mut ledger = Ledger::new(&grid);
    Walk::over(facts, &grid, |_, transitions| {
        ledger.add(transitions);
        let Some(first) = transitions.first() else { return Ok(()) };
        let Some(cohort) = first.month.checked_sub(grid.window()) else {
            carried = carried.saturating_add(add_earlier(&grid, transitions, &mut earlier));
            return Ok(());
        };
        if let (Some(row), Some(count)) = (table.get_mut(cohort), joined.get_mut(cohort)) {
            *count = count.saturating_add(1);
            add_customer(grid.window(), transitions, row);
        }
        Ok(())
    })?;
    for row in &mut table {
        running_totals(row);
    }
    let figures = ledger.months(&grid)?;
    let shown = shown_mrr(&figures, &grid, &table, &earlier, carried)?;
    let mut cohorts = Vec::with_capacity(months);
    for (place, (row, customers)) in table.iter().zip(joined).enumerate() {
        cohorts.push(cohort(&grid, place, customers, row, &shown)?);
    }
    Ok(Cohorts { definition: grid.definition, cohorts })
}

/// A cohort in one month; while customers are added, only what changes in that month.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    units: i128,
    active: i64,
    never_lapsed: i64,
}

impl Cell {
    fn of(units: i64) -> Self {
        Self { units: units.into(), active: i64::from(units > 0), never_lapsed: 0 }
    }

    #[expect(
        clippy::arithmetic_side_effects,
        reason = "fewer than 2^32 customers of less than 2^63 each cannot leave i128, nor their count i64"
    )]
    fn add(&mut self, other: Self, sign: i8) {
        self.units += i128::from(sign) * other.units;
        self.active += i64::from(sign) * other.active;
        self.never_lapsed += i64::from(sign) * other.never_lapsed;
    }
}

fn add_customer(window: usize, transitions: &[Transition], row: &mut [Cell]) {
    let mut add = |month: usize, change: Cell, sign: i8| {
        if let Some(cell) = month.checked_sub(window).and_then(|place| row.get_mut(place)) {
            cell.add(change, sign);
        }
    };
    let mut before = 0;
    for (month, after) in month_ends(transitions) {
        add(month, Cell::of(after), 1);
        add(month, Cell::of(before), -1);
        before = after;
    }
    let lasting = Cell { never_lapsed: 1, ..Cell::default() };
    if let Some(first) = transitions.first() {
        add(first.month, lasting, 1);
    }
    if let Some(lapse) = transitions.iter().find(|transition| transition.after == 0) {
        add(lapse.month, lasting, -1);
    }
}

/// Adds a customer from before the window to the changes of its months; returns what it paid before.
fn add_earlier(grid: &Grid, transitions: &[Transition], changes: &mut [i128]) -> i128 {
    let mut carried = 0_i128;
    for transition in transitions {
        match transition.month.checked_sub(grid.window()) {
            None => carried = carried.saturating_add(transition.change()),
            Some(place) => {
                if let Some(change) = changes.get_mut(place) {
                    *change = change.saturating_add(transition.change());
                }
            }
        }
    }
    carried
}

fn running_totals(row: &mut [Cell]) {
    let mut total = Cell::default();
    for cell in row {
        total.add(*cell, 1);
        *cell = total;
    }
}

/// MRR in minor units by month, then cohort: rounded so that each month adds up to its closing MRR.
///
/// Under period netting a cohort's first month is the new MRR of that month, and is shown as that figure.
fn shown_mrr(
    figures: &[LedgerMonth],
    grid: &Grid,
    table: &[Vec<Cell>],
    earlier: &[i128],
    carried: i128,
) -> Result<Vec<Vec<i64>>> {
    let mut before = carried;
    let mut shown = Vec::with_capacity(earlier.len());
    for (place, (change, figure)) in earlier.iter().zip(figures.iter().skip(grid.window())).enumerate() {
        before = before.saturating_add(*change);
        let cells = table.iter().map(|row| row.get(place).map_or(0, |cell| cell.units));
        let mut exact: Vec<i128> = cells.chain([before]).collect();
        let mut whole = figure.closing_mrr;
        let new = figure.amount(MovementKind::New);
        let pinned = grid.definition.netting == Netting::Period;
        if let Some(youngest) = exact.get_mut(place).filter(|_| pinned) {
            *youngest = 0;
            whole = whole.checked_sub(new)?;
        }
        let mut month = display::parts(&exact, whole.minor())?;
        if let Some(youngest) = month.get_mut(place).filter(|_| pinned) {
            *youngest = new.minor();
        }
        shown.push(month);
    }
    Ok(shown)
}

fn cohort(grid: &Grid, place: usize, customers: u32, row: &[Cell], shown: &[Vec<i64>]) -> Result<Cohort> {
    let mrr_at = |month: usize| {
        let minor = shown.get(month).and_then(|cohorts| cohorts.get(place)).copied().unwrap_or(0);
        Money::new(minor, grid.definition.currency)
    };
    let first_mrr = mrr_at(place);
    let mut ages = Vec::with_capacity(row.len().saturating_sub(place));
    for (age, (month, cell)) in (0_u32..).zip(row.iter().enumerate().skip(place)) {
        let in_grid = grid.window().saturating_add(month);
        let mrr = mrr_at(month);
        ages.push(CohortAge {
            age,
            month: grid.month(in_grid)?,
            complete: grid.is_complete(in_grid),
            active: u32::try_from(cell.active).unwrap_or(0),
            never_lapsed: u32::try_from(cell.never_lapsed).unwrap_or(0),
            mrr,
            active_share: Ratio::new(cell.active, customers.into()),
            never_lapsed_share: Ratio::new(cell.never_lapsed, customers.into()),
            revenue_share: Ratio::of(mrr, first_mrr),
        });
    }
    Ok(Cohort { month: grid.month(grid.window().saturating_add(place))?, customers, ages })
}

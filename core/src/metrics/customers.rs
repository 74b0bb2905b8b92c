//! The customers behind the movements.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

use super::{
    Definition, MetricsOptions, MovementKind, display,
    grid::Grid,
    movements::Ledger,
    transitions::{Transition, Walk},
};
use crate::{Currency, Money, Result, calendar::Month, catalog::monthly, facts::Facts};

/// Every movement of every customer in the window, as columns of equal length.
///
/// In the order of month, kind and customer id. The amounts of a month and kind add up to that figure of
/// [`Movements`](super::Movements); in total they are the difference between closing and opening MRR.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CustomerMovements {
    /// What the figures mean.
    pub definition: Definition,
    /// The month of the movement.
    pub month: Vec<Month>,
    /// Whose it was.
    pub customer_id: Vec<String>,
    /// What kind of movement.
    pub kind: Vec<MovementKind>,
    /// MRR before it, in minor units; before and amount give after, in every row.
    pub before_minor: Vec<i64>,
    /// The size of the movement in minor units, never negative; the parts of a figure add up to it.
    pub amount_minor: Vec<i64>,
    /// MRR after it, in minor units.
    pub after_minor: Vec<i64>,
}

/// Lists the customers behind every figure of [`movements`](super::movements()).
///
/// # Errors
/// As [`movements`](super::movements()).
pub fn customer_movements(facts: &Facts, options: &MetricsOptions) -> Result<CustomerMovements> {
    let grid = Grid::new(facts, options)?;
    let mut found: Vec<(Transition, u32)> = Vec::new();
    let mut customers: Vec<(String, u32)> = Vec::new();
    let mut ledger = Ledger::new(&grid);
    Walk::over(facts, &grid, |customer, transitions| {
        ledger.add(transitions);
        let shown = transitions.iter().filter(|transition| transition.month >= grid.window());
        let before = found.len();
        found.extend(shown.map(|transition| (*transition, customer)));
        if found.len() > before {
            customers.push((facts.customer_id(customer), customer));
        }
        Ok(())
    })?;
    // Ids are compared once each; the rows are then sorted by their rank.
    customers.sort();
    let ranks: HashMap<u32, u32, FxBuildHasher> =
        customers.iter().zip(0_u32..).map(|((_, customer), rank)| (*customer, rank)).collect();
    for (_, customer) in &mut found {
        *customer = ranks.get(customer).copied().unwrap_or(u32::MAX);
    }
    // Stable, so that several movements of one customer stay in their order.
    found.sort_by_key(|(transition, rank)| (transition.month, transition.kind, *rank));
    let figures = ledger.months(&grid)?;
    let mut table = CustomerMovements {
        definition: grid.definition.clone(),
        month: Vec::with_capacity(found.len()),
        customer_id: Vec::with_capacity(found.len()),
        kind: Vec::with_capacity(found.len()),
        before_minor: Vec::with_capacity(found.len()),
        amount_minor: Vec::with_capacity(found.len()),
        after_minor: Vec::with_capacity(found.len()),
    };
    for group in found.chunk_by(|(a, _), (b, _)| (a.month, a.kind) == (b.month, b.kind)) {
        let Some((first, _)) = group.first() else { continue };
        let figure = figures.get(first.month).map_or(0, |month| month.amount(first.kind).minor());
        table.push_group(grid.definition.currency, grid.month(first.month)?, group, &customers, figure)?;
    }
    Ok(table)
}

impl CustomerMovements {
    fn push_group(
        &mut self,
        currency: Currency,
        month: Month,
        group: &[(Transition, u32)],
        customers: &[(String, u32)],
        figure: i64,
    ) -> Result<()> {
        let exact: Vec<i128> = group.iter().map(|(transition, _)| transition.size()).collect();
        for ((transition, rank), amount) in group.iter().zip(display::parts(&exact, figure)?) {
            let customer = usize::try_from(*rank).ok().and_then(|rank| customers.get(rank));
            self.month.push(month);
            self.customer_id.push(customer.map(|(id, _)| id.clone()).unwrap_or_default());
            self.kind.push(transition.kind);
            // Each row adds up, and nothing stays nothing.
            let amount = Money::new(amount, currency);
            let (before, after) = match transition.kind {
                MovementKind::New | MovementKind::Reactivation => (Money::zero(currency), amount),
                MovementKind::Churn => (amount, Money::zero(currency)),
                MovementKind::Expansion => {
                    let before = monthly(transition.before.into(), currency)?;
                    (before, before.checked_add(amount)?)
                }
                MovementKind::Contraction => {
                    let after = monthly(transition.after.into(), currency)?;
                    (after.checked_add(amount)?, after)
                }
            };
            self.before_minor.push(before.minor());
            self.amount_minor.push(amount.minor());
            self.after_minor.push(after.minor());
        }
        Ok(())
    }
}

//! The growth panel: what moved recurring revenue, and its total.

use serde::{Deserialize, Serialize};

use super::ReportError;
use crate::{Currency, Money, Result, metrics::MonthlyMovements};

/// The last months of the window, in order, and what they add up to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GrowthPanel {
    /// One entry for each month shown.
    pub months: Vec<MonthlyMovements>,
    /// All of them together.
    pub total: GrowthTotal,
    /// Earlier months of the window that are not shown.
    pub months_left_out: u32,
}

/// Several months together: opening + new + expansion − contraction − churn + reactivation = closing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GrowthTotal {
    /// MRR just before the first month.
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
    /// Closing less opening MRR.
    pub net_new: Money,
    /// MRR at the end of the last month.
    pub closing: Money,
}

impl GrowthPanel {
    pub(super) fn new(mut months: Vec<MonthlyMovements>, most: usize, currency: Currency) -> Result<Self> {
        let left_out = months.len().saturating_sub(most);
        months.drain(..left_out);
        let total = GrowthTotal::new(&months, currency)?;
        Ok(Self { months, total, months_left_out: u32::try_from(left_out).unwrap_or(u32::MAX) })
    }
}

impl GrowthTotal {
    fn new(months: &[MonthlyMovements], currency: Currency) -> Result<Self> {
        let (Some(first), Some(last)) = (months.first(), months.last()) else {
            return Err(ReportError::NoMonths.into());
        };
        let sum = |figure: fn(&MonthlyMovements) -> Money| {
            Money::sum(currency, &months.iter().map(figure).collect::<Vec<_>>())
        };
        Ok(Self {
            opening: first.opening,
            new: sum(|month| month.new)?,
            expansion: sum(|month| month.expansion)?,
            contraction: sum(|month| month.contraction)?,
            churn: sum(|month| month.churn)?,
            reactivation: sum(|month| month.reactivation)?,
            net_new: last.closing.checked_sub(first.opening)?,
            closing: last.closing,
        })
    }
}

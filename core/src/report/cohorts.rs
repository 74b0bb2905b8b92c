//! The cohorts that are shown, and how they fare on average.

use serde::{Deserialize, Serialize};

use crate::{
    Result,
    metrics::{Cohort, CohortAge, Ratio},
    money::MoneyError,
};

/// The last cohorts of the window, each followed for some months.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CohortPanel {
    /// One entry for each month shown, in order.
    pub cohorts: Vec<Cohort>,
    /// One entry for each age that a cohort has reached in full.
    pub averages: Vec<CohortAverage>,
    /// How many months after its first one each cohort is followed at most.
    pub months_followed: u32,
    /// Earlier cohorts of the window that are not shown.
    pub cohorts_left_out: u32,
}

/// The cohorts shown at one age, weighted by their size; months that were not over are not counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CohortAverage {
    /// Months since the first.
    pub age: u32,
    /// Active customers ÷ those that joined.
    pub active_share: Ratio,
    /// Their MRR ÷ their MRR at the end of their first month.
    pub revenue_share: Ratio,
}

impl CohortPanel {
    pub(super) fn new(mut cohorts: Vec<Cohort>, rows: usize, months: usize) -> Result<Self> {
        let left_out = cohorts.len().saturating_sub(rows);
        cohorts.drain(..left_out);
        for cohort in &mut cohorts {
            cohort.ages.truncate(months.saturating_add(1));
        }
        let oldest = cohorts.iter().map(|cohort| cohort.ages.len()).max().unwrap_or(0);
        let mut averages = Vec::with_capacity(oldest);
        for (age, place) in (0_u32..).zip(0..oldest) {
            let reached =
                || cohorts.iter().filter_map(|cohort| cohort.ages.get(place)).filter(|at| at.complete);
            if reached().next().is_some() {
                averages.push(CohortAverage {
                    age,
                    active_share: pooled(reached().map(|at| at.active_share))?,
                    revenue_share: pooled(reached().map(|at| at.revenue_share))?,
                });
            }
        }
        Ok(Self {
            cohorts,
            averages,
            months_followed: u32::try_from(months).unwrap_or(u32::MAX),
            cohorts_left_out: u32::try_from(left_out).unwrap_or(u32::MAX),
        })
    }

    /// How many columns the tables have: the first month, and those that follow.
    pub(super) fn columns(&self) -> usize {
        self.cohorts.iter().map(|cohort| cohort.ages.len()).max().unwrap_or(0)
    }
}

/// The sum of what is divided, over the sum of what it is divided by; a ratio to nothing is not counted.
fn pooled(ratios: impl Iterator<Item = Ratio>) -> Result<Ratio> {
    let (mut numerator, mut denominator) = (0_i128, 0_i128);
    for ratio in ratios.filter(|ratio| ratio.denominator > 0) {
        numerator = numerator.saturating_add(ratio.numerator.into());
        denominator = denominator.saturating_add(ratio.denominator.into());
    }
    match (i64::try_from(numerator), i64::try_from(denominator)) {
        (Ok(numerator), Ok(denominator)) => Ok(Ratio::new(numerator, denominator)),
        _ => Err(MoneyError::overflow("the revenue of the cohorts").into()),
    }
}

/// What a cohort table shows of an age.
#[derive(Debug, Clone, Copy)]
pub(super) enum Share {
    Customers,
    Revenue,
}

impl Share {
    pub(super) fn of(self, at: &CohortAge) -> Ratio {
        match self {
            Self::Customers => at.active_share,
            Self::Revenue => at.revenue_share,
        }
    }

    pub(super) fn of_average(self, average: &CohortAverage) -> Ratio {
        match self {
            Self::Customers => average.active_share,
            Self::Revenue => average.revenue_share,
        }
    }
}

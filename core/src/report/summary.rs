//! The figures that are read first.

use serde::{Deserialize, Serialize};

use super::{Benchmarks, Grade, ReportError};
use crate::{
    Money, Result,
    calendar::Month,
    facts::Facts,
    metrics::{self, MetricsOptions, MonthlyMovements, Ratio},
};

/// The last month of the window, beside the month before it and the same month a year before.
///
/// Gross margin and runway need costs and cash, which revenue data does not have: they are not here, rather
/// than guessed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExecutiveSummary {
    /// The month.
    pub month: Month,
    /// False when the month was not over: growth then compares a part of a month with a whole one.
    pub complete: bool,
    /// MRR at the end of the month.
    pub mrr: Money,
    /// MRR just before the month.
    pub mrr_month_ago: Money,
    /// Growth of MRR from month to month.
    pub mrr_growth: Ratio,
    /// ARR at the end of the month.
    pub arr: Money,
    /// ARR at the end of the same month a year before; zero where there was no business yet.
    pub arr_year_ago: Money,
    /// Growth of ARR from year to year.
    pub arr_growth: Ratio,
    /// Net revenue retention over twelve months.
    pub nrr_12_months: Ratio,
    /// The same, a month before.
    pub nrr_12_months_month_ago: Ratio,
    /// How good it is.
    pub nrr_grade: Option<Grade>,
    /// Gross revenue retention over twelve months.
    pub grr_12_months: Ratio,
    /// The same, a month before.
    pub grr_12_months_month_ago: Ratio,
    /// Customers of twelve months ago that still are.
    pub logo_retention_12_months: Ratio,
    /// How good it is.
    pub logo_retention_grade: Option<Grade>,
    /// Customers at the end of the month.
    pub customers: u32,
    /// Customers just before the month.
    pub customers_month_ago: u32,
    /// MRR per customer; nothing without customers.
    pub arpa: Option<Money>,
    /// MRR per customer a month before; nothing without customers.
    pub arpa_month_ago: Option<Money>,
    /// Revenue won ÷ revenue lost in the month.
    pub quick_ratio: Ratio,
    /// Customers lost in the month ÷ customers before it.
    pub logo_churn: Ratio,
    /// The same, a month before.
    pub logo_churn_month_ago: Ratio,
    /// How good it is; nothing for a month that was not over.
    pub logo_churn_grade: Option<Grade>,
}

impl ExecutiveSummary {
    pub(super) fn new(
        facts: &Facts,
        measured: &MetricsOptions,
        months: &[MonthlyMovements],
        benchmarks: &Benchmarks,
    ) -> Result<Self> {
        let now = months.last().ok_or(ReportError::NoMonths)?;
        // The window need not reach a year back; the figures of a month do not depend on the window.
        let a_year =
            MetricsOptions { first_month: Some(now.month.plus(-12)?), months: Some(12), ..measured.clone() };
        let past = metrics::movements(facts, &a_year)?.months;
        let (Some(year_ago), Some(month_ago)) = (past.first(), past.last()) else {
            return Err(ReportError::NoMonths.into());
        };
        let gained = now.arr.checked_sub(year_ago.arr)?;
        let (rates, before) = (&now.rates, &month_ago.rates);
        // A month that is not over has had less time to lose customers.
        let churn_grade = if now.complete { benchmarks.grade_churn(rates.logo_churn)? } else { None };
        Ok(Self {
            month: now.month,
            complete: now.complete,
            mrr: now.closing,
            mrr_month_ago: now.opening,
            mrr_growth: rates.growth,
            arr: now.arr,
            arr_year_ago: year_ago.arr,
            arr_growth: Ratio::new(gained.minor(), year_ago.arr.minor()),
            nrr_12_months: rates.nrr_12_months,
            nrr_12_months_month_ago: before.nrr_12_months,
            nrr_grade: benchmarks.grade_nrr(rates.nrr_12_months)?,
            grr_12_months: rates.grr_12_months,
            grr_12_months_month_ago: before.grr_12_months,
            logo_retention_12_months: rates.logo_retention_12_months,
            logo_retention_grade: benchmarks.grade_retention(rates.logo_retention_12_months)?,
            customers: now.customers_closing,
            customers_month_ago: now.customers_opening,
            arpa: now.arpa,
            arpa_month_ago: month_ago.arpa,
            quick_ratio: rates.quick_ratio,
            logo_churn: rates.logo_churn,
            logo_churn_month_ago: before.logo_churn,
            logo_churn_grade: churn_grade,
        })
    }
}

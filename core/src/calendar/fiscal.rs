//! Fiscal years: twelve calendar months that need not begin in January.

use serde::{Deserialize, Serialize};

use super::{CalendarError, Month};
use crate::Result;

/// The calendar year after which a fiscal year is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FiscalYearName {
    /// The year in which it ends: FY2025 runs from July 2024 to June 2025. The common convention.
    #[default]
    End,
    /// The year in which it begins: FY2024 runs from July 2024 to June 2025.
    Start,
}

/// The months of a business's fiscal year. The default is the calendar year.
///
/// ```
/// use prorata::calendar::{FiscalCalendar, FiscalMonth};
///
/// let fiscal = FiscalCalendar { first_month: Some(7), ..FiscalCalendar::default() };
/// assert_eq!(fiscal.of("2024-08".parse()?)?, FiscalMonth { year: 2025, quarter: 1, month: 2 });
///
/// let third_quarter = fiscal.quarter(2025, 3)?;
/// assert_eq!(third_quarter.first.to_string(), "2025-01");
/// assert_eq!(third_quarter.last.to_string(), "2025-03");
/// # Ok::<(), prorata::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FiscalCalendar {
    /// The month of the year in which a fiscal year begins, 1 to 12; none: January.
    pub first_month: Option<u32>,
    /// How a fiscal year is named; none: by the calendar year in which it ends.
    pub named_by: Option<FiscalYearName>,
}

/// Where a month lies in a fiscal year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FiscalMonth {
    /// The fiscal year, under its calendar's naming.
    pub year: i32,
    /// The fiscal quarter, 1 to 4.
    pub quarter: u32,
    /// The month of the fiscal year, 1 to 12.
    pub month: u32,
}

/// Consecutive months, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MonthRange {
    /// The first month.
    pub first: Month,
    /// The last month.
    pub last: Month,
}

impl FiscalCalendar {
    /// The fiscal year, quarter and month of a calendar month.
    ///
    /// # Errors
    /// `calendar.invalid_fiscal` when the first month is not 1 to 12.
    #[expect(clippy::arithmetic_side_effects, reason = "years 1 to 9999 and months 1 to 12")]
    pub fn of(self, month: Month) -> Result<FiscalMonth> {
        let first = self.checked_first_month()?;
        let elapsed = (month.month_of_year() + 12 - first) % 12;
        let started = month.year() - i32::from(month.month_of_year() < first);
        Ok(FiscalMonth {
            year: started + self.name_offset(first),
            quarter: elapsed / 3 + 1,
            month: elapsed + 1,
        })
    }

    /// The months of a fiscal year.
    ///
    /// # Errors
    /// `calendar.invalid_fiscal` when the first month is not 1 to 12; `calendar.out_of_range` outside the
    /// years 0001 to 9999.
    pub fn year(self, year: i32) -> Result<MonthRange> {
        let first = self.year_start(year)?;
        Ok(MonthRange { first, last: first.plus(11)? })
    }

    /// The months of a fiscal quarter, 1 to 4.
    ///
    /// # Errors
    /// `calendar.invalid_fiscal` when the first month is not 1 to 12 or the quarter not 1 to 4;
    /// `calendar.out_of_range` outside the years 0001 to 9999.
    pub fn quarter(self, year: i32, quarter: u32) -> Result<MonthRange> {
        let skipped = match quarter {
            1 => 0,
            2 => 3,
            3 => 6,
            4 => 9,
            _ => return Err(CalendarError::InvalidFiscal { field: "quarter", value: quarter, max: 4 }.into()),
        };
        let first = self.year_start(year)?.plus(skipped)?;
        Ok(MonthRange { first, last: first.plus(2)? })
    }

    fn year_start(self, year: i32) -> Result<Month> {
        let first = self.checked_first_month()?;
        let started = year.checked_sub(self.name_offset(first));
        Month::new(started.ok_or_else(|| CalendarError::OutOfRange { value: year.to_string() })?, first)
    }

    /// Years from the calendar year in which a fiscal year begins to the one that it is named after.
    fn name_offset(self, first_month: u32) -> i32 {
        match self.named_by.unwrap_or_default() {
            FiscalYearName::End => i32::from(first_month > 1),
            FiscalYearName::Start => 0,
        }
    }

    fn checked_first_month(self) -> Result<u32> {
        match self.first_month.unwrap_or(1) {
            month @ 1..=12 => Ok(month),
            value => Err(CalendarError::InvalidFiscal { field: "first month", value, max: 12 }.into()),
        }
    }
}

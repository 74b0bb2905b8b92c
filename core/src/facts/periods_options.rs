//! How to read a file of periods.

use serde::{Deserialize, Serialize};

use super::{OnRefusal, Policy};
use crate::{Currency, calendar::Zone, money::MoneyFormat};

/// How to read a file of periods. Everything may be left out.
///
/// ```
/// use prorata::{Currency, facts::{PeriodColumns, PeriodsOptions}};
///
/// let options = PeriodsOptions {
///     columns: Some(PeriodColumns { monthly_amount: Some("mrr".into()), ..PeriodColumns::default() }),
///     default_currency: Some(Currency::EUR),
///     ..PeriodsOptions::default()
/// };
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PeriodsOptions {
    /// What the columns are called in the file. Default: as the fields of [`PeriodColumns`].
    pub columns: Option<PeriodColumns>,
    /// The currency of rows that name none. Default: such rows are refused.
    pub default_currency: Option<Currency>,
    /// Where a civil date begins. Default: UTC.
    pub zone: Option<Zone>,
    /// What counts as recurring: of its switches those on trials, past due, unpaid, paused and normalisation
    /// apply to periods. Default: the standard one.
    pub policy: Option<Policy>,
    /// What to do with a row that cannot be read. Default: refuse the file.
    pub on_refusal: Option<OnRefusal>,
    /// How amounts are written. Default: as in `1,234.50`.
    pub number_format: Option<MoneyFormat>,
    /// True when amounts are whole numbers of minor units (cents). Default: false.
    pub amounts_in_minor_units: Option<bool>,
    /// What stands between two fields. Default: a comma.
    pub delimiter: Option<Delimiter>,
}

/// The names of the columns in a file of periods; each one left out is called as the field here.
///
/// Case and surrounding blanks do not matter. The first five columns must be there, and so must every column
/// that is named here; other columns are ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PeriodColumns {
    /// What the period is of.
    pub subscription_id: Option<String>,
    /// Who pays.
    pub customer_id: Option<String>,
    /// The first day, or instant, that counts.
    pub start_date: Option<String>,
    /// The first day, or instant, that does not count any more; empty while the subscription runs.
    pub end_date: Option<String>,
    /// What one unit costs for one interval.
    pub monthly_amount: Option<String>,
    /// A code of ISO 4217.
    pub currency: Option<String>,
    /// `day`, `week`, `month`, `quarter`, `year`, or a number of them such as `P3M`; empty: a month.
    pub interval: Option<String>,
    /// How many units; empty: 1.
    pub quantity: Option<String>,
    /// A [`SubscriptionStatus`](crate::subscription::SubscriptionStatus); empty: active.
    pub status: Option<String>,
}

/// What stands between two fields of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`, as spreadsheets write where the comma is the decimal mark.
    Semicolon,
    /// A tab.
    Tab,
    /// `|`
    Pipe,
}

impl Delimiter {
    pub(super) fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }
}

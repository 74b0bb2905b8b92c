//! One source with every shape, for the writers' tests.

use super::{model::Record, read};
use crate::source::Source;

const TEXT: &str = r##"
/// How movements of one month are netted.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Netting {
    /// Once per period; see [`Movement`].
    Period,
    #[serde(rename = "event")]
    PerEvent,
}

/// What a price charges.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Charge {
    /// Nothing.
    Free,
    /// The same for each.
    PerUnit {
        /// For one.
        unit_amount: UnitAmount,
        at_most: Option<u64>,
    },
}

/// One change, from [`Options`](crate::Options).
///
/// ```
/// let rust = 1;
/// ```
///
/// More of it,
/// on two lines.
#[derive(Serialize)]
pub struct Movement {
    /// Its `"text"`.
    pub note: Option<String>,
    pub amount: Money,
    pub at: Timestamp,
    pub day: Date,
    pub rank: u32,
    pub from: Currency,
    pub total_count: i64,
    pub ratio: Option<f64>,
    pub charges: Vec<Charge>,
    pub by_name: BTreeMap<String, bool>,
    pub sizes: Vec<i64>,
}

/// Options of a call.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    pub zone: Option<Zone>,
    pub netting: Option<Netting>,
    pub only_months: Vec<Month>,
}
"##;

pub(super) fn records() -> Vec<Record> {
    let source = Source::parse("core/src/metrics.rs", TEXT).expect("the sample parses");
    read::records(&[source]).expect("the sample can be mapped")
}

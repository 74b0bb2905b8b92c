//! One source with every shape, for the writers' tests.

use super::{
    functions,
    model::{Function, Record},
    read,
};
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

impl Movement {
    /// What it comes to, as [`Charge`] says.
    ///
    /// # Errors
    /// `money.overflow`,
    /// `metrics.overflow`.
    pub fn total(&self, at: Timestamp, charge: Option<&Charge>, options: &Options) -> Result<Money> {}
}

impl Netting {
    /// Refuses what is not allowed.
    pub fn check(self) -> Result<()> {}

    /// A picture of it, with `font` or without.
    pub fn picture(self, colours: &[u8], font: Option<&[u8]>) -> Result<Vec<u8>> {}

    /// The netting of a name.
    pub fn of_name(name: &str, count_by: u32) -> Option<Self> {}
}

/// The amounts of `charges`.
pub fn amounts_of(charges: &[Charge], factor: u64, names: Option<&[String]>) -> Vec<i64> {}
"##;

fn sources() -> [Source; 1] {
    [Source::parse("core/src/metrics.rs", TEXT).expect("the sample parses")]
}

pub(super) fn records() -> Vec<Record> {
    read::records(&sources()).expect("the sample can be mapped")
}

pub(super) fn functions() -> Vec<Function> {
    functions::functions(&sources(), &records(), &["metrics"]).expect("the functions can be mapped")
}

//! How good a rate is, against benchmarks.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::{
    Result,
    metrics::Ratio,
    money::{MoneyError, Percent},
};

/// How good a rate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// Not yet good.
    BelowGood,
    /// Beyond the first threshold.
    Good,
    /// Beyond the second.
    Great,
    /// Beyond the third.
    Excellent,
}

impl Grade {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::BelowGood => "below good",
            Self::Good => "good",
            Self::Great => "great",
            Self::Excellent => "excellent",
        }
    }
}

/// The three thresholds of one rate; a rate must be beyond a threshold, not at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Benchmark {
    /// Beyond it a rate is good.
    pub good: Percent,
    /// Beyond it a rate is great.
    pub great: Percent,
    /// Beyond it a rate is excellent.
    pub excellent: Percent,
}

/// What counts as good, great and excellent; what is left out is as for business software at large.
///
/// ```
/// use prorata::report::{Benchmark, Benchmarks};
///
/// let strict = Benchmark { good: "2".parse()?, great: "1".parse()?, excellent: "0.5".parse()? };
/// let benchmarks = Benchmarks { monthly_churn: Some(strict), ..Benchmarks::default() };
/// # Ok::<(), prorata::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Benchmarks {
    /// Customers lost in a month. Default: under 5, 3 and 2 %.
    pub monthly_churn: Option<Benchmark>,
    /// Net revenue retention over twelve months. Default: over 100, 110 and 120 %.
    pub nrr: Option<Benchmark>,
    /// Customers kept over twelve months. Default: over 90, 95 and 98 %.
    pub logo_retention: Option<Benchmark>,
}

impl Benchmark {
    fn whole(good: i64, great: i64, excellent: i64) -> Result<Self> {
        Ok(Self {
            good: Percent::new(good.into())?,
            great: Percent::new(great.into())?,
            excellent: Percent::new(excellent.into())?,
        })
    }

    /// Nothing for a rate without a value. Compared exactly: 5 of 100 is not under 5 %.
    fn grade(&self, ratio: Ratio, better: Ordering) -> Result<Option<Grade>> {
        if ratio.denominator <= 0 {
            return Ok(None);
        }
        let steps =
            [(self.good, Grade::Good), (self.great, Grade::Great), (self.excellent, Grade::Excellent)];
        let mut reached = Grade::BelowGood;
        for (threshold, grade) in steps {
            if compare(ratio, threshold)? == better {
                reached = grade;
            }
        }
        Ok(Some(reached))
    }

    fn in_words(&self) -> String {
        format!("{}, {} and {} %", self.good, self.great, self.excellent)
    }
}

// The defaults are customary targets of subscription businesses.
impl Benchmarks {
    fn churn_benchmark(&self) -> Result<Benchmark> {
        self.monthly_churn.clone().map_or_else(|| Benchmark::whole(5, 3, 2), Ok)
    }

    fn nrr_benchmark(&self) -> Result<Benchmark> {
        self.nrr.clone().map_or_else(|| Benchmark::whole(100, 110, 120), Ok)
    }

    fn retention_benchmark(&self) -> Result<Benchmark> {
        self.logo_retention.clone().map_or_else(|| Benchmark::whole(90, 95, 98), Ok)
    }

    pub(super) fn grade_churn(&self, ratio: Ratio) -> Result<Option<Grade>> {
        self.churn_benchmark()?.grade(ratio, Ordering::Less)
    }

    pub(super) fn grade_nrr(&self, ratio: Ratio) -> Result<Option<Grade>> {
        self.nrr_benchmark()?.grade(ratio, Ordering::Greater)
    }

    pub(super) fn grade_retention(&self, ratio: Ratio) -> Result<Option<Grade>> {
        self.retention_benchmark()?.grade(ratio, Ordering::Greater)
    }

    /// The thresholds, for the notes of a report.
    pub(super) fn in_words(&self) -> Result<String> {
        Ok(format!(
            "Good, great, excellent: customer churn in a month under {}; NRR over {}; customers kept over twelve \
             months over {}.",
            self.churn_benchmark()?.in_words(),
            self.nrr_benchmark()?.in_words(),
            self.retention_benchmark()?.in_words()
        ))
    }
}

/// The ratio against the threshold, cross-multiplied.
fn compare(ratio: Ratio, threshold: Percent) -> Result<Ordering, MoneyError> {
    let value = threshold.value();
    let overflow = || MoneyError::overflow("the threshold");
    let percent = 10_i128.checked_pow(value.scale()).and_then(|scale| scale.checked_mul(100));
    let left = percent.and_then(|scale| scale.checked_mul(ratio.numerator.into()));
    let right = value.mantissa().checked_mul(ratio.denominator.into());
    Ok(left.ok_or_else(overflow)?.cmp(&right.ok_or_else(overflow)?))
}

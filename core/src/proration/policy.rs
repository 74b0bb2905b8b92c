//! The rules under which a part of a period is priced, as data.

use serde::{Deserialize, Serialize};

use crate::{Rounding, Zone};

/// How a part of a period is measured, split into lines and rounded. Engines differ in exactly these points,
/// so that one change has seven prices; [`ProrationPreset`] names whose rule is whose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProrationPolicy {
    /// How time is counted.
    pub granularity: Granularity,
    /// Whether a change makes two lines or one.
    pub lines: ProrationLines,
    /// How a line becomes whole minor units.
    pub rounding: Rounding,
    /// To how many decimals the fraction of the period is rounded, half up, before it is multiplied; none
    /// for not at all.
    #[serde(default)]
    pub fraction_decimals: Option<u32>,
    /// Where days begin; it matters only where days are counted.
    pub zone: Zone,
}

/// How time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Granularity {
    /// Seconds left of the seconds of the period.
    Second,
    /// Days left of the days of the period; the day of the change belongs to the new state.
    Day,
    /// As `day`, with the last day counted on both sides of the fraction, for ends that are included.
    DayEndIncluded,
    /// As `day`, where every month has 30 days, the 31st being the 30th.
    ThirtyDays,
}

/// Whether a change makes two lines or one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProrationLines {
    /// A credit for the old state and a debit for the new one, each rounded; also for one that is free.
    CreditAndDebit,
    /// One line for the difference, rounded once; the old state is priced anew in either billing mode.
    Net,
}

/// Whether the discounts of a proration are inside its amount or beside it; Stripe's
/// `billing_mode.flexible.proration_discounts`. What is billed is the same.
///
/// Source: [Stripe, changelog 2025-09-30](https://docs.stripe.com/changelog/clover/2025-09-30/itemize-proration-discount-amounts).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProrationDiscounts {
    /// The amount is what is left after discounts.
    Included,
    /// The amount is before discounts, which are listed.
    Itemized,
}

/// Whose rule a policy is.
///
/// Sources: `docs/conformance.md` names the evidence for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProrationPreset {
    /// Stripe: by the second, two lines, to the nearest with an exact half toward minus infinity.
    Stripe,
    /// Polar, changes of product: by the second, two lines, half to even.
    Polar,
    /// Polar, changes of seats: by the second, one line, truncated.
    PolarSeats,
    /// OpenMeter: by the second, two lines, half away from zero.
    OpenMeter,
    /// UniBee: seconds as a ratio of four decimals, two lines, half away from zero.
    UniBee,
    /// Kill Bill: by the day with a fraction of nine decimals, two lines, half away from zero. Meteroid too.
    KillBill,
    /// Kill Bill with its fixed months of 30 days.
    KillBillThirtyDays,
    /// Lago: by the day, two lines, half away from zero.
    Lago,
    /// Flexprice, by the day with both ends counted, two lines, half away from zero.
    Flexprice,
}

impl ProrationPreset {
    /// Every one of them, Stripe's first.
    pub(crate) const ALL: [Self; 9] = [
        Self::Stripe,
        Self::Polar,
        Self::PolarSeats,
        Self::OpenMeter,
        Self::UniBee,
        Self::KillBill,
        Self::KillBillThirtyDays,
        Self::Lago,
        Self::Flexprice,
    ];

    /// The policy of that name, with days that begin in `zone`, or in UTC.
    pub fn policy(self, zone: Option<Zone>) -> ProrationPolicy {
        let away = Rounding::HalfAwayFromZero;
        let (granularity, lines, rounding, fraction_decimals) = match self {
            Self::Stripe => {
                return ProrationPolicy { zone: zone.unwrap_or(Zone::UTC), ..ProrationPolicy::STRIPE };
            }
            Self::Polar => (Granularity::Second, ProrationLines::CreditAndDebit, Rounding::HalfEven, None),
            Self::PolarSeats => (Granularity::Second, ProrationLines::Net, Rounding::TowardZero, None),
            Self::OpenMeter => (Granularity::Second, ProrationLines::CreditAndDebit, away, None),
            Self::UniBee => (Granularity::Second, ProrationLines::CreditAndDebit, away, Some(4)),
            Self::KillBill => (Granularity::Day, ProrationLines::CreditAndDebit, away, Some(9)),
            Self::KillBillThirtyDays => {
                (Granularity::ThirtyDays, ProrationLines::CreditAndDebit, away, Some(9))
            }
            Self::Lago => (Granularity::Day, ProrationLines::CreditAndDebit, away, None),
            Self::Flexprice => (Granularity::DayEndIncluded, ProrationLines::CreditAndDebit, away, None),
        };
        ProrationPolicy { granularity, lines, rounding, fraction_decimals, zone: zone.unwrap_or(Zone::UTC) }
    }
}

impl ProrationPolicy {
    /// Stripe's rule.
    ///
    /// Source: [Stripe, prorations](https://docs.stripe.com/billing/subscriptions/prorations); the exact half
    /// from invoices recorded in flexible mode (`docs/conformance.md`).
    pub const STRIPE: Self = Self {
        granularity: Granularity::Second,
        lines: ProrationLines::CreditAndDebit,
        rounding: Rounding::HalfFloor,
        fraction_decimals: None,
        zone: Zone::UTC,
    };
}

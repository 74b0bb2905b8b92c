//! Lengths on a page, in whole twentieths of a point, so that layout is exact on every machine.

use std::ops::{Add, Mul, Sub};

/// A length or a place; a page of A4 is 16,838 high. Sums stop at the ends of the range: text that long has
/// left the page anyway.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Length(i32);

impl Length {
    pub(super) const ZERO: Self = Self(0);

    pub(super) const fn points(points: i32) -> Self {
        Self::twentieths(points.saturating_mul(20))
    }

    pub(super) const fn twentieths(twentieths: i32) -> Self {
        Self(twentieths)
    }

    /// This length `part` times out of `whole`, rounded down; nothing where there is no whole.
    pub(super) fn share(self, part: i32, whole: i32) -> Self {
        let scaled = i64::from(self.0).checked_mul(i64::from(part));
        let share = scaled.and_then(|scaled| scaled.checked_div(i64::from(whole)));
        Self(share.map_or(0, |share| i32::try_from(share).unwrap_or(i32::MAX)))
    }

    /// The number that stands in the file: exact, since a page is far smaller than 2^15 twentieths.
    #[expect(
        clippy::float_arithmetic,
        reason = "the form of numbers in PDF; IEEE 754 defines the division to the bit"
    )]
    pub(super) fn in_points(self) -> f32 {
        f32::from(i16::try_from(self.0).unwrap_or(i16::MAX)) / 20.0
    }
}

impl Add for Length {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Length {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Mul<i32> for Length {
    type Output = Self;
    fn mul(self, times: i32) -> Self {
        Self(self.0.saturating_mul(times))
    }
}

//! The one place that divides and rounds money.
//!
//! Every inexact operation in the crate ends in [`Fraction::round`]: multiply first, round once.

use serde::{Deserialize, Serialize};

use super::MoneyError;

/// How an amount between two minor units becomes one of them.
///
/// There is no default: each billing rule names its own (docs/money.md lists them). `HalfAwayFromZero` is
/// what Stripe does to tax, what Java and Python call `HALF_UP`, and what invoices show; `HalfFloor` is what
/// Stripe does to prorations.
///
/// | | 2.5 | 1.5 | 1.1 | -1.1 | -1.5 | -2.5 |
/// |---|---|---|---|---|---|---|
/// | `HalfAwayFromZero` | 3 | 2 | 1 | -1 | -2 | -3 |
/// | `HalfTowardZero` | 2 | 1 | 1 | -1 | -1 | -2 |
/// | `HalfEven` | 2 | 2 | 1 | -1 | -2 | -2 |
/// | `HalfFloor` | 2 | 1 | 1 | -1 | -2 | -3 |
/// | `Floor` | 2 | 1 | 1 | -2 | -2 | -3 |
/// | `Ceiling` | 3 | 2 | 2 | -1 | -1 | -2 |
/// | `TowardZero` | 2 | 1 | 1 | -1 | -1 | -2 |
/// | `AwayFromZero` | 3 | 2 | 2 | -2 | -2 | -3 |
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To the nearest; an exact half away from zero.
    HalfAwayFromZero,
    /// To the nearest; an exact half toward zero.
    HalfTowardZero,
    /// To the nearest; an exact half to the even neighbour, as bankers and Python's `round` do.
    HalfEven,
    /// To the nearest; an exact half toward minus infinity: in the customer's favour on either side.
    HalfFloor,
    /// Toward minus infinity.
    Floor,
    /// Toward plus infinity.
    Ceiling,
    /// Truncated.
    TowardZero,
    /// To the next unit of larger size, unless exact.
    AwayFromZero,
}

/// An exact quotient of integers on its way to being rounded once. The denominator is positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fraction {
    numerator: i128,
    denominator: i128,
}

impl Fraction {
    pub(crate) fn new(numerator: i128, denominator: i128) -> Result<Self, MoneyError> {
        if denominator == 0 {
            return Err(MoneyError::DivisionByZero);
        }
        let (numerator, denominator) = if denominator < 0 {
            (numerator.checked_neg(), denominator.checked_neg())
        } else {
            (Some(numerator), Some(denominator))
        };
        match (numerator, denominator) {
            (Some(numerator), Some(denominator)) => Ok(Self { numerator, denominator }.reduced()),
            _ => Err(MoneyError::overflow("the quotient")),
        }
    }

    pub(crate) fn whole(value: i128) -> Self {
        Self { numerator: value, denominator: 1 }
    }

    pub(crate) fn times(self, other: Self) -> Result<Self, MoneyError> {
        // Reducing crosswise first keeps every product as small as it can be.
        let left = Self { numerator: self.numerator, denominator: other.denominator }.reduced();
        let right = Self { numerator: other.numerator, denominator: self.denominator }.reduced();
        let numerator = left.numerator.checked_mul(right.numerator);
        let denominator = left.denominator.checked_mul(right.denominator);
        match (numerator, denominator) {
            (Some(numerator), Some(denominator)) => Ok(Self { numerator, denominator }),
            _ => Err(MoneyError::overflow("the product")),
        }
    }

    pub(crate) fn divided_by(self, other: Self) -> Result<Self, MoneyError> {
        self.times(Self::new(other.denominator, other.numerator)?)
    }

    pub(crate) fn plus(self, other: Self) -> Result<Self, MoneyError> {
        // Over the least common denominator, so that the products are as small as they can be.
        let shared = Self { numerator: self.denominator, denominator: other.denominator }.reduced();
        let left = self.numerator.checked_mul(shared.denominator);
        let right = other.numerator.checked_mul(shared.numerator);
        let sum = left.zip(right).and_then(|(left, right)| left.checked_add(right));
        match sum.zip(self.denominator.checked_mul(shared.denominator)) {
            Some((numerator, denominator)) => Self::new(numerator, denominator),
            None => Err(MoneyError::overflow("the sum")),
        }
    }

    pub(crate) fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.plus(other.negated()?)
    }

    pub(crate) fn is_positive(self) -> bool {
        self.numerator > 0
    }

    pub(crate) fn negated(self) -> Result<Self, MoneyError> {
        let numerator = self.numerator.checked_neg().ok_or(MoneyError::overflow("the negated amount"))?;
        Ok(Self { numerator, ..self })
    }

    pub(crate) fn min(self, other: Self) -> Result<Self, MoneyError> {
        Ok(if self.minus(other)?.is_positive() { other } else { self })
    }

    /// The one rounding of money in this crate.
    pub(crate) fn round(self, rounding: Rounding) -> Result<i128, MoneyError> {
        let overflow = || MoneyError::overflow("the quotient");
        let (quotient, remainder) = divided(self.numerator, self.denominator).ok_or_else(overflow)?;
        if remainder == 0 {
            return Ok(quotient);
        }
        let negative = self.numerator < 0;
        // Compare the remainder with what is left of the denominator: doubling it could overflow.
        let size = remainder.unsigned_abs();
        let half = size.cmp(&self.denominator.unsigned_abs().saturating_sub(size));
        let away = match rounding {
            Rounding::HalfAwayFromZero => half.is_ge(),
            Rounding::HalfTowardZero => half.is_gt(),
            Rounding::HalfEven => half.is_gt() || (half.is_eq() && quotient & 1 == 1),
            Rounding::HalfFloor => half.is_gt() || (half.is_eq() && negative),
            Rounding::Floor => negative,
            Rounding::Ceiling => !negative,
            Rounding::TowardZero => false,
            Rounding::AwayFromZero => true,
        };
        let step = if negative { -1 } else { 1 };
        if away { quotient.checked_add(step).ok_or_else(overflow) } else { Ok(quotient) }
    }

    /// The value as minor units of money, rounded once.
    pub(crate) fn to_minor(self, rounding: Rounding) -> Result<i64, MoneyError> {
        let value = self.round(rounding)?;
        i64::try_from(value).map_err(|_| MoneyError::overflow(format!("the amount `{value}`")))
    }

    /// The value as minor units, where it is a whole number of them.
    pub(crate) fn to_exact_minor(self) -> Result<Option<i64>, MoneyError> {
        if self.is_whole() { self.to_minor(Rounding::TowardZero).map(Some) } else { Ok(None) }
    }

    pub(crate) fn is_whole(self) -> bool {
        self.denominator == 1
    }

    fn reduced(self) -> Self {
        if self.denominator == 1 {
            return self;
        }
        let divisor = greatest_common_divisor(self.numerator.unsigned_abs(), self.denominator.unsigned_abs());
        let shrink =
            |value: i128| divided(value, i128::try_from(divisor).ok()?).map(|(quotient, _)| quotient);
        match (shrink(self.numerator), shrink(self.denominator)) {
            (Some(numerator), Some(denominator)) => Self { numerator, denominator },
            _ => self,
        }
    }
}

/// Quotient and remainder. Nearly every amount fits in 64 bits, where a division takes a fraction of the time.
fn divided(value: i128, by: i128) -> Option<(i128, i128)> {
    if let (Ok(value), Ok(by)) = (i64::try_from(value), i64::try_from(by))
        && let (Some(quotient), Some(remainder)) = (value.checked_div(by), value.checked_rem(by))
    {
        return Some((quotient.into(), remainder.into()));
    }
    Some((value.checked_div(by)?, value.checked_rem(by)?))
}

fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    while let Some(remainder) = a.checked_rem(b) {
        (a, b) = (b, remainder);
        if let (Ok(small_a), Ok(small_b)) = (u64::try_from(a), u64::try_from(b)) {
            return small_divisor(small_a, small_b).into();
        }
    }
    a
}

fn small_divisor(mut a: u64, mut b: u64) -> u64 {
    while let Some(remainder) = a.checked_rem(b) {
        (a, b) = (b, remainder);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_the_documentation() {
        use Rounding::*;
        let tenths = [25, 15, 11, -11, -15, -25];
        for (rounding, expected) in [
            (HalfAwayFromZero, [3, 2, 1, -1, -2, -3]),
            (HalfTowardZero, [2, 1, 1, -1, -1, -2]),
            (HalfEven, [2, 2, 1, -1, -2, -2]),
            (HalfFloor, [2, 1, 1, -1, -2, -3]),
            (Floor, [2, 1, 1, -2, -2, -3]),
            (Ceiling, [3, 2, 2, -1, -1, -2]),
            (TowardZero, [2, 1, 1, -1, -1, -2]),
            (AwayFromZero, [3, 2, 2, -2, -2, -3]),
        ] {
            let rounded = tenths.map(|tenth| Fraction::new(tenth, 10).unwrap().round(rounding).unwrap());
            assert_eq!(rounded, expected, "{rounding:?}");
        }
    }

    #[test]
    fn sums_are_exact_and_reduced() {
        let of = |numerator, denominator| Fraction::new(numerator, denominator).unwrap();
        assert_eq!(of(1, 6).plus(of(1, 10)).unwrap(), of(4, 15));
        assert_eq!(of(1, 6).minus(of(1, 6)).unwrap(), of(0, 1));
        assert_eq!(of(-5, 4).plus(of(1, 4)).unwrap(), of(-1, 1));
        assert!(of(i128::MAX, 1).plus(of(1, 1)).is_err());
        assert!(of(1, i128::MAX).plus(of(1, i128::MAX - 1)).is_err());
        assert!(of(1, 9).is_positive() && !of(0, 9).is_positive() && !of(-1, 9).is_positive());
    }

    #[test]
    fn extremes_are_refused_and_never_wrap() {
        assert!(Fraction::new(1, 0).is_err());
        assert!(Fraction::new(i128::MIN, -1).is_err());
        let huge = Fraction::whole(i128::MAX);
        assert!(huge.times(Fraction::whole(2)).is_err());
        assert!(huge.to_minor(Rounding::Floor).is_err());
        assert_eq!(Fraction::new(i128::MAX, i128::MAX).unwrap(), Fraction::whole(1));
        let nearly = Fraction::new(i128::MAX - 1, i128::MAX).unwrap();
        assert_eq!(nearly.round(Rounding::HalfEven).unwrap(), 1);
        assert!(huge.divided_by(Fraction::whole(0)).is_err());
    }
}

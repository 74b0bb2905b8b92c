//! An amount of money.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Currency, MoneyError, MoneyFormat, Percent, Rounding, rounding::Fraction};
use crate::Result;

/// An amount: a whole number of minor units, which may be negative, and its currency.
///
/// There is no `+` and no `Sum`: adding can overflow or mix currencies, and says so.
///
/// ```
/// use prorata::{Currency, Money};
///
/// let price = Money::new(4_900, Currency::USD);
/// assert_eq!(price.checked_add(Money::new(100, Currency::USD))?, Money::new(5_000, Currency::USD));
/// assert_eq!(price.to_string(), "USD 49.00");
/// # Ok::<(), prorata::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// `minor` minor units: `Money::new(4_900, Currency::USD)` is 49 dollars.
    pub fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in `currency`.
    pub fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// From major units, exactly: `49.00` dollars are 4,900 cents.
    ///
    /// # Errors
    /// `money.too_precise` when the amount has more decimals than the currency, `money.overflow`.
    pub fn from_major(major: Decimal, currency: Currency) -> Result<Self> {
        let exact =
            Fraction::from_decimal(major)?.times(Fraction::whole(currency.minor_per_major().into()))?;
        let too_precise =
            || MoneyError::TooPrecise { text: major.to_string(), decimals: currency.exponent() };
        Ok(Self::new(exact.to_exact_minor()?.ok_or_else(too_precise)?, currency))
    }

    /// From major units, rounded once to the currency's minor unit.
    ///
    /// # Errors
    /// `money.overflow`.
    pub fn from_major_rounded(major: Decimal, currency: Currency, rounding: Rounding) -> Result<Self> {
        let exact =
            Fraction::from_decimal(major)?.times(Fraction::whole(currency.minor_per_major().into()))?;
        Ok(Self::new(exact.to_minor(rounding)?, currency))
    }

    /// The whole number of minor units: cents, pence, yen.
    pub fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// The amount in major units, with all the decimals of the currency: `49.00`.
    pub fn major(self) -> Decimal {
        Decimal::from_i128_with_scale(self.minor.into(), self.currency.exponent())
    }

    /// True for an amount of exactly nothing.
    pub fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// True below zero: a credit.
    pub fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// The sum.
    ///
    /// # Errors
    /// `money.currency_mismatch`, `money.overflow`.
    pub fn checked_add(self, other: Self) -> Result<Self> {
        self.same_currency(other)?;
        self.with(self.minor.checked_add(other.minor), "the sum")
    }

    /// The difference.
    ///
    /// # Errors
    /// `money.currency_mismatch`, `money.overflow`.
    pub fn checked_sub(self, other: Self) -> Result<Self> {
        self.same_currency(other)?;
        self.with(self.minor.checked_sub(other.minor), "the difference")
    }

    /// The amount with its sign turned.
    ///
    /// # Errors
    /// `money.overflow` for the one amount that has no mirror image, `i64::MIN`.
    pub fn checked_neg(self) -> Result<Self> {
        self.with(self.minor.checked_neg(), "the negated amount")
    }

    /// The amount `quantity` times.
    ///
    /// # Errors
    /// `money.overflow`.
    pub fn checked_mul(self, quantity: i64) -> Result<Self> {
        self.with(self.minor.checked_mul(quantity), "the product")
    }

    /// Which of two amounts of one currency is larger.
    ///
    /// # Errors
    /// `money.currency_mismatch`.
    pub fn checked_cmp(self, other: Self) -> Result<std::cmp::Ordering> {
        self.same_currency(other)?;
        Ok(self.minor.cmp(&other.minor))
    }

    /// The sum of any number of amounts, all in `currency`; of none, zero.
    ///
    /// ```
    /// use prorata::{Currency, Money};
    ///
    /// let lines = [Money::new(-1_587, Currency::USD), Money::new(4_762, Currency::USD)];
    /// assert_eq!(Money::sum(Currency::USD, &lines)?, Money::new(3_175, Currency::USD));
    /// # Ok::<(), prorata::Error>(())
    /// ```
    ///
    /// # Errors
    /// `money.currency_mismatch`, `money.overflow` (of the total: it does not matter in which order).
    pub fn sum(currency: Currency, amounts: &[Self]) -> Result<Self> {
        let mut total = 0_i128;
        for amount in amounts {
            Self::zero(currency).same_currency(*amount)?;
            total = total.checked_add(amount.minor.into()).ok_or(MoneyError::overflow("the sum"))?;
        }
        Self::zero(currency).with(i64::try_from(total).ok(), "the sum")
    }

    /// The share `percent` of the amount, rounded once.
    ///
    /// # Errors
    /// `money.overflow`.
    pub fn percent(self, percent: Percent, rounding: Rounding) -> Result<Self> {
        let exact = percent.fraction()?.times(Fraction::new(self.minor.into(), 100)?)?;
        Ok(Self::new(exact.to_minor(rounding)?, self.currency))
    }

    /// `self × numerator ÷ denominator`, multiplied first and rounded once.
    ///
    /// # Errors
    /// `money.division_by_zero`, `money.overflow`.
    pub fn scale(self, numerator: i64, denominator: i64, rounding: Rounding) -> Result<Self> {
        let ratio = Fraction::new(numerator.into(), denominator.into())?;
        let exact = Fraction::whole(self.minor.into()).times(ratio)?;
        Ok(Self::new(exact.to_minor(rounding)?, self.currency))
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch { left: self.currency, right: other.currency })
        }
    }

    fn with(self, minor: Option<i64>, what: &'static str) -> Result<Self> {
        Ok(Self::new(minor.ok_or_else(|| MoneyError::overflow(what))?, self.currency))
    }
}

/// `USD 1,234.50`; other forms through [`Money::format`].
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.format(&MoneyFormat::default()))
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

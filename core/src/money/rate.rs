//! Exact rates: unit amounts and percentages, carried as decimals and computed as fractions.

use std::{fmt, str::FromStr};

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Money, MoneyError, Rounding, rounding::Fraction};
use crate::{Currency, Result};

/// Reads a plain decimal number such as `-12.50`: no exponent, no separators, no rounding.
///
/// # Errors
/// `money.invalid_decimal` for anything else, or for more digits than a 96-bit decimal holds.
#[doc(hidden)] // for the bindings, whose decimals cross as text
pub fn parse_decimal(text: &str) -> Result<Decimal> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    let parsed = if plain { Decimal::from_str_exact(text).ok() } else { None };
    parsed.ok_or_else(|| MoneyError::InvalidDecimal { text: text.to_owned() }.into())
}

impl Fraction {
    /// The exact value of a decimal.
    pub(crate) fn from_decimal(value: Decimal) -> Result<Self, MoneyError> {
        if value.scale() == 0 {
            return Ok(Self::whole(value.mantissa()));
        }
        let value = value.normalize();
        let denominator = 10_i128.checked_pow(value.scale()).ok_or(MoneyError::overflow("the decimal"))?;
        Self::new(value.mantissa(), denominator)
    }
}

/// Declares a newtype over `Decimal` that holds at most twelve decimals and crosses every boundary as text.
macro_rules! exact_rate {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Decimal);

        impl $name {
            /// Takes a decimal of at most 12 decimals; trailing zeros do not count.
            ///
            /// # Errors
            /// `money.too_precise`.
            pub fn new(value: Decimal) -> Result<Self> {
                let value = value.normalize();
                if value.scale() > 12 {
                    return Err(MoneyError::TooPrecise { text: value.to_string(), decimals: 12 }.into());
                }
                Ok(Self(value))
            }

            /// The value as a decimal, without trailing zeros.
            pub fn value(self) -> Decimal {
                self.0
            }

            pub(crate) fn fraction(self) -> Result<Fraction, MoneyError> {
                Fraction::from_decimal(self.0)
            }
        }

        impl FromStr for $name {
            type Err = crate::Error;

            /// Reads a plain decimal such as `0.05`.
            ///
            /// # Errors
            /// `money.invalid_decimal`, `money.too_precise`.
            fn from_str(text: &str) -> Result<Self> {
                Self::new(parse_decimal(text)?)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_newtype_struct(stringify!($name), &self.0.to_string())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::error::from_text(deserializer, "a decimal number")
            }
        }
    };
}

exact_rate! {
    /// What one unit costs, in **minor** units with up to 12 decimals: Stripe's `unit_amount_decimal`.
    ///
    /// Source: [Stripe, `Price.unit_amount_decimal`](https://docs.stripe.com/api/prices/object).
    ///
    /// ```
    /// use prorata::{Currency, Rounding, money::UnitAmount};
    ///
    /// let price: UnitAmount = "0.05".parse()?; // a twentieth of a cent
    /// let total = price.total(12_345, Currency::USD, Rounding::HalfAwayFromZero)?;
    /// assert_eq!(total.minor(), 617);          // 617.25 cents, rounded once
    /// # Ok::<(), prorata::Error>(())
    /// ```
    UnitAmount
}

exact_rate! {
    /// A percentage: `2.9` means 2.9 %.
    ///
    /// ```
    /// use prorata::{Currency, Money, Rounding, money::Percent};
    ///
    /// let fee: Percent = "2.9".parse()?;
    /// let gross = Money::new(1_050, Currency::USD);
    /// assert_eq!(gross.percent(fee, Rounding::HalfAwayFromZero)?.minor(), 30);
    /// # Ok::<(), prorata::Error>(())
    /// ```
    Percent
}

exact_rate! {
    /// How many major units of one currency a major unit of another is worth, to 12 decimals.
    RateFactor
}

impl RateFactor {
    pub(crate) fn is_positive(self) -> bool {
        self.0 > Decimal::ZERO
    }
}

impl UnitAmount {
    /// The exact value of a fraction of minor units.
    pub(crate) fn from_fraction(value: Fraction) -> Result<Self> {
        let scaled = value.times(Fraction::whole(1_000_000_000_000))?;
        let cut = Decimal::try_from_i128_with_scale(scaled.round(Rounding::TowardZero)?, 12);
        let cut = cut.map_err(|_| MoneyError::overflow("the exact amount"))?;
        if !scaled.is_whole() {
            return Err(MoneyError::TooPrecise { text: format!("{cut}…"), decimals: 12 }.into());
        }
        Self::new(cut)
    }

    /// The nearest amount of 12 decimals, half to even: where a fraction has more of them.
    pub(crate) fn nearest(value: Fraction) -> Result<Self> {
        let scale = if value.is_whole() { 0 } else { 12 };
        let power = 10_i128.checked_pow(scale).ok_or(MoneyError::overflow("the amount"))?;
        let scaled = value.times(Fraction::whole(power))?.round(Rounding::HalfEven)?;
        let decimal = Decimal::try_from_i128_with_scale(scaled, scale);
        Self::new(decimal.map_err(|_| MoneyError::overflow("the amount"))?)
    }

    /// In major units: all its decimals, and at least those of the currency.
    pub(crate) fn major(self, currency: Currency) -> Result<Decimal> {
        let scale = self.0.scale().checked_add(currency.exponent());
        let major = scale
            .and_then(|scale| Decimal::try_from_i128_with_scale(self.0.mantissa(), scale).ok())
            .ok_or(MoneyError::overflow("the exact amount"))?;
        Ok(major)
    }

    /// The price of `quantity` units: multiplied exactly, rounded once to the minor unit.
    ///
    /// # Errors
    /// `money.negative_quantity`, `money.overflow`.
    pub fn total(self, quantity: i64, currency: Currency, rounding: Rounding) -> Result<Money> {
        if quantity < 0 {
            return Err(MoneyError::NegativeQuantity { quantity }.into());
        }
        let exact = self.fraction()?.times(Fraction::whole(quantity.into()))?;
        Ok(Money::new(exact.to_minor(rounding)?, currency))
    }
}

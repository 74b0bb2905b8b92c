//! Dated exchange rates.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Currency, Money, MoneyError, RateFactor, Rounding, rounding::Fraction};
use crate::{Date, Result};

/// One published rate: from `date` on, one major unit of `base` is worth `rate` major units of `quote`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangeRate {
    /// The currency that is priced.
    pub base: Currency,
    /// The currency it is priced in.
    pub quote: Currency,
    /// The first day on which the rate holds; it holds until the next one.
    pub date: Date,
    /// Major units of `quote` for one major unit of `base`.
    pub rate: RateFactor,
}

/// A table of dated rates, which converts amounts at the rate of a day.
///
/// A pair is looked up directly, then turned round, then across one common currency (as in the European
/// Central Bank's table, where every rate is from EUR); every step is exact and the amount is rounded once.
/// A rate that is missing is an error, never 1.
///
/// ```
/// use prorata::{Currency, Date, Money, Rounding, money::{ExchangeRate, ExchangeRates}};
///
/// let day: Date = "2024-01-02".parse()?;
/// let rates = ExchangeRates::new(&[
///     ExchangeRate { base: Currency::EUR, quote: Currency::USD, date: day, rate: "1.0956".parse()? },
///     ExchangeRate { base: Currency::EUR, quote: Currency::GBP, date: day, rate: "0.8665".parse()? },
/// ])?;
/// let price = Money::new(10_000, Currency::GBP);
/// let dollars = rates.convert(price, Currency::USD, "2024-01-31".parse()?, Rounding::HalfEven)?;
/// assert_eq!(dollars, Money::new(12_644, Currency::USD)); // 100 ÷ 0.8665 × 1.0956 = 126.4397
/// assert_eq!(
///     rates.convert(price, Currency::JPY, day, Rounding::HalfEven).unwrap_err().code(),
///     "money.missing_rate"
/// );
/// # Ok::<(), prorata::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExchangeRates {
    by_pair: BTreeMap<(Currency, Currency), BTreeMap<Date, RateFactor>>,
}

impl ExchangeRates {
    /// Takes the rates in any order.
    ///
    /// # Errors
    /// `money.invalid_rate` for a rate that is not positive, a pair of one currency, or two different rates
    /// for one pair and day.
    pub fn new(rates: &[ExchangeRate]) -> Result<Self> {
        let mut by_pair: BTreeMap<_, BTreeMap<Date, RateFactor>> = BTreeMap::new();
        for ExchangeRate { base, quote, date, rate } in rates {
            let invalid = |reason| MoneyError::InvalidRate {
                base: *base,
                quote: *quote,
                rate: rate.to_string(),
                reason,
            };
            if !rate.is_positive() {
                return Err(invalid("it must be positive").into());
            }
            if base == quote {
                return Err(invalid("the currencies are the same").into());
            }
            let before = by_pair.entry((*base, *quote)).or_default().insert(*date, *rate);
            if before.is_some_and(|other| other != *rate) {
                return Err(invalid("another rate is given for the same day").into());
            }
        }
        Ok(Self { by_pair })
    }

    /// The amount in `to`, at the rates of `date`, rounded once.
    ///
    /// # Errors
    /// `money.missing_rate`, `money.overflow`.
    pub fn convert(&self, amount: Money, to: Currency, date: Date, rounding: Rounding) -> Result<Money> {
        let exact = Fraction::whole(amount.minor().into()).times(self.minor_factor(
            amount.currency(),
            to,
            date,
        )?)?;
        Ok(Money::new(exact.to_minor(rounding)?, to))
    }

    /// How many minor units of `to` a minor unit of `from` is worth, exactly.
    pub(crate) fn minor_factor(
        &self,
        from: Currency,
        to: Currency,
        date: Date,
    ) -> Result<Fraction, MoneyError> {
        if from == to {
            return Ok(Fraction::whole(1));
        }
        let major = match self.major_factor(from, to, date)? {
            Some(factor) => factor,
            None => self.cross_factor(from, to, date)?.ok_or(MoneyError::MissingRate { from, to, date })?,
        };
        major.times(Fraction::new(to.minor_per_major().into(), from.minor_per_major().into())?)
    }

    /// The newest rate given for the pair, in either direction; of one day, the direct one.
    fn major_factor(&self, from: Currency, to: Currency, date: Date) -> Result<Option<Fraction>, MoneyError> {
        match (self.latest(from, to, date), self.latest(to, from, date)) {
            (Some((day, rate)), turned) if turned.is_none_or(|(other, _)| other <= day) => {
                rate.fraction().map(Some)
            }
            (_, Some((_, rate))) => Fraction::whole(1).divided_by(rate.fraction()?).map(Some),
            (_, None) => Ok(None),
        }
    }

    /// Across the first currency, in the order of the codes, that is quoted against both.
    fn cross_factor(&self, from: Currency, to: Currency, date: Date) -> Result<Option<Fraction>, MoneyError> {
        let named: BTreeSet<&str> = self.by_pair.keys().flat_map(|(a, b)| [a.code(), b.code()]).collect();
        for base in named.into_iter().filter_map(|code| code.parse::<Currency>().ok()) {
            let legs = (self.major_factor(from, base, date)?, self.major_factor(base, to, date)?);
            if let (Some(first), Some(second)) = legs {
                return first.times(second).map(Some);
            }
        }
        Ok(None)
    }

    fn latest(&self, from: Currency, to: Currency, date: Date) -> Option<(Date, RateFactor)> {
        self.by_pair.get(&(from, to))?.range(..=date).next_back().map(|(day, rate)| (*day, *rate))
    }
}

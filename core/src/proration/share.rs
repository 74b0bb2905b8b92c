//! How much of a period is left.

use super::{Granularity, ProrationError, ProrationPolicy};
use crate::{Currency, Money, Period, Result, Rounding, Timestamp, money::rounding::Fraction};

/// A part of a period, as two counts of the same unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) numerator: i64,
    pub(crate) denominator: i64,
}

impl ProrationPolicy {
    /// How much of `full` the time `part` is.
    pub(crate) fn share(self, part: Period, full: Period) -> Result<Share> {
        let (numerator, denominator) = match self.granularity {
            Granularity::Second => (part.seconds()?, full.seconds()?),
            Granularity::Day => (self.days(part.start, part.end)?, self.days(full.start, full.end)?),
            Granularity::DayEndIncluded => {
                let one_more = |days: i64| days.checked_add(1).unwrap_or(days);
                (one_more(self.days(part.start, part.end)?), one_more(self.days(full.start, full.end)?))
            }
            Granularity::ThirtyDays => {
                (self.thirties(part.start, part.end)?, self.thirties(full.start, full.end)?)
            }
        };
        if denominator < 1 {
            let (start, end) = (full.start.to_string(), full.end.to_string());
            return Err(ProrationError::EmptyPeriod { start, end }.into());
        }
        Ok(Share { numerator, denominator })
    }

    /// The exact amount of a share, in minor units, with the fraction rounded first where the policy says so.
    pub(crate) fn exact(self, full_amount: Fraction, share: Share) -> Result<Fraction> {
        let mut part = Fraction::new(share.numerator.into(), share.denominator.into())?;
        if let Some(decimals) = self.fraction_decimals {
            let too_many = || ProrationError::FractionDecimals { decimals };
            let scale = 10_i128.checked_pow(decimals).filter(|_| decimals <= 12).ok_or_else(too_many)?;
            let scaled = part.times(Fraction::whole(scale))?.round(Rounding::HalfAwayFromZero)?;
            part = Fraction::new(scaled, scale)?;
        }
        Ok(full_amount.times(part)?)
    }

    pub(crate) fn round(self, exact: Fraction, currency: Currency) -> Result<Money> {
        Ok(Money::new(exact.to_minor(self.rounding)?, currency))
    }

    fn days(self, from: Timestamp, to: Timestamp) -> Result<i64> {
        let days: i64 = self.zone.date_of(from)?.days_until(self.zone.date_of(to)?).into();
        Ok(days.max(0))
    }

    /// Days between two dates where every month has 30, the 31st being the 30th: bonds' 30E/360.
    fn thirties(self, from: Timestamp, to: Timestamp) -> Result<i64> {
        let count = |at: Timestamp| {
            let date = self.zone.date_of(at)?;
            let months = i64::from(date.year())
                .checked_mul(12)
                .and_then(|m| m.checked_add(date.month_of_year().into()));
            let days =
                months.and_then(|m| m.checked_mul(30)).and_then(|d| d.checked_add(date.day().min(30).into()));
            Ok::<i64, crate::Error>(days.unwrap_or_default())
        };
        Ok(count(to)?.checked_sub(count(from)?).unwrap_or_default().max(0))
    }
}

//! `Money`, and what is computed with it.

use std::cmp::Ordering;

use prorata::{
    Currency, Date as CivilDate, Decimal, Money as CoreMoney, Rounding,
    money::{
        CurrencyInfo, ExchangeRate, ExchangeRates as CoreExchangeRates, MoneyFormat, Percent, Remainder,
        StripeUse, UnitAmount,
    },
};

use crate::guard::{Result, guard};

/// An amount: a whole number of minor units, which may be negative, and its currency.
///
/// Adding amounts of two currencies, and anything that does not fit in 64 bits, throws an error of the family
/// `Money`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct Money {
    /// The whole number of minor units: cents, pence, yen.
    pub minor: i64,
    /// The code of the currency, `USD`; read in either case by the first call that uses it.
    pub currency: Currency,
}

impl From<CoreMoney> for Money {
    fn from(amount: CoreMoney) -> Self {
        Self { minor: amount.minor(), currency: amount.currency() }
    }
}

impl From<Money> for CoreMoney {
    fn from(amount: Money) -> Self {
        Self::new(amount.minor, amount.currency)
    }
}

// The core's own amounts, as they stand in records and signatures, cross as the record above.
uniffi::custom_type!(CoreMoney, Money, { remote });

#[uniffi::export]
impl Money {
    /// The amount in major units: 49.00.
    pub fn decimal(&self) -> Result<Decimal> {
        guard(|| Ok(self.core().major()))
    }

    /// True for an amount of exactly nothing.
    pub fn is_zero(&self) -> Result<bool> {
        guard(|| Ok(self.core().is_zero()))
    }

    /// True below zero: a credit.
    pub fn is_negative(&self) -> Result<bool> {
        guard(|| Ok(self.core().is_negative()))
    }

    /// The sum.
    ///
    /// Errors: `money.currency_mismatch`, `money.overflow`.
    pub fn adding(&self, other: CoreMoney) -> Result<CoreMoney> {
        guard(|| self.core().checked_add(other))
    }

    /// The difference.
    ///
    /// Errors: `money.currency_mismatch`, `money.overflow`.
    pub fn subtracting(&self, other: CoreMoney) -> Result<CoreMoney> {
        guard(|| self.core().checked_sub(other))
    }

    /// The amount with its sign turned.
    ///
    /// Errors: `money.overflow` for the one amount that has no mirror image.
    pub fn negated(&self) -> Result<CoreMoney> {
        guard(|| self.core().checked_neg())
    }

    /// The amount so many times.
    ///
    /// Errors: `money.overflow`.
    pub fn multiplied(&self, by: i64) -> Result<CoreMoney> {
        guard(|| self.core().checked_mul(by))
    }

    /// Which of two amounts of one currency is larger: -1 when it is the other, 0 when they are equal, else 1.
    ///
    /// Errors: `money.currency_mismatch`.
    pub fn compare(&self, to: CoreMoney) -> Result<i32> {
        guard(|| {
            Ok(match self.core().checked_cmp(to)? {
                Ordering::Less => -1,
                Ordering::Equal => 0,
                Ordering::Greater => 1,
            })
        })
    }

    /// The share `percent` of the amount, rounded once: 2.9 is 2.9 %.
    ///
    /// Errors: `money.overflow`; `money.invalid_decimal` and `money.too_precise` for the percentage.
    pub fn percent(&self, percent: Percent, rounding: Rounding) -> Result<CoreMoney> {
        guard(|| self.core().percent(percent, rounding))
    }

    /// The amount times `numerator` over `denominator`, multiplied first and rounded once.
    ///
    /// Errors: `money.division_by_zero`, `money.overflow`.
    pub fn scale(&self, numerator: i64, denominator: i64, rounding: Rounding) -> Result<CoreMoney> {
        guard(|| self.core().scale(numerator, denominator, rounding))
    }

    /// Splits the amount in proportion to the weights; the parts always add up to the whole.
    ///
    /// Errors: `money.invalid_weights` when there is none, one is negative, or all are zero.
    pub fn allocate(&self, weights: Vec<i64>, remainder: Remainder) -> Result<Vec<CoreMoney>> {
        guard(|| self.core().allocate(&weights, remainder))
    }

    /// The amount as people write it, `USD 1,234.50` unless the format says otherwise.
    #[uniffi::method(default(format = None))]
    pub fn formatted(&self, format: Option<MoneyFormat>) -> Result<String> {
        guard(|| Ok(self.core().format(&format.unwrap_or_default())))
    }

    /// The integer that Stripe's API takes for this amount.
    ///
    /// Errors: `money.not_stripe_amount` when Stripe has no such amount, `money.overflow`.
    pub fn to_stripe(&self, used_for: StripeUse) -> Result<i64> {
        guard(|| self.core().to_stripe(used_for))
    }

    /// The amount rounded to one that `to_stripe` takes: fils to tens, an ariary, for a payout a whole forint or
    /// Taiwan dollar; any other amount is one already.
    ///
    /// Errors: `money.overflow`.
    pub fn rounded_for_stripe(&self, used_for: StripeUse, rounding: Rounding) -> Result<CoreMoney> {
        guard(|| self.core().rounded_for_stripe(used_for, rounding))
    }

    /// Refuses what Stripe would not charge: too little, too much, or not a multiple it knows.
    ///
    /// Errors: `money.not_stripe_amount`, `money.overflow`.
    pub fn check_stripe_charge(&self) -> Result<()> {
        guard(|| self.core().check_stripe_charge())
    }
}

impl Money {
    fn core(self) -> CoreMoney {
        self.into()
    }
}

// Records have no static functions in uniffi. Those of `Money` are the functions below, which the generated
// sources keep to themselves (generate.sh): `Money.parse` and the others stand in Edge.swift and Edge.kt.

#[uniffi::export]
pub(crate) fn money_of(minor: i64, currency: Currency) -> Result<CoreMoney> {
    guard(|| Ok(CoreMoney::new(minor, currency)))
}

#[uniffi::export]
pub(crate) fn money_zero(currency: Currency) -> Result<CoreMoney> {
    guard(|| Ok(CoreMoney::zero(currency)))
}

#[uniffi::export]
pub(crate) fn money_from_major(
    major: Decimal,
    currency: Currency,
    rounding: Option<Rounding>,
) -> Result<CoreMoney> {
    guard(|| match rounding {
        None => CoreMoney::from_major(major, currency),
        Some(rounding) => CoreMoney::from_major_rounded(major, currency, rounding),
    })
}

#[uniffi::export]
pub(crate) fn money_parse(
    text: String,
    format: Option<MoneyFormat>,
    currency: Option<Currency>,
) -> Result<CoreMoney> {
    guard(|| CoreMoney::parse(&text, &format.unwrap_or_default(), currency))
}

#[uniffi::export]
pub(crate) fn money_sum(currency: Currency, amounts: Vec<CoreMoney>) -> Result<CoreMoney> {
    guard(|| CoreMoney::sum(currency, &amounts))
}

#[uniffi::export]
pub(crate) fn money_from_stripe(amount: i64, currency: Currency) -> Result<CoreMoney> {
    guard(|| CoreMoney::from_stripe(amount, currency))
}

#[uniffi::export]
pub(crate) fn money_format_english() -> Result<MoneyFormat> {
    guard(|| Ok(MoneyFormat::english()))
}

#[uniffi::export]
pub(crate) fn money_format_german() -> Result<MoneyFormat> {
    guard(|| Ok(MoneyFormat::german()))
}

#[uniffi::export]
pub(crate) fn money_format_french() -> Result<MoneyFormat> {
    guard(|| Ok(MoneyFormat::french()))
}

#[uniffi::export]
pub(crate) fn money_format_swiss() -> Result<MoneyFormat> {
    guard(|| Ok(MoneyFormat::swiss()))
}

#[uniffi::export]
pub(crate) fn money_format_plain() -> Result<MoneyFormat> {
    guard(|| Ok(MoneyFormat::plain()))
}

/// The price of `quantity` units: multiplied exactly, rounded once to the minor unit.
///
/// Errors: `money.negative_quantity`, `money.overflow`; `money.invalid_decimal` and `money.too_precise` for the
/// unit amount.
#[uniffi::export]
pub(crate) fn unit_amount_total(
    unit_amount: UnitAmount,
    quantity: i64,
    currency: Currency,
    rounding: Rounding,
) -> Result<CoreMoney> {
    guard(|| unit_amount.total(quantity, currency, rounding))
}

/// The codes of every currency.
#[uniffi::export]
pub(crate) fn currencies() -> Result<Vec<Currency>> {
    guard(|| Ok(Currency::EVERY.to_vec()))
}

/// What there is to know about a currency.
///
/// Errors: `money.unknown_currency`, as for every call that takes a currency.
#[uniffi::export]
pub(crate) fn currency_info(currency: Currency) -> Result<CurrencyInfo> {
    guard(|| currency.info())
}

/// A table of dated rates, which converts amounts at the rate of a day.
///
/// A pair is looked up directly, then turned round, then across one common currency; a rate that is missing is
/// an error, never 1.
#[derive(Debug, uniffi::Object)]
pub(crate) struct ExchangeRates(CoreExchangeRates);

impl ExchangeRates {
    pub(crate) fn core(&self) -> &CoreExchangeRates {
        &self.0
    }
}

#[uniffi::export]
impl ExchangeRates {
    /// Takes the rates in any order.
    ///
    /// Errors: `money.invalid_rate` for a rate that is not positive, a pair of one currency, or two different
    /// rates for one pair and day.
    #[uniffi::constructor]
    pub(crate) fn new(rates: Vec<ExchangeRate>) -> Result<Self> {
        guard(|| CoreExchangeRates::new(&rates)).map(Self)
    }

    /// The amount in `to`, at the rates of `date`, rounded once.
    ///
    /// Errors: `money.missing_rate`, `money.overflow`.
    pub(crate) fn convert(
        &self,
        amount: CoreMoney,
        to: Currency,
        date: CivilDate,
        rounding: Rounding,
    ) -> Result<CoreMoney> {
        guard(|| self.0.convert(amount, to, date, rounding))
    }
}

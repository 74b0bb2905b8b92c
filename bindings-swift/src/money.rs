//! `Money`, and what is computed with it.

use prorata::{
    Currency, Date as CivilDate, Decimal, Money as CoreMoney, Rounding,
    money::{
        CurrencyInfo, ExchangeRate, ExchangeRates as CoreExchangeRates, MoneyFormat, Percent, Remainder, StripeUse,
        UnitAmount,
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

    /// The amount `quantity` times.
    ///
    /// Errors: `money.overflow`.
    pub fn multiplied(&self, quantity: i64) -> Result<CoreMoney> {
        guard(|| self.core().checked_mul(quantity))
    }
}

impl Money {
    fn core(self) -> CoreMoney {
        self.into()
    }
}

//! Exact money: integer minor units with a currency, and the rates that apply to it.
//!
//! Nothing here is floating point, nothing wraps, and nothing is rounded that did not ask for it by name.

mod allocate;
mod amount;
mod currency;
mod exchange;
mod format;
mod rate;
pub(crate) mod rounding;
mod stripe_amount;

pub use allocate::Remainder;
pub use amount::Money;
pub use currency::Currency;
pub use exchange::{ExchangeRate, ExchangeRates};
pub(crate) use format::grouped;
pub use format::{CurrencyPosition, CurrencySign, DecimalMark, Grouping, MoneyFormat};
#[doc(hidden)]
pub use rate::parse_decimal;
pub use rate::{Percent, RateFactor, UnitAmount};
pub use rounding::Rounding;
pub use stripe_amount::{CurrencyInfo, StripeUse};

use std::borrow::Cow;

use crate::{
    Currency as C, Date,
    error::{Coded, ErrorKind},
};

/// Why a money call refuses.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MoneyError {
    #[error("`{text}` is not a currency: expected a three-letter code of ISO 4217, such as `USD`")]
    UnknownCurrency { text: String },
    #[error("cannot combine `{left}` with `{right}`: convert one of them first")]
    CurrencyMismatch { left: C, right: C },
    #[error("{what} does not fit in 64 bits of minor units")]
    Overflow { what: Cow<'static, str> },
    #[error("cannot divide by zero")]
    DivisionByZero,
    #[error("`{text}` is not a plain decimal number, such as `1234.50`")]
    InvalidDecimal { text: String },
    #[error("`{text}` has more than {decimals} decimals")]
    TooPrecise { text: String, decimals: u32 },
    #[error("`{text}` is not an amount: {reason}")]
    InvalidAmount { text: String, reason: String },
    #[error("the quantity `{quantity}` is negative")]
    NegativeQuantity { quantity: i64 },
    #[error("cannot allocate by these weights: {reason}")]
    InvalidWeights { reason: String },
    #[error("no exchange rate from `{from}` to `{to}` on or before `{date}`")]
    MissingRate { from: C, to: C, date: Date },
    #[error("the exchange rate `{rate}` from `{base}` to `{quote}` is not a rate: {reason}")]
    InvalidRate { base: C, quote: C, rate: String, reason: &'static str },
    #[error("`{amount}` is not an amount that Stripe takes in `{currency}`: {reason}")]
    NotStripeAmount { amount: i64, currency: C, reason: String },
}

impl MoneyError {
    pub(crate) fn overflow(what: impl Into<Cow<'static, str>>) -> Self {
        Self::Overflow { what: what.into() }
    }
}

impl Coded for MoneyError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Money
    }
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownCurrency { .. } => "money.unknown_currency",
            Self::CurrencyMismatch { .. } => "money.currency_mismatch",
            Self::Overflow { .. } => "money.overflow",
            Self::DivisionByZero => "money.division_by_zero",
            Self::InvalidDecimal { .. } => "money.invalid_decimal",
            Self::TooPrecise { .. } => "money.too_precise",
            Self::InvalidAmount { .. } => "money.invalid_amount",
            Self::NegativeQuantity { .. } => "money.negative_quantity",
            Self::InvalidWeights { .. } => "money.invalid_weights",
            Self::MissingRate { .. } => "money.missing_rate",
            Self::InvalidRate { .. } => "money.invalid_rate",
            Self::NotStripeAmount { .. } => "money.not_stripe_amount",
        }
    }
}

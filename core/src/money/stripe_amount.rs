//! Amounts as Stripe counts them, where that is not what ISO 4217 says.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Currency, Money, MoneyError, Rounding, UnitAmount, rounding::Fraction};
use crate::Result;

/// What an amount is sent to Stripe for: some currencies allow less in one than in the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StripeUse {
    /// A charge, an invoice line, a refund.
    Charge,
    /// A payout to a bank account: HUF and TWD go out in whole units only.
    Payout,
}

/// What there is to know about a currency, for a program that shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrencyInfo {
    /// ISO 4217.
    pub code: Currency,
    /// Decimals of a major unit, ISO 4217.
    pub exponent: u32,
    /// Decimals of Stripe's integers.
    pub stripe_exponent: u32,
    /// Charges are multiples of this many of Stripe's units.
    pub stripe_charge_multiple: i64,
    /// Payouts are multiples of this many of Stripe's units.
    pub stripe_payout_multiple: i64,
    /// The least that Stripe charges, where it names one.
    pub stripe_minimum_charge: Option<Money>,
    /// The most that Stripe charges to a card.
    pub stripe_maximum_charge: Money,
}

// Source of every figure in this file: https://docs.stripe.com/currencies
impl Currency {
    /// How many decimals Stripe's integers have: MGA has none there, ISK and UGX have two.
    pub fn stripe_exponent(self) -> u32 {
        match self.code() {
            "MGA" => 0,
            "ISK" | "UGX" => 2,
            _ => self.exponent(),
        }
    }

    /// Stripe's amounts in this currency are multiples of this many of Stripe's units.
    pub fn stripe_multiple(self, used_for: StripeUse) -> i64 {
        match (self.code(), used_for) {
            ("ISK" | "UGX", _) | ("HUF" | "TWD", StripeUse::Payout) => 100,
            ("BHD" | "JOD" | "KWD" | "OMR" | "TND", _) => 10,
            (_, StripeUse::Charge | StripeUse::Payout) => 1,
        }
    }

    /// The least that Stripe charges in this settlement currency, where it names one (2026).
    ///
    /// ```
    /// use prorata::{Currency, Money};
    ///
    /// assert_eq!(Currency::USD.stripe_minimum_charge(), Some(Money::new(50, Currency::USD)));
    /// assert_eq!(Currency::JPY.stripe_minimum_charge(), Some(Money::new(50, Currency::JPY)));
    /// ```
    pub fn stripe_minimum_charge(self) -> Option<Money> {
        let minor = match self.code() {
            "USD" | "ARS" | "AUD" | "BRL" | "CAD" | "CHF" | "COP" | "EUR" | "IDR" | "ILS" | "INR" | "NZD"
            | "PHP" | "RUB" | "SGD" | "ZAR" | "JPY" | "KRW" => 50,
            "GBP" => 30,
            "AED" | "MYR" | "PLN" | "RON" => 200,
            "DKK" => 250,
            "NOK" | "SEK" => 300,
            "HKD" => 400,
            "MXN" | "THB" => 1_000,
            "CZK" => 1_500,
            "HUF" => 17_500,
            _ => return None,
        };
        Some(Money::new(minor, self))
    }

    /// The most that Stripe charges to a card: twelve digits of Stripe's units.
    ///
    /// Other payment methods and American Express allow less (eight and nine digits).
    ///
    /// # Errors
    /// None for the currencies of this release.
    pub fn stripe_maximum_charge(self) -> Result<Money> {
        let multiple = self.stripe_multiple(StripeUse::Charge);
        let largest = Money::scale(Money::new(999_999_999_999, self), 1, multiple, Rounding::Floor)?;
        Money::from_stripe(largest.checked_mul(multiple)?.minor(), self)
    }

    /// Everything this crate knows about the currency.
    ///
    /// # Errors
    /// None for the currencies of this release.
    pub fn info(self) -> Result<CurrencyInfo> {
        Ok(CurrencyInfo {
            code: self,
            exponent: self.exponent(),
            stripe_exponent: self.stripe_exponent(),
            stripe_charge_multiple: self.stripe_multiple(StripeUse::Charge),
            stripe_payout_multiple: self.stripe_multiple(StripeUse::Payout),
            stripe_minimum_charge: self.stripe_minimum_charge(),
            stripe_maximum_charge: self.stripe_maximum_charge()?,
        })
    }

    /// What Stripe takes are multiples of this many minor units: 10 for KWD, 100 for MGA, 1 for nearly all.
    fn stripe_multiple_in_minor(self, used_for: StripeUse) -> Result<i64, MoneyError> {
        let multiple = self.stripe_multiple(used_for);
        if multiple == 1 && self.stripe_exponent() == self.exponent() {
            return Ok(1);
        }
        Fraction::whole(multiple.into()).divided_by(self.stripe_per_minor()?)?.to_minor(Rounding::Ceiling)
    }

    /// How many of Stripe's units a minor unit is: 100 for ISK, 1/100 for MGA, 1 for nearly all.
    pub(crate) fn stripe_per_minor(self) -> Result<Fraction, MoneyError> {
        match (self.stripe_exponent(), self.exponent()) {
            (2, 0) => Ok(Fraction::whole(100)),
            (0, 2) => Fraction::new(1, 100),
            _ => Ok(Fraction::whole(1)),
        }
    }
}

impl UnitAmount {
    /// The unit amount that a decimal of Stripe's API means.
    ///
    /// # Errors
    /// `money.too_precise`, `money.overflow`.
    pub(crate) fn to_iso_units(self, currency: Currency) -> Result<Self> {
        self.shifted(stripe_decimals_beyond_iso(currency), currency)
    }

    /// The decimal of Stripe's API that means this unit amount.
    ///
    /// # Errors
    /// `money.too_precise`, `money.overflow`.
    pub(crate) fn to_stripe_units(self, currency: Currency) -> Result<Self> {
        let beyond = stripe_decimals_beyond_iso(currency);
        self.shifted(beyond.checked_neg().unwrap_or_default(), currency)
    }

    /// With its point moved to the left by so many places. That is exact: multiplying decimals would round
    /// silently.
    fn shifted(self, places: i64, currency: Currency) -> Result<Self> {
        if places == 0 {
            return Ok(self);
        }
        let mut value = self.value();
        let scale = i64::from(value.scale()).checked_add(places).unwrap_or_default();
        let moved = match u32::try_from(scale) {
            Ok(scale) => value.set_scale(scale).ok().map(|()| value),
            // At most one decimal: a product that does not fit is far beyond every amount.
            Err(_) => value.checked_mul(Decimal::ONE_HUNDRED),
        };
        Self::new(moved.ok_or_else(|| MoneyError::overflow(format!("`{self}` {currency}")))?)
    }
}

/// How many decimals more Stripe's integers have than ISO 4217's.
fn stripe_decimals_beyond_iso(currency: Currency) -> i64 {
    match (currency.stripe_exponent(), currency.exponent()) {
        (2, 0) => 2,
        (0, 2) => -2,
        _ => 0,
    }
}

impl Money {
    /// The money that an integer of Stripe's API means.
    ///
    /// Mostly minor units; but 500 of Stripe's ISK are 5 krónur and 5 of its MGA are 5 ariary, which ISO 4217
    /// counts as 500.
    ///
    /// ```
    /// use prorata::{Currency, Money};
    ///
    /// assert_eq!(Money::from_stripe(500, Currency::ISK)?.to_string(), "ISK 5");
    /// assert_eq!(Money::from_stripe(5, Currency::MGA)?.to_string(), "MGA 5.00");
    /// # Ok::<(), prorata::Error>(())
    /// ```
    ///
    /// # Errors
    /// `money.not_stripe_amount` for ISK or UGX that do not end in 00, `money.overflow`.
    pub fn from_stripe(amount: i64, currency: Currency) -> Result<Self> {
        let exact = Fraction::whole(amount.into()).divided_by(currency.stripe_per_minor()?)?;
        let refused =
            || MoneyError::NotStripeAmount { amount, currency, reason: "expected a multiple of 100".into() };
        Ok(Self::new(exact.to_exact_minor()?.ok_or_else(refused)?, currency))
    }

    /// The integer that Stripe's API takes for this amount.
    ///
    /// # Errors
    /// `money.not_stripe_amount` when Stripe has no such amount: fils that do not end in 0, parts of an
    /// ariary, or a payout of parts of a forint or a Taiwan dollar
    /// ([`rounded_for_stripe`](Self::rounded_for_stripe) gives one that it takes); `money.overflow`.
    pub fn to_stripe(self, used_for: StripeUse) -> Result<i64> {
        let currency = self.currency();
        let refused = |reason: String| MoneyError::NotStripeAmount { amount: self.minor(), currency, reason };
        let multiple = currency.stripe_multiple_in_minor(used_for)?;
        if self.minor().checked_rem(multiple) != Some(0) {
            return Err(
                refused(format!("expected a multiple of {multiple}, as `rounded_for_stripe` gives")).into()
            );
        }
        let exact = Fraction::whole(self.minor().into()).times(currency.stripe_per_minor()?)?;
        Ok(exact.to_minor(Rounding::HalfEven)?)
    }

    /// The amount rounded to one that [`to_stripe`](Self::to_stripe) takes: fils to tens, an ariary, for a payout a
    /// whole forint or Taiwan dollar; any other amount is one already. What is due on an invoice is rounded so, half
    /// away from zero, and the customer's balance takes the rest.
    ///
    /// ```
    /// use prorata::{Currency, Money, Rounding, money::StripeUse};
    ///
    /// let price = Money::new(5_124, Currency::KWD);
    /// assert!(price.to_stripe(StripeUse::Charge).is_err()); // the last digit must be 0
    /// let charged = price.rounded_for_stripe(StripeUse::Charge, Rounding::HalfAwayFromZero)?;
    /// assert_eq!(charged.to_string(), "KWD 5.120");
    /// assert_eq!(charged.to_stripe(StripeUse::Charge)?, 5_120);
    /// # Ok::<(), prorata::Error>(())
    /// ```
    ///
    /// # Errors
    /// `money.overflow`.
    pub fn rounded_for_stripe(self, used_for: StripeUse, rounding: Rounding) -> Result<Self> {
        match self.currency().stripe_multiple_in_minor(used_for)? {
            1 => Ok(self),
            multiple => self.scale(1, multiple, rounding)?.checked_mul(multiple),
        }
    }

    /// Refuses what Stripe would not charge: too little, too much, or not a multiple it knows.
    ///
    /// # Errors
    /// `money.not_stripe_amount`, `money.overflow`.
    pub fn check_stripe_charge(self) -> Result<()> {
        let currency = self.currency();
        let refused = |reason: String| MoneyError::NotStripeAmount { amount: self.minor(), currency, reason };
        self.to_stripe(StripeUse::Charge)?;
        let least = currency.stripe_minimum_charge().unwrap_or(Money::new(1, currency));
        if self.minor() < least.minor() {
            return Err(refused(format!("the least is `{least}`")).into());
        }
        let most = currency.stripe_maximum_charge()?;
        if self.minor() > most.minor() {
            return Err(refused(format!("the most is `{most}`")).into());
        }
        Ok(())
    }
}

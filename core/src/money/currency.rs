//! The currencies of ISO 4217 and how many decimals each has.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::MoneyError;
use crate::Result;

/// Declares the enum, the code of each currency and its exponent from one table.
macro_rules! currencies {
    ($($exponent:literal => $($code:ident)+;)+) => {
        /// A currency of ISO 4217, with the number of decimals that the standard gives it.
        ///
        /// Stripe counts some currencies differently: see [`Money::from_stripe`](super::Money::from_stripe).
        /// Withdrawn currencies that still stand in billing archives (BGN, HRK, ANG, …) are kept; precious
        /// metals and test codes, which have no minor unit, are not currencies here.
        ///
        /// ```
        /// use prorata::Currency;
        ///
        /// assert_eq!(Currency::KWD.exponent(), 3);
        /// assert_eq!("usd".parse::<Currency>()?, Currency::USD);
        /// assert_eq!("USX".parse::<Currency>().unwrap_err().code(), "money.unknown_currency");
        /// # Ok::<(), prorata::Error>(())
        /// ```
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Currency {
            $($(#[doc = concat!("ISO 4217 `", stringify!($code), "`, ", stringify!($exponent), " decimals.")] $code,)+)+
        }

        impl Currency {
            /// Every currency, by number of decimals, then code. (`ALL` is the Albanian lek.)
            pub const EVERY: &'static [Currency] = &[$($(Currency::$code,)+)+];

            /// The three-letter code, upper case.
            pub fn code(self) -> &'static str {
                match self { $($(Self::$code => stringify!($code),)+)+ }
            }

            /// How many decimals a major unit has: 2 for USD, 0 for JPY, 3 for KWD (ISO 4217).
            pub fn exponent(self) -> u32 {
                match self { $($(Self::$code)|+ => $exponent,)+ }
            }

            fn from_upper_case(code: &str) -> Option<Self> {
                match code { $($(stringify!($code) => Some(Self::$code),)+)+ _ => None }
            }
        }
    };
}

// ISO 4217, list one as amended to January 2026; the last line of exponent 2 and BYR are withdrawn.
currencies! {
    0 => BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF BYR;
    2 => AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF
         CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL
         HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU
         MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR
         SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED
         VES WST XAD XCD XCG YER ZAR ZMW ZWG
         ANG BGN CUC HRK MRO SLL STD VEF ZWL;
    3 => BHD IQD JOD KWD LYD OMR TND;
    4 => CLF UYW;
}

impl Currency {
    /// How many minor units a major unit has: 100 for USD, 1 for JPY.
    pub fn minor_per_major(self) -> i64 {
        match self.exponent() {
            0 => 1,
            2 => 100,
            3 => 1_000,
            _ => 10_000,
        }
    }
}

impl FromStr for Currency {
    type Err = crate::Error;

    /// Reads a three-letter code in either case; Stripe writes lower case.
    ///
    /// # Errors
    /// `money.unknown_currency`.
    fn from_str(text: &str) -> Result<Self> {
        let found = Self::from_upper_case(text);
        let found = found.or_else(|| Self::from_upper_case(&text.to_ascii_uppercase()));
        found.ok_or_else(|| MoneyError::UnknownCurrency { text: text.to_owned() }.into())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct("Currency", self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::error::from_text(deserializer, "a currency")
    }
}

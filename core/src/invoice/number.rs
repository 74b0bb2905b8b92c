//! The numbers of invoices and credit notes.

use serde::{Deserialize, Serialize};

use super::InvoiceError;
use crate::Result;

/// The first number that does not exist: numbers stay below a billion.
const CEILING: u32 = 1_000_000_000;

/// Who counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberingScheme {
    /// Each customer's invoices are counted by themselves, with a prefix of the customer's own.
    Customer,
    /// All invoices of the account are counted together: what tax law of the EU and the UK asks for.
    Account,
}

/// A sequence of invoice numbers: of a customer, or of the account.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberSequence {
    /// What numbers begin with: 3 to 12 upper-case letters and digits.
    pub prefix: String,
    /// The count of the next invoice, from 1.
    pub next: u32,
}

/// A number, and the sequence after it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberTaken {
    /// The number: `TYPGRA-0001`.
    pub number: String,
    /// The sequence for the next one.
    pub sequence: NumberSequence,
}

impl NumberSequence {
    /// Takes the next number.
    ///
    /// ```
    /// use prorata::invoice::NumberSequence;
    ///
    /// let taken = NumberSequence { prefix: "TYPGRA".into(), next: 1 }.take_number()?;
    /// assert_eq!((taken.number.as_str(), taken.sequence.next), ("TYPGRA-0001", 2));
    /// # Ok::<(), prorata::Error>(())
    /// ```
    ///
    /// # Errors
    /// `invoice.invalid_prefix`, `invoice.number_ceiling` at a billion, and below 1.
    ///
    /// Source: [Stripe, invoice numbering](https://docs.stripe.com/invoicing/customize).
    pub fn take_number(&self) -> Result<NumberTaken> {
        let Self { prefix, next } = self;
        let fits = |character: char| character.is_ascii_uppercase() || character.is_ascii_digit();
        if !(3..=12).contains(&prefix.len()) || !prefix.chars().all(fits) {
            return Err(InvoiceError::InvalidPrefix { prefix: prefix.clone() }.into());
        }
        if *next == 0 || *next >= CEILING {
            return Err(InvoiceError::NumberCeiling { number: *next }.into());
        }
        let after = next.checked_add(1).unwrap_or(CEILING);
        let sequence = Self { prefix: prefix.clone(), next: after };
        Ok(NumberTaken { number: format!("{prefix}-{next:04}"), sequence })
    }
}

/// The scheme of an account that chose none, by its country (ISO 3166-1): the account in the EU and the UK.
///
/// Source: [Stripe, invoice numbering](https://docs.stripe.com/invoicing/customize).
pub fn default_numbering(country: &str) -> NumberingScheme {
    match country {
        "AT" | "BE" | "BG" | "HR" | "CY" | "CZ" | "DK" | "EE" | "FI" | "FR" | "DE" | "GR" | "HU" | "IE"
        | "IT" | "LV" | "LT" | "LU" | "MT" | "NL" | "PL" | "PT" | "RO" | "SK" | "SI" | "ES" | "SE" | "GB" => {
            NumberingScheme::Account
        }
        _ => NumberingScheme::Customer,
    }
}

/// The number of the credit note that is the `count`th of an invoice, from 1: `TYPGRA-0001-CN-01`.
///
/// # Errors
/// `invoice.number_ceiling` below 1.
pub fn credit_note_number(invoice_number: &str, count: u32) -> Result<String> {
    if count == 0 {
        return Err(InvoiceError::NumberCeiling { number: count }.into());
    }
    Ok(format!("{invoice_number}-CN-{count:02}"))
}

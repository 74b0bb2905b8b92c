//! Amounts as people write them.

use std::fmt::Write;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Currency, Money, MoneyError, rate::parse_decimal};
use crate::Result;

/// What stands between the whole units and the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    /// `1234.50`
    Point,
    /// `1234,50`
    Comma,
}

/// What stands between groups of three digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// `1234567`
    None,
    /// `1,234,567`
    Comma,
    /// `1.234.567`
    Point,
    /// `1 234 567`, with a no-break space (U+00A0); any kind of space is read.
    Space,
    /// `1’234’567` (U+2019), as in Switzerland; a straight apostrophe is read too.
    Apostrophe,
}

/// How the currency is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CurrencySign {
    /// `USD`
    Code,
    /// `$` where the currency has a symbol of its own, else the code.
    Symbol,
    /// Not at all.
    None,
}

/// On which side of the number the currency stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CurrencyPosition {
    /// `USD 1,234.50`, `$1,234.50`
    Before,
    /// `1.234,50 €`
    After,
}

/// How amounts are written and read; what is left out is as in `USD 1,234.50`.
///
/// ```
/// use prorata::{Currency, Money, money::MoneyFormat};
///
/// let price = Money::new(123_450, Currency::EUR);
/// assert_eq!(price.format(&MoneyFormat::default()), "EUR 1,234.50");
/// assert_eq!(price.format(&MoneyFormat::german()), "1.234,50\u{a0}€");
/// assert_eq!(Money::parse("1.234,50 €", &MoneyFormat::german(), None)?, price);
/// # Ok::<(), prorata::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MoneyFormat {
    /// Default: a point.
    pub decimal_mark: Option<DecimalMark>,
    /// Default: a comma, or a point where the decimal mark is a comma.
    pub grouping: Option<Grouping>,
    /// Default: the code.
    pub sign: Option<CurrencySign>,
    /// Default: before the number.
    pub position: Option<CurrencyPosition>,
}

impl MoneyFormat {
    /// `$1,234.50`
    pub fn english() -> Self {
        Self { sign: Some(CurrencySign::Symbol), ..Self::default() }
    }

    /// `1.234,50 €`
    pub fn german() -> Self {
        Self {
            decimal_mark: Some(DecimalMark::Comma),
            grouping: Some(Grouping::Point),
            sign: Some(CurrencySign::Symbol),
            position: Some(CurrencyPosition::After),
        }
    }

    /// `1 234,50 €`
    pub fn french() -> Self {
        Self { grouping: Some(Grouping::Space), ..Self::german() }
    }

    /// `CHF 1’234.50`
    pub fn swiss() -> Self {
        Self { grouping: Some(Grouping::Apostrophe), ..Self::default() }
    }

    /// `1234.50`: for machines.
    pub fn plain() -> Self {
        Self { grouping: Some(Grouping::None), sign: Some(CurrencySign::None), ..Self::default() }
    }

    pub(crate) fn decimal_char(&self) -> char {
        match self.decimal_mark {
            None | Some(DecimalMark::Point) => '.',
            Some(DecimalMark::Comma) => ',',
        }
    }

    pub(crate) fn group_char(&self) -> Option<char> {
        match (self.grouping, self.decimal_mark) {
            (Some(Grouping::None), _) => None,
            (Some(Grouping::Point), _) | (None, Some(DecimalMark::Comma)) => Some('.'),
            (Some(Grouping::Comma), _) | (None, None | Some(DecimalMark::Point)) => Some(','),
            (Some(Grouping::Space), _) => Some('\u{a0}'),
            (Some(Grouping::Apostrophe), _) => Some('’'),
        }
    }

    /// An amount in major units, with the decimals that it has.
    pub(crate) fn write(&self, major: Decimal, currency: Currency) -> String {
        let plain = major.abs().to_string();
        let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut number = grouped(whole, self.group_char());
        if !decimals.is_empty() {
            number.push(self.decimal_char());
            number.push_str(decimals);
        }
        let sign = self.currency_text(currency);
        let after = self.position == Some(CurrencyPosition::After);
        let is_symbol = !sign.ends_with(char::is_alphabetic);
        let mut text = String::with_capacity(number.len().saturating_add(8));
        if major < Decimal::ZERO {
            text.push('-');
        }
        // Writing to a `String` cannot fail.
        let _ = match (sign, after) {
            ("", _) => write!(text, "{number}"),
            (_, true) => write!(text, "{number}\u{a0}{sign}"),
            (_, false) if is_symbol => write!(text, "{sign}{number}"),
            (_, false) => write!(text, "{sign} {number}"),
        };
        text
    }

    fn currency_text(&self, currency: Currency) -> &'static str {
        match self.sign {
            None | Some(CurrencySign::Code) => currency.code(),
            Some(CurrencySign::Symbol) => symbol(currency).unwrap_or(currency.code()),
            Some(CurrencySign::None) => "",
        }
    }
}

/// The symbols in common use that name one currency; `$` is the US dollar's.
const SYMBOLS: &[(&str, Currency)] = &[
    ("US$", Currency::USD),
    ("CA$", Currency::CAD),
    ("A$", Currency::AUD),
    ("NZ$", Currency::NZD),
    ("HK$", Currency::HKD),
    ("R$", Currency::BRL),
    ("$", Currency::USD),
    ("€", Currency::EUR),
    ("£", Currency::GBP),
    ("¥", Currency::JPY),
    ("₩", Currency::KRW),
    ("₹", Currency::INR),
    ("₪", Currency::ILS),
    ("₫", Currency::VND),
    ("₱", Currency::PHP),
    ("₴", Currency::UAH),
    ("₦", Currency::NGN),
    ("₺", Currency::TRY),
    ("฿", Currency::THB),
    ("zł", Currency::PLN),
    ("Kč", Currency::CZK),
    ("Ft", Currency::HUF),
];

fn symbol(currency: Currency) -> Option<&'static str> {
    // From the back, so that USD is `$`.
    SYMBOLS.iter().rev().find(|(_, of)| *of == currency).map(|(symbol, _)| *symbol)
}

impl Money {
    /// The amount as people write it, with all the decimals of the currency.
    pub fn format(self, format: &MoneyFormat) -> String {
        format.write(self.major(), self.currency())
    }

    /// Reads an amount as people write it; the format says which mark is which.
    ///
    /// The currency may stand on either side, as a code or a symbol, whatever the format says; where the text
    /// has none, `currency` is taken. Groups must be groups of three, so that `1,23` is never read as 123, and
    /// the first may not begin with a zero, so that `0,500` is never read as 500.
    ///
    /// ```
    /// use prorata::{Currency, Money, money::MoneyFormat};
    ///
    /// let english = MoneyFormat::default();
    /// assert_eq!(Money::parse("-USD 1,234.5", &english, None)?, Money::new(-123_450, Currency::USD));
    /// assert_eq!(Money::parse("12", &english, Some(Currency::JPY))?, Money::new(12, Currency::JPY));
    /// assert_eq!(Money::parse("1,23", &english, Some(Currency::USD)).unwrap_err().code(), "money.invalid_amount");
    /// # Ok::<(), prorata::Error>(())
    /// ```
    ///
    /// # Errors
    /// `money.invalid_amount`, `money.unknown_currency`, `money.currency_mismatch` when the text names another
    /// currency than `currency`, `money.too_precise`, `money.overflow`.
    pub fn parse(text: &str, format: &MoneyFormat, currency: Option<Currency>) -> Result<Self> {
        let invalid = |reason: &str| MoneyError::InvalidAmount { text: text.into(), reason: reason.into() };
        let (outer_sign, rest) = split_sign(text.trim());
        let is_mark = |c: char| c.is_alphabetic() || SYMBOLS.iter().any(|(symbol, _)| symbol.contains(c));
        let number_end = rest.trim_end_matches(is_mark);
        let suffix = rest.strip_prefix(number_end).unwrap_or("");
        let number = number_end.trim_start_matches(is_mark);
        let prefix = number_end.strip_suffix(number).unwrap_or("");
        let named = match (prefix, suffix) {
            ("", "") => None,
            (name, "") | ("", name) => Some(read_currency(name)?),
            _ => return Err(invalid("it names a currency twice").into()),
        };
        let (inner_sign, digits) = split_sign(number.trim());
        if outer_sign && inner_sign {
            return Err(invalid("it has two signs").into());
        }
        let currency = match (named, currency) {
            (Some(left), Some(right)) if left != right => {
                return Err(MoneyError::CurrencyMismatch { left, right }.into());
            }
            (Some(found), _) | (None, Some(found)) => found,
            (None, None) => return Err(invalid("it names no currency").into()),
        };
        let plain = ungrouped(digits, format).ok_or_else(|| invalid("expected digits in groups of three"))?;
        let sign = if outer_sign || inner_sign { "-" } else { "" };
        Money::from_major(parse_decimal(&format!("{sign}{plain}"))?, currency)
    }
}

/// Digits in groups of three.
pub(crate) fn grouped(digits: &str, mark: Option<char>) -> String {
    let Some(mark) = mark else { return digits.to_owned() };
    let mut text = String::new();
    for (place, digit) in digits.chars().rev().enumerate() {
        if place > 0 && place.is_multiple_of(3) {
            text.insert(0, mark);
        }
        text.insert(0, digit);
    }
    text
}

/// `1.234,50` → `1234.50`; nothing where the groups are not groups of three.
fn ungrouped(digits: &str, format: &MoneyFormat) -> Option<String> {
    let (whole, decimals) = match digits.split_once(format.decimal_char()) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (digits, None),
    };
    let is_group = |c: char| match format.group_char() {
        Some('\u{a0}') => c.is_whitespace(),
        Some('’') => matches!(c, '’' | '\''),
        mark => Some(c) == mark,
    };
    let groups: Vec<&str> = whole.split(is_group).collect();
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (first, others) = groups.split_first()?;
    let fits = all_digits(first)
        && (others.is_empty() || (first.len() <= 3 && !first.starts_with('0')))
        && others.iter().all(|group| group.len() == 3 && all_digits(group))
        && decimals.is_none_or(all_digits);
    fits.then(|| match decimals {
        Some(decimals) => format!("{}.{decimals}", groups.concat()),
        None => groups.concat(),
    })
}

fn split_sign(text: &str) -> (bool, &str) {
    match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    }
}

fn read_currency(name: &str) -> Result<Currency> {
    match SYMBOLS.iter().find(|(symbol, _)| *symbol == name) {
        Some((_, currency)) => Ok(*currency),
        None => name.parse(),
    }
}

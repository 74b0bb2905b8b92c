//! The tape on which `crossing.js` writes an argument: a value is the unit that says its kind, and then its content.

use crate::errors::{Outcome, Refusal};

/// What begins a value on the tape, by the numbers of `crossing.js`.
mod kind {
    pub(super) const UNDEFINED: u16 = 0;
    pub(super) const NULL: u16 = 1;
    pub(super) const FALSE: u16 = 2;
    pub(super) const TRUE: u16 = 3;
    pub(super) const NUMBER: u16 = 4;
    pub(super) const BIGINT: u16 = 5;
    pub(super) const LONG_BIGINT: u16 = 6;
    pub(super) const TEXT: u16 = 7;
    pub(super) const DATE: u16 = 8;
    pub(super) const MONEY: u16 = 9;
    pub(super) const ARRAY: u16 = 10;
    pub(super) const INTEGERS: u16 = 11;
    pub(super) const RECORD: u16 = 12;
    pub(super) const TYPED_ARRAY: u16 = 13;
    pub(super) const FUNCTION: u16 = 14;
    pub(super) const SYMBOL: u16 = 15;
    pub(super) const TOO_DEEP: u16 = 16;
}

/// A value of JavaScript by what it is, as far as the core has something of the kind.
pub(super) enum Value<'t> {
    Nothing(&'static str),
    Boolean(bool),
    Number(f64),
    /// A `bigint` of 64 bits.
    Integer(i64),
    /// The decimal digits of a `bigint` that is longer.
    BigInt(String),
    Text(&'t [u16]),
    Instant(prorata::Timestamp),
    Money(prorata::Money),
    /// So many values follow.
    Array(u32),
    /// A `BigInt64Array`: so many integers follow.
    Integers(u32),
    /// Fields follow.
    Record,
    /// A function, a symbol: what nothing is made from.
    Other(&'static str),
}

impl Value<'_> {
    /// The refusal of this value where `expected` must be.
    pub(super) fn is_not(&self, expected: &str) -> Refusal {
        let got = match self {
            Self::Nothing(name) | Self::Other(name) => name,
            Self::Boolean(_) => "boolean",
            Self::Number(_) => "number",
            Self::Integer(_) | Self::BigInt(_) => "bigint",
            Self::Text(_) => "string",
            Self::Instant(_) => "Date",
            Self::Money(_) => "Money",
            Self::Array(_) => "array",
            Self::Integers(_) => "BigInt64Array",
            Self::Record => "object",
        };
        Refusal::wrong_type(expected, got)
    }
}

/// What of the tape is not yet read.
pub(super) struct Tape<'t>(pub(super) &'t [u16]);

impl<'t> Tape<'t> {
    /// Whether the next value is `undefined` or `null`; it stays.
    pub(super) fn is_at_nothing(&self) -> bool {
        matches!(self.0, [kind::UNDEFINED | kind::NULL, ..])
    }

    /// The next value. Of an array and a record, the parts are still to be read.
    pub(super) fn value(&mut self) -> Outcome<Value<'t>> {
        Ok(match self.unit()? {
            kind::UNDEFINED => Value::Nothing("undefined"),
            kind::NULL => Value::Nothing("null"),
            kind::FALSE => Value::Boolean(false),
            kind::TRUE => Value::Boolean(true),
            kind::NUMBER => Value::Number(self.number()?),
            kind::BIGINT => Value::Integer(i64::from_ne_bytes(self.eight_bytes()?)),
            kind::LONG_BIGINT => Value::BigInt(text(self.units()?)?),
            kind::TEXT => Value::Text(self.units()?),
            kind::DATE => Value::Instant(instant(self.number()?)?),
            kind::MONEY => Value::Money(self.money()?),
            kind::ARRAY => Value::Array(self.length()?),
            kind::INTEGERS => Value::Integers(self.length()?),
            kind::RECORD => Value::Record,
            kind::TYPED_ARRAY => Value::Other("typed array"),
            kind::FUNCTION => Value::Other("function"),
            kind::SYMBOL => Value::Other("symbol"),
            kind::TOO_DEEP => return Err(Refusal::invalid_record("it is inside more than 32 others")),
            _ => return Err(torn()),
        })
    }

    /// The key of the next field of a record; nothing behind the last one.
    pub(super) fn key(&mut self) -> Outcome<Option<&'t [u16]>> {
        const KEY: u16 = 0;
        if self.unit()? == KEY { self.units().map(Some) } else { Ok(None) }
    }

    fn unit(&mut self) -> Outcome<u16> {
        let (unit, rest) = self.0.split_first().ok_or_else(torn)?;
        self.0 = rest;
        Ok(*unit)
    }

    fn length(&mut self) -> Outcome<u32> {
        Ok(u32::from(self.unit()?) | u32::from(self.unit()?) << 16)
    }

    /// A text as it is in JavaScript: UTF-16, or what looks like it.
    fn units(&mut self) -> Outcome<&'t [u16]> {
        let length = usize::try_from(self.length()?).map_err(|_| torn())?;
        let (units, rest) = self.0.split_at_checked(length).ok_or_else(torn)?;
        self.0 = rest;
        Ok(units)
    }

    fn eight_bytes(&mut self) -> Outcome<[u8; 8]> {
        let ([a, b, c, d], rest) = self.0.split_first_chunk().ok_or_else(torn)?;
        self.0 = rest;
        let ([a, e], [b, f]) = (a.to_ne_bytes(), b.to_ne_bytes());
        let ([c, g], [d, h]) = (c.to_ne_bytes(), d.to_ne_bytes());
        Ok([a, e, b, f, c, g, d, h])
    }

    fn number(&mut self) -> Outcome<f64> {
        self.eight_bytes().map(f64::from_ne_bytes)
    }

    fn money(&mut self) -> Outcome<prorata::Money> {
        let Value::Integer(minor) = self.value()? else {
            return Err(Refusal::wrong_type("a Money", "object"));
        };
        Ok(prorata::Money::new(minor, text(self.units()?)?.parse()?))
    }
}

/// What `crossing.js` never writes.
fn torn() -> Refusal {
    Refusal::internal("the tape is torn")
}

/// The text of a `string`, to the letter. With U+FFFD for what is not Unicode, two ids could become one.
pub(super) fn text(units: &[u16]) -> Outcome<String> {
    String::from_utf16(units).map_err(|_| {
        let lone = char::decode_utf16(units.iter().copied()).find_map(Result::err);
        Refusal::lone_surrogate(lone.map(|lone| lone.unpaired_surrogate()).unwrap_or_default())
    })
}

/// The instant of a `Date`. The time of an invalid one is `NaN`.
fn instant(millis: f64) -> Outcome<prorata::Timestamp> {
    if !millis.is_finite() {
        return Err(Refusal::invalid_record(format!("the `Date` is invalid: its time is `{millis}`")));
    }
    #[expect(clippy::as_conversions, reason = "the time of a `Date` is a whole number of at most 8.64e15")]
    Ok(prorata::Timestamp::from_millis(millis as i64)?)
}

//! Columns of an Arrow table as the slices that the core works on, without a copy wherever Arrow has the
//! same layout.

use std::borrow::Cow;

use arrow_array::{
    Array, ArrayRef, LargeStringArray, StringArray, StringViewArray,
    cast::AsArray,
    types::{
        Date32Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
        TimestampNanosecondType, TimestampSecondType,
    },
};
use arrow_schema::{DataType, TimeUnit};

use crate::errors::{Failure, Result};

/// One chunk of a column, and the column's name for what is refused.
#[derive(Clone, Copy)]
pub(crate) struct Column<'a> {
    pub(crate) name: &'a str,
    pub(crate) array: &'a ArrayRef,
}

/// What a timestamp without a zone means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Naive {
    /// It is refused: `input.naive_datetime`.
    Refused,
    /// The caller says that it is UTC.
    Utc,
}

/// Text in any of Arrow's layouts.
pub(crate) enum Texts<'a> {
    Small(&'a StringArray),
    Large(&'a LargeStringArray),
    View(&'a StringViewArray),
    /// The place of each row's value among the distinct ones.
    Dictionary {
        rows: Vec<usize>,
        keys: &'a dyn Array,
        values: Box<Texts<'a>>,
    },
}

impl<'a> Texts<'a> {
    /// The text of a row, or nothing where it is null; also beyond the last row.
    pub(crate) fn get(&self, row: usize) -> Option<&'a str> {
        match self {
            Self::Small(texts) => has(*texts, row).then(|| texts.value(row)),
            Self::Large(texts) => has(*texts, row).then(|| texts.value(row)),
            Self::View(texts) => has(*texts, row).then(|| texts.value(row)),
            Self::Dictionary { rows, keys, values } if has(*keys, row) => values.get(*rows.get(row)?),
            Self::Dictionary { .. } => None,
        }
    }

    fn of(array: &'a ArrayRef) -> Option<Self> {
        if let Some(texts) = array.as_string_opt() {
            return Some(Self::Small(texts));
        }
        if let Some(texts) = array.as_string_opt() {
            return Some(Self::Large(texts));
        }
        if let Some(texts) = array.as_string_view_opt() {
            return Some(Self::View(texts));
        }
        let dictionary = array.as_any_dictionary_opt()?;
        let values = Self::of(dictionary.values())?;
        // Arrow gives the places only where there are values.
        let empty = dictionary.values().is_empty();
        let rows = if empty { Vec::new() } else { dictionary.normalized_keys() };
        Some(Self::Dictionary { rows, keys: dictionary.keys(), values: Box::new(values) })
    }
}

fn has(array: &dyn Array, row: usize) -> bool {
    row < array.len() && array.is_valid(row)
}

impl<'a> Column<'a> {
    /// The column, if it has a value in every row.
    pub(crate) fn required(self) -> Result<Self> {
        let nulls = if self.array.null_count() == 0 { 0 } else { self.array.len() };
        match (0..nulls).find(|row| self.array.is_null(*row)) {
            None => Ok(self),
            Some(row) => {
                let text = format!("row {row} of the column `{}` is empty", self.name);
                Err(Failure::coded("input.empty_value", text))
            }
        }
    }

    /// 64-bit integers, in place.
    pub(crate) fn i64s(self) -> Result<&'a [i64]> {
        let array = self.array.as_primitive_opt::<Int64Type>();
        Ok(array.ok_or_else(|| self.not_a_column_of("64-bit integers"))?.values())
    }

    /// 32-bit integers, or dates as days since 1970, in place.
    pub(crate) fn i32s(self) -> Result<&'a [i32]> {
        if let Some(array) = self.array.as_primitive_opt::<Int32Type>() {
            return Ok(array.values());
        }
        let array = self.array.as_primitive_opt::<Date32Type>();
        Ok(array.ok_or_else(|| self.not_a_column_of("32-bit integers or dates"))?.values())
    }

    /// Texts, in place.
    pub(crate) fn texts(self) -> Result<Texts<'a>> {
        Texts::of(self.array).ok_or_else(|| self.not_a_column_of("text"))
    }

    /// Instants as milliseconds since 1970 in UTC: in place where the unit is the millisecond.
    pub(crate) fn instants(self, naive: Naive) -> Result<Cow<'a, [i64]>> {
        let DataType::Timestamp(unit, zone) = self.array.data_type() else {
            return Err(self.not_a_column_of("instants"));
        };
        if zone.is_none() && naive == Naive::Refused {
            let text =
                format!("the column `{}` has no time zone: expected instants, such as in UTC", self.name);
            return Err(Failure::coded("input.naive_datetime", text));
        }
        let finer = |values: &'a [i64], per_milli: i64| self.each(values, |value| exactly(value, per_milli));
        match unit {
            TimeUnit::Second => {
                let seconds = self.array.as_primitive::<TimestampSecondType>().values();
                self.each(seconds, |value| value.checked_mul(1_000))
            }
            TimeUnit::Millisecond => {
                Ok(Cow::Borrowed(self.array.as_primitive::<TimestampMillisecondType>().values()))
            }
            TimeUnit::Microsecond => {
                finer(self.array.as_primitive::<TimestampMicrosecondType>().values(), 1_000)
            }
            TimeUnit::Nanosecond => {
                finer(self.array.as_primitive::<TimestampNanosecondType>().values(), 1_000_000)
            }
        }
    }

    /// Converts the values of the rows that are not null; the others become 0 and stay null.
    fn each(self, values: &[i64], convert: impl Fn(i64) -> Option<i64>) -> Result<Cow<'a, [i64]>> {
        let one = |(row, value): (usize, &i64)| match convert(*value) {
            Some(millis) => Ok(millis),
            None if self.array.is_null(row) => Ok(0),
            None => Err(Failure::coded(
                "calendar.invalid_timestamp",
                format!("row {row} of the column `{}` is not a whole number of milliseconds", self.name),
            )),
        };
        values.iter().enumerate().map(one).collect::<Result<Vec<_>>>().map(Cow::Owned)
    }

    fn not_a_column_of(self, what: &str) -> Failure {
        let text = format!("the column `{}` must hold {what}, not `{}`", self.name, self.array.data_type());
        Failure::coded("input.wrong_column_type", text)
    }
}

/// All chunks of a column as one slice: in place where there is one chunk, else copied once.
pub(crate) fn joined<'a, T: Clone>(
    column: &[Column<'a>],
    view: impl Fn(Column<'a>) -> Result<Cow<'a, [T]>>,
) -> Result<Cow<'a, [T]>> {
    if let [only] = column {
        return view(*only);
    }
    let mut values = Vec::new();
    for chunk in column {
        values.extend_from_slice(&view(*chunk)?);
    }
    Ok(Cow::Owned(values))
}

/// The texts of every row of a column, none of them empty.
pub(crate) fn texts<'a>(column: &[Column<'a>]) -> Result<Vec<&'a str>> {
    let mut values = Vec::new();
    for chunk in column {
        let texts = chunk.required()?.texts()?;
        values.extend((0..chunk.array.len()).filter_map(|row| texts.get(row)));
    }
    Ok(values)
}

fn exactly(value: i64, per_milli: i64) -> Option<i64> {
    (value.checked_rem(per_milli)? == 0).then(|| value.checked_div(per_milli))?
}

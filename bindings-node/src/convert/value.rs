//! Looking at a value that JavaScript passed.

use napi::{
    Env, JsDate, JsValue, Unknown, ValueType,
    bindgen_prelude::{
        Array, BigInt, BigInt64Array, BufferSlice, ClassInstance, FromNapiValue, JavaScriptClassExt, Object,
        Uint8Array, Utf16String,
    },
};

use crate::{
    errors::{Outcome, Refusal},
    money::Money,
};

/// A value of JavaScript by what it is, as far as the core has something of the kind.
pub(super) enum Value<'env> {
    Nothing(&'static str),
    Boolean(bool),
    Number(f64),
    /// A `bigint` of 64 bits.
    Integer(i64),
    /// The decimal digits of a `bigint` that is longer.
    BigInt(String),
    Text(String),
    Instant(prorata::Timestamp),
    Money(prorata::Money),
    Array(Array<'env>),
    /// A copy of a `BigInt64Array`: what lies in JavaScript can be taken away by the caller's code.
    Integers(Vec<i64>),
    Record(Object<'env>),
    /// A function, a symbol: what nothing is made from.
    Other(&'static str),
}

impl<'env> Value<'env> {
    pub(super) fn look(value: Unknown<'env>) -> Outcome<Self> {
        Ok(match value.get_type()? {
            ValueType::Undefined => Self::Nothing("undefined"),
            ValueType::Null => Self::Nothing("null"),
            ValueType::Boolean => Self::Boolean(read(value)?),
            ValueType::Number => Self::Number(read(value)?),
            ValueType::BigInt => match read::<BigInt>(value)?.get_i64() {
                (integer, true) => Self::Integer(integer),
                _ => Self::BigInt(value.coerce_to_string()?.into_utf8()?.into_owned()?),
            },
            ValueType::String => Self::Text(text(value)?),
            ValueType::Object if value.is_array()? => Self::Array(read(value)?),
            ValueType::Object if value.is_typedarray()? => {
                let integers: Outcome<BigInt64Array> = read(value);
                integers.map_or(Self::Other("typed array"), |integers| Self::Integers(integers.to_vec()))
            }
            ValueType::Object if value.is_date()? => Self::Instant(instant(read(value)?)?),
            ValueType::Object if is_money(value)? => Self::Money(money(value)?),
            ValueType::Object => Self::Record(read(value)?),
            ValueType::Function => Self::Other("function"),
            ValueType::Symbol => Self::Other("symbol"),
            ValueType::External | ValueType::Unknown => Self::Other("external"),
        })
    }

    /// The same where a text or a `Date` is expected.
    pub(super) fn text_or_other(value: Unknown<'env>) -> Outcome<Self> {
        match value.get_type()? {
            ValueType::String => Ok(Self::Text(text(value)?)),
            ValueType::Object if value.is_date()? => Ok(Self::Instant(instant(read(value)?)?)),
            _ => Self::look(value),
        }
    }

    /// The same where a `Money` is expected.
    pub(super) fn money_or_other(value: Unknown<'env>) -> Outcome<Self> {
        if value.get_type()? == ValueType::Object && is_money(value)? {
            return Ok(Self::Money(money(value)?));
        }
        Self::look(value)
    }

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
            Self::Record(_) => "object",
        };
        Refusal::wrong_type(expected, got)
    }
}

/// The value as a `T`; its JavaScript type has been looked at.
pub(super) fn read<T: FromNapiValue>(value: Unknown) -> Outcome<T> {
    #[expect(unsafe_code, reason = "the value and its environment come from one `Unknown`, so they fit")]
    let read = unsafe { value.cast() };
    Ok(read?)
}

/// The text of a `string`, to the letter: as UTF-8, Node-API would give U+FFFD for what is not Unicode, so that two
/// ids could become one.
pub(super) fn text(value: Unknown) -> Outcome<String> {
    let units: Utf16String = read(value)?;
    String::from_utf16(&units).map_err(|_| {
        let lone = char::decode_utf16(units.iter().copied()).find_map(Result::err);
        Refusal::lone_surrogate(lone.map(|lone| lone.unpaired_surrogate()).unwrap_or_default())
    })
}

/// Reads the argument `name` that is an object of Node-API's own: an instance of a class of this crate, a
/// typed array. Node-API checks that it is one.
pub(crate) fn native<T: FromNapiValue>(name: &str, expected: &str, value: Unknown) -> Outcome<T> {
    read(value).map_err(|_| match Value::look(value) {
        Ok(other) => other.is_not(expected).inside(name),
        Err(refusal) => refusal.inside(name),
    })
}

/// Reads the argument `name` that is a file: its text or its bytes.
pub(crate) fn bytes(name: &str, value: Unknown) -> Outcome<Vec<u8>> {
    if value.get_type()? == ValueType::String {
        Ok(text(value).map_err(|refusal| refusal.inside(name))?.into_bytes())
    } else {
        Ok(native::<Uint8Array>(name, "a string or a Uint8Array", value)?.to_vec())
    }
}

/// Reads the argument `name` that is a file.
pub(crate) fn bytes_arg(name: &str, value: Unknown) -> Outcome<Vec<u8>> {
    Ok(native::<Uint8Array>(name, "a Uint8Array", value)?.to_vec())
}

/// The same where `null` or nothing may stand.
pub(crate) fn optional_bytes(name: &str, value: Unknown) -> Outcome<Option<Vec<u8>>> {
    match value.get_type()? {
        ValueType::Undefined | ValueType::Null => Ok(None),
        ValueType::Boolean
        | ValueType::Number
        | ValueType::String
        | ValueType::Symbol
        | ValueType::Object
        | ValueType::Function
        | ValueType::External
        | ValueType::BigInt
        | ValueType::Unknown => bytes_arg(name, value).map(Some),
    }
}

/// Writes an answer that is a file: a `Buffer`, which is a `Uint8Array`.
pub(crate) fn bytes_to_js(env: &Env, bytes: Vec<u8>) -> Outcome<Unknown<'_>> {
    Ok(BufferSlice::from_data(env, bytes)?.to_unknown())
}

/// The instant of a `Date`. An invalid one has the time `NaN`, which Node-API would pass on as 1970.
fn instant(date: JsDate) -> Outcome<prorata::Timestamp> {
    let millis = date.value_of()?;
    if !millis.is_finite() {
        return Err(Refusal::invalid_record(format!("the `Date` is invalid: its time is `{millis}`")));
    }
    #[expect(clippy::as_conversions, reason = "the time of a `Date` is a whole number of at most 8.64e15")]
    Ok(prorata::Timestamp::from_millis(millis as i64)?)
}

fn is_money(value: Unknown) -> Outcome<bool> {
    Ok(Money::instance_of(&Env::from_raw(value.value().env), &value)?)
}

/// Node-API checks that the object was made by the class, not only given its prototype.
fn money(value: Unknown) -> Outcome<prorata::Money> {
    let instance: Outcome<ClassInstance<Money>> = read(value);
    instance.map(|money| money.inner).map_err(|_| Refusal::wrong_type("a Money", "object"))
}

//! From JavaScript: a serde `Deserializer` over its values.
#![expect(clippy::wildcard_enum_match_arm, reason = "each method names what it takes and refuses the rest")]

use std::str::FromStr;

use napi::{
    KeyCollectionMode, KeyConversion, KeyFilter, Unknown, ValueType,
    bindgen_prelude::{Array, JsObjectValue, Object},
};
use serde::{
    de::{
        DeserializeOwned, DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess, SeqAccess,
        Visitor, value::SeqDeserializer,
    },
    forward_to_deserialize_any,
};

use super::{
    names::{camel_case, snake_case},
    value::{Value, text},
};
use crate::errors::{Outcome, Refusal, in_words};

/// Reads the argument `name` of a call.
pub(crate) fn arg<T: DeserializeOwned>(name: &str, value: Unknown) -> Outcome<T> {
    T::deserialize(Js(value)).map_err(|refusal| refusal.inside(name))
}

/// A value that JavaScript passed, to be read as whatever the core asks for.
struct Js<'env>(Unknown<'env>);

impl<'env> Js<'env> {
    fn look(self) -> Outcome<Value<'env>> {
        Value::look(self.0)
    }

    fn text(self, expected: impl FnOnce() -> String) -> Outcome<String> {
        match self.look()? {
            Value::Text(text) => Ok(text),
            // As text, so that one parser decides: it refuses an instant where it wants another thing.
            Value::Instant(instant) => Ok(instant.to_string()),
            other => Err(other.is_not(&expected())),
        }
    }

    fn bigint<T: FromStr>(self) -> Outcome<T> {
        match self.look()? {
            Value::BigInt(digits) => {
                digits.parse().map_err(|_| Refusal::out_of_range(&digits, "an integer of 64 bits"))
            }
            other => Err(other.is_not("a bigint")),
        }
    }

    fn small_integer(self) -> Outcome<i64> {
        match self.look()? {
            Value::Number(number) => {
                whole(number).ok_or_else(|| Refusal::wrong_type("a whole number", number.to_string()))
            }
            other => Err(other.is_not("a number")),
        }
    }

    fn fields(self, names: Names) -> Outcome<Fields<'env>> {
        match self.look()? {
            Value::Record(record) => Fields::of(record, names),
            other => Err(other.is_not("an object")),
        }
    }
}

/// The integer that a `number` is, if it is one.
fn whole(number: f64) -> Option<i64> {
    // Rust writes a double in full and without an exponent, so that only a whole one parses.
    number.to_string().parse().ok()
}

/// Each method takes what the core asks for, and refuses every other kind of value by name.
impl<'de> Deserializer<'de> for Js<'_> {
    type Error = Refusal;

    /// Enums with data come this way: serde looks for their `kind` before it knows the fields.
    ///
    /// Hence one leniency: a whole `number` of at most 32 bits is an integer of any width there.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        const SMALL: std::ops::RangeInclusive<i64> = -0x8000_0000..=0xffff_ffff;
        match self.look()? {
            Value::Nothing(_) => visitor.visit_unit(),
            Value::Boolean(value) => visitor.visit_bool(value),
            Value::Number(number) => match whole(number) {
                Some(integer) if SMALL.contains(&integer) => visitor.visit_i64(integer),
                _ => visitor.visit_f64(number),
            },
            Value::BigInt(digits) => visitor.visit_i64(
                digits.parse().map_err(|_| Refusal::out_of_range(&digits, "an integer of 64 bits"))?,
            ),
            Value::Text(text) => visitor.visit_string(text),
            Value::Instant(instant) => visitor.visit_string(instant.to_string()),
            Value::Money(money) => visit_money(money, visitor),
            Value::Array(array) => visitor.visit_seq(Elements { array, next: 0 }),
            Value::Integers(integers) => visitor.visit_seq(SeqDeserializer::new(integers.into_iter())),
            Value::Record(record) => visitor.visit_map(Fields::of(record, Names::Unknown)?),
            other @ Value::Other(_) => Err(other.is_not("data")),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.look()? {
            Value::Boolean(value) => visitor.visit_bool(value),
            other => Err(other.is_not("a boolean")),
        }
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_i64(self.small_integer()?)
    }
    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_i64(self.small_integer()?)
    }
    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_i64(self.small_integer()?)
    }
    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_i64(self.small_integer()?)
    }
    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_i64(self.small_integer()?)
    }
    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_i64(self.small_integer()?)
    }
    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_i64(self.bigint()?)
    }
    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_u64(self.bigint()?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.look()? {
            Value::Number(number) => visitor.visit_f64(number),
            other => Err(other.is_not("a number")),
        }
    }

    /// The visitor knows what the text is of: an instant, a decimal.
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        let expected = |visitor: &dyn Expected| in_words(&visitor.to_string());
        let text = self.text(|| expected(&visitor))?;
        visitor.visit_string(text)
    }
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.0.get_type()? {
            ValueType::Undefined | ValueType::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Outcome<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.look()? {
            Value::Array(array) => visitor.visit_seq(Elements { array, next: 0 }),
            Value::Integers(integers) => visitor.visit_seq(SeqDeserializer::new(integers.into_iter())),
            other => Err(other.is_not("an array")),
        }
    }

    /// A map of the caller's own keys, which stay as they are.
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_map(self.fields(Names::Callers)?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Outcome<V::Value> {
        if name != "Money" {
            return visitor.visit_map(self.fields(Names::Fields(fields))?);
        }
        match self.look()? {
            Value::Money(money) => visit_money(money, visitor),
            other => Err(other.is_not("a Money")),
        }
    }

    /// An enum without data is its name; those with data are read as any value.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Outcome<V::Value> {
        visitor.visit_enum(self.text(|| "a string".to_owned())?.into_deserializer())
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i128 u128 f32 char bytes byte_buf unit unit_struct tuple tuple_struct identifier
    }
}

fn visit_money<'de, V: Visitor<'de>>(money: prorata::Money, visitor: V) -> Outcome<V::Value> {
    visitor.visit_map(MoneyFields { money, next: Some("minor") })
}

/// The two fields of a `Money`, as the core writes and reads them.
struct MoneyFields {
    money: prorata::Money,
    next: Option<&'static str>,
}

impl<'de> MapAccess<'de> for MoneyFields {
    type Error = Refusal;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Outcome<Option<K::Value>> {
        self.next.map(|name| seed.deserialize(name.into_deserializer())).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Outcome<S::Value> {
        if self.next == Some("minor") {
            self.next = Some("currency");
            seed.deserialize(self.money.minor().into_deserializer())
        } else {
            self.next = None;
            seed.deserialize(self.money.currency().code().into_deserializer())
        }
    }
}

struct Elements<'env> {
    array: Array<'env>,
    next: u32,
}

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = Refusal;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Outcome<Option<S::Value>> {
        let index = self.next;
        let Some(value) = self.array.get::<Unknown>(index)? else { return Ok(None) };
        self.next = index.saturating_add(1);
        let element = seed.deserialize(Js(value));
        element.map(Some).map_err(|refusal| refusal.inside(&format!("[{index}]")))
    }

    fn size_hint(&self) -> Option<usize> {
        usize::try_from(self.array.len().saturating_sub(self.next)).ok()
    }
}

/// Whose names the keys of an object are.
#[derive(Clone, Copy)]
enum Names {
    /// Those of the record's fields, in camelCase.
    Fields(&'static [&'static str]),
    /// Those of fields that serde does not tell before it knows which enum variant it reads.
    Unknown,
    Callers,
}

impl Names {
    /// The name in the core.
    fn of(self, key: &str) -> Outcome<String> {
        match self {
            Self::Callers => Ok(key.to_owned()),
            Self::Fields(_) | Self::Unknown if key.contains('_') => {
                Err(Refusal::invalid_record(format!("unknown field `{key}`: names are in camelCase")))
            }
            Self::Fields(fields) => {
                // A look-up, since `nrr12Months` does not say that it is `nrr_12_months`.
                let known = fields.iter().find(|field| camel_case(field) == key);
                Ok(known.map_or_else(|| key.to_owned(), |field| (*field).to_owned()))
            }
            Self::Unknown => Ok(snake_case(key)),
        }
    }
}

struct Fields<'env> {
    record: Object<'env>,
    keys: std::vec::IntoIter<String>,
    names: Names,
    current: String,
}

impl<'env> Fields<'env> {
    fn of(record: Object<'env>, names: Names) -> Outcome<Self> {
        let keys = record.get_all_property_names(
            KeyCollectionMode::OwnOnly,
            KeyFilter::Enumerable,
            KeyConversion::NumbersToStrings,
        )?;
        let length = keys.get_array_length()?;
        let keys: Vec<String> =
            (0..length).map(|index| text(keys.get_element(index)?)).collect::<Outcome<_>>()?;
        Ok(Self { record, keys: keys.into_iter(), names, current: String::new() })
    }
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Refusal;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Outcome<Option<K::Value>> {
        let Some(key) = self.keys.next() else { return Ok(None) };
        self.current = key;
        let name = self.names.of(&self.current)?;
        seed.deserialize(name.into_deserializer()).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Outcome<S::Value> {
        let value: Unknown = self.record.get_named_property_unchecked(&self.current)?;
        seed.deserialize(Js(value)).map_err(|refusal| refusal.inside(&self.current))
    }
}

//! From JavaScript: a serde `Deserializer` over its values.
#![expect(clippy::wildcard_enum_match_arm, reason = "each method names what it takes and refuses the rest")]

use std::{borrow::Cow, str::FromStr};

use napi::{
    KeyCollectionMode, KeyConversion, KeyFilter, Unknown, ValueType,
    bindgen_prelude::{Array, JsObjectValue, Object},
};
use serde::{
    de::{
        DeserializeOwned, DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess, SeqAccess,
        Visitor,
        value::{SeqDeserializer, StrDeserializer},
    },
    forward_to_deserialize_any,
};

use super::{
    names::{is_camel_case, snake_case},
    value::{Value, read, text},
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
        match Value::text_or_other(self.0)? {
            Value::Text(text) => Ok(text),
            // As text, so that one parser decides: it refuses an instant where it wants another thing.
            Value::Instant(instant) => Ok(instant.to_string()),
            other => Err(other.is_not(&expected())),
        }
    }

    fn bigint<T: FromStr + TryFrom<i64>>(self) -> Outcome<T> {
        match self.look()? {
            Value::Integer(integer) => {
                T::try_from(integer).map_err(|_| Refusal::out_of_range(integer, "an integer of 64 bits"))
            }
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
            Value::Integer(integer) => visitor.visit_i64(integer),
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
            let names = Names::Fields(fields);
            return match Fields::at_sight(self.0, names)? {
                Some(record) => visitor.visit_map(record),
                None => visitor.visit_map(self.fields(names)?),
            };
        }
        match Value::money_or_other(self.0)? {
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
    /// The name in the core of the key at `place`.
    fn of(self, key: &str, place: u32) -> Outcome<Cow<'_, str>> {
        match self {
            Self::Callers => Ok(key.into()),
            Self::Fields(_) | Self::Unknown if key.contains('_') => {
                Err(Refusal::invalid_record(format!("unknown field `{key}`: names are in camelCase")))
            }
            Self::Fields(_) => Ok(self.known(key, place).unwrap_or(key).into()),
            Self::Unknown => Ok(snake_case(key).into()),
        }
    }

    /// The field of that key, which is most often the one at `place`. A look-up, since `nrr12Months` does not say that
    /// it is `nrr_12_months`.
    fn known(self, key: &str, place: u32) -> Option<&'static str> {
        match self {
            Self::Fields(fields) => {
                let likely = usize::try_from(place).ok().and_then(|place| fields.get(place));
                likely.into_iter().chain(fields).copied().find(|field| is_camel_case(key, field))
            }
            Self::Unknown | Self::Callers => None,
        }
    }
}

struct Fields<'env> {
    record: Object<'env>,
    keys: Object<'env>,
    names: Names,
    next: u32,
    length: u32,
    /// The key whose value comes next: JavaScript's own string, so that none is made to look it up.
    current: Option<(Unknown<'env>, String)>,
}

impl<'env> Fields<'env> {
    fn of(record: Object<'env>, names: Names) -> Outcome<Self> {
        let keys = record.get_all_property_names(
            KeyCollectionMode::OwnOnly,
            KeyFilter::Enumerable,
            KeyConversion::NumbersToStrings,
        )?;
        let length = keys.get_array_length()?;
        Ok(Self { record, keys, names, next: 0, length, current: None })
    }

    /// The fields of what is a record because its first key is a field's name; nothing for what must be looked at
    /// closely. A list, a `Date` or a `Money` has no such keys, and to ask Node-API for each of them costs more than
    /// to read the key.
    fn at_sight(value: Unknown<'env>, names: Names) -> Outcome<Option<Self>> {
        if value.get_type()? != ValueType::Object {
            return Ok(None);
        }
        let mut fields = Self::of(read(value)?, names)?;
        fields.advance()?;
        let known = fields.current.as_ref().is_some_and(|(_, key)| names.known(key, 0).is_some());
        fields.next = 0;
        Ok(known.then_some(fields))
    }

    fn advance(&mut self) -> Outcome<()> {
        self.current = None;
        if self.next < self.length {
            let key: Unknown = self.keys.get_element(self.next)?;
            self.next = self.next.saturating_add(1);
            self.current = Some((key, text(key)?));
        }
        Ok(())
    }
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Refusal;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Outcome<Option<K::Value>> {
        self.advance()?;
        let Some((_, key)) = &self.current else { return Ok(None) };
        let name = self.names.of(key, self.next.saturating_sub(1))?;
        let name: StrDeserializer<'_, Refusal> = (&*name).into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Outcome<S::Value> {
        let Some((key, name)) = &self.current else {
            return Err(Refusal::internal("a value was asked for before its name"));
        };
        let value: Unknown = self.record.get_property_unchecked(*key)?;
        seed.deserialize(Js(value)).map_err(|refusal| refusal.inside(name))
    }
}

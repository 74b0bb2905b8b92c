//! serde's way into a record from JSON that is parsed: `serde_json`'s own would lose the codes of refusals.

use std::{cell::Cell, marker::PhantomData};

use serde::{
    Deserializer,
    de::{DeserializeOwned, DeserializeSeed, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor},
    forward_to_deserialize_any,
};
use serde_json::{Number, Value};

use super::Refusal;

/// Reads a record.
pub(super) fn record<T: DeserializeOwned>(value: Value) -> Result<T, Refusal> {
    read(value, PhantomData)
}

fn read<'de, T: DeserializeSeed<'de>>(value: Value, seed: T) -> Result<T::Value, Refusal> {
    let begun = Cell::new(false);
    seed.deserialize(Json { value, begun: &begun })
        .map_err(|error| if begun.get() { error.in_object() } else { error })
}

struct Json<'a> {
    value: Value,
    /// Set when the value is an object and what reads it wants one.
    begun: &'a Cell<bool>,
}

impl<'de> Deserializer<'de> for Json<'_> {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(value) => number(&value, visitor),
            Value::String(value) => visitor.visit_string(value),
            Value::Array(items) => visitor.visit_seq(Items { items: items.into_iter(), next: 0 }),
            Value::Object(fields) => {
                visitor.visit_map(Fields { fields: fields.into_iter(), open: None, begun: self.begun })
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        visitor.visit_newtype_struct(self)
    }

    /// An enum without data; one with data is an object, which serde takes apart itself.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        if let Value::String(name) = self.value {
            visitor.visit_enum(name.into_deserializer())
        } else {
            self.deserialize_any(visitor)
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

fn number<'de, V: Visitor<'de>>(value: &Number, visitor: V) -> Result<V::Value, Refusal> {
    if let Some(value) = value.as_u64() {
        visitor.visit_u64(value)
    } else if let Some(value) = value.as_i64() {
        visitor.visit_i64(value)
    } else if let Some(value) = value.as_f64() {
        visitor.visit_f64(value)
    } else {
        Err(Refusal::custom(format_args!("`{value}` is not a number in range")))
    }
}

struct Items {
    items: std::vec::IntoIter<Value>,
    next: usize,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Refusal;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Refusal> {
        let Some(item) = self.items.next() else { return Ok(None) };
        let place = self.next;
        self.next = place.saturating_add(1);
        read(item, seed).map(Some).map_err(|error| error.inside(format_args!("[{place}]")))
    }
}

struct Fields<'a> {
    fields: serde_json::map::IntoIter,
    /// The field whose name was just read.
    open: Option<(String, Value)>,
    begun: &'a Cell<bool>,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Refusal;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Refusal> {
        self.begun.set(true);
        let Some((name, value)) = self.fields.next() else { return Ok(None) };
        let key = read(Value::String(name.clone()), seed)?;
        self.open = Some((name, value));
        Ok(Some(key))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Refusal> {
        let (name, value) = self.open.take().unwrap_or_default();
        read(value, seed).map_err(|error| error.inside(format_args!(".{name}")))
    }
}

//! JSON as arguments of the library, so that what one of its parsers refuses keeps its code.

use std::fmt;

use serde::de::{
    self, Deserializer, IntoDeserializer, Visitor,
    value::{MapDeserializer, SeqDeserializer},
};
use serde_json::Value;

/// A value that is to be read.
pub(crate) struct Json(pub(crate) Value);

/// Why a value cannot be read: the sentence of a parser of the library with its code in front, or serde's own.
#[derive(Debug)]
pub(crate) struct Unreadable(pub(crate) String);

impl de::Error for Unreadable {
    fn custom<T: fmt::Display>(message: T) -> Self {
        // An error of the library writes its code in this form. serde_json's own error would have lost it.
        Self(format!("{message:#}"))
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

impl<'de> Deserializer<'de> for Json {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(number) => {
                number.deserialize_any(visitor).map_err(|error| de::Error::custom(error.to_string()))
            }
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter().map(Json))),
            Value::Object(fields) => visitor
                .visit_map(MapDeserializer::new(fields.into_iter().map(|(key, value)| (key, Json(value))))),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        let Value::String(text) = self.0 else {
            return Err(de::Error::custom(format!("`{}` is no {name}", self.0)));
        };
        visitor.visit_enum(text.into_deserializer())
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

impl IntoDeserializer<'_, Unreadable> for Json {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

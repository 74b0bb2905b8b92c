//! From JavaScript: a serde `Deserializer` over the tape of an argument.
#![expect(clippy::wildcard_enum_match_arm, reason = "each method names what it takes and refuses the rest")]

use std::{borrow::Cow, str::FromStr};

use napi::{JsValue, Unknown, bindgen_prelude::Array};
use serde::{
    de::{
        DeserializeOwned, DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess, SeqAccess,
        Visitor, value::StrDeserializer,
    },
    forward_to_deserialize_any,
};

use super::{
    crossing,
    names::{is_camel_case, snake_case},
    tape::{Tape, Value, text},
    value::native,
};
use crate::errors::{Outcome, Refusal, in_words};

/// Reads the argument `name` of a call.
pub(crate) fn arg<T: DeserializeOwned>(name: &str, value: Unknown) -> Outcome<T> {
    crossing::read(value).map_err(|refusal| refusal.inside(name))
}

/// Reads the argument `name` that is a long list: element by element, so that it is never whole on the tape.
pub(crate) fn list<T: DeserializeOwned>(name: &str, value: Unknown) -> Outcome<Vec<T>> {
    if !value.is_array()? {
        return arg(name, value);
    }
    let list: Array = native(name, "an array", value)?;
    let element = |index| {
        let element = list.get::<Unknown>(index)?.ok_or_else(|| Refusal::internal("an element is gone"))?;
        crossing::read(element).map_err(|refusal: Refusal| refusal.inside(&format!("{name}[{index}]")))
    };
    (0..list.len()).map(element).collect()
}

/// The next value, to be read as whatever the core asks for.
impl Tape<'_> {
    fn text(&mut self, expected: impl FnOnce() -> String) -> Outcome<String> {
        match self.value()? {
            Value::Text(units) => text(units),
            // As text, so that one parser decides: it refuses an instant where it wants another thing.
            Value::Instant(instant) => Ok(instant.to_string()),
            other => Err(other.is_not(&expected())),
        }
    }

    fn bigint<T: FromStr + TryFrom<i64>>(&mut self) -> Outcome<T> {
        match self.value()? {
            Value::Integer(integer) => {
                T::try_from(integer).map_err(|_| Refusal::out_of_range(integer, "an integer of 64 bits"))
            }
            Value::BigInt(digits) => {
                digits.parse().map_err(|_| Refusal::out_of_range(&digits, "an integer of 64 bits"))
            }
            other => Err(other.is_not("a bigint")),
        }
    }

    fn small_integer(&mut self) -> Outcome<i64> {
        match self.value()? {
            Value::Number(number) => {
                whole(number).ok_or_else(|| Refusal::wrong_type("a whole number", number.to_string()))
            }
            other => Err(other.is_not("a number")),
        }
    }

    fn fields<'de, V: Visitor<'de>>(&mut self, names: Names, visitor: V) -> Outcome<V::Value> {
        match self.value()? {
            Value::Record => visitor.visit_map(Fields { tape: self, names, place: 0, key: &[] }),
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
impl<'de> Deserializer<'de> for &mut Tape<'_> {
    type Error = Refusal;

    /// Enums with data come this way: serde looks for their `kind` before it knows the fields.
    ///
    /// Hence one leniency: a whole `number` of at most 32 bits is an integer of any width there.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        const SMALL: std::ops::RangeInclusive<i64> = -0x8000_0000..=0xffff_ffff;
        match self.value()? {
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
            Value::Text(units) => visitor.visit_string(text(units)?),
            Value::Instant(instant) => visitor.visit_string(instant.to_string()),
            Value::Money(money) => visit_money(money, visitor),
            Value::Array(length) | Value::Integers(length) => visitor.visit_seq(Elements::of(self, length)),
            Value::Record => {
                visitor.visit_map(Fields { tape: self, names: Names::Unknown, place: 0, key: &[] })
            }
            other @ Value::Other(_) => Err(other.is_not("data")),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.value()? {
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
        match self.value()? {
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
        if self.is_at_nothing() {
            self.value()?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Outcome<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.value()? {
            Value::Array(length) | Value::Integers(length) => visitor.visit_seq(Elements::of(self, length)),
            other => Err(other.is_not("an array")),
        }
    }

    /// A map of the caller's own keys, which stay as they are.
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.fields(Names::Callers, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Outcome<V::Value> {
        if name != "Money" {
            return self.fields(Names::Fields(fields), visitor);
        }
        match self.value()? {
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

    forward_to_deserialize_any! {
        i128 u128 f32 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
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

struct Elements<'a, 't> {
    tape: &'a mut Tape<'t>,
    next: u32,
    length: u32,
}

impl<'a, 't> Elements<'a, 't> {
    fn of(tape: &'a mut Tape<'t>, length: u32) -> Self {
        Self { tape, next: 0, length }
    }
}

impl<'de> SeqAccess<'de> for Elements<'_, '_> {
    type Error = Refusal;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Outcome<Option<S::Value>> {
        let index = self.next;
        if index == self.length {
            return Ok(None);
        }
        self.next = index.saturating_add(1);
        let element = seed.deserialize(&mut *self.tape);
        element.map(Some).map_err(|refusal| refusal.inside(&format!("[{index}]")))
    }

    fn size_hint(&self) -> Option<usize> {
        usize::try_from(self.length.saturating_sub(self.next)).ok()
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
    fn of(self, key: &[u16], place: usize) -> Outcome<Cow<'static, str>> {
        const UNDERSCORE: u16 = 0x5f;
        match self {
            Self::Callers => Ok(text(key)?.into()),
            Self::Fields(fields) if let Some(field) = known(fields, key, place) => Ok(field.into()),
            Self::Fields(_) | Self::Unknown if key.contains(&UNDERSCORE) => {
                let key = text(key)?;
                Err(Refusal::invalid_record(format!("unknown field `{key}`: names are in camelCase")))
            }
            Self::Fields(_) => Ok(text(key)?.into()),
            Self::Unknown => Ok(snake_case(&text(key)?).into()),
        }
    }
}

/// The field of that key, which is most often the one at `place`. A look-up, since `nrr12Months` does not say that
/// it is `nrr_12_months`.
fn known(fields: &'static [&'static str], key: &[u16], place: usize) -> Option<&'static str> {
    let likely = fields.get(place).into_iter();
    likely.chain(fields).copied().find(|field| is_camel_case(key, field))
}

struct Fields<'a, 't> {
    tape: &'a mut Tape<'t>,
    names: Names,
    /// How many keys were read.
    place: usize,
    /// The key whose value comes next.
    key: &'t [u16],
}

impl<'de> MapAccess<'de> for Fields<'_, '_> {
    type Error = Refusal;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Outcome<Option<K::Value>> {
        let Some(key) = self.tape.key()? else { return Ok(None) };
        let name = self.names.of(key, self.place)?;
        self.key = key;
        self.place = self.place.saturating_add(1);
        let name: StrDeserializer<'_, Refusal> = (&*name).into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Outcome<S::Value> {
        seed.deserialize(&mut *self.tape).map_err(|refusal| match text(self.key) {
            Ok(key) => refusal.inside(&key),
            Err(lone) => lone,
        })
    }
}

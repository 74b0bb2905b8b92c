//! To JavaScript: a serde `Serializer` that writes the list from which `crossing.js` makes the value.
//!
//! The list is JSON, each value behind its parts: texts, booleans and `null` as they are, everything else with one of
//! the [`sign`]s or the number of the record's shape.

use std::fmt::{self, Write};

use napi::{
    Env, Unknown,
    bindgen_prelude::{BigInt64Array, ToNapiValue},
};
use serde::{
    Serialize, Serializer,
    ser::{Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple},
};

use super::{crossing, shapes};
use crate::errors::{Outcome, Refusal};

/// What a number in the list says, as `crossing.js` knows it.
mod sign {
    /// The next one is a `number`, a `bigint`, an instant in milliseconds, the place of a value that Rust has made.
    pub(super) const NUMBER: usize = 0;
    pub(super) const INTEGER: usize = 1;
    pub(super) const INSTANT: usize = 2;
    pub(super) const NATIVE: usize = 3;
    /// The values before it, as many as the next one says: an array, the keys and values of a map.
    pub(super) const LIST: usize = 4;
    pub(super) const MAP: usize = 5;
    /// `undefined`
    pub(super) const NOTHING: usize = 6;
    /// The two values before it: a `Money`.
    pub(super) const MONEY: usize = 7;
    /// The values before it, as many as the shape has fields: a record.
    pub(super) const FIRST_SHAPE: usize = 8;
}

/// The JavaScript form of a value of the core.
pub(crate) fn to_js<'env, T: Serialize + ?Sized>(env: &'env Env, value: &T) -> Outcome<Unknown<'env>> {
    let mut answer = Answer { env, list: Vec::with_capacity(256), natives: Vec::new(), fields: Vec::new() };
    value.serialize(&mut answer)?;
    answer.into_js()
}

/// What work in the background can result in: data, or an instance of a class of this crate.
pub trait IntoJs {
    /// The JavaScript form.
    ///
    /// # Errors
    /// `internal.panic` when Node-API refuses.
    fn into_js(self, env: &Env) -> Outcome<Unknown<'_>>;
}

impl<T: Serialize> IntoJs for T {
    fn into_js(self, env: &Env) -> Outcome<Unknown<'_>> {
        to_js(env, &self)
    }
}

struct Answer<'env> {
    env: &'env Env,
    /// The items of the list, each with a comma in front.
    list: Vec<u8>,
    natives: Vec<Unknown<'env>>,
    /// The fields so far of the records that are being written, the outer ones first.
    fields: Vec<&'static str>,
}

impl<'env> Answer<'env> {
    fn into_js(mut self) -> Outcome<Unknown<'env>> {
        if let Some(first) = self.list.first_mut() {
            *first = b'[';
        }
        self.list.push(b']');
        crossing::make(self.env, &self.list, self.natives)
    }

    /// One item of the list.
    fn put<T: Serialize + ?Sized>(&mut self, item: &T) -> Outcome<()> {
        self.list.push(b',');
        serde_json::to_writer(&mut self.list, item).map_err(<Refusal as serde::ser::Error>::custom)
    }

    fn put_two<T: Serialize>(&mut self, sign: usize, item: T) -> Outcome<()> {
        self.put(&sign)?;
        self.put(&item)
    }

    /// A number of JSON is a `number`; what that does not hold stands as text.
    fn put_integer<T>(&mut self, value: T) -> Outcome<()>
    where
        T: Serialize + fmt::Display + Copy,
        i64: TryFrom<T>,
    {
        const EXACT: std::ops::RangeInclusive<i64> = -0x1f_ffff_ffff_ffff..=0x1f_ffff_ffff_ffff;
        if i64::try_from(value).is_ok_and(|value| EXACT.contains(&value)) {
            self.put_two(sign::INTEGER, value)
        } else {
            self.put_two(sign::INTEGER, value.to_string())
        }
    }

    fn put_native(&mut self, value: Unknown<'env>) -> Outcome<()> {
        self.put_two(sign::NATIVE, self.natives.len())?;
        self.natives.push(value);
        Ok(())
    }

    fn put_instant(&mut self, text: &str) -> Outcome<()> {
        self.put_two(sign::INSTANT, text.parse::<prorata::Timestamp>()?.as_millis())
    }
}

/// What no type of the core is: see docs/adr/0001-how-records-cross.md.
fn no_such_form<T>(what: &str) -> Outcome<T> {
    Err(Refusal::internal(format!("{what} has no form in JavaScript")))
}

/// The text of a scalar, which serde writes with a `Formatter` too.
fn text<T: Serialize + ?Sized>(value: &T) -> Outcome<String> {
    struct Shown<'a, T: ?Sized>(&'a T);
    impl<T: Serialize + ?Sized> fmt::Display for Shown<'_, T> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.serialize(f)
        }
    }
    let mut text = String::with_capacity(32);
    write!(text, "{}", Shown(value)).map_err(<Refusal as serde::ser::Error>::custom)?;
    Ok(text)
}

fn integer<T: Serialize + ?Sized>(item: &T) -> Outcome<i64> {
    text(item)?.parse().or_else(|_| no_such_form("a list that is not of 64-bit integers"))
}

impl<'a, 'env> Serializer for &'a mut Answer<'env> {
    type Ok = ();
    type Error = Refusal;
    type SerializeSeq = Parts<'a, 'env>;
    type SerializeTuple = Parts<'a, 'env>;
    type SerializeTupleStruct = Impossible<(), Refusal>;
    type SerializeTupleVariant = Impossible<(), Refusal>;
    type SerializeMap = Parts<'a, 'env>;
    type SerializeStruct = Fields<'a, 'env>;
    type SerializeStructVariant = Impossible<(), Refusal>;

    fn serialize_bool(self, value: bool) -> Outcome<()> {
        self.put(&value)
    }
    fn serialize_i8(self, value: i8) -> Outcome<()> {
        self.put_two(sign::NUMBER, value)
    }
    fn serialize_i16(self, value: i16) -> Outcome<()> {
        self.put_two(sign::NUMBER, value)
    }
    fn serialize_i32(self, value: i32) -> Outcome<()> {
        self.put_two(sign::NUMBER, value)
    }
    fn serialize_i64(self, value: i64) -> Outcome<()> {
        self.put_integer(value)
    }
    fn serialize_i128(self, value: i128) -> Outcome<()> {
        self.put_integer(value)
    }
    fn serialize_u8(self, value: u8) -> Outcome<()> {
        self.put_two(sign::NUMBER, value)
    }
    fn serialize_u16(self, value: u16) -> Outcome<()> {
        self.put_two(sign::NUMBER, value)
    }
    fn serialize_u32(self, value: u32) -> Outcome<()> {
        self.put_two(sign::NUMBER, value)
    }
    fn serialize_u64(self, value: u64) -> Outcome<()> {
        self.put_integer(value)
    }
    fn serialize_f32(self, value: f32) -> Outcome<()> {
        self.serialize_f64(value.into())
    }
    fn serialize_f64(self, value: f64) -> Outcome<()> {
        if value.is_finite() {
            self.put_two(sign::NUMBER, value)
        } else {
            self.put_native(value.into_unknown(self.env)?)
        }
    }
    fn serialize_char(self, value: char) -> Outcome<()> {
        self.put(&value)
    }
    fn serialize_str(self, value: &str) -> Outcome<()> {
        self.put(value)
    }
    fn serialize_bytes(self, _: &[u8]) -> Outcome<()> {
        no_such_form("a run of bytes")
    }

    fn serialize_none(self) -> Outcome<()> {
        self.put(&())
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Outcome<()> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Outcome<()> {
        self.put(&sign::NOTHING)
    }
    fn serialize_unit_struct(self, name: &'static str) -> Outcome<()> {
        no_such_form(name)
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Outcome<()> {
        self.put(variant)
    }

    /// The leaves that have a native type of their own; the others stay text.
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Outcome<()> {
        if name == "Timestamp" { self.put_instant(&text(value)?) } else { value.serialize(self) }
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Outcome<()> {
        no_such_form(name)
    }

    /// Every list whose type is known comes this way. By its type, not by its elements: an empty column of
    /// amounts is a `BigInt64Array` too.
    fn collect_seq<I>(self, list: I) -> Outcome<()>
    where
        I: IntoIterator,
        I::Item: Serialize,
    {
        if std::any::type_name::<I::Item>() == std::any::type_name::<&i64>() {
            let integers = list.into_iter().map(|item| integer(&item)).collect::<Outcome<Vec<i64>>>()?;
            return self.put_native(BigInt64Array::new(integers).into_unknown(self.env)?);
        }
        let mut elements = self.serialize_seq(None)?;
        list.into_iter().try_for_each(|item| SerializeSeq::serialize_element(&mut elements, &item))?;
        SerializeSeq::end(elements)
    }
    fn serialize_seq(self, _: Option<usize>) -> Outcome<Parts<'a, 'env>> {
        Ok(Parts { answer: self, count: 0 })
    }
    fn serialize_tuple(self, _: usize) -> Outcome<Parts<'a, 'env>> {
        Ok(Parts { answer: self, count: 0 })
    }
    fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Outcome<Self::SerializeTupleStruct> {
        no_such_form(name)
    }
    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Outcome<Self::SerializeTupleVariant> {
        no_such_form(name)
    }
    fn serialize_map(self, _: Option<usize>) -> Outcome<Parts<'a, 'env>> {
        Ok(Parts { answer: self, count: 0 })
    }
    fn serialize_struct(self, name: &'static str, _: usize) -> Outcome<Fields<'a, 'env>> {
        Ok(Fields { type_name: name, first: self.fields.len(), answer: self })
    }
    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Outcome<Self::SerializeStructVariant> {
        no_such_form(name)
    }
}

/// The elements of a list, or the entries of a map, whose keys are the caller's and stay as they are.
struct Parts<'a, 'env> {
    answer: &'a mut Answer<'env>,
    count: usize,
}

impl SerializeSeq for Parts<'_, '_> {
    type Ok = ();
    type Error = Refusal;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Outcome<()> {
        self.count = self.count.saturating_add(1);
        value.serialize(&mut *self.answer)
    }
    fn end(self) -> Outcome<()> {
        self.answer.put_two(sign::LIST, self.count)
    }
}

impl SerializeTuple for Parts<'_, '_> {
    type Ok = ();
    type Error = Refusal;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Outcome<()> {
        SerializeSeq::serialize_element(self, value)
    }
    fn end(self) -> Outcome<()> {
        SerializeSeq::end(self)
    }
}

impl SerializeMap for Parts<'_, '_> {
    type Ok = ();
    type Error = Refusal;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Outcome<()> {
        self.count = self.count.saturating_add(1);
        let at = self.answer.list.len();
        self.answer.put(key)?;
        match self.answer.list.get(at..) {
            Some([b',', b'"', ..]) => Ok(()),
            _ => no_such_form("a map whose keys are not text"),
        }
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Outcome<()> {
        value.serialize(&mut *self.answer)
    }
    fn end(self) -> Outcome<()> {
        self.answer.put_two(sign::MAP, self.count)
    }
}

struct Fields<'a, 'env> {
    answer: &'a mut Answer<'env>,
    type_name: &'static str,
    /// Where its fields begin among those of all.
    first: usize,
}

impl SerializeStruct for Fields<'_, '_> {
    type Ok = ();
    type Error = Refusal;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Outcome<()> {
        self.answer.fields.push(name);
        value.serialize(&mut *self.answer)
    }

    fn end(self) -> Outcome<()> {
        let Self { answer, type_name, first } = self;
        let sign = match answer.fields.get(first..) {
            Some(["minor", "currency"]) if type_name == "Money" => sign::MONEY,
            fields => sign::FIRST_SHAPE.saturating_add(shapes::number_of(fields.unwrap_or_default())),
        };
        answer.fields.truncate(first);
        answer.put(&sign)
    }
}

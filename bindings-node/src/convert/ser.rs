//! To JavaScript: a serde `Serializer` that makes its values.

use std::fmt::{self, Write};

use napi::{
    Env, JsValue, Unknown,
    bindgen_prelude::{Array, BigInt, BigInt64Array, JsObjectValue, Null, Object, ToNapiValue},
};
use prorata::Currency;
use serde::{
    Serialize, Serializer,
    ser::{Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple},
};

use super::names::camel_case;
use crate::{
    errors::{Outcome, Refusal},
    money::Money,
};

/// The JavaScript form of a value of the core.
pub(crate) fn to_js<'env, T: Serialize + ?Sized>(env: &'env Env, value: &T) -> Outcome<Unknown<'env>> {
    value.serialize(Js(env))
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

#[derive(Clone, Copy)]
struct Js<'env>(&'env Env);

impl<'env> Js<'env> {
    fn make(self, value: impl ToNapiValue) -> Outcome<Unknown<'env>> {
        Ok(value.into_unknown(self.0)?)
    }

    fn make_date(self, text: &str) -> Outcome<Unknown<'env>> {
        let millis = text.parse::<prorata::Timestamp>()?.as_millis();
        #[expect(clippy::as_conversions, reason = "the years 0001 to 9999 are below 2^53 milliseconds")]
        Ok(self.0.create_date(millis as f64)?.to_unknown())
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

impl<'env> Serializer for Js<'env> {
    type Ok = Unknown<'env>;
    type Error = Refusal;
    type SerializeSeq = Elements<'env>;
    type SerializeTuple = Elements<'env>;
    type SerializeTupleStruct = Impossible<Unknown<'env>, Refusal>;
    type SerializeTupleVariant = Impossible<Unknown<'env>, Refusal>;
    type SerializeMap = Entries<'env>;
    type SerializeStruct = Fields<'env>;
    type SerializeStructVariant = Impossible<Unknown<'env>, Refusal>;

    fn serialize_bool(self, value: bool) -> Outcome<Self::Ok> {
        self.make(value)
    }
    fn serialize_i8(self, value: i8) -> Outcome<Self::Ok> {
        self.make(i32::from(value))
    }
    fn serialize_i16(self, value: i16) -> Outcome<Self::Ok> {
        self.make(i32::from(value))
    }
    fn serialize_i32(self, value: i32) -> Outcome<Self::Ok> {
        self.make(value)
    }
    fn serialize_i64(self, value: i64) -> Outcome<Self::Ok> {
        self.make(BigInt::from(value))
    }
    fn serialize_i128(self, value: i128) -> Outcome<Self::Ok> {
        self.make(BigInt::from(value))
    }
    fn serialize_u8(self, value: u8) -> Outcome<Self::Ok> {
        self.make(u32::from(value))
    }
    fn serialize_u16(self, value: u16) -> Outcome<Self::Ok> {
        self.make(u32::from(value))
    }
    fn serialize_u32(self, value: u32) -> Outcome<Self::Ok> {
        self.make(value)
    }
    fn serialize_u64(self, value: u64) -> Outcome<Self::Ok> {
        self.make(BigInt::from(value))
    }
    fn serialize_f32(self, value: f32) -> Outcome<Self::Ok> {
        self.make(f64::from(value))
    }
    fn serialize_f64(self, value: f64) -> Outcome<Self::Ok> {
        self.make(value)
    }
    fn serialize_char(self, value: char) -> Outcome<Self::Ok> {
        self.make(value.to_string())
    }
    fn serialize_str(self, value: &str) -> Outcome<Self::Ok> {
        self.make(value)
    }
    fn serialize_bytes(self, _: &[u8]) -> Outcome<Self::Ok> {
        no_such_form("a run of bytes")
    }

    fn serialize_none(self) -> Outcome<Self::Ok> {
        self.make(Null)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Outcome<Self::Ok> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Outcome<Self::Ok> {
        self.make(())
    }
    fn serialize_unit_struct(self, name: &'static str) -> Outcome<Self::Ok> {
        no_such_form(name)
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Outcome<Self::Ok> {
        self.make(variant)
    }

    /// The leaves that have a native type of their own; the others stay text.
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Outcome<Self::Ok> {
        if name == "Timestamp" { self.make_date(&text(value)?) } else { value.serialize(self) }
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Outcome<Self::Ok> {
        no_such_form(name)
    }

    /// Every list whose type is known comes this way. By its type, not by its elements: an empty column of
    /// amounts is a `BigInt64Array` too.
    fn collect_seq<I>(self, list: I) -> Outcome<Self::Ok>
    where
        I: IntoIterator,
        I::Item: Serialize,
    {
        if std::any::type_name::<I::Item>() == std::any::type_name::<&i64>() {
            let integers = list.into_iter().map(|item| integer(&item)).collect::<Outcome<Vec<i64>>>()?;
            return self.make(BigInt64Array::new(integers));
        }
        let mut elements = self.serialize_seq(None)?;
        list.into_iter().try_for_each(|item| SerializeSeq::serialize_element(&mut elements, &item))?;
        SerializeSeq::end(elements)
    }
    fn serialize_seq(self, length: Option<usize>) -> Outcome<Elements<'env>> {
        Ok(Elements { env: self.0, values: Vec::with_capacity(length.unwrap_or_default()) })
    }
    fn serialize_tuple(self, length: usize) -> Outcome<Elements<'env>> {
        self.serialize_seq(Some(length))
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
    fn serialize_map(self, _: Option<usize>) -> Outcome<Entries<'env>> {
        Ok(Entries { env: self.0, object: Object::new(self.0)?, key: String::new() })
    }
    fn serialize_struct(self, name: &'static str, _: usize) -> Outcome<Fields<'env>> {
        Ok(if name == "Money" {
            Fields::OfMoney { env: self.0, minor: 0, currency: None }
        } else {
            Fields::OfRecord(self.0, Object::new(self.0)?)
        })
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

struct Elements<'env> {
    env: &'env Env,
    values: Vec<Unknown<'env>>,
}

impl<'env> SerializeSeq for Elements<'env> {
    type Ok = Unknown<'env>;
    type Error = Refusal;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Outcome<()> {
        self.values.push(to_js(self.env, value)?);
        Ok(())
    }
    fn end(self) -> Outcome<Self::Ok> {
        Ok(Array::from_vec(self.env, self.values)?.to_unknown())
    }
}

impl<'env> SerializeTuple for Elements<'env> {
    type Ok = Unknown<'env>;
    type Error = Refusal;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Outcome<()> {
        SerializeSeq::serialize_element(self, value)
    }
    fn end(self) -> Outcome<Self::Ok> {
        SerializeSeq::end(self)
    }
}

/// A map, whose keys are the caller's and stay as they are.
struct Entries<'env> {
    env: &'env Env,
    object: Object<'env>,
    key: String,
}

impl<'env> SerializeMap for Entries<'env> {
    type Ok = Unknown<'env>;
    type Error = Refusal;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Outcome<()> {
        match serde_json::to_value(key) {
            Ok(serde_json::Value::String(text)) => self.key = text,
            _ => return no_such_form("a map whose keys are not text"),
        }
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Outcome<()> {
        Ok(self.object.set_named_property(&self.key, to_js(self.env, value)?)?)
    }
    fn end(self) -> Outcome<Self::Ok> {
        Ok(self.object.to_unknown())
    }
}

enum Fields<'env> {
    OfRecord(&'env Env, Object<'env>),
    /// Collected first: the class makes its instance of the whole.
    OfMoney {
        env: &'env Env,
        minor: i64,
        currency: Option<Currency>,
    },
}

impl<'env> SerializeStruct for Fields<'env> {
    type Ok = Unknown<'env>;
    type Error = Refusal;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Outcome<()> {
        match self {
            Self::OfRecord(env, object) => {
                object.set_named_property(&camel_case(name), to_js(env, value)?)?;
            }
            Self::OfMoney { minor, .. } if name == "minor" => *minor = integer(value)?,
            Self::OfMoney { currency, .. } => *currency = Some(text(value)?.parse()?),
        }
        Ok(())
    }

    fn end(self) -> Outcome<Self::Ok> {
        match self {
            Self::OfRecord(_, object) => Ok(object.to_unknown()),
            Self::OfMoney { env, minor, currency: Some(currency) } => {
                Ok(Money::make(env, prorata::Money::new(minor, currency))?.to_unknown())
            }
            Self::OfMoney { .. } => Err(Refusal::internal("a `Money` without a currency")),
        }
    }
}

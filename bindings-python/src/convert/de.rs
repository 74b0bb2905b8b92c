//! From Python to the core: a serde `Deserializer` over native values.
//!
//! A value is read for what it is, and the core says whether it fits: so an `int` is never taken for a `bool`,
//! nor a `float` for an exact number. Decimals, dates and instants become the texts that the core's own
//! parsers read.

use std::borrow::Cow;

use pyo3::{
    Bound, PyAny, PyResult,
    exceptions::PyUnicodeEncodeError,
    types::{
        PyAnyMethods, PyBool, PyBoolMethods, PyBytes, PyDict, PyDictMethods, PyFloat, PyInt, PyIterator,
        PyList, PyListMethods, PyMapping, PyMappingMethods, PyString, PyStringMethods, PyTuple,
        PyTypeMethods,
    },
};
use serde::de::{self, DeserializeSeed, IntoDeserializer, Visitor, value::StrDeserializer};

use super::{
    record::{self, Class, Field},
    scalar,
};
use crate::{
    errors::{Failure, Result},
    money::PyMoney,
};

/// How deep values may be inside one another, far more than any record is. What contains itself would never
/// end, and the stack would.
const DEEPEST: u8 = 32;

/// One Python value that is to be read.
pub(super) struct Value<'a, 'py>(&'a Bound<'py, PyAny>, Depth);

impl<'a, 'py> Value<'a, 'py> {
    pub(super) fn of(value: &'a Bound<'py, PyAny>) -> Self {
        Self(value, Depth(0))
    }
}

/// How many values a value is inside.
#[derive(Clone, Copy)]
struct Depth(u8);

impl Depth {
    fn deeper(self) -> Result<Self> {
        let refused = || de::Error::custom(format!("it is inside more than {DEEPEST} others"));
        self.0.checked_add(1).filter(|depth| *depth <= DEEPEST).map(Self).ok_or_else(refused)
    }
}

impl<'de> de::Deserializer<'de> for Value<'_, '_> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let value = self.0;
        if let Ok(text) = value.cast_exact::<PyString>() {
            visitor.visit_str(&whole_text(text)?)
        } else if value.is_none() {
            visitor.visit_unit()
        } else if let Ok(list) = value.cast_exact::<PyList>() {
            visitor.visit_seq(Items { items: list.iter().map(Ok), next: 0, depth: self.1 })
        } else if let Ok(flag) = value.cast::<PyBool>() {
            visitor.visit_bool(flag.is_true())
        } else if value.is_instance_of::<PyInt>() {
            visit_int(value, visitor)
        } else if value.is_instance_of::<PyFloat>() {
            visitor.visit_f64(value.extract()?)
        } else if let Ok(text) = value.cast::<PyString>() {
            visitor.visit_str(&whole_text(text)?)
        } else if let Some(text) = scalar::known_text(value) {
            visitor.visit_str(&text)
        } else if let Some(class) = record::of_instance(value)? {
            visitor.visit_map(RecordFields::of(class, value, self.1))
        } else if let Ok(money) = value.cast_exact::<PyMoney>() {
            visitor.visit_map(MoneyFields { money: money.get().inner(), next: Some("minor") })
        } else if let Some(text) = scalar::text(value)? {
            visitor.visit_str(&text)
        } else if let Some(fields) = foreign_fields(value, self.1)? {
            visitor.visit_map(fields)
        } else if let Some(items) = items(value) {
            visitor.visit_seq(Items { items, next: 0, depth: self.1 })
        } else if value.hasattr("__index__")? {
            visit_int(&value.call_method0("__index__")?, visitor) // NumPy's integers
        } else {
            let name = value.get_type().name()?;
            Err(de::Error::invalid_type(de::Unexpected::Other(&name.to_cow()?), &visitor))
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.0.is_none() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    /// A record or a mapping; serde would take a list of the fields' values too.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        if let Some(class) = record::of_instance(self.0)? {
            let fields = RecordFields::of(class, self.0, self.1);
            return if class.is_of(names) { visitor.visit_seq(fields) } else { visitor.visit_map(fields) };
        }
        if let Ok(money) = self.0.cast_exact::<PyMoney>() {
            return visitor.visit_map(MoneyFields { money: money.get().inner(), next: Some("minor") });
        }
        match foreign_fields(self.0, self.1)? {
            Some(fields) => visitor.visit_map(fields),
            None => {
                let name = self.0.get_type().name()?;
                Err(de::Error::invalid_type(de::Unexpected::Other(&name.to_cow()?), &visitor))
            }
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.0.cast::<PyString>() {
            Ok(text) => {
                let text = whole_text(text)?;
                let text: StrDeserializer<'_, Failure> = (&*text).into_deserializer();
                visitor.visit_enum(text)
            }
            Err(_) => Err(Failure::wrong_type(format!("a {name}"), self.0.get_type().name()?.to_cow()?)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier
    }
}

fn visit_int<'de, V: Visitor<'de>>(value: &Bound<'_, PyAny>, visitor: V) -> Result<V::Value> {
    if let Ok(signed) = value.extract::<i64>() {
        visitor.visit_i64(signed)
    } else if let Ok(unsigned) = value.extract::<u64>() {
        visitor.visit_u64(unsigned)
    } else {
        let bits: u64 = value.call_method0("bit_length")?.extract()?;
        // Nobody reads thousands of digits, and Python refuses to write them.
        let shown = if bits > 256 { format!("an int of {bits} bits") } else { value.str()?.to_string() };
        Err(Failure::out_of_range(shown, &visitor))
    }
}

/// The text as Rust holds it, unless it has half of a surrogate pair, which no encoding can write.
fn whole_text<'a>(text: &'a Bound<'_, PyString>) -> Result<Cow<'a, str>> {
    text.to_cow().map_err(|error| {
        let py = text.py();
        if !error.is_instance_of::<PyUnicodeEncodeError>(py) {
            return error.into();
        }
        match error.value(py).getattr("start").and_then(|start| start.extract::<u64>()) {
            Ok(place) => Failure::coded(
                "input.invalid_text",
                format!(
                    "character `{place}` of the text is half of a surrogate pair: expected whole characters"
                ),
            ),
            Err(error) => error.into(),
        }
    })
}

/// The items of a list, a tuple or any other iterable but text and bytes.
fn items<'py>(value: &Bound<'py, PyAny>) -> Option<Bound<'py, PyIterator>> {
    if value.is_instance_of::<PyBytes>() { None } else { value.try_iter().ok() }
}

struct Items<I> {
    items: I,
    next: u64,
    depth: Depth,
}

impl<'de, 'py, I: Iterator<Item = PyResult<Bound<'py, PyAny>>>> de::SeqAccess<'de> for Items<I> {
    type Error = Failure;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some(item) = self.items.next().transpose()? else { return Ok(None) };
        let place = self.next;
        self.next = place.saturating_add(1);
        let read = self.depth.deeper().and_then(|depth| seed.deserialize(Value(&item, depth)));
        read.map(Some).map_err(|failure| failure.inside(&format!("[{place}]")))
    }
}

/// The fields of a generated record, in the order of the core.
struct RecordFields<'a, 'py> {
    class: &'static Class,
    record: &'a Bound<'py, PyAny>,
    fields: std::slice::Iter<'static, Field>,
    current: Option<&'static Field>,
    depth: Depth,
}

impl<'a, 'py> RecordFields<'a, 'py> {
    fn of(class: &'static Class, record: &'a Bound<'py, PyAny>, depth: Depth) -> Self {
        Self { class, record, fields: class.fields.iter(), current: None, depth }
    }

    fn read<'de, T: DeserializeSeed<'de>>(&self, field: &'static Field, seed: T) -> Result<T::Value> {
        let value = self.class.get(self.record, field)?;
        let read = self.depth.deeper().and_then(|depth| seed.deserialize(Value(&value, depth)));
        read.map_err(|failure| failure.inside(&field.python))
    }
}

/// The values alone, where the core asks for just these fields.
impl<'de> de::SeqAccess<'de> for RecordFields<'_, '_> {
    type Error = Failure;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let field = self.fields.next();
        field.map(|field| self.read(field, seed)).transpose()
    }
}

/// The values by their names.
impl<'de> de::MapAccess<'de> for RecordFields<'_, '_> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        self.current = self.fields.next();
        let Some(field) = self.current else { return Ok(None) };
        let name: StrDeserializer<'_, Failure> = field.core().into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let field = self.current.take().ok_or_else(no_name)?;
        self.read(field, seed)
    }
}

/// The two fields of a `Money`, as the core writes and reads them.
struct MoneyFields {
    money: prorata::Money,
    next: Option<&'static str>,
}

impl<'de> de::MapAccess<'de> for MoneyFields {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        let key = |name: &'static str| -> StrDeserializer<'static, Failure> { name.into_deserializer() };
        self.next.map(|name| seed.deserialize(key(name))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        if self.next == Some("minor") {
            self.next = Some("currency");
            seed.deserialize(self.money.minor().into_deserializer())
        } else {
            self.next = None;
            seed.deserialize(self.money.currency().code().into_deserializer())
        }
    }
}

fn no_name() -> Failure {
    prorata::Error::internal("a value was asked for before its name").into()
}

/// The fields of a record of another making, or the items of a mapping.
struct ForeignFields<'py> {
    fields: std::vec::IntoIter<(String, Bound<'py, PyAny>)>,
    next: Option<(String, Bound<'py, PyAny>)>,
    depth: Depth,
}

/// Nothing for what is neither a record nor a mapping.
fn foreign_fields<'py>(value: &Bound<'py, PyAny>, depth: Depth) -> Result<Option<ForeignFields<'py>>> {
    let fields = if let Some(names) = field_names(value)? {
        let field = |name: String| Ok((name.clone(), value.getattr(name)?));
        names.into_iter().map(field).collect::<Result<Vec<_>>>()?
    } else if let Ok(mapping) = value.cast::<PyMapping>() {
        let named = |item: Bound<'py, PyAny>| -> Result<_> {
            let (key, value): (Bound<'py, PyAny>, _) = item.extract()?;
            Ok((whole_text(&key.str()?)?.into_owned(), value))
        };
        mapping.items()?.into_iter().map(named).collect::<Result<Vec<_>>>()?
    } else {
        return Ok(None);
    };
    Ok(Some(ForeignFields { fields: fields.into_iter(), next: None, depth }))
}

/// The fields of a dataclass, its constant `kind` included; or what any other class says in `__match_args__`,
/// as `Money` does.
fn field_names(value: &Bound<'_, PyAny>) -> Result<Option<Vec<String>>> {
    let class = value.get_type();
    if let Some(fields) = class.getattr_opt("__dataclass_fields__")? {
        let names = fields.cast::<PyDict>().map_err(pyo3::PyErr::from)?.keys();
        return Ok(Some(names.extract()?));
    }
    match class.getattr_opt("__match_args__")? {
        Some(names) if names.is_instance_of::<PyTuple>() => Ok(Some(names.extract()?)),
        _ => Ok(None),
    }
}

impl<'de> de::MapAccess<'de> for ForeignFields<'_> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        self.next = self.fields.next();
        let Some((name, _)) = &self.next else { return Ok(None) };
        // `from_` is Python's way to write `from`.
        let name: StrDeserializer<'_, Failure> = name.trim_end_matches('_').into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let (name, value) = self.next.take().ok_or_else(no_name)?;
        let read = self.depth.deeper().and_then(|depth| seed.deserialize(Value(&value, depth)));
        read.map_err(|failure| failure.inside(&name))
    }
}

//! From the core to Python: a serde `Serializer` that builds native values.
//!
//! The classes of records, of the variants of enums with data, and of enums without, are the attributes of
//! `prorata.records` of that name. Only `Money` is written by hand.

use pyo3::{
    Bound, IntoPyObject, PyAny, Python,
    types::{PyAnyMethods, PyDict, PyDictMethods, PyList, PyListMethods, PyString, PyStringMethods},
};
use serde::ser::{self, Impossible, Serialize};

use super::{NATIVE, python_name};
use crate::{
    errors::{Failure, Result, no_such_record},
    money::PyMoney,
};

/// Builds one Python value.
pub(super) struct Builder<'py>(pub(super) Python<'py>);

impl<'py> Builder<'py> {
    fn native(&self, value: impl IntoPyObject<'py>) -> Result<Bound<'py, PyAny>> {
        use pyo3::BoundObject;
        let made = value.into_pyobject(self.0).map_err(|error| Failure::from(error.into()))?;
        Ok(made.into_any().into_bound())
    }

    /// The class of a record, by its Rust name.
    fn class(&self, name: &str) -> Result<Bound<'py, PyAny>> {
        if name == "Money" {
            return Ok(self.0.get_type::<PyMoney>().into_any());
        }
        NATIVE.records(self.0)?.getattr(name).map_err(|_| no_such_record(name))
    }

    fn unsupported<T>(&self, what: &str) -> Result<T> {
        Err(prorata::Error::internal(format!("{what} has no form in Python")).into())
    }
}

macro_rules! native {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, value: $type) -> Result<Self::Ok> { self.native(value) })*
    };
}

impl<'py> ser::Serializer for Builder<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failure;
    type SerializeSeq = Items<'py>;
    type SerializeTuple = Items<'py>;
    type SerializeTupleStruct = Impossible<Self::Ok, Failure>;
    type SerializeTupleVariant = Impossible<Self::Ok, Failure>;
    type SerializeMap = Entries<'py>;
    type SerializeStruct = Record<'py>;
    type SerializeStructVariant = Impossible<Self::Ok, Failure>;

    native!(serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64);
    native!(serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64);
    native!(serialize_f32: f32, serialize_f64: f64, serialize_char: char, serialize_str: &str, serialize_bytes: &[u8]);

    fn serialize_none(self) -> Result<Self::Ok> {
        self.native(self.0.None())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Self::Ok> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Self::Ok> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<Self::Ok> {
        self.unsupported("a unit struct")
    }

    /// A member of an enum without data: `Rounding("half_even")` is `Rounding.HALF_EVEN`.
    fn serialize_unit_variant(self, name: &'static str, _: u32, variant: &'static str) -> Result<Self::Ok> {
        Ok(self.class(name)?.call1((variant,))?)
    }

    /// A scalar that crosses as text under its name, and has a class of its own in Python.
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<Self::Ok> {
        let py = self.0;
        let text = value.serialize(self)?;
        Ok(match name {
            // `fromisoformat` reads a final `Z` from Python 3.11 on only.
            "Timestamp" => {
                let text = text.str()?.to_cow()?.replace('Z', "+00:00");
                NATIVE.datetime(py)?.call_method1("fromisoformat", (text,))?
            }
            "Date" => NATIVE.date(py)?.call_method1("fromisoformat", (text,))?,
            "Percent" | "UnitAmount" | "RateFactor" => NATIVE.decimal(py)?.call1((text,))?,
            _ => text,
        })
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _: u32,
        variant: &'static str,
        _value: &T,
    ) -> Result<Self::Ok> {
        self.unsupported(variant)
    }

    fn serialize_seq(self, _len: Option<usize>) -> Result<Items<'py>> {
        Ok(Items(PyList::empty(self.0)))
    }

    fn serialize_tuple(self, _len: usize) -> Result<Items<'py>> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Result<Self::SerializeTupleStruct> {
        self.unsupported(name)
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _: u32,
        variant: &'static str,
        _len: usize,
    ) -> Result<Self::SerializeTupleVariant> {
        self.unsupported(variant)
    }

    fn serialize_map(self, _len: Option<usize>) -> Result<Entries<'py>> {
        Ok(Entries { entries: PyDict::new(self.0), key: None })
    }

    fn serialize_struct(self, name: &'static str, _len: usize) -> Result<Record<'py>> {
        Ok(Record { name, variant: None, fields: PyDict::new(self.0) })
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _: u32,
        variant: &'static str,
        _len: usize,
    ) -> Result<Self::SerializeStructVariant> {
        self.unsupported(variant)
    }
}

/// A list on its way.
pub(super) struct Items<'py>(Bound<'py, PyList>);

impl<'py> ser::SerializeSeq for Items<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failure;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        Ok(self.0.append(value.serialize(Builder(self.0.py()))?)?)
    }

    fn end(self) -> Result<Self::Ok> {
        Ok(self.0.into_any())
    }
}

impl<'py> ser::SerializeTuple for Items<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failure;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<Self::Ok> {
        ser::SerializeSeq::end(self)
    }
}

/// A dict on its way.
pub(super) struct Entries<'py> {
    entries: Bound<'py, PyDict>,
    key: Option<Bound<'py, PyAny>>,
}

impl<'py> ser::SerializeMap for Entries<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failure;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        self.key = Some(key.serialize(Builder(self.entries.py()))?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let value = value.serialize(Builder(self.entries.py()))?;
        Ok(self.entries.set_item(self.key.take(), value)?)
    }

    fn end(self) -> Result<Self::Ok> {
        Ok(self.entries.into_any())
    }
}

/// A record on its way, or a variant of an enum with data, whose first field is `kind`.
pub(super) struct Record<'py> {
    name: &'static str,
    variant: Option<Bound<'py, PyAny>>,
    fields: Bound<'py, PyDict>,
}

impl<'py> ser::SerializeStruct for Record<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failure;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<()> {
        let value = value.serialize(Builder(self.fields.py()))?;
        if key == "kind" && self.fields.is_empty() {
            self.variant = variant_class(self.name, &value)?;
            if self.variant.is_some() {
                return Ok(());
            }
        }
        Ok(self.fields.set_item(python_name(key), value)?)
    }

    fn end(self) -> Result<Self::Ok> {
        let class = match self.variant {
            Some(class) => class,
            None => Builder(self.fields.py()).class(self.name)?,
        };
        Ok(class.call((), Some(&self.fields))?)
    }
}

/// `Change` of kind `cancel` is `ChangeCancel`; a record may have an ordinary field `kind`.
fn variant_class<'py>(name: &str, kind: &Bound<'py, PyAny>) -> Result<Option<Bound<'py, PyAny>>> {
    let Ok(kind) = kind.cast_exact::<PyString>() else { return Ok(None) };
    let mut class = name.to_owned();
    for word in kind.to_cow()?.split('_') {
        let mut letters = word.chars();
        class.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        class.push_str(letters.as_str());
    }
    Ok(NATIVE.records(kind.py())?.getattr_opt(class)?)
}

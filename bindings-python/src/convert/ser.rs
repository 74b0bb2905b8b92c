//! From the core to Python: a serde `Serializer` that builds native values.
//!
//! The classes of records, of the variants of enums with data, and of enums without, are the attributes of
//! `prorata.records` of that name. Only `Money` is written by hand.

use std::fmt;

use prorata::{Currency, Money};
use pyo3::{
    Bound, IntoPyObject, Py, PyAny, Python,
    types::{PyDict, PyDictMethods, PyList, PyListMethods},
};
use serde::ser::{self, Impossible, Serialize};

use super::{
    record::{self, Class, Named},
    scalar::Form,
};
use crate::{
    errors::{Failure, Result, no_such_record},
    money::PyMoney,
};

/// Builds one Python value.
pub(super) struct Builder<'py> {
    py: Python<'py>,
    /// What the next text is; nothing where it is text in Python too.
    form: Option<Form>,
}

impl<'py> Builder<'py> {
    pub(super) fn new(py: Python<'py>) -> Self {
        Self { py, form: None }
    }

    fn native(&self, value: impl IntoPyObject<'py>) -> Result<Bound<'py, PyAny>> {
        use pyo3::BoundObject;
        let made = value.into_pyobject(self.py).map_err(|error| Failure::from(error.into()))?;
        Ok(made.into_any().into_bound())
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
    type SerializeStruct = Fields<'py>;
    type SerializeStructVariant = Impossible<Self::Ok, Failure>;

    native!(serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64);
    native!(serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64);
    native!(serialize_f32: f32, serialize_f64: f64, serialize_char: char, serialize_bytes: &[u8]);

    fn serialize_str(self, text: &str) -> Result<Self::Ok> {
        match self.form {
            Some(form) => form.make(self.py, text),
            None => self.native(text),
        }
    }

    fn serialize_none(self) -> Result<Self::Ok> {
        self.native(self.py.None())
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

    fn serialize_unit_variant(self, name: &'static str, _: u32, variant: &'static str) -> Result<Self::Ok> {
        record::named(self.py, name)?.member(self.py, variant).ok_or_else(|| no_such_record(name))
    }

    /// A scalar that crosses as text under its name, and has a class of its own in Python.
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<Self::Ok> {
        value.serialize(Self { form: Form::named(name), ..self })
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
        Ok(Items(PyList::empty(self.py)))
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
        Ok(Entries { entries: PyDict::new(self.py), key: None })
    }

    fn serialize_struct(self, name: &'static str, _len: usize) -> Result<Fields<'py>> {
        Ok(if name == "Money" {
            Fields::OfMoney { py: self.py, minor: 0, currency: None }
        } else {
            Fields::OfRecord(Record::new(self.py, name)?)
        })
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

/// The text of a scalar, which serde writes with a `Formatter` too.
fn text<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    use fmt::Write;
    struct Shown<'a, T: ?Sized>(&'a T);
    impl<T: Serialize + ?Sized> fmt::Display for Shown<'_, T> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.serialize(f)
        }
    }
    let mut text = String::with_capacity(32);
    write!(text, "{}", Shown(value)).map_err(<Failure as ser::Error>::custom)?;
    Ok(text)
}

/// A list on its way.
pub(super) struct Items<'py>(Bound<'py, PyList>);

impl<'py> ser::SerializeSeq for Items<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failure;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        Ok(self.0.append(value.serialize(Builder::new(self.0.py()))?)?)
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
        self.key = Some(key.serialize(Builder::new(self.entries.py()))?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let value = value.serialize(Builder::new(self.entries.py()))?;
        Ok(self.entries.set_item(self.key.take(), value)?)
    }

    fn end(self) -> Result<Self::Ok> {
        Ok(self.entries.into_any())
    }
}

/// A record on its way, or a variant of an enum with data, whose first field is `kind`.
pub(super) struct Record<'py> {
    py: Python<'py>,
    name: &'static str,
    named: &'static Named,
    /// What is being made; a variant is known with its `kind`.
    made: Option<(&'static Class, Bound<'py, PyAny>)>,
    fields: usize,
}

impl<'py> Record<'py> {
    fn new(py: Python<'py>, name: &'static str) -> Result<Self> {
        let mut record = Self { py, name, named: record::named(py, name)?, made: None, fields: 0 };
        if let Some(class) = record.named.record {
            record.made = Some((class, class.allocate(py)?));
        }
        Ok(record)
    }

    /// Its fields and those of its class are not the same.
    fn misfit<T>(&self) -> Result<T> {
        Err(prorata::Error::internal(format!("`{}` has other fields in Python", self.name)).into())
    }

    fn field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<()> {
        let Some((class, instance)) = &self.made else {
            let Some(class) = self.named.variant(&text(value)?) else { return self.misfit() };
            self.made = Some((class, class.allocate(self.py)?));
            return Ok(());
        };
        let value = value.serialize(Builder::new(self.py))?;
        let place = self.fields;
        self.fields = place.saturating_add(1);
        if class.set(instance, place, key, &value)? { Ok(()) } else { self.misfit() }
    }

    fn end(self) -> Result<Bound<'py, PyAny>> {
        match self.made {
            Some((class, instance)) if class.is_whole(self.fields) => Ok(instance),
            _ => self.misfit(),
        }
    }
}

/// What has fields, on its way.
pub(super) enum Fields<'py> {
    OfRecord(Record<'py>),
    OfMoney { py: Python<'py>, minor: i64, currency: Option<Currency> },
}

impl<'py> ser::SerializeStruct for Fields<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failure;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<()> {
        match self {
            Self::OfRecord(record) => record.field(key, value)?,
            Self::OfMoney { minor, .. } if key == "minor" => {
                *minor = text(value)?.parse().map_err(<Failure as ser::Error>::custom)?;
            }
            Self::OfMoney { currency, .. } => *currency = Some(text(value)?.parse()?),
        }
        Ok(())
    }

    fn end(self) -> Result<Self::Ok> {
        match self {
            Self::OfRecord(record) => record.end(),
            Self::OfMoney { py, minor, currency: Some(currency) } => {
                Ok(Py::new(py, PyMoney::from(Money::new(minor, currency)))?.into_bound(py).into_any())
            }
            Self::OfMoney { .. } => Err(prorata::Error::internal("a `Money` without a currency").into()),
        }
    }
}

//! The generated classes of `prorata.records`: each looked up once, read by its fields' interned names, and made
//! without the `__init__` of a frozen dataclass, which calls `object.__setattr__` from Python for each field.
#![expect(unsafe_code, reason = "the limited API has no safe form of these two calls; see SAFETY")]

use std::{
    borrow::Cow,
    sync::{Mutex, MutexGuard, PoisonError},
};

use pyo3::{
    Bound, Py, PyAny, PyErr, Python, ffi, intern,
    types::{PyAnyMethods, PyDict, PyDictMethods, PyString, PyTuple, PyTupleMethods, PyType, PyTypeMethods},
};
use rustc_hash::FxHashMap;

use super::NATIVE;
use crate::errors::{Result, no_such_record};

/// A class of `prorata.records`, with the names that it reads and writes.
pub(super) struct Class {
    class: Py<PyType>,
    /// All that is read: the constant `kind` of a variant, and the fields.
    pub(super) names: Vec<Name>,
    /// How many of the names are constants; the fields follow, in the order of the core.
    constants: usize,
}

/// A field's name, in Python and in the core: `from_` is Python's way to write `from`.
pub(super) struct Name {
    pub(super) attribute: Py<PyString>,
    pub(super) python: String,
}

impl Name {
    pub(super) fn core(&self) -> &str {
        self.python.trim_end_matches('_')
    }
}

/// The classes found so far. They live as long as the package, so that a look-up borrows nothing.
#[derive(Default)]
struct Found {
    /// By the address of the class, for an argument.
    by_address: FxHashMap<usize, &'static Class>,
    /// By name and `kind`, for an answer; nothing for a record whose field `kind` is an ordinary one.
    by_name: FxHashMap<(&'static str, Cow<'static, str>), Option<&'static Class>>,
    /// The members of the enums without data.
    members: FxHashMap<(&'static str, &'static str), Py<PyAny>>,
}

static FOUND: Mutex<Option<Found>> = Mutex::new(None);

/// Never held while Python's code runs, which may wait for another thread.
fn found() -> MutexGuard<'static, Option<Found>> {
    FOUND.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The class of an argument, if it is one of the generated.
pub(super) fn of_instance(value: &Bound<'_, PyAny>) -> Result<Option<&'static Class>> {
    let address = value.get_type_ptr().addr();
    if let Some(class) = found().as_ref().and_then(|found| found.by_address.get(&address).copied()) {
        return Ok(Some(class));
    }
    let class = value.get_type();
    let records = NATIVE.records(value.py())?;
    match records.getattr_opt(class.name()?)? {
        Some(ours) if ours.is(&class) => Class::new(&class),
        _ => Ok(None),
    }
}

/// The class of the record `name`, or of the variant `kind` of the enum `name`: `Change` of kind `cancel` is
/// `ChangeCancel`. Nothing for a record with an ordinary first field `kind`.
pub(super) fn named(py: Python<'_>, name: &'static str, kind: &str) -> Result<Option<&'static Class>> {
    if let Some(class) =
        found().as_ref().and_then(|found| found.by_name.get(&(name, Cow::Borrowed(kind))).copied())
    {
        return Ok(class);
    }
    let mut whole = name.to_owned();
    for word in kind.split('_') {
        let mut letters = word.chars();
        whole.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        whole.push_str(letters.as_str());
    }
    let class = match NATIVE.records(py)?.getattr_opt(&whole)? {
        Some(class) => Class::new(class.cast::<PyType>().map_err(PyErr::from)?)?,
        None if kind.is_empty() => return Err(no_such_record(name)),
        None => None,
    };
    found().get_or_insert_default().by_name.insert((name, kind.to_owned().into()), class);
    Ok(class)
}

/// A member of an enum without data: `Rounding("half_even")` is `Rounding.HALF_EVEN`.
pub(super) fn member<'py>(
    py: Python<'py>,
    name: &'static str,
    variant: &'static str,
) -> Result<Bound<'py, PyAny>> {
    if let Some(member) = found().as_ref().and_then(|found| found.members.get(&(name, variant))) {
        return Ok(member.bind(py).clone());
    }
    let class = NATIVE.records(py)?.getattr(name).map_err(|_| no_such_record(name))?;
    let member = class.call1((variant,))?;
    found().get_or_insert_default().members.insert((name, variant), member.clone().unbind());
    Ok(member)
}

impl Class {
    /// Nothing for a class that is not a dataclass.
    fn new(class: &Bound<'_, PyType>) -> Result<Option<&'static Self>> {
        let py = class.py();
        let Some(all) = class.getattr_opt(intern!(py, "__dataclass_fields__"))? else { return Ok(None) };
        let all: Vec<String> = all.cast::<PyDict>().map_err(PyErr::from)?.keys().extract()?;
        let slots = class.getattr("__slots__")?;
        let slots = slots.cast::<PyTuple>().map_err(PyErr::from)?.len();
        let name = |python: String| Name { attribute: PyString::intern(py, &python).unbind(), python };
        let constants = all.len().saturating_sub(slots);
        let made: &'static Self = Box::leak(Box::new(Self {
            class: class.clone().unbind(),
            names: all.into_iter().map(name).collect(),
            constants,
        }));
        found().get_or_insert_default().by_address.insert(class.as_type_ptr().addr(), made);
        Ok(Some(made))
    }

    /// An instance none of whose fields is set yet.
    pub(super) fn allocate<'py>(&self, py: Python<'py>) -> Result<Bound<'py, PyAny>> {
        // SAFETY: a class of `records.py` has slots and no `__new__` of its own, so that this is what `object.__new__`
        // does; it gives a new reference, or null with an exception.
        let made = unsafe {
            Bound::from_owned_ptr_or_err(py, ffi::PyType_GenericAlloc(self.class.bind(py).as_type_ptr(), 0))
        };
        Ok(made?)
    }

    /// Sets the field at `place`, past the `__setattr__` that makes the class frozen. False if it is not named so.
    pub(super) fn set(
        &self,
        instance: &Bound<'_, PyAny>,
        place: usize,
        name: &str,
        value: &Bound<'_, PyAny>,
    ) -> Result<bool> {
        let field = self.names.get(place.saturating_add(self.constants));
        let Some(field) = field.filter(|field| field.core() == name) else { return Ok(false) };
        // SAFETY: three valid references, and the thread is attached: an instance of this class and the name of one of
        // its slots.
        let status = unsafe {
            ffi::PyObject_GenericSetAttr(instance.as_ptr(), field.attribute.as_ptr(), value.as_ptr())
        };
        if status == 0 { Ok(true) } else { Err(PyErr::fetch(instance.py()).into()) }
    }

    /// Whether `count` fields are all.
    pub(super) fn is_whole(&self, count: usize) -> bool {
        count.saturating_add(self.constants) == self.names.len()
    }
}

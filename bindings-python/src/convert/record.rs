//! The classes of `prorata.records`: looked up once, all together, and their instances read and made through the
//! descriptors of their slots.
//!
//! `getattr` would look each name up to come to the same descriptor, and the `__init__` of a frozen dataclass calls
//! `object.__setattr__` from Python for each field.
#![expect(unsafe_code, reason = "the limited API has no safe form of these calls; see SAFETY")]

use std::{
    ffi::c_void,
    mem, ptr,
    sync::atomic::{AtomicUsize, Ordering},
};

use pyo3::{
    Bound, Py, PyAny, PyErr, PyResult, Python, ffi,
    sync::PyOnceLock,
    types::{
        PyAnyMethods, PyDict, PyDictMethods, PyModuleMethods, PyTuple, PyTupleMethods, PyType, PyTypeMethods,
    },
};
use rustc_hash::FxHashMap;

use crate::errors::{Result, no_such_record};

/// The classes. They live as long as the package, so that what refers to one borrows nothing.
#[derive(Default)]
struct Records {
    /// By the address of the class, for an argument.
    by_address: FxHashMap<usize, &'static Class>,
    /// By the name in the core, for an answer.
    by_name: FxHashMap<String, Named>,
}

/// What one name of the core is in Python.
#[derive(Default)]
pub(super) struct Named {
    /// The class of a record.
    pub(super) record: Option<&'static Class>,
    /// The classes of an enum with data, by `kind`: `cancel` of `Change` is `ChangeCancel`.
    variants: Vec<(String, &'static Class)>,
    /// The members of an enum without: `half_even` of `Rounding` is `Rounding.HALF_EVEN`.
    members: Vec<(String, Py<PyAny>)>,
}

/// A class of `prorata.records`.
pub(super) struct Class {
    class: Py<PyType>,
    slots: Slots,
    /// All that is read: the constant `kind` of a variant, and the fields, in the order of the core.
    pub(super) fields: Vec<Field>,
    /// How many of the fields are constants, which come first.
    constants: usize,
    /// Where the names are with which the core last asked for just these fields.
    asked: AtomicUsize,
}

/// A field, in Python and in the core: `from_` is Python's way to write `from`.
pub(super) struct Field {
    pub(super) python: String,
    held: Held,
}

enum Held {
    Constant(Py<PyAny>),
    /// The descriptor of a slot.
    Slot(Py<PyAny>),
}

/// How the descriptors of slots are read and set: all are of one type.
#[derive(Clone, Copy)]
struct Slots {
    get: ffi::descrgetfunc,
    set: ffi::descrsetfunc,
}

fn records(py: Python<'_>) -> Result<&'static Records> {
    static RECORDS: PyOnceLock<Records> = PyOnceLock::new();
    RECORDS.get_or_try_init(py, || Records::load(py))
}

/// The class of an argument, if it is one of the generated.
pub(super) fn of_instance(value: &Bound<'_, PyAny>) -> Result<Option<&'static Class>> {
    Ok(records(value.py())?.by_address.get(&value.get_type_ptr().addr()).copied())
}

/// What is named so in the core.
pub(super) fn named(py: Python<'_>, name: &'static str) -> Result<&'static Named> {
    records(py)?.by_name.get(name).ok_or_else(|| no_such_record(name))
}

impl Records {
    fn load(py: Python<'_>) -> Result<Self> {
        let module = py.import("prorata.records")?;
        let slots = Slots::find(py)?;
        let mut all = Self::default();
        for name in module.index()? {
            let name: String = name.extract()?;
            let Ok(class) = module.getattr(&*name)?.cast_into::<PyType>() else { continue };
            if class.hasattr("__members__")? {
                all.by_name.entry(name).or_default().members = members(&class)?;
            } else {
                all.add(name, Box::leak(Box::new(Class::new(&class, slots)?)), py)?;
            }
        }
        Ok(all)
    }

    fn add(&mut self, name: String, class: &'static Class, py: Python<'_>) -> Result<()> {
        self.by_address.insert(class.class.as_ptr().addr(), class);
        if let Some(Field { held: Held::Constant(kind), .. }) = class.fields.first() {
            let kind: String = kind.extract(py)?;
            let whole = name.strip_suffix(&camel_case(&kind)).ok_or_else(|| no_such_record(&name))?;
            self.by_name.entry(whole.to_owned()).or_default().variants.push((kind, class));
        } else {
            self.by_name.entry(name).or_default().record = Some(class);
        }
        Ok(())
    }
}

fn members(class: &Bound<'_, PyType>) -> Result<Vec<(String, Py<PyAny>)>> {
    let member = |member: PyResult<Bound<'_, PyAny>>| {
        let member = member?;
        Ok((member.getattr("value")?.extract()?, member.unbind()))
    };
    class.try_iter()?.map(member).collect()
}

fn camel_case(kind: &str) -> String {
    let mut whole = String::new();
    for word in kind.split('_') {
        let mut letters = word.chars();
        whole.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        whole.push_str(letters.as_str());
    }
    whole
}

impl Named {
    pub(super) fn variant(&self, kind: &str) -> Option<&'static Class> {
        self.variants.iter().find(|(known, _)| known == kind).map(|(_, class)| *class)
    }

    pub(super) fn member<'py>(&self, py: Python<'py>, variant: &str) -> Option<Bound<'py, PyAny>> {
        self.members.iter().find(|(known, _)| known == variant).map(|(_, member)| member.bind(py).clone())
    }
}

impl Class {
    fn new(class: &Bound<'_, PyType>, slots: Slots) -> Result<Self> {
        let all = class.getattr("__dataclass_fields__")?;
        let all: Vec<String> = all.cast::<PyDict>().map_err(PyErr::from)?.keys().extract()?;
        let count = class.getattr("__slots__")?.cast::<PyTuple>().map_err(PyErr::from)?.len();
        let constants = all.len().saturating_sub(count);
        let field = |(place, python): (usize, String)| {
            let held = class.getattr(&*python)?;
            let held = if place < constants { Held::Constant(held.unbind()) } else { slots.held(held)? };
            Ok(Field { python, held })
        };
        let fields = all.into_iter().enumerate().map(field).collect::<Result<_>>()?;
        Ok(Self { class: class.clone().unbind(), slots, fields, constants, asked: AtomicUsize::new(0) })
    }

    /// Whether these are all its fields in their order, so that they can be read without their names.
    pub(super) fn is_of(&self, names: &'static [&'static str]) -> bool {
        let address = names.as_ptr().addr();
        if self.asked.load(Ordering::Relaxed) == address && names.len() == self.fields.len() {
            return true;
        }
        let is_of = self.fields.iter().map(Field::core).eq(names.iter().copied());
        if is_of {
            self.asked.store(address, Ordering::Relaxed);
        }
        is_of
    }

    /// The value of one of its fields in an instance.
    pub(super) fn get<'py>(&self, instance: &Bound<'py, PyAny>, field: &Field) -> Result<Bound<'py, PyAny>> {
        let py = instance.py();
        match &field.held {
            Held::Constant(value) => Ok(value.bind(py).clone()),
            // SAFETY: the thread is attached, and both references are valid; the descriptor checks the type of the
            // instance and needs no other. It gives a new reference, or null with an exception.
            Held::Slot(slot) => Ok(unsafe {
                let value = (self.slots.get)(slot.as_ptr(), instance.as_ptr(), ptr::null_mut());
                Bound::from_owned_ptr_or_err(py, value)
            }?),
        }
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
        let field = self.fields.get(place.saturating_add(self.constants));
        let Some(Field { held: Held::Slot(slot), .. }) = field.filter(|field| field.core() == name) else {
            return Ok(false);
        };
        // SAFETY: the thread is attached, and the three references are valid; the descriptor checks the type of the
        // instance and takes a reference of its own to the value.
        let status = unsafe { (self.slots.set)(slot.as_ptr(), instance.as_ptr(), value.as_ptr()) };
        if status == 0 { Ok(true) } else { Err(PyErr::fetch(instance.py()).into()) }
    }

    /// Whether `count` fields are all.
    pub(super) fn is_whole(&self, count: usize) -> bool {
        count.saturating_add(self.constants) == self.fields.len()
    }
}

impl Field {
    pub(super) fn core(&self) -> &str {
        self.python.strip_suffix('_').unwrap_or(&self.python)
    }
}

impl Slots {
    fn find(py: Python<'_>) -> Result<Self> {
        let class = Self::class(py)?;
        // SAFETY: from Python 3.10 on `PyType_GetSlot` takes any type; what it gives for these two is null or a function
        // of the type that Python documents for them, and `Option` of a function is null without one.
        let (get, set) = unsafe {
            (
                mem::transmute::<*mut c_void, Option<ffi::descrgetfunc>>(ffi::PyType_GetSlot(
                    class.as_type_ptr(),
                    ffi::Py_tp_descr_get,
                )),
                mem::transmute::<*mut c_void, Option<ffi::descrsetfunc>>(ffi::PyType_GetSlot(
                    class.as_type_ptr(),
                    ffi::Py_tp_descr_set,
                )),
            )
        };
        let functions = get.zip(set).map(|(get, set)| Self { get, set });
        functions
            .ok_or_else(|| prorata::Error::internal("the slots of Python's classes have no functions").into())
    }

    fn class(py: Python<'_>) -> Result<Bound<'_, PyType>> {
        let class = py.import("types")?.getattr("MemberDescriptorType")?;
        Ok(class.cast_into().map_err(PyErr::from)?)
    }

    fn held(self, slot: Bound<'_, PyAny>) -> Result<Held> {
        if slot.get_type().is(&Self::class(slot.py())?) {
            Ok(Held::Slot(slot.unbind()))
        } else {
            Err(prorata::Error::internal("a field of a record is not a slot").into())
        }
    }
}

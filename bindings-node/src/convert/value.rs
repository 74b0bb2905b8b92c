//! Arguments and answers that Node-API knows itself: instances of classes, columns, files.

use napi::{
    Env, JsValue, Unknown, ValueType,
    bindgen_prelude::{BufferSlice, FromNapiValue, Uint8Array, Utf16String},
};

use super::{crossing, tape};
use crate::errors::Outcome;

/// The value as a `T`; Node-API checks that it is one.
fn read<T: FromNapiValue>(value: Unknown) -> Outcome<T> {
    #[expect(unsafe_code, reason = "the value and its environment come from one `Unknown`, so they fit")]
    let read = unsafe { value.cast() };
    Ok(read?)
}

/// The text of a `string`, to the letter: as UTF-8, Node-API would give U+FFFD for what is not Unicode.
fn text(value: Unknown) -> Outcome<String> {
    tape::text(&read::<Utf16String>(value)?)
}

/// Reads the argument `name` that is an object of Node-API's own: an instance of a class of this crate, a
/// typed array. Node-API checks that it is one.
pub(crate) fn native<T: FromNapiValue>(name: &str, expected: &str, value: Unknown) -> Outcome<T> {
    read(value).map_err(|_| crossing::refused(value, expected).inside(name))
}

/// Reads the argument `name` that is a file: its text or its bytes.
pub(crate) fn bytes(name: &str, value: Unknown) -> Outcome<Vec<u8>> {
    if value.get_type()? == ValueType::String {
        Ok(text(value).map_err(|refusal| refusal.inside(name))?.into_bytes())
    } else {
        Ok(native::<Uint8Array>(name, "a string or a Uint8Array", value)?.to_vec())
    }
}

/// Reads the argument `name` that is a file.
pub(crate) fn bytes_arg(name: &str, value: Unknown) -> Outcome<Vec<u8>> {
    Ok(native::<Uint8Array>(name, "a Uint8Array", value)?.to_vec())
}

/// The same where `null` or nothing may stand.
pub(crate) fn optional_bytes(name: &str, value: Unknown) -> Outcome<Option<Vec<u8>>> {
    match value.get_type()? {
        ValueType::Undefined | ValueType::Null => Ok(None),
        ValueType::Boolean
        | ValueType::Number
        | ValueType::String
        | ValueType::Symbol
        | ValueType::Object
        | ValueType::Function
        | ValueType::External
        | ValueType::BigInt
        | ValueType::Unknown => bytes_arg(name, value).map(Some),
    }
}

/// Writes an answer that is a file: a `Buffer`, which is a `Uint8Array`.
pub(crate) fn bytes_to_js(env: &Env, bytes: Vec<u8>) -> Outcome<Unknown<'_>> {
    Ok(BufferSlice::from_data(env, bytes)?.to_unknown())
}

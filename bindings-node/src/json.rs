//! Records as JSON, to be kept: the text is the one that the core's own serde makes, the same in every language.

use napi::{Env, Unknown};
use napi_derive::napi;
use serde::{Serialize, de::DeserializeOwned, de::Error as _};

use crate::{
    convert::{arg, to_js},
    errors::{Outcome, Refusal},
    forms::FORMS,
    guard::guard,
};

/// The way of one record to JSON, and back.
pub(crate) struct Form {
    write: fn(Unknown) -> Outcome<String>,
    read: for<'env> fn(&'env Env, &str) -> Outcome<Unknown<'env>>,
}

pub(crate) const fn form<T: Serialize + DeserializeOwned>() -> Form {
    Form { write: write::<T>, read: read::<T> }
}

fn write<T: Serialize + DeserializeOwned>(record: Unknown) -> Outcome<String> {
    let record: T = arg("record", record)?;
    serde_json::to_string(&record).map_err(|error| prorata::Error::internal(error.to_string()).into())
}

fn read<'env, T: Serialize + DeserializeOwned>(env: &'env Env, text: &str) -> Outcome<Unknown<'env>> {
    let record: T = serde_json::from_str(text).map_err(|error| Refusal::custom(error).inside("text"))?;
    to_js(env, &record)
}

fn form_of(name: Unknown) -> Outcome<&'static Form> {
    let name: String = arg("name", name)?;
    let found = FORMS.iter().find(|(known, _)| *known == name);
    let unknown = || Refusal::invalid_record(format!("`{name}` is no record that is kept")).inside("name");
    found.map(|(_, form)| form).ok_or_else(unknown)
}

/// A record as JSON, to be kept in a file or a column: `fromJson` reads it back, in any language and any later
/// version that still knows its fields. `JSON.stringify` cannot write a `bigint`.
///
/// Throws `input.invalid_record` for a name that is not known, and for what is not such a record.
#[napi(
    catch_unwind,
    ts_generic_types = "Name extends keyof import('./records').JsonRecords",
    ts_args_type = "name: Name, record: import('./records').JsonRecords[Name]",
    ts_return_type = "string"
)]
pub fn to_json(env: &Env, name: Unknown, record: Unknown) -> napi::Result<String> {
    guard(env, || (form_of(name)?.write)(record))
}

/// The record that `toJson` wrote under that name.
///
/// Throws `input.invalid_record` for a name that is not known, and for a text that is not its JSON.
#[napi(
    catch_unwind,
    ts_generic_types = "Name extends keyof import('./records').JsonRecords",
    ts_args_type = "name: Name, text: string",
    ts_return_type = "import('./records').JsonRecords[Name]"
)]
pub fn from_json<'env>(env: &'env Env, name: Unknown, text: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || {
        let text: String = arg("text", text)?;
        (form_of(name)?.read)(env, &text)
    })
}

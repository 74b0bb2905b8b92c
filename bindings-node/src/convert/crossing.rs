//! The passages to and from JavaScript: each environment, a thread that loads the package, has its own.

use std::{cell::RefCell, rc::Rc};

use napi::{
    Env, JsString, JsValue, Unknown,
    bindgen_prelude::{FnArgs, FunctionRef, Uint16Array},
};
use napi_derive::napi;
use serde::de::DeserializeOwned;

use super::{shapes, tape::Tape};
use crate::{
    errors::{Outcome, Refusal},
    guard::guard,
};

type Write = FunctionRef<Unknown<'static>, u32>;
type Read = FunctionRef<FnArgs<(JsString<'static>, Option<Vec<Unknown<'static>>>)>, Unknown<'static>>;
/// By which every refusal is made: message, code, kind.
type ErrorClass = FunctionRef<FnArgs<(String, String, String)>, Unknown<'static>>;

/// What an environment keeps of JavaScript.
pub(crate) struct Crossing {
    /// What JavaScript writes on; here it is only read.
    tape: RefCell<Uint16Array>,
    write: Write,
    read: Read,
    pub(crate) error_class: ErrorClass,
}

/// Tells the addon the functions of `crossing.js` and the class of its errors, once for each environment.
#[napi(catch_unwind, skip_typescript, js_name = "__connect")]
pub fn connect(
    env: &Env,
    tape: Uint16Array,
    write: Write,
    read: Read,
    error_class: ErrorClass,
) -> napi::Result<()> {
    guard(env, || {
        let crossing = Crossing { tape: RefCell::new(tape), write, read, error_class };
        Ok(env.set_instance_data(Rc::new(crossing), (), |_| ())?)
    })
}

/// Another tape from now on, as long as an argument needs.
#[napi(catch_unwind, skip_typescript, js_name = "__useTape")]
pub fn use_tape(env: &Env, tape: Uint16Array) -> napi::Result<()> {
    guard(env, || {
        Crossing::of(env)?.tape.replace(tape);
        Ok(())
    })
}

/// The keys of a shape of record, in the order of their values.
#[napi(catch_unwind, skip_typescript, js_name = "__keysOf")]
pub fn keys_of(env: &Env, shape: u32) -> napi::Result<Vec<String>> {
    guard(env, || Ok(shapes::keys_of(shape)))
}

impl Crossing {
    pub(crate) fn of(env: &Env) -> napi::Result<Rc<Self>> {
        let crossing = env.get_instance_data::<Rc<Self>>()?;
        crossing.cloned().ok_or_else(|| napi::Error::from_reason("the addon is not connected"))
    }
}

/// Reads a value of JavaScript.
pub(super) fn read<T: DeserializeOwned>(value: Unknown) -> Outcome<T> {
    with_tape(value, |tape| T::deserialize(tape))
}

/// The refusal of a value where `expected` must be.
pub(super) fn refused(value: Unknown, expected: &str) -> Refusal {
    let refused: Outcome<()> = with_tape(value, |tape| Err(tape.value()?.is_not(expected)));
    refused.err().unwrap_or_else(|| Refusal::internal("nothing refused"))
}

fn with_tape<T>(value: Unknown, read: impl FnOnce(&mut Tape) -> Outcome<T>) -> Outcome<T> {
    let env = Env::from_raw(value.value().env);
    let crossing = Crossing::of(&env)?;
    // A getter can call this library meanwhile, so nothing is borrowed.
    let start = crossing.write.borrow_back(&env)?.call(value).map_err(Refusal::thrown)?;
    // From here on no JavaScript runs.
    let tape = crossing.tape.borrow();
    let written = usize::try_from(start).ok().and_then(|start| tape.get(start..));
    read(&mut Tape(written.unwrap_or_default()))
}

/// Makes a value of JavaScript from the list that `crossing.js` reads.
pub(super) fn make<'env>(env: &'env Env, list: &[u8], natives: Vec<Unknown<'env>>) -> Outcome<Unknown<'env>> {
    let list = if list.is_ascii() {
        env.create_string_latin1(list)? // a plain copy
    } else {
        env.create_string(std::str::from_utf8(list).map_err(|error| Refusal::internal(error.to_string()))?)?
    };
    let natives = Some(natives).filter(|natives| !natives.is_empty());
    Ok(Crossing::of(env)?.read.borrow_back(env)?.call((list, natives).into())?)
}

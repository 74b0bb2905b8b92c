//! What stands between every export and JavaScript: no panic crosses, and every refusal has its code.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
};

use napi::{
    Env, ScopedTask,
    bindgen_prelude::{AsyncTask, Unknown},
};
use napi_derive::napi;

use crate::{
    convert::IntoJs,
    errors::{Outcome, Refusal},
};

/// Runs the body of an export: its refusals and its panics become JavaScript errors with a code.
pub(crate) fn guard<T>(env: &Env, body: impl FnOnce() -> Outcome<T>) -> napi::Result<T> {
    caught(body).map_err(|refusal| refusal.into_js(env))
}

fn caught<T>(body: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    // What a body could leave half done is dropped with it: the core's values are immutable.
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|panic| Err(Refusal::internal(said(&*panic))))
}

fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic without a message")
}

/// Long work on a thread of Node's pool, so that the event loop goes on; its result is a `Promise`.
///
/// `prepare` reads the arguments, on the event loop; the work it returns owns all that it needs. A refusal of
/// either rejects the promise: such a call never throws.
pub(crate) fn in_background<T, W>(
    prepare: impl FnOnce() -> Outcome<W>,
) -> napi::Result<AsyncTask<Background<T>>>
where
    T: IntoJs + Send + 'static,
    W: FnOnce() -> Outcome<T> + Send + 'static,
{
    let work = caught(prepare);
    Ok(AsyncTask::new(Background(Some(Box::new(|| work?())))))
}

/// Work that is done once: see [`in_background`].
pub struct Background<T>(Option<Box<dyn FnOnce() -> Outcome<T> + Send>>);

impl<'task, T: IntoJs + Send + 'static> ScopedTask<'task> for Background<T> {
    type Output = Outcome<T>;
    type JsValue = Unknown<'task>;

    /// A refusal is part of the output: the error of JavaScript can only be made on its own thread.
    fn compute(&mut self) -> napi::Result<Outcome<T>> {
        let work = self.0.take();
        Ok(caught(|| work.ok_or_else(|| Refusal::internal("the work ran twice"))?()))
    }

    fn resolve(&mut self, env: &'task Env, output: Outcome<T>) -> napi::Result<Unknown<'task>> {
        guard(env, || output?.into_js(env))
    }
}

#[expect(clippy::panic, reason = "the panic is the point: a test sees that Node lives on")]
fn fail_on_purpose<T>() -> Outcome<T> {
    panic!("on purpose")
}

/// Panics on purpose: see `test/panic.test.js`.
#[napi(catch_unwind, skip_typescript, js_name = "__panicForTest")]
pub fn panic_for_test(env: &Env) -> napi::Result<()> {
    guard(env, fail_on_purpose)
}

/// Panics on purpose on a thread of the pool.
#[napi(catch_unwind, skip_typescript, js_name = "__panicInBackgroundForTest")]
pub fn panic_in_background_for_test() -> napi::Result<AsyncTask<Background<()>>> {
    in_background(|| Ok(fail_on_purpose))
}

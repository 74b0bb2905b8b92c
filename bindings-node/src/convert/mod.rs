//! How values cross: by serde, with the native types of JavaScript at the leaves.
//!
//! | the core's | JavaScript |
//! |---|---|
//! | record | plain object, keys in camelCase |
//! | 64-bit integer | `bigint`; a `number` is refused |
//! | list of signed 64-bit integers | `BigInt64Array`; an array of `bigint` is read too |
//! | smaller integer, ratio | `number` |
//! | `Timestamp` | `Date` |
//! | `Money` | `Money` |
//! | every other newtype over text | `string` |
//! | enum without data | `string` |
//! | enum with data | object with a `kind` |
//! | `None` | `null`; `undefined` is read too |

pub mod crossing;
mod de;
mod names;
mod ser;
mod shapes;
mod tape;
mod value;

pub(crate) use crossing::Crossing;
pub(crate) use de::{arg, list};
pub(crate) use names::camel_case;
pub use ser::IntoJs;
pub(crate) use ser::to_js;
pub(crate) use value::{bytes, bytes_to_js, native, optional_bytes};

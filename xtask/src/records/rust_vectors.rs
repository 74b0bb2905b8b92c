//! `core/tests/vectors/generated.rs`: the vectors' calls in Rust.

use super::{HEADER, model::Function};

pub(super) fn write(functions: &[Function]) -> String {
    let mut out = format!("//! {HEADER}\n//!\n//! The calls of vectors that need no mapping by hand.\n\n");
    out.push_str("use serde_json::Value;\n\nuse crate::{Failure, Given, json};\n\n");
    out.push_str("pub(crate) fn run(call: &str, given: &Given) -> Result<Value, Failure> {\nmatch call {\n");
    for function in functions {
        let call = function.rust_call(|param| {
            let turbofish = param.ty.left_open().map_or_else(String::new, |ty| format!("::<{ty}>"));
            format!("given.argument{turbofish}(\"{}\")?", param.name)
        });
        out.push_str(&format!("\"{}\" => ", function.call()));
        out.push_str(&match (function.fails, function.result.is_some()) {
            (true, _) => format!("json({call}?),\n"),
            (false, true) => format!("json({call}),\n"),
            (false, false) => format!("{{ {call}; json(()) }}\n"),
        });
    }
    out.push_str("_ => Err(Failure::Unmapped),\n}\n}\n");
    out
}

#[cfg(test)]
mod tests {
    use super::{
        super::{sample, uniffi},
        *,
    };

    #[test]
    fn every_shape() {
        let text = uniffi::format(&write(&sample::functions()));
        assert_eq!(text.as_deref(), Ok(include_str!("../../samples/generated.rs")));
    }
}

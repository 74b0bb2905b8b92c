//! The functions of the Python binding: the exports of `_native`, and one module of the package for each module
//! of the core, which gives them their names.

use super::{
    HEADER,
    model::{Function, Param, Type, annotation, plain_docs, rust_docs},
    python::{self, docstring_at},
};

/// `bindings-python/src/functions.rs`.
pub(super) fn exports(functions: &[Function]) -> String {
    let mut out = format!(
        "//! {HEADER}\n//!\n//! What the package calls `catalog.mrr` is `catalog_mrr` here: `_native` has one level.\n\n"
    );
    out.push_str("use pyo3::{Bound, PyAny, PyResult, Python, pyfunction};\n\n");
    let mut written = String::new();
    for function in functions {
        export(&mut written, function);
    }
    let helpers = ["bytes_from_py", "bytes_to_py", "from_py", "to_py"];
    let helpers = helpers.into_iter().filter(|helper| written.contains(&format!("{helper}(")));
    let helpers = helpers.collect::<Vec<_>>().join(", ");
    out.push_str(&format!("use crate::{{convert::{{{helpers}}}, guard::guard}};\n"));
    out + &written
}

fn export(out: &mut String, function: &Function) {
    // Only what makes a value needs the interpreter.
    let (life, generic) = if function.result.is_some() { ("'py", "<'py>") } else { ("'_", "") };
    let mut taken: Vec<String> = function.result.iter().map(|_| "py: Python<'py>".to_owned()).collect();
    let mut types = Vec::new();
    let mut body = String::new();
    for param in function.all_params() {
        let (name, left_out) = (&param.name, param.may_be_left_out);
        let default = if left_out { " = None" } else { "" };
        types.push(format!("{name}: \"{}\"{default}", python::ty(&param.ty)));
        let bound = format!("&Bound<{life}, PyAny>");
        let bound = if left_out { format!("Option<{bound}>") } else { bound };
        taken.push(format!("{name}: {bound}"));
        body.push_str(&format!("let {name}{} = {};\n", annotation(&param.ty), read(param)));
    }
    let call = function.rust_answer();
    let (answer, result) = match &function.result {
        Some(ty) => (python::ty(ty), "Bound<'py, PyAny>"),
        None => ("None".to_owned(), "()"),
    };
    body.push_str(&match &function.result {
        Some(ty) if ty.is_bytes() => format!("Ok(bytes_to_py(py, &{call}))"),
        Some(_) => format!("to_py(py, &{call})"),
        None if function.fails => format!("Ok({call})"),
        None => format!("{call};\nOk(())"),
    });
    out.push('\n');
    out.push_str(&rust_docs(function));
    out.push_str(&format!("#[pyfunction]\n#[pyo3(signature = ({}) -> \"{answer}\")]\n", types.join(", ")));
    if taken.len() > 7 {
        out.push_str("#[expect(clippy::too_many_arguments, reason = \"those of the core\")]\n");
    }
    out.push_str(&format!(
        "pub(crate) fn {}{generic}({}) -> PyResult<{result}> {{\nguard(|| {{\n{body}\n}})\n}}\n",
        export_name(function),
        taken.join(", ")
    ));
}

/// The name in `_native`.
fn export_name(function: &Function) -> String {
    format!("{}_{}", function.module, function.name)
}

fn read(param: &Param) -> String {
    let name = &param.name;
    let ty = match &param.ty {
        Type::Optional(inner) => inner,
        ty => ty,
    };
    if ty.is_bytes() {
        return match (param.may_be_left_out, matches!(param.ty, Type::Optional(_))) {
            (true, _) => format!("{name}.map(|given| bytes_from_py(given, \"{name}\")).transpose()?"),
            (false, true) => {
                format!("(!{name}.is_none()).then(|| bytes_from_py({name}, \"{name}\")).transpose()?")
            }
            (false, false) => format!("bytes_from_py({name}, \"{name}\")?"),
        };
    }
    let expected = expected(ty);
    if param.may_be_left_out {
        format!("{name}.map(|given| from_py(given, \"{name}\", \"{expected}\")).transpose()?")
    } else {
        format!("from_py({name}, \"{name}\", \"{expected}\")?")
    }
}

/// What an argument should have been, in words.
fn expected(ty: &Type) -> String {
    match ty {
        Type::Bool => "a bool".into(),
        Type::Small(_) | Type::Wide(_) => "an integer".into(),
        Type::Float => "a number".into(),
        Type::Text => "text".into(),
        Type::Bytes => "bytes".into(),
        Type::Scalar(scalar) => scalar.in_words.into(),
        Type::Record(name) => with_article(name),
        Type::List(inner) => match inner.as_ref() {
            Type::Record(name) => format!("a list of {name}"),
            Type::Small(_) | Type::Wide(_) => "a list of integers".into(),
            _ => "a list".into(),
        },
        Type::Map(_) => "a dict".into(),
        Type::Optional(inner) => expected(inner),
    }
}

fn with_article(name: &str) -> String {
    let vowel = name.starts_with(['A', 'E', 'I', 'O', 'U']) && !name.starts_with("Us");
    format!("{} {name}", if vowel { "an" } else { "a" })
}

/// The list of exports in `bindings-python/src/lib.rs`, the rest of which is written by hand.
pub(super) fn listed(library: &str, functions: &[Function]) -> Result<String, String> {
    const START: &str = "    use crate::functions::";
    let (before, after) = library.split_once(START).ok_or("there is no `use crate::functions::…;`")?;
    let (_, after) = after.split_once(';').ok_or("`use crate::functions::` has no end")?;
    let mut names: Vec<String> = functions.iter().map(export_name).collect();
    names.sort();
    Ok(format!("{before}{START}{{{}}};{after}", names.join(", ")))
}

/// A module of the package, such as `catalog.py`.
pub(super) fn module(docs: &[String], functions: &[&Function]) -> String {
    let mut out = String::new();
    let mut docs = plain_docs(docs);
    docs.extend([String::new(), HEADER.to_owned()]);
    docstring_at(&mut out, &docs, "");
    out.push_str("\nfrom ._native import (\n");
    let mut names: Vec<(String, &str)> =
        functions.iter().map(|function| (export_name(function), function.name.as_str())).collect();
    names.sort();
    for (export, name) in &names {
        out.push_str(&format!("    {export} as {name},\n"));
    }
    out.push_str(")\n\n__all__ = [\n");
    for (_, name) in &names {
        out.push_str(&format!("    \"{name}\",\n"));
    }
    out.push_str("]\n");
    out
}

/// `tests/generated_calls.py`: the vectors' calls, and the types that their arguments have in Python.
pub(super) fn vectors(functions: &[Function]) -> String {
    let mut calls = String::new();
    let mut modules: Vec<&str> = Vec::new();
    for function in functions {
        if !modules.contains(&function.module.as_str()) {
            modules.push(&function.module);
        }
        let params: Vec<String> = function
            .all_params()
            .map(|param| format!("\"{}\": {}", param.name, runtime_type(&param.ty)))
            .collect();
        let call = function.call();
        calls.push_str(&format!("    \"{call}\": ({call}, {{{}}}),\n", params.join(", ")));
    }
    let mut out = format!("\"\"\"The calls of vectors that need no mapping by hand.\n\n{HEADER}\n\"\"\"\n\n");
    out.push_str("from __future__ import annotations\n\n");
    let uses = |word: &str| calls.contains(word);
    if uses("dt.") {
        out.push_str("import datetime as dt\n");
    }
    out.push_str("from collections.abc import Callable\n");
    if uses("Decimal") {
        out.push_str("from decimal import Decimal\n");
    }
    out.push_str("from typing import Any\n\n");
    if uses(" p.") || uses("[p.") {
        out.push_str("import prorata as p\n");
    }
    out.push_str(&format!("from prorata import {}\n\n", modules.join(", ")));
    out.push_str("CALLS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {\n");
    out.push_str(&calls);
    out.push_str("}\n");
    out
}

/// An expression of the type, for a table that exists at run time. Nullable parts are told from their value.
fn runtime_type(ty: &Type) -> String {
    match ty {
        Type::Record(name) => format!("p.{name}"),
        Type::Scalar(scalar) if scalar.name == "Money" => "p.Money".into(),
        Type::List(inner) => format!("list[{}]", runtime_type(inner)),
        Type::Map(inner) => format!("dict[str, {}]", runtime_type(inner)),
        Type::Optional(inner) => runtime_type(inner),
        Type::Bool
        | Type::Small(_)
        | Type::Wide(_)
        | Type::Float
        | Type::Text
        | Type::Bytes
        | Type::Scalar(_) => python::ty(ty),
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{sample, uniffi},
        *,
    };

    #[test]
    fn every_shape() {
        let functions = sample::functions();
        let exports = uniffi::format(&exports(&functions));
        assert_eq!(exports.as_deref(), Ok(include_str!("../../samples/python_functions.rs")));
        assert_eq!(vectors(&functions), include_str!("../../samples/generated_calls.py"));
        let docs = ["What moved.".to_owned()];
        let functions: Vec<&Function> = functions.iter().collect();
        assert_eq!(module(&docs, &functions), include_str!("../../samples/metrics.py"));
    }

    #[test]
    fn only_the_list_of_exports_changes() {
        let library = "mod _native {\n    use crate::functions::{old};\n    use crate::guard::x;\n}\n";
        let expected = "mod _native {\n    use crate::functions::{metrics_amounts_of, metrics_check, \
                        metrics_of_name, metrics_picture, metrics_total};\n    use crate::guard::x;\n}\n";
        assert_eq!(listed(library, &sample::functions()).as_deref(), Ok(expected));
        assert!(listed("mod _native {}", &[]).is_err());
    }
}

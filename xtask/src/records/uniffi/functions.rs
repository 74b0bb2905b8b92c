//! `functions.rs` of the Swift and Kotlin binding: methods of records, and free functions.
//!
//! A function of a record without a receiver is a free function named after both, `intervalNew`: records have no
//! static functions in uniffi.

use std::collections::{BTreeMap, BTreeSet};

use super::{comment, ty};
use crate::records::{
    HEADER,
    model::{Function, Passed, Record, Type, function_docs},
};
use crate::source::snake_case;

pub(crate) fn write(records: &[Record], functions: &[Function]) -> Result<String, String> {
    let mut methods: BTreeMap<&str, Vec<&Function>> = BTreeMap::new();
    let mut free: BTreeMap<String, &Function> = BTreeMap::new();
    for function in functions {
        if let (Some(owner), Some(_)) = (&function.owner, &function.receiver) {
            methods.entry(owner).or_default().push(function);
        } else if let Some(other) = free.insert(free_name(function), function) {
            return Err(format!(
                "`{}` and `{}` would be one function of Swift and Kotlin, which have no modules",
                other.call(),
                function.call()
            ));
        }
    }
    let mut out = format!("//! {HEADER}\n//!\n//! The functions of the core that cross as they are.\n\n");
    // An explicit clone where the core takes its record by value, whether or not that is `Copy`.
    let consumed = functions.iter().filter_map(|function| function.receiver.as_ref());
    if consumed.into_iter().any(|receiver| receiver.passed == Passed::Owned) {
        out.push_str(
            "#![allow(clippy::clone_on_copy, reason = \"generated: records are cloned alike\")]\n\n",
        );
    }
    imports(&mut out, records, functions, !methods.is_empty());
    if !methods.is_empty() {
        let types: String =
            methods.keys().map(|owner| format!("    {owner} => {owner}Functions;\n")).collect();
        out.push_str(&format!("\nmethods! {{\n{types}}}\n"));
    }
    for (owner, functions) in methods {
        out.push_str(&format!("\n#[uniffi::export(name = \"{owner}\")]\nimpl {owner}Functions {{\n"));
        let written: Vec<String> = functions.iter().map(|function| export(function, "    ")).collect();
        out.push_str(&written.join("\n"));
        out.push_str("}\n");
    }
    for function in free.values() {
        out.push('\n');
        out.push_str(&export(function, ""));
    }
    Ok(out)
}

/// The Rust name of a function that is no method: `movements`, `interval_new`.
pub(super) fn free_name(function: &Function) -> String {
    match &function.owner {
        Some(owner) => format!("{}_{}", snake_case(owner), function.name),
        None => function.name.clone(),
    }
}

fn export(function: &Function, indent: &str) -> String {
    let mut out = String::new();
    comment(&mut out, &function_docs(&function.docs), indent);
    let defaults: Vec<String> = function
        .params
        .iter()
        .filter(|param| param.may_be_left_out)
        .map(|param| format!("{} = None", param.name))
        .collect();
    let defaults = defaults.join(", ");
    let method = function.receiver.is_some();
    match (method, defaults.is_empty()) {
        (true, true) => {}
        (true, false) => out.push_str(&format!("{indent}#[uniffi::method(default({defaults}))]\n")),
        (false, true) => out.push_str("#[uniffi::export]\n"),
        (false, false) => out.push_str(&format!("#[uniffi::export(default({defaults}))]\n")),
    }
    // With `&self`, as clippy counts them.
    if function.all_params().count() > 7 {
        out.push_str(&format!(
            "{indent}#[expect(clippy::too_many_arguments, reason = \"those of the core\")]\n"
        ));
    }
    let params = function.params.iter().map(|param| format!("{}: {}", param.name, ty(&param.ty)));
    let receiver = method.then(|| "&self".to_owned());
    let params: Vec<String> = receiver.into_iter().chain(params).collect();
    let result = function.result.as_ref().map_or_else(|| "()".to_owned(), ty);
    let call = function.rust_call(|param| match &function.receiver {
        Some(receiver) if receiver == param && receiver.passed == Passed::Owned => "self.0.clone()".into(),
        Some(receiver) if receiver == param => "self.0".into(),
        _ => param.name.clone(),
    });
    let call = match (function.fails, &function.result) {
        (true, _) => call,
        (false, Some(_)) => format!("Ok({call})"),
        (false, None) => format!("{{ {call}; Ok(()) }}"),
    };
    let name = if method { function.name.clone() } else { free_name(function) };
    out.push_str(&format!(
        "{indent}pub(crate) fn {name}({}) -> Result<{result}> {{\n{indent}    guard(|| {call})\n{indent}}}\n",
        params.join(", ")
    ));
    out
}

fn imports(out: &mut String, records: &[Record], functions: &[Function], methods: bool) {
    let mut names = BTreeSet::new();
    for function in functions {
        if let Some(receiver) = &function.receiver {
            collect(&receiver.ty, &mut names);
        }
        function.params.iter().for_each(|param| collect(&param.ty, &mut names));
        function.result.iter().for_each(|result| collect(result, &mut names));
    }
    let mut by_module: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for record in records.iter().filter(|record| names.remove(record.name.as_str())) {
        by_module.entry(&record.module).or_default().push(&record.name);
    }
    for (module, names) in by_module {
        out.push_str(&format!("use prorata::{module}::{{{}}};\n", names.join(", ")));
    }
    out.push_str("\nuse crate::{guard::{Result, guard},");
    if methods {
        out.push_str("methods::methods,");
    }
    if !names.is_empty() {
        let scalars: Vec<&str> = names.into_iter().collect();
        out.push_str(&format!("scalars::{{{}}},", scalars.join(", ")));
    }
    out.push_str("};\n");
}

/// Names of records and scalars inside a type.
fn collect<'a>(of: &'a Type, names: &mut BTreeSet<&'a str>) {
    match of {
        Type::Record(name) => drop(names.insert(name)),
        Type::Scalar(scalar) => drop(names.insert(scalar.name)),
        Type::List(inner) | Type::Map(inner) | Type::Optional(inner) => collect(inner, names),
        Type::Bool | Type::Small(_) | Type::Wide(_) | Type::Float | Type::Text | Type::Bytes => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::records::{sample, uniffi::format};

    #[test]
    fn every_kind() {
        let (records, functions) = (sample::records(), sample::functions());
        let text = super::write(&records, &functions).and_then(|text| format(&text));
        assert_eq!(text.as_deref(), Ok(include_str!("../../../samples/functions.rs")));
    }

    #[test]
    fn two_modules_cannot_share_a_free_function() {
        let (records, mut functions) = (sample::records(), sample::functions());
        let mut others = sample::functions();
        others.iter_mut().for_each(|function| function.module = "usage".into());
        functions.append(&mut others);
        let error = super::write(&records, &functions).unwrap_err();
        assert!(error.starts_with("`metrics.of_name` and `usage.of_name` would be one function"), "{error}");
    }
}

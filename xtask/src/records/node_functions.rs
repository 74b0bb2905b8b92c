//! The functions of the Node binding.

use super::{
    HEADER,
    model::{Field, Function, Record, Shape, Type, annotation, rust_docs},
    typescript::{camel_case, ty},
};
use crate::source::Source;

/// `bindings-node/src/functions.rs`.
pub(super) fn exports(functions: &[Function]) -> String {
    let mut out = format!("//! {HEADER}\n\n");
    out.push_str("use napi::{Env, Unknown};\nuse napi_derive::napi;\n\n");
    let mut written = String::new();
    for function in functions {
        export(&mut written, function);
    }
    let helpers = ["arg", "bytes_arg", "bytes_to_js", "optional_bytes", "to_js"];
    let helpers = helpers.into_iter().filter(|helper| written.contains(&format!(" {helper}(")));
    let helpers = helpers.collect::<Vec<_>>().join(", ");
    out.push_str(&format!("use crate::{{convert::{{{helpers}}}, guard::guard}};\n"));
    out + &written
}

fn export(out: &mut String, function: &Function) {
    let mut types = Vec::new();
    let mut taken = String::new();
    let mut body = String::new();
    for param in function.all_params() {
        let name = &param.name;
        let mark = if param.may_be_left_out { "?" } else { "" };
        types.push(format!("{}{mark}: {}", camel_case(name), ty(&param.ty)));
        taken.push_str(&format!(", {name}: Unknown"));
        body.push_str(&format!(
            "let {name}{} = {}(\"{}\", {name})?;\n",
            annotation(&param.ty),
            reader(&param.ty),
            camel_case(name)
        ));
    }
    let call = function.rust_answer();
    let (answer, result) = match &function.result {
        Some(ty_of) => (ty(ty_of), "Unknown<'env>"),
        None => ("void".to_owned(), "()"),
    };
    body.push_str(&match &function.result {
        Some(ty) if ty.is_bytes() => format!(" bytes_to_js(env, {call})"),
        Some(_) => format!(" to_js(env, &{call})"),
        None if function.fails => format!("Ok({call})"),
        None => format!("{call};\nOk(())"),
    });
    out.push('\n');
    out.push_str(&rust_docs(function));
    out.push_str(&format!(
        "#[napi(namespace = \"{}\", js_name = \"{}\", catch_unwind, ts_args_type = \"{}\", ts_return_type = \"{answer}\")]\n",
        camel_case(&function.module),
        camel_case(&function.name),
        types.join(", ")
    ));
    if function.all_params().count() > 6 {
        // napi copies attributes to functions of its own, where an expectation would not hold.
        out.push_str("#[allow(clippy::too_many_arguments, reason = \"those of the core\")]\n");
    }
    let (generic, env) = if function.result.is_some() { ("<'env>", "&'env Env") } else { ("", "&Env") };
    out.push_str(&format!(
        "pub fn {}_{}{generic}(env: {env}{taken}) -> napi::Result<{result}> {{\nguard(env, || {{\n{body}\n}})\n}}\n",
        function.module, function.name
    ));
}

/// What reads an argument of the type.
fn reader(ty: &Type) -> &'static str {
    match ty {
        Type::Optional(inner) if inner.is_bytes() => "optional_bytes",
        ty if ty.is_bytes() => "bytes_arg",
        _ => "arg",
    }
}

/// `header.d.ts` with the imports that it and the types of the exports need; the rest of it is written by hand.
pub(super) fn header(header: &str, exports: &[Source], records: &[Record]) -> Result<String, String> {
    const START: &str = "import type {\n";
    let (before, after) = header.split_once(START).ok_or("there is no `import type {`")?;
    let (_, after) = after.split_once('}').ok_or("`import type {` has no end")?;
    let mut used = Vec::new();
    for source in exports {
        texts(source.tokens.clone(), &mut used);
    }
    let mut names: Vec<&str> = records
        .iter()
        .map(|record| record.name.as_str())
        .filter(|name| {
            used.iter().map(String::as_str).chain([after]).any(|text| words(text).any(|word| word == *name))
        })
        .collect();
    names.sort_unstable();
    let names: String = names.iter().map(|name| format!("  {name},\n")).collect();
    Ok(format!("{before}{START}{names}}}{after}"))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric())
}

/// The literals of `ts_args_type = "…"` and its like.
fn texts(tokens: proc_macro2::TokenStream, found: &mut Vec<String>) {
    let mut named = false;
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Group(group) => texts(group.stream(), found),
            proc_macro2::TokenTree::Ident(name) => named = name.to_string().starts_with("ts_"),
            proc_macro2::TokenTree::Literal(text) if named => found.push(text.to_string()),
            proc_macro2::TokenTree::Literal(_) | proc_macro2::TokenTree::Punct(_) => {}
        }
    }
}

/// `test/vectors/generated.js`: the vectors' calls, and the native type of all that goes in.
pub(super) fn vectors(functions: &[Function], records: &[Record]) -> String {
    let mut out = format!(
        "// {HEADER}\n// The calls of vectors that need no mapping by hand, and the types of what they take.\n'use strict'\n\n"
    );
    out.push_str("/** Each function's parameters in their order. */\nconst CALLS = {\n");
    let mut wanted = Vec::new();
    for function in functions {
        let params: Vec<String> = function
            .all_params()
            .map(|param| {
                want(&param.ty, &mut wanted);
                format!("['{}', {}]", param.name, kind(&param.ty))
            })
            .collect();
        out.push_str(&format!("  '{}': [{}],\n", function.call(), params.join(", ")));
    }
    out.push_str("}\n\n/** The fields of each record; for an enum with data those of each kind. */\nconst RECORDS = {\n");
    let mut next = 0_usize;
    while let Some(name) = wanted.get(next).cloned() {
        next = next.saturating_add(1); // records want others
        let Some(record) = records.iter().find(|record| record.name == name) else { continue };
        match &record.shape {
            Shape::Struct(own) => {
                own.iter().for_each(|field| want(&field.ty, &mut wanted));
                out.push_str(&format!("  {name}: {},\n", fields(own)));
            }
            Shape::Names(_) => {}
            Shape::Variants { tag, variants } => {
                out.push_str(&format!("  {name}: {{\n    tag: '{tag}',\n    kinds: {{\n"));
                for variant in variants {
                    variant.fields.iter().for_each(|field| want(&field.ty, &mut wanted));
                    out.push_str(&format!("      {}: {},\n", variant.name.wire, fields(&variant.fields)));
                }
                out.push_str("    },\n  },\n");
            }
        }
    }
    out.push_str("}\n\nmodule.exports = { CALLS, RECORDS }\n");
    out
}

fn fields(fields: &[Field]) -> String {
    let fields: Vec<String> =
        fields.iter().map(|field| format!("{}: {}", field.wire, kind(&field.ty))).collect();
    if fields.is_empty() { "{}".into() } else { format!("{{ {} }}", fields.join(", ")) }
}

/// Remembers the records in a type, each once.
fn want(ty: &Type, wanted: &mut Vec<String>) {
    match ty {
        Type::Record(name) => {
            if !wanted.contains(name) {
                wanted.push(name.clone());
            }
        }
        Type::List(inner) | Type::Map(inner) | Type::Optional(inner) => want(inner, wanted),
        Type::Bool
        | Type::Small(_)
        | Type::Wide(_)
        | Type::Float
        | Type::Text
        | Type::Bytes
        | Type::Scalar(_) => {}
    }
}

/// A type as `test/vectors/form.js` reads it. What may be null is told from its value.
fn kind(ty: &Type) -> String {
    match ty {
        Type::Bool => "'boolean'".into(),
        Type::Small(_) | Type::Float => "'number'".into(),
        Type::Wide(name) => format!("'{name}'"),
        Type::Text => "'string'".into(),
        Type::Bytes => "'bytes'".into(),
        Type::Scalar(scalar) => format!("'{}'", scalar.name),
        Type::Record(name) => format!("'{name}'"),
        Type::List(inner) => format!("{{ list: {} }}", kind(inner)),
        Type::Map(inner) => format!("{{ map: {} }}", kind(inner)),
        Type::Optional(inner) => kind(inner),
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
        assert_eq!(exports.as_deref(), Ok(include_str!("../../samples/node_functions.rs")));
        assert_eq!(vectors(&functions, &sample::records()), include_str!("../../samples/generated.js"));
    }

    #[test]
    fn the_header_imports_what_the_types_of_exports_name() {
        let export = "#[x = \"Options\"] #[napi(ts_args_type = \"a: Charge[]\", ts_return_type = \"Promise<Netting>\")]
            fn a() { \"Movement\" }";
        let export = Source::parse("bindings-node/src/a.rs", export).unwrap();
        let text = "// By hand.\n\nimport type {\n  Gone,\n} from './records'\n\nexport interface Money {}\n";
        let expected = text.replace("  Gone,\n", "  Charge,\n  Netting,\n");
        assert_eq!(header(text, &[export], &sample::records()), Ok(expected));
        assert!(header("", &[], &[]).is_err());
    }
}

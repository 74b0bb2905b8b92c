//! `records.rs` of the Swift and Kotlin binding: the same types restated, so that uniffi can see them.
//! Scalars are declared by hand beside it. The functions are in [`functions`], what uniffi cannot say for records in
//! [`members`], and the vector runners' tables in [`calls`].

pub(super) mod calls;
pub(super) mod functions;
pub(super) mod members;

use std::{
    collections::BTreeMap,
    io::Write,
    process::{Command, Stdio},
};

use super::{
    HEADER,
    model::{Field, Record, Shape, Type, pascal_case, plain_docs},
};

pub(super) fn write(records: &[Record]) -> String {
    let mut out =
        format!("//! {HEADER}\n//!\n//! The same types as in the core: a difference does not compile.\n\n");
    let mut by_module: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for record in records {
        by_module.entry(&record.module).or_default().push(&record.name);
    }
    for (module, names) in by_module {
        out.push_str(&format!("use prorata::{module}::{{{}}};\n", names.join(", ")));
    }
    out.push_str("\nuse crate::scalars::*;\n");
    for record in records {
        let name = &record.name;
        out.push('\n');
        comment(&mut out, &record.docs, "");
        match &record.shape {
            Shape::Struct(own) => {
                out.push_str(&format!("#[uniffi::remote(Record)]\npub struct {name} {{\n"));
                fields(&mut out, own, "    ", "pub ");
            }
            Shape::Names(members) => {
                out.push_str(&format!("#[uniffi::remote(Enum)]\npub enum {name} {{\n"));
                for member in members {
                    comment(&mut out, &member.docs, "    ");
                    out.push_str(&format!("    {},\n", member.rust));
                }
            }
            Shape::Variants { variants, .. } => {
                out.push_str(&format!("#[uniffi::remote(Enum)]\npub enum {name} {{\n"));
                for variant in variants {
                    comment(&mut out, &variant.name.docs, "    ");
                    if variant.fields.is_empty() {
                        out.push_str(&format!("    {},\n", variant.name.rust));
                    } else {
                        out.push_str(&format!("    {} {{\n", variant.name.rust));
                        fields(&mut out, &variant.fields, "        ", "");
                        out.push_str("    },\n");
                    }
                }
            }
        }
        out.push_str("}\n");
    }
    forms(&mut out, "from", "read", &readable(records));
    forms(&mut out, "to", "write", &writable(records));
    out
}

/// `Money` is a record in Swift and Kotlin, too.
fn readable(records: &[Record]) -> Vec<&str> {
    let records = records.iter().filter(|record| record.reads).map(|record| record.name.as_str());
    ["Money"].into_iter().chain(records).collect()
}

fn writable(records: &[Record]) -> Vec<&str> {
    let records =
        records.iter().filter(|record| record.writes && !record.own_json).map(|record| record.name.as_str());
    ["Money"].into_iter().chain(records).collect()
}

/// The table by which `json.rs` finds a record.
fn forms(out: &mut String, way: &str, function: &str, names: &[&str]) {
    let (table, ty) = (format!("{}_JSON", way.to_uppercase()), pascal_case(function));
    out.push_str(&format!("\n/// The way {way} JSON of each record.\n"));
    out.push_str(&format!("pub(crate) const {table}: &[(&str, crate::json::{ty})] = &[\n"));
    for name in names {
        out.push_str(&format!("    (\"{name}\", crate::json::{function}::<{name}>),\n"));
    }
    out.push_str("];\n");
}

fn fields(out: &mut String, fields: &[Field], indent: &str, visibility: &str) {
    for field in fields {
        comment(out, &field.docs, indent);
        match (&field.ty, field.default) {
            (Type::Optional(_), _) => out.push_str(&format!("{indent}#[uniffi(default = None)]\n")),
            (Type::List(_), true) => out.push_str(&format!("{indent}#[uniffi(default = [])]\n")),
            _ => {}
        }
        out.push_str(&format!("{indent}{visibility}{}: {},\n", field.rust, ty(&field.ty)));
    }
}

fn ty(of: &Type) -> String {
    match of {
        Type::Bool => "bool".into(),
        Type::Small(name) | Type::Wide(name) | Type::Record(name) => name.clone(),
        Type::Float => "f64".into(),
        Type::Text => "String".into(),
        Type::Bytes => "Vec<u8>".into(),
        Type::Scalar(scalar) => scalar.name.into(),
        Type::List(inner) => format!("Vec<{}>", ty(inner)),
        Type::Map(inner) => format!("std::collections::BTreeMap<String, {}>", ty(inner)),
        Type::Optional(inner) => format!("Option<{}>", ty(inner)),
    }
}

fn comment(out: &mut String, docs: &[String], indent: &str) {
    for line in plain_docs(docs) {
        out.push_str(format!("{indent}/// {line}").trim_end());
        out.push('\n');
    }
}

/// What `cargo fmt` would make of it, since it is checked like every other file.
pub(super) fn format(text: &str) -> Result<String, String> {
    let failed = |error: std::io::Error| format!("rustfmt: {error}");
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .current_dir(crate::source::root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    if let Some(mut stdin) = rustfmt.stdin.take() {
        stdin.write_all(text.as_bytes()).map_err(failed)?;
    }
    let output = rustfmt.wait_with_output().map_err(failed)?;
    if !output.status.success() {
        return Err(format!("rustfmt ended with {}", output.status));
    }
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_shape() {
        let text = super::write(&crate::records::sample::records());
        assert_eq!(super::format(&text), Ok(include_str!("../../../samples/records.rs").to_owned()));
    }
}

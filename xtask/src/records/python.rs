//! `records.py`: frozen dataclasses, and enums that are their own text.

use super::{
    HEADER,
    model::{Field, Record, Shape, Type, may_be_left_out, optional_before_required, pascal_case, plain_docs},
};

pub(super) fn write(records: &[Record]) -> String {
    let mut body = String::new();
    let mut names = Vec::new();
    for record in records {
        names.push(record.name.clone());
        match &record.shape {
            Shape::Struct(fields) => class(&mut body, &record.name, &record.docs, None, fields),
            Shape::Names(members) => {
                body.push_str(&format!("\n\nclass {}(_Text):\n", record.name));
                docstring(&mut body, &record.docs);
                for member in members {
                    let name = member.wire.to_uppercase();
                    body.push_str(&format!("\n    {name} = \"{}\"\n", member.wire));
                    docstring(&mut body, &member.docs);
                }
            }
            Shape::Variants { tag, variants } => {
                let mut union = Vec::new();
                for variant in variants {
                    // The converter finds the class by this name.
                    let name = format!("{}{}", record.name, pascal_case(&variant.name.wire));
                    class(
                        &mut body,
                        &name,
                        &variant.name.docs,
                        Some((tag, &variant.name.wire)),
                        &variant.fields,
                    );
                    union.push(name);
                }
                body.push_str(&format!("\n\n{} = Union[{}]\n", record.name, union.join(", ")));
                docstring_at(&mut body, &record.docs, "");
                names.extend(union);
            }
        }
    }
    format!("{}{body}", head(&body, &names))
}

/// The imports that `body` needs, and the list of what it gives.
fn head(body: &str, names: &[String]) -> String {
    let uses = |word: &str| {
        body.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|found| found == word)
    };
    let chosen = |words: &[&'static str]| {
        words.iter().copied().filter(|word| uses(word)).collect::<Vec<_>>().join(", ")
    };
    let mut out = format!("\"\"\"Plain data, as the core gives and takes it.\n\n{HEADER}\n\"\"\"\n\n");
    out.push_str("from __future__ import annotations\n\n");
    if uses("dt") {
        out.push_str("import datetime as dt\n");
    }
    for (module, words) in [
        ("dataclasses", chosen(&["dataclass", "field"])),
        ("decimal", chosen(&["Decimal"])),
        ("enum", if uses("_Text") { "Enum".to_owned() } else { String::new() }),
        ("typing", chosen(&["ClassVar", "Union"])),
    ] {
        if !words.is_empty() {
            out.push_str(&format!("from {module} import {words}\n"));
        }
    }
    if uses("Money") {
        out.push_str("\nfrom ._native import Money\n");
    }
    let mut names = names.to_vec();
    names.sort();
    let names: String = names.iter().map(|name| format!("    \"{name}\",\n")).collect();
    out.push_str(&format!("\n__all__: list[str] = [\n{names}]\n"));
    if uses("_Text") {
        out.push_str(TEXT_ENUM);
    }
    out
}

const TEXT_ENUM: &str = r#"

class _Text(str, Enum):
    """An enum whose members are their own text: `enum.StrEnum`, which Python 3.10 does not have."""

    def __str__(self) -> str:
        return str(self.value)
"#;

fn class(out: &mut String, name: &str, docs: &[String], tag: Option<(&String, &String)>, fields: &[Field]) {
    let by_name = if optional_before_required(fields) { ", kw_only=True" } else { "" };
    out.push_str(&format!("\n\n@dataclass(frozen=True, slots=True{by_name})\nclass {name}:\n"));
    docstring(out, docs);
    if let Some((tag, wire)) = tag {
        out.push_str(&format!("\n    {tag}: ClassVar[str] = \"{wire}\"\n"));
    }
    for field in fields {
        let default = match (&field.ty, may_be_left_out(field)) {
            (_, false) => "",
            (Type::List(_), true) => " = field(default_factory=list)",
            (_, true) => " = None",
        };
        out.push_str(&format!("\n    {}: {}{default}\n", field_name(&field.wire), ty(&field.ty)));
        docstring(out, &field.docs);
    }
    if docs.is_empty() && tag.is_none() && fields.is_empty() {
        out.push_str("    pass\n");
    }
}

/// A name that is a keyword of Python takes an underscore, by its style guide.
fn field_name(wire: &str) -> String {
    const KEYWORDS: &[&str] = &[
        "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
        "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
        "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ];
    if KEYWORDS.contains(&wire) { format!("{wire}_") } else { wire.to_owned() }
}

pub(super) fn ty(of: &Type) -> String {
    match of {
        Type::Bool => "bool".into(),
        Type::Small(_) | Type::Wide(_) => "int".into(),
        Type::Float => "float".into(),
        Type::Text => "str".into(),
        Type::Bytes => "bytes".into(),
        Type::Scalar(scalar) => scalar.python.into(),
        Type::Record(name) => name.clone(),
        Type::List(inner) => format!("list[{}]", ty(inner)),
        Type::Map(inner) => format!("dict[str, {}]", ty(inner)),
        Type::Optional(inner) => format!("{} | None", ty(inner)),
    }
}

fn docstring(out: &mut String, docs: &[String]) {
    docstring_at(out, docs, "    ");
}

pub(super) fn docstring_at(out: &mut String, docs: &[String], indent: &str) {
    let lines = plain_docs(docs);
    let text = lines.join("\n").replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"");
    // A quote at the end would join the closing ones.
    let text = if text.ends_with('"') { format!("{text} ") } else { text };
    let mut lines = text.lines();
    let Some(first) = lines.next() else { return };
    out.push_str(&format!("{indent}\"\"\"{first}"));
    let mut several = false;
    for line in lines {
        several = true;
        out.push('\n');
        if !line.is_empty() {
            out.push_str(&format!("{indent}{line}"));
        }
    }
    out.push_str(if several { "\n" } else { "\"\"\"\n" });
    if several {
        out.push_str(&format!("{indent}\"\"\"\n"));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_shape() {
        assert_eq!(super::write(&super::super::sample::records()), include_str!("../../samples/records.py"));
    }
}

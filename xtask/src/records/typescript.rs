//! `records.d.ts`: interfaces and unions. The converter of the Node binding changes the case of names.

use super::{
    HEADER,
    model::{Field, Record, Shape, Type, pascal_case, plain_docs},
};

pub(super) fn write(records: &[Record]) -> String {
    let mut body = String::new();
    for record in records {
        body.push('\n');
        let name = &record.name;
        match &record.shape {
            Shape::Struct(own) => {
                comment(&mut body, &record.docs, "");
                body.push_str(&format!("export interface {name} {{\n"));
                fields(&mut body, own, "  ");
                body.push_str("}\n");
            }
            Shape::Names(members) => {
                comment(&mut body, &record.docs, "");
                body.push_str(&format!("export type {name} =\n"));
                for member in members {
                    comment(&mut body, &member.docs, "  ");
                    body.push_str(&format!("  | '{}'\n", member.wire));
                }
            }
            Shape::Variants { tag, variants } => {
                comment(&mut body, &record.docs, "");
                body.push_str(&format!("export type {name} =\n"));
                for variant in variants {
                    comment(&mut body, &variant.name.docs, "  ");
                    body.push_str(&format!("  | {{\n      {}: '{}'\n", camel_case(tag), variant.name.wire));
                    fields(&mut body, &variant.fields, "      ");
                    body.push_str("    }\n");
                }
            }
        }
    }
    let uses_money = body.split(|letter: char| !letter.is_alphanumeric()).any(|word| word == "Money");
    let import = if uses_money { "\nimport type { Money } from './index'\n" } else { "" };
    format!("// {HEADER}\n{import}{body}")
}

fn fields(out: &mut String, fields: &[Field], indent: &str) {
    for field in fields {
        comment(out, &field.docs, indent);
        let mark = if field.default { "?" } else { "" };
        out.push_str(&format!("{indent}{}{mark}: {}\n", camel_case(&field.wire), ty(&field.ty)));
    }
}

pub(super) fn ty(of: &Type) -> String {
    match of {
        Type::Bool => "boolean".into(),
        Type::Small(_) | Type::Float => "number".into(),
        Type::Wide(_) => "bigint".into(),
        Type::Text => "string".into(),
        Type::Bytes => "Uint8Array".into(),
        Type::Scalar(scalar) => scalar.typescript.into(),
        Type::Record(name) => name.clone(),
        Type::List(inner) => match inner.as_ref() {
            Type::Optional(_) => format!("({})[]", ty(inner)),
            // A column of amounts, without an object for each.
            Type::Wide(name) if name == "i64" => "BigInt64Array".into(),
            _ => format!("{}[]", ty(inner)),
        },
        Type::Map(inner) => format!("Record<string, {}>", ty(inner)),
        Type::Optional(inner) => format!("{} | null", ty(inner)),
    }
}

pub(super) fn camel_case(name: &str) -> String {
    match name.split_once('_') {
        Some((first, rest)) => format!("{first}{}", pascal_case(rest)),
        None => name.to_owned(),
    }
}

fn comment(out: &mut String, docs: &[String], indent: &str) {
    let lines: Vec<String> = plain_docs(docs).iter().map(|line| line.replace("*/", "*\\/")).collect();
    match lines.as_slice() {
        [] => {}
        [one] => out.push_str(&format!("{indent}/** {one} */\n")),
        several => {
            out.push_str(&format!("{indent}/**\n"));
            for line in several {
                out.push_str(format!("{indent} * {line}").trim_end());
                out.push('\n');
            }
            out.push_str(&format!("{indent} */\n"));
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_shape() {
        assert_eq!(
            super::write(&super::super::sample::records()),
            include_str!("../../samples/records.d.ts")
        );
    }

    #[test]
    fn names_are_camel_case() {
        assert_eq!(super::camel_case("by_name_2_x"), "byName2X");
        assert_eq!(super::camel_case("kind"), "kind");
    }
}

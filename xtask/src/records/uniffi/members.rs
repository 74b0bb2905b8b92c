//! `Records.swift` and `Records.kt`: the JSON form of each record, and in Kotlin the default arguments of methods, which
//! uniffi leaves out.

use super::{readable, writable};
use crate::records::{
    HEADER,
    model::{Function, Record, Type},
    typescript::camel_case,
};

pub(crate) fn swift(records: &[Record]) -> String {
    let (readable, writable) = (readable(records), writable(records));
    let mut out = format!("// {HEADER}\n");
    for name in names(&readable, &writable) {
        let (reads, writes) = (readable.contains(&name), writable.contains(&name));
        // A `toJson` of its own serves the protocol, too.
        let own = records.iter().any(|record| record.name == name && record.own_json);
        let protocols = [(reads, "FromJson"), (writes || own, "ToJson")];
        let protocols: Vec<&str> = protocols.iter().filter(|(has, _)| *has).map(|(_, name)| *name).collect();
        out.push_str(&format!("\nextension {name}: {} {{\n", protocols.join(", ")));
        if reads {
            out.push_str(&format!(
                "    public static func fromJson(_ text: String) throws -> {name} {{ try readJson(\"{name}\", text, FfiConverterType{name}.read) }}\n"
            ));
        }
        if writes {
            out.push_str(&format!(
                "    public func toJson() throws -> String {{ try writeJson(\"{name}\", self, FfiConverterType{name}.write) }}\n"
            ));
        }
        out.push_str("}\n");
    }
    out
}

pub(crate) fn kotlin(records: &[Record], functions: &[Function]) -> String {
    let (readable, writable) = (readable(records), writable(records));
    let mut out = format!(
        "// {HEADER}\n\n@file:Suppress(\"EXTENSION_SHADOWED_BY_MEMBER\")\n\npackage prorata\n\nimport java.math.BigDecimal\nimport java.time.Instant\nimport java.time.LocalDate\n"
    );
    for name in names(&readable, &writable) {
        out.push('\n');
        if readable.contains(&name) {
            out.push_str(&format!(
                "/** Reads the JSON form. Errors: `input.invalid_record`, `input.wrong_type`, and those of the values inside. */\nfun {name}.Companion.fromJson(text: String): {name} = readJson(\"{name}\", text, FfiConverterType{name})\n"
            ));
        }
        if writable.contains(&name) {
            out.push_str(if readable.contains(&name) { "\n" } else { "" });
            out.push_str(&format!(
                "/** The JSON form, the same in every language. */\nfun {name}.toJson(): String = writeJson(\"{name}\", this, FfiConverterType{name})\n"
            ));
        }
    }
    for function in functions {
        if let Some(owner) = &function.owner
            && function.receiver.is_some()
            && function.params.iter().any(|param| param.may_be_left_out)
        {
            out.push_str(&with_defaults(owner, function));
        }
    }
    out
}

/// An extension under the method's name, for calls that leave arguments out; the method itself is preferred.
fn with_defaults(owner: &str, function: &Function) -> String {
    let name = camel_case(&function.name);
    let params: Vec<String> = function
        .params
        .iter()
        .map(|param| {
            let default = if param.may_be_left_out { " = null" } else { "" };
            format!("`{}`: {}{default}", camel_case(&param.name), kotlin_type(&param.ty))
        })
        .collect();
    let arguments: Vec<String> =
        function.params.iter().map(|param| format!("`{}`", camel_case(&param.name))).collect();
    let result = function.result.as_ref().map_or_else(|| "Unit".to_owned(), kotlin_type);
    format!(
        "\n/** As the method, with what may be left out. */\nfun {owner}.`{name}`({}): {result} = this.`{name}`({})\n",
        params.join(", "),
        arguments.join(", ")
    )
}

fn kotlin_type(of: &Type) -> String {
    match of {
        Type::Bool => "Boolean".into(),
        Type::Small(name) | Type::Wide(name) => match name.as_str() {
            "i8" => "Byte",
            "u8" => "UByte",
            "i16" => "Short",
            "u16" => "UShort",
            "i32" => "Int",
            "u32" => "UInt",
            "u64" => "ULong",
            _ => "Long",
        }
        .into(),
        Type::Float => "Double".into(),
        Type::Text => "String".into(),
        Type::Bytes => "ByteArray".into(),
        Type::Scalar(scalar) => match scalar.name {
            "Timestamp" => "Instant",
            "Date" => "LocalDate",
            "Percent" | "UnitAmount" | "RateFactor" => "BigDecimal",
            "Duration" => "CalendarDuration",
            other => other,
        }
        .into(),
        Type::Record(name) => name.clone(),
        Type::List(inner) => format!("List<{}>", kotlin_type(inner)),
        Type::Map(inner) => format!("Map<String, {}>", kotlin_type(inner)),
        Type::Optional(inner) => format!("{}?", kotlin_type(inner)),
    }
}

/// Each name once, in the order of the records.
fn names<'a>(readable: &[&'a str], writable: &[&'a str]) -> Vec<&'a str> {
    let mut names = readable.to_vec();
    names.extend(writable.iter().copied().filter(|name| !readable.contains(name)));
    names
}

#[cfg(test)]
mod tests {
    use crate::records::sample;

    #[test]
    fn every_kind() {
        let (records, functions) = (sample::records(), sample::functions());
        assert_eq!(super::swift(&records), include_str!("../../../samples/Records.swift"));
        assert_eq!(super::kotlin(&records, &functions), include_str!("../../../samples/Records.kt"));
    }
}

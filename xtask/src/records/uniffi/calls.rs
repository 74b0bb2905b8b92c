//! `GeneratedCalls.swift` and `.kt`: how the vector runners call each generated function, through the public API with
//! native values.

use super::functions::free_name;
use crate::records::{
    HEADER,
    model::{Function, Param, Type},
    typescript::camel_case,
};

pub(crate) fn swift(functions: &[Function]) -> String {
    let mut out = format!(
        "// {HEADER}\n\nimport Foundation\nimport Prorata\n\n/// The answer of a generated function; none if there is no such function.\nfunc generatedAnswer(to call: String, _ given: Given) throws -> JSON? {{\n    switch call {{\n"
    );
    for function in functions {
        let argument = |param: &Param| {
            let value = swift_value(&param.ty, &format!("given[\"{}\"]", param.name));
            format!("{}: {value}", camel_case(&param.name))
        };
        let arguments: Vec<String> = function.params.iter().map(argument).collect();
        let callee = match &function.receiver {
            Some(receiver) => {
                let record = swift_value(&receiver.ty, &format!("given[\"{}\"]", receiver.name));
                format!("{record}.{}", camel_case(&function.name))
            }
            None => camel_case(&free_name(function)),
        };
        out.push_str(&format!(
            "    case \"{}\":\n        return try JSON(of: {callee}({}))\n",
            function.call(),
            arguments.join(", ")
        ));
    }
    out.push_str("    default: return nil\n    }\n}\n");
    out
}

/// A native value from JSON.
fn swift_value(of: &Type, json: &str) -> String {
    match of {
        Type::Bool => format!("{json}.bool()"),
        Type::Small(name) | Type::Wide(name) => {
            let name = name.replace('i', "Int").replace('u', "UInt");
            format!("{json}.integer({name}.self)")
        }
        Type::Float => format!("{json}.double()"),
        Type::Text => format!("{json}.text()"),
        Type::Bytes => format!("{json}.bytes()"),
        Type::Scalar(scalar) => match scalar.name {
            "Timestamp" => format!("timestampParse(text: {json}.text())"),
            "Percent" | "UnitAmount" | "RateFactor" => format!("{json}.decimal()"),
            "Money" => format!("Money.fromJson({json}.form())"),
            _ => format!("{json}.text()"),
        },
        Type::Record(name) => format!("{name}.fromJson({json}.form())"),
        Type::List(inner) => format!("{json}.list {{ try {} }}", swift_value(inner, "$0")),
        Type::Map(inner) => format!("{json}.map {{ try {} }}", swift_value(inner, "$0")),
        Type::Optional(inner) => format!("{json}.optional {{ try {} }}", swift_value(inner, "$0")),
    }
}

pub(crate) fn kotlin(functions: &[Function]) -> String {
    let mut out = format!(
        "// {HEADER}\n\npackage prorata.test\n\nimport prorata.*\n\n/** The answer of a generated function; [NoSuchCall] if there is no such function. */\nfun generatedAnswer(call: String, given: Given): Any? = when (call) {{\n"
    );
    for function in functions {
        let value = |param: &Param| kotlin_value(&param.ty, &format!("given[\"{}\"]", param.name));
        let arguments: Vec<String> = function.params.iter().map(value).collect();
        let callee = match &function.receiver {
            Some(receiver) => format!("{}.`{}`", value(receiver), camel_case(&function.name)),
            None => format!("`{}`", camel_case(&free_name(function))),
        };
        out.push_str(&format!(
            "    \"{}\" ->\n        {callee}({})\n",
            function.call(),
            arguments.join(", ")
        ));
    }
    out.push_str("    else -> NoSuchCall\n}\n");
    out
}

fn kotlin_value(of: &Type, json: &str) -> String {
    match of {
        Type::Bool => format!("{json}.bool()"),
        Type::Small(name) | Type::Wide(name) => {
            let name = match name.as_str() {
                "i8" => "toByte",
                "u8" => "toUByte",
                "i16" => "toShort",
                "u16" => "toUShort",
                "i32" => "toInt",
                "u32" => "toUInt",
                "u64" => "toULong",
                _ => "toLong",
            };
            format!("{json}.digits().{name}()")
        }
        Type::Float => format!("{json}.asDouble"),
        Type::Bytes => format!("{json}.bytes()"),
        Type::Text => format!("{json}.text()"),
        Type::Scalar(scalar) => match scalar.name {
            "Timestamp" => format!("timestampParse({json}.text())"),
            "Date" => format!("dateParse({json}.text())"),
            "Percent" | "UnitAmount" | "RateFactor" => format!("{json}.text().toBigDecimal()"),
            "Money" => format!("Money.fromJson({json}.toString())"),
            _ => format!("{json}.text()"),
        },
        Type::Record(name) => format!("{name}.fromJson({json}.toString())"),
        Type::List(inner) => format!("{json}.asJsonArray.map {{ {} }}", kotlin_value(inner, "it")),
        Type::Map(inner) => {
            format!("{json}.asJsonObject.asMap().mapValues {{ {} }}", kotlin_value(inner, "it.value"))
        }
        Type::Optional(inner) => format!("{json}.present()?.let {{ {} }}", kotlin_value(inner, "it")),
    }
}

#[cfg(test)]
mod tests {
    use crate::records::sample;

    #[test]
    fn every_kind() {
        let functions = sample::functions();
        assert_eq!(super::swift(&functions), include_str!("../../../samples/GeneratedCalls.swift"));
        assert_eq!(super::kotlin(&functions), include_str!("../../../samples/GeneratedCalls.kt"));
    }
}

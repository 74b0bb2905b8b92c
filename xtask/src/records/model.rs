//! What a record is, for every writer.

/// A public type of the core that crosses as data.
#[derive(Debug, PartialEq)]
pub(crate) struct Record {
    pub(crate) name: String,
    /// Module of the core.
    pub(crate) module: String,
    pub(crate) docs: Vec<String>,
    pub(crate) shape: Shape,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Shape {
    Struct(Vec<Field>),
    /// An enum without data: its text.
    Names(Vec<Name>),
    /// An enum with data: an object whose field `tag` says which.
    Variants {
        tag: String,
        variants: Vec<Variant>,
    },
}

#[derive(Debug, PartialEq)]
pub(crate) struct Field {
    pub(crate) rust: String,
    /// In JSON.
    pub(crate) wire: String,
    pub(crate) docs: Vec<String>,
    pub(crate) ty: Type,
    /// May be left out of an input: serde's `default`.
    pub(crate) default: bool,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Name {
    pub(crate) rust: String,
    pub(crate) wire: String,
    pub(crate) docs: Vec<String>,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Variant {
    pub(crate) name: Name,
    pub(crate) fields: Vec<Field>,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Type {
    Bool,
    /// An integer of at most 32 bits, by its Rust name.
    Small(String),
    /// `i64` or `u64`.
    Wide(String),
    Float,
    Text,
    Scalar(&'static Scalar),
    /// Another record.
    Record(String),
    List(Box<Type>),
    /// From text.
    Map(Box<Type>),
    Optional(Box<Type>),
}

/// A type with a serde form written by hand and a native type in each language.
#[derive(Debug, PartialEq)]
pub(crate) struct Scalar {
    pub(crate) name: &'static str,
    pub(crate) python: &'static str,
    pub(crate) typescript: &'static str,
}

const fn scalar(name: &'static str, python: &'static str, typescript: &'static str) -> Scalar {
    Scalar { name, python, typescript }
}

/// Every special scalar. In Swift and Kotlin they are declared by hand in `bindings-swift/src`.
pub(crate) const SCALARS: &[Scalar] = &[
    // Qualified in Python, where a field named `date` would hide the type.
    scalar("Timestamp", "dt.datetime", "Date"),
    scalar("Date", "dt.date", "string"),
    scalar("Month", "str", "string"),
    scalar("Zone", "str", "string"),
    scalar("Duration", "str", "string"),
    scalar("Currency", "str", "string"),
    scalar("Percent", "Decimal", "string"),
    scalar("UnitAmount", "Decimal", "string"),
    scalar("RateFactor", "Decimal", "string"),
    // A struct in JSON, and a class of its own in every language.
    scalar("Money", "Money", "Money"),
];

/// Fields with a default in front of one without: they can only be given by name.
pub(crate) fn optional_before_required(fields: &[Field]) -> bool {
    let first = fields.iter().position(may_be_left_out).unwrap_or(fields.len());
    fields.iter().skip(first).any(|field| !may_be_left_out(field))
}

/// Nullable fields, and lists that are empty unless given.
pub(crate) fn may_be_left_out(field: &Field) -> bool {
    field.default || matches!(field.ty, Type::Optional(_))
}

/// `per_unit` as `PerUnit`.
pub(crate) fn pascal_case(name: &str) -> String {
    let mut out = String::new();
    for part in name.split('_') {
        let mut letters = part.chars();
        out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        out.push_str(letters.as_str());
    }
    out
}

/// A doc comment for other languages: examples are Rust and stay behind, links become names.
pub(crate) fn plain_docs(lines: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut in_example = false;
    for line in lines {
        let second_blank = line.is_empty() && out.last().is_none_or(String::is_empty);
        if line.trim_start().starts_with("```") {
            in_example = !in_example;
        } else if !in_example && !second_blank {
            out.push(without_links(line));
        }
    }
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    out
}

/// ``[`Money`](crate::Money)`` and ``[`Money`]`` as `` `Money` ``; links to the web stay.
fn without_links(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("[`") {
        out.push_str(before);
        let Some((name, after)) = after.split_once("`]") else {
            out.push_str("[`");
            rest = after;
            continue;
        };
        out.push_str(&format!("`{name}`"));
        rest = match after.strip_prefix('(').and_then(|target| target.split_once(')')) {
            Some((_, after)) => after,
            None => after,
        };
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn docs_lose_examples_and_links() {
        let lines = ["A [`Money`](crate::Money) in [`Zone`].", "", "```", "code", "```", "", "End [`x", ""];
        let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        assert_eq!(plain_docs(&lines), ["A `Money` in `Zone`.", "", "End [`x"]);
    }
}

//! What a record is, for every writer.

/// A public type of the core that crosses as data.
#[derive(Debug, PartialEq)]
pub(crate) struct Record {
    pub(crate) name: String,
    /// Module of the core.
    pub(crate) module: String,
    pub(crate) docs: Vec<String>,
    pub(crate) shape: Shape,
    /// Derives `Deserialize`.
    pub(crate) reads: bool,
    /// Derives `Serialize`.
    pub(crate) writes: bool,
    /// Has a method `to_json` of its own.
    pub(crate) own_json: bool,
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

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Type {
    Bool,
    /// An integer of at most 32 bits, by its Rust name.
    Small(String),
    /// `i64` or `u64`.
    Wide(String),
    Float,
    Text,
    /// A file, as an argument or an answer; not inside records.
    Bytes,
    Scalar(&'static Scalar),
    /// Another record.
    Record(String),
    List(Box<Type>),
    /// From text.
    Map(Box<Type>),
    Optional(Box<Type>),
}

/// A public function of the core that crosses: it takes and gives records and scalars.
#[derive(Debug, PartialEq)]
pub(crate) struct Function {
    /// Module of the core.
    pub(crate) module: String,
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    /// The record in whose `impl` it stands.
    pub(crate) owner: Option<String>,
    /// What stands before the dot in Rust; in languages without methods the first parameter.
    pub(crate) receiver: Option<Param>,
    pub(crate) params: Vec<Param>,
    /// Returns a `Result`.
    pub(crate) fails: bool,
    /// None for `()`.
    pub(crate) result: Option<Type>,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Param {
    /// Of a receiver, its record in `snake_case`.
    pub(crate) name: String,
    /// As it crosses: owned, and optional where a default stands for it.
    pub(crate) ty: Type,
    pub(crate) passed: Passed,
    /// Options: what is left out becomes the record's `Default`.
    pub(crate) or_default: bool,
    /// Optional, as every parameter after it: a call may end before it.
    pub(crate) may_be_left_out: bool,
}

/// How the core takes an argument.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Passed {
    Owned,
    /// `&T`, `&str`, `&[T]`.
    Borrowed,
    /// `Option<&T>`, `Option<&str>`, `Option<&[T]>`.
    BorrowedInside,
}

impl Function {
    /// As vectors and people call it: `catalog.mrr`.
    pub(crate) fn call(&self) -> String {
        format!("{}.{}", self.module, self.name)
    }

    /// The receiver first.
    pub(crate) fn all_params(&self) -> impl Iterator<Item = &Param> {
        self.receiver.iter().chain(&self.params)
    }

    /// The call of the core in Rust, of `arguments` that are owned; what it gives is a `Result` if it `fails`.
    pub(crate) fn rust_call(&self, arguments: impl Fn(&Param) -> String) -> String {
        let owner = self.owner.as_ref().map_or_else(String::new, |owner| format!("{owner}::"));
        let arguments: Vec<String> =
            self.all_params().map(|param| param.argument(&arguments(param))).collect();
        format!("prorata::{}::{owner}{}({})", self.module, self.name, arguments.join(", "))
    }

    /// The call in a function whose variables have the parameters' names and whose refusals return.
    pub(crate) fn rust_answer(&self) -> String {
        let call = self.rust_call(|param| param.name.clone());
        if self.fails { format!("{call}?") } else { call }
    }
}

/// The doc comment of an export.
pub(crate) fn rust_docs(function: &Function) -> String {
    let line = |line: String| format!("{}\n", format!("/// {line}").trim_end());
    function_docs(&function.docs).into_iter().map(line).collect()
}

impl Type {
    /// Whether it is a file, or may be one.
    pub(crate) fn is_bytes(&self) -> bool {
        match self {
            Self::Bytes => true,
            Self::Optional(inner) | Self::List(inner) | Self::Map(inner) => inner.is_bytes(),
            Self::Bool
            | Self::Small(_)
            | Self::Wide(_)
            | Self::Float
            | Self::Text
            | Self::Scalar(_)
            | Self::Record(_) => false,
        }
    }

    /// What generated Rust must say of an argument's type, where the call leaves it open.
    pub(crate) fn left_open(&self) -> Option<String> {
        match self {
            Self::Text => Some("String".into()),
            Self::Bytes => Some("Vec<u8>".into()),
            Self::List(_) => Some("Vec<_>".into()),
            Self::Optional(inner) => {
                let inner = inner.left_open().unwrap_or_else(|| "_".into());
                Some(format!("Option<{inner}>"))
            }
            Self::Bool
            | Self::Small(_)
            | Self::Wide(_)
            | Self::Float
            | Self::Scalar(_)
            | Self::Record(_)
            | Self::Map(_) => None,
        }
    }
}

/// The same behind the name of a `let`.
pub(crate) fn annotation(ty: &Type) -> String {
    ty.left_open().map_or_else(String::new, |ty| format!(": {ty}"))
}

impl Param {
    /// What the core is given, from an expression of the type `ty`.
    pub(crate) fn argument(&self, owned: &str) -> String {
        let default = if self.or_default { ".unwrap_or_default()" } else { "" };
        match (self.passed, &self.ty) {
            (Passed::Owned, _) => format!("{owned}{default}"),
            (Passed::Borrowed, _) => format!("&{owned}{default}"),
            (Passed::BorrowedInside, Type::Optional(inner))
                if matches!(**inner, Type::Text | Type::Bytes | Type::List(_)) =>
            {
                format!("{owned}.as_deref()")
            }
            (Passed::BorrowedInside, _) => format!("{owned}.as_ref()"),
        }
    }
}

/// A type with a serde form written by hand and a native type in each language.
#[derive(Debug, PartialEq)]
pub(crate) struct Scalar {
    pub(crate) name: &'static str,
    pub(crate) python: &'static str,
    pub(crate) typescript: &'static str,
    /// What a refusal says was expected.
    pub(crate) in_words: &'static str,
}

const fn scalar(
    name: &'static str,
    python: &'static str,
    typescript: &'static str,
    in_words: &'static str,
) -> Scalar {
    Scalar { name, python, typescript, in_words }
}

/// Every special scalar. In Swift and Kotlin they are declared by hand in `bindings-swift/src`.
pub(crate) const SCALARS: &[Scalar] = &[
    // Qualified in Python, where a field named `date` would hide the type.
    scalar("Timestamp", "dt.datetime", "Date", "an aware datetime"),
    scalar("Date", "dt.date", "string", "a date"),
    scalar("Month", "str", "string", "a month, such as `2024-01`"),
    scalar("Zone", "str", "string", "a time zone, such as `Europe/Berlin`"),
    scalar("Duration", "str", "string", "a duration, such as `P1M`"),
    scalar("Currency", "str", "string", "the code of a currency, such as `USD`"),
    scalar("Percent", "Decimal", "string", "a Decimal"),
    scalar("UnitAmount", "Decimal", "string", "a Decimal"),
    scalar("RateFactor", "Decimal", "string", "a Decimal"),
    // A struct in JSON, and a class of its own in every language.
    scalar("Money", "Money", "Money", "a Money"),
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

/// The doc comment of a function for other languages: its section `# Errors` becomes a sentence.
pub(crate) fn function_docs(lines: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut errors = false;
    for line in plain_docs(lines) {
        if errors && !line.is_empty() {
            let line = line.strip_prefix("As ").map_or_else(|| line.clone(), |rest| format!("as {rest}"));
            out.push(format!("Errors: {line}"));
            errors = false;
        } else if line == "# Errors" {
            errors = true;
        } else if !line.starts_with("# Example") && !errors {
            out.push(line);
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

    #[test]
    fn errors_of_a_function_become_a_sentence() {
        let docs =
            |text: &str| function_docs(&text.split('|').map(str::to_owned).collect::<Vec<_>>()).join("|");
        assert_eq!(
            docs("Adds.||# Errors|`money.overflow`,|`money.x`."),
            "Adds.||Errors: `money.overflow`,|`money.x`."
        );
        assert_eq!(
            docs("Adds.||# Errors||As [`mrr`](Self::mrr).||# Examples|```|x|```"),
            "Adds.||Errors: as `mrr`."
        );
    }
}

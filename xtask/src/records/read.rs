//! From Rust source to the model. What cannot be mapped is refused with its file, field and type:
//! nothing is left out silently.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, punctuated::Punctuated};

use super::model::{Field, Name, Record, SCALARS, Shape, Type, Variant};
use crate::source::{Source, docs, snake_case, test_only};

/// Every public type of the sources that derives `Serialize` or `Deserialize`, in order.
pub(crate) fn records(sources: &[Source]) -> Result<Vec<Record>, String> {
    let mut found = Vec::new();
    for source in sources {
        check_scalars(source)?;
        collect(&source.file.items, source, &mut found);
    }
    let names: BTreeSet<String> = found.iter().map(|item| item.name.to_string()).collect();
    if names.len() < found.len() {
        return Err("two records share a name: `cargo xtask tidy` says which".into());
    }
    let own_json: BTreeSet<String> =
        sources.iter().flat_map(|source| with_method(&source.file.items, "to_json")).collect();
    found.iter().map(|item| record(item, &names, &own_json)).collect()
}

/// The types with a method of that name.
fn with_method(items: &[syn::Item], name: &str) -> Vec<String> {
    let has = |block: &syn::ItemImpl| {
        block.items.iter().any(|item| matches!(item, syn::ImplItem::Fn(found) if found.sig.ident == name))
    };
    let blocks = items.iter().filter_map(|item| match item {
        syn::Item::Impl(block) if has(block) => path(&block.self_ty).map(|(owner, _)| owner),
        _ => None,
    });
    blocks.collect()
}

/// The name in JSON of a field or variant; none if serde skips it.
pub(crate) fn wire_name(attributes: &[Attribute], rust: &syn::Ident) -> Result<Option<String>, String> {
    let serde = Serde::read(attributes).map_err(|why| format!("`{rust}`: {why}"))?;
    let own = || snake_case(rust.to_string().trim_start_matches("r#"));
    Ok(if serde.skip { None } else { Some(serde.rename.unwrap_or_else(own)) })
}

/// A definition, before its types are understood.
struct Item<'a> {
    source: &'a Source,
    name: &'a syn::Ident,
    attributes: &'a [Attribute],
    generics: &'a syn::Generics,
    body: Body<'a>,
    reads: bool,
    writes: bool,
}

enum Body<'a> {
    Struct(&'a syn::Fields),
    Enum(&'a Punctuated<syn::Variant, syn::Token![,]>),
}

fn collect<'a>(items: &'a [syn::Item], source: &'a Source, found: &mut Vec<Item<'a>>) {
    for item in items {
        let (name, visibility, attributes, generics, body) = match item {
            syn::Item::Struct(item) => {
                (&item.ident, &item.vis, &item.attrs, &item.generics, Body::Struct(&item.fields))
            }
            syn::Item::Enum(item) => {
                (&item.ident, &item.vis, &item.attrs, &item.generics, Body::Enum(&item.variants))
            }
            syn::Item::Mod(module) if !test_only(&module.attrs) => {
                if let Some((_, items)) = &module.content {
                    collect(items, source, found);
                }
                continue;
            }
            _ => continue,
        };
        let public = matches!(visibility, syn::Visibility::Public(_));
        let special = SCALARS.iter().any(|scalar| name == scalar.name);
        let (reads, writes) = (derives(attributes, "Deserialize"), derives(attributes, "Serialize"));
        if public && !special && (reads || writes) {
            found.push(Item { source, name, attributes, generics, body, reads, writes });
        }
    }
}

fn derives(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().filter(|attribute| attribute.path().is_ident("derive")).any(|attribute| {
        let paths = attribute.parse_args_with(Punctuated::<syn::Path, syn::Token![,]>::parse_terminated);
        paths.is_ok_and(|paths| {
            paths.iter().filter_map(|path| path.segments.last()).any(|last| last.ident == name)
        })
    })
}

fn record(item: &Item<'_>, names: &BTreeSet<String>, own_json: &BTreeSet<String>) -> Result<Record, String> {
    let place = format!("{}: `{}`", item.source.at(item.name), item.name);
    let serde = Serde::read(item.attributes).map_err(|error| format!("{place}: {error}"))?;
    if !item.generics.params.is_empty() {
        return Err(format!("{place} is generic: no other language could say it"));
    }
    let types = Types { source: item.source, owner: item.name, this: None, names };
    let shape = match (&item.body, serde.tag.clone()) {
        (Body::Struct(syn::Fields::Named(fields)), None) => {
            Shape::Struct(types.fields(fields, &serde, true)?)
        }
        (Body::Struct(_), _) => {
            return Err(format!("{place} is not a struct with named fields: a scalar belongs in SCALARS"));
        }
        (Body::Enum(variants), tag) => {
            if serde.rename_all.is_none() {
                return Err(format!("{place} needs `#[serde(rename_all = \"snake_case\")]`"));
            }
            match tag {
                None => Shape::Names(
                    variants.iter().map(|variant| types.name(variant)).collect::<Result<_, _>>()?,
                ),
                Some(tag) => {
                    let variants = variants.iter().map(|variant| types.variant(variant));
                    Shape::Variants { tag, variants: variants.collect::<Result<_, _>>()? }
                }
            }
        }
    };
    Ok(Record {
        name: item.name.to_string(),
        module: item.source.module(),
        docs: docs(item.attributes),
        shape,
        reads: item.reads,
        writes: item.writes,
        own_json: own_json.contains(&item.name.to_string()),
    })
}

/// What the types of one record, or of one function, are read with.
pub(super) struct Types<'a> {
    pub(super) source: &'a Source,
    pub(super) owner: &'a syn::Ident,
    /// What `Self` stands for.
    pub(super) this: Option<&'a str>,
    pub(super) names: &'a BTreeSet<String>,
}

impl Types<'_> {
    pub(super) fn error(&self, field: &syn::Ident, why: impl std::fmt::Display) -> String {
        format!("{}: `{}.{field}`: {why}", self.source.at(field), self.owner)
    }

    fn fields(
        &self,
        fields: &syn::FieldsNamed,
        owner: &Serde,
        check_public: bool,
    ) -> Result<Vec<Field>, String> {
        let mut out = Vec::new();
        for field in &fields.named {
            let Some(name) = &field.ident else { continue };
            if check_public && !matches!(field.vis, syn::Visibility::Public(_)) {
                return Err(self.error(name, "a record has only public fields; a scalar belongs in SCALARS"));
            }
            let serde = Serde::read(&field.attrs).map_err(|why| self.error(name, why))?;
            if serde.skip {
                continue;
            }
            let rust = name.to_string();
            let ty = self.ty(&field.ty).map_err(|why| self.error(name, why))?;
            if ty.is_bytes() {
                return Err(self.error(name, "bytes cross as an argument or an answer, not inside a record"));
            }
            let default = owner.default || serde.default;
            if default && !matches!(ty, Type::Optional(_) | Type::List(_)) {
                return Err(self.error(
                    name,
                    "a default is the core's: make the field an `Option`, None for the default",
                ));
            }
            let wire = serde.rename.unwrap_or_else(|| rust.trim_start_matches("r#").to_owned());
            out.push(Field { rust, wire, docs: docs(&field.attrs), ty, default });
        }
        Ok(out)
    }

    fn name(&self, variant: &syn::Variant) -> Result<Name, String> {
        if !matches!(variant.fields, syn::Fields::Unit) {
            return Err(self.error(&variant.ident, "an enum with data needs `#[serde(tag = \"kind\")]`"));
        }
        self.wire_name(variant)
    }

    fn wire_name(&self, variant: &syn::Variant) -> Result<Name, String> {
        let serde = Serde::read(&variant.attrs).map_err(|why| self.error(&variant.ident, why))?;
        let rust = variant.ident.to_string();
        let wire = serde.rename.unwrap_or_else(|| snake_case(&rust));
        Ok(Name { rust, wire, docs: docs(&variant.attrs) })
    }

    fn variant(&self, variant: &syn::Variant) -> Result<Variant, String> {
        let fields = match &variant.fields {
            syn::Fields::Unit => Vec::new(),
            syn::Fields::Named(fields) => self.fields(fields, &Serde::default(), false)?,
            syn::Fields::Unnamed(_) => {
                return Err(self.error(&variant.ident, "a variant's fields need names"));
            }
        };
        Ok(Variant { name: self.wire_name(variant)?, fields })
    }

    pub(super) fn ty(&self, ty: &syn::Type) -> Result<Type, String> {
        let unmapped = || format!("no other language has a type for `{}`", self.text(ty));
        let (name, inner) = path(ty).ok_or_else(unmapped)?;
        match (name.as_str(), inner.as_slice()) {
            ("Self", []) if let Some(this) = self.this => Ok(Type::Record(this.to_owned())),
            ("Option", [inner]) => Ok(Type::Optional(Box::new(self.ty(inner)?))),
            ("Vec", [inner]) if path(inner).is_some_and(|(name, _)| name == "u8") => Ok(Type::Bytes),
            ("Vec", [inner]) => Ok(Type::List(Box::new(self.ty(inner)?))),
            ("BTreeMap", [key, value]) if self.ty(key)? == Type::Text => {
                Ok(Type::Map(Box::new(self.ty(value)?)))
            }
            ("bool", []) => Ok(Type::Bool),
            ("i8" | "u8" | "i16" | "u16" | "i32" | "u32", []) => Ok(Type::Small(name)),
            ("i64" | "u64", []) => Ok(Type::Wide(name)),
            ("f64", []) => Ok(Type::Float),
            ("String", []) => Ok(Type::Text),
            (_, []) => match SCALARS.iter().find(|scalar| scalar.name == name) {
                Some(scalar) => Ok(Type::Scalar(scalar)),
                None if self.names.contains(&name) => Ok(Type::Record(name)),
                None => Err(unmapped()),
            },
            _ => Err(unmapped()),
        }
    }

    /// The type as it stands in the source.
    fn text(&self, ty: &syn::Type) -> String {
        use syn::spanned::Spanned;
        ty.span().source_text().unwrap_or_else(|| "this type".into())
    }
}

/// The last name of a path, and the types in its angle brackets.
pub(super) fn path(ty: &syn::Type) -> Option<(String, Vec<&syn::Type>)> {
    let syn::Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let inner = match &last.arguments {
        syn::PathArguments::AngleBracketed(arguments) => arguments
            .args
            .iter()
            .filter_map(
                |argument| if let syn::GenericArgument::Type(ty) = argument { Some(ty) } else { None },
            )
            .collect(),
        syn::PathArguments::None | syn::PathArguments::Parenthesized(_) => Vec::new(),
    };
    Some((last.ident.to_string(), inner))
}

/// What serde is told, as far as it changes the shape. Anything else is refused by name.
#[derive(Default)]
struct Serde {
    rename_all: Option<String>,
    rename: Option<String>,
    tag: Option<String>,
    default: bool,
    skip: bool,
}

impl Serde {
    fn read(attributes: &[Attribute]) -> Result<Self, String> {
        let mut serde = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            let read = attribute.parse_nested_meta(|meta| {
                let key = meta.path.require_ident()?.to_string();
                let value = if meta.input.peek(syn::Token![=]) {
                    Some(meta.value()?.parse::<syn::LitStr>()?.value())
                } else {
                    None
                };
                match (key.as_str(), value) {
                    ("rename_all", Some(value)) if value == "snake_case" => serde.rename_all = Some(value),
                    ("rename", Some(value)) => serde.rename = Some(value),
                    ("tag", Some(value)) => serde.tag = Some(value),
                    ("default", _) => serde.default = true,
                    ("skip", None) => serde.skip = true,
                    ("deny_unknown_fields", None)
                    | ("skip_serializing_if" | "try_from" | "into", Some(_)) => {}
                    (other, _) => return Err(meta.error(format!("serde's `{other}` is not mapped"))),
                }
                Ok(())
            });
            read.map_err(|error| error.to_string())?;
        }
        Ok(serde)
    }
}

/// Every type that serializes under a name of its own is in the table of scalars, under that name.
fn check_scalars(source: &Source) -> Result<(), String> {
    let mut wrong = Ok(());
    newtype_names(source.tokens.clone(), &mut |name| {
        if !SCALARS.iter().any(|scalar| scalar.name == name) {
            wrong = Err(format!(
                "{}: scalar `{name}` is missing from SCALARS in xtask/src/records/model.rs",
                source.path
            ));
        }
    });
    wrong
}

/// The literal in `serialize_newtype_struct("Name", …)`.
fn newtype_names(tokens: TokenStream, found: &mut impl FnMut(&str)) {
    let mut called = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                if called && let Some(TokenTree::Literal(name)) = group.stream().into_iter().next() {
                    found(name.to_string().trim_matches('"'));
                }
                called = false;
                newtype_names(group.stream(), found);
            }
            TokenTree::Ident(name) => called = name == "serialize_newtype_struct",
            TokenTree::Punct(_) | TokenTree::Literal(_) => called = false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        records(&[Source::parse("core/src/money.rs", text).unwrap()]).unwrap_err()
    }

    #[test]
    fn what_cannot_be_mapped_is_named() {
        let with = |ty: &str| refused(&format!("#[derive(Serialize)] pub struct A {{ pub b: {ty} }}"));
        assert_eq!(with("usize"), "core/src/money.rs:1: `A.b`: no other language has a type for `usize`");
        for ty in
            ["(i64, i64)", "Vec<Unheard>", "Option<i128>", "BTreeMap<u32, String>", "&'static str", "Decimal"]
        {
            assert!(with(ty).contains("`A.b`: no other language has a type for"), "{ty}: {}", with(ty));
        }
    }

    #[test]
    fn shapes_that_do_not_cross_are_refused() {
        for (text, why) in [
            ("#[derive(Serialize)] pub struct A { b: i64 }", "only public fields"),
            ("#[derive(Serialize)] pub struct A(i64);", "named fields"),
            ("#[derive(Serialize)] pub struct A<T> { pub b: T }", "generic"),
            ("#[derive(Serialize)] pub struct A { pub b: Option<Vec<u8>> }", "bytes cross as an argument"),
            ("#[derive(Serialize)] pub enum A { B }", "rename_all"),
            ("#[derive(Serialize)] #[serde(rename_all = \"snake_case\")] pub enum A { B { c: i64 } }", "tag"),
            (
                "#[derive(Serialize)] #[serde(tag = \"kind\", rename_all = \"snake_case\")] pub enum A { B(i64) }",
                "need names",
            ),
            ("#[derive(Serialize)] #[serde(untagged)] pub enum A { B }", "`untagged` is not mapped"),
            ("#[derive(Serialize)] pub struct A { #[serde(flatten)] pub b: i64 }", "`flatten` is not mapped"),
            (
                "#[derive(Deserialize)] #[serde(default)] pub struct A { pub b: i64 }",
                "a default is the core's",
            ),
            (
                "impl Serialize for A { fn s() { x.serialize_newtype_struct(\"A\", y) } }",
                "scalar `A` is missing",
            ),
        ] {
            assert!(refused(text).contains(why), "{text}: {}", refused(text));
        }
    }

    #[test]
    fn only_public_types_with_serde_are_records() {
        let text = "#[derive(Serialize)] struct A; #[derive(Serialize)] pub(crate) struct B; #[derive(Debug)] pub struct C;
            #[derive(Serialize)] pub struct Money { minor: i64 }
            #[cfg(test)] mod tests { #[derive(Serialize)] pub struct D { pub a: i64 } }
            mod inner { #[derive(Clone, serde::Deserialize)] pub struct E { pub r#type: i64, #[serde(skip)] pub f: X } }";
        let found = records(&[Source::parse("core/src/money.rs", text).unwrap()]).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].name, "E");
        let Shape::Struct(fields) = &found[0].shape else { panic!("not a struct") };
        assert_eq!(fields.iter().map(|field| field.wire.as_str()).collect::<Vec<_>>(), ["type"]);
    }
}

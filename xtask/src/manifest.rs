//! `cargo xtask manifest`: `vectors/api.json`, the public surface of the core in names of no language.
//!
//! ```json
//! {
//!   "errors": ["money.overflow"],
//!   "functions": ["metrics.movements"],
//!   "generated": { "Price.mrr": "catalog.mrr" },
//!   "only": { "Money.scale": ["rust"] },
//!   "types": {
//!     "Money": { "fields": ["currency", "minor"], "methods": ["allocate"], "module": "money" },
//!     "Netting": { "members": ["event", "period"], "methods": [], "module": "metrics" },
//!     "Charge": { "kinds": { "per_unit": ["unit_amount"] }, "methods": [], "module": "catalog" }
//!   }
//! }
//! ```
//!
//! Each language's own test compares its surface with this file, in its own case of names. What `only`
//! names (`Type`, `Type.method` or `module.function`) is missing in the languages that are not listed;
//! the reasons are in `vectors/api-exceptions.json`, which is written by hand. `generated` says how the
//! generated methods are called where records have no methods.
//!
//! A `pub` item is reachable, since the lint `unreachable_pub` is denied: no search for paths is needed.
//! Trait implementations and constants are conveniences of Rust and not part of the surface; in the modules
//! whose functions are generated, so are `const` functions.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use serde_json::{Value, json};
use syn::{Attribute, Visibility};

use crate::{
    Outcome,
    generated::write_or_check,
    only_flag, records,
    source::{self, Source, hidden, rust_files, test_only},
};

const PATH: &str = "vectors/api.json";
const EXCEPTIONS: &str = "vectors/api-exceptions.json";
const LANGUAGES: &[&str] = &["rust", "python", "node", "swift", "kotlin"];

pub(crate) fn run(arguments: &[String]) -> Outcome {
    write(only_flag(arguments, "--check")?)
}

/// Refuses when the committed file is not what the source says.
pub(crate) fn check() -> Outcome {
    write(true)
}

fn write(check: bool) -> Outcome {
    let mut surface = Surface::read(&rust_files("core/src")?)?;
    surface.generated = records::generated_methods()?;
    let only = exceptions(&source::read(EXCEPTIONS)?, &surface)?;
    let text = serde_json::to_string_pretty(&surface.into_json(&only)).map_err(|error| error.to_string())?;
    write_or_check(PATH, &format!("{text}\n"), check, "manifest")
}

#[derive(Default)]
struct Surface {
    errors: BTreeSet<String>,
    functions: BTreeSet<String>,
    /// Methods, and the functions that they are elsewhere.
    generated: BTreeMap<String, String>,
    types: BTreeMap<String, Ty>,
    /// Types with public methods, and their modules.
    implemented: BTreeMap<String, String>,
    methods: BTreeMap<String, BTreeSet<String>>,
}

struct Ty {
    module: String,
    body: Body,
}

enum Body {
    Fields(BTreeSet<String>),
    Members(BTreeSet<String>),
    Kinds(BTreeMap<String, BTreeSet<String>>),
}

impl Surface {
    fn read(sources: &[Source]) -> Result<Self, String> {
        let mut surface = Self::default();
        for source in sources {
            let module = source.module();
            surface.items(&source.file.items, &module).map_err(|why| format!("{}: {why}", source.path))?;
        }
        // A type that a macro declares is known by its public methods: the lint holds for them too.
        for (name, module) in std::mem::take(&mut surface.implemented) {
            let fields = Body::Fields(BTreeSet::new());
            surface.types.entry(name).or_insert(Ty { module, body: fields });
        }
        Ok(surface)
    }

    fn items(&mut self, items: &[syn::Item], module: &str) -> Outcome {
        for item in items {
            match item {
                syn::Item::Mod(inner) if !test_only(&inner.attrs) => {
                    if let Some((_, items)) = &inner.content {
                        self.items(items, module)?;
                    }
                }
                syn::Item::Fn(function)
                    if public(&function.vis, &function.attrs) && !constant(&function.sig, module) =>
                {
                    let name = format!("{module}.{}", function.sig.ident);
                    self.functions.insert(name.trim_start_matches('.').to_owned());
                }
                syn::Item::Struct(item) if public(&item.vis, &item.attrs) => {
                    self.add(&item.ident, module, Body::Fields(fields(&item.fields, false)?))?;
                }
                syn::Item::Enum(item) if public(&item.vis, &item.attrs) => {
                    self.add(&item.ident, module, variants(item)?)?;
                }
                syn::Item::Impl(block) => self.methods_of(block, module),
                _ => {}
            }
        }
        Ok(())
    }

    fn add(&mut self, name: &syn::Ident, module: &str, body: Body) -> Outcome {
        match self.types.insert(name.to_string(), Ty { module: module.to_owned(), body }) {
            Some(other) => Err(format!("`{name}` is also the name of a type in `{}`", other.module)),
            None => Ok(()),
        }
    }

    fn methods_of(&mut self, block: &syn::ItemImpl, module: &str) {
        let syn::Type::Path(path) = block.self_ty.as_ref() else { return };
        let Some(name) = path.path.segments.last().map(|last| last.ident.to_string()) else { return };
        let coded = block
            .trait_
            .as_ref()
            .is_some_and(|(path, _)| path.segments.last().is_some_and(|last| last.ident == "Coded"));
        for item in &block.items {
            let syn::ImplItem::Fn(function) = item else { continue };
            if coded && function.sig.ident == "code" {
                codes(function.block.to_token_stream(), &mut self.errors);
            } else if block.trait_.is_none()
                && public(&function.vis, &function.attrs)
                && !constant(&function.sig, module)
            {
                self.implemented.insert(name.clone(), module.to_owned());
                self.methods.entry(name.clone()).or_default().insert(function.sig.ident.to_string());
            }
        }
    }

    /// Whether `Type`, `Type.method` or `module.function` is part of it.
    fn has(&self, name: &str) -> bool {
        let method = name.split_once('.').is_some_and(|(ty, method)| {
            self.types.contains_key(ty)
                && self.methods.get(ty).is_some_and(|methods| methods.contains(method))
        });
        method || self.types.contains_key(name) || self.functions.contains(name)
    }

    fn into_json(mut self, only: &BTreeMap<String, Vec<String>>) -> Value {
        let mut types = serde_json::Map::new();
        for (name, ty) in self.types {
            let (key, body) = match ty.body {
                Body::Fields(fields) => ("fields", json!(fields)),
                Body::Members(members) => ("members", json!(members)),
                Body::Kinds(kinds) => ("kinds", json!(kinds)),
            };
            let methods = self.methods.remove(&name).unwrap_or_default();
            types.insert(name, json!({ "module": ty.module, key: body, "methods": methods }));
        }
        json!({
            "errors": self.errors,
            "functions": self.functions,
            "generated": self.generated,
            "only": only,
            "types": types,
        })
    }
}

fn public(visibility: &Visibility, attributes: &[Attribute]) -> bool {
    matches!(visibility, Visibility::Public(_)) && !hidden(attributes)
}

/// A constant written as a function, which the generator leaves alone.
fn constant(signature: &syn::Signature, module: &str) -> bool {
    signature.constness.is_some() && records::GENERATED.contains(&module)
}

/// Names in JSON of the fields that other languages see.
fn fields(fields: &syn::Fields, in_variant: bool) -> Result<BTreeSet<String>, String> {
    let mut names = BTreeSet::new();
    for field in fields {
        let seen = in_variant || public(&field.vis, &field.attrs);
        if let Some(name) = field.ident.as_ref().filter(|_| seen) {
            names.extend(records::wire_name(&field.attrs, name)?);
        }
    }
    Ok(names)
}

fn variants(item: &syn::ItemEnum) -> Result<Body, String> {
    let mut kinds = BTreeMap::new();
    for variant in &item.variants {
        if let Some(name) = records::wire_name(&variant.attrs, &variant.ident)? {
            kinds.insert(name, fields(&variant.fields, true)?);
        }
    }
    let plain = item.variants.iter().all(|variant| matches!(variant.fields, syn::Fields::Unit));
    Ok(if plain { Body::Members(kinds.into_keys().collect()) } else { Body::Kinds(kinds) })
}

/// The literals of the form `family.what_is_wrong`.
fn codes(tokens: TokenStream, found: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => codes(group.stream(), found),
            TokenTree::Literal(literal) => {
                found.insert(literal.to_string().trim_matches('"').to_owned());
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// Reads the exceptions: an array of `{"name", "only", "reason"}`.
fn exceptions(text: &str, surface: &Surface) -> Result<BTreeMap<String, Vec<String>>, String> {
    let cases: Vec<Value> = serde_json::from_str(text).map_err(|error| format!("{EXCEPTIONS}: {error}"))?;
    let mut only = BTreeMap::new();
    for case in &cases {
        let word = |key: &str| case.get(key).and_then(Value::as_str).unwrap_or_default();
        let name = word("name");
        let wrong = |why: &str| Err(format!("{EXCEPTIONS}: `{name}` {why}"));
        if !surface.has(name) {
            return wrong("is not part of the surface (any more)");
        }
        if word("reason").is_empty() {
            return wrong("has no reason");
        }
        let languages = case.get("only").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let languages: Vec<String> = languages.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        let known = languages.iter().all(|language| LANGUAGES.contains(&language.as_str()));
        if !known || !languages.iter().any(|language| language == "rust") {
            return wrong("needs `only`: a list of languages, with rust among them");
        }
        if only.insert(name.to_owned(), languages).is_some() {
            return wrong("stands twice");
        }
    }
    Ok(only)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONEY: &str = r#"
        /// Public fields are part of it.
        pub struct Money { pub minor: i64, pub currency: Currency, cache: i64 }
        impl Money { pub fn new() {} pub fn add(self) {} pub(crate) fn inner() {} #[doc(hidden)] pub fn raw() {} pub const ZERO: i64 = 0; }
        impl std::fmt::Display for Money { fn fmt(&self) {} }
        #[serde(rename_all = "snake_case")] pub enum Rounding { HalfUp, #[serde(rename = "bankers")] HalfEven }
        pub enum Charge { Free, PerUnit { unit_amount: i64 } }
        pub fn convert() {} fn private() {} pub(crate) struct Raw; impl Raw { pub(crate) fn x() {} } declare!(Percent); impl Percent { pub fn of() {} }
        impl Coded for MoneyError { fn code(&self) -> &'static str { match self { Self::A => "money.overflow", Self::B => "money.mixed" } } }
        #[cfg(test)] mod tests { pub fn case() {} }
    "#;

    fn surface() -> Surface {
        Surface::read(&[Source::parse("core/src/money/mod.rs", MONEY).unwrap()]).unwrap()
    }

    #[test]
    fn the_surface_is_what_other_crates_can_name() {
        let only = exceptions(
            r#"[{"name":"Money.add","only":["rust"],"reason":"an operator elsewhere"}]"#,
            &surface(),
        );
        let expected = json!({
            "errors": ["money.mixed", "money.overflow"],
            "functions": ["money.convert"],
            "generated": {},
            "only": { "Money.add": ["rust"] },
            "types": {
                "Charge": { "module": "money", "kinds": { "free": [], "per_unit": ["unit_amount"] }, "methods": [] },
                "Money": { "module": "money", "fields": ["currency", "minor"], "methods": ["add", "new"] },
                "Percent": { "module": "money", "fields": [], "methods": ["of"] },
                "Rounding": { "module": "money", "members": ["bankers", "half_up"], "methods": [] },
            },
        });
        assert_eq!(surface().into_json(&only.unwrap()), expected);
    }

    #[test]
    fn constants_of_generated_modules_are_of_rust() {
        let text = "pub struct Price; impl Price { pub const fn name(self) {} pub fn mrr(self) {} } pub const fn c() {}";
        for (path, methods, functions) in [
            ("core/src/catalog/mod.rs", json!(["mrr"]), json!([])),
            ("core/src/money/mod.rs", json!(["mrr", "name"]), json!(["money.c"])),
        ] {
            let surface =
                Surface::read(&[Source::parse(path, text).unwrap()]).unwrap().into_json(&BTreeMap::new());
            assert_eq!(surface.pointer("/types/Price/methods"), Some(&methods), "{path}");
            assert_eq!(surface.get("functions"), Some(&functions), "{path}");
        }
    }

    #[test]
    fn a_stale_or_unexplained_exception_is_refused() {
        for (text, why) in [
            (r#"[{"name":"Money.gone","only":["rust"],"reason":"x"}]"#, "not part of the surface"),
            (r#"[{"name":"Money","only":["rust"],"reason":""}]"#, "has no reason"),
            (r#"[{"name":"Money","only":["cobol"],"reason":"x"}]"#, "a list of languages"),
            (r#"[{"name":"Money","only":[],"reason":"x"}]"#, "a list of languages"),
            (
                r#"[{"name":"Money","only":["rust"],"reason":"x"},{"name":"Money","only":["rust"],"reason":"x"}]"#,
                "twice",
            ),
            ("{}", "expected a sequence"),
        ] {
            let error = exceptions(text, &surface()).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}

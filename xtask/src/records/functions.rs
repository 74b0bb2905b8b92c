//! From Rust source to the functions that cross: docs/adr/0003-generated-functions.md.
//!
//! Of the modules in [`GENERATED`] every public function crosses, or is refused by name: nothing is left out
//! silently but what is `const` (a constant written as a function) or `#[doc(hidden)]`.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    model::{Function, Param, Passed, Record, Shape, Type},
    read::{Types, path},
};
use crate::source::{Source, docs, hidden, snake_case, test_only};

/// The modules whose functions are generated in every language.
pub(crate) const GENERATED: &[&str] = &[
    "catalog",
    "usage",
    "customer",
    "line_item",
    "proration",
    "subscription",
    "invoice",
    "simulation",
    "explain",
    "document",
    "stripe",
];

/// Classes of their own in every language: what a generated module adds to them is bound by hand.
const BY_HAND: &[&str] = &["Facts"];

/// Names that Python or JavaScript could not write as a name.
const KEYWORDS: &[&str] = &[
    "and",
    "as",
    "assert",
    "async",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "def",
    "default",
    "del",
    "delete",
    "do",
    "elif",
    "else",
    "enum",
    "except",
    "export",
    "extends",
    "finally",
    "for",
    "from",
    "function",
    "global",
    "if",
    "import",
    "in",
    "instanceof",
    "is",
    "lambda",
    "let",
    "new",
    "nonlocal",
    "not",
    "or",
    "pass",
    "raise",
    "return",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// Every function of `modules`, by module and file, in the order of the source.
pub(crate) fn functions(
    sources: &[Source],
    records: &[Record],
    modules: &[&str],
) -> Result<Vec<Function>, String> {
    let names = records.iter().map(|record| record.name.clone()).collect();
    let mut reader = Reader { records, names, found: Vec::new(), places: BTreeMap::new() };
    for source in sources.iter().filter(|source| modules.contains(&source.module().as_str())) {
        reader.items(&source.file.items, source)?;
    }
    Ok(reader.found)
}

struct Reader<'a> {
    records: &'a [Record],
    names: BTreeSet<String>,
    found: Vec<Function>,
    /// Where each name that callers use was first seen.
    places: BTreeMap<String, String>,
}

impl Reader<'_> {
    fn items(&mut self, items: &[syn::Item], source: &Source) -> Result<(), String> {
        for item in items {
            match item {
                syn::Item::Mod(module) if !test_only(&module.attrs) => {
                    if let Some((_, items)) = &module.content {
                        self.items(items, source)?;
                    }
                }
                syn::Item::Fn(function) if crosses(&function.vis, &function.attrs, &function.sig) => {
                    self.add(source, None, &function.sig, &function.attrs)?;
                }
                syn::Item::Impl(block) if block.trait_.is_none() && !test_only(&block.attrs) => {
                    self.methods(block, source)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn methods(&mut self, block: &syn::ItemImpl, source: &Source) -> Result<(), String> {
        for item in &block.items {
            let syn::ImplItem::Fn(function) = item else { continue };
            if !crosses(&function.vis, &function.attrs, &function.sig) {
                continue;
            }
            let owner = path(&block.self_ty).map(|(name, _)| name).unwrap_or_default();
            if BY_HAND.contains(&owner.as_str()) {
                continue;
            }
            if !self.names.contains(&owner) {
                let place = source.at(&function.sig.ident);
                return Err(format!("{place}: `{owner}.{}`: `{owner}` is not a record", function.sig.ident));
            }
            self.add(source, Some(&owner), &function.sig, &function.attrs)?;
        }
        Ok(())
    }

    fn add(
        &mut self,
        source: &Source,
        owner: Option<&str>,
        signature: &syn::Signature,
        attributes: &[syn::Attribute],
    ) -> Result<(), String> {
        let types = Types { source, owner: &signature.ident, this: owner, names: &self.names };
        let mut function = Function {
            module: source.module(),
            name: signature.ident.to_string(),
            docs: docs(attributes),
            owner: owner.map(str::to_owned),
            receiver: None,
            params: Vec::new(),
            fails: false,
            result: None,
        };
        let at = source.at(&signature.ident);
        let place = format!(
            "{at}: `{}{}`",
            owner.map_or_else(String::new, |owner| format!("{owner}.")),
            function.name
        );
        let refuse = |why: String| format!("{place}: {why}");
        if !signature.generics.params.is_empty() || signature.asyncness.is_some() {
            return Err(refuse("is generic or async: no other language could call it".into()));
        }
        for input in &signature.inputs {
            let param = self.param(&types, owner, input).map_err(refuse)?;
            match input {
                syn::FnArg::Receiver(_) => function.receiver = Some(param),
                syn::FnArg::Typed(_) => function.params.push(param),
            }
        }
        let named = function.params.iter().map(|param| &param.name).chain([&function.name]);
        if let Some(name) = named.into_iter().find(|name| KEYWORDS.contains(&name.as_str())) {
            return Err(refuse(format!("`{name}` is a keyword of Python or JavaScript")));
        }
        let mut left_out = true;
        for param in function.params.iter_mut().rev() {
            left_out = left_out && matches!(param.ty, Type::Optional(_));
            param.may_be_left_out = left_out;
        }
        let mut seen = BTreeSet::new();
        if let Some(twice) = function.all_params().find(|param| !seen.insert(&param.name)) {
            return Err(refuse(format!(
                "two parameters are named `{}`, the record's own name among them",
                twice.name
            )));
        }
        (function.fails, function.result) = result(&types, &signature.output).map_err(refuse)?;
        if let Some(first) = self.places.insert(function.call(), place.clone()) {
            return Err(refuse(format!("callers know it as `{}`, and {first} too", function.call())));
        }
        self.found.push(function);
        Ok(())
    }

    fn param(&self, types: &Types<'_>, owner: Option<&str>, input: &syn::FnArg) -> Result<Param, String> {
        let of =
            |name: String, ty, passed| Param { name, ty, passed, or_default: false, may_be_left_out: false };
        match (input, owner) {
            (syn::FnArg::Receiver(this), Some(owner)) => {
                let passed = match &this.kind {
                    syn::ReceiverKind::Value => Passed::Owned,
                    syn::ReceiverKind::Reference(_, _, None) => Passed::Borrowed,
                    _ => return Err("changes its record, or wants it in a box: give a new one back".into()),
                };
                Ok(of(snake_case(owner), Type::Record(owner.to_owned()), passed))
            }
            (syn::FnArg::Receiver(_), None) => Err("takes `self` outside of an `impl`".into()),
            (syn::FnArg::Typed(typed), _) => {
                let syn::Pat::Ident(name) = typed.pat.as_ref() else {
                    return Err("a parameter has no name".into());
                };
                let name = name.ident.to_string();
                let (passed, ty) =
                    parameter(types, &typed.ty).map_err(|why| format!("parameter `{name}`: {why}"))?;
                let mut param =
                    of(name.trim_start_matches("r#").trim_start_matches('_').to_owned(), ty, passed);
                if self.is_options(&param.ty) {
                    param.or_default = true;
                    param.ty = Type::Optional(Box::new(param.ty));
                }
                Ok(param)
            }
        }
    }

    /// A record whose every field has a default, as serde's `default` on the record says.
    fn is_options(&self, ty: &Type) -> bool {
        let Type::Record(name) = ty else { return false };
        self.records.iter().any(|record| {
            let Shape::Struct(fields) = &record.shape else { return false };
            record.name == *name && !fields.is_empty() && fields.iter().all(|field| field.default)
        })
    }
}

/// Public, for people, and not a constant.
fn crosses(visibility: &syn::Visibility, attributes: &[syn::Attribute], signature: &syn::Signature) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
        && signature.constness.is_none()
        && !hidden(attributes)
        && !test_only(attributes)
}

/// A parameter's type as it crosses, and what the core wants of it.
fn parameter(types: &Types<'_>, ty: &syn::Type) -> Result<(Passed, Type), String> {
    if let Some(borrowed) = borrowed(types, ty) {
        return Ok((Passed::Borrowed, borrowed?));
    }
    if let Some((name, inner)) = path(ty)
        && let ("Option", [inner]) = (name.as_str(), inner.as_slice())
        && let Some(borrowed) = borrowed(types, inner)
    {
        return Ok((Passed::BorrowedInside, Type::Optional(Box::new(borrowed?))));
    }
    Ok((Passed::Owned, types.ty(ty)?))
}

/// What stands behind a `&`.
fn borrowed(types: &Types<'_>, ty: &syn::Type) -> Option<Result<Type, String>> {
    let syn::Type::Reference(reference) = ty else { return None };
    if reference.mutability.is_some() {
        return Some(Err("is changed in place: give a new value back".into()));
    }
    Some(match reference.elem.as_ref() {
        syn::Type::Slice(slice) if path(&slice.elem).is_some_and(|(name, _)| name == "u8") => Ok(Type::Bytes),
        syn::Type::Slice(slice) => types.ty(&slice.elem).map(|inner| Type::List(Box::new(inner))),
        inner if path(inner).is_some_and(|(name, _)| name == "str") => Ok(Type::Text),
        inner => types.ty(inner),
    })
}

/// Whether it can fail, and what it gives otherwise.
fn result(types: &Types<'_>, output: &syn::ReturnType) -> Result<(bool, Option<Type>), String> {
    let syn::ReturnType::Type(_, ty) = output else { return Ok((false, None)) };
    let (fails, ty) = match path(ty) {
        Some((name, inner)) if name == "Result" => {
            (true, inner.first().copied().ok_or_else(|| "gives a `Result` of nothing".to_owned())?)
        }
        _ => (false, ty.as_ref()),
    };
    if let syn::Type::Tuple(tuple) = ty
        && tuple.elems.is_empty()
    {
        return Ok((fails, None));
    }
    types.ty(ty).map(|ty| (fails, Some(ty))).map_err(|why| format!("its answer: {why}"))
}

#[cfg(test)]
mod tests {
    use super::{super::read, *};

    const RECORDS: &str = "
        #[derive(Serialize, Deserialize)] pub struct Price { pub count: i64 }
        #[derive(Default, Deserialize)] #[serde(default)] pub struct Terms { pub days: Option<u32> }
        pub struct Opaque { inner: i64 }
    ";

    fn read(text: &str) -> Result<Vec<Function>, String> {
        let source = Source::parse("core/src/catalog/mod.rs", &format!("{RECORDS}{text}")).unwrap();
        let sources = [source];
        functions(&sources, &read::records(&sources).unwrap(), GENERATED)
    }

    fn calls(text: &str) -> Vec<String> {
        read(text).unwrap().iter().map(|function| function.rust_call(|param| param.name.clone())).collect()
    }

    #[test]
    fn each_argument_is_passed_as_the_core_takes_it() {
        let text = "impl Price {
                pub fn a(&self, n: i64, terms: &Terms) -> Result<Money> {}
                pub fn b(self, text: &str, list: &[Date]) -> Option<Price> {}
                pub fn c(at: Option<&Timestamp>, texts: Option<&[String]>, terms: Terms) -> Result<Self> {}
            }
            pub fn d() -> bool {}
            pub fn e(prices: Vec<Price>) -> Result<()> {}";
        assert_eq!(
            calls(text),
            [
                "prorata::catalog::Price::a(&price, n, &terms.unwrap_or_default())",
                "prorata::catalog::Price::b(price, &text, &list)",
                "prorata::catalog::Price::c(at.as_ref(), texts.as_deref(), terms.unwrap_or_default())",
                "prorata::catalog::d()",
                "prorata::catalog::e(prices)",
            ]
        );
        let found = read(text).unwrap();
        let price = || Type::Record("Price".into());
        let results: Vec<_> =
            found.iter().map(|function| (function.fails, function.result.clone())).collect();
        assert_eq!(results.get(1), Some(&(false, Some(Type::Optional(Box::new(price()))))));
        assert_eq!(results.get(2), Some(&(true, Some(price()))));
        assert_eq!(results.get(3), Some(&(false, Some(Type::Bool))));
        assert_eq!(results.get(4), Some(&(true, None)));
    }

    #[test]
    fn only_what_stands_at_the_end_may_be_left_out() {
        let found =
            read("pub fn a(x: Option<i64>, y: bool, z: Option<i64>, terms: &Terms) -> bool {}").unwrap();
        let left_out: Vec<bool> =
            found.iter().flat_map(Function::all_params).map(|param| param.may_be_left_out).collect();
        assert_eq!(left_out, [false, false, true, true]);
    }

    #[test]
    fn what_is_not_for_people_stays() {
        let text = "pub(crate) fn a() {} fn b() {} pub const fn c() -> i64 { 1 } #[doc(hidden)] pub fn d() {}
            impl Price { pub(crate) fn e(&self) {} } impl Clone for Price { fn clone(&self) -> Self {} }
            impl Opaque { fn f(&self) {} } #[cfg(test)] mod tests { pub fn g() {} }";
        assert_eq!(calls(text), Vec::<String>::new());
    }

    #[test]
    fn what_cannot_cross_is_refused_by_name() {
        for (text, why) in [
            ("pub fn a<T>(x: T) {}", "`a`: is generic"),
            ("pub fn a(x: impl Fn()) {}", "`a`: parameter `x`: no other language has a type for"),
            ("pub fn a(x: usize) {}", "parameter `x`: no other language has a type for `usize`"),
            ("pub fn a(x: &mut Price) {}", "parameter `x`: is changed in place"),
            ("pub fn a((x, y): Price) {}", "a parameter has no name"),
            ("pub fn a() -> (i64, i64) {}", "its answer: no other language has a type for `(i64, i64)`"),
            ("pub fn a() -> Result<Opaque> {}", "its answer: no other language has a type for `Opaque`"),
            ("impl Price { pub fn a(&mut self) {} }", "`Price.a`: changes its record"),
            ("impl Price { pub fn a(&self, price: i64) {} }", "two parameters are named `price`"),
            ("impl Opaque { pub fn a(&self) {} }", "`Opaque.a`: `Opaque` is not a record"),
            (
                "pub fn a() {} impl Price { pub fn a(&self) {} }",
                "callers know it as `catalog.a`, and core/src/catalog/mod.rs:5: `a` too",
            ),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.starts_with("core/src/catalog/mod.rs:5: "), "{error}");
            assert!(error.contains(why), "{text}: {error}");
        }
    }

    #[test]
    fn other_modules_are_left_alone() {
        let source = Source::parse("core/src/money.rs", "pub fn a(x: usize) {}").unwrap();
        assert_eq!(functions(&[source], &[], GENERATED), Ok(vec![]));
    }
}

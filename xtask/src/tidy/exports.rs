//! Every export of a binding returns a `Result` and stops a panic before the foreign language.
//!
//! | binding | exports | what stops a panic |
//! |---|---|---|
//! | Python | `#[pyfunction]`, each function of `#[pymethods]` | the body is one call of `guard` (pyo3's own exception escapes `except Exception`) |
//! | Node | each function with `#[napi]` | `catch_unwind` in the attribute (without it the process aborts), and `guard` or `in_background` |
//! | Swift, Kotlin | `#[uniffi::export]`, each function of such an `impl` | returning a `Result` (without it the caller crashes), and `guard` |
//!
//! A function that only hands out a field cannot fail and needs neither: see [`trivial`].

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Expr, Stmt, visit::Visit};

use super::{Findings, Rule};
use crate::source::{Source, rust_files, test_only};

pub(super) const PYTHON: Rule = Rule {
    name: "exports-python",
    what: "exports",
    minimum: 30,
    folder: "bindings-python/src",
    check: || Ok(check(Binding::Python, &rust_files("bindings-python/src")?)),
};

pub(super) const NODE: Rule = Rule {
    name: "exports-node",
    what: "exports",
    minimum: 50,
    folder: "bindings-node/src",
    check: || Ok(check(Binding::Node, &rust_files("bindings-node/src")?)),
};

pub(super) const SWIFT: Rule = Rule {
    name: "exports-swift",
    what: "exports",
    minimum: 10,
    folder: "bindings-swift/src",
    check: || Ok(check(Binding::Swift, &rust_files("bindings-swift/src")?)),
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Binding {
    Python,
    Node,
    Swift,
}

fn check(binding: Binding, sources: &[Source]) -> Findings {
    let mut findings = Findings::default();
    for source in sources {
        Exports { binding, source, findings: &mut findings }.visit_file(&source.file);
    }
    findings
}

struct Exports<'a> {
    binding: Binding,
    source: &'a Source,
    findings: &'a mut Findings,
}

impl Exports<'_> {
    /// The attribute that makes an export, if there is one.
    fn mark<'b>(&self, attributes: &'b [Attribute]) -> Option<&'b Attribute> {
        attributes.iter().find(|attribute| match self.binding {
            Binding::Python => is_last(attribute, "pyfunction") || is_last(attribute, "pymethods"),
            Binding::Node => is_last(attribute, "napi"),
            Binding::Swift => {
                let path: Vec<String> =
                    attribute.path().segments.iter().map(|part| part.ident.to_string()).collect();
                path == ["uniffi", "export"]
            }
        })
    }

    fn check(&mut self, signature: &syn::Signature, body: &syn::Block, mark: &Attribute) {
        self.findings.looked();
        // It installs the class without which the guard cannot make an error.
        if signature.ident == "set_error_class" && mentions(&mark.meta, "catch_unwind") {
            return;
        }
        if only_expression(body).is_some_and(trivial) {
            return;
        }
        let place = format!("{}: `{}`", self.source.at(signature), signature.ident);
        if !returns_result(&signature.output) {
            self.findings.problems.push(format!("{place} does not return a `Result`"));
        }
        match self.binding {
            Binding::Python if !only_expression(body).is_some_and(guarded) => {
                self.findings.problems.push(format!("{place}: the body is not one call of `guard`"));
            }
            Binding::Node if !mentions(&mark.meta, "catch_unwind") => {
                self.findings.problems.push(format!("{place} has no `catch_unwind`"));
            }
            Binding::Node | Binding::Swift if !only_expression(body).is_some_and(guarded) => {
                self.findings.problems.push(format!("{place}: the body is not one call of the guard"));
            }
            Binding::Python | Binding::Node | Binding::Swift => {}
        }
    }

    /// An export made by a macro cannot be checked, so there must be none.
    fn check_macro(&mut self, invocation: &syn::Macro) {
        if exporting(invocation.tokens.clone()) {
            let place = self.source.at(invocation);
            self.findings.problems.push(format!("{place}: an export inside a macro cannot be checked"));
        }
    }
}

impl<'ast> Visit<'ast> for Exports<'_> {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !test_only(&module.attrs) {
            syn::visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        if let Some(mark) = self.mark(&function.attrs) {
            self.check(&function.sig, &function.block, mark);
        }
        syn::visit::visit_item_fn(self, function);
    }

    fn visit_item_impl(&mut self, block: &'ast syn::ItemImpl) {
        if let Some(block_mark) = self.mark(&block.attrs) {
            for item in &block.items {
                if let syn::ImplItem::Fn(function) = item {
                    // napi exports only the marked functions of a marked block.
                    let mark = if self.binding == Binding::Node {
                        self.mark(&function.attrs)
                    } else {
                        Some(block_mark)
                    };
                    if let Some(mark) = mark {
                        self.check(&function.sig, &function.block, mark);
                    }
                }
            }
        }
        syn::visit::visit_item_impl(self, block);
    }

    fn visit_macro(&mut self, invocation: &'ast syn::Macro) {
        self.check_macro(invocation);
    }
}

fn exporting(tokens: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let attribute = tokens.windows(2).any(|pair| match pair {
        [TokenTree::Punct(hash), TokenTree::Group(group)] if hash.as_char() == '#' => {
            let text = group.stream().to_string().replace(' ', "");
            ["pyfunction", "pymethods", "napi", "uniffi::export"].iter().any(|mark| text.starts_with(mark))
        }
        _ => false,
    });
    attribute
        || tokens
            .into_iter()
            .any(|token| matches!(token, TokenTree::Group(group) if exporting(group.stream())))
}

/// `#[name]`, also written with the path to it: `#[pyo3::pyfunction]`.
fn is_last(attribute: &Attribute, name: &str) -> bool {
    attribute.path().segments.last().is_some_and(|last| last.ident == name)
}

fn mentions(meta: &syn::Meta, word: &str) -> bool {
    let syn::Meta::List(list) = meta else { return false };
    list.tokens.clone().into_iter().any(|token| matches!(token, TokenTree::Ident(found) if found == word))
}

/// `Result<…>`, or an alias of it such as `PyResult<…>`.
fn returns_result(output: &syn::ReturnType) -> bool {
    let syn::ReturnType::Type(_, ty) = output else { return false };
    let syn::Type::Path(path) = ty.as_ref() else { return false };
    path.path.segments.last().is_some_and(|last| last.ident.to_string().ends_with("Result"))
}

fn only_expression(body: &syn::Block) -> Option<&Expr> {
    match body.stmts.as_slice() {
        [Stmt::Expr(expression, None)] => Some(expression),
        _ => None,
    }
}

/// A call of the guard, or methods called on what one returns with nothing that could panic in their arguments.
fn guarded(expression: &Expr) -> bool {
    match expression {
        Expr::Call(call) => matches!(call.func.as_ref(), Expr::Path(path) if is_guard(&path.path)),
        Expr::Macro(call) => is_guard(&call.mac.path),
        Expr::MethodCall(call) => {
            guarded(&call.receiver) && call.args.iter().all(|argument| matches!(argument, Expr::Path(_)))
        }
        _ => false,
    }
}

fn is_guard(path: &syn::Path) -> bool {
    path.segments.last().is_some_and(|last| last.ident == "guard" || last.ident == "in_background")
}

/// Fields, references to them, clones, literals and tuples of them: nothing that could fail or panic.
fn trivial(expression: &Expr) -> bool {
    match expression {
        Expr::Path(_) | Expr::Lit(_) => true,
        Expr::Field(field) => trivial(&field.base),
        Expr::Reference(reference) => trivial(&reference.expr),
        Expr::Tuple(tuple) => tuple.elems.iter().all(trivial),
        Expr::MethodCall(call) => call.method == "clone" && trivial(&call.receiver),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(binding: Binding, text: &str) -> (usize, Vec<String>) {
        let source = Source::parse("bindings-x/src/money.rs", text).unwrap();
        let findings = check(binding, &[source]);
        (findings.looked_at, findings.problems)
    }

    /// Each sample has exactly one export.
    fn problems(binding: Binding, text: &str) -> usize {
        let (looked_at, problems) = run(binding, text);
        assert_eq!(looked_at, 1, "{text}");
        problems.len()
    }

    #[test]
    fn python() {
        let good = |text| assert_eq!(problems(Binding::Python, text), 0, "{text}");
        good("#[pyfunction] fn f() -> PyResult<i64> { guard(|| g()) }");
        good("#[pyfunction] #[pyo3(name = \"f\")] fn f() -> PyResult<i64> { crate::guard!(py, g()) }");
        good("#[pymethods] impl M { #[getter] fn minor(&self) -> i64 { self.0.minor } }");
        good("#[pymethods] impl M { #[classattr] fn __match_args__() -> (&'static str,) { (\"minor\",) } }");
        good("#[pymethods] impl M { fn f(&self) -> PyResult<Self> { guard(|| g()).map(Self) } }");
        let bad = |text| assert_eq!(problems(Binding::Python, text), 1, "{text}");
        bad("#[pyfunction] fn f() -> i64 { guard(|| g()) }");
        bad("#[pyfunction] fn f() -> PyResult<i64> { g() }");
        bad("#[pyfunction] fn f() -> PyResult<i64> { h(); guard(|| g()) }");
        bad("#[pyfunction] fn f() -> PyResult<i64> { g(guard(|| 1)) }");
        bad("#[pymethods] impl M { fn f(&self) -> PyResult<i64> { self.g() } }");
        bad("#[pymethods] impl M { fn f(&self) -> PyResult<i64> { guard(|| 1).map(|_| panic!()) } }");
        bad("#[pyo3::pyfunction] fn f() -> PyResult<i64> { g() }");
    }

    #[test]
    fn node() {
        let good = |text| assert_eq!(problems(Binding::Node, text), 0, "{text}");
        good("#[napi(catch_unwind)] pub fn f() -> Result<i64, ErrorCode> { guard(env, || g()) }");
        good("#[napi(catch_unwind)] pub fn f() -> Result<i64, ErrorCode> { in_background(|| g()) }");
        good(
            "#[napi] impl M { #[napi(getter)] pub fn minor(&self) -> &str { &self.minor } fn own(&self) { g() } }",
        );
        let bad = |text| assert_eq!(problems(Binding::Node, text), 1, "{text}");
        bad("#[napi] pub fn f() -> Result<i64, ErrorCode> { guard(env, || g()) }");
        bad("#[napi(catch_unwind)] pub fn f() -> i64 { guard(env, || g()) }");
        bad("#[napi(catch_unwind)] pub fn f() -> Result<i64, ErrorCode> { g() }");
        bad("#[napi_derive::napi] pub fn f() -> Result<i64, ErrorCode> { guard(env, || g()) }");
        bad(
            "#[napi] impl M { #[napi(js_name = \"catch_unwind\")] pub fn f(&self) -> Result<i64> { guard(|| g()) } }",
        );
    }

    #[test]
    fn swift() {
        let good = |text| assert_eq!(problems(Binding::Swift, text), 0, "{text}");
        good("#[uniffi::export] pub fn f() -> Result<i64, Error> { guard(|| g()) }");
        good(
            "#[uniffi::export] impl M { pub fn f(&self) -> Result<i64, Error> { guard(|| g()).map(Self::from) } }",
        );
        let bad = |text| assert_eq!(problems(Binding::Swift, text), 1, "{text}");
        bad("#[uniffi::export] pub fn f() -> i64 { guard(|| g()) }");
        bad("#[uniffi::export] pub fn f() -> Result<i64, Error> { g() }");
        bad("#[uniffi::export(name = \"f\")] impl M { pub fn f(&self) { guard(|| g()) } }");
    }

    #[test]
    fn an_export_cannot_hide_in_a_macro() {
        for text in [
            "m! { #[pyfunction] fn f() {} }",
            "macro_rules! m { () => { mod a { #[napi(getter)] fn f() {} } } }",
            "fn f() { m!(#[uniffi::export] fn g() {}) }",
        ] {
            assert_eq!(run(Binding::Python, text).1.len(), 1, "{text}");
        }
    }
}

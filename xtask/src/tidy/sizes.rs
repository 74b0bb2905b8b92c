//! Files with one idea each, functions that fit on a screen.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::{spanned::Spanned, visit::Visit};

use super::{Findings, Rule, rust_sources};
use crate::source::{Source, test_only};

pub(super) const FILES: Rule = Rule {
    name: "file-size",
    what: "files",
    minimum: 40,
    folder: "core/src",
    check: || Ok(files(&rust_sources()?)),
};

pub(super) const FUNCTIONS: Rule = Rule {
    name: "function-size",
    what: "functions",
    minimum: 250,
    folder: "core/src",
    check: || Ok(functions(&rust_sources()?)),
};

/// Lines with code: not blank, not comment, not for tests only.
const FILE_LIMIT: usize = 450;
/// Lines from the signature to the closing brace.
const FUNCTION_LIMIT: usize = 70;

fn files(sources: &[Source]) -> Findings {
    let mut findings = Findings::default();
    for source in sources {
        let mut lines = BTreeSet::new();
        code_lines(source.tokens.clone(), &mut lines);
        if lines.len() > FILE_LIMIT {
            findings.problems.push(format!(
                "{}: {} code lines of at most {FILE_LIMIT}",
                source.path,
                lines.len()
            ));
        }
        findings.looked();
    }
    findings
}

fn code_lines(tokens: TokenStream, lines: &mut BTreeSet<usize>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut rest = tokens.as_slice();
    while let [first, after @ ..] = rest {
        rest = after;
        // `#[…]` or `#![…]`
        let attribute = match (first, after) {
            (TokenTree::Punct(hash), [TokenTree::Group(group), ..]) if hash.as_char() == '#' => Some(group),
            (TokenTree::Punct(hash), [TokenTree::Punct(_), TokenTree::Group(group), ..])
                if hash.as_char() == '#' =>
            {
                Some(group)
            }
            _ => None,
        };
        match attribute.map(|group| group.stream().to_string().replace(' ', "")) {
            Some(text) if text.starts_with("doc=") => {
                let length = after.iter().take_while(|token| !matches!(token, TokenTree::Group(_))).count();
                rest = after.get(length.saturating_add(1)..).unwrap_or_default();
                continue;
            }
            Some(text) if text == "cfg(test)" => {
                let length = after.iter().take_while(|token| !ends_item(token)).count();
                rest = after.get(length.saturating_add(1)..).unwrap_or_default();
                continue;
            }
            _ => {}
        }
        if let TokenTree::Group(group) = first {
            lines.insert(group.span_open().start().line);
            lines.insert(group.span_close().end().line);
            code_lines(group.stream(), lines);
        } else {
            lines.extend(first.span().start().line..=first.span().end().line);
        }
    }
}

fn ends_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    }
}

fn functions(sources: &[Source]) -> Findings {
    let mut findings = Findings::default();
    for source in sources {
        Functions { source, findings: &mut findings }.visit_file(&source.file);
    }
    findings
}

struct Functions<'a> {
    source: &'a Source,
    findings: &'a mut Findings,
}

impl Functions<'_> {
    fn measure(&mut self, signature: &syn::Signature, body: &syn::Block) {
        self.findings.looked();
        let (first, last) = (signature.span().start().line, body.span().end().line);
        let lines = last.saturating_sub(first).saturating_add(1);
        if lines > FUNCTION_LIMIT {
            let place = self.source.at(signature);
            self.findings.problems.push(format!(
                "{place}: `{}` has {lines} lines of at most {FUNCTION_LIMIT}",
                signature.ident
            ));
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !test_only(&module.attrs) {
            syn::visit::visit_item_mod(self, module);
        }
    }
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.measure(&function.sig, &function.block);
        syn::visit::visit_item_fn(self, function);
    }
    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.measure(&function.sig, &function.block);
        syn::visit::visit_impl_item_fn(self, function);
    }
    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        if let Some(body) = &function.default {
            self.measure(&function.sig, body);
        }
        syn::visit::visit_trait_item_fn(self, function);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> [Source; 1] {
        [Source::parse("core/src/money.rs", text).unwrap()]
    }

    #[test]
    fn only_code_counts_towards_a_file() {
        let comments = "/// docs\n// comment\n\n/* more\n\n */\n#[cfg(test)]\nmod tests {\n fn f() {}\n}\n";
        let full =
            format!("//! Top.\n#![forbid(unsafe_code)]\n{comments}{}", "const A: u8 = 1;\n".repeat(449));
        assert_eq!(files(&source(&full)).problems, Vec::<String>::new());
        let over = format!("{full}const B: &str = \"\n\";\n");
        assert_eq!(files(&source(&over)).problems, ["core/src/money.rs: 452 code lines of at most 450"]);
    }

    #[test]
    fn a_long_function_is_found_wherever_it_stands() {
        let body = "\n".repeat(70);
        for text in [
            format!("fn f() {{{body}}}"),
            format!("impl A {{ fn f() {{{body}}} }}"),
            format!("trait A {{ fn f() {{{body}}} }}"),
            format!("mod inner {{ fn f() {{{body}}} }}"),
        ] {
            assert_eq!(
                functions(&source(&text)).problems,
                ["core/src/money.rs:1: `f` has 71 lines of at most 70"]
            );
        }
        let short = format!("fn f() {{{}}}", "\n".repeat(69));
        assert_eq!(functions(&source(&short)).problems, Vec::<String>::new());
    }
}

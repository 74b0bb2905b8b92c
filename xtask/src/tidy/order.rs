//! A module of the core imports only from modules above it in the list of `docs/`: no cycles, no reaching up.
//!
//! Works on tokens, so that paths inside macros are seen too.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::UseTree;

use super::{Findings, Rule};
use crate::source::{self, MODULES, Source, position};

pub(super) const RULE: Rule = Rule {
    name: "order",
    what: "paths between modules",
    minimum: 60,
    folder: "core/src",
    check: || Ok(check(&source::rust_files("core/src")?)),
};

/// Modules that may not use everything above them: `stripe` decodes to facts and stops there.
const LIMITS: &[(&str, &str)] = &[("stripe", "facts")];

fn check(sources: &[Source]) -> Findings {
    let mut findings = Findings::default();
    let roots = root_names(sources, &mut findings.problems);
    for source in sources {
        let module = source.module();
        if module.is_empty() {
            continue;
        }
        let Some(own) = position(&module) else {
            findings
                .problems
                .push(format!("{}: module `{module}` is not in the list of modules", source.path));
            continue;
        };
        let limit = LIMITS.iter().find(|(limited, _)| *limited == module);
        let limit = limit.and_then(|(_, last)| position(last)).unwrap_or(own);
        let mut paths = Vec::new();
        paths_from_root(source.tokens.clone(), source.module_path().len(), &mut paths);
        for (name, line) in paths {
            let place = format!("{}:{line}", source.path);
            let target = if position(&name).is_some() { Some(&name) } else { roots.get(&name) };
            match target.and_then(|target| position(target)) {
                None => findings.problems.push(format!("{place}: `crate::{name}` is in no known module")),
                Some(there) if there != own && there > limit => findings
                    .problems
                    .push(format!("{place}: `{module}` is above `{name}` and must not use it")),
                Some(_) => {}
            }
            findings.looked();
        }
    }
    findings
}

/// The names at the crate's root that are re-exports, with the module each comes from.
fn root_names(sources: &[Source], problems: &mut Vec<String>) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for source in sources.iter().filter(|source| source.module().is_empty()) {
        for item in &source.file.items {
            match item {
                syn::Item::Mod(module) if !MODULES.contains(&module.ident.to_string().as_str()) => {
                    problems.push(format!(
                        "{}: module `{}` is not in the list of modules",
                        source.at(item),
                        module.ident
                    ));
                }
                syn::Item::Use(import) => leaves(&import.tree, &mut Vec::new(), &mut names),
                _ => {}
            }
        }
    }
    names
}

fn leaves(tree: &UseTree, path: &mut Vec<String>, names: &mut BTreeMap<String, String>) {
    let mut leaf = |name: String| {
        if let Some(first) = path.iter().find(|part| !matches!(part.as_str(), "crate" | "self")) {
            names.insert(name, first.clone());
        }
    };
    match tree {
        UseTree::Name(name) => leaf(name.ident.to_string()),
        UseTree::Rename(name) => leaf(name.rename.to_string()),
        UseTree::Path(part) => {
            path.push(part.ident.to_string());
            leaves(&part.tree, path, names);
            path.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|item| leaves(item, path, names)),
        UseTree::Glob(_) => {}
    }
}

/// Finds the name after every `crate::`, and after every `super::` that reaches the root from `depth`
/// modules below it.
fn paths_from_root(tokens: TokenStream, depth: usize, found: &mut Vec<(String, usize)>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut rest = tokens.as_slice();
    let mut supers = 0_usize;
    loop {
        rest = match rest {
            [] => return,
            [TokenTree::Ident(word), TokenTree::Ident(_), TokenTree::Group(body), rest @ ..]
                if word == "mod" && body.delimiter() == Delimiter::Brace =>
            {
                paths_from_root(body.stream(), depth.saturating_add(1), found);
                rest
            }
            [TokenTree::Ident(word), TokenTree::Punct(a), TokenTree::Punct(b), rest @ ..]
                if (word == "crate" || word == "super") && a.as_char() == ':' && b.as_char() == ':' =>
            {
                supers = if word == "super" { supers.saturating_add(1) } else { depth };
                if supers == depth {
                    names_after(rest, found);
                }
                rest
            }
            [first, rest @ ..] => {
                supers = 0;
                if let TokenTree::Group(group) = first {
                    paths_from_root(group.stream(), depth, found);
                }
                rest
            }
        }
    }
}

/// The first name of a path, or of each path of a group `{a::B, c}`.
fn names_after(tokens: &[TokenTree], found: &mut Vec<(String, usize)>) {
    match tokens.first() {
        Some(TokenTree::Ident(name)) if name != "super" && name != "self" => {
            found.push((name.to_string(), name.span().start().line));
        }
        Some(TokenTree::Group(group)) => {
            let inside: Vec<TokenTree> = group.stream().into_iter().collect();
            for part in
                inside.split(|token| matches!(token, TokenTree::Punct(comma) if comma.as_char() == ','))
            {
                names_after(part, found);
            }
        }
        Some(TokenTree::Punct(star)) if star.as_char() == '*' => {
            found.push(("*".into(), star.span().start().line));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIB: (&str, &str) =
        ("core/src/lib.rs", "mod error; pub mod money; pub use money::{Money, Rate as R};");

    fn problems(files: &[(&str, &str)]) -> Vec<String> {
        let mut sources = vec![Source::parse(LIB.0, LIB.1).unwrap()];
        sources.extend(files.iter().map(|(path, text)| Source::parse(path, text).unwrap()));
        check(&sources).problems
    }

    #[test]
    fn looking_down_the_list_is_fine() {
        let text =
            "use crate::{Money, error::Error}; use super::error::Coded; fn f() { crate::catalog::g() }";
        assert_eq!(problems(&[("core/src/catalog.rs", text)]), Vec::<String>::new());
        let inner = "use super::super::money::Money; use super::Tier; use crate::catalog::Price; mod tests { use super::*; }";
        assert_eq!(problems(&[("core/src/catalog/price.rs", inner)]), Vec::<String>::new());
    }

    #[test]
    fn reaching_up_is_found_in_every_form_of_path() {
        for text in [
            "use crate::money::Money;",
            "use crate::Money;",
            "use crate::{error::Error, Money};",
            "use crate::R;",
            "use super::money::Money;",
            "mod inner { use super::super::Money; }",
            "fn f() -> crate::money::Money { g() }",
            "fn f() { assert!(matches!(x, crate::money::Kind::A)) }",
            "#[cfg(test)] mod tests { fn f() { crate::Money::new() } }",
        ] {
            let found = problems(&[("core/src/calendar.rs", text)]);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
        }
        let found =
            problems(&[("core/src/calendar/date.rs", "use crate::error::Error;\nuse super::super::Money;")]);
        assert_eq!(found, ["core/src/calendar/date.rs:2: `calendar` is above `Money` and must not use it"]);
    }

    #[test]
    fn stripe_stops_at_facts_and_nothing_imports_it() {
        assert_eq!(problems(&[("core/src/stripe.rs", "use crate::facts::Row;")]), Vec::<String>::new());
        assert_eq!(problems(&[("core/src/stripe.rs", "use crate::metrics::Mrr;")]).len(), 1);
        assert_eq!(problems(&[("core/src/report.rs", "use crate::stripe::Call;")]).len(), 1);
    }

    #[test]
    fn an_unknown_module_or_name_is_a_problem() {
        assert_eq!(problems(&[("core/src/helpers.rs", "")]).len(), 1);
        assert_eq!(problems(&[("core/src/metrics.rs", "use crate::*;")]).len(), 1);
        assert_eq!(problems(&[("core/src/metrics.rs", "use crate::Unheard;")]).len(), 1);
        let lib = Source::parse("core/src/lib.rs", "mod util;").unwrap();
        assert_eq!(check(&[lib]).problems.len(), 1);
    }
}

//! No two public types of the core share a name, since the languages know them by name alone.

use std::collections::BTreeMap;

use super::{Findings, Rule};
use crate::source::{self, Source, test_only};

pub(super) const RULE: Rule = Rule {
    name: "names",
    what: "public types",
    minimum: 40,
    folder: "core/src",
    check: || Ok(check(&source::rust_files("core/src")?)),
};

fn check(sources: &[Source]) -> Findings {
    let mut findings = Findings::default();
    let mut seen = BTreeMap::new();
    for source in sources {
        visit(
            &source.file.items,
            &mut |name, place| {
                findings.looked();
                if let Some(first) = seen.insert(name.to_string(), place.clone()) {
                    findings.problems.push(format!("{place}: `{name}` is also the name of {first}"));
                }
            },
            source,
        );
    }
    findings
}

fn visit(items: &[syn::Item], found: &mut impl FnMut(&syn::Ident, String), source: &Source) {
    for item in items {
        let (name, visibility) = match item {
            syn::Item::Struct(item) => (&item.ident, &item.vis),
            syn::Item::Enum(item) => (&item.ident, &item.vis),
            syn::Item::Mod(module) if !test_only(&module.attrs) => {
                if let Some((_, items)) = &module.content {
                    visit(items, found, source);
                }
                continue;
            }
            _ => continue,
        };
        if matches!(visibility, syn::Visibility::Public(_)) {
            found(name, source.at(item));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_used_twice_is_found_across_files() {
        let sources = [
            Source::parse("core/src/invoice.rs", "pub struct Line; pub(crate) struct Raw;").unwrap(),
            Source::parse("core/src/report.rs", "\npub enum Line {} struct Raw; mod a { pub struct Row; }")
                .unwrap(),
        ];
        let findings = check(&sources);
        assert_eq!(findings.looked_at, 3);
        assert_eq!(
            findings.problems,
            ["core/src/report.rs:2: `Line` is also the name of core/src/invoice.rs:1"]
        );
    }
}

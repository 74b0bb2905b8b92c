//! Every package carries the licences of what is inside it: ours, and that of the font of the documents.

use super::{Findings, Rule};
use crate::source;

pub(super) const RULE: Rule = Rule {
    name: "licences",
    what: "licences in packages",
    minimum: 12,
    folder: ".",
    check: || licences(PACKAGES),
};

const LICENCES: &[&str] = &["LICENSE-MIT", "LICENSE-APACHE", "LICENSE-OFL"];

/// The folders of packages. A package of npm copies them when it is packed; that it lists them is checked instead.
const PACKAGES: &[&str] = &["core", "bindings-python", "bindings-swift", "bindings-node"];

fn licences(packages: &[&str]) -> Result<Findings, String> {
    let mut findings = Findings::default();
    for package in packages {
        let list = source::read(&format!("{package}/package.json")).ok();
        for licence in LICENCES {
            findings.looked();
            let carried = match &list {
                Some(list) => list.contains(&format!("\"{licence}\"")),
                None => source::read(&format!("{package}/{licence}")).ok() == Some(source::read(licence)?),
            };
            if !carried {
                findings
                    .problems
                    .push(format!("{package} does not carry {licence} as it stands at the root"));
            }
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_without_them_is_named() {
        let found = licences(&["docs"]).unwrap();
        assert_eq!(found.looked_at, 3);
        assert_eq!(found.problems[2], "docs does not carry LICENSE-OFL as it stands at the root");
        assert!(licences(PACKAGES).unwrap().problems.is_empty());
    }
}

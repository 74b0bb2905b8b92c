//! The README's programs are those of `examples`, which are run: neither can go stale alone.

use crate::{Outcome, source};

const SHOWN: [(&str, &str); 7] = [
    ("rust,no_run", "first_report/main.rs"),
    ("python", "first_report/main.py"),
    ("js", "first_report/main.mjs"),
    ("swift", "first_report/main.swift"),
    ("kotlin", "first_report/main.kt"),
    ("js", "preview_upgrade/main.mjs"),
    ("text", "preview_upgrade/expected.txt"),
];

pub(crate) fn check() -> Outcome {
    let readme = source::read("README.md")?;
    for (language, file) in SHOWN {
        let program = source::read(&format!("examples/{file}"))?;
        if !shows(&readme, language, &program) {
            return Err(format!("README.md does not show examples/{file} as it is"));
        }
    }
    Ok(())
}

/// True when a block of that language is the program, but for its heading comment and where it finds the package.
fn shows(readme: &str, language: &str, program: &str) -> bool {
    let program = program.replace("../../bindings-node/prorata.js", "prorata");
    let is_heading = |line: &&str| line.is_empty() || line.starts_with("//") || line.starts_with("\"\"\"");
    let body: Vec<&str> = program.trim_end().lines().skip_while(is_heading).collect();
    let fence = format!("```{language}\n");
    let mut blocks = readme.split(&fence).skip(1).filter_map(|rest| rest.split("```").next());
    !body.is_empty() && blocks.any(|block| block.lines().eq(body.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_that_differs_is_found() {
        let readme = "text\n```js\nimport { a } from 'prorata'\na()\n```\n";
        let program = "// What it does.\nimport { a } from '../../bindings-node/prorata.js'\na()\n";
        assert!(shows(readme, "js", program));
        assert!(!shows(readme, "js", "// What it does.\nb()\n"));
        assert!(!shows(readme, "js", "// What it does.\nfirst()\na()\n"));
        assert!(!shows(readme, "python", program));
    }
}

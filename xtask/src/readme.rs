//! The README's programs are those of `examples/first_report`, which are run: neither can go stale alone.

use crate::{Outcome, source};

const PROGRAMS: [(&str, &str); 5] = [
    ("rust,no_run", "main.rs"),
    ("python", "main.py"),
    ("js", "main.mjs"),
    ("swift", "main.swift"),
    ("kotlin", "main.kt"),
];

pub(crate) fn check() -> Outcome {
    let readme = source::read("README.md")?;
    for (language, file) in PROGRAMS {
        let program = source::read(&format!("examples/first_report/{file}"))?;
        if !shows(&readme, language, &program) {
            return Err(format!("README.md does not show examples/first_report/{file} as it is"));
        }
    }
    Ok(())
}

/// True when a block of that language is the program, but for its heading comment and where it finds the package.
fn shows(readme: &str, language: &str, program: &str) -> bool {
    let block = readme.split(&format!("```{language}\n")).nth(1).and_then(|rest| rest.split("```").next());
    let program = program.replace("../../bindings-node/prorata.js", "prorata");
    let is_heading = |line: &&str| line.is_empty() || line.starts_with("//") || line.starts_with("\"\"\"");
    let body: Vec<&str> = program.lines().skip_while(is_heading).collect();
    block.is_some_and(|block| !body.is_empty() && block.lines().eq(body))
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

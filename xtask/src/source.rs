//! The repository's files, read and parsed once.

use std::{
    fs,
    path::{Path, PathBuf},
};

use syn::spanned::Spanned;

/// The modules of the core in their order: each imports only from those above it.
pub(crate) const MODULES: &[&str] = &[
    "error",
    "template",
    "id",
    "calendar",
    "money",
    "catalog",
    "usage",
    "customer",
    "line_item",
    "proration",
    "subscription",
    "invoice",
    "payment",
    "dunning",
    "dispute",
    "connect",
    "outage",
    "ledger",
    "event",
    "projection",
    "simulation",
    "facts",
    "metrics",
    "forecast",
    "explain",
    "document",
    "report",
    "stripe",
];

/// The place of a module in [`MODULES`].
pub(crate) fn position(module: &str) -> Option<usize> {
    MODULES.iter().position(|known| *known == module)
}

/// One Rust file.
pub(crate) struct Source {
    /// From the repository's root, with `/`.
    pub(crate) path: String,
    pub(crate) file: syn::File,
    pub(crate) tokens: proc_macro2::TokenStream,
}

impl Source {
    pub(crate) fn parse(path: &str, text: &str) -> Result<Self, String> {
        let tokens: proc_macro2::TokenStream = text.parse().map_err(|error| format!("{path}: {error}"))?;
        let file = syn::parse2(tokens.clone())
            .map_err(|error| format!("{path}:{}: {error}", error.span().start().line))?;
        Ok(Self { path: path.to_owned(), file, tokens })
    }

    /// The path from the crate's root to the file's module: `core/src/money/rate.rs` is `money`, `rate`.
    pub(crate) fn module_path(&self) -> Vec<String> {
        let inside = self.path.split_once("src/").map_or(self.path.as_str(), |(_, inside)| inside);
        let inside = inside.strip_suffix(".rs").unwrap_or(inside);
        inside.split('/').filter(|part| !matches!(*part, "lib" | "main" | "mod")).map(str::to_owned).collect()
    }

    /// The module of the core that the file belongs to; empty for `lib.rs`.
    pub(crate) fn module(&self) -> String {
        self.module_path().into_iter().next().unwrap_or_default()
    }

    /// `path:line` of something in the file.
    pub(crate) fn at(&self, what: &impl Spanned) -> String {
        format!("{}:{}", self.path, what.span().start().line)
    }
}

/// The root of the repository; cargo says where xtask's manifest is.
pub(crate) fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    here.as_deref().and_then(Path::parent).map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Every Rust file under `folder`, by module order, then by path; none if the folder does not exist.
pub(crate) fn rust_files(folder: &str) -> Result<Vec<Source>, String> {
    let mut sources = Vec::new();
    if root().join(folder).is_dir() {
        collect(folder, &mut sources)?;
    }
    sources.sort_by_cached_key(|source: &Source| (position(&source.module()), source.path.clone()));
    Ok(sources)
}

fn collect(folder: &str, sources: &mut Vec<Source>) -> Result<(), String> {
    let entries = fs::read_dir(root().join(folder)).map_err(|error| format!("{folder}: {error}"))?;
    for entry in entries {
        let entry = entry.map_err(|error| format!("{folder}: {error}"))?;
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            if !matches!(entry.file_name().to_str(), Some("target" | "node_modules")) {
                collect(&path, sources)?;
            }
        } else if path.ends_with(".rs") {
            sources.push(Source::parse(&path, &read(&path)?)?);
        }
    }
    Ok(())
}

/// The text of a file of the repository.
pub(crate) fn read(path: &str) -> Result<String, String> {
    fs::read_to_string(root().join(path)).map_err(|error| format!("{path}: {error}"))
}

/// Whether an item is compiled for tests only.
pub(crate) fn test_only(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

/// The lines of the doc comment.
pub(crate) fn docs(attributes: &[syn::Attribute]) -> Vec<String> {
    let mut lines = Vec::new();
    for attribute in attributes {
        if let syn::Meta::NameValue(pair) = &attribute.meta
            && pair.path.is_ident("doc")
            && let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &pair.value
        {
            // One attribute for each line of `///`, an empty one for an empty line.
            for line in text.value().split('\n') {
                lines.push(line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned());
            }
        }
    }
    lines
}

/// `#[doc(hidden)]`: public for the bindings only.
pub(crate) fn hidden(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("doc")
            && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("hidden"))
    })
}

/// `PerUnit` as `per_unit`, by serde's rule.
pub(crate) fn snake_case(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

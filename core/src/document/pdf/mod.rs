//! A [`Sheet`] as PDF: the same bytes for the same sheet, everywhere.
//!
//! Lengths are whole numbers, fonts are the crate's own or given by the host, and nothing is read from a clock, a
//! system or a source of randomness. Only the writing of numbers and of compressed streams is left to libraries.
//!
//! [`layout`] turns blocks into marks on pages ([`pages`]) with text measured by [`font`] and broken by [`lines`];
//! [`write`](write::file) puts them into a file, with the used part of each font ([`embed`]).

mod embed;
mod font;
mod layout;
mod length;
mod lines;
mod pages;
mod script;
mod table;
#[cfg(test)]
mod tests;
mod write;

use serde::{Deserialize, Serialize};

use super::{DocumentError, sheet::Sheet};
use crate::Result;

/// The size of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Paper {
    /// 210 × 297 mm, ISO 216.
    A4,
    /// 8½ × 11 in, as in North America.
    Letter,
}

/// A font of the host, for characters that the built-in one (Latin, Greek, Cyrillic) does not have.
#[derive(Debug, Clone)]
pub(crate) struct PdfFont {
    /// A TrueType or OpenType file of one weight.
    pub(crate) regular: Vec<u8>,
    /// For headings. Default: the regular one.
    pub(crate) bold: Option<Vec<u8>>,
}

/// What a PDF does with a character that no font has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MissingCharacter {
    /// Refuses the document with `document.characters`: a customer's name with holes is no invoice.
    Refuse,
    /// Sets an empty box in its place.
    Box,
}

/// How a PDF is set.
#[derive(Debug, Clone, Default)]
pub(crate) struct PdfOptions {
    /// Default: A4.
    pub(crate) paper: Option<Paper>,
    /// Asked in this order, after the built-in font. Default: none.
    pub(crate) fonts: Vec<PdfFont>,
    /// Default: refuse.
    pub(crate) missing_character: Option<MissingCharacter>,
}

/// Sets the sheet as PDF 1.7.
///
/// # Errors
///
/// `document.characters` for text that no font can set, or in a script whose letters join or run from right to left;
/// `document.invalid_font` for a font that is none; `document.invalid_table` for a row without a cell for each column.
pub(crate) fn render(sheet: &Sheet, options: &PdfOptions) -> Result<Vec<u8>> {
    let fonts = font::Fonts::new(&options.fonts)?;
    let mut pages = pages::Pages::new(options.paper.unwrap_or(Paper::A4), fonts);
    layout::sheet(&mut pages, sheet)?;
    let missing: String = pages.fonts.missing.iter().collect();
    let refuses = options.missing_character.unwrap_or(MissingCharacter::Refuse) == MissingCharacter::Refuse;
    if refuses && !missing.is_empty() {
        return Err(DocumentError::Characters { characters: missing }.into());
    }
    write::file(sheet, &pages)
}

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

use super::{
    DocumentError,
    sheet::{MissingCharacter, Paper, Sheet},
};
use crate::Result;

/// How a PDF is set.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PdfOptions<'a> {
    /// Asked after the built-in font.
    pub(super) font: Option<&'a [u8]>,
    /// The same for headings. Default: `font`.
    pub(super) bold_font: Option<&'a [u8]>,
    /// Default: refuse.
    pub(super) missing_character: Option<MissingCharacter>,
}

/// Sets the sheet as PDF 1.7.
///
/// # Errors
///
/// `document.characters` for text that no font can set, or in a script whose letters join or run from right to left;
/// `document.invalid_font` for a font that is none; `document.invalid_table` for a row without a cell for each column.
pub(super) fn render(sheet: &Sheet, options: &PdfOptions<'_>) -> Result<Vec<u8>> {
    let fonts = font::Fonts::new(options)?;
    let mut pages = pages::Pages::new(sheet.paper.unwrap_or(Paper::A4), fonts);
    sheet.check_tables()?;
    layout::sheet(&mut pages, sheet);
    let missing: String = pages.fonts.missing.iter().collect();
    let refuses = options.missing_character.unwrap_or(MissingCharacter::Refuse) == MissingCharacter::Refuse;
    if refuses && !missing.is_empty() {
        return Err(DocumentError::Characters { characters: missing }.into());
    }
    write::file(sheet, &pages)
}

/// Whether the built-in font has every character of the text.
pub(super) fn sets(text: &str) -> Result<bool> {
    let fonts = font::Fonts::new(&PdfOptions::default())?;
    Ok(text.chars().all(|character| fonts.has(character)))
}

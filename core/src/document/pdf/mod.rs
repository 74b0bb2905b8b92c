//! A [`Sheet`] as PDF: the same bytes for the same sheet, everywhere.
//!
//! Lengths are whole numbers, fonts are the crate's own or given by the host, and nothing is read from a clock, a
//! system or a source of randomness. Only the writing of numbers and of compressed streams is left to libraries.
//!
//! [`layout`] turns blocks into marks on pages ([`pages`]) with text in a [`style`], measured by [`font`] and broken by [`lines`];
//! [`write`](write::file) puts them into a file, with the used part of each font ([`embed`]).

mod embed;
mod font;
mod layout;
mod length;
mod lines;
mod objects;
mod pages;
mod script;
mod style;
mod table;
#[cfg(test)]
mod tests;
mod write;

use super::{
    DocumentError,
    sheet::{MissingCharacter, Paper, Sheet},
};
use crate::Result;

impl Sheet {
    /// A PDF (1.7), the same bytes everywhere.
    ///
    /// The built-in font, Noto Sans, has Latin with Vietnamese, Greek, Cyrillic and most signs of currencies. `font`
    /// is a TrueType or OpenType file of one weight, asked for what it lacks; `bold_font` the same for headings, none
    /// for `font`. Arabic, Hebrew, Indic, Thai and other scripts whose letters join, stack or run from right to left
    /// are refused, with a font or without: HTML serves them. `missing_character` is what becomes of other
    /// characters that no font has; none refuses the document.
    ///
    /// # Errors
    /// `document.characters` names the characters that cannot be set; `document.invalid_font` for a font that is none;
    /// `document.invalid_table` for a row without a cell for each column.
    pub fn to_pdf(
        &self,
        font: Option<&[u8]>,
        bold_font: Option<&[u8]>,
        missing_character: Option<MissingCharacter>,
    ) -> Result<Vec<u8>> {
        let fonts = font::Fonts::new(font, bold_font)?;
        let mut pages = pages::Pages::new(self.paper.unwrap_or(Paper::A4), fonts);
        self.check_tables()?;
        layout::sheet(&mut pages, self);
        let missing: String = pages.fonts.missing.iter().collect();
        let refuses = missing_character.unwrap_or(MissingCharacter::Refuse) == MissingCharacter::Refuse;
        if refuses && !missing.is_empty() {
            return Err(DocumentError::Characters { characters: missing }.into());
        }
        write::file(self, &pages)
    }
}

/// Whether the built-in font has every character of the text.
pub(super) fn sets(text: &str) -> Result<bool> {
    let fonts = font::Fonts::new(None, None)?;
    Ok(text.chars().all(|character| fonts.has(character)))
}

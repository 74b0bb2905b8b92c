//! Documents for people: invoice, receipt and credit note.
//!
//! What stands in a document is a [`Sheet`] of plain blocks. HTML and PDF are two ways to set the same sheet, so
//! they cannot say different things. How a PDF is made, and why: `docs/adr/0004-documents-as-pdf.md`.
#![cfg_attr(
    not(test),
    expect(dead_code, reason = "the invoice, the receipt and the credit note will fill the sheets")
)]

mod pdf;
mod sheet;

use crate::error::{Coded, ErrorKind};

/// Why a document cannot be set.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DocumentError {
    #[error("no font can set `{characters}`: expected other text, or a font that has it")]
    Characters { characters: String },
    #[error("font `{number}` cannot be used: {reason}")]
    InvalidFont { number: usize, reason: String },
    #[error("the table's row `{row}` has `{cells}` cells: expected `{columns}`, one for each column")]
    InvalidTable { row: usize, cells: usize, columns: usize },
}

impl Coded for DocumentError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Document
    }
    fn code(&self) -> &'static str {
        match self {
            Self::Characters { .. } => "document.characters",
            Self::InvalidFont { .. } => "document.invalid_font",
            Self::InvalidTable { .. } => "document.invalid_table",
        }
    }
}

//! Documents for people: invoice, receipt and credit note.
//!
//! [`invoice_document`], [`receipt_document`] and [`credit_note_document`] fill a [`Sheet`] of plain blocks;
//! [`Sheet::to_html`] and [`Sheet::to_pdf`] are two ways to set it, so they cannot say different things. Figures that
//! do not add up are refused. How a PDF is made, and why: `docs/adr/0004-documents-as-pdf.md`.

mod credit_note;
mod head;
mod html;
mod invoice;
mod items;
mod options;
mod pdf;
mod receipt;
mod settlement;
mod sheet;
mod tally;
mod words;

pub use credit_note::credit_note_document;
pub use invoice::invoice_document;
pub use options::{DocumentOptions, Party};
pub use receipt::receipt_document;
pub use sheet::{
    MissingCharacter, Paper, Sheet, SheetAlign, SheetBlock, SheetColumn, SheetFact, SheetPanel, SheetRow,
    SheetTotal, SheetTotalRole,
};

use crate::{
    Money,
    error::{Coded, ErrorKind},
};

/// Why a document cannot be made or set.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DocumentError {
    #[error("no font can set `{characters}`: expected other text, or a font that has it")]
    Characters { characters: String },
    #[error("the amounts come to `{sum}`, but `{label}` says `{stated}`: expected them to add up")]
    DoesNotAddUp { label: &'static str, sum: Money, stated: Money },
    #[error("`{name}` cannot be used: {reason}")]
    InvalidFont { name: &'static str, reason: String },
    #[error("the table's row `{row}` has `{cells}` cells: expected `{columns}`, one for each column")]
    InvalidTable { row: usize, cells: usize, columns: usize },
    #[error("nothing was paid for the invoice `{invoice}`: expected a payment to give a receipt for")]
    NoPayment { invoice: String },
    #[error("the document cannot be written down: {0}")]
    Rendering(String),
    #[error("the invoice `{invoice}` has no credit note `{credit_note}`")]
    UnknownCreditNote { invoice: String, credit_note: String },
    #[error("the invoice `{invoice}` has no payment `{payment}`")]
    UnknownPayment { invoice: String, payment: String },
}

impl Coded for DocumentError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Document
    }
    fn code(&self) -> &'static str {
        match self {
            Self::Characters { .. } => "document.characters",
            Self::DoesNotAddUp { .. } => "document.does_not_add_up",
            Self::InvalidFont { .. } => "document.invalid_font",
            Self::InvalidTable { .. } => "document.invalid_table",
            Self::NoPayment { .. } => "document.no_payment",
            Self::Rendering(_) => "document.rendering",
            Self::UnknownCreditNote { .. } => "document.unknown_credit_note",
            Self::UnknownPayment { .. } => "document.unknown_payment",
        }
    }
}

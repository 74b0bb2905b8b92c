//! What stands in a document, before it is set as HTML or PDF: texts, ready to be read.
//!
//! Amounts and dates are texts here: they are written once, in the reader's format, by whoever fills the sheet.

use serde::{Deserialize, Serialize};

use super::DocumentError;
use crate::{Date, Result};

/// One document, from its head to its foot: what [`to_html`](Sheet::to_html) and [`to_pdf`](Sheet::to_pdf) set.
///
/// It is plain data: a host may add a block, or set it with means of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// The document's name in lists and in the window of a reader: `Invoice INV-0042`.
    pub title: String,
    /// Who issues it.
    pub author: String,
    /// The language of its texts as a BCP 47 tag, for readers aloud: `en`, `de-CH`.
    pub language: String,
    /// The day that the document bears. The only time in it: nothing is taken from a clock.
    pub date: Option<Date>,
    /// The size of its pages; none for A4 as PDF, and for what the printer holds as HTML.
    pub paper: Option<Paper>,
    /// From top to bottom.
    pub blocks: Vec<SheetBlock>,
    /// Small, at the foot: of every page as PDF, of the whole as HTML.
    pub footer: String,
    /// Beside the footer of a PDF, with `{page}` and `{pages}` for the numbers: `Page {page} of {pages}`.
    pub page_label: String,
}

/// The size of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// 210 × 297 mm, ISO 216.
    A4,
    /// 8½ × 11 in, as in North America.
    Letter,
}

/// What a PDF does with a character that no font has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingCharacter {
    /// Refuses the document with `document.characters`: a customer's name with holes is no invoice.
    Refuse,
    /// Sets an empty box in its place.
    Box,
}

/// A part of a document that takes the whole width.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SheetBlock {
    /// What the document is, and whose.
    Heading {
        /// `Invoice`
        title: String,
        /// Who issues it.
        issuer: String,
    },
    /// Pairs of a label and its value: number, dates, purchase order.
    Facts {
        /// From top to bottom.
        facts: Vec<SheetFact>,
    },
    /// Texts side by side: from, bill to, ship to.
    Panels {
        /// From left to right.
        panels: Vec<SheetPanel>,
    },
    /// What matters most, large: `€49.00 due on 3 March 2026`.
    Lead {
        /// One line.
        text: String,
    },
    /// Rows under columns; the headings are repeated on every page that the rows reach.
    Table {
        /// Above the columns; none for a table that needs no name.
        heading: Option<String>,
        /// From left to right.
        columns: Vec<SheetColumn>,
        /// From top to bottom.
        rows: Vec<SheetRow>,
    },
    /// Amounts under the last column of the table above.
    Totals {
        /// From top to bottom.
        totals: Vec<SheetTotal>,
    },
    /// A paragraph or several, parted by line ends.
    Note {
        /// Above it.
        heading: Option<String>,
        /// What it says.
        text: String,
    },
}

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetFact {
    /// `Purchase order`
    pub label: String,
    /// `PO-7`
    pub value: String,
}

/// Some lines under a small heading, such as an address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetPanel {
    /// `Bill to`
    pub heading: String,
    /// From top to bottom; the first is a name.
    pub lines: Vec<String>,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetColumn {
    /// `Quantity`
    pub heading: String,
    /// Where its texts stand.
    pub align: SheetAlign,
    /// Its part of the width, beside the shares of the others.
    pub share: u8,
}

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetAlign {
    /// Words.
    Start,
    /// Amounts: the digits of the fonts have one width, so decimals stand under decimals.
    End,
}

/// One row of a table: a text for each column.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetRow {
    /// From left to right.
    pub cells: Vec<String>,
    /// Small, under the first cell: a period, a reason, a reference.
    pub note: Option<String>,
}

/// One line of the totals.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetTotal {
    /// `VAT 20% on €1,323.00`
    pub label: String,
    /// What it comes to.
    pub amount: String,
    /// What it is to the lines above it.
    pub role: SheetTotalRole,
}

/// What a line of the totals is to the lines above it.
///
/// Each sum is what the rows of the table and the parts above it come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetTotalRole {
    /// Added to them.
    Part,
    /// Their sum so far.
    Subtotal,
    /// Their sum, and set so that it is seen: the total, what is due.
    Total,
    /// Contained in them already, such as the tax inside prices: it adds nothing.
    Included,
}

impl Sheet {
    /// Every row has a text for each column.
    pub(super) fn check_tables(&self) -> Result<()> {
        for block in &self.blocks {
            let SheetBlock::Table { columns, rows, .. } = block else { continue };
            for (number, row) in (1..).zip(rows) {
                if row.cells.len() != columns.len() {
                    let (cells, columns) = (row.cells.len(), columns.len());
                    return Err(DocumentError::InvalidTable { row: number, cells, columns }.into());
                }
            }
        }
        Ok(())
    }
}

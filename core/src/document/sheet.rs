//! What stands in a document, before it is set as HTML or PDF: texts, ready to be read.
//!
//! Amounts and dates are texts here: they are written once, in the reader's format, by whoever fills the sheet.

use serde::Serialize;

use crate::Date;

/// One document, from its head to its foot.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Sheet {
    /// The document's name in lists and in the window of a reader: `Invoice INV-0042`.
    pub(crate) title: String,
    /// Who issues it.
    pub(crate) author: String,
    /// The language of its texts as a BCP 47 tag, for readers aloud: `en`, `de-CH`.
    pub(crate) language: String,
    /// The day that the document bears. The only time in it: nothing is taken from a clock.
    pub(crate) date: Option<Date>,
    /// From top to bottom.
    pub(crate) blocks: Vec<Block>,
    /// Small, at the foot of every page.
    pub(crate) footer: String,
    /// Beside the footer, with `{page}` and `{pages}` for the numbers: `Page {page} of {pages}`.
    pub(crate) page_label: String,
}

/// A part of a document that takes the whole width.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Block {
    /// What the document is, and whose.
    Heading { title: String, issuer: String },
    /// Pairs of a label and its value: number, dates, purchase order.
    Facts { facts: Vec<Fact> },
    /// Texts side by side: from, bill to, ship to.
    Panels { panels: Vec<Panel> },
    /// Rows under columns; the headings are repeated on every page that the rows reach.
    Table { columns: Vec<Column>, rows: Vec<Row> },
    /// Amounts under the last column of the table above.
    Totals { totals: Vec<Total> },
    /// A paragraph or several, parted by line ends.
    Note { heading: Option<String>, text: String },
}

/// A label and its value.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Fact {
    pub(crate) label: String,
    pub(crate) value: String,
}

/// Some lines under a small heading, such as an address.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Panel {
    pub(crate) heading: String,
    pub(crate) lines: Vec<String>,
}

/// One column of a table.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Column {
    pub(crate) heading: String,
    pub(crate) align: Align,
    /// Its part of the width, beside the shares of the others.
    pub(crate) share: u8,
}

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Align {
    /// Words.
    Start,
    /// Amounts: the digits of the fonts have one width, so decimals stand under decimals.
    End,
}

/// One row of a table: a text for each column.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Row {
    pub(crate) cells: Vec<String>,
    /// Small, under the first cell: a period, a reason, a reference.
    pub(crate) note: Option<String>,
}

/// One line of the totals.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Total {
    pub(crate) label: String,
    pub(crate) amount: String,
    /// The one that is to be paid, or was.
    pub(crate) strong: bool,
}

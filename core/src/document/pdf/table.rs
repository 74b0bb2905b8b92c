//! Rows under columns, over as many pages as they take.

use super::{
    length::Length,
    pages::{Cell, Pages, Strip, height, line_count, line_height},
    style::{BODY, GAP, HAIRLINE, LABEL, STRONG},
};
use crate::document::sheet::{SheetAlign, SheetColumn, SheetRow};

const PAD: Length = Length::points(4);

pub(super) fn table(
    pages: &mut Pages<'_>,
    heading: Option<&str>,
    columns: &[SheetColumn],
    rows: &[SheetRow],
) {
    let strips = strips(pages, columns);
    let headings: Vec<Cell> = columns
        .iter()
        .zip(&strips)
        .map(|(column, strip)| pages.cell(&column.heading, LABEL, *strip))
        .collect();
    for (number, row) in (0..).zip(rows) {
        let mut cells: Vec<Cell> =
            row.cells.iter().zip(&strips).map(|(text, strip)| pages.cell(text, BODY, *strip)).collect();
        if let (Some(note), Some(first)) = (&row.note, cells.first_mut()) {
            pages.add(first, note, LABEL);
        }
        if number == 0 {
            // The headings never stand alone at the end of a page.
            let title = heading.map(|heading| pages.cell(heading, STRONG, pages.strip(SheetAlign::Start)));
            let title = title.map_or(Vec::new(), |title| vec![title]);
            pages.keep_together(height(&title) + height(&headings) + height(&cells) + PAD * 4);
            if !title.is_empty() {
                pages.side_by_side(&title);
                pages.skip(PAD);
            }
            head(pages, &headings);
        }
        body_row(pages, &headings, &cells);
    }
}

/// Where each column stands, by its share of the width.
fn strips(pages: &Pages<'_>, columns: &[SheetColumn]) -> Vec<Strip> {
    let whole = columns.iter().fold(0_i32, |sum, column| sum.saturating_add(i32::from(column.share)));
    let mut from = 0_i32;
    let mut strips = Vec::new();
    for (place, column) in (1_usize..).zip(columns) {
        let to = from.saturating_add(i32::from(column.share));
        let gap = if place == columns.len() { Length::ZERO } else { GAP };
        strips.push(pages.part(from, to, whole, column.align, gap));
        from = to;
    }
    strips
}

fn head(pages: &mut Pages<'_>, headings: &[Cell]) {
    pages.side_by_side(headings);
    pages.skip(PAD);
    let across = pages.strip(SheetAlign::Start);
    pages.rule(across, 0);
}

/// One row, on one page if a page can hold it; else line by line.
fn body_row(pages: &mut Pages<'_>, headings: &[Cell], cells: &[Cell]) {
    if pages.keep_together(height(cells) + PAD * 2) {
        head(pages, headings);
    }
    pages.skip(PAD);
    for line in 0..line_count(cells) {
        if pages.keep_together(line_height(cells, line)) {
            head(pages, headings);
            pages.skip(PAD);
        }
        pages.line(cells, line);
    }
    pages.skip(PAD);
    let across = pages.strip(SheetAlign::Start);
    pages.rule(across, HAIRLINE);
}

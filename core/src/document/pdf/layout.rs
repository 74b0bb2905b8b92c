//! Blocks into marks, from top to bottom.

use super::{
    length::Length,
    pages::{Cell, Pages, height},
    style::{BODY, GAP, HAIRLINE, ISSUER, LABEL, LEAD, STRONG, TITLE},
    table,
};
use crate::document::sheet::{
    Sheet, SheetAlign, SheetBlock, SheetFact, SheetPanel, SheetTotal, SheetTotalRole,
};

const TOTAL_PAD: Length = Length::points(2);
const BETWEEN_BLOCKS: Length = Length::points(20);

pub(super) fn sheet(pages: &mut Pages<'_>, sheet: &Sheet) {
    let on_every_page = pages.keep_foot(&sheet.footer, LABEL);
    let mut blocks = sheet.blocks.iter().peekable();
    while let Some(block) = blocks.next() {
        match block {
            SheetBlock::Heading { title, issuer } => heading(pages, title, issuer),
            SheetBlock::Facts { facts } => self::facts(pages, facts),
            SheetBlock::Panels { panels } => self::panels(pages, panels),
            SheetBlock::Lead { text } => lead(pages, text),
            SheetBlock::Table { heading, columns, rows } => {
                table::table(pages, heading.as_deref(), columns, rows);
            }
            SheetBlock::Totals { totals } => self::totals(pages, totals),
            SheetBlock::Note { heading, text } => note(pages, heading.as_deref(), text),
        }
        // Totals belong to the table above them.
        let gap = match blocks.peek() {
            Some(SheetBlock::Totals { .. }) => GAP.share(1, 2),
            _ => BETWEEN_BLOCKS,
        };
        pages.skip(gap);
    }
    if !on_every_page {
        note(pages, None, &sheet.footer);
    }
    pages.footers(if on_every_page { &sheet.footer } else { "" }, &sheet.page_label, LABEL);
}

fn heading(pages: &mut Pages<'_>, title: &str, issuer: &str) {
    let left = pages.part(0, 1, 2, SheetAlign::Start, GAP);
    let right = pages.part(1, 2, 2, SheetAlign::End, Length::ZERO);
    let cells = [pages.cell(title, TITLE, left), pages.cell(issuer, ISSUER, right)];
    pages.side_by_side(&cells);
}

fn facts(pages: &mut Pages<'_>, facts: &[SheetFact]) {
    let label = pages.part(0, 1, 4, SheetAlign::Start, GAP);
    let value = pages.part(1, 4, 4, SheetAlign::Start, Length::ZERO);
    for fact in facts {
        let cells = [pages.cell(&fact.label, LABEL, label), pages.cell(&fact.value, BODY, value)];
        pages.side_by_side(&cells);
    }
}

fn panels(pages: &mut Pages<'_>, panels: &[SheetPanel]) {
    let whole = i32::try_from(panels.len()).unwrap_or(i32::MAX);
    let mut cells = Vec::new();
    for (place, panel) in (0_i32..).zip(panels) {
        let strip = pages.part(place, place.saturating_add(1), whole, SheetAlign::Start, GAP);
        let mut cell = pages.cell(&panel.heading, LABEL, strip);
        for (place, line) in (0..).zip(&panel.lines) {
            pages.add(&mut cell, line, if place == 0 { STRONG } else { BODY });
        }
        cells.push(cell);
    }
    pages.side_by_side(&cells);
}

fn lead(pages: &mut Pages<'_>, text: &str) {
    let cell = pages.cell(text, LEAD, pages.strip(SheetAlign::Start));
    pages.side_by_side(&[cell]);
}

/// In the right half, so that amounts stand under the table's last column; on one page if a page can hold them.
fn totals(pages: &mut Pages<'_>, totals: &[SheetTotal]) {
    let label = pages.part(5, 8, 10, SheetAlign::Start, GAP);
    let amount = pages.part(8, 10, 10, SheetAlign::End, Length::ZERO);
    let across = pages.part(5, 10, 10, SheetAlign::Start, Length::ZERO);
    let style = |total: &SheetTotal| match total.role {
        SheetTotalRole::Total => STRONG,
        SheetTotalRole::Included => LABEL,
        SheetTotalRole::Part | SheetTotalRole::Subtotal => BODY,
    };
    let row = |total: &SheetTotal| {
        [pages.cell(&total.label, style(total), label), pages.cell(&total.amount, style(total), amount)]
    };
    let rows: Vec<[Cell; 2]> = totals.iter().map(row).collect();
    let all = rows.iter().fold(Length::ZERO, |sum, cells| sum + height(cells) + TOTAL_PAD * 2);
    pages.keep_together(all);
    for (total, cells) in totals.iter().zip(&rows) {
        if total.role == SheetTotalRole::Total {
            pages.rule(across, HAIRLINE);
        }
        pages.skip(TOTAL_PAD);
        pages.side_by_side(cells);
        pages.skip(TOTAL_PAD);
    }
}

fn note(pages: &mut Pages<'_>, heading: Option<&str>, text: &str) {
    let strip = pages.strip(SheetAlign::Start);
    let mut cell = Cell { strip, lines: Vec::new() };
    if let Some(heading) = heading {
        pages.add(&mut cell, heading, STRONG);
    }
    pages.add(&mut cell, text, BODY);
    pages.side_by_side(&[cell]);
}

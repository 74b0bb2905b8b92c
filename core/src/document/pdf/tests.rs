use std::hash::Hasher;

use super::{
    font::{Font, Fonts},
    length::Length,
    lines::lines,
    pages::{Mark, Pages},
    style::BODY,
    *,
};
use crate::document::sheet::{
    SheetAlign, SheetBlock, SheetColumn, SheetFact, SheetPanel, SheetRow, SheetTotal, SheetTotalRole,
};

fn text(text: &str) -> String {
    text.to_owned()
}

fn column(heading: &str, align: SheetAlign, share: u8) -> SheetColumn {
    SheetColumn { heading: text(heading), align, share }
}

fn fact(label: &str, value: &str) -> SheetFact {
    SheetFact { label: text(label), value: text(value) }
}

fn total(label: &str, amount: &str, strong: bool) -> SheetTotal {
    let role = if strong { SheetTotalRole::Total } else { SheetTotalRole::Part };
    SheetTotal { label: text(label), amount: text(amount), role }
}

fn panel(heading: &str, lines: &[&str]) -> SheetPanel {
    SheetPanel { heading: text(heading), lines: lines.iter().copied().map(text).collect() }
}

/// An invoice whose lines reach the second page.
fn invoice() -> Sheet {
    let rows = (1..=30).map(|number| SheetRow {
        cells: vec![format!("Seat {number} of plan “Team”"), text("1"), text("€49.00"), text("€49.00")],
        note: (number % 5 == 0)
            .then(|| text("1 – 31 January 2026, prorated: 15 of 31 days remained when the seat was added")),
    });
    Sheet {
        title: text("Invoice INV-0042"),
        author: text("Łódź Software Sp. z o.o."),
        language: text("en"),
        date: Some(crate::Date::from_ymd(2026, 2, 1).unwrap()),
        paper: None,
        blocks: vec![
            SheetBlock::Heading { title: text("Invoice"), issuer: text("Łódź Software Sp. z o.o.") },
            SheetBlock::Facts {
                facts: vec![
                    fact("Invoice number", "INV-0042"),
                    fact("Date of issue", "1 February 2026"),
                    fact("Date due", "3 March 2026"),
                ],
            },
            SheetBlock::Panels {
                panels: vec![
                    panel(
                        "From",
                        &["Łódź Software Sp. z o.o.", "ul. Piotrkowska 1", "90-001 Łódź", "VAT PL1234567890"],
                    ),
                    panel(
                        "Bill to",
                        &[
                            "Ελένη Παπαδοπούλου & Сыновья",
                            "Őrült Kft. – L’Été",
                            "1051 Budapest",
                            "VAT HU12345678",
                        ],
                    ),
                ],
            },
            SheetBlock::Table {
                heading: None,
                columns: vec![
                    column("Description", SheetAlign::Start, 5),
                    column("Quantity", SheetAlign::End, 1),
                    column("Unit price", SheetAlign::End, 2),
                    column("Amount", SheetAlign::End, 2),
                ],
                rows: rows.collect(),
            },
            SheetBlock::Totals {
                totals: vec![
                    total("Subtotal", "€1,470.00", false),
                    total("Discount “LAUNCH” (10%)", "−€147.00", false),
                    total("VAT 23% on €1,323.00", "€304.29", false),
                    total("Amount due", "€1,627.29", true),
                ],
            },
            SheetBlock::Note {
                heading: Some(text("How to pay")),
                text: text(
                    "By bank transfer to PL61 1090 1014 0000 0712 1981 2874 within 30 days; please name the invoice’s number.\nReverse charge does not apply.",
                ),
            },
        ],
        footer: text("Łódź Software Sp. z o.o. · KRS 0000123456 · share capital 5,000 PLN"),
        page_label: text("Page {page} of {pages}"),
    }
}

fn note(content: &str) -> Sheet {
    Sheet { blocks: vec![SheetBlock::Note { heading: None, text: text(content) }], ..Sheet::default() }
}

/// The lines of each page, with their places: `54.0 61.5 Invoice`.
fn marks(sheet: &Sheet, font: Option<&[u8]>) -> Vec<Vec<String>> {
    let fonts = Fonts::new(font, None).unwrap();
    let mut pages = Pages::new(sheet.paper.unwrap_or(Paper::A4), fonts);
    layout::sheet(&mut pages, sheet);
    let read = |font: &Font<'_>, glyph: &u16| font.used[glyph].0.unwrap_or('□');
    let show = |mark: &Mark| match mark {
        Mark::Rule { x, y, width, .. } => {
            format!("{} {} rule {}", x.in_points(), y.in_points(), width.in_points())
        }
        Mark::Text { x, y, run, .. } => {
            let pieces = run.pieces.iter();
            let text: String = pieces
                .flat_map(|piece| {
                    piece.glyphs.iter().map(|glyph| read(&pages.fonts.fonts[piece.font], glyph))
                })
                .collect();
            format!("{} {} {text}", x.in_points(), y.in_points())
        }
    };
    pages.pages.iter().map(|page| page.iter().map(show).collect()).collect()
}

#[test]
fn an_invoice_over_two_pages() {
    let pages = marks(&invoice(), None);
    assert_eq!(pages.len(), 2);
    for page in &pages {
        assert!(page.iter().any(|mark| mark.ends_with(" Description")), "the headings are repeated");
    }
    insta::assert_snapshot!(pages.iter().map(|page| page.join("\n")).collect::<Vec<_>>().join("\n\n"));
}

/// The bytes themselves, which every machine and every language must give.
#[test]
fn the_bytes_of_an_invoice_are_known() {
    let bytes = [Paper::A4, Paper::Letter].map(|paper| {
        let sheet = Sheet { paper: Some(paper), ..invoice() };
        let file = sheet.to_pdf(None, None, None).unwrap();
        if let Some(directory) = option_env!("PRORATA_PDF_DIRECTORY") {
            std::fs::write(format!("{directory}/{}.pdf", file.len()), &file).unwrap();
        }
        let mut hasher = rustc_hash::FxHasher::default();
        hasher.write(&file);
        (file.len(), hasher.finish())
    });
    insta::assert_debug_snapshot!(bytes);
}

#[test]
fn amounts_end_at_one_place() {
    let pages = marks(&invoice(), None);
    let fonts = Fonts::new(None, None).unwrap();
    let ends: Vec<f32> = pages[0]
        .iter()
        .filter_map(|mark| mark.split_once(' '))
        .filter(|(_, rest)| rest.ends_with("€49.00"))
        .map(|(x, _)| x.parse::<f32>().unwrap() + fonts.width("€49.00", BODY).in_points())
        .collect();
    let (right, unit): (Vec<f32>, Vec<f32>) = ends.iter().partition(|end| **end > 500.0);
    assert!(right.len() > 10 && right.len() == unit.len());
    assert!(right.iter().all(|end| (*end - (595.3 - 54.0)).abs() < 0.001), "{right:?}");
}

#[test]
fn a_name_that_no_font_has_is_refused_or_boxed() {
    let error = note("株式会社 Acme").to_pdf(None, None, None).unwrap_err();
    assert_eq!(error.code(), "document.characters");
    assert_eq!(error.to_string(), "no font can set `会式株社`: expected other text, or a font that has it");
    assert!(note("株式会社 Acme").to_pdf(None, None, Some(MissingCharacter::Box)).is_ok());
    assert!(marks(&note("株式会社 Acme"), None)[0][0].ends_with(" □□□□ Acme"));
}

/// Four ideographs as boxes of different heights, with CFF outlines; made for this test.
const BOXES: &[u8] = include_bytes!("boxes.otf");

#[test]
fn a_font_of_the_host_sets_what_the_built_in_one_lacks() {
    let sheet = Sheet {
        blocks: vec![SheetBlock::Heading { title: text("株式会社"), issuer: text("Łódź 株") }],
        ..Sheet::default()
    };
    let page = &marks(&sheet, Some(BOXES))[0];
    // Four widths of 1 em at 20 points, from the left margin; the issuer ends at the right one.
    assert!(page[0].ends_with(" 株式会社") && page[1].ends_with(" Łódź 株"), "{page:?}");
    assert_eq!(Fonts::new(Some(BOXES), None).unwrap().width("株式会社", BODY), Length::points(36));
    let file = sheet.to_pdf(Some(BOXES), None, None).unwrap();
    if let Some(directory) = option_env!("PRORATA_PDF_DIRECTORY") {
        std::fs::write(format!("{directory}/host-font.pdf"), &file).unwrap();
    }
    let has = |name: &[u8]| file.windows(name.len()).any(|part| part == name);
    assert!(
        has(b"+Boxes-Regular") && has(b"/CIDFontType0C") && has(b"+NotoSans-Bold") && !has(b"+NotoSans ")
    );
}

#[test]
fn scripts_that_need_shaping_are_refused_even_with_a_font() {
    for name in ["שלום", "شركة", "कंपनी", "บริษัท", "pay\u{202e}001"] {
        let refused = note(name).to_pdf(Some(notosans::REGULAR_TTF), None, None).unwrap_err();
        assert_eq!(refused.code(), "document.characters", "{name}");
    }
}

#[test]
fn a_broken_font_is_refused_by_its_name() {
    let broken: Option<&[u8]> = Some(b"no font");
    for (font, bold_font, name) in
        [(broken, None, "font"), (Some(BOXES), broken, "bold_font"), (None, broken, "bold_font")]
    {
        let error = note("a").to_pdf(font, bold_font, None).unwrap_err();
        assert_eq!(error.code(), "document.invalid_font");
        assert!(error.to_string().starts_with(&format!("`{name}` cannot be used: ")), "{error}");
    }
}

#[test]
fn a_row_with_too_few_cells_is_refused() {
    let mut sheet = invoice();
    if let Some(SheetBlock::Table { rows, .. }) = sheet.blocks.get_mut(3) {
        rows[1].cells.pop();
    }
    let error = sheet.to_pdf(None, None, None).unwrap_err();
    assert_eq!(error.to_string(), "the table's row `2` has `3` cells: expected `4`, one for each column");
}

#[test]
fn nothing_leaves_the_page() {
    let long = "word ".repeat(5_000);
    let unbroken = "x".repeat(3_000);
    let mut sheet = invoice();
    sheet.footer = long.clone();
    for content in [long, unbroken, "a\n".repeat(300)] {
        sheet.blocks.push(SheetBlock::Heading { title: content.clone(), issuer: content.clone() });
        sheet.blocks.push(SheetBlock::Panels { panels: vec![panel(&content, &[&content]), panel("b", &[])] });
        sheet.blocks.push(SheetBlock::Facts { facts: vec![fact(&content, &content)] });
        sheet.blocks.push(SheetBlock::Totals { totals: vec![total(&content, "1", true)] });
        let row = SheetRow { cells: vec![content.clone()], note: Some(content.clone()) };
        sheet.blocks.push(SheetBlock::Table {
            heading: Some(text("h")),
            columns: vec![column("c", SheetAlign::Start, 1)],
            rows: vec![row],
        });
        sheet.blocks.push(SheetBlock::Lead { text: content.clone() });
        sheet.blocks.push(SheetBlock::Note { heading: Some(text("h")), text: content });
    }
    let pages = marks(&sheet, None);
    assert!(pages.len() > 50);
    for (number, page) in pages.iter().enumerate() {
        assert!(page.len() > 1, "page {number} is empty");
        for mark in page {
            let mut words = mark.split(' ').map(str::parse::<f32>);
            let (x, y) = (words.next().unwrap().unwrap(), words.next().unwrap().unwrap());
            assert!((53.9..541.4).contains(&x) && (53.9..820.0).contains(&y), "page {number}: {mark}");
        }
    }
}

#[test]
fn a_footer_is_there_in_full() {
    let footer = |count: u32| (1..=count).map(|line| format!("Register {line}\n")).collect::<String>();
    let of = |count| marks(&Sheet { footer: footer(count), ..invoice() }, None);
    let has =
        |page: &[String], line: u32| page.iter().any(|mark| mark.ends_with(&format!(" Register {line}")));
    for count in 1..=6 {
        for page in of(count) {
            assert!((1..=count).all(|line| has(&page, line)), "{count}: {page:?}");
        }
    }
    // What would take too much of every page stands once.
    let pages = of(7);
    assert!((1..=7).all(|line| has(pages.last().unwrap(), line)));
    assert!(!has(&pages[0], 1));
}

#[test]
fn lines_break_where_they_may() {
    let fonts = Fonts::new(None, None).unwrap();
    let width = fonts.width("one two", BODY);
    assert_eq!(lines(&fonts, "one two three", BODY, width), ["one two", "three"]);
    assert_eq!(lines(&fonts, "one\u{a0}two\tx", BODY, width), ["one\u{a0}two", "x"]);
    assert_eq!(lines(&fonts, "a\n\nb", BODY, width), ["a", "", "b"]);
    let all = "incomprehensibilities";
    let broken = lines(&fonts, all, BODY, width);
    assert!(broken.len() > 1 && broken.iter().all(|line| fonts.width(line, BODY) <= width));
    assert_eq!(broken.concat(), all);
    // Ideographs have no spaces between them: here each is as wide as the box in its place.
    let cjk = fonts.width("株式", BODY);
    assert_eq!(lines(&fonts, "株式会社", BODY, cjk), ["株式", "会社"]);
}

#[test]
fn an_empty_sheet_is_a_page() {
    let file = Sheet::default().to_pdf(None, None, None).unwrap();
    assert!(file.starts_with(b"%PDF-1.7") && file.ends_with(b"%%EOF"));
    assert_eq!(marks(&Sheet::default(), None).len(), 1);
}

#[test]
fn a_share_of_a_length_without_parts_is_nothing() {
    assert_eq!(Length::points(10).share(1, 0), Length::ZERO);
    assert_eq!(Length::points(10).share(1, 4), Length::twentieths(50));
}

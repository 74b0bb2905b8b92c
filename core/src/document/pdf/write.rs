//! Marks into a file.

use pdf_writer::{Content, Date, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use super::{
    embed,
    length::Length,
    objects::{Numbers, compressed},
    pages::{Mark, Pages},
};
use crate::{Result, document::sheet::Sheet};

const HAIRLINE: Length = Length::twentieths(10);

pub(super) fn file(sheet: &Sheet, pages: &Pages<'_>) -> Result<Vec<u8>> {
    let mut numbers = Numbers::new();
    let (catalog, tree, info) = (numbers.take(), numbers.take(), numbers.take());
    let mut pdf = Pdf::new();
    pdf.set_version(1, 7);
    let mut root = pdf.catalog(catalog);
    root.pages(tree).lang(TextStr(&sheet.language));
    root.viewer_preferences().display_doc_title(true);
    root.finish();
    document_info(&mut pdf, info, sheet);

    // A font that nothing was set in stays out of the file.
    let used = (0_usize..).zip(&pages.fonts.fonts).filter(|(_, font)| !font.used.is_empty());
    let fonts: Vec<(usize, Ref)> = used.map(|(place, _)| (place, numbers.take())).collect();
    let mut kids = Vec::new();
    for marks in &pages.pages {
        let (id, content) = (numbers.take(), numbers.take());
        kids.push(id);
        let mut page = pdf.page(id);
        let (width, height) = (pages.paper.width(), pages.paper.height());
        page.media_box(Rect::new(0.0, 0.0, width.in_points(), height.in_points()))
            .parent(tree)
            .contents(content);
        let mut resources = page.resources();
        let mut names = resources.fonts();
        for (place, font) in &fonts {
            names.pair(Name(font_name(*place).as_bytes()), *font);
        }
        names.finish();
        resources.finish();
        page.finish();
        compressed(&mut pdf, content, &marks_content(marks, height));
    }
    pdf.pages(tree).count(i32::try_from(kids.len()).unwrap_or(i32::MAX)).kids(kids);
    for (place, id) in fonts {
        if let Some(font) = pages.fonts.fonts.get(place) {
            embed::font(&mut pdf, &mut numbers, id, place, font)?;
        }
    }
    Ok(pdf.finish())
}

fn document_info(pdf: &mut Pdf, id: Ref, sheet: &Sheet) {
    let mut info = pdf.document_info(id);
    info.title(TextStr(&sheet.title)).author(TextStr(&sheet.author)).creator(TextStr("Prorata"));
    if let Some(date) = sheet.date {
        let year = u16::try_from(date.year()).unwrap_or(0);
        let (month, day) =
            (u8::try_from(date.month_of_year()).unwrap_or(1), u8::try_from(date.day()).unwrap_or(1));
        info.creation_date(Date::new(year).month(month).day(day));
    }
}

fn font_name(place: usize) -> String {
    format!("F{place}")
}

fn marks_content(marks: &[Mark], height: Length) -> Vec<u8> {
    let mut content = Content::new();
    for mark in marks {
        match mark {
            Mark::Text { x, y, style, run } => {
                content.begin_text().set_fill_gray(shade(style.grey));
                content.next_line(x.in_points(), (height - *y).in_points());
                for piece in &run.pieces {
                    let codes: Vec<u8> = piece.glyphs.iter().flat_map(|glyph| glyph.to_be_bytes()).collect();
                    content
                        .set_font(Name(font_name(piece.font).as_bytes()), style.size.in_points())
                        .show(Str(&codes));
                }
                content.end_text();
            }
            Mark::Rule { x, y, width, grey } => {
                let y = (height - *y).in_points();
                content.set_stroke_gray(shade(*grey)).set_line_width(HAIRLINE.in_points());
                content.move_to(x.in_points(), y).line_to((*x + *width).in_points(), y).stroke();
            }
        }
    }
    content.finish().to_vec()
}

#[expect(
    clippy::float_arithmetic,
    reason = "the form of shades in PDF; IEEE 754 defines the division to the bit"
)]
fn shade(grey: u8) -> f32 {
    f32::from(grey) / 255.0
}

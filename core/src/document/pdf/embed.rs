//! The used part of a font, in the file: ISO 32000-1, 9.7 (composite fonts) and 9.10 (text that can be copied).

use pdf_writer::{
    Filter, Finish, Name, Pdf, Rect, Ref, Str,
    types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap},
};
use ttf_parser::{RawFace, Tag};

use super::{
    font::Font,
    objects::{Numbers, compressed},
};
use crate::{Result, document::DocumentError};

const IDENTITY: SystemInfo<'static> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// Writes the font under `id`; texts name its glyphs by two bytes each.
pub(super) fn font(
    pdf: &mut Pdf,
    numbers: &mut Numbers,
    id: Ref,
    place: usize,
    font: &Font<'_>,
) -> Result<()> {
    let refused = |reason: String| DocumentError::InvalidFont { name: font.given_as, reason };
    let part = subsetter::subset(font.data, 0, &font.glyphs).map_err(|error| refused(error.to_string()))?;
    let outlines = if font.face.tables().cff.is_some() { cff(&part) } else { Some(part.as_slice()) };
    let outlines = outlines.ok_or_else(|| refused("its CFF outlines cannot be read".into()))?;
    let (descendant, descriptor, unicode, data) =
        (numbers.take(), numbers.take(), numbers.take(), numbers.take());
    let name = format!("{}+{}", tag(place), font.name());
    let is_cff = font.face.tables().cff.is_some();

    let mut composite = pdf.type0_font(id);
    composite.base_font(Name(name.as_bytes())).encoding_predefined(Name(b"Identity-H"));
    composite.descendant_font(descendant).to_unicode(unicode);
    composite.finish();

    let mut cid = pdf.cid_font(descendant);
    cid.subtype(if is_cff { CidFontType::Type0 } else { CidFontType::Type2 });
    cid.base_font(Name(name.as_bytes())).system_info(IDENTITY).font_descriptor(descriptor).default_width(0.0);
    if !is_cff {
        cid.cid_to_gid_map_predefined(Name(b"Identity"));
    }
    let mut widths = cid.widths();
    for (glyph, (_, width)) in &font.used {
        widths.same(*glyph, *glyph, f32::from(*width));
    }
    widths.finish();
    cid.finish();

    describe(pdf, descriptor, data, &name, font);
    let mut cmap = UnicodeCmap::<u16>::new(Name(b"Prorata-UCS"), IDENTITY);
    for (glyph, (character, _)) in &font.used {
        cmap.pair(*glyph, character.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    compressed(pdf, unicode, &cmap.finish());
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(outlines, 6);
    let mut stream = pdf.stream(data, &packed);
    stream.filter(Filter::FlateDecode);
    if is_cff {
        stream.pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
    } else {
        stream.pair(Name(b"Length1"), i32::try_from(outlines.len()).unwrap_or(i32::MAX));
    }
    Ok(())
}

fn describe(pdf: &mut Pdf, id: Ref, data: Ref, name: &str, font: &Font<'_>) {
    let face = &font.face;
    let scaled = |units: i16| f32::from(font.thousandths(i32::from(units)));
    let bounds = face.global_bounding_box();
    let mut descriptor = pdf.font_descriptor(id);
    descriptor.name(Name(name.as_bytes())).flags(FontFlags::SYMBOLIC);
    descriptor.bbox(Rect::new(
        scaled(bounds.x_min),
        scaled(bounds.y_min),
        scaled(bounds.x_max),
        scaled(bounds.y_max),
    ));
    descriptor
        .italic_angle(face.italic_angle())
        .ascent(scaled(face.ascender()))
        .descent(scaled(face.descender()));
    descriptor.cap_height(scaled(face.capital_height().unwrap_or(face.ascender())));
    // Required, and used by readers only to replace a font that is not embedded.
    descriptor.stem_v(if face.is_bold() { 120.0 } else { 80.0 });
    if face.tables().cff.is_some() {
        descriptor.font_file3(data)
    } else {
        descriptor.font_file2(data)
    };
}

/// The table of outlines alone, which is what a file with CFF holds.
fn cff(part: &[u8]) -> Option<&[u8]> {
    RawFace::parse(part, 0).ok()?.table(Tag::from_bytes(b"CFF "))
}

/// Six capitals that mark a font as a part of one, different for each font of a file: ISO 32000-1, 9.6.4.
fn tag(place: usize) -> String {
    let digits = format!("{place:06}");
    digits
        .bytes()
        .rev()
        .take(6)
        .map(|digit| char::from(digit.saturating_add(b'A'.saturating_sub(b'0'))))
        .collect()
}

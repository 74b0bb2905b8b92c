//! Fonts: which has a character, how wide it is, and which glyphs a document has used.

use std::collections::{BTreeMap, BTreeSet};

use subsetter::GlyphRemapper;
use ttf_parser::{Face, GlyphId, name_id};

use super::{length::Length, script, style::Style};
use crate::{Result, document::DocumentError};

/// A text in glyphs, on one line.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) pieces: Vec<Piece>,
    pub(super) width: Length,
}

/// Glyphs of one font, by their numbers in the embedded part of it.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) font: usize,
    pub(super) glyphs: Vec<u16>,
}

/// A font and what was used of it.
pub(super) struct Font<'a> {
    /// The parameter that it came in.
    pub(super) given_as: &'static str,
    pub(super) data: &'a [u8],
    pub(super) face: Face<'a>,
    pub(super) glyphs: GlyphRemapper,
    /// By glyph of the embedded part: the character that it was first used for, and its width.
    pub(super) used: BTreeMap<u16, (Option<char>, u16)>,
}

/// The fonts of a document, in the order in which they are asked for a character.
pub(super) struct Fonts<'a> {
    pub(super) fonts: Vec<Font<'a>>,
    regular: Vec<usize>,
    bold: Vec<usize>,
    /// Characters that no font could set.
    pub(super) missing: BTreeSet<char>,
}

impl<'a> Fonts<'a> {
    /// The built-in fonts, then those of the host: `bold_font` is the same as `font` for headings.
    pub(super) fn new(font: Option<&'a [u8]>, bold_font: Option<&'a [u8]>) -> Result<Self> {
        let mut fonts =
            Self { fonts: Vec::new(), regular: Vec::new(), bold: Vec::new(), missing: BTreeSet::new() };
        fonts.add("built-in", notosans::REGULAR_TTF, Some(notosans::BOLD_TTF))?;
        match (font, bold_font) {
            (Some(font), bold) => fonts.add("font", font, bold)?,
            // It can set all there is, and is better than nothing.
            (None, Some(bold)) => fonts.add("bold_font", bold, None)?,
            (None, None) => {}
        }
        Ok(fonts)
    }

    /// Whether some font has the character.
    pub(super) fn has(&self, character: char) -> bool {
        self.glyph(character, false).is_some()
    }

    fn add(&mut self, name: &'static str, regular: &'a [u8], bold: Option<&'a [u8]>) -> Result<()> {
        let plain = self.fonts.len();
        self.fonts.push(Font::parse(name, regular)?);
        self.regular.push(plain);
        self.bold.push(match bold {
            Some(bold) => {
                let place = self.fonts.len();
                self.fonts.push(Font::parse("bold_font", bold)?);
                place
            }
            None => plain,
        });
        Ok(())
    }

    /// The first font that has the character, and its glyph there.
    fn glyph(&self, character: char, bold: bool) -> Option<(usize, GlyphId)> {
        if script::needs_shaping(character) {
            return None;
        }
        let chain = if bold { &self.bold } else { &self.regular };
        // A bold heading in a script of which only the regular font knows the signs is better than none.
        chain.iter().chain(&self.regular).find_map(|&place| {
            let glyph = self.fonts.get(place)?.face.glyph_index(character)?;
            Some((place, glyph))
        })
    }

    /// The width of the text on one line.
    pub(super) fn width(&self, text: &str, style: Style) -> Length {
        let thousandths = text.chars().fold(0_i32, |sum, character| {
            let (place, glyph) = self.glyph(character, style.bold).unwrap_or_default();
            let width = self.fonts.get(place).map_or(0, |font| font.width(glyph));
            sum.saturating_add(i32::from(width))
        });
        style.size.share(thousandths, 1000)
    }

    /// Sets the text on one line, and keeps in mind what it used; what cannot be set becomes a box.
    pub(super) fn set(&mut self, text: &str, style: Style) -> Run {
        let mut run = Run { pieces: Vec::new(), width: self.width(text, style) };
        for character in text.chars() {
            let found = self.glyph(character, style.bold);
            if found.is_none() {
                self.missing.insert(character);
            }
            let (place, glyph) = found.unwrap_or_default();
            let Some(font) = self.fonts.get_mut(place) else { continue };
            let glyph = font.take(glyph, found.is_some().then_some(character));
            match run.pieces.last_mut() {
                Some(piece) if piece.font == place => piece.glyphs.push(glyph),
                _ => run.pieces.push(Piece { font: place, glyphs: vec![glyph] }),
            }
        }
        run
    }
}

impl<'a> Font<'a> {
    fn parse(name: &'static str, data: &'a [u8]) -> Result<Self> {
        let refused = |reason: String| DocumentError::InvalidFont { name, reason };
        let face = Face::parse(data, 0).map_err(|error| refused(error.to_string()))?;
        if face.is_variable() {
            return Err(refused("it is variable, expected one weight".into()).into());
        }
        if face.tables().glyf.is_none() && face.tables().cff.is_none() {
            return Err(refused("it has no outlines, expected TrueType or CFF".into()).into());
        }
        Ok(Self { given_as: name, data, face, glyphs: GlyphRemapper::new(), used: BTreeMap::new() })
    }

    fn take(&mut self, glyph: GlyphId, character: Option<char>) -> u16 {
        let width = self.width(glyph);
        let taken = self.glyphs.remap(glyph.0);
        self.used.entry(taken).or_insert((character, width));
        taken
    }

    fn width(&self, glyph: GlyphId) -> u16 {
        let advance = i32::from(self.face.glyph_hor_advance(glyph).unwrap_or(0));
        u16::try_from(self.thousandths(advance)).unwrap_or(0)
    }

    /// Units of the font in thousandths of its size, the units of PDF, rounded to the nearest.
    ///
    /// Text is measured in these too, so that a reader puts every glyph where layout did.
    pub(super) fn thousandths(&self, units: i32) -> i16 {
        let em = i32::from(self.face.units_per_em());
        let halves = units.saturating_mul(2000).saturating_add(em);
        let rounded = halves.checked_div_euclid(em.saturating_mul(2)).unwrap_or(0);
        i16::try_from(rounded).unwrap_or(i16::MAX)
    }

    /// The font's name, in the letters that a name may have.
    pub(super) fn name(&self) -> String {
        let name = self
            .face
            .names()
            .into_iter()
            .find(|name| name.name_id == name_id::POST_SCRIPT_NAME && name.is_unicode());
        let name = name.and_then(|name| name.to_string()).unwrap_or_default();
        name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
    }
}

//! How texts look, and how far apart they stand.

use super::length::Length;

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) size: Length,
    pub(super) bold: bool,
    /// 0 is black.
    pub(super) grey: u8,
}

const BLACK: u8 = 0;
/// Dark enough to read on a bad copy: a contrast of 7:1 on white.
const SOFT: u8 = 89;
pub(super) const HAIRLINE: u8 = 200;

pub(super) const BODY: Style = Style { size: Length::points(9), bold: false, grey: BLACK };
pub(super) const LABEL: Style = Style { size: Length::points(8), bold: false, grey: SOFT };
pub(super) const STRONG: Style = Style { bold: true, ..BODY };
pub(super) const TITLE: Style = Style { size: Length::points(20), bold: true, grey: BLACK };
pub(super) const LEAD: Style = Style { size: Length::points(14), bold: true, grey: BLACK };
pub(super) const ISSUER: Style = Style { size: Length::points(11), bold: true, grey: BLACK };
pub(super) const GAP: Length = Length::points(12);

//! Which characters cannot be set one after the other.

/// True for scripts that run from right to left or whose letters change with their neighbours, and for signs that
/// steer direction: set letter by letter they would be wrong, and look right to whoever cannot read them.
///
/// The blocks are those of the Unicode Standard, version 16, chapters 9 (Middle East), 12–13 and 15–16 (South and
/// Southeast Asia), 14 and 19 (historic and African scripts written from right to left).
pub(super) fn needs_shaping(character: char) -> bool {
    matches!(u32::from(character),
        0x0590..=0x08FF      // Hebrew, Arabic, Syriac, Thaana, N'Ko, Samaritan, Mandaic
        | 0x0900..=0x0DFF    // Devanagari to Sinhala
        | 0x0E00..=0x0E3E | 0x0E40..=0x0FFF // Thai, Lao, Tibetan; not the sign of the baht
        | 0x1000..=0x109F    // Myanmar
        | 0x1700..=0x18AF    // Philippine scripts, Khmer, Mongolian
        | 0x1900..=0x1CFF    // Limbu to Vedic marks
        | 0x200D..=0x200F    // joiner and marks of direction
        | 0x202A..=0x202E | 0x2066..=0x2069
        | 0xA800..=0xA82F | 0xA840..=0xA8FF | 0xA930..=0xA95F | 0xA980..=0xAAFF | 0xABC0..=0xABFF
        | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFC
        | 0x10800..=0x10FFF | 0x11000..=0x11FFF | 0x1E800..=0x1EFFF)
}

/// True for characters between which a line may end without a space: ideographs, kana, their full-width forms.
pub(super) fn stands_alone(character: char) -> bool {
    matches!(u32::from(character), 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

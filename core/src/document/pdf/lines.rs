//! Text into lines that fit.

use super::{font::Fonts, length::Length, script, style::Style};

/// The lines of a text at most `width` wide: broken at spaces, between ideographs, and inside a word only when the
/// word is wider than a line.
pub(super) fn lines(fonts: &Fonts<'_>, text: &str, style: Style, width: Length) -> Vec<String> {
    text.lines().flat_map(|paragraph| paragraph_lines(fonts, &clean(paragraph), style, width)).collect()
}

/// Tabs and other control characters become spaces.
fn clean(text: &str) -> String {
    text.trim_end().chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn paragraph_lines(fonts: &Fonts<'_>, text: &str, style: Style, width: Length) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut filled = Length::ZERO;
    for piece in pieces(text).iter().flat_map(|word| fit(fonts, word, style, width)) {
        let visible = fonts.width(piece.trim_end_matches(' '), style);
        if !line.is_empty() && filled + visible > width {
            lines.push(std::mem::take(&mut line).trim_end_matches(' ').to_owned());
            filled = Length::ZERO;
        }
        filled = filled + fonts.width(&piece, style);
        line.push_str(&piece);
    }
    lines.push(line.trim_end_matches(' ').to_owned());
    lines
}

/// What must stay on one line, with the spaces after it. A no-break space is no end.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut ended = true;
    for character in text.chars() {
        match pieces.last_mut() {
            Some(piece) if character == ' ' || !(ended || script::stands_alone(character)) => {
                piece.push(character)
            }
            _ => pieces.push(character.to_string()),
        }
        ended = character == ' ' || script::stands_alone(character);
    }
    pieces
}

/// The word, or its letters where it is wider than a line.
fn fit(fonts: &Fonts<'_>, word: &str, style: Style, width: Length) -> Vec<String> {
    if fonts.width(word.trim_end_matches(' '), style) <= width {
        return vec![word.to_owned()];
    }
    word.chars().map(String::from).collect()
}

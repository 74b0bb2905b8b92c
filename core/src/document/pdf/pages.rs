//! Pages as marks: where each text and each rule stands.

use super::{
    font::{Fonts, Run},
    length::Length,
    lines::lines,
    style::Style,
};
use crate::document::sheet::{Paper, SheetAlign};

const MARGIN: Length = Length::points(54);
/// Below the text: a footer of two lines stands in it. A longer one makes it higher.
const FOOT: Length = Length::points(72);
const FOOT_LINES: usize = 2;
/// More would leave too little of every page.
const MOST_FOOT_LINES: usize = 6;

/// Something on a page. Places are measured from the left and from the top.
pub(super) enum Mark {
    /// A line of text, by the left end of its baseline.
    Text { x: Length, y: Length, style: Style, run: Run },
    /// A rule, by its left end.
    Rule { x: Length, y: Length, width: Length, grey: u8 },
}

/// A strip of the page that text is set in.
#[derive(Clone, Copy)]
pub(super) struct Strip {
    pub(super) x: Length,
    pub(super) width: Length,
    pub(super) align: SheetAlign,
}

/// A strip and the lines that stand in it, beside others.
pub(super) struct Cell {
    pub(super) strip: Strip,
    pub(super) lines: Vec<(String, Style)>,
}

/// The pages so far, and how far down the last one is filled.
pub(super) struct Pages<'a> {
    pub(super) paper: Paper,
    pub(super) fonts: Fonts<'a>,
    pub(super) pages: Vec<Vec<Mark>>,
    pub(super) y: Length,
    foot: Length,
}

impl Paper {
    pub(super) fn width(self) -> Length {
        match self {
            Self::A4 => Length::twentieths(11_906),
            Self::Letter => Length::points(612),
        }
    }

    pub(super) fn height(self) -> Length {
        match self {
            Self::A4 => Length::twentieths(16_838),
            Self::Letter => Length::points(792),
        }
    }
}

/// From one baseline to the next.
fn leading(style: Style) -> Length {
    style.size.share(7, 5)
}

impl<'a> Pages<'a> {
    pub(super) fn new(paper: Paper, fonts: Fonts<'a>) -> Self {
        Self { paper, fonts, pages: vec![Vec::new()], y: MARGIN, foot: FOOT }
    }

    /// The whole width between the margins.
    pub(super) fn strip(&self, align: SheetAlign) -> Strip {
        Strip { x: MARGIN, width: self.paper.width() - MARGIN * 2, align }
    }

    /// The part of the whole width from `from` to `to` of `whole`, less a gap at its right end.
    pub(super) fn part(&self, from: i32, to: i32, whole: i32, align: SheetAlign, gap: Length) -> Strip {
        let all = self.strip(align);
        let left = all.width.share(from, whole);
        Strip { x: all.x + left, width: all.width.share(to, whole) - left - gap, align }
    }

    /// What is left above the foot.
    pub(super) fn room(&self) -> Length {
        self.paper.height() - self.foot - self.y
    }

    /// Goes on at the top of a new page.
    pub(super) fn next_page(&mut self) {
        self.pages.push(Vec::new());
        self.y = MARGIN;
    }

    /// Starts a new page where less than `height` is left, unless the page is still empty. True when it did.
    pub(super) fn keep_together(&mut self, height: Length) -> bool {
        let breaks = self.room() < height && self.y > MARGIN;
        if breaks {
            self.next_page();
        }
        breaks
    }

    pub(super) fn skip(&mut self, height: Length) {
        self.y = self.y + height;
    }

    /// A text in a strip; more can be added under it.
    pub(super) fn cell(&self, text: &str, style: Style, strip: Strip) -> Cell {
        let mut cell = Cell { strip, lines: Vec::new() };
        self.add(&mut cell, text, style);
        cell
    }

    /// Adds a text under what already stands in the cell.
    pub(super) fn add(&self, cell: &mut Cell, text: &str, style: Style) {
        let lines = lines(&self.fonts, text, style, cell.strip.width);
        cell.lines.extend(lines.into_iter().map(|line| (line, style)));
    }

    /// Sets cells side by side, on one page if a page can hold them, else over as many as they take.
    pub(super) fn side_by_side(&mut self, cells: &[Cell]) {
        self.keep_together(height(cells));
        for line in 0..line_count(cells) {
            self.keep_together(line_height(cells, line));
            self.line(cells, line);
        }
    }

    /// Sets one line of the cells, all on one baseline.
    pub(super) fn line(&mut self, cells: &[Cell], line: usize) {
        let size = at(cells, line).map(|(_, _, style)| style.size).max().unwrap_or_default();
        for (strip, text, style) in at(cells, line) {
            self.text(self.y + size, text, style, strip);
        }
        self.skip(line_height(cells, line));
    }

    /// Sets a text on the baseline at `y` from the top of the last page.
    fn text(&mut self, y: Length, text: &str, style: Style, strip: Strip) {
        let run = self.fonts.set(text, style);
        let x = match strip.align {
            SheetAlign::Start => strip.x,
            SheetAlign::End => strip.x + strip.width - run.width,
        };
        self.mark(Mark::Text { x, y, style, run });
    }

    /// Draws a rule across the strip.
    pub(super) fn rule(&mut self, strip: Strip, grey: u8) {
        let mark = Mark::Rule { x: strip.x, y: self.y, width: strip.width, grey };
        self.mark(mark);
    }

    /// Keeps the foot of every page free for a footer. False where it is too long to stand on every page.
    pub(super) fn keep_foot(&mut self, footer: &str, style: Style) -> bool {
        let count = self.foot_lines(footer, style).len();
        if count > MOST_FOOT_LINES {
            return false;
        }
        let more = i32::try_from(count.saturating_sub(FOOT_LINES)).unwrap_or_default();
        self.foot = FOOT + leading(style) * more;
        true
    }

    fn foot_lines(&self, footer: &str, style: Style) -> Vec<String> {
        lines(&self.fonts, footer, style, self.foot_strip().width)
    }

    fn foot_strip(&self) -> Strip {
        self.part(0, 4, 5, SheetAlign::Start, Length::points(6))
    }

    /// Puts the footer and the page's number at the foot of every page: only now is it known how many there are.
    pub(super) fn footers(&mut self, footer: &str, label: &str, style: Style) {
        let y = self.paper.height() - self.foot + FOOT.share(1, 3);
        let wide = self.foot_strip();
        let number = self.part(4, 5, 5, SheetAlign::End, Length::ZERO);
        let lines = self.foot_lines(footer, style);
        let finished = std::mem::take(&mut self.pages);
        let count = finished.len().to_string();
        for (page, marks) in (1_u32..).zip(finished) {
            self.pages.push(marks);
            for (place, line) in (0..).zip(&lines) {
                self.text(y + leading(style) * place, line, style, wide);
            }
            let label = label.replace("{pages}", &count).replace("{page}", &page.to_string());
            self.text(y, &label, style, number);
        }
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }
}

/// How high the cells are, side by side.
pub(super) fn height(cells: &[Cell]) -> Length {
    (0..line_count(cells)).fold(Length::ZERO, |sum, line| sum + line_height(cells, line))
}

pub(super) fn line_count(cells: &[Cell]) -> usize {
    cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(0)
}

pub(super) fn line_height(cells: &[Cell], line: usize) -> Length {
    at(cells, line).map(|(_, _, style)| leading(style)).max().unwrap_or_default()
}

/// What stands in one line of the cells.
fn at(cells: &[Cell], line: usize) -> impl Iterator<Item = (Strip, &str, Style)> {
    cells
        .iter()
        .filter_map(move |cell| cell.lines.get(line).map(|(text, style)| (cell.strip, text.as_str(), *style)))
}

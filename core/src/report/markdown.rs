//! The report as Markdown that can be read as it is: columns are padded to line up.

use std::iter;

use serde::Serialize;

use super::{
    ReportError, ReportNote, RevenueReport,
    cohorts::Share,
    definition::{self, Clause},
    tables::{self, Row, Table},
    templates,
    text::{Figures, one_line, plural},
    tiles,
};
use crate::{Result, facts::RefusedRow};

#[derive(Serialize)]
struct View<'a> {
    title: String,
    company: Option<String>,
    months: String,
    currency: &'a str,
    zone: String,
    summary_of: String,
    summary: String,
    growth: String,
    growth_note: Option<String>,
    cohort_customers: String,
    cohort_revenue: String,
    cohort_note: Option<String>,
    clauses: Vec<Clause>,
    refused: Vec<RefusedRow>,
    refused_more: u32,
    notes: Vec<ReportNote>,
}

/// More refused rows than this are counted, not listed; JSON has them all.
pub(super) const REFUSED_SHOWN: usize = 50;

pub(super) fn render(report: &RevenueReport) -> Result<String> {
    let figures = Figures::new(&report.money_format);
    let shown = report.intake.refused.iter().take(REFUSED_SHOWN);
    let refused = shown.map(|row| RefusedRow { reason: escape(&row.reason), ..row.clone() }).collect();
    let view = View {
        title: escape(&report.title),
        company: report.company.as_deref().map(escape),
        months: definition::months(&report.definition)?,
        currency: report.definition.currency.code(),
        zone: report.definition.zone.to_string(),
        summary_of: tiles::heading(report),
        summary: summary(report, &figures),
        growth: lay_out(&tables::growth(report, &figures)),
        growth_note: left_out(report.growth.months_left_out, "earlier month", &figures),
        cohort_customers: lay_out(&tables::cohorts(report, &figures, Share::Customers)),
        cohort_revenue: lay_out(&tables::cohorts(report, &figures, Share::Revenue)),
        cohort_note: left_out(report.cohorts.cohorts_left_out, "earlier cohort", &figures),
        clauses: definition::clauses(report, &figures)?,
        refused,
        refused_more: refused_more(report),
        notes: report.notes.iter().map(escaped_note).collect(),
    };
    templates::fill("report.md", &view).map_err(|error: ReportError| error.into())
}

/// Refused rows that are not listed.
pub(super) fn refused_more(report: &RevenueReport) -> u32 {
    u32::try_from(report.intake.refused.len().saturating_sub(REFUSED_SHOWN)).unwrap_or(u32::MAX)
}

/// `12 earlier months are not shown`
pub(super) fn left_out(count: u32, what: &str, figures: &Figures) -> Option<String> {
    let verb = plural(count, " is", "s are");
    (count > 0).then(|| format!("{} {what}{verb} not shown.", figures.count(count)))
}

fn summary(report: &RevenueReport, figures: &Figures) -> String {
    let head = ["Figure", "Value", "Change", ""].map(String::from);
    let rows = tiles::tiles(report, figures).iter().map(|tile| tile.cells().to_vec()).collect();
    pad(head.to_vec(), rows, &[Side::Left, Side::Right, Side::Left, Side::Left])
}

fn lay_out(table: &Table) -> String {
    let narrow = |row: &Row| -> Vec<String> {
        let cells = row.cells.iter().zip(&table.columns).filter(|(_, column)| column.narrow);
        cells.map(|(cell, _)| cell.text.clone()).collect()
    };
    let heads = table.columns.iter().filter(|column| column.narrow).map(|column| column.head.clone());
    let rows = table.rows.iter().chain([&table.foot]).map(narrow).collect();
    pad(heads.collect(), rows, &[Side::Left])
}

#[derive(Debug, Clone, Copy)]
enum Side {
    Left,
    Right,
}

/// A table whose columns line up; columns without a side of their own are on the right.
fn pad(head: Vec<String>, rows: Vec<Vec<String>>, sides: &[Side]) -> String {
    let sides: Vec<Side> = sides.iter().copied().chain(iter::repeat(Side::Right)).take(head.len()).collect();
    let mut widths: Vec<usize> = head.iter().map(|cell| cell.chars().count().max(3)).collect();
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let line = |cells: &[String]| {
        let padded = cells.iter().zip(&widths).zip(&sides).map(|((cell, width), side)| match side {
            Side::Left => format!("{cell:<width$}"),
            Side::Right => format!("{cell:>width$}"),
        });
        format!("| {} |", padded.collect::<Vec<_>>().join(" | "))
    };
    let rule = widths.iter().zip(&sides).map(|(width, side)| {
        let dashes = "-".repeat(width.saturating_sub(1));
        match side {
            Side::Left => format!(":{dashes}"),
            Side::Right => format!("{dashes}:"),
        }
    });
    let rule = format!("| {} |", rule.collect::<Vec<_>>().join(" | "));
    let lines = iter::once(line(&head)).chain([rule]).chain(rows.iter().map(|row| line(row)));
    lines.collect::<Vec<_>>().join("\n")
}

fn escaped_note(note: &ReportNote) -> ReportNote {
    ReportNote { about: escape(&note.about), text: escape(&note.text) }
}

/// Text from outside, so that it stands as it is: no markup, no line of its own.
fn escape(text: &str) -> String {
    let text = one_line(text);
    let mut escaped = String::with_capacity(text.len());
    for (place, c) in text.char_indices() {
        let entity = c == '&' && text.get(place..).is_some_and(|rest| rest.contains(';'));
        if entity || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '$') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

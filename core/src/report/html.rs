//! The report as one page: styles and pictures inside, no scripts, nothing fetched.

use serde::Serialize;

use super::{
    ReportNote, RevenueReport,
    charts::{self, Legend},
    cohorts::Share,
    definition::{self, Clause},
    markdown::{REFUSED_SHOWN, left_out, refused_more},
    tables::{self, Table},
    templates,
    text::{Figures, one_line},
    tiles::{self, Tile},
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
    tiles: Vec<Tile>,
    trend: String,
    movements: String,
    legend: Vec<Legend>,
    growth: Table,
    growth_note: Option<String>,
    cohort_customers: Table,
    cohort_revenue: Table,
    cohort_note: Option<String>,
    clauses: Vec<Clause>,
    refused: &'a [RefusedRow],
    refused_more: u32,
    notes: &'a [ReportNote],
}

pub(super) fn render(report: &RevenueReport) -> Result<String> {
    let figures = Figures::new(&report.money_format);
    let refused = &report.intake.refused;
    let view = View {
        title: one_line(&report.title),
        company: report.company.as_deref().map(one_line),
        months: definition::months(&report.definition)?,
        currency: report.definition.currency.code(),
        zone: report.definition.zone.to_string(),
        summary_of: tiles::heading(report),
        tiles: tiles::tiles(report, &figures),
        trend: charts::trend_svg(report, &figures)?,
        movements: charts::movements_svg(report, &figures)?,
        legend: charts::legend(),
        growth: tables::growth(report, &figures),
        growth_note: left_out(report.growth.months_left_out, "earlier month", &figures),
        cohort_customers: tables::cohorts(report, &figures, Share::Customers),
        cohort_revenue: tables::cohorts(report, &figures, Share::Revenue),
        cohort_note: left_out(report.cohorts.cohorts_left_out, "earlier cohort", &figures),
        clauses: definition::clauses(report, &figures)?,
        refused: refused.get(..REFUSED_SHOWN).unwrap_or(refused),
        refused_more: refused_more(report),
        notes: &report.notes,
    };
    Ok(templates::fill("report.html", &view)?)
}

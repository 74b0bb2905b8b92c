//! The charts as Vega-Lite specifications.

use serde::Serialize;

use super::{KINDS, NET_NEW, ReportChart, TREND, hex};
use crate::{
    Money, Result,
    metrics::{Cohort, MonthlyMovements},
    report::{CohortPanel, RevenueReport, cohorts::Share, templates, text::plain_percent},
};

/// Everything a specification is filled with. Nothing in it comes from outside but figures, so that nothing
/// needs to be escaped.
#[derive(Serialize)]
struct View<Row> {
    title: &'static str,
    currency: &'static str,
    rows: Vec<Row>,
    colors: Vec<Swatch>,
    line_color: String,
}

#[derive(Serialize)]
struct Swatch {
    label: &'static str,
    color: String,
}

/// A month; amounts as decimals in major units.
#[derive(Serialize)]
struct MonthRow {
    month: String,
    complete: bool,
    mrr: String,
    net_new: String,
    parts: Vec<Part>,
}

/// A movement, negative for a loss; its place in the stack counts from the axis.
#[derive(Serialize)]
struct Part {
    kind: &'static str,
    amount: String,
}

/// A cell of a cohort table that has a value.
#[derive(Serialize)]
struct CellRow {
    cohort: String,
    age: u32,
    percent: String,
    complete: bool,
}

pub(in super::super) fn vega(report: &RevenueReport) -> Result<Vec<ReportChart>> {
    let months = || report.growth.months.iter().map(month_row).collect();
    let colors = || {
        let swatch = |(_, label, color)| Swatch { label, color: hex(color) };
        KINDS.into_iter().map(swatch).collect::<Vec<_>>()
    };
    let currency = report.definition.currency.code();
    let chart = |name: &str, title: &str, vega_lite| ReportChart {
        name: name.into(),
        title: title.into(),
        vega_lite,
    };
    let trend = View { title: "MRR", currency, rows: months(), colors: colors(), line_color: hex(TREND) };
    let movements =
        View { title: "MRR movements", currency, rows: months(), colors: colors(), line_color: hex(NET_NEW) };
    let mut charts = vec![
        chart("mrr_trend", trend.title, templates::fill("mrr_trend.vega", &trend)?),
        chart("mrr_movements", movements.title, templates::fill("mrr_movements.vega", &movements)?),
    ];
    for (name, title, share) in [
        ("cohort_customers", "Customers kept, % of the cohort", Share::Customers),
        ("cohort_revenue", "Revenue kept, % of the first month", Share::Revenue),
    ] {
        let rows = cells(&report.cohorts, share);
        let view = View { title, currency, rows, colors: Vec::new(), line_color: hex(TREND) };
        charts.push(chart(name, title, templates::fill("cohorts.vega", &view)?));
    }
    Ok(charts)
}

fn month_row(month: &MonthlyMovements) -> MonthRow {
    let part = |(kind, label, _)| {
        let sign = if crate::metrics::MovementKind::is_loss(kind) { "-" } else { "" };
        let amount = month.amount(kind);
        let amount = if amount.is_zero() { "0".into() } else { format!("{sign}{}", major(amount)) };
        Part { kind: label, amount }
    };
    MonthRow {
        month: month.month.to_string(),
        complete: month.complete,
        mrr: major(month.closing),
        net_new: major(month.net_new),
        parts: KINDS.into_iter().map(part).collect(),
    }
}

/// The exact decimal, which is a number of JSON as it stands.
fn major(amount: Money) -> String {
    amount.major().to_string()
}

fn cells(panel: &CohortPanel, share: Share) -> Vec<CellRow> {
    let row = |cohort: &Cohort| -> Vec<CellRow> {
        let ages = cohort.ages.iter().filter_map(|at| {
            let percent = plain_percent(share.of(at))?;
            Some(CellRow { cohort: cohort.month.to_string(), age: at.age, percent, complete: at.complete })
        });
        ages.collect()
    };
    panel.cohorts.iter().flat_map(row).collect()
}

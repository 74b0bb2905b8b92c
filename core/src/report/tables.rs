//! The tables of the report, as text in cells: what Markdown and HTML both show.

use serde::Serialize;

use super::{
    RevenueReport,
    cohorts::Share,
    text::{Figures, NOTHING, month_name, percent_tenths},
};
use crate::{
    Money,
    metrics::{Cohort, CohortAge, MonthlyMovements, Ratio},
};

/// Rows of cells under a head.
#[derive(Debug, Serialize)]
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
    pub(super) foot: Row,
}

/// The head of a column.
#[derive(Debug, Serialize)]
pub(super) struct Column {
    pub(super) head: String,
    /// False for what a terminal has no room for.
    pub(super) narrow: bool,
}

/// A row: the first cell is its name.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
}

/// One cell.
#[derive(Debug, Default, Serialize)]
pub(super) struct Cell {
    pub(super) text: String,
    /// Classes of the style sheet.
    class: String,
    /// What is shown when a pointer rests on the cell.
    title: String,
}

impl Cell {
    fn new(text: impl Into<String>, class: &str) -> Self {
        Self { text: text.into(), class: class.into(), title: String::new() }
    }

    fn gain(figures: &Figures, amount: Money) -> Self {
        Self::new(figures.amount(amount), if amount.is_zero() { "zero" } else { "" })
    }

    fn loss(figures: &Figures, amount: Money) -> Self {
        Self::new(figures.loss(amount), if amount.is_zero() { "zero" } else { "" })
    }

    fn change(text: String, sign: i64) -> Self {
        let class = match sign.signum() {
            1 => "gain",
            0 => "zero",
            _ => "drop",
        };
        Self::new(text, class)
    }

    fn rate(figures: &Figures, rate: Ratio, signed: bool) -> Self {
        match percent_tenths(rate) {
            None => Self::new(NOTHING, "null"),
            Some(tenths) if signed => Self::change(
                figures.signed_percent(tenths),
                i64::try_from(tenths.signum()).unwrap_or_default(),
            ),
            Some(_) => Self::new(figures.percent(rate), if rate.numerator == 0 { "zero" } else { "" }),
        }
    }
}

const GROWTH_COLUMNS: [(&str, bool); 12] = [
    ("Month", true),
    ("Opening", false),
    ("New", true),
    ("Expansion", true),
    ("Reactivation", true),
    ("Contraction", true),
    ("Churn", true),
    ("Net new", true),
    ("Closing MRR", true),
    ("Growth", true),
    ("Customers", true),
    ("Churned", false),
];

/// What moved recurring revenue, a row for each month.
pub(super) fn growth(report: &RevenueReport, figures: &Figures) -> Table {
    let columns = GROWTH_COLUMNS.map(|(head, narrow)| Column { head: head.into(), narrow });
    let total = &report.growth.total;
    let growth = Ratio::new(total.net_new.minor(), total.opening.minor());
    let customers = report.growth.months.last().map_or(0, |month| month.customers_closing);
    let foot = vec![
        Cell::new("Total", ""),
        Cell::new(figures.amount(total.opening), ""),
        Cell::gain(figures, total.new),
        Cell::gain(figures, total.expansion),
        Cell::gain(figures, total.reactivation),
        Cell::loss(figures, total.contraction),
        Cell::loss(figures, total.churn),
        Cell::change(figures.signed(total.net_new), total.net_new.minor()),
        Cell::new(figures.amount(total.closing), "strong"),
        Cell::rate(figures, growth, true),
        Cell::new(figures.count(customers), ""),
        Cell::default(),
    ];
    Table {
        columns: columns.into(),
        rows: report.growth.months.iter().map(|month| growth_row(month, figures)).collect(),
        foot: Row { cells: foot },
    }
}

fn growth_row(month: &MonthlyMovements, figures: &Figures) -> Row {
    let name = month_name(month.month) + star(month.complete);
    let mut churn = Cell::rate(figures, month.rates.logo_churn, false);
    churn.title = format!("{} customers", figures.of_counts(month.rates.logo_churn));
    let cells = vec![
        Cell::new(name, ""),
        Cell::new(figures.amount(month.opening), "quiet"),
        Cell::gain(figures, month.new),
        Cell::gain(figures, month.expansion),
        Cell::gain(figures, month.reactivation),
        Cell::loss(figures, month.contraction),
        Cell::loss(figures, month.churn),
        Cell::change(figures.signed(month.net_new), month.net_new.minor()),
        Cell::new(figures.amount(month.closing), "strong"),
        Cell::rate(figures, month.rates.growth, true),
        Cell::new(figures.count(month.customers_closing), ""),
        churn,
    ];
    Row { cells }
}

/// What became of each cohort, a row for each month, in percent.
pub(super) fn cohorts(report: &RevenueReport, figures: &Figures, share: Share) -> Table {
    let panel = &report.cohorts;
    let width = panel.columns();
    let mut columns = vec![
        Column { head: "Cohort".into(), narrow: true },
        Column {
            head: match share {
                Share::Customers => "Customers".into(),
                Share::Revenue => "First MRR".into(),
            },
            narrow: true,
        },
    ];
    columns.extend((0..width).map(|age| Column { head: age.to_string(), narrow: true }));
    let mut foot = vec![Cell::new("Average", ""), Cell::default()];
    for age in 0..width {
        let average = panel.averages.iter().find(|average| usize::try_from(average.age) == Ok(age));
        foot.push(
            average.map_or_else(Cell::default, |average| heat(figures, share.of_average(average), true)),
        );
    }
    Table {
        columns,
        rows: panel.cohorts.iter().map(|cohort| cohort_row(cohort, width, figures, share)).collect(),
        foot: Row { cells: foot },
    }
}

fn cohort_row(cohort: &Cohort, width: usize, figures: &Figures, share: Share) -> Row {
    let first = cohort.ages.first();
    let size = match share {
        Share::Customers => figures.count(cohort.customers),
        Share::Revenue => first.map_or_else(String::new, |first| figures.amount(first.mrr)),
    };
    let mut cells = vec![
        Cell::new(month_name(cohort.month) + star(first.is_none_or(|first| first.complete)), ""),
        Cell::new(size, if cohort.customers == 0 { "zero" } else { "" }),
    ];
    // Where nobody joined there is nothing to follow: one dash says so.
    let shown = if cohort.customers == 0 { 1 } else { width };
    for age in 0..width {
        let at = cohort.ages.get(age).filter(|_| age < shown);
        cells.push(at.map_or_else(Cell::default, |at| {
            let mut cell = heat(figures, share.of(at), at.complete);
            cell.title = behind(at, figures);
            cell
        }));
    }
    Row { cells }
}

/// Marks what can still change.
fn star(complete: bool) -> &'static str {
    if complete { "" } else { "*" }
}

/// The exact figures behind a cell.
fn behind(at: &CohortAge, figures: &Figures) -> String {
    let over = if at.complete { "" } else { " (month not over)" };
    format!(
        "{}{over}: {} customers, MRR {}",
        month_name(at.month),
        figures.of_counts(at.active_share),
        figures.amount(at.mrr)
    )
}

/// A cell coloured by its share: a band for every ten percent, three for what is over a hundred.
fn heat(figures: &Figures, share: Ratio, complete: bool) -> Cell {
    let Some(tenths) = percent_tenths(share) else {
        return Cell::new(NOTHING, "null");
    };
    let band = match tenths {
        ..0 => 0,
        0..=1_000 => tenths.checked_div(100).unwrap_or(0),
        1_001..=1_200 => 11,
        1_201..=1_500 => 12,
        1_501.. => 13,
    };
    let partial = if complete { "" } else { " partial" };
    Cell::new(figures.bare_percent(share) + star(complete), &format!("heat h{band}{partial}"))
}

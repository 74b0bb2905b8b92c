//! The executive summary as tiles: a figure, its change, and what stands behind it.

use serde::Serialize;

use super::{
    Grade, RevenueReport,
    text::{Figures, NOTHING, month_name, percent_tenths},
};
use crate::{Money, metrics::Ratio};

/// One figure of the summary.
#[derive(Debug, Serialize)]
pub(super) struct Tile {
    label: &'static str,
    value: String,
    change: Option<Change>,
    detail: String,
    grade: Option<GradeWord>,
}

/// How a figure changed: the arrow is the direction, the tone says whether that is good.
#[derive(Debug, Serialize)]
struct Change {
    arrow: &'static str,
    tone: &'static str,
    text: String,
}

#[derive(Debug, Serialize)]
struct GradeWord {
    word: &'static str,
    class: &'static str,
}

#[derive(Debug, Clone, Copy)]
enum Better {
    Up,
    Down,
}

impl Change {
    /// Nothing where there is nothing to compare with; `size` is the change as it is shown.
    fn new(size: Option<i128>, better: Better, text: impl Fn(i128) -> String) -> Option<Self> {
        let size = size?;
        let (arrow, tone) = match (size.signum(), better) {
            (0, _) => ("▬", "flat"),
            (1, Better::Up) => ("▲", "good"),
            (1, Better::Down) => ("▲", "bad"),
            (_, Better::Up) => ("▼", "bad"),
            (_, Better::Down) => ("▼", "good"),
        };
        Some(Self { arrow, tone, text: text(size) })
    }
}

impl Tile {
    /// The tile as the cells of a table row.
    pub(super) fn cells(&self) -> [String; 4] {
        let change =
            self.change.as_ref().map_or(String::new(), |change| format!("{} {}", change.arrow, change.text));
        let grade = self.grade.as_ref().map_or(String::new(), |grade| format!(" ({})", grade.word));
        [self.label.into(), self.value.clone(), change, format!("{}{grade}", self.detail)]
    }
}

/// The heading above the tiles.
pub(super) fn heading(report: &RevenueReport) -> String {
    let over = if report.summary.complete { "" } else { ", a month that is not over" };
    format!("Summary of {}{over}", month_name(report.summary.month))
}

/// The tiles, in the order in which they are read.
pub(super) fn tiles(report: &RevenueReport, figures: &Figures) -> Vec<Tile> {
    let (revenue, retention) = (revenue(report, figures), retention(report, figures));
    revenue.into_iter().chain(retention).chain(customers(report, figures)).collect()
}

fn revenue(report: &RevenueReport, figures: &Figures) -> [Tile; 2] {
    let summary = &report.summary;
    let net_new = summary.mrr.checked_sub(summary.mrr_month_ago).unwrap_or(summary.mrr);
    let percent = |tenths| figures.signed_percent(tenths);
    let year_ago = match summary.arr_year_ago.is_zero() {
        true => "no revenue 12 months ago".into(),
        false => format!("12 months ago: {}", figures.amount(summary.arr_year_ago)),
    };
    [
        Tile {
            label: "MRR",
            value: figures.money(summary.mrr),
            change: Change::new(percent_tenths(summary.mrr_growth), Better::Up, |tenths| {
                format!("{} MoM", percent(tenths))
            }),
            detail: format!("{} in {}", figures.signed(net_new), month_name(summary.month)),
            grade: None,
        },
        Tile {
            label: "ARR",
            value: figures.money(summary.arr),
            change: Change::new(percent_tenths(summary.arr_growth), Better::Up, |tenths| {
                format!("{} YoY", percent(tenths))
            }),
            detail: year_ago,
            grade: None,
        },
    ]
}

fn retention(report: &RevenueReport, figures: &Figures) -> [Tile; 2] {
    let summary = &report.summary;
    let points = |now, before| {
        Change::new(difference(now, before), Better::Up, |tenths| {
            format!("{} pts MoM", figures.signed_tenths(tenths))
        })
    };
    let no_base = "no customers 12 months ago";
    let base = summary.nrr_12_months.denominator > 0;
    let kept = figures.percent(summary.logo_retention_12_months);
    let kept_grade =
        summary.logo_retention_grade.map_or(String::new(), |grade| format!(" ({})", grade.word()));
    [
        Tile {
            label: "NRR, 12 months",
            value: figures.percent(summary.nrr_12_months),
            change: points(summary.nrr_12_months, summary.nrr_12_months_month_ago),
            detail: if base { "kept, with expansion".into() } else { no_base.into() },
            grade: summary.nrr_grade.map(GradeWord::from),
        },
        Tile {
            label: "GRR, 12 months",
            value: figures.percent(summary.grr_12_months),
            change: points(summary.grr_12_months, summary.grr_12_months_month_ago),
            detail: if base { format!("customers kept: {kept}{kept_grade}") } else { no_base.into() },
            grade: None,
        },
    ]
}

fn customers(report: &RevenueReport, figures: &Figures) -> [Tile; 4] {
    let summary = &report.summary;
    let (now, before) = (i128::from(summary.customers), i128::from(summary.customers_month_ago));
    let arpa_growth = match (summary.arpa, summary.arpa_month_ago) {
        (Some(now), Some(before)) => growth(now, before),
        _ => None,
    };
    let quick = summary.quick_ratio;
    let churn = summary.logo_churn;
    // A part of a month is not compared with a whole one.
    let churn_change = difference(churn, summary.logo_churn_month_ago).filter(|_| summary.complete);
    [
        Tile {
            label: "Customers",
            value: figures.count(summary.customers),
            change: Change::new(now.checked_sub(before), Better::Up, |size| {
                format!("{} MoM", figures.signed_whole(size))
            }),
            detail: format!("a month ago: {}", figures.count(summary.customers_month_ago)),
            grade: None,
        },
        Tile {
            label: "ARPA",
            value: summary.arpa.map_or(NOTHING.into(), |arpa| figures.money(arpa)),
            change: Change::new(arpa_growth, Better::Up, |tenths| {
                format!("{} MoM", figures.signed_percent(tenths))
            }),
            detail: if summary.arpa.is_some() { "MRR per customer".into() } else { "no customers".into() },
            grade: None,
        },
        Tile {
            label: "Quick ratio",
            value: figures.times(quick),
            change: None,
            detail: match quick.denominator > 0 {
                true => format!("revenue won ÷ lost in {}", month_name(summary.month)),
                false => format!("nothing lost in {}", month_name(summary.month)),
            },
            grade: None,
        },
        Tile {
            label: "Customer churn",
            value: figures.percent(churn),
            change: Change::new(churn_change, Better::Down, |tenths| {
                format!("{} pts MoM", figures.signed_tenths(tenths))
            }),
            detail: match churn.denominator > 0 {
                true => format!("{} in {}", figures.of_counts(churn), month_name(summary.month)),
                false => "no customers a month ago".into(),
            },
            grade: summary.logo_churn_grade.map(GradeWord::from),
        },
    ]
}

/// The difference in tenths of a percentage point of two rates as they are shown.
fn difference(now: Ratio, before: Ratio) -> Option<i128> {
    percent_tenths(now)?.checked_sub(percent_tenths(before)?)
}

/// Growth in tenths of a percent.
fn growth(now: Money, before: Money) -> Option<i128> {
    let gained = now.checked_sub(before).ok()?;
    percent_tenths(Ratio::new(gained.minor(), before.minor()))
}

impl From<Grade> for GradeWord {
    fn from(grade: Grade) -> Self {
        let class = match grade {
            Grade::BelowGood => "grade-below",
            Grade::Good => "grade-good",
            Grade::Great => "grade-great",
            Grade::Excellent => "grade-excellent",
        };
        Self { word: grade.word(), class }
    }
}

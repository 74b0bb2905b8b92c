//! The charts of the report: as pictures for its page, and as Vega-Lite specifications for hosts.

mod axis;
mod svg;
mod vega;

use serde::{Deserialize, Serialize};

pub(super) use svg::{movements_svg, trend_svg};
pub(super) use vega::vega;

use crate::metrics::MovementKind;

/// A chart as a [Vega-Lite](https://vega.github.io/vega-lite/) specification with its data inside.
///
/// Amounts in it are numbers in major units, and shares are rounded to a tenth of a percent: for drawing only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportChart {
    /// The name under which the JSON of the report has it, such as `mrr_trend`.
    pub name: String,
    /// What it shows.
    pub title: String,
    /// The specification, JSON.
    pub vega_lite: String,
}

/// A colour as red, green and blue.
type Rgb = [u8; 3];

/// The kinds of movement from the axis outwards: gains above, losses below. The colours are of the Okabe–Ito
/// palette, which people who cannot tell red from green can tell apart.
const KINDS: [(MovementKind, &str, Rgb); 5] = [
    (MovementKind::New, "New", [0, 114, 178]),
    (MovementKind::Expansion, "Expansion", [86, 180, 233]),
    (MovementKind::Reactivation, "Reactivation", [0, 158, 115]),
    (MovementKind::Contraction, "Contraction", [230, 159, 0]),
    (MovementKind::Churn, "Churn", [213, 94, 0]),
];
const TREND: Rgb = [0, 114, 178];
const NET_NEW: Rgb = [31, 41, 55];

/// A colour as style sheets write it.
fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// What a colour stands for.
#[derive(Debug, Serialize)]
pub(super) struct Legend {
    label: &'static str,
    color: String,
    class: &'static str,
}

/// The legend of the movements.
pub(super) fn legend() -> Vec<Legend> {
    let kinds = KINDS.map(|(_, label, color)| Legend { label, color: hex(color), class: "swatch" });
    kinds.into_iter().chain([Legend { label: "Net new", color: hex(NET_NEW), class: "stroke" }]).collect()
}

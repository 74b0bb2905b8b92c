//! The charts as static pictures (docs/adr/0002-charts.md).

use plotters::{
    chart::{ChartBuilder, ChartContext},
    coord::{
        Shift,
        combinators::{BindKeyPoints, WithKeyPoints},
        types::RangedCoordi32,
    },
    drawing::{DrawingArea, IntoDrawingArea},
    element::{Circle, PathElement, Polygon, Rectangle},
    prelude::{Cartesian2d, SVGBackend},
    style::{Color, IntoFont, RGBAColor, RGBColor, ShapeStyle, TRANSPARENT},
};

use super::{
    KINDS, NET_NEW, Rgb, TREND,
    axis::{Axis, LENGTH, MONTH, month_center, month_marks},
};
use crate::{
    Result,
    calendar::Month,
    metrics::{MonthlyMovements, MovementKind},
    report::{ReportError, RevenueReport, text::Figures},
};

const SIZE: (u32, u32) = (560, 270);
const INK: Rgb = [75, 85, 99];
const GRID: Rgb = [229, 231, 235];

type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Coordinates = Cartesian2d<WithKeyPoints<RangedCoordi32>, WithKeyPoints<RangedCoordi32>>;
type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Coordinates>;

/// MRR at the end of each month, as a line above a filled area.
pub(in super::super) fn trend_svg(report: &RevenueReport, figures: &Figures) -> Result<String> {
    let months = &report.growth.months;
    let closing = |month: &MonthlyMovements| i128::from(month.closing.minor());
    let axis = Axis::new(months.iter().map(closing), report.definition.currency);
    picture(|canvas| {
        let mut chart = frame(canvas, months, &axis, figures)?;
        let line = points(months, |month| axis.place(closing(month)));
        let mut area = line.clone();
        if let (Some((first, _)), Some((last, _))) = (line.first(), line.last()) {
            area.extend([(*last, axis.place(0)), (*first, axis.place(0))]);
        }
        draw(&mut chart, Polygon::new(area, color(TREND).mix(0.14)))?;
        draw_line(&mut chart, months, &line, TREND)
    })
}

/// The movements of each month, gains above the axis and losses below, and net new MRR as a line.
pub(in super::super) fn movements_svg(report: &RevenueReport, figures: &Figures) -> Result<String> {
    let months = &report.growth.months;
    let net_new = |month: &MonthlyMovements| i128::from(month.net_new.minor());
    let edges = months.iter().flat_map(|month| {
        let bars = stack(month).into_iter().flat_map(|(_, from, to)| [from, to]);
        bars.chain([net_new(month)]).collect::<Vec<_>>()
    });
    let axis = Axis::new(edges, report.definition.currency);
    picture(|canvas| {
        let mut chart = frame(canvas, months, &axis, figures)?;
        for (center, month) in (0_u32..).map(month_center).zip(months) {
            let (left, right) =
                (center.saturating_sub(MONTH * 3 / 10), center.saturating_add(MONTH * 3 / 10));
            let strength = if month.complete { 1.0 } else { 0.5 };
            for (rgb, from, to) in stack(month).into_iter().filter(|(_, from, to)| from != to) {
                let corners = [(left, axis.place(from)), (right, axis.place(to))];
                draw(&mut chart, Rectangle::new(corners, filled(color(rgb).mix(strength))))?;
            }
        }
        let zero = axis.place(0);
        let end = month_center(u32::try_from(months.len()).unwrap_or(0)).saturating_sub(MONTH / 2);
        draw(&mut chart, PathElement::new(vec![(0, zero), (end, zero)], color(INK)))?;
        let line = points(months, |month| axis.place(net_new(month)));
        draw_line(&mut chart, months, &line, NET_NEW)
    })
}

/// The bars of a month: a colour, and the amounts between which it stands.
fn stack(month: &MonthlyMovements) -> Vec<(Rgb, i128, i128)> {
    let (mut above, mut below) = (0_i128, 0_i128);
    let bar = |(kind, _, rgb): (MovementKind, &str, Rgb)| {
        let size = i128::from(month.amount(kind).minor());
        if kind.is_loss() {
            let from = below;
            below = below.saturating_sub(size);
            (rgb, from, below)
        } else {
            let from = above;
            above = above.saturating_add(size);
            (rgb, from, above)
        }
    };
    KINDS.into_iter().map(bar).collect()
}

fn points(months: &[MonthlyMovements], place: impl Fn(&MonthlyMovements) -> i32) -> Vec<(i32, i32)> {
    (0_u32..).map(month_center).zip(months).map(|(center, month)| (center, place(month))).collect()
}

/// A line through the points; each is marked where there is room, hollow where a month was not over.
fn draw_line(
    chart: &mut Chart<'_, '_>,
    months: &[MonthlyMovements],
    line: &[(i32, i32)],
    rgb: Rgb,
) -> Result<(), ReportError> {
    draw(chart, PathElement::new(line.to_vec(), stroke(color(rgb).mix(1.0), 2)))?;
    let crowded = months.len() > 36;
    for (point, month) in line.iter().zip(months) {
        if !month.complete {
            draw(chart, Circle::new(*point, 4, filled(color([255, 255, 255]).mix(1.0))))?;
            draw(chart, Circle::new(*point, 4, stroke(color(rgb).mix(1.0), 2)))?;
        } else if !crowded {
            draw(chart, Circle::new(*point, 3, filled(color(rgb).mix(1.0))))?;
        }
    }
    Ok(())
}

fn picture(paint: impl FnOnce(&Canvas<'_>) -> Result<(), ReportError>) -> Result<String> {
    let mut text = String::new();
    {
        let canvas = SVGBackend::with_string(&mut text, SIZE).into_drawing_area();
        paint(&canvas)?;
        canvas.present().map_err(failed)?;
    }
    Ok(text)
}

/// The axes, their marks and the lines behind the figures.
fn frame<'a, 'b>(
    canvas: &'a Canvas<'b>,
    months: &[MonthlyMovements],
    axis: &Axis,
    figures: &Figures,
) -> Result<Chart<'a, 'b>, ReportError> {
    let names: Vec<Month> = months.iter().map(|month| month.month).collect();
    let (below, beside) = (month_marks(&names), axis.marks(figures));
    let longest = beside.iter().map(|(_, label)| label.chars().count()).max().unwrap_or(0);
    let room = u32::try_from(longest).unwrap_or(0).saturating_mul(7).saturating_add(10);
    let width = i32::try_from(months.len()).unwrap_or(0).saturating_mul(MONTH);
    let places = |marks: &[(i32, String)]| marks.iter().map(|(place, _)| *place).collect::<Vec<_>>();
    let mut chart = ChartBuilder::on(canvas)
        .margin_top(10)
        .margin_right(16)
        .x_label_area_size(26)
        .y_label_area_size(room)
        .build_cartesian_2d(
            (0..width).with_key_points(places(&below)),
            (0..LENGTH).with_key_points(places(&beside)),
        )
        .map_err(failed)?;
    let label = |marks: &[(i32, String)], place: i32| {
        marks.iter().find(|(at, _)| *at == place).map(|(_, label)| label.clone()).unwrap_or_default()
    };
    chart
        .configure_mesh()
        .disable_x_mesh()
        .bold_line_style(color(GRID))
        .light_line_style(TRANSPARENT)
        .axis_style(color(GRID))
        .label_style(("sans-serif", 15).into_font().color(&color(INK)))
        .set_all_tick_mark_size(4)
        .x_label_formatter(&|place| label(&below, *place))
        .y_label_formatter(&|place| label(&beside, *place))
        .draw()
        .map_err(failed)?;
    Ok(chart)
}

fn draw<'b, E>(chart: &mut Chart<'_, 'b>, element: E) -> Result<(), ReportError>
where
    for<'e> &'e E: plotters::element::PointCollection<'e, (i32, i32)>,
    E: plotters::element::Drawable<SVGBackend<'b>>,
{
    chart.draw_series([element]).map_err(failed)?;
    Ok(())
}

fn color([red, green, blue]: Rgb) -> RGBColor {
    RGBColor(red, green, blue)
}

fn filled(color: RGBAColor) -> ShapeStyle {
    ShapeStyle { color, filled: true, stroke_width: 0 }
}

fn stroke(color: RGBAColor, stroke_width: u32) -> ShapeStyle {
    ShapeStyle { color, filled: false, stroke_width }
}

fn failed(error: impl std::fmt::Display) -> ReportError {
    ReportError::Rendering(error.to_string())
}

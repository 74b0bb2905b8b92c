//! The revenue report: a record, and what is made from it.

use napi::{Env, Unknown, bindgen_prelude::AsyncTask};
use napi_derive::napi;
use prorata::report::{ReportOptions, RevenueReport};

use crate::{
    convert::{arg, to_js},
    guard::{Background, guard, in_background},
    metrics::read_facts,
};

/// Makes the report of a window of months, off the event loop.
///
/// Rejects with `report.invalid_limit`, and as `metrics.movements`.
#[napi(
    namespace = "report",
    catch_unwind,
    ts_args_type = "facts: Facts, options?: ReportOptions | null",
    ts_return_type = "Promise<RevenueReport>"
)]
pub fn revenue_report(
    facts: Unknown,
    options: Unknown,
) -> napi::Result<AsyncTask<Background<RevenueReport>>> {
    in_background(|| {
        let facts = read_facts(facts)?;
        let options = arg::<Option<ReportOptions>>("options", options)?.unwrap_or_default();
        Ok(move || Ok(prorata::report::revenue_report(&facts, &options)?))
    })
}

/// The report as Markdown, laid out to be read in a terminal too.
///
/// Throws `report.no_months`, `report.rendering`; neither happens to a report that `revenueReport` made.
#[napi(namespace = "report", catch_unwind, ts_args_type = "report: RevenueReport")]
pub fn to_markdown(env: &Env, report: Unknown) -> napi::Result<String> {
    guard(env, || Ok(arg::<RevenueReport>("report", report)?.to_markdown()?))
}

/// The report as one HTML page: styles and pictures inside, no scripts, nothing fetched.
///
/// Throws `report.no_months`, `report.rendering`; neither happens to a report that `revenueReport` made.
#[napi(namespace = "report", catch_unwind, ts_args_type = "report: RevenueReport")]
pub fn to_html(env: &Env, report: Unknown) -> napi::Result<String> {
    guard(env, || Ok(arg::<RevenueReport>("report", report)?.to_html()?))
}

/// The report as JSON: this record, and under `charts` the Vega-Lite specifications by name.
///
/// The same text as in every language: names in snake_case, amounts as integers. Throws `report.rendering`.
#[napi(namespace = "report", catch_unwind, ts_args_type = "report: RevenueReport")]
pub fn to_json(env: &Env, report: Unknown) -> napi::Result<String> {
    guard(env, || Ok(arg::<RevenueReport>("report", report)?.to_json()?))
}

/// The charts as Vega-Lite specifications, for hosts that have Vega.
///
/// Throws `report.rendering`, which does not happen to a report that `revenueReport` made.
#[napi(
    namespace = "report",
    catch_unwind,
    ts_args_type = "report: RevenueReport",
    ts_return_type = "ReportChart[]"
)]
pub fn charts<'env>(env: &'env Env, report: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || to_js(env, &arg::<RevenueReport>("report", report)?.charts()?))
}

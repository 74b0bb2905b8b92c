//! `cargo xtask report`: from a file of subscriptions to a report, in Markdown on the terminal and as
//! `report.md`, `report.html` and `report.json` in a folder.
#![forbid(unsafe_code)]

mod arguments;
mod input;

use std::{fs, path::Path, process::ExitCode, time::Instant};

use arguments::Arguments;
use prorata::{
    metrics::MetricsOptions,
    report::{ReportOptions, RevenueReport, revenue_report},
};

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    if given.iter().any(|argument| argument == "--help" || argument == "-h") {
        println!("{}", arguments::HELP);
        return ExitCode::SUCCESS;
    }
    match Arguments::parse(&given).and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("report: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let start = Instant::now();
    let facts = input::facts(arguments)?;
    // What comes with the repository must not be taken for a business that exists.
    let invented = arguments.file.is_none().then(|| "An invented business".to_owned());
    let metrics = MetricsOptions {
        zone: arguments.zone,
        netting: arguments.netting,
        as_of: input::as_of(arguments)?,
        ..MetricsOptions::default()
    };
    let options = ReportOptions {
        title: arguments.title.clone(),
        company: arguments.company.clone().or(invented),
        metrics: Some(metrics),
        growth_months: arguments.months,
        cohorts: arguments.months,
        ..ReportOptions::default()
    };
    let report = revenue_report(&facts, &options).map_err(|error| format!("{error:#}"))?;
    let written = write(&report, &arguments.out)?;
    println!("{written}\n{} in {} ms", arguments.out.display(), start.elapsed().as_millis());
    Ok(())
}

/// Writes the three forms; returns the one for the terminal.
fn write(report: &RevenueReport, folder: &Path) -> Result<String, String> {
    let markdown = report.to_markdown().map_err(|error| error.to_string())?;
    let html = report.to_html().map_err(|error| error.to_string())?;
    let json = report.to_json().map_err(|error| error.to_string())?;
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for (name, text) in [("report.md", &markdown), ("report.html", &html), ("report.json", &json)] {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(markdown)
}

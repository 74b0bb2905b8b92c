//! Text from outside stays text.

use prorata::{
    Currency,
    facts::RefusedRow,
    report::{ReportOptions, RevenueReport},
};

use crate::{business::one_customer, report};

const HOSTILE: &str = "</title><script>alert(1)</script> \"'&amp; {{ 7 * 7 }} {% raw %} \u{202e}txt\r\n# Fake | `x` *b* [l](http://evil) \u{1b}[31m";

fn hostile() -> RevenueReport {
    let options = ReportOptions {
        title: Some(HOSTILE.into()),
        company: Some(HOSTILE.into()),
        ..ReportOptions::default()
    };
    let mut report = report(&one_customer(100, Currency::USD), &options);
    let row = RefusedRow { line: 7, code: "facts.unreadable".into(), reason: HOSTILE.into() };
    report.intake.refused = vec![row; 60];
    report
}

#[test]
fn html_shows_it_and_runs_nothing() {
    let html = hostile().to_html().unwrap();
    assert!(!html.contains("<script"));
    assert!(html.contains("&lt;script&gt;alert(1)&lt;&#x2f;script&gt;"));
    assert!(html.contains("{{ 7 * 7 }} {% raw %}"), "what looks like a template is not one");
    assert!(html.contains("&amp;amp;"), "entities are shown as they came");
    assert_eq!(html.matches("<title>").count(), 1);
    assert!(html.contains("and 10 more"));
}

#[test]
fn markdown_shows_it_and_marks_nothing_up() {
    let markdown = hostile().to_markdown().unwrap();
    assert!(markdown.contains(r"\<script\>alert(1)\</script\>"));
    assert!(markdown.contains(r"\# Fake \| \`x\` \*b\* \[l\](http://evil)"));
    assert!(markdown.contains(r"\&amp;"));
    let headings = markdown.lines().filter(|line| line.starts_with('#')).count();
    assert_eq!(headings, 7, "a title, and no heading of its own making");
    assert!(!markdown.contains(['\u{1b}', '\r', '\u{202e}']));
    assert!(markdown.contains("- line 7:") && markdown.contains("- and 10 more"));
}

#[test]
fn json_keeps_it_to_the_letter() {
    let report = hostile();
    let back: RevenueReport = serde_json::from_str(&report.to_json().unwrap()).unwrap();
    assert_eq!(back, report);
    assert_eq!(back.title, HOSTILE);
    assert_eq!(back.intake.refused.len(), 60);
}

#[test]
fn a_report_that_a_host_has_emptied_is_still_written() {
    let mut report = report(&one_customer(100, Currency::USD), &ReportOptions::default());
    report.growth.months.clear();
    report.cohorts.cohorts.clear();
    report.cohorts.averages.clear();
    report.notes.clear();
    report.definition.months = 0;
    assert!(report.to_html().unwrap().contains("<svg"));
    assert!(report.to_markdown().unwrap().contains("## Growth"));
    let charts: serde_json::Value = serde_json::from_str(&report.to_json().unwrap()).unwrap();
    assert_eq!(charts["charts"]["mrr_trend"]["data"]["values"], serde_json::json!([]));
}

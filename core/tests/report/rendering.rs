//! What the report looks like.

use prorata::{Currency, facts::Facts, money::MoneyFormat, report::ReportOptions};

use crate::{
    business::{acme, long_lived, one_customer},
    by_event, in_april, report,
};

#[test]
fn markdown_of_a_small_business() {
    let facts = Facts::from_changes(&acme()).unwrap();
    insta::assert_snapshot!(report(&facts, &in_april()).to_markdown().unwrap());
}

#[test]
fn html_of_a_small_business() {
    let facts = Facts::from_changes(&acme()).unwrap();
    let html = report(&facts, &in_april()).to_html().unwrap();
    let (before, style) = html.split_once("<style>").unwrap();
    let (_, after) = style.split_once("</style>").unwrap();
    insta::assert_snapshot!(format!("{before}{after}"));
}

#[test]
fn vega_of_a_small_business() {
    let facts = Facts::from_changes(&acme()).unwrap();
    let charts = report(&facts, &in_april()).charts().unwrap();
    insta::assert_snapshot!(
        charts.iter().map(|chart| chart.vega_lite.as_str()).collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn one_customer_in_one_month() {
    let report = report(&one_customer(4_900, Currency::USD), &ReportOptions::default());
    insta::assert_snapshot!(report.to_markdown().unwrap());
    // A ratio to nothing is a dash, with its reason beside it.
    let html = report.to_html().unwrap();
    for reason in ["no revenue 12 months ago", "no customers 12 months ago", "nothing lost in May 2024"] {
        assert!(html.contains(reason), "{reason}");
    }
    assert!(!html.contains("NaN") && !html.contains("inf"));
}

#[test]
fn amounts_have_the_decimals_of_their_currency() {
    let yen = report(&one_customer(4_900, Currency::JPY), &ReportOptions::default());
    assert!(yen.to_markdown().unwrap().contains("JPY 4,900 "));
    assert!(yen.charts().unwrap()[0].vega_lite.contains(r#""mrr": 4900,"#));
    let dinars = report(&one_customer(4_900, "BHD".parse().unwrap()), &ReportOptions::default());
    assert!(dinars.to_markdown().unwrap().contains("BHD 4.900 "));
    assert!(dinars.charts().unwrap()[0].vega_lite.contains(r#""mrr": 4.900,"#));
}

#[test]
fn figures_follow_the_money_format() {
    let facts = Facts::from_changes(&acme()).unwrap();
    let german = ReportOptions { money_format: Some(MoneyFormat::german()), ..in_april() };
    let markdown = report(&facts, &german).to_markdown().unwrap();
    for text in ["1.395,50\u{a0}$", "−1,8\u{a0}%", "−25,00", "16.746,00\u{a0}$"] {
        assert!(markdown.contains(text), "{text} in\n{markdown}");
    }
    assert!(!markdown.contains("1,395"));
}

#[test]
fn the_columns_of_markdown_line_up() {
    let facts = Facts::from_changes(&long_lived(40)).unwrap();
    let markdown = report(&facts, &ReportOptions::default()).to_markdown().unwrap();
    let mut tables = 0;
    for lines in markdown.split("\n\n").filter(|part| part.starts_with('|')) {
        let widths: Vec<usize> = lines.lines().map(|line| line.chars().count()).collect();
        assert!(widths.iter().all(|width| *width == widths[0]), "{lines}");
        tables += 1;
    }
    assert_eq!(tables, 4);
}

#[test]
fn the_page_needs_nothing_from_outside() {
    let facts = Facts::from_changes(&long_lived(40)).unwrap();
    let html = report(&facts, &by_event()).to_html().unwrap();
    assert_eq!(
        html.matches("http").count(),
        html.matches(r#"xmlns="http://www.w3.org/2000/svg""#).count() + 1
    );
    assert!(html.contains(r#"http-equiv="Content-Security-Policy" content="default-src 'none'"#));
    for word in ["<script", "url(", "@import", " src=", "@font-face"] {
        assert!(!html.contains(word), "{word}");
    }
    for tag in ["table", "tr", "td", "th", "dl", "div", "section", "span", "svg", "figure", "p"] {
        let opened = html.matches(&format!("<{tag}>")).count() + html.matches(&format!("<{tag} ")).count();
        assert!(opened > 0 && opened == html.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    let changes = long_lived(60);
    let mut reversed = changes.clone();
    reversed.reverse();
    let (once, again) = (Facts::from_changes(&changes).unwrap(), Facts::from_changes(&reversed).unwrap());
    let (once, again) = (report(&once, &by_event()), report(&again, &by_event()));
    assert_eq!(once.to_html().unwrap(), again.to_html().unwrap());
    assert_eq!(once.to_markdown().unwrap(), again.to_markdown().unwrap());
    assert_eq!(once.to_json().unwrap(), again.to_json().unwrap());
}

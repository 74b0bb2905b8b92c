//! That the report says what the metrics say, and adds up.

use prorata::{
    Currency, ErrorKind, Money,
    facts::Facts,
    metrics::{self, MetricsOptions, Ratio},
    money::Percent,
    report::{Benchmark, Benchmarks, Grade, ReportOptions, RevenueReport, revenue_report},
};

use crate::{
    business::{acme, change, long_lived, one_customer},
    by_event, in_april, report,
};

#[test]
fn every_figure_is_one_of_the_metrics() {
    let facts = Facts::from_changes(&long_lived(80)).unwrap();
    for options in [ReportOptions::default(), by_event()] {
        let measured = options.metrics.clone().unwrap_or_default();
        let movements = metrics::movements(&facts, &measured).unwrap();
        let cohorts = metrics::cohorts(&facts, &measured).unwrap();
        let report = report(&facts, &options);
        let skipped = movements.months.len() - 24;
        assert_eq!(report.growth.months, movements.months[skipped..]);
        assert_eq!(report.growth.months_left_out as usize, skipped);
        assert_eq!(report.cohorts.cohorts_left_out as usize, skipped);
        for (shown, cohort) in report.cohorts.cohorts.iter().zip(&cohorts.cohorts[skipped..]) {
            assert_eq!(shown.customers, cohort.customers);
            assert_eq!(shown.ages, cohort.ages[..cohort.ages.len().min(13)]);
        }
        let (now, year_ago) =
            (movements.months.last().unwrap(), &movements.months[movements.months.len() - 13]);
        assert_eq!(report.summary.mrr, now.closing);
        assert_eq!(report.summary.arr_year_ago, year_ago.arr);
        assert_eq!(report.summary.arr_growth.numerator, now.arr.minor() - year_ago.arr.minor());
        assert_eq!(report.summary.nrr_12_months, now.rates.nrr_12_months);
        assert_eq!(
            report.summary.logo_churn_month_ago,
            movements.months[movements.months.len() - 2].rates.logo_churn
        );
        assert_eq!(report.definition, movements.definition);
        assert_eq!(report.intake, facts.intake());
    }
}

#[test]
fn opening_and_movements_come_to_closing_over_the_panel() {
    let facts = Facts::from_changes(&long_lived(80)).unwrap();
    for options in [ReportOptions::default(), by_event()] {
        let total = report(&facts, &options).growth.total;
        let gained = total.new.minor() + total.expansion.minor() + total.reactivation.minor();
        let lost = total.contraction.minor() + total.churn.minor();
        assert_eq!(total.opening.minor() + gained - lost, total.closing.minor());
        assert_eq!(total.net_new.minor(), gained - lost);
    }
}

#[test]
fn the_summary_of_a_business_by_hand() {
    let summary = report(&Facts::from_changes(&acme()).unwrap(), &in_april()).summary;
    let dollars = |minor| Money::new(minor, Currency::USD);
    // March closes with ada 100, bob 300, dee 900.50 and eve 120; April wins fay's 75 and loses ada's 100.
    assert_eq!(summary.mrr_month_ago, dollars(142_050));
    assert_eq!(summary.mrr, dollars(139_550));
    assert_eq!(summary.mrr_growth, Ratio::new(-2_500, 142_050));
    assert_eq!(summary.arr, dollars(12 * 139_550));
    // April 2023: ada 100 and bob 250. Of the two, bob is left, with 300 of what was 350.
    assert_eq!(summary.arr_year_ago, dollars(12 * 35_000));
    assert_eq!(summary.nrr_12_months, Ratio::new(30_000, 35_000));
    assert_eq!(summary.grr_12_months, Ratio::new(25_000, 35_000));
    assert_eq!(summary.logo_retention_12_months, Ratio::new(1, 2));
    assert_eq!((summary.customers, summary.customers_month_ago), (4, 4));
    assert_eq!(summary.arpa, Some(dollars(34_888)));
    assert_eq!(summary.quick_ratio, Ratio::new(7_500, 10_000));
    assert_eq!(summary.logo_churn, Ratio::new(1, 4));
    assert!(!summary.complete);
}

#[test]
fn averages_weigh_cohorts_by_size_and_leave_out_months_that_are_not_over() {
    let panel = report(&Facts::from_changes(&acme()).unwrap(), &in_april()).cohorts;
    // Age 3 was reached in full by March 2023 (2 of 2) and November 2023 (0 of 1, before eve came back);
    // for January 2024 it is April, which is not over.
    let at_three = &panel.averages[3];
    assert_eq!(at_three.age, 3);
    assert_eq!(at_three.active_share, Ratio::new(2, 3));
    assert_eq!(at_three.revenue_share, Ratio::new(35_000, 43_000));
    // Age 2: January 2024 counts in March, with dee of cyd and dee.
    assert_eq!(panel.averages[2].active_share, Ratio::new(3, 5));
}

#[test]
fn a_rate_must_be_beyond_a_threshold() {
    let graded = |numerator: i64, benchmarks: Option<Benchmarks>| {
        // 100 customers in January, of whom some leave in February.
        let mut changes = Vec::new();
        for place in 0..100 {
            let (id, fee) = (format!("c{place}"), Money::new(1_000, Currency::USD));
            changes.push(change(&id, "2024-01-05T00:00:00Z", fee));
            if place < numerator {
                changes.push(change(&id, "2024-02-05T00:00:00Z", Money::zero(Currency::USD)));
            }
        }
        changes.push(change("late", "2024-02-07T00:00:00Z", Money::new(1_000, Currency::USD)));
        let options = ReportOptions { benchmarks, ..ReportOptions::default() };
        report(&Facts::from_changes(&changes).unwrap(), &options).summary.logo_churn_grade
    };
    assert_eq!(graded(5, None), Some(Grade::BelowGood));
    assert_eq!(graded(4, None), Some(Grade::Good));
    assert_eq!(graded(2, None), Some(Grade::Great));
    assert_eq!(graded(1, None), Some(Grade::Excellent));
    let percent = |text: &str| text.parse::<Percent>().unwrap();
    let strict = Benchmark { good: percent("1.5"), great: percent("0.5"), excellent: percent("0.25") };
    let strict = Benchmarks { monthly_churn: Some(strict), ..Benchmarks::default() };
    assert_eq!(graded(1, Some(strict.clone())), Some(Grade::Good));
    assert_eq!(graded(0, Some(strict)), Some(Grade::Excellent));
}

#[test]
fn json_reads_back_as_the_same_report() {
    for options in [ReportOptions::default(), in_april(), by_event()] {
        let report = report(&Facts::from_changes(&acme()).unwrap(), &options);
        let text = report.to_json().unwrap();
        assert_eq!(serde_json::from_str::<RevenueReport>(&text).unwrap(), report);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let names: Vec<&String> = value["charts"].as_object().unwrap().keys().collect();
        assert_eq!(names, ["cohort_customers", "cohort_revenue", "mrr_movements", "mrr_trend"]);
        for chart in value["charts"].as_object().unwrap().values() {
            assert_eq!(chart["$schema"], "https://vega.github.io/schema/vega-lite/v6.json");
        }
    }
}

#[test]
fn charts_carry_the_figures_of_the_report() {
    let report = report(&Facts::from_changes(&long_lived(30)).unwrap(), &by_event());
    let value: serde_json::Value = serde_json::from_str(&report.to_json().unwrap()).unwrap();
    let cents = |value: &serde_json::Value| (value.as_f64().unwrap() * 100.0).round() as i64;
    let trend = value["charts"]["mrr_trend"]["data"]["values"].as_array().unwrap();
    let closing: Vec<i64> = report.growth.months.iter().map(|month| month.closing.minor()).collect();
    assert_eq!(trend.iter().map(|row| cents(&row["mrr"])).collect::<Vec<_>>(), closing);
    let layers = &value["charts"]["mrr_movements"]["layer"];
    let bars = layers[0]["data"]["values"].as_array().unwrap();
    assert_eq!(bars.len(), 5 * report.growth.months.len());
    let moved: i64 = bars.iter().map(|row| cents(&row["amount"])).sum();
    assert_eq!(moved, report.growth.total.net_new.minor());
}

#[test]
fn a_window_of_its_own_and_a_year_before_it() {
    let facts = Facts::from_changes(&acme()).unwrap();
    let metrics = MetricsOptions {
        first_month: Some("2024-03".parse().unwrap()),
        months: Some(1),
        ..MetricsOptions::default()
    };
    let report = report(&facts, &ReportOptions { metrics: Some(metrics), ..ReportOptions::default() });
    assert_eq!(report.growth.months.len(), 1);
    assert_eq!(report.summary.arr_year_ago, Money::new(12 * 35_000, Currency::USD));
    assert_eq!(report.summary.arpa_month_ago, Some(Money::new(164_900 / 4, Currency::USD)));
}

#[test]
fn a_business_that_is_over() {
    let facts = Facts::from_changes(&[
        change("only", "2023-01-05T00:00:00Z", Money::new(100, Currency::USD)),
        change("only", "2023-02-05T00:00:00Z", Money::zero(Currency::USD)),
    ])
    .unwrap();
    let metrics = MetricsOptions { months: Some(30), ..MetricsOptions::default() };
    let report = report(&facts, &ReportOptions { metrics: Some(metrics), ..ReportOptions::default() });
    assert_eq!((report.summary.customers, report.summary.arpa), (0, None));
    assert_eq!(report.summary.nrr_grade, None);
    for text in [report.to_html().unwrap(), report.to_markdown().unwrap()] {
        assert!(text.contains("no customers"));
    }
}

#[test]
fn the_longest_window_and_the_largest_amounts() {
    let facts = Facts::from_changes(&long_lived(600)).unwrap();
    let options = ReportOptions {
        growth_months: Some(120),
        cohorts: Some(120),
        cohort_months: Some(60),
        ..ReportOptions::default()
    };
    let report = report(&facts, &options);
    assert_eq!((report.growth.months.len(), report.cohorts.cohorts.len()), (120, 120));
    assert!(report.to_html().unwrap().len() < 4_000_000);
    assert!(report.to_markdown().unwrap().contains("earlier months are not shown"));

    let most = i64::MAX / 60_480;
    let report = crate::report(&one_customer(most, Currency::USD), &ReportOptions::default());
    assert_eq!(report.summary.mrr.minor(), most);
    assert!(report.to_html().unwrap().contains("USD 1,525,028,445,247.15"));
}

#[test]
fn what_cannot_be_shown_is_refused() {
    let facts = one_customer(100, Currency::USD);
    let refused = |options: ReportOptions| {
        let error = revenue_report(&facts, &options).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Report);
        (error.code(), error.to_string())
    };
    let (code, text) = refused(ReportOptions { growth_months: Some(0), ..ReportOptions::default() });
    assert_eq!(code, "report.invalid_limit");
    assert_eq!(text, "`0` months of growth cannot be shown: expected 1 to 120");
    refused(ReportOptions { cohorts: Some(121), ..ReportOptions::default() });
    refused(ReportOptions { cohort_months: Some(61), ..ReportOptions::default() });
    let nothing = Facts::from_changes(&[]).unwrap();
    assert_eq!(revenue_report(&nothing, &ReportOptions::default()).unwrap_err().code(), "metrics.no_facts");
}

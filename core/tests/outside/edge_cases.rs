//! Movement ledgers for boundary cases: `../shared/vectors/metrics/edge_cases.json`, every zone and netting.

use std::io::Write;
use std::path::Path;

use prorata::{
    Currency, Money,
    facts::{Facts, MrrChange},
    metrics::{MetricsOptions, MonthlyMovements, Netting, movements},
};
use serde_json::{Value, json};

#[test]
fn movements_of_boundary_cases_hold() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors/metrics/edge_cases.json");
    let mut out = std::io::stdout();
    let Ok(text) = std::fs::read_to_string(path) else {
        writeln!(out, "edge cases: skipped, for ../shared/vectors is not there").unwrap();
        return;
    };
    let file: Value = serde_json::from_str(&text).unwrap();
    let mut passed = 0;
    for case in file["cases"].as_array().unwrap() {
        for (reading, expected) in case["expected"].as_object().unwrap() {
            assert_eq!(&ledger(case, reading), expected, "{} under {reading}", case["name"]);
            passed += 1;
        }
    }
    assert!(passed > 0, "the file has no cases");
    writeln!(out, "edge cases: {passed} passed, 0 failed").unwrap();
}

fn ledger(case: &Value, reading: &str) -> Value {
    let (zone, netting) = reading.split_once('|').unwrap();
    let changes: Vec<MrrChange> = case["events"].as_array().unwrap().iter().map(change).collect();
    let options = MetricsOptions {
        first_month: Some(case["first_month"].as_str().unwrap().parse().unwrap()),
        months: Some(case["months"].as_u64().unwrap().try_into().unwrap()),
        zone: Some(zone.parse().unwrap()),
        netting: Some(if netting == "event" { Netting::Event } else { Netting::Period }),
        ..MetricsOptions::default()
    };
    let facts = Facts::from_changes(&changes).unwrap();
    movements(&facts, &options).unwrap().months.iter().map(row).collect()
}

fn change(event: &Value) -> MrrChange {
    let text = |name: &str| event[name].as_str().unwrap();
    MrrChange {
        customer_id: text("customer_id").into(),
        subscription_id: text("subscription_id").into(),
        effective_at: text("effective_at").parse().unwrap(),
        mrr: Money::new(event["mrr_minor"].as_i64().unwrap(), Currency::USD),
    }
}

fn row(month: &MonthlyMovements) -> Value {
    json!([
        month.opening.minor(),
        month.new.minor(),
        month.expansion.minor(),
        month.contraction.minor(),
        month.churn.minor(),
        month.reactivation.minor(),
        month.closing.minor(),
        month.customers_opening,
        month.customers_new,
        month.customers_churned,
        month.customers_reactivated,
        month.customers_closing,
    ])
}

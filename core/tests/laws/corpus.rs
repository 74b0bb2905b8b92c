//! The corpus of the fuzz targets, once more: what was interesting to a fuzzer stays harmless.

use std::path::Path;

use prorata::{
    Currency, Money,
    facts::{Facts, OnRefusal, PeriodsOptions},
    metrics::{MetricsOptions, movements},
    money::MoneyFormat,
    stripe::StripeOptions,
};

/// Every file of a target's corpus.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target);
    let files = std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
    let files: Vec<_> = files.collect();
    assert!(!files.is_empty(), "the corpus of {target} is empty");
    files
}

#[test]
fn periods_are_accounted_for() {
    for file in corpus("periods_csv") {
        let options = PeriodsOptions {
            default_currency: Some(Currency::USD),
            on_refusal: Some(OnRefusal::LeaveOut),
            ..PeriodsOptions::default()
        };
        let Ok(facts) = Facts::from_periods_csv(&file, &options) else { continue };
        let intake = facts.intake();
        assert_eq!(intake.rows_read, intake.rows_used + u32::try_from(intake.refused.len()).unwrap());
        let strict = PeriodsOptions { on_refusal: None, ..options };
        assert_eq!(Facts::from_periods_csv(&file, &strict).is_ok(), intake.refused.is_empty());
    }
}

#[test]
fn stripe_is_read_or_refused() {
    let options = StripeOptions { on_refusal: Some(OnRefusal::LeaveOut), ..StripeOptions::default() };
    for json in corpus("stripe_json") {
        if let Ok(facts) = Facts::from_stripe(&json, &options) {
            let _ = movements(&facts, &MetricsOptions::default());
        }
    }
}

#[test]
fn amounts_read_back() {
    for text in corpus("money_parse") {
        let text = String::from_utf8_lossy(&text);
        for format in
            [MoneyFormat::default(), MoneyFormat::german(), MoneyFormat::french(), MoneyFormat::swiss()]
        {
            if let Ok(money) = Money::parse(&text, &format, Some(Currency::USD)) {
                assert_eq!(Money::parse(&money.format(&format), &format, None).unwrap(), money);
            }
        }
    }
}

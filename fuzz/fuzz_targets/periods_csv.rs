//! Any bytes as a file of periods: nothing panics, every row is accounted for, and refusing all agrees with
//! leaving out.
#![no_main]

use libfuzzer_sys::fuzz_target;
use prorata::Currency;
use prorata::facts::{Delimiter, Facts, OnRefusal, PeriodsOptions};
use prorata::metrics::{MetricsOptions, movements};

fuzz_target!(|file: &[u8]| {
    let delimiter = if file.contains(&b';') { Delimiter::Semicolon } else { Delimiter::Comma };
    let options = PeriodsOptions {
        default_currency: Some(Currency::USD),
        delimiter: Some(delimiter),
        on_refusal: Some(OnRefusal::LeaveOut),
        ..PeriodsOptions::default()
    };
    let Ok(facts) = Facts::from_periods_csv(file, &options) else { return };
    let intake = facts.intake();
    assert_eq!(intake.rows_read, intake.rows_used + u32::try_from(intake.refused.len()).unwrap());
    let strict = PeriodsOptions { on_refusal: None, ..options };
    assert_eq!(Facts::from_periods_csv(file, &strict).is_ok(), intake.refused.is_empty());
    let _ = movements(&facts, &MetricsOptions::default());
});

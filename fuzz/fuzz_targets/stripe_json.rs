//! Any bytes as Stripe's JSON: nothing panics, and refusing all agrees with leaving out.
#![no_main]

use libfuzzer_sys::fuzz_target;
use prorata::facts::{Facts, OnRefusal};
use prorata::metrics::{MetricsOptions, current_revenue, movements};
use prorata::stripe::StripeOptions;

fuzz_target!(|json: &[u8]| {
    let options = StripeOptions { on_refusal: Some(OnRefusal::LeaveOut), ..StripeOptions::default() };
    let strict = Facts::from_stripe(json, &StripeOptions::default());
    let Ok(facts) = Facts::from_stripe(json, &options) else {
        assert!(strict.is_err());
        return;
    };
    assert_eq!(strict.is_ok(), facts.intake().refused.is_empty());
    let _ = current_revenue(&facts, None);
    let _ = movements(&facts, &MetricsOptions::default());
});

//! Businesses to report on.

use prorata::{
    Currency, Money, Timestamp,
    facts::{Facts, MrrChange},
};

pub(crate) fn change(customer: &str, at: &str, mrr: Money) -> MrrChange {
    MrrChange {
        customer_id: customer.into(),
        subscription_id: format!("{customer}/1"),
        effective_at: at.parse().unwrap(),
        mrr,
    }
}

/// Six customers by hand: every kind of movement, and a month that is not over.
pub(crate) fn acme() -> Vec<MrrChange> {
    [
        ("ada", "2023-03-10", 10_000),
        ("bob", "2023-03-20", 25_000),
        ("bob", "2024-02-01", 30_000),
        ("cyd", "2024-01-15", 4_900),
        ("cyd", "2024-03-02", 0),
        ("dee", "2024-01-31", 120_000),
        ("dee", "2024-03-31", 90_050),
        ("eve", "2023-11-05", 8_000),
        ("eve", "2024-01-05", 0),
        ("eve", "2024-03-09", 12_000),
        ("fay", "2024-04-03", 7_500),
        ("ada", "2024-04-10", 0),
    ]
    .map(|(customer, day, minor)| {
        change(customer, &format!("{day}T09:00:00Z"), Money::new(minor, Currency::USD))
    })
    .into()
}

/// One customer, from one instant on.
pub(crate) fn one_customer(minor: i64, currency: Currency) -> Facts {
    Facts::from_changes(&[change("only", "2024-05-17T00:00:00Z", Money::new(minor, currency))]).unwrap()
}

/// `months` months of steady comings and goings, seeded.
pub(crate) fn long_lived(months: i64) -> Vec<MrrChange> {
    let start = "1990-01-01T00:00:00Z".parse::<Timestamp>().unwrap().as_millis();
    let day = 86_400_000;
    let mut state = 7_u64;
    let mut next = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((state >> 33) % below).unwrap()
    };
    let mut changes = Vec::new();
    for customer in 0..months {
        let mut at = customer * 30 * day + start;
        let mut mrr = 1_000 + next(90_000);
        for _ in 0..4 {
            let id = format!("cus_{customer}");
            let effective_at = Timestamp::from_millis(at).unwrap();
            changes.push(MrrChange {
                subscription_id: format!("{id}/1"),
                customer_id: id,
                effective_at,
                mrr: Money::new(mrr, Currency::EUR),
            });
            at += (1 + next(300)) * day;
            mrr = if next(4) == 0 { 0 } else { mrr + next(5_000) };
        }
    }
    changes
}

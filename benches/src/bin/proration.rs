//! The time of one `prorate` call: a plain upgrade half-way through a month, in flexible mode.
//!
//! `proration [CALLS]` prints the nanoseconds of a call, the best and the median of nine rounds.
#![allow(clippy::arithmetic_side_effects, reason = "a measuring program, not the library")]

use std::{error::Error, hint::black_box, time::Instant};

use prorata::{
    Currency, Interval, Period,
    catalog::Price,
    proration::{
        AdvanceRequest, BillingMode, PeriodItem, PricedItem, ProrationRequest, bill_in_advance, prorate,
    },
};

fn main() -> Result<(), Box<dyn Error>> {
    let calls: u32 = std::env::args().nth(1).map_or(Ok(200_000), |text| text.parse())?;
    let request = upgrade()?;
    let mut nanoseconds: Vec<u128> = Vec::new();
    for _ in 0..9 {
        let start = Instant::now();
        for _ in 0..calls {
            black_box(prorate(black_box(&request))?);
        }
        nanoseconds.push(start.elapsed().as_nanos() / u128::from(calls));
    }
    nanoseconds.sort_unstable();
    let nth = |place: usize| nanoseconds.get(place).copied().unwrap_or_default();
    println!("prorate: best {} ns, median {} ns", nth(0), nth(4));
    Ok(())
}

/// 49.00 to 149.00 on the 16th of April.
fn upgrade() -> prorata::Result<ProrationRequest> {
    let april = Period::new("2025-04-01T00:00:00Z".parse()?, "2025-05-01T00:00:00Z".parse()?)?;
    let item = |id: &str, amount: &str| -> prorata::Result<PeriodItem> {
        let price = Price::licensed(id, "prod_app", Currency::USD, amount.parse()?, Interval::MONTH);
        let item = PricedItem { id: "si_1".into(), price, quantity: 1, discounts: vec![], tax_rates: vec![] };
        Ok(PeriodItem { item, period: april, full_period: april, debits: vec![] })
    };
    let mut before = item("price_basic", "4900")?;
    let bill = AdvanceRequest {
        currency: Currency::USD,
        billing_mode: BillingMode::Flexible,
        policy: None,
        proration_discounts: None,
        at: april.start,
        items: vec![before.clone()],
        discounts: vec![],
    };
    before.debits = bill_in_advance(&bill)?.debits.into_iter().map(|billed| billed.debit).collect();
    Ok(ProrationRequest {
        currency: Currency::USD,
        billing_mode: BillingMode::Flexible,
        policy: None,
        proration_discounts: None,
        date: "2025-04-16T00:00:00Z".parse()?,
        before: vec![before],
        after: vec![item("price_pro", "14900")?],
        discounts_before: vec![],
        discounts: vec![],
    })
}

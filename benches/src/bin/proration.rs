//! The time of one call of `prorate`, of a subscription's `preview` and of `prorated_amount`: a plain upgrade half-way
//! through a month, in flexible mode; and of its renewal, with the bill of the next month.
//!
//! `proration [CALLS]` prints the nanoseconds of a call, the best and the median of nine rounds.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::wildcard_enum_match_arm,
    reason = "a measuring program, not the library"
)]

use std::{error::Error, hint::black_box, time::Instant};

use prorata::{
    Currency, Interval, Money, Period,
    catalog::Price,
    proration::{
        AdvanceRequest, BillingMode, PeriodItem, PricedItem, ProrationRequest, bill_in_advance, prorate,
        prorated_amount,
    },
    subscription::{
        ItemChange, NewSubscription, ProrationBehavior, Subscription, SubscriptionAction, SubscriptionInput,
        SubscriptionUpdate,
    },
};

fn main() -> Result<(), Box<dyn Error>> {
    let calls: u32 = std::env::args().nth(1).map_or(Ok(200_000), |text| text.parse())?;
    let request = upgrade()?;
    time("prorate", calls, || prorate(black_box(&request)))?;

    let active = begun()?;
    let pro = ItemChange::Set {
        id: "si_1".into(),
        price: Some(price("price_pro", "14900")?),
        quantity: None,
        discounts: None,
        tax_rates: None,
    };
    let update = SubscriptionUpdate {
        items: vec![pro],
        proration_behavior: Some(ProrationBehavior::AlwaysInvoice),
        ..SubscriptionUpdate::default()
    };
    time("preview", calls / 4, || black_box(&active).preview(black_box(&update), request.date))?;

    let may = april()?.end;
    time("renewal", calls / 4, || black_box(&active).apply(black_box(&SubscriptionInput::Advance), may))?;

    let (amount, rest) = (Money::new(14_900, Currency::USD), Period::new(request.date, april()?.end)?);
    let month = april()?;
    time("prorated_amount", calls, || prorated_amount(black_box(amount), rest, month, None))
}

fn time<T>(name: &str, calls: u32, call: impl Fn() -> prorata::Result<T>) -> Result<(), Box<dyn Error>> {
    let mut nanoseconds: Vec<u128> = Vec::new();
    for _ in 0..9 {
        let start = Instant::now();
        for _ in 0..calls {
            black_box(call()?);
        }
        nanoseconds.push(start.elapsed().as_nanos() / u128::from(calls));
    }
    nanoseconds.sort_unstable();
    let nth = |place: usize| nanoseconds.get(place).copied().unwrap_or_default();
    println!("{name}: best {} ns, median {} ns", nth(0), nth(4));
    Ok(())
}

fn april() -> prorata::Result<Period> {
    Period::new("2025-04-01T00:00:00Z".parse()?, "2025-05-01T00:00:00Z".parse()?)
}

fn price(id: &str, amount: &str) -> prorata::Result<Price> {
    Ok(Price::licensed(id, "prod_app", Currency::USD, amount.parse()?, Interval::MONTH))
}

fn priced(id: &str, amount: &str) -> prorata::Result<PricedItem> {
    let price = price(id, amount)?;
    Ok(PricedItem { id: "si_1".into(), price, quantity: 1, discounts: vec![], tax_rates: vec![] })
}

/// A subscription whose first month is paid.
fn begun() -> Result<Subscription, Box<dyn Error>> {
    let start = april()?.start;
    let step =
        NewSubscription::new("sub".into(), "cus".into(), Currency::USD, vec![priced("price_basic", "4900")?])
            .create(start)?;
    let bill = step.actions.iter().find_map(|action| match action {
        SubscriptionAction::CreateInvoice { bill } => Some(bill.id.clone()),
        _ => None,
    });
    let paid = SubscriptionInput::InvoicePaid { invoice: bill.ok_or("no bill")? };
    Ok(step.next.apply(&paid, start)?.next)
}

/// 49.00 to 149.00 on the 16th of April.
fn upgrade() -> prorata::Result<ProrationRequest> {
    let april = april()?;
    let item = |id: &str, amount: &str| -> prorata::Result<PeriodItem> {
        Ok(PeriodItem { item: priced(id, amount)?, period: april, full_period: april, debits: vec![] })
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

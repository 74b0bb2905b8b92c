//! Invoices per second in a billing run: a bill of one plan is issued, charged and paid, on one core.
//!
//! `invoices [INVOICES]` prints, for a plain plan and for one with a discount, tax and a balance, the best and the
//! median of nine rounds: issued only, and issued and paid.
#![allow(clippy::arithmetic_side_effects, reason = "a measuring program, not the library")]

use std::{error::Error, hint::black_box, time::Instant};

use prorata::{
    Currency, Money, Period,
    catalog::{AmountOff, Coupon, CouponDuration, Discount, TaxRate},
    customer::CustomerContext,
    invoice::{Finalization, InvoiceInput, NewInvoice},
    line_item::{LineItem, LineKind},
    subscription::{Bill, BillCollection, BillingReason, CollectionMethod},
};

fn main() -> Result<(), Box<dyn Error>> {
    let invoices: usize = std::env::args().nth(1).map_or(Ok(100_000), |text| text.parse())?;
    let number = |customer: Option<CustomerContext>| Finalization {
        number: Some("TYPGRA-0001".into()),
        customer,
        ..Finalization::default()
    };
    let owing =
        CustomerContext { balance: Some(Money::new(-500, Currency::USD)), ..CustomerContext::default() };
    measure("plain", invoices, &plain()?, &number(None))?;
    measure("discount, tax and balance", invoices, &full()?, &number(Some(owing)))
}

fn measure(
    what: &str,
    invoices: usize,
    bill: &Bill,
    finalization: &Finalization,
) -> Result<(), Box<dyn Error>> {
    for pay in [false, true] {
        let mut nanoseconds: Vec<u128> = Vec::new();
        for _ in 0..9 {
            // A billing run is handed its bills: making them is the subscriptions' work.
            let bills = vec![bill.clone(); invoices];
            let start = Instant::now();
            for bill in bills {
                let now = bill.created;
                let step = NewInvoice::from(bill).issue(finalization, now)?;
                if let (true, Some(attempt)) = (pay, step.next.attempts.first()) {
                    let payment = attempt.id.clone();
                    let paid = InvoiceInput::PaymentSucceeded { payment, amount: None };
                    let _ = black_box(step.next.apply(&paid, now)?);
                }
                let _ = black_box(step);
            }
            nanoseconds.push(start.elapsed().as_nanos() / u128::try_from(invoices)?);
        }
        nanoseconds.sort_unstable();
        let nth = |place: usize| nanoseconds.get(place).copied().unwrap_or_default();
        let done = if pay { "issued and paid" } else { "issued" };
        println!("{what}, {done}: best {} ns, median {} ns an invoice", nth(0), nth(4));
    }
    Ok(())
}

fn plain() -> prorata::Result<Bill> {
    let february = Period::new("2026-02-01T00:00:00Z".parse()?, "2026-03-01T00:00:00Z".parse()?)?;
    let line = LineItem {
        id: "si_1-period-2026-02-01".into(),
        kind: LineKind::Period,
        subscription_item: Some("si_1".into()),
        price: Some("price_pro".into()),
        product: Some("prod_app".into()),
        quantity: 1,
        unit_amount: Some("4900".parse()?),
        tier: None,
        period: february,
        amount: Money::new(4_900, Currency::USD),
        discount_amounts: vec![],
        proration: None,
        discountable: true,
        discounts: vec![],
        tax_rates: vec![],
    };
    Ok(Bill {
        id: "sub_1-2".into(),
        subscription: "sub_1".into(),
        customer: "cus_1".into(),
        currency: Currency::USD,
        reason: BillingReason::SubscriptionCycle,
        created: february.start,
        period: february,
        lines: vec![line],
        usage: vec![],
        discounts: vec![],
        default_tax_rates: vec![],
        collection_method: CollectionMethod::ChargeAutomatically,
        collection: BillCollection::Collect,
        finalize_at: Some(february.start),
        threshold_reason: None,
    })
}

fn full() -> prorata::Result<Bill> {
    let bill = plain()?;
    let coupon = Coupon {
        id: "TEN".into(),
        name: None,
        off: AmountOff::Percent { percent_off: "10".parse()? },
        duration: CouponDuration::Forever,
        applies_to: vec![],
        redeem_by: None,
        max_redemptions: None,
    };
    let start = bill.created;
    let discount = Discount { id: "di_1".into(), coupon, promotion_code: None, start, end: None };
    let rate = TaxRate {
        id: "txr_1".into(),
        display_name: "VAT".into(),
        percentage: "20".parse()?,
        inclusive: false,
        jurisdiction: None,
    };
    Ok(Bill { discounts: vec![discount], default_tax_rates: vec![rate], ..bill })
}

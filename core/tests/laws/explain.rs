//! The laws of explanations: what the sentences say adds up to what is billed.

use proptest::prelude::*;
use prorata::{
    Currency, Money, Period, Timestamp,
    catalog::{
        AmountOff, Coupon, CouponDuration, Discount, DiscountAmount, TaxExempt, TaxOptions, TaxRate,
        TaxRounding,
    },
    customer::{CreditScope, CustomerContext, promotional_credit},
    explain::{
        ExplainOptions, ObservedProration, explain_difference, explain_invoice, explain_lines, match_policies,
    },
    invoice::{CreditNoteRequest, Credited, Finalization, Invoice, InvoiceInput, NewInvoice},
    line_item::{FullDiscount, LineItem, LineKind, ProrationDetails},
    money::UnitAmount,
    proration::{BillingMode, ProrationPreset},
    subscription::{Bill, BillCollection, BillingReason, CollectionMethod},
};

const START: i64 = 1_743_465_600; // 1 Apr 2025

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(START + seconds).unwrap()
}

fn april() -> Period {
    Period::new(at(0), at(2_592_000)).unwrap()
}

fn currency() -> impl Strategy<Value = Currency> {
    prop::sample::select(vec![Currency::USD, Currency::JPY, Currency::KWD, Currency::UGX])
}

fn percent_rate(id: usize, hundredths: u32, inclusive: bool) -> TaxRate {
    TaxRate {
        id: format!("txr_{id}"),
        display_name: "VAT".into(),
        percentage: format!("{}.{:02}", hundredths / 100, hundredths % 100).parse().unwrap(),
        inclusive,
        jurisdiction: None,
    }
}

fn discount(id: usize, percent: Option<u32>, off: Money) -> Discount {
    let off = match percent {
        Some(percent) => AmountOff::Percent { percent_off: percent.to_string().parse().unwrap() },
        None => AmountOff::Amount { amount_off: off, currency_options: vec![] },
    };
    let coupon = Coupon {
        id: format!("COUPON{id}"),
        name: None,
        off,
        duration: CouponDuration::Forever,
        applies_to: vec![],
        redeem_by: None,
        max_redemptions: None,
    };
    Discount { id: format!("di_{id}"), coupon, promotion_code: None, start: at(-1), end: None }
}

/// A line of any kind, with whatever amount.
fn line(currency: Currency) -> impl Strategy<Value = LineItem> {
    let kinds = vec![
        LineKind::Period,
        LineKind::PartialPeriod,
        LineKind::UnusedTime,
        LineKind::RemainingTime,
        LineKind::NetChange,
        LineKind::OneOff,
        LineKind::Trial,
    ];
    (prop::sample::select(kinds), 0_i64..60_000, 1_i64..4, 1_i64..2_592_000, any::<bool>()).prop_map(
        move |(kind, minor, quantity, seconds, itemized)| {
            let money = |minor| Money::new(minor, currency);
            let is_part = matches!(
                kind,
                LineKind::PartialPeriod
                    | LineKind::UnusedTime
                    | LineKind::RemainingTime
                    | LineKind::NetChange
            );
            let sign = if kind == LineKind::UnusedTime { -1 } else { 1 };
            let amount = if kind == LineKind::Trial {
                0
            } else if is_part {
                sign * minor * seconds / 2_592_000
            } else {
                minor
            };
            let taken = FullDiscount { discount: "di_0".into(), amount: "100".parse().unwrap() };
            let proration = is_part.then(|| ProrationDetails {
                date: at(2_592_000 - seconds),
                full_period: april(),
                full_amount: minor.to_string().parse::<UnitAmount>().unwrap(),
                discounts: if itemized { vec![taken] } else { vec![] },
                numerator: seconds,
                denominator: 2_592_000,
                credited_lines: if itemized { vec!["earlier".into()] } else { vec![] },
                taxed_as_billed: None,
            });
            let beside = DiscountAmount { discount: "di_0".into(), amount: money(amount / 3) };
            LineItem {
                id: String::new(),
                kind,
                subscription_item: Some("si_1".into()),
                price: Some("price_1".into()),
                product: Some("prod_1".into()),
                quantity,
                unit_amount: (!is_part).then(|| minor.to_string().parse().unwrap()),
                tier: None,
                period: if is_part { april().since(at(2_592_000 - seconds)).unwrap() } else { april() },
                amount: money(amount),
                discount_amounts: if is_part && itemized { vec![beside] } else { vec![] },
                proration,
                discountable: !is_part,
                discounts: vec![],
                tax_rates: vec![],
            }
        },
    )
}

prop_compose! {
    fn bill()(currency in currency())(
        lines in prop::collection::vec(line(currency), 0..5),
        discounts in prop::collection::vec((prop::option::of(1_u32..=100), 1_i64..9_000), 0..3),
        rates in prop::collection::vec((0_u32..3_000, any::<bool>()), 0..3),
        currency in Just(currency),
    ) -> Bill {
        let mut lines = lines;
        for (place, line) in lines.iter_mut().enumerate() {
            line.id = format!("li_{place}");
        }
        let discounts = discounts.into_iter().enumerate();
        Bill {
            id: "in_1".into(),
            subscription: "sub".into(),
            customer: "cus".into(),
            currency,
            reason: BillingReason::SubscriptionCycle,
            created: at(0),
            period: april(),
            lines,
            usage: vec![],
            discounts: discounts
                .map(|(id, (percent, off))| discount(id, percent, Money::new(off, currency)))
                .collect(),
            default_tax_rates: rates
                .into_iter()
                .enumerate()
                .map(|(id, (hundredths, inclusive))| percent_rate(id, hundredths, inclusive))
                .collect(),
            collection_method: CollectionMethod::ChargeAutomatically,
            collection: BillCollection::Collect,
            finalize_at: Some(at(3_600)),
            threshold_reason: None,
        }
    }
}

prop_compose! {
    fn customer()(
        balance in prop_oneof![Just(0), -30_000_i64..30_000, -60_i64..60],
        grant in prop::option::of(1_i64..20_000),
        exempt in prop::sample::select(vec![TaxExempt::None, TaxExempt::Exempt, TaxExempt::Reverse]),
        by_invoice in any::<bool>(),
        automatic in any::<bool>(),
    ) -> (i64, Option<i64>, CustomerContext) {
        let rounding = Some(if by_invoice { TaxRounding::Invoice } else { TaxRounding::Line });
        let context = CustomerContext {
            tax_exempt: Some(exempt),
            tax: Some(TaxOptions { rounding, automatic: Some(automatic) }),
            ..CustomerContext::default()
        };
        (balance, grant, context)
    }
}

fn context(
    currency: Currency,
    (balance, grant, context): (i64, Option<i64>, CustomerContext),
) -> CustomerContext {
    let grants = grant.map(|minor| {
        let mut grant = promotional_credit("grant", Money::new(minor, currency), at(-1), None).unwrap();
        grant.scope = Some(CreditScope::Everything);
        grant
    });
    let balance = Some(Money::new(balance, currency));
    CustomerContext { balance, credit_grants: grants.into_iter().collect(), ..context }
}

/// That the sentences add up to what is due, and that each can be read.
fn adds_up(invoice: &Invoice, options: &ExplainOptions) {
    let explanation = explain_invoice(invoice, options).unwrap();
    let amounts: i64 = explanation.sentences.iter().filter_map(|s| s.amount).map(Money::minor).sum();
    assert_eq!(amounts, invoice.amount_due.minor());
    assert_eq!(explanation.total, invoice.amount_due);
    for sentence in &explanation.sentences {
        assert!(sentence.text.ends_with('.') && !sentence.text.contains("  "), "{}", sentence.text);
    }
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn sentences_add_up_to_the_amount_due(bill in bill(), customer in customer(), credited in 1_i64..100) {
        let customer = Some(context(bill.currency, customer));
        let options = ExplainOptions { customer: customer.clone(), ..ExplainOptions::default() };
        let new = NewInvoice { customer: customer.clone(), ..NewInvoice::from(bill) };
        let draft = new.create().unwrap().next;
        adds_up(&draft, &options);
        prop_assert_eq!(explain_difference(&draft, &draft, &options).unwrap(), vec![]);

        let finalization = Finalization { customer, ..Finalization::default() };
        let invoice = draft.apply(&InvoiceInput::Finalize { finalization }, at(3_600)).unwrap().next;
        adds_up(&invoice, &options);
        let what = Credited::Spread { amount: Money::new(credited, invoice.currency) };
        let request = CreditNoteRequest {
            id: "cn_1".into(), what, reason: None, memo: None, refund: None, credit: None, out_of_band: None,
        };
        // One that credits more than there is refused; the others lower what is due.
        if let Ok(step) = invoice.apply(&InvoiceInput::Credit { request }, at(3_601)) {
            adds_up(&step.next, &options);
        }
    }

    #[test]
    fn lines_add_up_before_any_invoice(bill in bill()) {
        let explanation = explain_lines(bill.currency, &bill.lines, &ExplainOptions::default()).unwrap();
        let amounts: i64 = explanation.sentences.iter().filter_map(|s| s.amount).map(Money::minor).sum();
        let billed: i64 = bill.lines.iter().map(|line| line.net_amount().unwrap().minor()).sum();
        prop_assert_eq!((amounts, explanation.total.minor()), (billed, billed));
    }

    #[test]
    fn the_policy_that_billed_it_is_found(
        preset in prop::sample::select(super::proration::PRESETS.to_vec()),
        (low, high) in (0_i64..100_000, 0_i64..100_000),
        seconds in 0_i64..2_592_000,
        (classic, net_only) in any::<(bool, bool)>(),
    ) {
        let whole_period = super::proration::period(2_592_000);
        let item = |minor| super::proration::item(super::proration::whole(minor), 1, whole_period);
        let before = super::proration::billed(item(low), &[]);
        let request = super::proration::change(super::proration::at(seconds), &before, Some(&item(high)));
        let billing_mode = if classic { BillingMode::Classic } else { BillingMode::Flexible };
        let policy = Some(preset.policy(None));
        let billed = prorata::proration::ProrationRequest { policy, billing_mode, ..request };
        let Ok(lines) = prorata::proration::prorate(&billed) else { return Ok(()) };
        let amounts: Vec<Money> = lines.iter().map(|line| line.amount).collect();
        let net = Money::sum(billed.currency, &amounts).unwrap();
        let (lines, net) = if net_only || amounts.is_empty() { (vec![], Some(net)) } else { (amounts, None) };
        let observed = ObservedProration { request: billed, lines, net, zone: None };
        let found = match_policies(&observed).unwrap();
        prop_assert!(found.is_sorted_by_key(|found| found.distance.minor()));
        let same = |preset: ProrationPreset| {
            found.iter().find(|found| found.preset == preset && found.billing_mode == observed.request.billing_mode)
        };
        prop_assert!(same(preset).unwrap().exact, "{:?}", found);
        prop_assert!(found.iter().all(|found| found.exact == found.distance.is_zero()));
    }
}

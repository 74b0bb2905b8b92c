//! The laws of prorations, over random prices, periods and changes.

use proptest::prelude::*;
use prorata::{
    Currency, Date, Decimal, Interval, Money, Period, Rounding, Timestamp,
    calendar::{BillCycle, BillTiming, IntervalUnit},
    catalog::{AmountOff, Coupon, CouponDuration, Discount, Price, Pricing, Tier},
    line_item::LineItem,
    money::UnitAmount,
    proration::{
        AdvanceRequest, BillingMode, PeriodItem, PricedItem, ProrationDiscounts, ProrationPolicy,
        ProrationPreset, ProrationRequest, bill_cycles, bill_in_advance, prorate, prorated_amount,
    },
};

const START: i64 = 1_740_787_200;
pub(super) const PRESETS: [ProrationPreset; 9] = [
    ProrationPreset::Stripe,
    ProrationPreset::Polar,
    ProrationPreset::PolarSeats,
    ProrationPreset::OpenMeter,
    ProrationPreset::UniBee,
    ProrationPreset::KillBill,
    ProrationPreset::KillBillThirtyDays,
    ProrationPreset::Lago,
    ProrationPreset::Flexprice,
];

pub(super) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(START + seconds).unwrap()
}

pub(super) fn period(seconds: i64) -> Period {
    Period::new(at(0), at(seconds)).unwrap()
}

pub(super) fn item(unit_amount: UnitAmount, quantity: i64, period: Period) -> PeriodItem {
    let price = Price::licensed("price", "product", Currency::USD, unit_amount, Interval::MONTH);
    let item = PricedItem { id: "item".into(), price, quantity, discounts: vec![], tax_rates: vec![] };
    PeriodItem { item, period, full_period: period, debits: vec![] }
}

pub(super) fn whole(minor: i64) -> UnitAmount {
    UnitAmount::new(Decimal::from(minor)).unwrap()
}

fn advance(items: Vec<PeriodItem>, discounts: &[Discount]) -> AdvanceRequest {
    AdvanceRequest {
        currency: Currency::USD,
        billing_mode: BillingMode::Flexible,
        policy: None,
        proration_discounts: None,
        at: items[0].period.start,
        items,
        discounts: discounts.to_vec(),
    }
}

/// The item as its period begins: billed.
pub(super) fn billed(item: PeriodItem, discounts: &[Discount]) -> PeriodItem {
    let bill = bill_in_advance(&advance(vec![item.clone()], discounts)).unwrap();
    PeriodItem { debits: bill.debits.into_iter().map(|billed| billed.debit).collect(), ..item }
}

pub(super) fn change(date: Timestamp, before: &PeriodItem, after: Option<&PeriodItem>) -> ProrationRequest {
    ProrationRequest {
        currency: Currency::USD,
        billing_mode: BillingMode::Flexible,
        policy: None,
        proration_discounts: None,
        date,
        before: vec![before.clone()],
        after: after.cloned().into_iter().collect(),
        discounts_before: vec![],
        discounts: vec![],
    }
}

/// The lines of a change, and the item after it.
fn applied(request: &ProrationRequest) -> (Vec<LineItem>, Option<PeriodItem>) {
    let lines = prorate(request).unwrap();
    let debits = request.before[0].debits_after(&lines).unwrap();
    let after = request.after.first().map(|after| PeriodItem { debits, ..after.clone() });
    (lines, after)
}

fn total(lines: &[LineItem]) -> i64 {
    lines.iter().map(|line| line.net_amount().unwrap().minor()).sum()
}

/// Whether a share of an amount is an exact half of a minor unit.
fn is_half(amount: i64, left: i64, length: i64) -> bool {
    (2 * i128::from(amount) * i128::from(left)) % i128::from(2 * length) == i128::from(length)
}

/// A price and a quantity, and a point in a period of so many seconds; often one with exact halves.
fn moment() -> impl Strategy<Value = (i64, i64)> {
    prop_oneof![
        (1_i64..4_000_000).prop_flat_map(|length| (Just(length), 0..length)),
        (0_i64..400).prop_map(|part| (2_592_000, part * 6_480)),
    ]
}

fn percent_or_amount() -> impl Strategy<Value = AmountOff> {
    prop_oneof![
        (1_i64..=10_000).prop_map(|hundredths| AmountOff::Percent {
            percent_off: prorata::money::Percent::new(Decimal::new(hundredths, 2)).unwrap()
        }),
        (1_i64..20_000).prop_map(|minor| AmountOff::Amount {
            amount_off: Money::new(minor, Currency::USD),
            currency_options: vec![],
        }),
    ]
}

fn discounts() -> impl Strategy<Value = Vec<Discount>> {
    proptest::collection::vec(percent_or_amount(), 0..3).prop_map(|offs| {
        let discount = |(place, off)| {
            let coupon = Coupon {
                id: format!("coupon {place}"),
                name: None,
                off,
                duration: CouponDuration::Forever,
                applies_to: vec![],
                redeem_by: None,
                max_redemptions: None,
            };
            Discount {
                id: format!("discount {place}"),
                coupon,
                promotion_code: None,
                start: at(0),
                end: None,
            }
        };
        offs.into_iter().enumerate().map(discount).collect()
    })
}

/// One change: when, to which price and quantity, and whether it is prorated.
type Step = (i64, i64, i64, bool);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec((0_i64..2_592_000, 0_i64..100_000, 0_i64..5, any::<bool>()), 1..8)
}

proptest! {
    #![proptest_config(crate::config())]

    /// Up and down at one instant nets to zero where a half goes the same way on both sides; under Stripe's
    /// rounding the customer gains one minor unit where the unused time is worth an exact half.
    #[test]
    fn up_and_down_at_one_instant(low in 0_i64..1_000_000, high in 0_i64..1_000_000, (length, used) in moment()) {
        let span = period(length);
        let symmetric = ProrationPolicy { rounding: Rounding::HalfAwayFromZero, ..ProrationPolicy::STRIPE };
        let gained = if is_half(low, length - used, length) { -1 } else { 0 };
        for (policy, expected) in [(Some(symmetric), 0), (None, gained)] {
            let start = billed(item(whole(low), 1, span), &[]);
            let up = ProrationRequest { policy, ..change(at(used), &start, Some(&item(whole(high), 1, span))) };
            let (up_lines, raised) = applied(&up);
            let down = change(at(used), &raised.unwrap(), Some(&item(whole(low), 1, span)));
            let (down_lines, _) = applied(&ProrationRequest { policy, ..down });
            let net = total(&up_lines) + total(&down_lines);
            prop_assert_eq!(net, if low == high { 0 } else { expected });
        }
    }

    /// Whatever changes, at whatever instants of the period and in whatever order: no credit exceeds what
    /// its debit billed, what is left of each debit is not below zero, and what was billed covers the period
    /// once, without a gap.
    #[test]
    fn credits_never_exceed_what_was_charged(first in 0_i64..100_000, steps in steps(), offs in discounts()) {
        let span = period(2_592_000);
        let mut state = billed(item(whole(first), 1, span), &offs);
        let mut kept: i64 = state.debits.iter().map(|debit| debit.amount.minor()).sum();
        prop_assert!(kept >= 0);
        for (date, unit_amount, quantity, prorated) in steps {
            let to = item(whole(unit_amount), quantity, span);
            if !prorated {
                state = PeriodItem { debits: state.debits, ..to };
                continue;
            }
            let request = ProrationRequest { discounts: offs.clone(), ..change(at(date), &state, Some(&to)) };
            let (lines, after) = applied(&request);
            for credit in lines.iter().filter(|line| line.amount.is_negative()) {
                let credited = &credit.proration.as_ref().unwrap().credited_lines;
                let debit = state.debits.iter().find(|debit| debit.lines == *credited).unwrap();
                prop_assert!(-credit.amount.minor() <= debit.amount.minor());
            }
            kept += total(&lines);
            state = after.unwrap();
            prop_assert!(state.debits.iter().all(|debit| !debit.amount.is_negative()));
            let mut covered: Vec<Period> = state.debits.iter().map(|debit| debit.period).collect();
            covered.sort_by_key(|part| part.start);
            prop_assert_eq!((covered[0].start, covered.last().unwrap().end), (span.start, span.end));
            prop_assert!(covered.windows(2).all(|pair| pair[0].end == pair[1].start));
        }
        let (lines, _) = applied(&change(span.start, &state, None));
        prop_assert!(kept + total(&lines) >= 0);
    }

    /// The later a change, the less a line of it is worth, under every engine's rule.
    #[test]
    fn amounts_fall_with_time(minor in 0_i64..10_000_000, length in 86_400_i64..40_000_000, a in 0_i64..1_000_000, b in 0_i64..1_000_000) {
        let full = period(length);
        let point = |millionths: i64| at(length * millionths / 1_000_000);
        let (earlier, later) = (point(a.min(b)), point(a.max(b)));
        for preset in PRESETS {
            let policy = Some(preset.policy(Some("America/New_York".parse().unwrap())));
            let rest = |date| prorated_amount(Money::new(minor, Currency::USD), full.since(date).unwrap(), full, policy);
            match (rest(earlier), rest(later)) {
                (Ok(more), Ok(less)) => {
                    prop_assert!(less.amount.minor() <= more.amount.minor(), "{preset:?}");
                    prop_assert!(less.amount.minor() >= 0 && more.numerator <= more.denominator);
                }
                (Err(error), _) | (_, Err(error)) => prop_assert_eq!(error.code(), "proration.empty_period"),
            }
        }
    }

    /// A credit is a debit with its sign turned, but for Stripe's exact half, which goes down on both sides.
    #[test]
    fn credits_mirror_debits(minor in 0_i64..10_000_000, (length, used) in moment()) {
        let (full, part) = (period(length), period(length).since(at(used)).unwrap());
        for preset in PRESETS {
            let of = |minor| prorated_amount(Money::new(minor, Currency::USD), part, full, Some(preset.policy(None)));
            let (Ok(debit), Ok(credit)) = (of(minor), of(-minor)) else { continue };
            let half = preset == ProrationPreset::Stripe && is_half(minor, length - used, length);
            prop_assert_eq!(-credit.amount.minor(), debit.amount.minor() + i64::from(half), "{:?}", preset);
        }
    }

    /// Both billing modes agree on the first change of a price that was billed whole.
    #[test]
    fn modes_agree_on_the_first_change(low in 0_i64..1_000_000, high in 0_i64..1_000_000, quantities in (0_i64..50, 0_i64..50), (length, used) in moment()) {
        let span = period(length);
        let start = billed(item(whole(low), quantities.0, span), &[]);
        let flexible = change(at(used), &start, Some(&item(whole(high), quantities.1, span)));
        let classic = ProrationRequest { billing_mode: BillingMode::Classic, ..flexible.clone() };
        let amounts = |request| -> Vec<i64> {
            prorate(request).unwrap().iter().map(|line| line.amount.minor()).collect()
        };
        prop_assert_eq!(amounts(&flexible), amounts(&classic));
    }

    /// Discounts beside the amount come to the same as discounts inside it; net and discounts add up to the
    /// price.
    #[test]
    fn itemized_is_included(unit in 0_i64..1_000_000, quantity in 0_i64..9, offs in discounts(), (length, used) in moment()) {
        let span = period(length);
        let start = billed(item(whole(unit), 1, span), &offs);
        let included = ProrationRequest { discounts: offs.clone(), ..change(at(used), &start, Some(&item(whole(unit), quantity, span))) };
        let itemized = ProrationRequest { proration_discounts: Some(ProrationDiscounts::Itemized), ..included.clone() };
        let (included, itemized) = (prorate(&included).unwrap(), prorate(&itemized).unwrap());
        prop_assert_eq!(included.len(), itemized.len());
        for (inside, beside) in included.iter().zip(&itemized) {
            prop_assert!(inside.discount_amounts.is_empty());
            prop_assert_eq!(beside.discount_amounts.len(), offs.len());
            prop_assert_eq!(inside.amount, beside.net_amount().unwrap());
            prop_assert!(beside.amount.minor().abs() >= inside.amount.minor().abs());
            let details = beside.proration.as_ref().unwrap();
            let taken: Decimal = details.discounts.iter().map(|discount| discount.amount.value()).sum();
            prop_assert_eq!(details.full_amount.value() + taken, Decimal::from(unit * beside.quantity));
        }
    }

    /// The charges of a plan with a billing day follow on one another from its start, none above the rate.
    #[test]
    fn cycles_follow_on_one_another(start in 0_i32..4_000, target in 0_i32..1_500, end in proptest::option::of(0_i32..1_500), day in 1_u32..=31, months in 1_u32..=12, arrears in any::<bool>()) {
        let first: Date = "2019-01-01".parse().unwrap();
        let start = first.plus_days(start).unwrap();
        let mode = if arrears { BillTiming::InArrears } else { BillTiming::InAdvance };
        let end = end.map(|days| start.plus_days(days).unwrap());
        let plan = BillCycle { start, end, interval: Interval { unit: IntervalUnit::Month, count: months }, day, mode };
        let target = start.plus_days(target).unwrap();
        let rate = Money::new(1_000_000, Currency::USD);
        let charges = bill_cycles(plan, rate, target, None).unwrap();
        let through = plan.bill_through(target).unwrap().billed_through;
        prop_assert_eq!(charges.first().map(|charge| charge.start), through.filter(|end| *end > start).map(|_| start));
        prop_assert_eq!(charges.last().map(|charge| charge.end), through.filter(|end| *end > start));
        prop_assert!(charges.windows(2).all(|pair| pair[0].end == pair[1].start));
        prop_assert!(charges.iter().all(|charge| 0 < charge.numerator && charge.amount.minor() <= 1_000_000));
    }

    /// Nothing panics, whatever is asked.
    #[test]
    fn anything_is_prorated_or_refused(
        amounts in proptest::collection::vec((any::<i64>(), 0_u32..=12, any::<i64>(), 0_u8..4), 0..4),
        dates in proptest::collection::vec(-100_000_000_000_i64..300_000_000_000, 5),
        offs in proptest::collection::vec((any::<i64>(), any::<bool>()), 0..3),
        preset in 0_usize..9,
        decimals in proptest::option::of(0_u32..30),
        flags in any::<[bool; 3]>(),
    ) {
        let instant = |seconds: i64| Timestamp::from_seconds(seconds).unwrap_or(at(0));
        let span = |a: i64, b: i64| Period { start: instant(a), end: instant(b) };
        let discount = |(minor, percent): &(i64, bool)| {
            let off = match prorata::money::Percent::new(Decimal::new(*minor, 4)) {
                Ok(percent_off) if *percent => AmountOff::Percent { percent_off },
                _ => AmountOff::Amount { amount_off: Money::new(*minor, Currency::USD), currency_options: vec![] },
            };
            let coupon = Coupon { id: "c".into(), name: None, off, duration: CouponDuration::Once, applies_to: vec![], redeem_by: None, max_redemptions: None };
            Discount { id: minor.to_string(), coupon, promotion_code: None, start: at(0), end: None }
        };
        let discounts: Vec<Discount> = offs.iter().map(discount).collect();
        let items: Vec<PeriodItem> = amounts.iter().enumerate().map(|(place, (mantissa, scale, quantity, kind))| {
            let unit_amount = UnitAmount::new(Decimal::new(*mantissa, *scale)).unwrap();
            let mut one = item(unit_amount, *quantity, span(dates[0], dates[1]));
            one.item.id = format!("item {}", if *kind == 3 { 0 } else { place });
            one.full_period = span(dates[0], dates[2]);
            if *kind == 1 {
                let tiers = vec![
                    Tier { up_to: Some(*mantissa), unit_amount: Some(unit_amount), flat_amount: None },
                    Tier { up_to: None, unit_amount: Some(unit_amount), flat_amount: Some(unit_amount) },
                ];
                one.item.price.pricing = Pricing::Graduated { tiers };
            }
            one
        }).collect();
        let policy = ProrationPolicy { fraction_decimals: decimals, ..PRESETS[preset].policy(None) };
        let mode = if flags[0] { BillingMode::Classic } else { BillingMode::Flexible };
        let itemized = flags[1].then_some(ProrationDiscounts::Itemized);
        let mut before = items.clone();
        if let Some(first) = items.first().cloned() {
            let request = AdvanceRequest { billing_mode: mode, policy: Some(policy), proration_discounts: itemized, ..advance(vec![first], &discounts) };
            if let Ok(bill) = bill_in_advance(&request) {
                before[0].debits = bill.debits.into_iter().map(|billed| billed.debit).collect();
            }
        }
        let request = ProrationRequest {
            currency: Currency::USD,
            billing_mode: mode,
            policy: Some(policy),
            proration_discounts: itemized,
            date: instant(dates[3]),
            before,
            after: if flags[2] { vec![] } else { items.into_iter().rev().collect() },
            discounts_before: discounts.clone(),
            discounts,
        };
        if let Ok(lines) = prorate(&request) {
            for item in &request.before {
                let _ = item.debits_after(&lines);
            }
        }
        for minor in [i64::MIN, i64::MAX, dates[4]] {
            let _ = prorated_amount(Money::new(minor, Currency::USD), span(dates[0], dates[3]), span(dates[1], dates[2]), Some(policy));
        }
    }
}

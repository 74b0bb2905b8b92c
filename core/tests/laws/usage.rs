//! The laws of usage: neither order nor repetition matters, and the parts of a period add up to its whole.

use proptest::prelude::*;
use prorata::{
    Currency, Interval, Money, Period, Timestamp,
    catalog::{FeatureLimit, PackageRounding, Price, Pricing, Tier, TransformQuantity},
    money::UnitAmount,
    usage::{
        Aggregation, AlertOptions, EventWindow, IntakeRules, Meter, UsageCancellation, UsageEvent,
        UsageLedger, aggregate, check_alerts, open_ledger, price_usage, quantity_reaching, usage_progress,
    },
};

/// Six days in hours, so that instants, windows and identifiers often meet.
const HOURS: i64 = 144;

fn at(hour: i64) -> Timestamp {
    Timestamp::from_millis(1_700_000_000_000 + hour * 3_600_000).unwrap()
}

fn meter() -> impl Strategy<Value = Meter> {
    use Aggregation::{Count, Last, LastEver, Max, Sum};
    let aggregation = proptest::sample::select(vec![Sum, Count, Last, Max, LastEver]);
    let window = proptest::sample::select(vec![None, Some(EventWindow::Hour), Some(EventWindow::Day)]);
    (aggregation, window).prop_map(|(aggregation, event_window)| Meter {
        id: "meter".into(),
        event_name: None,
        aggregation,
        event_window,
    })
}

prop_compose! {
    /// Some come in too late or too early, and some ids have several contents.
    fn event()(id in 0_u8..12, customer in 0_u8..2, hour in 0..HOURS, value in -20_i64..100, late in -1_i64..30)
        -> UsageEvent {
        UsageEvent {
            id: format!("e{id}"),
            customer: format!("c{customer}"),
            at: at(hour),
            value,
            received_at: (late != 0).then(|| at(hour + late)),
        }
    }
}

prop_compose! {
    fn cancellation()(id in 0_u8..12, hour in 0..HOURS) -> UsageCancellation {
        UsageCancellation { event: format!("e{id}"), at: at(hour) }
    }
}

fn rules() -> IntakeRules {
    IntakeRules { max_age_seconds: Some(20 * 3600), max_ahead_seconds: None, cancel_within_seconds: None }
}

fn taken_in(meter: &Meter, events: &[UsageEvent], cancellations: &[UsageCancellation]) -> UsageLedger {
    open_ledger(meter, rules()).unwrap().take_in(events, cancellations).ledger
}

fn unit() -> impl Strategy<Value = UnitAmount> {
    (0_i64..100_000, 0_u32..4)
        .prop_map(|(mantissa, scale)| UnitAmount::new(prorata::Decimal::new(mantissa, scale)).unwrap())
}

fn tiers() -> impl Strategy<Value = Vec<Tier>> {
    proptest::collection::vec((1_i64..200, unit(), proptest::option::of(unit())), 1..5).prop_map(|parts| {
        let (mut end, count) = (0, parts.len());
        let tier = |(place, (step, unit, flat_amount)): (usize, (i64, UnitAmount, Option<UnitAmount>))| {
            end += step;
            Tier { up_to: (place + 1 < count).then_some(end), unit_amount: Some(unit), flat_amount }
        };
        parts.into_iter().enumerate().map(tier).collect()
    })
}

fn price() -> impl Strategy<Value = Price> {
    let of = |pricing: Pricing, divide_by: Option<i64>| {
        let price = Price::licensed("p", "p", Currency::USD, "0".parse().unwrap(), Interval::MONTH);
        let transform_quantity =
            divide_by.map(|divide_by| TransformQuantity { divide_by, round: PackageRounding::Up });
        Price { pricing, transform_quantity, ..price }
    };
    prop_oneof![
        (unit(), proptest::option::of(1_i64..50))
            .prop_map(move |(unit_amount, divide_by)| of(Pricing::PerUnit { unit_amount }, divide_by)),
        tiers().prop_map(move |tiers| of(Pricing::Graduated { tiers }, None)),
        tiers().prop_map(move |tiers| of(Pricing::Volume { tiers }, None)),
    ]
}

proptest! {
    #![proptest_config(crate::config())]

    /// Any order, any batches and any repetition of what comes in end in the same ledger.
    #[test]
    fn order_and_repetition_do_not_matter(
        meter in meter(),
        events in proptest::collection::vec(event(), 0..20),
        cancellations in proptest::collection::vec(cancellation(), 0..6),
        seed in any::<u64>(),
        cut in 0_usize..20,
    ) {
        let whole = taken_in(&meter, &events, &cancellations);
        let mut shuffled = events.clone();
        shuffled.extend(events.iter().filter(|event| (seed >> (event.value & 63)) & 1 == 1).cloned());
        shuffled.sort_by_key(|event| (event.value as u64 ^ seed).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let (first, second) = shuffled.split_at(cut.min(shuffled.len()));
        // Cancellations first: they wait for their events.
        let parts = open_ledger(&meter, rules()).unwrap();
        let parts = parts.take_in(&[], &cancellations).ledger.take_in(second, &[]).ledger;
        let parts = parts.take_in(first, &cancellations).ledger;
        prop_assert_eq!(&whole, &parts);
        // What is taken in and what is added up at once agree.
        let period = Period::new(at(0), at(HOURS)).unwrap();
        let of_customer: Vec<UsageEvent> =
            parts.events.iter().rev().filter(|event| event.customer == "c1").cloned().collect();
        prop_assert_eq!(parts.total("c1", period).unwrap(), aggregate(&meter, &of_customer, period).unwrap());
    }

    /// Every verdict says what happened to the ledger.
    #[test]
    fn refused_events_leave_no_trace(meter in meter(), events in proptest::collection::vec(event(), 1..20)) {
        use prorata::usage::EventVerdict::{Accepted, Duplicate};
        let intake = open_ledger(&meter, rules()).unwrap().take_in(&events, &[]);
        let accepted = intake.events.iter().filter(|verdict| **verdict == Accepted).count();
        prop_assert_eq!(accepted, intake.ledger.events.len());
        for (event, verdict) in events.iter().zip(&intake.events) {
            let known = intake.ledger.events.iter().any(|held| held.id == event.id);
            prop_assert!(known || !matches!(verdict, Accepted | Duplicate));
        }
    }

    /// Sums and counts of the parts of a period add up to the whole of it, by hours and days, too.
    #[test]
    fn parts_of_a_period_add_up(
        events in proptest::collection::vec(event(), 0..30),
        counts in any::<bool>(),
        split in 0..=HOURS,
    ) {
        let aggregation = if counts { Aggregation::Count } else { Aggregation::Sum };
        let meter = Meter { id: "meter".into(), event_name: None, aggregation, event_window: None };
        let ledger = taken_in(&meter, &events, &[]);
        let whole = Period::new(at(0), at(HOURS)).unwrap();
        let total = ledger.total("c0", whole).unwrap();
        let parts = ledger.history("c0", &[whole.until(at(split)).unwrap(), whole.since(at(split)).unwrap()]).unwrap();
        prop_assert_eq!(parts[0].value + parts[1].value, total.value);
        for window in [EventWindow::Hour, EventWindow::Day] {
            let buckets = ledger.usage_by("c0", whole, window).unwrap();
            prop_assert_eq!(buckets.iter().map(|bucket| bucket.value).sum::<i64>(), total.value);
            prop_assert_eq!(buckets.iter().map(|bucket| bucket.events).sum::<u32>(), total.events);
            prop_assert!(buckets.windows(2).all(|pair| pair[0].period.end <= pair[1].period.start));
        }
    }

    /// The instant at which a quantity was reached is the first one.
    #[test]
    fn reached_at_is_the_first_instant(
        meter in meter(),
        events in proptest::collection::vec(event(), 0..20),
        quantity in 1_i64..300,
    ) {
        let meter = Meter { event_window: None, ..meter };
        let ledger = taken_in(&meter, &events, &[]);
        let period = Period::new(at(10), at(HOURS)).unwrap();
        let value_after = |instant: Timestamp| {
            let end = Timestamp::from_millis(instant.as_millis() + 1).unwrap();
            ledger.total("c1", Period::new(period.start, end).unwrap()).unwrap().value
        };
        let mut instants: Vec<Timestamp> = ledger.events.iter().map(|event| event.at).collect();
        instants.retain(|instant| period.contains(*instant));
        instants.push(period.start);
        instants.sort();
        let first = instants.into_iter().find(|instant| value_after(*instant) >= quantity);
        prop_assert_eq!(ledger.reached_at("c1", period, quantity).unwrap(), first);
    }

    /// However a period is split, its charges add up to the charge of the whole, and lines to their charge.
    #[test]
    fn charges_of_parts_add_up(price in price(), mut ends in proptest::collection::vec(0_i64..1_000, 1..6)) {
        let mut billed = None;
        let mut charged = Money::zero(Currency::USD);
        let last = *ends.last().unwrap();
        ends.push(last);
        for end in ends {
            let charge = price_usage(&price, end, billed, None).unwrap();
            let lines: Vec<Money> = charge.lines.iter().map(|line| line.amount).collect();
            prop_assert_eq!(Money::sum(Currency::USD, &lines).unwrap(), charge.amount);
            charged = charged.checked_add(charge.amount).unwrap();
            if !matches!(price.pricing, Pricing::Volume { .. }) {
                prop_assert_eq!(charge.amount.is_negative() && end >= billed.unwrap_or(0), false);
            }
            billed = Some(end);
        }
        prop_assert_eq!(charged, price_usage(&price, last, None, None).unwrap().amount);
        // An invoice rounds line by line, so it is within half a unit per line of the exact amount.
        let whole = price_usage(&price, last, None, None).unwrap();
        let off = (whole.amount.minor() - price.amount(last, None).unwrap().minor()).unsigned_abs();
        prop_assert!(off <= whole.lines.len() as u64 / 2 + 1);
        prop_assert!(off == 0 || whole.lines.len() > 1);
    }

    /// The quantity that reaches an amount is the smallest one.
    #[test]
    fn the_quantity_that_reaches_an_amount_is_the_first(
        price in price(),
        amount in 1_i64..200_000,
        billed in proptest::option::of(0_i64..300),
    ) {
        let amount = Money::new(amount, Currency::USD);
        let reaches = |quantity| price_usage(&price, quantity, billed, None).unwrap().amount.minor() >= amount.minor();
        let from = billed.unwrap_or(0);
        let first = (from..from + 1_000).find(|quantity| reaches(*quantity));
        match quantity_reaching(&price, amount, billed) {
            Ok(Some(found)) if found < from + 1_000 => prop_assert_eq!(Some(found), first),
            Ok(Some(found)) => prop_assert!(first.is_none() && reaches(found)),
            Ok(None) => prop_assert!(first.is_none()),
            Err(error) => {
                prop_assert_eq!(error.code(), "money.overflow");
                prop_assert!(first.is_none());
            }
        }
    }

    /// Each alert is given once per cycle, whatever way the usage takes, and every level that was ever reached is given.
    #[test]
    fn alerts_are_given_once(uses in proptest::collection::vec(0_i64..200, 1..12), limit in 0_i64..150) {
        let cycle = Period::new(at(0), at(HOURS)).unwrap();
        let feature = FeatureLimit { feature: "f".into(), limit: Some(limit) };
        let (mut state, mut given) = (None, Vec::new());
        for used in &uses {
            let progress = usage_progress(&feature, *used).unwrap();
            let check = check_alerts(state.as_ref(), cycle, &[progress], &AlertOptions::default()).unwrap();
            given.extend(check.alerts.into_iter().map(|alert| alert.level));
            state = Some(check.next);
        }
        let most = *uses.iter().max().unwrap();
        let reached: Vec<u32> =
            [80, 90, 95, 100].into_iter().filter(|level| most > 0 && most * 100 >= limit * i64::from(*level)).collect();
        prop_assert_eq!(given, reached);
    }
}

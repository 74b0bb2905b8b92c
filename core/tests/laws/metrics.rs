//! The laws of revenue metrics, over random histories and against a slow, obvious computation.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use prorata::{
    Currency, Date, Decimal, Money, Timestamp,
    calendar::Zone,
    facts::{Facts, MrrChange},
    metrics::{self, MetricsOptions, MovementKind, Netting},
    money::{ExchangeRate, ExchangeRates, RateFactor},
};

const START: i64 = 1_672_531_200_000; // 2023-01-01
const HOUR: i64 = 3_600_000;

/// Up to 5 customers with up to 3 subscriptions each, changing over two years; many changes on a month's edge.
fn histories() -> impl Strategy<Value = Vec<MrrChange>> {
    let month_edges: Vec<i64> = Zone::UTC
        .month_bounds("2023-01".parse().unwrap(), 24)
        .unwrap()
        .into_iter()
        .flat_map(|at| [at.as_millis() - 1, at.as_millis()])
        .collect();
    let instant = prop_oneof![
        3 => (0_i64..17_520).prop_map(|hours| START + hours * HOUR),
        1 => proptest::sample::select(month_edges),
    ];
    let amount = prop_oneof![2 => Just(0_i64), 3 => 1_i64..10, 2 => 1_i64..1_000_000];
    proptest::collection::vec((0_u8..5, 0_u8..3, instant, amount), 1..40).prop_map(|rows| {
        // One amount for each subscription and instant: the last one drawn.
        let by_key: BTreeMap<_, _> = rows.into_iter().map(|(c, s, at, minor)| ((c, s, at), minor)).collect();
        let change = |((customer, subscription, at), minor)| change(customer, subscription, at, minor);
        by_key.into_iter().map(change).collect()
    })
}

fn change(customer: u8, subscription: u8, at: i64, minor: i64) -> MrrChange {
    MrrChange {
        customer_id: format!("cus_{customer}"),
        subscription_id: format!("sub_{customer}_{subscription}"),
        effective_at: Timestamp::from_millis(at).unwrap(),
        mrr: Money::new(minor, Currency::EUR),
    }
}

fn zones() -> impl Strategy<Value = Zone> {
    let names = ["UTC", "America/New_York", "Europe/London", "Asia/Kolkata", "Australia/Lord_Howe"];
    proptest::sample::select(names.map(|name| name.parse::<Zone>().unwrap()).to_vec())
}

fn options(zone: Zone, netting: Netting) -> MetricsOptions {
    MetricsOptions {
        first_month: Some("2023-02".parse().unwrap()),
        months: Some(23),
        zone: Some(zone),
        netting: Some(netting),
        ..MetricsOptions::default()
    }
}

/// What a customer pays just before an instant, read off the history the slow way.
fn level(history: &[MrrChange], customer: &str, before: Timestamp) -> i64 {
    let mut latest: BTreeMap<&str, (Timestamp, i64)> = BTreeMap::new();
    for change in history.iter().filter(|c| c.customer_id == customer && c.effective_at < before) {
        let entry =
            latest.entry(&change.subscription_id).or_insert((change.effective_at, change.mrr.minor()));
        if change.effective_at >= entry.0 {
            *entry = (change.effective_at, change.mrr.minor());
        }
    }
    latest.values().map(|(_, minor)| minor).sum()
}

fn customers(history: &[MrrChange]) -> BTreeSet<&str> {
    history.iter().map(|change| change.customer_id.as_str()).collect()
}

proptest! {
    #![proptest_config(crate::config())]

    /// Opening + movements = closing, this month's closing is the next one's opening; in total and by customer.
    #[test]
    fn movements_add_up(history in histories(), zone in zones(), by_event: bool) {
        let netting = if by_event { Netting::Event } else { Netting::Period };
        let facts = Facts::from_changes(&history).unwrap();
        let options = options(zone, netting);
        let movements = metrics::movements(&facts, &options).unwrap();
        let list = metrics::customer_movements(&facts, &options).unwrap();
        let mut levels: BTreeMap<&str, i64> = BTreeMap::new();
        for customer in customers(&history) {
            levels.insert(customer, level(&history, customer, movements.months[0].start));
        }
        for (i, month) in movements.months.iter().enumerate() {
            let minor = |money: Money| money.minor();
            prop_assert_eq!(
                minor(month.opening) + minor(month.new) + minor(month.expansion) + minor(month.reactivation)
                    - minor(month.contraction) - minor(month.churn),
                minor(month.closing)
            );
            prop_assert_eq!(
                month.customers_opening + month.customers_new + month.customers_reactivated,
                month.customers_churned + month.customers_closing
            );
            if let Some(next) = movements.months.get(i + 1) {
                prop_assert_eq!(month.closing, next.opening);
                prop_assert_eq!(month.customers_closing, next.customers_opening);
            }
            let rows = (0..list.month.len()).filter(|row| list.month[*row] == month.month);
            let mut by_kind: BTreeMap<MovementKind, i64> = BTreeMap::new();
            for row in rows {
                let amount = list.amount_minor[row];
                *by_kind.entry(list.kind[row]).or_default() += amount;
                let loss = matches!(list.kind[row], MovementKind::Churn | MovementKind::Contraction);
                *levels.get_mut(list.customer_id[row].as_str()).unwrap() += if loss { -amount } else { amount };
            }
            for kind in [MovementKind::New, MovementKind::Expansion, MovementKind::Contraction,
                         MovementKind::Churn, MovementKind::Reactivation] {
                prop_assert_eq!(month.amount(kind).minor(), by_kind.get(&kind).copied().unwrap_or(0));
            }
            for (customer, running) in &levels {
                prop_assert_eq!(*running, level(&history, customer, month.end));
            }
        }
    }

    /// Period netting is what month-end snapshots say, and the retention identities hold.
    #[test]
    fn period_netting_is_month_end_against_month_end(history in histories(), zone in zones()) {
        let facts = Facts::from_changes(&history).unwrap();
        let movements = metrics::movements(&facts, &options(zone, Netting::Period)).unwrap();
        for (i, month) in movements.months.iter().enumerate() {
            let (mut churn, mut contraction, mut expansion, mut kept, mut opening) = (0, 0, 0, 0, 0);
            let (mut base, mut now, mut capped, mut counted, mut still) = (0, 0, 0, 0, 0);
            for customer in customers(&history) {
                let before = level(&history, customer, month.start);
                let after = level(&history, customer, month.end);
                opening += before;
                kept += before.min(after);
                match (before, after) {
                    (b, 0) if b > 0 => churn += b,
                    (b, a) if b > 0 && a > b => expansion += a - b,
                    (b, a) if b > 0 && a < b => contraction += b - a,
                    _ => {}
                }
                if i >= 11 {
                    // The window begins in February: eleven months on, the base is the end of January.
                    let year_ago = if i == 11 { movements.months[0].start } else { movements.months[i - 12].end };
                    let then = level(&history, customer, year_ago);
                    if then > 0 {
                        (base, now, capped) = (base + then, now + after, capped + then.min(after));
                        (counted, still) = (counted + 1, still + i64::from(after > 0));
                    }
                }
            }
            prop_assert_eq!(month.opening.minor(), opening);
            prop_assert_eq!(month.churn.minor(), churn);
            prop_assert_eq!(month.contraction.minor(), contraction);
            prop_assert_eq!(month.expansion.minor(), expansion);
            prop_assert_eq!(month.rates.grr.numerator, kept);
            prop_assert_eq!(month.rates.grr.numerator, opening - churn - contraction);
            prop_assert_eq!(month.rates.nrr.numerator, opening - churn - contraction + expansion);
            if i >= 11 {
                let rates = &month.rates;
                prop_assert_eq!((rates.nrr_12_months.numerator, rates.nrr_12_months.denominator), (now, base));
                prop_assert_eq!((rates.grr_12_months.numerator, rates.grr_12_months.denominator), (capped, base));
                let logos = rates.logo_retention_12_months;
                prop_assert_eq!((logos.numerator, logos.denominator), (still, counted));
            }
        }
    }

    /// Cohorts add up to closing MRR and customers; those that never lapsed only fall.
    #[test]
    fn cohorts_add_up(history in histories(), zone in zones(), by_event: bool) {
        let netting = if by_event { Netting::Event } else { Netting::Period };
        let facts = Facts::from_changes(&history).unwrap();
        // From before the first change, so that no customer is older than the window.
        let options = MetricsOptions { first_month: Some("2022-12".parse().unwrap()), months: Some(26), ..options(zone, netting) };
        let movements = metrics::movements(&facts, &options).unwrap();
        let cohorts = metrics::cohorts(&facts, &options).unwrap();
        for (i, month) in movements.months.iter().enumerate() {
            prop_assert_eq!(cohorts.cohorts[i].customers, month.customers_new);
            let cells: Vec<_> = cohorts.cohorts[..=i].iter().enumerate().map(|(c, cohort)| &cohort.ages[i - c]).collect();
            prop_assert_eq!(cells.iter().map(|cell| cell.mrr.minor()).sum::<i64>(), month.closing.minor());
            prop_assert_eq!(cells.iter().map(|cell| cell.active).sum::<u32>(), month.customers_closing);
        }
        for cohort in &cohorts.cohorts {
            for ages in cohort.ages.windows(2) {
                prop_assert!(ages[1].never_lapsed <= ages[0].never_lapsed);
            }
            for cell in &cohort.ages {
                prop_assert!(cell.never_lapsed <= cell.active && cell.active <= cohort.customers);
            }
        }
    }

    /// Neither the order of the rows nor repeating them changes a byte.
    #[test]
    fn order_and_repetition_do_not_matter(history in histories(), seed in any::<u64>(), by_event: bool) {
        let netting = if by_event { Netting::Event } else { Netting::Period };
        let mut shuffled = history.clone();
        shuffled.extend_from_slice(&history[..history.len() / 2]);
        let mut state = seed | 1;
        for i in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(i, (state >> 33) as usize % (i + 1));
        }
        let options = options(Zone::UTC, netting);
        let [first, second] = [&history, &shuffled].map(|rows| Facts::from_changes(rows).unwrap());
        let months = |facts| metrics::movements(facts, &options).unwrap().months;
        prop_assert_eq!(months(&first), months(&second));
        let lists = [&first, &second].map(|facts| metrics::customer_movements(facts, &options).unwrap());
        prop_assert_eq!(&lists[0].customer_id, &lists[1].customer_id);
        prop_assert_eq!(&lists[0].amount_minor, &lists[1].amount_minor);
        let cohorts = |facts| metrics::cohorts(facts, &options).unwrap().cohorts;
        prop_assert_eq!(cohorts(&first), cohorts(&second));
    }

    /// What is shown adds up also where nothing is a whole cent: facts converted at a crooked rate.
    #[test]
    fn shown_figures_add_up_after_conversion(history in histories(), mantissa in 1_i64..3_000_000, by_event: bool) {
        let netting = if by_event { Netting::Event } else { Netting::Period };
        let day: Date = "2023-01-01".parse().unwrap();
        let rate = RateFactor::new(Decimal::new(mantissa, 6)).unwrap();
        let rates = ExchangeRates::new(&[ExchangeRate { base: Currency::EUR, quote: Currency::USD, date: day, rate }]).unwrap();
        let facts = Facts::from_changes(&history).unwrap().converted(&rates, Currency::USD, day).unwrap();
        let options = MetricsOptions { first_month: Some("2022-12".parse().unwrap()), months: Some(26), ..options(Zone::UTC, netting) };
        let movements = metrics::movements(&facts, &options).unwrap();
        let cohorts = metrics::cohorts(&facts, &options).unwrap();
        let list = metrics::customer_movements(&facts, &options).unwrap();
        for (i, month) in movements.months.iter().enumerate() {
            let mut running = month.opening.minor();
            for kind in [MovementKind::New, MovementKind::Expansion, MovementKind::Contraction,
                         MovementKind::Churn, MovementKind::Reactivation] {
                let figure = month.amount(kind).minor();
                let loss = matches!(kind, MovementKind::Churn | MovementKind::Contraction);
                running += if loss { -figure } else { figure };
                let rows = (0..list.month.len()).filter(|row| list.month[*row] == month.month && list.kind[*row] == kind);
                let amounts: Vec<i64> = rows.map(|row| list.amount_minor[row]).collect();
                prop_assert!(figure >= 0 && amounts.iter().all(|amount| *amount >= 0));
                prop_assert_eq!(amounts.iter().sum::<i64>(), figure);
            }
            prop_assert_eq!(running, month.closing.minor());
            let cells = cohorts.cohorts[..=i].iter().enumerate().map(|(c, cohort)| cohort.ages[i - c].mrr.minor());
            prop_assert_eq!(cells.sum::<i64>(), month.closing.minor());
            if !by_event {
                prop_assert_eq!(cohorts.cohorts[i].ages[0].mrr, month.new);
            }
        }
    }
}

//! Laws of the calendar that hold for every anchor, interval and zone.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests may panic"
)]

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use prorata::calendar::{
    AnchorConfig, BillingCycle, Date, Duration, Edge, Interval, IntervalUnit, Month, Period, Timestamp, Zone,
    first_cycle_date, whole_periods,
};

/// 10,000 cases from a fixed seed, so that a failure in CI is a failure at home; a soak says its own.
fn config() -> Config {
    if std::env::var_os("PROPTEST_CASES").is_some() {
        return Config { failure_persistence: None, ..Config::default() };
    }
    Config {
        cases: 10_000,
        rng_seed: RngSeed::Fixed(20_240_229),
        failure_persistence: None,
        ..Config::default()
    }
}

fn ms(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().as_millis()
}

/// Instants of 1800 to 2200, so that 400 years either way stay inside the calendar.
fn instants() -> impl Strategy<Value = Timestamp> {
    (ms("1800-01-01T00:00:00Z")..ms("2200-01-01T00:00:00Z"))
        .prop_map(|at| Timestamp::from_millis(at).unwrap())
}

/// Half of them on the last days of a month, where the rules are.
fn anchors() -> impl Strategy<Value = Timestamp> {
    let month_ends =
        (1800..2200i32, 1..=12u32, 28..=31u32, 0..86_400_000i64).prop_map(|(year, month, day, time)| {
            let date = Month::new(year, month).unwrap().date_on(day).unwrap();
            let midnight = Zone::UTC.day_start(date).unwrap();
            Timestamp::from_millis(midnight.as_millis() + time).unwrap()
        });
    prop_oneof![instants(), month_ends]
}

fn intervals() -> impl Strategy<Value = Interval> {
    prop_oneof![
        (1..=1095u32).prop_map(|count| Interval { unit: IntervalUnit::Day, count }),
        (1..=156u32).prop_map(|count| Interval { unit: IntervalUnit::Week, count }),
        (1..=36u32).prop_map(|count| Interval { unit: IntervalUnit::Month, count }),
        (1..=3u32).prop_map(|count| Interval { unit: IntervalUnit::Year, count }),
    ]
}

fn cycles() -> impl Strategy<Value = BillingCycle> {
    (anchors(), intervals()).prop_map(|(anchor, interval)| BillingCycle { anchor, interval })
}

fn zones() -> impl Strategy<Value = Zone> {
    proptest::sample::select(chrono_tz::TZ_VARIANTS.to_vec()).prop_map(|tz| tz.name().parse().unwrap())
}

fn months() -> impl Strategy<Value = Month> {
    (1..=9998i32, 1..=12u32).prop_map(|(year, month)| Month::new(year, month).unwrap())
}

fn date_utc(at: Timestamp) -> Date {
    Zone::UTC.date_of(at).unwrap()
}

const DAY: i64 = 86_400_000;

proptest! {
    #![proptest_config(config())]

    /// 400 years of monthly boundaries, in both directions, at a random distance.
    #[test]
    fn an_anchor_never_drifts(anchor in anchors(), count in 1..=36u32, years in -400..=400i32) {
        let cycle = BillingCycle { anchor, interval: Interval { unit: IntervalUnit::Month, count } };
        let k = years * 12 / count as i32;
        let (before, at, after) = (cycle.boundary(k - 1)?, cycle.boundary(k)?, cycle.boundary(k + 1)?);
        prop_assert!(before < at && at < after);
        let (from, to) = (date_utc(anchor), date_utc(at));
        prop_assert_eq!(from.month().months_until(to.month()), k * count as i32);
        prop_assert!(to.day() == from.day() || (to.day() < from.day() && to == to.month().last_day()));
        prop_assert_eq!(at.as_millis().rem_euclid(DAY), anchor.as_millis().rem_euclid(DAY));
    }

    #[test]
    fn days_and_weeks_are_exact(anchor in instants(), count in 1..=156u32, k in -500..=500i32) {
        for (unit, days) in [(IntervalUnit::Day, 1), (IntervalUnit::Week, 7)] {
            let cycle = BillingCycle { anchor, interval: Interval { unit, count } };
            let distance = cycle.boundary(k)?.as_millis() - anchor.as_millis();
            prop_assert_eq!(distance, i64::from(k) * i64::from(count) * days * DAY);
        }
    }

    #[test]
    fn a_period_contains_its_instant_and_abuts_its_neighbours(cycle in cycles(), at in instants()) {
        let k = cycle.index_at(at)?;
        let period = cycle.period_at(at)?;
        prop_assert!(period.contains(at));
        prop_assert_eq!(period, cycle.period(k)?);
        prop_assert_eq!(cycle.period(k - 1)?.end, period.start);
        prop_assert_eq!(cycle.period(k + 1)?.start, period.end);
        prop_assert_eq!(cycle.index_at(period.start)?, k);
        prop_assert_eq!(cycle.index_at(period.end)?, k + 1);
    }

    #[test]
    fn next_and_previous_enclose_the_instant(cycle in cycles(), at in instants()) {
        let period = cycle.period_at(at)?;
        for edge in [Edge::Inclusive, Edge::Exclusive] {
            prop_assert_eq!(cycle.next_boundary(period.end, Edge::Inclusive)?, period.end);
            prop_assert_eq!(cycle.previous_boundary(period.start, Edge::Inclusive)?, period.start);
            prop_assert_eq!(cycle.previous_boundary(period.end, Edge::Exclusive)?, period.start);
            prop_assert_eq!(cycle.next_boundary(period.start, Edge::Exclusive)?, period.end);
            if at != period.start {
                prop_assert_eq!(cycle.next_boundary(at, edge)?, period.end);
                prop_assert_eq!(cycle.previous_boundary(at, edge)?, period.start);
            }
        }
    }

    #[test]
    fn splitting_conserves_a_period(cycle in cycles(), at in instants()) {
        let period = cycle.period_at(at)?;
        let (before, after) = (period.until(at)?, period.since(at)?);
        prop_assert_eq!(before.millis() + after.millis(), period.millis());
        prop_assert_eq!(before.intersection(after), None);
        prop_assert_eq!(period.intersection(after), (!after.is_empty()).then_some(after));
    }

    #[test]
    fn whole_periods_are_the_most_that_fit(start in anchors(), days in 0..20_000i32, interval in intervals()) {
        let start = date_utc(start);
        let end = start.plus_days(days)?;
        let n = whole_periods(start, end, interval)?;
        prop_assert!(start.plus(interval, n)? <= end && end < start.plus(interval, n + 1)?);
    }

    #[test]
    fn a_first_cycle_date_is_the_first_on_its_day(start in anchors(), day in 1..=31u32, count in 1..=36u32) {
        let start = date_utc(start);
        let first = first_cycle_date(start, Interval { unit: IntervalUnit::Month, count }, day)?;
        prop_assert!(first >= start);
        prop_assert_eq!(first, first.month().date_on(day)?);
        prop_assert!(first.month() == start.month() || start.month().date_on(day)? < start);
    }

    #[test]
    fn a_configured_anchor_keeps_its_promises(
        created in instants(), count in 1..=36u32, day in 1..=31u32, month in proptest::option::of(1..=12u32),
        hour in proptest::option::of(0..=23u32),
    ) {
        let interval = Interval { unit: IntervalUnit::Month, count };
        let config = AnchorConfig { day_of_month: day, month, hour, ..AnchorConfig::default() };
        let resolved = config.resolve(created, interval)?;
        let cycle = BillingCycle { anchor: resolved.anchor, interval };
        prop_assert!(resolved.anchor >= created && resolved.first_full_invoice >= created);
        prop_assert_eq!(cycle.next_boundary(created, Edge::Inclusive)?, resolved.first_full_invoice);
        prop_assert_eq!(
            resolved.anchor.as_millis().div_euclid(3_600_000).rem_euclid(24),
            hour.map_or(created.as_millis().div_euclid(3_600_000).rem_euclid(24), i64::from)
        );
        // Every boundary is on the day, or on the last day of a shorter month.
        for k in 0..24 {
            let date = date_utc(cycle.boundary(k)?);
            prop_assert_eq!(date, date.month().date_on(day)?);
        }
        // With a month, the cycle reaches that month.
        if let Some(month) = month {
            let reaches = (-12..=12).any(|k| date_utc(cycle.boundary(k).unwrap()).month_of_year() == month);
            prop_assert!(reaches);
        }
    }

    #[test]
    fn texts_come_back(at in instants(), days in 0..3_652_058i32, interval in intervals()) {
        prop_assert_eq!(at.to_string().parse::<Timestamp>()?, at);
        let date = Date::from_ymd(1, 1, 1)?.plus_days(days)?;
        prop_assert_eq!(date.to_string().parse::<Date>()?, date);
        prop_assert_eq!(Date::from_ymd(date.year(), date.month_of_year(), date.day())?, date);
        prop_assert_eq!(date.month().to_string().parse::<Month>()?, date.month());
        prop_assert_eq!(interval.to_string().parse::<Interval>()?, interval);
        prop_assert_eq!(Date::from_ymd(1, 1, 1)?.days_until(date), days);
    }

    #[test]
    fn durations_come_back(
        parts in proptest::array::uniform6(-5000..5000i64), millis in 0..1000i64, negative in any::<bool>(),
    ) {
        let [y, m, d, h, min, s] = parts;
        let sign = if negative { "-" } else { "" };
        let duration: Duration = format!("{sign}P{y}Y{m}M{d}DT{h}H{min}M{s}.{millis:03}S").parse()?;
        prop_assert_eq!(duration.to_string().parse::<Duration>()?, duration);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,24}", near in "-?P?[0-9]{0,20}[YMWDTHS.-]{0,3}[0-9]{0,20}[MDHS]?") {
        for text in [text, near] {
            let _ = text.parse::<Timestamp>();
            let _ = text.parse::<Date>();
            let _ = text.parse::<Month>();
            let _ = text.parse::<Zone>();
            let _ = text.parse::<Interval>();
            if let Ok(duration) = text.parse::<Duration>() {
                prop_assert_eq!(duration.to_string().parse::<Duration>()?, duration);
                let _ = Timestamp::MAX.plus(duration);
            }
        }
    }

    #[test]
    fn months_abut_in_every_zone(zone in zones(), month in months()) {
        let (this, next) = (zone.month(month), zone.month(month.next()?));
        if let (Ok(this), Ok(next)) = (this, next) {
            prop_assert_eq!(this.end, next.start);
            // 27 days: nobody's clock has lost more than a day in a month.
            prop_assert!(this.millis() > 27 * DAY && this.millis() < 32 * DAY);
            prop_assert_eq!(zone.month_of(this.start)?, month);
            prop_assert_eq!(zone.month_of(Timestamp::from_millis(this.end.as_millis() - 1)?)?, month);
            prop_assert_eq!(zone.month_bounds(month, 2)?, vec![this.start, this.end, next.end]);
        } else {
            prop_assert!(month <= Month::new(1, 1)? || month >= Month::new(9998, 11)?);
        }
    }

    #[test]
    fn an_instant_lies_in_the_day_of_its_date(zone in zones(), at in instants()) {
        let date = zone.date_of(at)?;
        prop_assert!(zone.day(date)?.contains(at));
        prop_assert_eq!(zone.day(date)?.end, zone.day_start(date.plus_days(1)?)?);
    }

    #[test]
    fn nothing_panics_at_the_ends_of_the_calendar(
        cycle_days in any::<u32>(), k in any::<i32>(), zone in zones(), span in 0..100_000_000_000i64,
    ) {
        for at in [Timestamp::from_millis(Timestamp::MIN.as_millis() + span)?,
                   Timestamp::from_millis(Timestamp::MAX.as_millis() - span)?] {
            for unit in [IntervalUnit::Day, IntervalUnit::Week, IntervalUnit::Month, IntervalUnit::Year] {
                for count in [cycle_days, 1, 0, u32::MAX] {
                    let interval = Interval { unit, count };
                    for anchor in [Timestamp::MIN, Timestamp::MAX, at] {
                        let cycle = BillingCycle { anchor, interval };
                        let _ = cycle.boundary(k);
                        let _ = cycle.next_boundary(at, Edge::Exclusive);
                        let _ = cycle.previous_boundary(at, Edge::Exclusive);
                        if let Ok(period) = cycle.period_at(at) {
                            prop_assert!(period.contains(at));
                        }
                    }
                    let _ = AnchorConfig { day_of_month: 31, ..Default::default() }.resolve(at, interval);
                }
            }
            if let Ok(date) = zone.date_of(at) {
                let _ = (zone.day(date), zone.month(date.month()));
                let _ = (date.plus_days(k), date.month().plus(k));
            }
            prop_assert_eq!(Period::new(Timestamp::MIN, at)?.millis(), at.as_millis() - Timestamp::MIN.as_millis());
        }
    }
}

/// Every change of offset of every zone from 1840 to 2100, with the days around it: no day is lost, and each
/// holds its own first and last instant.
#[test]
fn days_abut_around_every_change_of_the_clock_in_every_zone() {
    use chrono::{Offset, TimeZone};
    let (first, last) = (ms("1840-01-01T00:00:00Z"), ms("2100-01-01T00:00:00Z"));
    let mut changes = 0;
    for tz in chrono_tz::TZ_VARIANTS {
        let zone: Zone = tz.name().parse().unwrap();
        let offset = |at: i64| tz.offset_from_utc_datetime(&at_utc(at)).fix().local_minus_utc();
        for at in (first..last).step_by(7 * DAY as usize) {
            if offset(at) == offset(at + 7 * DAY) {
                continue;
            }
            changes += 1;
            let mut date = zone.date_of(Timestamp::from_millis(at).unwrap()).unwrap();
            for _ in 0..9 {
                let day = zone.day(date).unwrap();
                if !day.is_empty() {
                    let last = Timestamp::from_millis(day.end.as_millis() - 1).unwrap();
                    assert_eq!(zone.date_of(day.start).unwrap(), date, "{zone} {date}");
                    assert_eq!(zone.date_of(last).unwrap(), date, "{zone} {date}");
                }
                date = date.plus_days(1).unwrap();
            }
        }
    }
    assert!(changes > 10_000, "only {changes} changes seen");
}

fn at_utc(millis: i64) -> chrono::NaiveDateTime {
    chrono::DateTime::from_timestamp_millis(millis).unwrap().naive_utc()
}

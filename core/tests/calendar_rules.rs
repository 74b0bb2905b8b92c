//! Rules of the calendar that no vector states: ceilings, splits, bill cycles, and how values are read.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests may panic")]

use prorata::calendar::{
    BillCycle, BillTiming, Duration, Edge, FiscalCalendar, Interval, Month, Period, Zone,
};
use prorata::{Date, Timestamp};

fn code<T>(result: prorata::Result<T>) -> &'static str {
    result.err().map_or("ok", |error| error.code())
}

#[test]
fn stripe_bills_at_most_three_years_at_a_time() {
    for (longest, too_long) in [("P3Y", "P4Y"), ("P36M", "P37M"), ("P156W", "P157W"), ("P1095D", "P1096D")] {
        assert_eq!(code(longest.parse::<Interval>().unwrap().check_stripe_ceiling()), "ok", "{longest}");
        let refused = too_long.parse::<Interval>().unwrap().check_stripe_ceiling();
        assert_eq!(code(refused), "calendar.interval_too_long", "{too_long}");
    }
    let never = Interval { count: 0, ..Interval::MONTH };
    assert_eq!(code(never.check_stripe_ceiling()), "calendar.invalid_interval");
}

#[test]
fn intervals_are_one_positive_unit() {
    for text in ["P0M", "P1M1D", "PT1H", "P-1M", "P+1M", "1M", "PM", "P1X", "P4294967296D", ""] {
        assert_eq!(code(text.parse::<Interval>()), "calendar.invalid_interval", "{text}");
    }
}

#[test]
fn a_period_keeps_its_order_and_splits_only_within() {
    let (jan, feb, mar): (Timestamp, Timestamp, Timestamp) = (
        "2024-01-01T00:00:00Z".parse().unwrap(),
        "2024-02-01T00:00:00Z".parse().unwrap(),
        "2024-03-01T00:00:00Z".parse().unwrap(),
    );
    assert_eq!(code(Period::new(feb, jan)), "calendar.invalid_period");
    assert!(Period::new(jan, jan).unwrap().is_empty());

    let period = Period::new(jan, feb).unwrap();
    assert_eq!(code(period.until(mar)), "calendar.split_outside");
    assert_eq!(code(period.since(mar)), "calendar.split_outside");
    assert!(period.until(jan).unwrap().is_empty() && period.since(feb).unwrap().is_empty());

    let odd = Period::new(jan, "2024-01-01T00:00:00.001Z".parse().unwrap()).unwrap();
    assert_eq!((odd.millis(), code(odd.seconds())), (1, "calendar.not_whole_seconds"));

    // A literal can be in the wrong order: it holds nothing, and measures nothing.
    let reversed = Period { start: feb, end: jan };
    assert!(reversed.is_empty() && !reversed.contains(jan) && reversed.millis() == 0);
}

#[test]
fn values_are_their_text_in_json() {
    let period = r#"{"start":"2024-01-01T00:00:00.000Z","end":"2024-02-01T00:00:00.000Z"}"#;
    let read: Period = serde_json::from_str(period).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), period);

    let reversed = r#"{"start":"2024-02-01T00:00:00Z","end":"2024-01-01T00:00:00Z"}"#;
    assert!(serde_json::from_str::<Period>(reversed).unwrap_err().to_string().contains("cannot end at"));

    let edge: Edge = serde_json::from_str(r#""exclusive""#).unwrap();
    assert_eq!(edge, Edge::Exclusive);
    let interval: Interval = serde_json::from_str(r#"{"unit":"week","count":2}"#).unwrap();
    assert_eq!(interval.to_string(), "P2W");
    let fiscal: FiscalCalendar = serde_json::from_str("{}").unwrap();
    assert_eq!(fiscal, FiscalCalendar::default());
    assert!(serde_json::from_str::<FiscalCalendar>(r#"{"first_mont":7}"#).is_err());

    for (json, ok) in [(r#""2024-02-29""#, true), (r#""2023-02-29""#, false), ("20240229", false)] {
        assert_eq!(serde_json::from_str::<Date>(json).is_ok(), ok, "{json}");
    }
    assert_eq!(serde_json::to_value(Zone::UTC).unwrap(), "UTC");
    assert_eq!(serde_json::to_value("2024-01".parse::<Month>().unwrap()).unwrap(), "2024-01");
    assert_eq!(serde_json::to_value("P1W".parse::<Duration>().unwrap()).unwrap(), "P7D");
}

/// After Kill Bill's `TestInArrearBillingIntervalDetail`, and its rule: a plan from 16 January 2012.
#[test]
fn arrears_are_billed_when_the_cycle_closes_or_the_plan_ends() {
    // day, target, end; then billed through, and the next cycle date
    let cases = [
        (13, "2012-01-16", None, None, "2012-02-13"),
        (13, "2012-02-12", None, None, "2012-02-13"),
        (13, "2012-02-13", None, Some("2012-02-13"), "2012-03-13"),
        (13, "2012-03-12", None, Some("2012-02-13"), "2012-03-13"),
        (25, "2012-01-25", Some("2012-01-19"), Some("2012-01-19"), "2012-01-25"),
        (25, "2012-01-19", Some("2012-01-19"), Some("2012-01-19"), "2012-01-25"),
        (18, "2012-01-25", Some("2012-01-20"), Some("2012-01-20"), "2012-02-18"),
        (18, "2012-01-19", Some("2012-01-20"), Some("2012-01-18"), "2012-02-18"),
    ];
    let date = |text: &str| text.parse::<Date>().unwrap();
    for (day, target, end, billed_through, next) in cases {
        let plan = BillCycle {
            start: date("2012-01-16"),
            end: end.map(date),
            interval: Interval::MONTH,
            day,
            mode: BillTiming::InArrears,
        };
        let billed = plan.bill_through(date(target)).unwrap();
        assert_eq!(billed.billed_through, billed_through.map(date), "day {day}, target {target}");
        assert_eq!(billed.next_cycle_date, date(next), "day {day}, target {target}");
        assert_eq!(billed.billable, billed_through.is_some(), "day {day}, target {target}");
    }
}

/// After Kill Bill's `TestBillingIntervalDetail`, and its rule that the end caps what is billed.
#[test]
fn in_advance_bills_through_the_next_cycle_date() {
    let date = |text: &str| text.parse::<Date>().unwrap();
    // start, day, target, end; then billed through, and the last cycle date
    let cases = [
        ("2012-07-16", 16, "2012-08-16", None, "2012-09-16", Some("2012-09-16")),
        ("2012-07-16", 16, "2012-08-16", Some("2012-09-15"), "2012-09-15", Some("2012-08-16")),
        ("2012-07-16", 15, "2012-07-16", None, "2012-08-15", Some("2012-08-15")),
        ("2012-07-16", 15, "2012-07-16", Some("2012-07-20"), "2012-07-20", None),
        ("2012-04-30", 31, "2012-05-31", None, "2012-06-30", Some("2012-06-30")),
        ("2012-04-30", 31, "2012-06-30", None, "2012-07-31", Some("2012-07-31")),
    ];
    for (start, day, target, end, billed_through, last) in cases {
        let plan = BillCycle {
            start: date(start),
            end: end.map(date),
            interval: Interval::MONTH,
            day,
            mode: BillTiming::InAdvance,
        };
        let billed = plan.bill_through(date(target)).unwrap();
        assert_eq!(billed.billed_through, Some(date(billed_through)), "{start}, target {target}");
        assert_eq!(billed.last_cycle_date, last.map(date), "{start}, target {target}");
    }
}

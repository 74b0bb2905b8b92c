//! Files of periods as they come: lines are counted as an editor counts them, and nothing is half read.

use proptest::prelude::*;
use prorata::facts::{Facts, OnRefusal, PeriodsOptions, RefusedRow, SubscriptionPeriod};
use prorata::metrics::{MetricsOptions, current_revenue, movements};
use prorata::{Currency, Money, Timestamp};

const HEADER: &str = "subscription_id,customer_id,start_date,end_date,monthly_amount";

fn usd() -> PeriodsOptions {
    PeriodsOptions { default_currency: Some(Currency::USD), ..PeriodsOptions::default() }
}

fn leaving_out() -> PeriodsOptions {
    PeriodsOptions { on_refusal: Some(OnRefusal::LeaveOut), ..usd() }
}

fn refused(file: &[u8]) -> Vec<RefusedRow> {
    Facts::from_periods_csv(file, &leaving_out()).unwrap().intake().refused
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    // A quoted field over three lines, blank lines, and each kind of line break.
    for end in ["\n", "\r\n", "\r"] {
        let file = [
            "",
            "subscription_id,customer_id,start_date,end_date,monthly_amount,note",
            "",
            "s1,c1,2024-01-01,,10,\"one\ntwo\nthree\"",
            "",
            "s2,c2,2024-01-01,,nonsense,",
            ",,,,,",
            "s3,c3,2024-01-01,,10,",
            "s4,c4,2024-02-30,,10,",
            "",
        ]
        .join(end);
        let lines: Vec<u32> = refused(file.as_bytes()).iter().map(|row| row.line).collect();
        assert_eq!(lines, [8, 11], "{end:?}");
    }
}

#[test]
fn a_refusal_names_line_and_column() {
    let file = format!("{HEADER}\ns1,c1,2024-01-01,,10\ns2,c2,2024-02-30,,10\n");
    let error = Facts::from_periods_csv(file.as_bytes(), &usd()).unwrap_err();
    assert_eq!(
        format!("{error:#}"),
        "calendar.invalid_date: line 3: column `start_date`: `2024-02-30` is not a date: expected a day that \
         exists, written such as `2024-02-29`"
    );
    assert_eq!(refused(file.as_bytes()).len(), 1);
}

#[test]
fn all_missing_columns_are_named_at_once() {
    let error = Facts::from_periods_csv(b"id,customer_id,start,end_date,mrr\n", &usd()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 1: the file has no column `subscription_id`, `start_date`, `monthly_amount`: found `id`, \
         `customer_id`, `start`, `end_date`, `mrr`"
    );
}

#[test]
fn bytes_that_are_not_utf_8_matter_only_where_they_are_read() {
    let file = b"subscription_id,customer_id,start_date,end_date,monthly_amount,name
s1,c1,2024-01-01,,10,Caf\xE9
s2,c\xE9,2024-01-01,,10,Cafe
";
    let refused = refused(file);
    assert_eq!((refused[0].line, refused[0].code.as_str()), (3, "facts.invalid_utf8"));
    assert_eq!(refused.len(), 1);
    let utf16 = b"\xFF\xFEs\0u\0b\0";
    assert_eq!(Facts::from_periods_csv(utf16, &leaving_out()).unwrap_err().code(), "facts.invalid_utf8");
}

#[test]
fn an_unclosed_quote_never_swallows_the_rest() {
    for tail in ["", "\n", "\r\n", "\ns2,c2,2024-01-01,,10", "\ns2,c2,2024-01-01,,10\n\n"] {
        let file = format!("{HEADER}\ns1,c1,2024-01-01,,\"10{tail}");
        let error = Facts::from_periods_csv(file.as_bytes(), &leaving_out()).unwrap_err();
        assert_eq!(error.code(), "facts.unclosed_quote", "{tail:?}");
        assert!(error.to_string().starts_with("line 2: "), "{error}");
        let closed = format!("{HEADER}\ns1,c1,2024-01-01,,\"10\"{tail}");
        assert!(Facts::from_periods_csv(closed.as_bytes(), &leaving_out()).is_ok(), "{tail:?}");
    }
}

#[test]
fn records_and_lines_of_a_file_are_one() {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let period = |start, end: Option<&str>, minor| SubscriptionPeriod {
        customer_id: "c1".into(),
        subscription_id: "s1".into(),
        start: at(start),
        end: end.map(at),
        mrr: Money::new(minor, Currency::USD),
    };
    let rows = [
        period("2024-05-01T00:00:00Z", None, 3_000),
        period("2024-01-01T00:00:00Z", Some("2024-03-01T00:00:00Z"), 1_000),
        period("2024-03-01T00:00:00Z", Some("2024-04-01T00:00:00Z"), 2_000),
    ];
    let file = format!(
        "{HEADER}\ns1,c1,2024-05-01,,30\ns1,c1,2024-01-01,2024-03-01,10\ns1,c1,2024-03-01,2024-04-01,20.00\n"
    );
    let (of_rows, of_file) = (
        Facts::from_periods(&rows, None).unwrap(),
        Facts::from_periods_csv(file.as_bytes(), &usd()).unwrap(),
    );
    let options = MetricsOptions::default();
    assert_eq!(movements(&of_rows, &options).unwrap(), movements(&of_file, &options).unwrap());
    // 10.00, 20.00, nothing, 30.00: adjacent periods join.
    assert_eq!(of_rows.changes(), 4);

    let empty = SubscriptionPeriod { end: Some(at("2024-05-01T00:00:00Z")), ..rows[0].clone() };
    let negative = period("2025-01-01T00:00:00Z", None, -1);
    let all = [rows[0].clone(), empty, negative];
    let left_out = Facts::from_periods(&all, Some(OnRefusal::LeaveOut)).unwrap().intake();
    let codes: Vec<_> = left_out.refused.iter().map(|row| (row.line, row.code.as_str())).collect();
    assert_eq!(codes, [(2, "facts.empty_period"), (3, "facts.negative_amount")]);
    assert_eq!((left_out.rows_read, left_out.rows_used), (3, 1));
}

/// A cell that is often right, so that the later checks are reached too.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "s1", "s2", "c1", "c2", "2024-01-01", "2024-02-29", "2024-03-01T00:00:00+02:00", "", "10", "9,99",
            "\"1,000.00\"", "-5", "92233720368547758.07", "EUR", "year", "P3M", "3", "trialing", "canceled",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,8}",
        1 => "[\",;\r\n 0-9-]{0,6}",
    ]
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), headed in any::<bool>()) {
        let mut file = if headed { format!("{HEADER}\n").into_bytes() } else { Vec::new() };
        file.extend(bytes);
        let _ = Facts::from_periods_csv(&file, &usd());
        let _ = Facts::from_periods_csv(&file, &leaving_out());
    }

    #[test]
    fn no_cells_panic_and_every_row_is_accounted_for(
        rows in prop::collection::vec(prop::collection::vec(cell(), 3..10), 0..8),
    ) {
        let mut file = format!("{HEADER},currency,interval,quantity,status\n");
        for row in &rows {
            file.push_str(&row.join(","));
            file.push('\n');
        }
        let Ok(facts) = Facts::from_periods_csv(file.as_bytes(), &leaving_out()) else { return Ok(()) };
        let intake = facts.intake();
        prop_assert_eq!(intake.rows_read, intake.rows_used + u32::try_from(intake.refused.len()).unwrap());
        // With nothing left out, refusing all changes nothing; otherwise nothing is half done.
        prop_assert_eq!(Facts::from_periods_csv(file.as_bytes(), &usd()).is_ok(), intake.refused.is_empty());
    }

    #[test]
    fn the_order_of_rows_never_matters(
        periods in prop::collection::vec((0..5_u32, 1..4_i32, 0..3_i32, 0..9_000_i64), 1..8),
        seed in any::<u64>(),
    ) {
        // Periods of a subscription one after another, some with a gap.
        let mut rows = Vec::new();
        let mut next = std::collections::HashMap::new();
        for (subscription, months, gap, minor) in periods {
            let begin = next.entry(subscription).or_insert(0);
            let month = |at: i32| format!("{}-{:02}-01", 2020 + at / 12, at % 12 + 1);
            let amount = format!("{}.{:02}", minor / 100, minor % 100);
            rows.push(format!("s{subscription},c1,{},{},{amount}", month(*begin), month(*begin + months)));
            *begin += months + gap;
        }
        let read = |rows: &[String]| {
            let file = format!("{HEADER}\n{}\n", rows.join("\n"));
            Facts::from_periods_csv(file.as_bytes(), &usd()).unwrap()
        };
        let facts = read(&rows);
        let mut shuffled = rows.clone();
        let len = shuffled.len();
        for place in 0..len {
            shuffled.swap(place, usize::try_from(seed.rotate_left(u32::try_from(place).unwrap())).unwrap() % len);
        }
        let other = read(&shuffled);
        let options = MetricsOptions::default();
        prop_assert_eq!(movements(&facts, &options).unwrap(), movements(&other, &options).unwrap());
        let at = Some("2020-06-15T00:00:00Z".parse().unwrap());
        prop_assert_eq!(current_revenue(&facts, at).unwrap(), current_revenue(&other, at).unwrap());
    }
}

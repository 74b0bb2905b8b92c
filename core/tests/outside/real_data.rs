//! Data of other projects, read in place: `../shared/data`.

use std::io::Write;
use std::path::Path;

use prorata::{
    Currency, Money,
    facts::{Facts, OnRefusal, PeriodsOptions},
    metrics::{MetricsOptions, Netting, current_revenue, movements},
    stripe::StripeOptions,
};
use serde_json::{Value, json};

/// A file of `../shared/data`; nothing, and a sentence that says so, where the folder is not there.
fn data(path: &str) -> Option<Vec<u8>> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    if home.is_dir() {
        Some(std::fs::read(home.join(path)).unwrap())
    } else {
        let mut out = std::io::stdout();
        writeln!(out, "{path}: skipped, for ../shared/data is not there").unwrap();
        None
    }
}

#[test]
fn the_playbook_reads_whole_and_its_movements_add_up() {
    let Some(file) = data("mrr_playbook/subscription_periods.csv") else { return };
    let options = PeriodsOptions { default_currency: Some(Currency::USD), ..PeriodsOptions::default() };
    let facts = Facts::from_periods_csv(&file, &options).unwrap();
    let intake = facts.intake();
    assert_eq!((intake.rows_read, intake.rows_used, intake.refused.len()), (121, 121, 0));
    assert_eq!(facts.customers(), 55);

    for netting in [Netting::Period, Netting::Event] {
        let options = MetricsOptions { netting: Some(netting), ..MetricsOptions::default() };
        let result = movements(&facts, &options).unwrap();
        let mut opening = Money::zero(Currency::USD);
        for month in &result.months {
            assert_eq!(month.opening, opening, "{}", month.month);
            let gains = [month.opening, month.new, month.expansion, month.reactivation];
            let losses = Money::sum(Currency::USD, &[month.contraction, month.churn]).unwrap();
            let closing = Money::sum(Currency::USD, &gains).unwrap().checked_sub(losses).unwrap();
            assert_eq!(month.closing, closing, "{}", month.month);
            assert_eq!(closing.minor(), running_at(&file, &month.end.to_string()) * 100, "{}", month.month);
            opening = closing;
        }
        assert!(result.months.iter().any(|month| month.closing.minor() > 0));
    }
}

/// What runs just before a month's end, read off the rows the slow way. Dates sort as text.
fn running_at(file: &[u8], end: &str) -> i64 {
    let text = std::str::from_utf8(file).unwrap();
    let end = end.split('T').next().unwrap();
    let rows = text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    rows.filter(|row| row[2] < end && (row[3].is_empty() || row[3] >= end))
        .map(|row| row[4].parse::<i64>().unwrap())
        .sum()
}

/// The cells of a CSV file without quotes, by column.
fn table(file: &[u8]) -> Vec<Value> {
    let mut lines = std::str::from_utf8(file).unwrap().lines().map(|line| line.split(','));
    let header: Vec<&str> = lines.next().unwrap().collect();
    let row =
        |cells| header.iter().zip(cells).map(|(name, cell): (&&str, &str)| (name.to_string(), cell.into()));
    lines.map(|cells| Value::Object(row(cells).collect())).collect()
}

/// The seeds have no history (an item's `created_at` is when it was made, not what it was before), so they are
/// snapshots: subscriptions, their items, and the prices that the items name.
#[test]
fn the_seeds_of_dbt_stripe_give_current_revenue_and_no_movements() {
    let Some(subscriptions) = data("dbt_stripe/seed_input_subscription.csv") else { return };
    let Some(items) = data("dbt_stripe/seed_input_subscription_item.csv") else { return };
    let Some(prices) = data("dbt_stripe/seed_input_price_plan.csv") else { return };
    let whole = |cell: &Value| cell.as_str().unwrap().parse::<i64>().unwrap();
    let mut objects: Vec<Value> = table(&prices)
        .iter()
        .map(|row| {
            let recurring = json!({
                "interval": row["recurring_interval"],
                "interval_count": whole(&row["recurring_interval_count"]),
            });
            json!({
                "object": "price", "id": row["price_plan_id"], "product": row["product_id"],
                "currency": row["currency"], "unit_amount": whole(&row["unit_amount"]), "recurring": recurring,
            })
        })
        .collect();
    let items = table(&items);
    for row in table(&subscriptions) {
        let own = items.iter().filter(|item| item["subscription_id"] == row["subscription_id"]);
        let items: Vec<Value> =
            own.map(|item| json!({"price": item["plan_id"], "quantity": whole(&item["quantity"])})).collect();
        let created = format!("{}Z", row["created_at"].as_str().unwrap());
        let created: prorata::Timestamp = created.parse().unwrap();
        objects.push(json!({
            "object": "subscription", "id": row["subscription_id"], "customer": row["customer_id"],
            "status": row["status"], "created": created.to_seconds().unwrap(), "items": items,
        }));
    }
    let text = Value::from(objects).to_string();
    let facts = Facts::from_stripe(text.as_bytes(), &StripeOptions::default()).unwrap();
    // Only two of the items belong to a subscription of the seeds: 1 x 1,500.00 and 2 x 1,500.00 a month.
    assert_eq!(current_revenue(&facts, None).unwrap().mrr, Money::new(450_000, Currency::USD));
    let refused = movements(&facts, &MetricsOptions::default()).unwrap_err();
    assert_eq!(refused.code(), "metrics.history_missing");
}

#[test]
fn every_fixture_of_stripe_is_read_or_refused_with_a_reason() {
    let Some(file) = data("stripe-fixtures.json") else { return };
    let fixtures: Value = serde_json::from_slice(&file).unwrap();
    let resources = fixtures["resources"].as_object().unwrap();
    assert!(resources.len() > 100);
    let leaving_out = StripeOptions { on_refusal: Some(OnRefusal::LeaveOut), ..StripeOptions::default() };
    let mut codes = std::collections::BTreeMap::new();
    for (name, object) in resources {
        let text = object.to_string();
        let facts = Facts::from_stripe(text.as_bytes(), &leaving_out)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        for row in facts.intake().refused {
            assert!(!row.reason.is_empty(), "{name}");
            codes.insert(name.clone(), row.code);
        }
    }
    // The one that is refused, the schedule, only names its price.
    writeln!(std::io::stdout(), "fixtures: {} read, refused: {codes:?}", resources.len() - codes.len())
        .unwrap();
    for readable in ["subscription", "price", "plan", "coupon", "discount", "event", "invoice", "customer"] {
        assert_eq!(codes.get(readable), None, "{readable}");
    }
    assert_eq!(codes.get("subscription_schedule").map(String::as_str), Some("stripe.missing_object"));

    let schedule = json!([resources["subscription_schedule"], resources["price"]]).to_string();
    let facts = Facts::from_stripe(schedule.as_bytes(), &StripeOptions::default()).unwrap();
    assert_eq!(facts.subscriptions(), 1);

    let all: Vec<&Value> = resources.values().collect();
    let facts = Facts::from_stripe(serde_json::to_string(&all).unwrap().as_bytes(), &leaving_out).unwrap();
    assert_eq!(usize::try_from(facts.intake().rows_read).unwrap(), resources.len());
}

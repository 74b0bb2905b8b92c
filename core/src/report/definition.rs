//! The box at the end: the definition under which the figures were made.

use serde::Serialize;

use super::{
    RevenueReport,
    text::{Figures, months_name, plural},
};
use crate::{
    Result,
    catalog::Normalization,
    facts::{CancellationPolicy, DiscountPolicy, FactsSource, Inclusion, Policy},
    metrics::{Definition, Netting},
};

/// One line of the box.
#[derive(Debug, Serialize)]
pub(super) struct Clause {
    pub(super) label: &'static str,
    pub(super) text: String,
}

/// The clauses of the definition, in the order in which they are asked for.
pub(super) fn clauses(report: &RevenueReport, figures: &Figures) -> Result<Vec<Clause>> {
    let definition = &report.definition;
    let mut clauses = vec![
        Clause { label: "Months", text: months(definition)? },
        Clause { label: "Zone", text: format!("months begin and end in {}", definition.zone) },
        Clause { label: "Netting", text: netting(definition) },
        Clause { label: "As of", text: as_of(definition) },
        Clause { label: "Currency", text: currency(definition) },
        Clause { label: "Source", text: source(definition.source).into() },
    ];
    let counts = match definition.source {
        FactsSource::Changes => "as given: whoever made the amounts decided".into(),
        FactsSource::SubscriptionChanges
        | FactsSource::Periods
        | FactsSource::StripeEvents
        | FactsSource::StripeSchedules
        | FactsSource::StripeSnapshots => policy(&definition.policy),
    };
    clauses.push(Clause { label: "What counts", text: counts });
    clauses.push(Clause { label: "Rows", text: rows(definition, figures) });
    Ok(clauses)
}

/// The months of the window.
pub(super) fn months(definition: &Definition) -> Result<String> {
    let others = i32::try_from(definition.months.saturating_sub(1)).unwrap_or(i32::MAX);
    Ok(months_name(definition.first_month, definition.first_month.plus(others)?))
}

fn netting(definition: &Definition) -> String {
    match (definition.netting, definition.grouping_minutes) {
        (Netting::Period, _) => "per customer and month: month end against month end".into(),
        (Netting::Event, 0) => "every change is a movement".into(),
        (Netting::Event, minutes) => format!(
            "every change is a movement; those of one customer within {minutes} {} are one",
            plural(minutes, "minute", "minutes")
        ),
    }
}

fn as_of(definition: &Definition) -> String {
    match definition.as_of {
        None => "everything that is known".into(),
        Some(at) => format!("{at}: what came later was ignored"),
    }
}

fn currency(definition: &Definition) -> String {
    match &definition.conversion {
        None => definition.currency.code().into(),
        Some(conversion) => format!("{}, at the rates of {}", conversion.currency, conversion.rates_of),
    }
}

fn source(source: FactsSource) -> &'static str {
    match source {
        FactsSource::Changes => "amounts per subscription, with the instant of each change",
        FactsSource::SubscriptionChanges => {
            "price, quantity and status per subscription, with the instant of each change"
        }
        FactsSource::Periods => "subscription periods, with start and end",
        FactsSource::StripeEvents => "Stripe subscription events",
        FactsSource::StripeSchedules => "Stripe subscription schedules",
        FactsSource::StripeSnapshots => "Stripe subscriptions as they are now",
    }
}

fn rows(definition: &Definition, figures: &Figures) -> String {
    let mut text = format!(
        "{} read, {} used, {} refused",
        figures.count(definition.rows_read),
        figures.count(definition.rows_used),
        figures.count(definition.rows_refused)
    );
    if definition.rows_skipped > 0 {
        text.push_str(&format!(", {} passed over", figures.count(definition.rows_skipped)));
    }
    text
}

fn policy(policy: &Policy) -> String {
    let inclusion = |what: &str, inclusion: Inclusion| match inclusion {
        Inclusion::Include => format!("{what} in"),
        Inclusion::Exclude => format!("{what} out"),
    };
    let cancellation = match policy.cancellation {
        CancellationPolicy::AtEnd => "cancelled counts until access ends",
        CancellationPolicy::AtRequest => "cancelled counts until it is requested",
    };
    let discounts = match policy.discounts {
        DiscountPolicy::ListPrice => "list prices, no discount deducted",
        DiscountPolicy::ForeverOnly => "discounts deducted only if they never end",
        DiscountPolicy::WhileRunning => "discounts deducted while they run",
        DiscountPolicy::All => "all discounts deducted, one-off ones too",
    };
    let year = match policy.normalization {
        Normalization::Weeks52Days365 => "a year is 52 weeks or 365 days",
        Normalization::Weeks48Days360 => "a year is 48 weeks or 360 days",
        Normalization::MonthsOnly => "weekly and daily prices do not count",
    };
    [
        inclusion("trials", policy.trials),
        inclusion("past due", policy.past_due),
        inclusion("unpaid", policy.unpaid),
        inclusion("paused", policy.paused),
        cancellation.into(),
        discounts.into(),
        year.into(),
    ]
    .join(" · ")
}

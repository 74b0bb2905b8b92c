//! docs/subscription-states.md is what the code says: `PRORATA_WRITE_DOCS=1` writes it, otherwise it is compared.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, missing_docs, reason = "tests may panic")]

use std::fmt::Write;

use prorata::subscription::{StatusChange, SubscriptionStatus};

const HEAD: &str = "\
# States of a subscription

Written from the code (`core/src/subscription/transition.rs`) by its test `subscription_states`.

## What a status becomes

An empty cell: the change means nothing there.

";

const REST: &str = "
- *settled*: the latest invoice was paid, or nothing that failed is left.
- *payment_failed*: the latest invoice could not be collected, or was not paid by its due date.
- *never_began*: the first invoice was not paid within 23 hours, or was voided, or the subscription was canceled before.

## What a status means

";

const END: &str = "
## What is delivered twice

What is told (a payment, a void, the time) can be told again at any later instant: it finds nothing left to do.
What is asked for (a change, an end, a pause) is done once for the instant it was asked for; asked for at a later
instant, it is a new request.

## After the end

- For 90 days (`AccessOptions.read_only_days`) everything can be read; then nothing.
- `reactivated` gives a new subscription with the same items and terms. One that is only about to end is kept with
  `keep_going`, or with `accept_offer`: 20 % off for 3 months unless another offer is made.
- A downgrade counts from the end of the period. What exceeds the smaller plan is listed by `check_downgrade`, kept,
  and read-only.
- A pause for nothing or at a reduced price is announced to end seven days before.
";

fn name(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

fn document() -> String {
    let mut text = HEAD.to_owned();
    let changes: Vec<String> = StatusChange::ALL.iter().map(name).collect();
    writeln!(text, "| | {} |\n|---|{}", changes.join(" | "), "---|".repeat(changes.len())).unwrap();
    for status in SubscriptionStatus::ALL {
        let cells = StatusChange::ALL.iter().map(|change| {
            let after = status.after(*change);
            if after == *status { String::new() } else { after.name().to_owned() }
        });
        writeln!(text, "| **{}** | {} |", status.name(), cells.collect::<Vec<_>>().join(" | ")).unwrap();
    }
    text.push_str(REST);
    text.push_str("| | grants access | bills | prorates | accepts changes | counts as MRR | is over |\n");
    text.push_str("|---|---|---|---|---|---|---|\n");
    for status in SubscriptionStatus::ALL {
        let says = [
            status.grants_access(),
            status.bills(),
            status.prorates(),
            status.accepts_changes(),
            status.counts_as_mrr(),
            status.is_terminal(),
        ];
        let cells = says.map(|yes| if yes { "yes" } else { "" });
        writeln!(text, "| **{}** | {} |", status.name(), cells.join(" | ")).unwrap();
    }
    text.push_str(END);
    text
}

#[test]
fn the_document_is_what_the_code_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/subscription-states.md");
    if std::env::var_os("PRORATA_WRITE_DOCS").is_some() {
        std::fs::write(path, document()).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap();
    assert_eq!(written, document(), "run the test with PRORATA_WRITE_DOCS=1 and commit the result");
}

#[test]
fn what_is_over_stays_over() {
    for status in SubscriptionStatus::ALL.iter().filter(|status| status.is_terminal()) {
        for change in StatusChange::ALL {
            assert_eq!(status.after(*change), *status);
        }
        assert!(!status.grants_access() && !status.bills() && !status.accepts_changes());
    }
}

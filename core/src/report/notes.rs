//! The report in words: what each figure means, and what is not there.

use serde::{Deserialize, Serialize};

use super::Benchmarks;
use crate::{
    Result,
    metrics::{Definition, Netting},
};

/// What one figure, or one sign, means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportNote {
    /// What it is about.
    pub about: String,
    /// What it means.
    pub text: String,
}

const FIGURES: [(&str, &str); 9] = [
    (
        "MRR, ARR",
        "What recurring subscriptions are worth in a month, and in a year. A yearly price counts with a \
         twelfth; tax, one-off and metered prices never count.",
    ),
    (
        "Movements",
        "New: customers that never paid before. Expansion and contraction: customers that pay more or less. \
         Churn: customers that pay nothing any more. Reactivation: customers that came back. Opening MRR and \
         the movements add up to closing MRR, to the smallest unit.",
    ),
    (
        "NRR, GRR",
        "What the customers of twelve months ago pay now, divided by what they paid then; for GRR nobody counts \
         for more than then. New customers are in neither.",
    ),
    ("Customer churn", "Customers that left in the month, divided by customers just before it."),
    ("ARPA", "MRR divided by the customers that pay it."),
    ("Quick ratio", "New, expansion and reactivation, divided by contraction and churn of the same month."),
    (
        "Cohorts",
        "A customer belongs to the month of its first revenue ever, and stays there when it leaves and comes \
         back. Column 0 is the end of that month. Revenue over 100 % means that those who stayed pay more than \
         all paid at first. The average is weighted by size, over the months that were over.",
    ),
    ("–", "There was nothing to divide by. It is not zero."),
    ("*", "The month was not over when it was looked at: its figures can still change."),
];

/// The notes of a report under this definition.
pub(super) fn notes(definition: &Definition, benchmarks: &Benchmarks) -> Result<Vec<ReportNote>> {
    let note = |(about, text): (&str, &str)| ReportNote { about: about.into(), text: text.into() };
    let netting = match definition.netting {
        Netting::Period => {
            "Per month: each customer's revenue at the end of a month against the end of the month before. What \
             happens and is undone within a month is not seen."
        }
        Netting::Event => {
            "Per event: every change counts as a movement, also one that is undone within the month."
        }
    };
    let mut notes: Vec<ReportNote> = FIGURES.into_iter().map(note).collect();
    notes.push(note(("Netting", netting)));
    notes.push(note(("Grades", &benchmarks.in_words()?)));
    if let Some(conversion) = &definition.conversion {
        let text = format!(
            "Every amount was converted to {} at the rates of {}, in all months alike, so that changes of \
             rates do not look like growth.",
            conversion.currency, conversion.rates_of
        );
        notes.push(note(("Currencies", &text)));
    }
    notes.push(note((
        "Not here",
        "Gross margin and runway, which need costs and cash: subscriptions do not tell them.",
    )));
    Ok(notes)
}

//! Sentences that add up.

use serde::{Deserialize, Serialize};

use super::ExplainError;
use crate::{Currency, Money, Result};

/// Sentences whose amounts add up to the total, exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// The sentences, in the order in which the amount comes about.
    pub sentences: Vec<Sentence>,
    /// What their amounts add up to.
    pub total: Money,
}

/// One sentence, which can be read on its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    /// The sentence, with its full stop.
    pub text: String,
    /// What it adds to the total; none where it only says how something stands.
    pub amount: Option<Money>,
    /// Which step of the calculation it is about.
    pub part: SentencePart,
    /// The id of the line that it is about; none where it is about more.
    pub line: Option<String>,
}

/// The steps of an invoice, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SentencePart {
    /// What a line bills, before discounts that stand beside it.
    Line,
    /// What a discount takes off.
    Discount,
    /// What billing credit pays for.
    Credit,
    /// Tax: on top, contained, or left out.
    Tax,
    /// What the lines come to.
    Total,
    /// What the customer's balance pays, adds or takes.
    Balance,
    /// What credit notes took off, or gave back.
    CreditNote,
    /// What is to be paid.
    Due,
    /// What became of it.
    Payment,
}

impl Explanation {
    /// The sentences, one a line: to be pasted.
    pub fn as_text(&self) -> String {
        let texts: Vec<&str> = self.sentences.iter().map(|sentence| sentence.text.as_str()).collect();
        texts.join("\n")
    }

    /// Refuses an explanation that explains another amount.
    pub(super) fn new(currency: Currency, sentences: Vec<Sentence>, total: Money) -> Result<Self> {
        let amounts: Vec<Money> = sentences.iter().filter_map(|sentence| sentence.amount).collect();
        let parts = Money::sum(currency, &amounts)?;
        if parts != total {
            return Err(ExplainError::DoesNotAddUp { stated: total, parts }.into());
        }
        Ok(Self { sentences, total })
    }
}

impl Sentence {
    /// A sentence that adds to the total.
    pub(super) fn adds(part: SentencePart, amount: Money, text: String) -> Self {
        Self { text, amount: Some(amount), part, line: None }
    }

    /// A sentence that only says how something stands.
    pub(super) fn says(part: SentencePart, text: String) -> Self {
        Self { text, amount: None, part, line: None }
    }
}

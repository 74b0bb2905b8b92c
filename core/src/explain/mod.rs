//! Why an amount is what it is, in sentences whose figures add up to it; and whose rule made an amount.
//!
//! [`explain_invoice`], [`explain_preview`] and [`explain_lines`] write sentences that a support agent can
//! paste; [`describe_line`] writes Stripe's own text of a line. [`match_policies`] goes the other way: which
//! rule made the amounts of a proration from elsewhere.
//!
//! All text is English and is written here, and nowhere else.

mod describe;
mod difference;
mod explanation;
mod invoice;
mod line;
mod lines;
mod options;
mod policies;
mod preview;
mod settlement;
mod splits;
mod tax;
mod writer;

pub use describe::describe_line;
pub use difference::{DifferingField, InvoiceDifference, explain_difference};
pub use explanation::{Explanation, Sentence, SentencePart};
pub use invoice::explain_invoice;
pub use lines::explain_lines;
pub use options::{ExplainOptions, ProductName};
pub use policies::{ObservedProration, PolicyMatch, match_policies};
pub use preview::{PreviewExplanation, explain_preview};
pub use splits::{ObservedTax, RemainderMatch, TaxRoundingMatch, match_discount_split, match_tax_rounding};

use crate::{
    Money,
    error::{Coded, ErrorKind},
};

/// Why something is not explained.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExplainError {
    #[error("the invoice says `{stated}`, but its parts come to `{parts}`: expected them to add up")]
    DoesNotAddUp { stated: Money, parts: Money },
    #[error("there is no amount to match: expected the lines, or their net")]
    NothingObserved,
    #[error("the lines come to `{lines}` and the net is `{net}`: expected the same, or one of them")]
    NetMismatch { lines: Money, net: Money },
    #[error("there are `{shares}` shares of `{lines}` lines: expected one for each")]
    ShareCount { shares: usize, lines: usize },
}

impl Coded for ExplainError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::DoesNotAddUp { .. } | Self::ShareCount { .. } => ErrorKind::Invoice,
            Self::NothingObserved | Self::NetMismatch { .. } => ErrorKind::Proration,
        }
    }
    fn code(&self) -> &'static str {
        match self {
            Self::DoesNotAddUp { .. } => "invoice.does_not_add_up",
            Self::ShareCount { .. } => "invoice.share_count",
            Self::NothingObserved => "proration.nothing_observed",
            Self::NetMismatch { .. } => "proration.net_mismatch",
        }
    }
}

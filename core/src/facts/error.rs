//! The refusals of input: their sentences and their frozen codes.

use crate::{
    Currency, Timestamp,
    error::{Coded, ErrorKind},
};

/// Why input cannot become facts.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FactsError {
    #[error("the amount `{amount}` of subscription `{subscription}` is negative")]
    NegativeAmount { subscription: String, amount: String },
    #[error("subscription `{subscription}` has two different amounts at `{at}`")]
    ConflictingRows { subscription: String, at: Timestamp },
    #[error("subscription `{subscription}` belongs to customer `{first}` and to customer `{second}`")]
    TwoCustomers { subscription: String, first: String, second: String },
    #[error("the columns have different lengths: `{first}` and `{second}` rows")]
    UnevenColumns { first: u64, second: u64 },
    #[error("the facts are in `{first}` and `{second}`: convert them to one currency first")]
    SeveralCurrencies { first: Currency, second: Currency },
    #[error("there are more than 4,294,967,295 rows")]
    TooManyRows,
    #[error("the file is empty: expected a line with the names of the columns")]
    EmptyFile,
    #[error("the file has no column {missing}: found {found}")]
    MissingColumn { missing: String, found: String },
    #[error("the file has two columns `{name}`")]
    DuplicateColumn { name: String },
    #[error("the text is not UTF-8")]
    InvalidUtf8,
    #[error("the file is not CSV: {reason}")]
    InvalidCsv { reason: String },
    #[error("a quote is opened here and never closed, so the rest of the file cannot be read")]
    UnclosedQuote,
    #[error("the row has `{found}` fields: expected `{expected}`, as in the header")]
    UnevenRow { expected: usize, found: usize },
    #[error("the column `{column}` is empty")]
    MissingValue { column: String },
    #[error("the row names no currency, and there is no default currency")]
    MissingCurrency,
    #[error(
        "`{text}` is not an interval: expected `day`, `week`, `month`, `quarter`, `year`, or such as `P3M`"
    )]
    UnknownInterval { text: String },
    #[error("`{text}` is not a quantity: expected a whole number")]
    InvalidQuantity { text: String },
    #[error("`{text}` is not a status of a subscription: expected one such as `active` or `past_due`")]
    UnknownStatus { text: String },
    #[error("the row is `canceled` and has no end, so nothing says until when it counts")]
    CanceledWithoutEnd,
    #[error(
        "the period of subscription `{subscription}` ends at `{end}`, which is not after its start `{start}`: \
         the end is the first instant that does not count any more"
    )]
    EmptyPeriod { subscription: String, start: Timestamp, end: Timestamp },
    #[error("the period of subscription `{subscription}` overlaps the one of line `{other_line}`")]
    OverlappingPeriods { subscription: String, other_line: u32 },
}

impl Coded for FactsError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Facts
    }
    fn code(&self) -> &'static str {
        match self {
            Self::NegativeAmount { .. } => "facts.negative_amount",
            Self::ConflictingRows { .. } => "facts.conflicting_rows",
            Self::TwoCustomers { .. } => "facts.two_customers",
            Self::UnevenColumns { .. } => "facts.uneven_columns",
            Self::SeveralCurrencies { .. } => "facts.several_currencies",
            Self::TooManyRows => "facts.too_many_rows",
            Self::EmptyFile => "facts.empty_file",
            Self::MissingColumn { .. } => "facts.missing_column",
            Self::DuplicateColumn { .. } => "facts.duplicate_column",
            Self::InvalidUtf8 => "facts.invalid_utf8",
            Self::InvalidCsv { .. } => "facts.invalid_csv",
            Self::UnclosedQuote => "facts.unclosed_quote",
            Self::UnevenRow { .. } => "facts.uneven_row",
            Self::MissingValue { .. } => "facts.missing_value",
            Self::MissingCurrency => "facts.missing_currency",
            Self::UnknownInterval { .. } => "facts.unknown_interval",
            Self::InvalidQuantity { .. } => "facts.invalid_quantity",
            Self::UnknownStatus { .. } => "facts.unknown_status",
            Self::CanceledWithoutEnd => "facts.canceled_without_end",
            Self::EmptyPeriod { .. } => "facts.empty_period",
            Self::OverlappingPeriods { .. } => "facts.overlapping_periods",
        }
    }
}

//! The one error of the crate: what went wrong in a sentence, and a code that never changes.
//!
//! Each module keeps a small `thiserror` enum of its own for the sentences and implements [`Coded`] for
//! it; callers only ever see [`Error`].

use std::fmt;

/// A result whose error is [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What every fallible call of this crate returns when it refuses.
///
/// The text is one sentence in domain words, with the offending value in backticks. Match on
/// [`code`](Error::code), never on the text: codes are frozen, texts get better.
///
/// ```
/// use prorata::{Currency, ErrorKind, Money};
///
/// let error = Money::new(100, Currency::USD).checked_add(Money::new(100, Currency::EUR)).unwrap_err();
/// assert_eq!(error.code(), "money.currency_mismatch");
/// assert_eq!(error.kind(), ErrorKind::Money);
/// assert_eq!(error.to_string(), "cannot combine `USD` with `EUR`: convert one of them first");
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    cause: Box<dyn Coded>,
    context: Option<String>,
}

/// The family an [`Error`] belongs to: one exception class each in the languages that have them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Arguments of the wrong type or shape, before any rule is asked.
    Input,
    /// Dates, instants, intervals, anchors and zones.
    Calendar,
    /// Amounts, currencies, rates and rounding.
    Money,
    /// Prices, plans, coupons and taxes.
    Catalog,
    /// Usage, meters and budgets.
    Usage,
    /// Prorations.
    Proration,
    /// Subscriptions: what a change, a pause or a payment may do to one.
    Subscription,
    /// Invoices, credit notes and balances.
    Invoice,
    /// Simulations: test clocks and generated businesses.
    Simulation,
    /// Input rows and files that cannot become facts.
    Facts,
    /// Revenue metrics.
    Metrics,
    /// Invoices, receipts and credit notes as pages.
    Document,
    /// Reports.
    Report,
    /// Objects that do not have the shape that Stripe gives them.
    Stripe,
    /// A bug in this library, caught at the boundary of a binding.
    Internal,
}

impl ErrorKind {
    /// The family's name, which is also the part of every code before the dot.
    ///
    /// ```
    /// assert_eq!(prorata::ErrorKind::Money.name(), "money");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Calendar => "calendar",
            Self::Money => "money",
            Self::Catalog => "catalog",
            Self::Usage => "usage",
            Self::Proration => "proration",
            Self::Subscription => "subscription",
            Self::Invoice => "invoice",
            Self::Simulation => "simulation",
            Self::Facts => "facts",
            Self::Metrics => "metrics",
            Self::Document => "document",
            Self::Report => "report",
            Self::Stripe => "stripe",
            Self::Internal => "internal",
        }
    }
}

/// Implemented by each module's own enum of refusals.
pub(crate) trait Coded: std::error::Error + Send + Sync + 'static {
    fn kind(&self) -> ErrorKind;
    /// Frozen for ever, of the form `family.what_is_wrong`.
    fn code(&self) -> &'static str;
}

impl<C: Coded> From<C> for Error {
    fn from(cause: C) -> Self {
        Self(Box::new(Inner { cause: Box::new(cause), context: None }))
    }
}

impl Error {
    /// The family of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.cause.kind()
    }

    /// The stable code, such as `money.currency_mismatch`; it never changes once released.
    pub fn code(&self) -> &'static str {
        self.0.cause.code()
    }

    /// Says where the error happened, in front of its sentence: `line 7: …`.
    pub(crate) fn at(mut self, place: impl fmt::Display) -> Self {
        self.0.context = Some(match self.0.context.take() {
            Some(inner) => format!("{place}: {inner}"),
            None => place.to_string(),
        });
        self
    }

    /// An argument of the wrong type, for the bindings: `amount must be an integer, not \`float\``.
    #[doc(hidden)]
    pub fn wrong_type(name: &str, expected: &str, got: &str) -> Self {
        InputError::WrongType { name: name.into(), expected: expected.into(), got: got.into() }.into()
    }

    /// A record whose fields do not fit, for the bindings; `message` is what serde said.
    ///
    /// A sentence of this crate keeps its own code: see [`Error`]'s alternate form, `{:#}`.
    #[doc(hidden)]
    pub fn invalid_record(message: impl Into<String>) -> Self {
        InputError::InvalidRecord(message.into()).into()
    }

    /// A bug of this library, for the panic guards of the bindings.
    #[doc(hidden)]
    pub fn internal(message: impl Into<String>) -> Self {
        InputError::Internal(message.into()).into()
    }
}

/// The sentence; in the alternate form, `{:#}`, with the code in front: `money.overflow: the sum …`.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            write!(f, "{}: ", self.code())?;
        }
        if let Some(context) = &self.0.context {
            write!(f, "{context}: ")?;
        }
        write!(f, "{}", self.0.cause)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({self:#})")
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.cause.source()
    }
}

/// What can be wrong before, or beside, any rule of the field.
#[derive(Debug, thiserror::Error)]
enum InputError {
    #[error("{name} must be {expected}, not `{got}`")]
    WrongType { name: String, expected: String, got: String },
    #[error("the record does not fit: {0}")]
    InvalidRecord(String),
    #[error("internal error, please report it: {0}")]
    Internal(String),
}

impl Coded for InputError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::WrongType { .. } | Self::InvalidRecord(_) => ErrorKind::Input,
            Self::Internal(_) => ErrorKind::Internal,
        }
    }
    fn code(&self) -> &'static str {
        match self {
            Self::WrongType { .. } => "input.wrong_type",
            Self::InvalidRecord(_) => "input.invalid_record",
            Self::Internal(_) => "internal.panic",
        }
    }
}

/// Deserializes a value from its text form, with its own sentence when the text is refused.
///
/// Everything that is not a plain number, text or record crosses every boundary as text: one form for
/// JSON, vectors and bindings (docs/adr/0001-how-records-cross.md).
///
/// `expected` says what it is, as in `an instant`.
pub(crate) fn from_text<'de, T, D>(deserializer: D, expected: &'static str) -> Result<T, D::Error>
where
    T: std::str::FromStr<Err = Error>,
    D: serde::Deserializer<'de>,
{
    deserializer.deserialize_str(TextOf(expected, std::marker::PhantomData))
}

struct TextOf<T>(&'static str, std::marker::PhantomData<T>);

impl<T: std::str::FromStr<Err = Error>> serde::de::Visitor<'_> for TextOf<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} as text", self.0)
    }
    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

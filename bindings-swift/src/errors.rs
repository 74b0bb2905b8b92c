//! Refusals on their way to Swift and Kotlin: one error, with a case for each family.

use prorata::{Error, ErrorKind};

/// Declares a case for each family of the core, all of one shape, and the way from the core's error.
macro_rules! families {
    ($($(#[$doc:meta])* $family:ident,)+) => {
        /// Why a call was refused: the case is the family, `code` is frozen for ever, the sentence gets better.
        #[derive(Debug, thiserror::Error, uniffi::Error)]
        pub enum ProrataError {
            $(
                $(#[$doc])*
                #[error("{message}")]
                $family {
                    /// The stable code, such as `money.currency_mismatch`.
                    code: String,
                    /// One sentence, with the offending value in backticks.
                    message: String,
                },
            )+
        }

        impl ProrataError {
            /// The error of a code, when its family is one of ours.
            pub(crate) fn of(code: &str, message: &str) -> Option<Self> {
                let (family, _) = code.split_once('.')?;
                let (code, message) = (code.to_owned(), message.to_owned());
                $(if family == ErrorKind::$family.name() {
                    return Some(Self::$family { code, message });
                })+
                None
            }
        }

        impl From<Error> for ProrataError {
            fn from(error: Error) -> Self {
                let (code, message) = (error.code().to_owned(), error.to_string());
                match error.kind() {
                    $(ErrorKind::$family => Self::$family { code, message },)+
                    // None of this release: SurfaceTests.swift looks for the family of every code.
                    _ => Self::Internal { code, message },
                }
            }
        }
    };
}

families! {
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
    /// A bug in this library, caught on its way out.
    Internal,
}

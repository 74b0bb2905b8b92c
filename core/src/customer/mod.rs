//! What a customer has to their credit, and what an invoice needs to know of them.

mod account;
mod balance;
mod context;
mod credit_application;
mod credit_grant;
mod credits;

pub use account::{CustomerAccount, CustomerEffect};
pub use balance::{BalanceEntry, BalanceTransaction, BalanceTransactionKind};
pub use context::CustomerContext;
pub(crate) use credit_application::{CreditLine, apply_grants};
pub use credit_application::{CreditUse, CreditableLine, LineCredit, apply_credits};
pub use credit_grant::{CreditCategory, CreditGrant, CreditOrder, CreditScope, check_credit_grant};
pub use credits::{Referral, goodwill_credit, promotional_credit, referral_credit};

use crate::{
    Currency,
    error::{Coded, ErrorKind},
};

/// Why a customer's account refuses.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CustomerError {
    #[error("credit grant `{grant}` is not usable: {reason}")]
    InvalidGrant { grant: String, reason: String },
    #[error("there is no credit grant `{grant}`")]
    UnknownGrant { grant: String },
    #[error("credit grant `{grant}` does not have that much: `{wanted}` of `{available}`")]
    GrantExhausted { grant: String, wanted: i64, available: i64 },
    #[error("entry `{entry}` was made before, with other contents")]
    EntryConflict { entry: String },
    #[error("the account is in `{account}`, not in `{other}`")]
    AccountCurrency { account: Currency, other: Currency },
    #[error("`{customer}` cannot refer themselves")]
    OwnReferral { customer: String },
}

impl Coded for CustomerError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Invoice
    }
    fn code(&self) -> &'static str {
        match self {
            Self::InvalidGrant { .. } => "invoice.invalid_grant",
            Self::UnknownGrant { .. } => "invoice.unknown_grant",
            Self::GrantExhausted { .. } => "invoice.grant_exhausted",
            Self::EntryConflict { .. } => "invoice.entry_conflict",
            Self::AccountCurrency { .. } => "invoice.account_currency",
            Self::OwnReferral { .. } => "invoice.own_referral",
        }
    }
}

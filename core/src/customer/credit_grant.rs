//! Credit grants: credit that is used up on invoices, before tax.

use serde::{Deserialize, Serialize};

use super::CustomerError;
use crate::{Money, Result, Timestamp};

/// The priority of a grant that names none.
const PRIORITY: u32 = 50;
/// The last priority there is.
const LAST_PRIORITY: u32 = 100;

/// Credit that a customer was granted, and what is left of it; Stripe's `billing.CreditGrant`.
///
/// Source: [Stripe, billing credits](https://docs.stripe.com/billing/subscriptions/usage-based/billing-credits).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditGrant {
    /// Identifies the grant.
    pub id: String,
    /// A word for people.
    #[serde(default)]
    pub name: Option<String>,
    /// Whether it was paid for.
    pub category: CreditCategory,
    /// What was granted, above 0.
    pub amount: Money,
    /// What is left of it.
    pub available: Money,
    /// 0, which is used first, to 100; none for 50.
    #[serde(default)]
    pub priority: Option<u32>,
    /// From when it can be used.
    pub effective_at: Timestamp,
    /// From when it can no longer be used; none for never.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
    /// When it was granted.
    pub created: Timestamp,
    /// What it pays for; none for all usage, as with Stripe.
    #[serde(default)]
    pub scope: Option<CreditScope>,
}

/// Whether credit was paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditCategory {
    /// Bought ahead.
    Paid,
    /// Given away.
    Promotional,
}

/// What credit pays for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CreditScope {
    /// Usage that a meter counts: all that Stripe's grants pay for.
    Metered,
    /// Usage at some prices.
    MeteredPrices {
        /// Their ids.
        prices: Vec<String>,
    },
    /// Every line. Stripe has no such grants: it would be a credit on the balance, after tax.
    Everything,
}

/// Which of several grants is used first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditOrder {
    /// The lower priority, then what expires earlier, promotional before paid, effective earlier, granted
    /// earlier.
    Stripe,
    /// Granted earlier.
    OldestFirst,
}

/// Where a grant stands in the order; the first is used first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    priority: u32,
    expires: Timestamp,
    paid: bool,
    effective_at: Timestamp,
    created: Timestamp,
}

impl CreditGrant {
    /// Whether it can pay for something whose service period ends at `period_end`.
    ///
    /// Source: Stripe compares the end of the line's period: at or after `effective_at`, before `expires_at`.
    pub fn pays_at(&self, period_end: Timestamp) -> bool {
        self.effective_at <= period_end && self.expires_at.is_none_or(|expires| period_end < expires)
    }

    pub(super) fn rank(&self, order: CreditOrder) -> Rank {
        let rank = Rank {
            priority: self.priority.unwrap_or(PRIORITY),
            expires: self.expires_at.unwrap_or(Timestamp::MAX),
            paid: self.category == CreditCategory::Paid,
            effective_at: self.effective_at,
            created: self.created,
        };
        match order {
            CreditOrder::Stripe => rank,
            CreditOrder::OldestFirst => {
                Rank { priority: 0, expires: Timestamp::MAX, paid: false, effective_at: self.created, ..rank }
            }
        }
    }

    pub(super) fn invalid(&self, reason: impl Into<String>) -> crate::Error {
        CustomerError::InvalidGrant { grant: self.id.clone(), reason: reason.into() }.into()
    }
}

/// Whether a grant makes sense: an id, an amount above 0, 0 to that amount left, a priority of at most 100, and
/// an end after its beginning.
///
/// # Errors
/// `invoice.invalid_grant`, `money.currency_mismatch`.
pub fn check_credit_grant(credit_grant: &CreditGrant) -> Result<()> {
    let CreditGrant { id, amount, available, priority, effective_at, expires_at, .. } = credit_grant;
    if id.is_empty() {
        return Err(credit_grant.invalid("its id is empty"));
    }
    if amount.minor() <= 0 {
        return Err(credit_grant.invalid(format!("it grants `{amount}`: expected above 0")));
    }
    if available.is_negative() || available.checked_cmp(*amount)?.is_gt() {
        return Err(credit_grant.invalid(format!("`{available}` is left: expected 0 to `{amount}`")));
    }
    if let Some(priority) = priority.filter(|priority| *priority > LAST_PRIORITY) {
        return Err(credit_grant.invalid(format!("its priority is `{priority}`: expected 0 to 100")));
    }
    if let Some(expires) = expires_at.filter(|expires| expires <= effective_at) {
        return Err(credit_grant.invalid(format!("it expires at `{expires}`, before it can be used")));
    }
    Ok(())
}

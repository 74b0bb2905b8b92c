//! Why credit is granted: a referral, a promotion, goodwill.

use serde::{Deserialize, Serialize};

use super::{CreditCategory, CreditGrant, CreditScope, CustomerError, check_credit_grant};
use crate::{Money, Result, Timestamp};

/// A customer who brought another one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Referral {
    /// Who is rewarded.
    pub referrer: String,
    /// Who came.
    pub referee: String,
    /// The reward: 50.00 in many programs.
    pub reward: Money,
}

/// The credit that a referral earns its referrer: none until the referee has paid something.
///
/// `first_payment_at` is when the referee first paid an amount above 0. The id follows from the two customers, so a
/// reward that is asked for again is the same grant, and
/// [`CustomerAccount::post`](super::CustomerAccount::post) counts it once.
///
/// ```
/// use prorata::{Currency, Money, customer::*};
///
/// let reward = Money::new(5_000, Currency::USD);
/// let referral = Referral { referrer: "ada".into(), referee: "grace".into(), reward };
/// assert_eq!(referral_credit(&referral, None)?, None);
/// let grant = referral_credit(&referral, Some("2026-01-05T00:00:00Z".parse()?))?.unwrap();
/// assert_eq!((grant.id.as_str(), grant.available), ("referral-ada-grace", reward));
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// `invoice.own_referral`, `invoice.invalid_grant` for a reward that is not above 0.
pub fn referral_credit(
    referral: &Referral,
    first_payment_at: Option<Timestamp>,
) -> Result<Option<CreditGrant>> {
    let Referral { referrer, referee, reward } = referral;
    if referrer == referee {
        return Err(CustomerError::OwnReferral { customer: referrer.clone() }.into());
    }
    let Some(at) = first_payment_at else { return Ok(None) };
    let id = format!("referral-{referrer}-{referee}");
    given(&id, *reward, at, None, CreditScope::Everything).map(Some)
}

/// Credit of a promotion: for usage, as Stripe's, until it expires.
///
/// # Errors
/// `invoice.invalid_grant`.
pub fn promotional_credit(
    id: &str,
    amount: Money,
    at: Timestamp,
    expires_at: Option<Timestamp>,
) -> Result<CreditGrant> {
    given(id, amount, at, expires_at, CreditScope::Metered)
}

/// Credit that makes up for something: for every line, and it does not expire.
///
/// # Errors
/// `invoice.invalid_grant`.
pub fn goodwill_credit(id: &str, amount: Money, at: Timestamp) -> Result<CreditGrant> {
    given(id, amount, at, None, CreditScope::Everything)
}

fn given(
    id: &str,
    amount: Money,
    at: Timestamp,
    expires_at: Option<Timestamp>,
    scope: CreditScope,
) -> Result<CreditGrant> {
    let grant = CreditGrant {
        id: id.to_owned(),
        name: None,
        category: CreditCategory::Promotional,
        amount,
        available: amount,
        priority: None,
        effective_at: at,
        expires_at,
        created: at,
        scope: Some(scope),
    };
    check_credit_grant(&grant)?;
    Ok(grant)
}

//! An amount for a part of a period: the simplest calculation.

use serde::{Deserialize, Serialize};

use super::ProrationPolicy;
use crate::{Money, Period, Result, money::rounding::Fraction};

/// An amount for a part of a period, with how it follows: the whole × `numerator` / `denominator`, rounded.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProratedAmount {
    /// What the part costs.
    pub amount: Money,
    /// The time of the part, in seconds, or in days where a policy counts days.
    pub numerator: i64,
    /// The time of the whole period, in the same measure.
    pub denominator: i64,
}

/// What `amount`, the price of the period `full`, comes to for the time `part`; under `policy`, or Stripe's
/// rule. An amount below 0 is a credit. The part is usually inside the period, but need not be: what lasts
/// longer costs more.
///
/// ```
/// use prorata::{Currency, Money, Period, proration::{ProrationPreset, prorated_amount}};
///
/// let march = Period::new("2025-03-01T00:00:00Z".parse()?, "2025-04-01T00:00:00Z".parse()?)?;
/// let rest = march.since("2025-03-15T14:20:00Z".parse()?)?;
/// let price = Money::new(9_000, Currency::USD);
/// assert_eq!(prorated_amount(price, rest, march, None)?.amount.minor(), 4_762); // 16 days 9:40 of 31
///
/// let by_day = Some(ProrationPreset::KillBill.policy(None));
/// assert_eq!(prorated_amount(price, rest, march, by_day)?.amount.minor(), 4_935); // 17 of 31 days
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// `proration.empty_period` when `full` has no length in the policy's measure; `proration.fraction_decimals`;
/// `calendar.not_whole_seconds`; `money.overflow`.
///
/// Source: [Stripe, prorations](https://docs.stripe.com/billing/subscriptions/prorations).
pub fn prorated_amount(
    amount: Money,
    part: Period,
    full: Period,
    policy: Option<ProrationPolicy>,
) -> Result<ProratedAmount> {
    let policy = policy.unwrap_or(ProrationPolicy::STRIPE);
    let share = policy.share(part, full)?;
    let exact = policy.exact(Fraction::whole(amount.minor().into()), share)?;
    Ok(ProratedAmount {
        amount: policy.round(exact, amount.currency())?,
        numerator: share.numerator,
        denominator: share.denominator,
    })
}

//! Which grant pays for which line.

use serde::{Deserialize, Serialize};

use super::{CreditGrant, CreditOrder, CreditScope, check_credit_grant};
use crate::{Currency, Money, Result, Timestamp, money::MoneyError};

/// A line that credit could pay for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditableLine {
    /// What it costs after discounts, before tax that comes on top; credit pays for nothing that is not above 0.
    pub amount: Money,
    /// Whether it bills usage that a meter counts.
    pub metered: bool,
    /// The price.
    #[serde(default)]
    pub price: Option<String>,
    /// When its service period ends.
    pub period_end: Timestamp,
}

/// What credit pays for of a line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineCredit {
    /// By each grant, in the order in which they are used.
    pub credits: Vec<CreditUse>,
    /// What is left to pay.
    pub net: Money,
}

/// What one grant pays for; Stripe's `pretax_credit_amounts`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditUse {
    /// The id of the grant.
    pub grant: String,
    /// So much, above 0.
    pub amount: Money,
}

/// [`CreditableLine`], borrowed.
pub(crate) struct CreditLine<'a> {
    pub(crate) amount: Money,
    pub(crate) metered: bool,
    pub(crate) price: Option<&'a str>,
    pub(crate) period_end: Timestamp,
}

/// Uses grants on lines: line by line in the order of the invoice, each from the first grant that may pay for
/// it; by Stripe's order, or the one given.
///
/// ```
/// use prorata::{Currency, Money, Timestamp, customer::*};
///
/// let usd = |minor| Money::new(minor, Currency::USD);
/// let at = |text: &str| text.parse::<Timestamp>();
/// let grant = promotional_credit("welcome", usd(1_000), at("2026-01-01T00:00:00Z")?, None)?;
/// let line = CreditableLine {
///     amount: usd(1_500),
///     metered: true,
///     price: None,
///     period_end: at("2026-02-01T00:00:00Z")?,
/// };
/// let lines = apply_credits(Currency::USD, &[line], &[grant], None)?;
/// assert_eq!((lines[0].credits[0].amount, lines[0].net), (usd(1_000), usd(500)));
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// `invoice.invalid_grant`, `money.currency_mismatch` for lines; a grant in another currency pays for nothing.
///
/// Source: [Stripe, billing credits](https://docs.stripe.com/billing/subscriptions/usage-based/billing-credits).
pub fn apply_credits(
    currency: Currency,
    lines: &[CreditableLine],
    grants: &[CreditGrant],
    order: Option<CreditOrder>,
) -> Result<Vec<LineCredit>> {
    let borrowed: Vec<CreditLine<'_>> = lines
        .iter()
        .map(|line| CreditLine {
            amount: line.amount,
            metered: line.metered,
            price: line.price.as_deref(),
            period_end: line.period_end,
        })
        .collect();
    apply_grants(currency, &borrowed, grants, order)
}

pub(crate) fn apply_grants(
    currency: Currency,
    lines: &[CreditLine<'_>],
    grants: &[CreditGrant],
    order: Option<CreditOrder>,
) -> Result<Vec<LineCredit>> {
    grants.iter().try_for_each(check_credit_grant)?;
    let order = order.unwrap_or(CreditOrder::Stripe);
    let mut purse: Vec<(&CreditGrant, i64)> = grants
        .iter()
        .filter(|grant| grant.amount.currency() == currency)
        .map(|grant| (grant, grant.available.minor()))
        .collect();
    purse.sort_by_key(|(grant, _)| grant.rank(order)); // stable: equals in the order given
    lines.iter().map(|line| pay(currency, line, &mut purse)).collect()
}

fn pay(currency: Currency, line: &CreditLine<'_>, purse: &mut [(&CreditGrant, i64)]) -> Result<LineCredit> {
    if line.amount.currency() != currency {
        return Err(MoneyError::CurrencyMismatch { left: currency, right: line.amount.currency() }.into());
    }
    let (mut credits, mut net) = (Vec::new(), line.amount);
    for (grant, left) in purse.iter_mut().filter(|(grant, _)| pays_for(grant, line)) {
        let amount = Money::new((*left).min(net.minor()), currency);
        if amount.minor() <= 0 {
            continue;
        }
        *left = Money::new(*left, currency).checked_sub(amount)?.minor();
        net = net.checked_sub(amount)?;
        credits.push(CreditUse { grant: grant.id.clone(), amount });
    }
    Ok(LineCredit { credits, net })
}

fn pays_for(grant: &CreditGrant, line: &CreditLine<'_>) -> bool {
    let covered = match &grant.scope {
        None | Some(CreditScope::Metered) => line.metered,
        Some(CreditScope::MeteredPrices { prices }) => {
            line.metered && prices.iter().any(|price| line.price == Some(price))
        }
        Some(CreditScope::Everything) => true,
    };
    covered && grant.pays_at(line.period_end)
}

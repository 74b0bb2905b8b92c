//! Which rule made the amounts of a proration from elsewhere.

use serde::{Deserialize, Serialize};

use super::ExplainError;
use crate::{
    Currency, Money, Result, Zone,
    line_item::LineItem,
    proration::{BillingMode, ProrationPolicy, ProrationPreset, ProrationRequest, prorate},
};

/// A proration that was billed elsewhere: the change, and what it came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObservedProration {
    /// The change. Its policy is not looked at; its billing mode only says which is named first of two that
    /// fit as well. For flexible mode `before` has what was billed.
    pub request: ProrationRequest,
    /// What each line came to, after discounts and before tax, in any order; empty where only the net is
    /// known.
    #[serde(default)]
    pub lines: Vec<Money>,
    /// What the lines came to together; none for their sum.
    #[serde(default)]
    pub net: Option<Money>,
    /// Where days begin, for policies that count them; none for UTC.
    #[serde(default)]
    pub zone: Option<Zone>,
}

/// A named policy, and how near it comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyMatch {
    /// Whose rule it is.
    pub preset: ProrationPreset,
    /// In which billing mode.
    pub billing_mode: BillingMode,
    /// The rule itself.
    pub policy: ProrationPolicy,
    /// Whether it makes exactly the amounts that were observed.
    pub exact: bool,
    /// How far its lines are from the observed ones in all, or its net where only that is known: 0 where it is
    /// exact.
    pub distance: Money,
    /// What its lines come to.
    pub lines: Vec<Money>,
    /// What they come to together.
    pub net: Money,
    /// Its net, less the observed one.
    pub net_difference: Money,
}

/// Every named policy in both billing modes, the nearest first: those that reproduce what was observed, then
/// by how far they are from it. Of policies as near as each other those come first that
/// [`ProrationPreset`] names first, in the request's billing mode before the other.
///
/// Lines are compared in order of their amounts, for engines list them differently; a line of 0 counts as
/// none, for some leave it out. A policy that cannot measure the period, such as one of days where there is
/// none, is left out.
///
/// # Errors
/// `proration.nothing_observed` without lines and net; `proration.net_mismatch` where both are given and
/// disagree; `money.currency_mismatch`; those of [`prorate`].
///
/// Source: the rules of other engines, `docs/conformance.md`.
pub fn match_policies(observed: &ObservedProration) -> Result<Vec<PolicyMatch>> {
    let currency = observed.request.currency;
    let sum = Money::sum(currency, &observed.lines)?;
    let net = match (observed.net, observed.lines.is_empty()) {
        (None, true) => return Err(ExplainError::NothingObserved.into()),
        (Some(net), false) if net != sum => {
            return Err(ExplainError::NetMismatch { lines: sum, net }.into());
        }
        (Some(net), _) => net,
        (None, false) => sum,
    };
    let (mut matches, mut refused) = (Vec::new(), None);
    for preset in ProrationPreset::ALL {
        for billing_mode in modes(observed.request.billing_mode) {
            match policy_match(observed, net, preset, billing_mode) {
                Ok(found) => matches.push(found),
                Err(error) if error.code() == "proration.empty_period" => refused = Some(error),
                Err(error) => return Err(error),
            }
        }
    }
    matches.sort_by_key(|found| found.distance.minor()); // stable: equals stay in order
    match refused.filter(|_| matches.is_empty()) {
        Some(error) => Err(error),
        None => Ok(matches),
    }
}

fn modes(first: BillingMode) -> [BillingMode; 2] {
    match first {
        BillingMode::Classic => [BillingMode::Classic, BillingMode::Flexible],
        BillingMode::Flexible => [BillingMode::Flexible, BillingMode::Classic],
    }
}

fn policy_match(
    observed: &ObservedProration,
    observed_net: Money,
    preset: ProrationPreset,
    billing_mode: BillingMode,
) -> Result<PolicyMatch> {
    let policy = preset.policy(observed.zone);
    let request = ProrationRequest { billing_mode, policy: Some(policy), ..observed.request.clone() };
    let lines = prorate(&request)?.iter().map(LineItem::net_amount).collect::<Result<Vec<Money>>>()?;
    let net = Money::sum(request.currency, &lines)?;
    let net_difference = net.checked_sub(observed_net)?;
    let distance = match observed.lines.is_empty() {
        true => size(net_difference)?,
        false => distance(request.currency, &observed.lines, &lines)?,
    };
    Ok(PolicyMatch {
        preset,
        billing_mode,
        policy,
        exact: distance.is_zero(),
        distance,
        lines,
        net,
        net_difference,
    })
}

/// How far two lists of amounts are apart: each with its neighbour in size, a missing one being 0.
pub(super) fn distance(currency: Currency, left: &[Money], right: &[Money]) -> Result<Money> {
    let sorted = |amounts: &[Money], other: usize| {
        let mut amounts: Vec<Money> = amounts.to_vec();
        amounts.resize(amounts.len().max(other), Money::zero(currency));
        amounts.sort_by_key(|amount| amount.minor());
        amounts
    };
    let mut apart = Money::zero(currency);
    for (left, right) in sorted(left, right.len()).into_iter().zip(sorted(right, left.len())) {
        apart = apart.checked_add(size(left.checked_sub(right)?)?)?;
    }
    Ok(apart)
}

pub(super) fn size(amount: Money) -> Result<Money> {
    if amount.is_negative() { amount.checked_neg() } else { Ok(amount) }
}

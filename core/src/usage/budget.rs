//! Budgets: how much a customer wants to spend in a cycle at most, and what happens then.

use serde::{Deserialize, Serialize};

use super::{
    UsageError,
    alerts::is_same_cycle,
    progress::{reaches, share},
};
use crate::{Money, Period, Result, Timestamp, money::Percent};

/// What a customer wants to spend in a cycle at most.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// The customer.
    pub customer: String,
    /// The most per cycle, above 0.
    pub limit: Money,
    /// What happens when it is reached.
    pub on_reached: BudgetAction,
    /// The percentage of the limit at which there is a warning; none for 80.
    #[serde(default)]
    pub warning_percent: Option<u32>,
    /// The percentage of the limit at which there is a critical notice; none for 100.
    #[serde(default)]
    pub critical_percent: Option<u32>,
}

/// What happens when a budget is reached.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BudgetAction {
    /// The notices, and nothing else.
    AlertOnly,
    /// Nothing more may be spent until the next cycle.
    Block,
    /// The customer moves to a plan that includes more, once per cycle.
    MoveUp {
        /// The id of the plan.
        plan: String,
    },
}

/// How urgent a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BudgetLevel {
    /// The limit comes near.
    Warning,
    /// The limit is reached, as a rule.
    Critical,
}

/// What was done in a cycle; the host keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetState {
    /// Where the cycle starts.
    pub cycle_start: Timestamp,
    /// The notices that were given since.
    pub given: Vec<BudgetLevel>,
    /// Whether the customer was moved up since.
    pub moved_up: bool,
}

/// Something to tell a customer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetNotice {
    /// Follows from the customer, the level and the start of the cycle.
    pub id: String,
    /// How urgent it is.
    pub level: BudgetLevel,
    /// The percentage of the limit that was reached.
    pub percent: u32,
}

/// Whether more may be spent.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BudgetDecision {
    /// It may.
    Allow,
    /// It may not.
    Block,
    /// It may, once the customer is on another plan.
    MoveUp {
        /// The id of the plan.
        plan: String,
    },
}

/// Where a budget stands, what to do, and the state to keep.
#[must_use]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetVerdict {
    /// What is spent of the limit, in per cent, cut to two decimals.
    pub share: Percent,
    /// What is left, at least 0.
    pub remaining: Money,
    /// What to tell the customer, each level once per cycle.
    pub notices: Vec<BudgetNotice>,
    /// Whether more may be spent.
    pub decision: BudgetDecision,
    /// What to give the next check.
    pub next: BudgetState,
}

/// Where a budget stands with `spent` in a cycle, and whether `planned` may be spent on top.
///
/// A budget is reached when all of it is spent, or when `planned` would exceed it: spending exactly the limit
/// is allowed, and a budget that is blocked is allowed again where a credit brings the spending below it. Notices follow what is spent, not what
/// is planned. A cycle with another start begins anew.
///
/// ```
/// use prorata::{Currency, Money, Period, usage::*};
///
/// let usd = |minor| Money::new(minor, Currency::USD);
/// let budget = Budget {
///     customer: "c1".into(),
///     limit: usd(10_000),
///     on_reached: BudgetAction::Block,
///     warning_percent: None,
///     critical_percent: None,
/// };
/// let cycle = Period::new("2026-01-01T00:00:00Z".parse()?, "2026-02-01T00:00:00Z".parse()?)?;
/// let verdict = check_budget(&budget, None, cycle, usd(8_000), Some(usd(2_500)))?;
/// assert_eq!(verdict.notices[0].level, BudgetLevel::Warning);
/// assert_eq!(verdict.decision, BudgetDecision::Block); // 25.00 would exceed what is left
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// `usage.invalid_budget` for a limit that is not above 0, or levels that are not 1 or more with the warning
/// below the critical one, or a planned amount below 0; `usage.cycle_order` for a cycle before the one of the state;
/// `money.currency_mismatch`; `money.overflow`.
pub fn check_budget(
    budget: &Budget,
    state: Option<&BudgetState>,
    cycle: Period,
    spent: Money,
    planned: Option<Money>,
) -> Result<BudgetVerdict> {
    let levels = levels(budget)?;
    let left = budget.limit.checked_sub(spent)?;
    let after = match planned {
        Some(planned) if planned.is_negative() => {
            return Err(budget.invalid(format!("`{planned}` is planned: expected at least 0")));
        }
        Some(planned) => left.checked_sub(planned)?,
        None => left,
    };
    let same_cycle = is_same_cycle(state.map(|state| state.cycle_start), cycle)?;
    let fresh = BudgetState { cycle_start: cycle.start, given: Vec::new(), moved_up: false };
    let mut next = state.filter(|_| same_cycle).cloned().unwrap_or(fresh);
    let mut notices = Vec::new();
    for (level, percent) in levels {
        if reaches(spent.minor(), budget.limit.minor(), percent) && !next.given.contains(&level) {
            let id = format!("{}-budget-{}-{}", budget.customer, level.name(), cycle.start);
            notices.push(BudgetNotice { id, level, percent });
            next.given.push(level);
        }
    }
    let reached = left.minor() <= 0 || after.is_negative();
    let decision = match &budget.on_reached {
        BudgetAction::Block if reached => BudgetDecision::Block,
        BudgetAction::MoveUp { plan } if reached && !next.moved_up => {
            next.moved_up = true;
            BudgetDecision::MoveUp { plan: plan.clone() }
        }
        BudgetAction::AlertOnly | BudgetAction::Block | BudgetAction::MoveUp { .. } => BudgetDecision::Allow,
    };
    let remaining = if left.is_negative() { Money::zero(left.currency()) } else { left };
    let share = share(spent.minor(), budget.limit.minor())?;
    let share = share.ok_or_else(|| budget.invalid("its limit is nothing"))?;
    Ok(BudgetVerdict { share, remaining, notices, decision, next })
}

fn levels(budget: &Budget) -> Result<[(BudgetLevel, u32); 2]> {
    let warning = budget.warning_percent.unwrap_or(80);
    let critical = budget.critical_percent.unwrap_or(100);
    if budget.limit.minor() <= 0 {
        return Err(budget.invalid(format!("its limit is `{}`: expected more than 0", budget.limit)));
    }
    if warning == 0 || warning >= critical {
        let reason = format!(
            "it warns at `{warning}` % and is critical at `{critical}` %: expected 1 or more, ascending"
        );
        return Err(budget.invalid(reason));
    }
    if matches!(&budget.on_reached, BudgetAction::MoveUp { plan } if plan.is_empty()) {
        return Err(budget.invalid("it moves up to a plan whose id is empty"));
    }
    Ok([(BudgetLevel::Warning, warning), (BudgetLevel::Critical, critical)])
}

impl Budget {
    fn invalid(&self, reason: impl Into<String>) -> crate::Error {
        UsageError::InvalidBudget { customer: self.customer.clone(), reason: reason.into() }.into()
    }
}

impl BudgetLevel {
    /// `warning` or `critical`.
    #[doc(hidden)] // the other languages write the name
    pub const fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }
}

//! Plans that are billed on a day of the month, in civil dates: Kill Bill's cycles and their stubs.

use serde::{Deserialize, Serialize};

use super::{ProrationError, ProrationPolicy, ProrationPreset, prorated_amount};
use crate::{
    Date, Money, Period, Result, Zone,
    calendar::{BillCycle, BillTiming},
};

/// A cycle, or a part of one, that a plan is billed for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CycleCharge {
    /// The first day.
    pub start: Date,
    /// The day after the last one.
    pub end: Date,
    /// The days that are billed.
    pub numerator: i64,
    /// The days of the whole cycle.
    pub denominator: i64,
    /// What is billed for them.
    pub amount: Money,
}

/// What a plan that costs `rate` a cycle is billed for from its start until invoices are made on `target`:
/// the part before the first cycle date, whole cycles, and the part of a cycle in which the plan ends. Under
/// `policy`, or Kill Bill's; days are those of the dates.
///
/// The part before the first cycle date is of the interval before that date, or, where the plan ends no later
/// than it, of the interval before the end.
///
/// ```
/// use prorata::{Currency, Interval, Money, calendar::{BillCycle, BillTiming}, proration::bill_cycles};
///
/// let plan = BillCycle {
///     start: "2011-02-14".parse()?,
///     end: None,
///     interval: Interval::MONTH,
///     day: 27,
///     mode: BillTiming::InAdvance,
/// };
/// let charges = bill_cycles(plan, Money::new(1_000, Currency::USD), "2011-03-01".parse()?, None)?;
/// let amounts: Vec<i64> = charges.iter().map(|charge| charge.amount.minor()).collect();
/// assert_eq!(amounts, [419, 1_000]); // 13 of 31 days, then a month
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// `proration.invalid_date_sequence` for a plan that ends before it starts, or a target before its start;
/// `calendar.invalid_day_of_month`, `calendar.invalid_interval`, `calendar.out_of_range`; `money.overflow`.
///
/// Source: Kill Bill's tests of in-advance prorations (`docs/conformance.md`).
pub fn bill_cycles(
    bill_cycle: BillCycle,
    rate: Money,
    target: Date,
    policy: Option<ProrationPolicy>,
) -> Result<Vec<CycleCharge>> {
    let BillCycle { start, end, interval, .. } = bill_cycle;
    if let Some((earlier, later)) =
        [end, Some(target)].into_iter().flatten().find(|date| *date < start).zip(Some(start))
    {
        return Err(ProrationError::InvalidDateSequence {
            start: later.to_string(),
            date: earlier.to_string(),
        }
        .into());
    }
    let billed = bill_cycle.bill_through(target)?;
    let first = billed.first_cycle_date;
    let Some(through) = billed.billed_through.filter(|through| start < *through) else {
        return Ok(Vec::new());
    };
    let policy = policy.unwrap_or_else(|| ProrationPreset::KillBill.policy(None));
    let policy = ProrationPolicy { zone: Zone::UTC, ..policy };
    let charge = |start, end, full: Period| -> Result<CycleCharge> {
        let share = prorated_amount(rate, days(start, end)?, full, Some(policy))?;
        Ok(CycleCharge {
            start,
            end,
            numerator: share.numerator,
            denominator: share.denominator,
            amount: share.amount,
        })
    };
    let mut charges = Vec::new();
    if start < first {
        let until = first.min(through);
        let full_end = end.filter(|end| *end <= first).unwrap_or(first);
        charges.push(charge(start, until, days(full_end.plus(interval, -1)?, full_end)?)?);
    }
    let cycles = BillCycle { end: None, mode: BillTiming::InAdvance, ..bill_cycle };
    let mut cycle = first;
    while cycle < through {
        let next = cycles.bill_through(cycle)?.billed_through.unwrap_or(through);
        charges.push(charge(cycle, next.min(through), days(cycle, next)?)?);
        cycle = next;
    }
    Ok(charges)
}

fn days(start: Date, end: Date) -> Result<Period> {
    Period::new(Zone::UTC.day_start(start)?, Zone::UTC.day_start(end)?)
}

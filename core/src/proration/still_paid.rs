//! What classic mode billed and did not give back: what flexible mode can credit after a move to it.

use super::{Debit, PeriodItem, PricedItem, ProrationPolicy, part::Part};
use crate::{Money, Period, Result, Timestamp, line_item::LineKind};

impl PeriodItem {
    /// The debits of classic mode, where a credit is of all that is left and names no debit: each pays until the
    /// next one begins, and none beyond `credited_from`.
    pub(crate) fn debits_still_paid(
        &self,
        policy: ProrationPolicy,
        credited_from: Option<Timestamp>,
    ) -> Result<Vec<Debit>> {
        let mut paid = Vec::with_capacity(self.debits.len());
        for (place, debit) in self.debits.iter().enumerate() {
            let later = self.debits.iter().skip(place).skip(1).map(|later| later.period.start);
            let end = later.chain(credited_from).min().filter(|end| *end < debit.period.end);
            let Some(end) = end else {
                paid.push(debit.clone());
                continue;
            };
            if debit.period.start < end {
                let rest = debit.credit_from(end, &self.item, policy)?;
                let period = Period { start: debit.period.start, end };
                paid.push(Debit { period, amount: debit.amount.checked_add(rest)?, ..debit.clone() });
            }
        }
        Ok(paid)
    }
}

impl Debit {
    /// What a credit of the time from `from` on comes to, below 0.
    fn credit_from(&self, from: Timestamp, item: &PricedItem, policy: ProrationPolicy) -> Result<Money> {
        let part = Part {
            kind: LineKind::UnusedTime,
            date: from,
            id_date: "",
            period: Period { start: from, end: self.period.end },
            currency: self.amount.currency(),
            policy,
            itemized: false,
        };
        Ok(part.reversal(item, self)?.amount)
    }
}

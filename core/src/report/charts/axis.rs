//! Where a value stands on an axis, in whole numbers: a picture has the same bytes everywhere.

use crate::{
    Currency, Money,
    calendar::Month,
    report::text::{Figures, month_name},
};

/// The length of a vertical axis: finer than any screen.
pub(super) const LENGTH: i32 = 100_000;
/// The room of one month on the horizontal axis.
pub(super) const MONTH: i32 = 100;

/// A vertical axis of amounts, from a round amount at or below the least to one at or above the most.
#[derive(Debug)]
pub(super) struct Axis {
    low: i128,
    high: i128,
    step: i128,
    currency: Currency,
}

impl Axis {
    /// An axis that holds zero and all of the amounts, in minor units.
    pub(super) fn new(amounts: impl Iterator<Item = i128>, currency: Currency) -> Self {
        let (mut low, mut high) = (0_i128, 0_i128);
        for amount in amounts {
            low = low.min(amount);
            high = high.max(amount);
        }
        let step = round_step(high.saturating_sub(low));
        let down = low.checked_div_euclid(step).unwrap_or(0).saturating_mul(step);
        let up = high.saturating_add(step).saturating_sub(1).checked_div_euclid(step).unwrap_or(0);
        let up = up.saturating_mul(step).max(down.saturating_add(step));
        Self { low: down, high: up, step, currency }
    }

    /// Where an amount stands, from 0 to [`LENGTH`].
    pub(super) fn place(&self, amount: i128) -> i32 {
        let above = amount.saturating_sub(self.low).saturating_mul(LENGTH.into());
        let place = above.checked_div(self.high.saturating_sub(self.low)).unwrap_or(0);
        i32::try_from(place).unwrap_or(LENGTH).clamp(0, LENGTH)
    }

    /// The marks: where each stands, and what is written there.
    pub(super) fn marks(&self, figures: &Figures) -> Vec<(i32, String)> {
        let mut marks = Vec::new();
        let mut amount = self.low;
        while amount <= self.high {
            marks.push((self.place(amount), self.label(amount, figures)));
            amount = amount.saturating_add(self.step);
        }
        marks
    }

    /// The amount in major units, with decimals only where steps have them.
    fn label(&self, amount: i128, figures: &Figures) -> String {
        let major = i128::from(self.currency.minor_per_major());
        match (self.step.checked_rem(major), amount.checked_div(major), i64::try_from(amount)) {
            (Some(0), Some(whole), _) => figures.whole(whole),
            (_, _, Ok(minor)) => figures.amount(Money::new(minor, self.currency)),
            _ => String::new(),
        }
    }
}

/// 1, 2 or 5 times a power of ten, so that a range is at most five steps long; 1 for an empty range.
fn round_step(range: i128) -> i128 {
    let mut power = 1_i128;
    loop {
        for factor in [1, 2, 5] {
            let step = power.saturating_mul(factor);
            if step.saturating_mul(5) >= range {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// The months that have their names below the axis: at most seven, at round distances.
pub(super) fn month_marks(months: &[Month]) -> Vec<(i32, String)> {
    let room = 7;
    let distances = [1_i64, 2, 3, 6, 12, 24, 60, 120, 240];
    let count = i64::try_from(months.len()).unwrap_or(i64::MAX);
    let fits = |distance: &i64| distance.checked_mul(room).is_some_and(|reach| reach >= count);
    let distance = distances.into_iter().find(fits).unwrap_or(1_200);
    let from_january = |month: &Month| {
        let years = i64::from(month.year()).checked_mul(12);
        years.and_then(|years| years.checked_add(i64::from(month.month_of_year())))?.checked_sub(1)
    };
    let named = |month: &Month| from_january(month).and_then(|m| m.checked_rem(distance)) == Some(0);
    let places = (0_u32..).map(month_center);
    let marks = places.zip(months).filter(|(_, month)| named(month));
    marks.map(|(center, month)| (center, month_name(*month))).collect()
}

/// The middle of a month's room.
pub(super) fn month_center(place: u32) -> i32 {
    let start = i32::try_from(place).unwrap_or(i32::MAX).saturating_mul(MONTH);
    start.saturating_add(MONTH / 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::MoneyFormat;

    fn labels(amounts: &[i128], currency: Currency) -> Vec<String> {
        let axis = Axis::new(amounts.iter().copied(), currency);
        let marks = axis.marks(&Figures::new(&MoneyFormat::default()));
        assert_eq!(marks.first().unwrap().0, 0);
        assert_eq!(marks.last().unwrap().0, LENGTH);
        marks.into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn marks_are_round_and_hold_every_amount() {
        assert_eq!(labels(&[438_000], Currency::USD), ["0", "1,000", "2,000", "3,000", "4,000", "5,000"]);
        assert_eq!(labels(&[-95, 120], Currency::USD), ["−1.00", "−0.50", "0.00", "0.50", "1.00", "1.50"]);
        assert_eq!(labels(&[], Currency::JPY), ["0", "1"]);
        assert_eq!(labels(&[i64::MAX.into(), i64::MIN.into()], Currency::USD).len(), 5);
        let axis = Axis::new([-100, 300].into_iter(), Currency::USD);
        assert_eq!([axis.place(-100), axis.place(0), axis.place(300)], [0, 25_000, 100_000]);
    }

    #[test]
    fn months_are_named_at_round_distances() -> crate::Result<()> {
        let months = |count: i32| -> crate::Result<Vec<Month>> {
            let first: Month = "2023-03".parse()?;
            (0..count).map(|place| first.plus(place)).collect()
        };
        let names = |count| -> crate::Result<Vec<String>> {
            Ok(month_marks(&months(count)?).into_iter().map(|(_, name)| name).collect())
        };
        assert_eq!(names(1)?, ["Mar 2023"]);
        assert_eq!(names(8)?, ["Mar 2023", "May 2023", "Jul 2023", "Sep 2023"]);
        assert_eq!(names(24)?, ["Jul 2023", "Jan 2024", "Jul 2024", "Jan 2025"]);
        assert!(names(120)?.len() <= 7);
        assert_eq!(month_marks(&months(1)?)[0].0, 50);
        Ok(())
    }
}

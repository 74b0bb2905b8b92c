//! From exact annual amounts to the minor units that are shown, so that what is shown still adds up.

use crate::{
    Result, Rounding,
    catalog::UNITS_PER_MONTHLY_MINOR,
    money::{MoneyError, rounding::Fraction},
};

/// Rounds parts to minor units per month so that they add up to `whole`.
///
/// Each is rounded down, and what is missing goes by a unit each to the largest cut-offs, ties to the first
/// (the largest remainder). `whole` is the rounded sum, so that what is missing is less than a unit a part; where
/// other parts were rounded on their own it may be one unit off that, and is then taken from the smallest
/// cut-offs or given once more. A part of nothing stays nothing.
pub(crate) fn parts(exact: &[i128], whole: i64) -> Result<Vec<i64>> {
    let mut shown = Vec::with_capacity(exact.len());
    let mut cut_offs = Vec::with_capacity(exact.len());
    let mut left = i128::from(whole);
    for (place, units) in exact.iter().enumerate() {
        let floor = Fraction::new(*units, UNITS_PER_MONTHLY_MINOR.into())?.to_minor(Rounding::Floor)?;
        let back = i128::from(floor).saturating_mul(UNITS_PER_MONTHLY_MINOR.into());
        if *units != 0 {
            cut_offs.push((units.saturating_sub(back), place));
        }
        left = left.saturating_sub(floor.into());
        shown.push(floor);
    }
    let step = if left < 0 { -1 } else { 1 };
    cut_offs.sort_by_key(|(cut_off, place)| (std::cmp::Reverse(*cut_off), *place));
    if left < 0 {
        cut_offs.reverse();
    }
    let turns = cut_offs.iter().cycle().take(usize::try_from(left.unsigned_abs()).unwrap_or(usize::MAX));
    for (_, place) in turns {
        if let Some(part) = shown.get_mut(*place) {
            *part = part.checked_add(step).ok_or(MoneyError::overflow("the amount"))?;
        }
    }
    Ok(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_and_nothing_stays_nothing() {
        let thirds = [i128::from(UNITS_PER_MONTHLY_MINOR) / 3; 3];
        assert_eq!(parts(&thirds, 1).unwrap(), [1, 0, 0]);
        assert_eq!(parts(&[0, thirds[0], 0, thirds[0]], 2).unwrap(), [0, 1, 0, 1]);
        assert_eq!(parts(&[0, thirds[0]], 2).unwrap(), [0, 2]);
        assert_eq!(parts(&[thirds[0] * 3, thirds[0] * 5], 1).unwrap(), [0, 1]);
    }
}

//! From exact annual amounts to the minor units that are shown, so that what is shown still adds up.

use crate::{
    Result, Rounding,
    catalog::UNITS_PER_MONTHLY_MINOR,
    money::{MoneyError, rounding::Fraction},
};

/// Rounds parts down to minor units per month and gives what is missing to `whole` to the largest cut-offs.
///
/// `whole` must be within one minor unit of the exact sum; ties go to the first.
pub(crate) fn parts(exact: &[i128], whole: i64) -> Result<Vec<i64>> {
    let mut shown = Vec::with_capacity(exact.len());
    let mut cut_offs = Vec::with_capacity(exact.len());
    let mut left = i128::from(whole);
    for (place, units) in exact.iter().enumerate() {
        let floor = Fraction::new(*units, UNITS_PER_MONTHLY_MINOR.into())?.to_minor(Rounding::Floor)?;
        let back = i128::from(floor).saturating_mul(UNITS_PER_MONTHLY_MINOR.into());
        cut_offs.push((units.saturating_sub(back), place));
        left = left.saturating_sub(floor.into());
        shown.push(floor);
    }
    cut_offs.sort_by_key(|(cut_off, place)| (std::cmp::Reverse(*cut_off), *place));
    for (_, place) in cut_offs {
        if left <= 0 {
            break;
        }
        if let Some(part) = shown.get_mut(place) {
            *part = part.checked_add(1).ok_or(MoneyError::overflow("the amount"))?;
        }
        left = left.saturating_sub(1);
    }
    Ok(shown)
}

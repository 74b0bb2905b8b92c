//! Tiered prices: what a quantity costs when the price depends on it.
//!
//! Source: [Stripe, tiered pricing](https://docs.stripe.com/products-prices/pricing-models#tiered-pricing).

use super::CatalogError;
use crate::{Result, money::rounding::Fraction};

/// How tiers apply to a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TierMode {
    /// Each unit at the price of the tier it falls in, and the flat amount of each tier entered.
    Graduated,
    /// All units at the price of the tier that the quantity reaches, and its flat amount.
    Volume,
}

/// A band of quantities.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tier {
    /// The last quantity of the band; nothing for the last band.
    pub(crate) up_to: Option<i64>,
    pub(crate) unit: Fraction,
    pub(crate) flat: Fraction,
}

/// What `quantity` units cost, in the unit of the tiers' amounts. A quantity of 0 bills the first tier's flat
/// amount.
pub(crate) fn tiered(mode: TierMode, tiers: &[Tier], quantity: i64) -> Result<Fraction> {
    let invalid = |reason: &str| CatalogError::InvalidTiers { reason: reason.into() };
    let mut total = Fraction::whole(0);
    let mut below = 0_i64;
    for tier in tiers {
        if tier.up_to.is_some_and(|up_to| up_to <= below) {
            return Err(invalid("they do not ascend").into());
        }
        let reached = tier.up_to.is_none_or(|up_to| quantity <= up_to);
        let last = tier.up_to.map_or(quantity, |up_to| up_to.min(quantity));
        let units = match (mode, reached) {
            (TierMode::Graduated, _) => last.checked_sub(below),
            (TierMode::Volume, true) => Some(quantity),
            (TierMode::Volume, false) => None,
        };
        if let Some(units) = units {
            let price = tier.unit.times(Fraction::whole(units.into()))?.plus(tier.flat)?;
            total = total.plus(price)?;
        }
        if reached {
            return Ok(total);
        }
        below = tier.up_to.unwrap_or(below);
    }
    Err(invalid("the quantity is beyond the last one").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(mode: TierMode, quantity: i64) -> i64 {
        let tier =
            |up_to, unit, flat| Tier { up_to, unit: Fraction::whole(unit), flat: Fraction::whole(flat) };
        let tiers = [tier(Some(5), 700, 1_000), tier(Some(10), 650, 0), tier(None, 600, 2_000)];
        tiered(mode, &tiers, quantity).unwrap().to_exact_minor().unwrap().unwrap()
    }

    #[test]
    fn bounds_are_inclusive_and_nothing_still_bills_the_first_flat_amount() {
        let graduated = [(0, 1_000), (1, 1_700), (5, 4_500), (6, 5_150), (10, 7_750), (11, 10_350)];
        for (quantity, expected) in graduated {
            assert_eq!(total(TierMode::Graduated, quantity), expected, "{quantity}");
        }
        let volume = [(0, 1_000), (1, 1_700), (5, 4_500), (6, 3_900), (10, 6_500), (11, 8_600)];
        for (quantity, expected) in volume {
            assert_eq!(total(TierMode::Volume, quantity), expected, "{quantity}");
        }
    }

    #[test]
    fn tiers_that_end_or_do_not_ascend_are_refused() {
        let tier = |up_to| Tier { up_to, unit: Fraction::whole(1), flat: Fraction::whole(0) };
        assert!(tiered(TierMode::Volume, &[tier(Some(5))], 6).is_err());
        assert!(tiered(TierMode::Graduated, &[tier(Some(5)), tier(Some(5)), tier(None)], 6).is_err());
        assert!(tiered(TierMode::Graduated, &[], 0).is_err());
    }
}

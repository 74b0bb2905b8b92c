//! How an amount follows from a quantity: per unit, by tiers, by packages.
//!
//! Source: [Stripe, pricing models](https://docs.stripe.com/products-prices/pricing-models).

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::CatalogError;
use crate::{
    Result, Rounding,
    money::{UnitAmount, rounding::Fraction},
};

/// How an amount follows from a quantity; Stripe's `billing_scheme` and `tiers_mode`. Amounts are in minor
/// units, with up to 12 decimals.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Pricing {
    /// Every unit costs the same.
    PerUnit {
        /// What one unit costs.
        unit_amount: UnitAmount,
    },
    /// Each unit at the price of the tier it falls in, and the flat amount of each tier entered.
    Graduated {
        /// The tiers, ascending; the last one has no end.
        tiers: Vec<Tier>,
    },
    /// All units at the price of the tier that the quantity reaches, and its flat amount.
    Volume {
        /// The tiers, ascending; the last one has no end.
        tiers: Vec<Tier>,
    },
}

/// A band of quantities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// The last quantity of the band, included; none for the last band.
    #[serde(default)]
    pub up_to: Option<i64>,
    /// What one unit costs; none for nothing.
    #[serde(default)]
    pub unit_amount: Option<UnitAmount>,
    /// What entering the band costs, also with a quantity of 0 in the first one; none for nothing.
    #[serde(default)]
    pub flat_amount: Option<UnitAmount>,
}

/// Packages: the quantity is divided before it is multiplied; Stripe's `transform_quantity`. An invoice line
/// still shows the quantity before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransformQuantity {
    /// How many units make a package, at least 1.
    pub divide_by: i64,
    /// What a package begun counts.
    pub round: PackageRounding,
}

/// What a package begun counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PackageRounding {
    /// A whole one.
    Up,
    /// Nothing.
    Down,
}

impl TransformQuantity {
    /// How many packages a quantity is.
    pub(crate) fn packages(self, quantity: i64) -> Result<i64> {
        if self.divide_by < 1 {
            let reason = format!("a package of `{}` units: expected at least 1", self.divide_by);
            return Err(CatalogError::InvalidPrice { reason }.into());
        }
        let rounding = match self.round {
            PackageRounding::Up => Rounding::Ceiling,
            PackageRounding::Down => Rounding::Floor,
        };
        Ok(Fraction::new(quantity.into(), self.divide_by.into())?.to_minor(rounding)?)
    }
}

impl Pricing {
    pub(crate) fn is_tiered(&self) -> bool {
        match self {
            Self::PerUnit { .. } => false,
            Self::Graduated { .. } | Self::Volume { .. } => true,
        }
    }

    /// Whether it makes sense: no amount below 0, and tiers that ascend to one without an end.
    pub(crate) fn check(&self) -> Result<()> {
        match self {
            Self::PerUnit { unit_amount } if unit_amount.value() < Decimal::ZERO => {
                let reason = format!("a unit costs `{unit_amount}`: expected nothing below 0");
                Err(CatalogError::InvalidPrice { reason }.into())
            }
            Self::PerUnit { .. } => Ok(()),
            Self::Graduated { tiers } | Self::Volume { tiers } => check(tiers),
        }
    }

    /// What a quantity costs, before it is rounded.
    pub(crate) fn exact(&self, quantity: i64) -> Result<Fraction> {
        if let Self::PerUnit { unit_amount } = self {
            return Ok(unit_amount.fraction()?.times(Fraction::whole(quantity.into()))?);
        }
        let mut total = Fraction::whole(0);
        for band in self.bands(quantity)? {
            total = total.plus(band.exact()?)?;
        }
        Ok(total)
    }

    /// The parts that a quantity's cost is made of: one for a price per unit, one per tier that bills
    /// something.
    pub(crate) fn bands(&self, quantity: i64) -> Result<Vec<Band>> {
        match self {
            Self::PerUnit { unit_amount } => Ok(vec![Band {
                tier: None,
                units: quantity,
                unit_amount: Some(*unit_amount),
                flat_amount: None,
            }]),
            Self::Graduated { tiers } => graduated(tiers, quantity),
            Self::Volume { tiers } => volume(tiers, quantity),
        }
    }
}

/// Units that are billed at one price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Band {
    /// Which tier, from 1; none for a price per unit.
    pub(crate) tier: Option<u32>,
    pub(crate) units: i64,
    pub(crate) unit_amount: Option<UnitAmount>,
    pub(crate) flat_amount: Option<UnitAmount>,
}

impl Band {
    fn of(tier: &Tier, number: u32, units: i64) -> Self {
        Self { tier: Some(number), units, unit_amount: tier.unit_amount, flat_amount: tier.flat_amount }
    }

    pub(crate) fn exact(self) -> Result<Fraction> {
        let minor = |amount: Option<UnitAmount>| amount.map_or(Ok(Fraction::whole(0)), UnitAmount::fraction);
        let units = minor(self.unit_amount)?.times(Fraction::whole(self.units.into()))?;
        Ok(units.plus(minor(self.flat_amount)?)?)
    }
}

fn graduated(tiers: &[Tier], quantity: i64) -> Result<Vec<Band>> {
    check(tiers)?;
    let mut bands = Vec::new();
    let mut below = 0_i64;
    for (number, tier) in (1..).zip(tiers) {
        let last = tier.up_to.map_or(quantity, |up_to| up_to.min(quantity));
        // Bounds ascend from 0 and a quantity is not negative, so this never falls below 0.
        bands.push(Band::of(tier, number, last.checked_sub(below).unwrap_or_default()));
        below = last;
        if last == quantity {
            break;
        }
    }
    Ok(bands)
}

fn volume(tiers: &[Tier], quantity: i64) -> Result<Vec<Band>> {
    check(tiers)?;
    let reached = (1..).zip(tiers).find(|(_, tier)| tier.up_to.is_none_or(|up_to| quantity <= up_to));
    Ok(reached.map(|(number, tier)| Band::of(tier, number, quantity)).into_iter().collect())
}

/// Tiers ascend, only the last one has no end, and each says what it costs.
fn check(tiers: &[Tier]) -> Result<()> {
    let refused = |reason: String| Err(CatalogError::InvalidPrice { reason }.into());
    let mut below = Some(0_i64);
    for (number, tier) in (1_u32..).zip(tiers) {
        let negative = [tier.unit_amount, tier.flat_amount]
            .into_iter()
            .flatten()
            .find(|amount| amount.value() < Decimal::ZERO);
        if let Some(amount) = negative {
            return refused(format!("tier {number} costs `{amount}`: expected nothing below 0"));
        }
        if tier.unit_amount.is_none() && tier.flat_amount.is_none() {
            return refused(format!("tier {number} has no amount: expected `unit_amount` or `flat_amount`"));
        }
        match (below, tier.up_to) {
            (None, _) => return refused(format!("tier {number} comes after one without an end")),
            (Some(below), Some(up_to)) if up_to <= below => {
                return refused(format!("tier {number} ends at `{up_to}`: expected more than {below}"));
            }
            (Some(_), up_to) => below = up_to,
        }
    }
    match below {
        None => Ok(()),
        Some(_) if tiers.is_empty() => refused("there is no tier: expected at least one".to_owned()),
        Some(_) => refused("the last tier ends: expected one without `up_to`".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tier(up_to: Option<i64>, unit: i64, flat: i64) -> Tier {
        let amount = |minor: i64| Some(UnitAmount::new(minor.into()).unwrap());
        Tier { up_to, unit_amount: amount(unit), flat_amount: amount(flat) }
    }

    fn tiers() -> Vec<Tier> {
        vec![tier(Some(5), 700, 1_000), tier(Some(10), 650, 0), tier(None, 600, 2_000)]
    }

    fn total(pricing: &Pricing, quantity: i64) -> i64 {
        pricing.exact(quantity).unwrap().to_exact_minor().unwrap().unwrap()
    }

    #[test]
    fn bounds_are_inclusive_and_nothing_still_bills_the_first_flat_amount() {
        let graduated = Pricing::Graduated { tiers: tiers() };
        for (quantity, expected) in
            [(0, 1_000), (1, 1_700), (5, 4_500), (6, 5_150), (10, 7_750), (11, 10_350)]
        {
            assert_eq!(total(&graduated, quantity), expected, "{quantity}");
        }
        let volume = Pricing::Volume { tiers: tiers() };
        for (quantity, expected) in [(0, 1_000), (1, 1_700), (5, 4_500), (6, 3_900), (10, 6_500), (11, 8_600)]
        {
            assert_eq!(total(&volume, quantity), expected, "{quantity}");
        }
    }

    #[test]
    fn only_the_tiers_entered_bill() {
        let bands = Pricing::Graduated { tiers: tiers() }.bands(5).unwrap();
        assert_eq!(bands.iter().map(|band| (band.tier, band.units)).collect::<Vec<_>>(), [(Some(1), 5)]);
        let bands = Pricing::Volume { tiers: tiers() }.bands(6).unwrap();
        assert_eq!(bands.iter().map(|band| (band.tier, band.units)).collect::<Vec<_>>(), [(Some(2), 6)]);
    }

    #[test]
    fn tiers_that_make_no_sense_are_refused() {
        let refusals = [
            (vec![], "there is no tier"),
            (vec![tier(Some(5), 1, 0)], "the last tier ends"),
            (vec![tier(Some(0), 1, 0), tier(None, 1, 0)], "tier 1 ends at `0`: expected more than 0"),
            (vec![tier(Some(5), 1, 0), tier(Some(5), 1, 0), tier(None, 1, 0)], "tier 2 ends at `5`"),
            (vec![tier(None, 1, 0), tier(None, 1, 0)], "tier 2 comes after one without an end"),
            (vec![tier(Some(5), -1, 0), tier(None, 1, 0)], "tier 1 costs `-1`"),
            (vec![tier(Some(5), 1, 0), tier(None, 1, -2)], "tier 2 costs `-2`"),
            (vec![Tier { up_to: None, unit_amount: None, flat_amount: None }], "tier 1 has no amount"),
        ];
        for (tiers, expected) in refusals {
            for pricing in [Pricing::Graduated { tiers: tiers.clone() }, Pricing::Volume { tiers }] {
                let error = pricing.exact(6).unwrap_err();
                assert_eq!(error.code(), "catalog.invalid_price");
                assert!(error.to_string().contains(expected), "{error}");
            }
        }
    }

    #[test]
    fn packages_are_cut_or_filled() {
        let packages = |divide_by, round, quantity| TransformQuantity { divide_by, round }.packages(quantity);
        assert_eq!(packages(60, PackageRounding::Up, 150).unwrap(), 3);
        assert_eq!(packages(60, PackageRounding::Down, 150).unwrap(), 2);
        assert_eq!(packages(60, PackageRounding::Up, 120).unwrap(), 2);
        assert_eq!(packages(0, PackageRounding::Up, 1).unwrap_err().code(), "catalog.invalid_price");
    }
}

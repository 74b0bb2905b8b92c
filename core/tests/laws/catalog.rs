//! The laws of the catalogue: discounts, tax, tiers, spend.

use proptest::prelude::*;
use prorata::{
    Currency, Decimal, Interval, Money,
    catalog::{
        AmountOff, Coupon, CouponDuration, Discount, DiscountableLine, Price, Pricing, TaxAssessment,
        TaxExempt, TaxOptions, TaxRate, TaxRounding, TaxableLine, Tier, apply_discounts, assess_tax,
        spend_bounds,
    },
    money::{Percent, UnitAmount},
};

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn line(amounts: impl Strategy<Value = i64>) -> impl Strategy<Value = DiscountableLine> {
    (amounts, 0..3_u8, prop::bool::weighted(0.9)).prop_map(|(minor, product, discountable)| {
        DiscountableLine { amount: usd(minor), product: product.to_string(), discountable }
    })
}

fn discount(amounts: impl Strategy<Value = i64>) -> impl Strategy<Value = Discount> {
    let percent = (1..=10_000_i64).prop_map(|hundredths| AmountOff::Percent {
        percent_off: Percent::new(Decimal::new(hundredths, 2)).unwrap(),
    });
    let amount =
        amounts.prop_map(|minor| AmountOff::Amount { amount_off: usd(minor), currency_options: vec![] });
    let off = prop_oneof![percent, amount];
    (off, prop::option::of(0..3_u8)).prop_map(|(off, product)| Discount {
        id: String::new(),
        coupon: Coupon {
            id: "coupon".into(),
            name: None,
            off,
            duration: CouponDuration::Forever,
            applies_to: product.map(|product| product.to_string()).into_iter().collect(),
            redeem_by: None,
            max_redemptions: None,
        },
        promotion_code: None,
        start: "2026-01-01T00:00:00Z".parse().unwrap(),
        end: None,
    })
}

fn numbered(mut discounts: Vec<Discount>) -> Vec<Discount> {
    for (number, discount) in discounts.iter_mut().enumerate() {
        discount.id = number.to_string();
    }
    discounts
}

fn rate() -> impl Strategy<Value = TaxRate> {
    (0..=1_000_000_i64, any::<bool>()).prop_map(|(ten_thousandths, inclusive)| TaxRate {
        id: "rate".into(),
        display_name: "tax".into(),
        percentage: Percent::new(Decimal::new(ten_thousandths, 4)).unwrap(),
        inclusive,
        jurisdiction: None,
    })
}

/// Lines that share up to five rates, in up to three combinations.
fn taxable() -> impl Strategy<Value = Vec<TaxableLine>> {
    let rates = prop::collection::vec(rate(), 0..=5);
    let lines = prop::collection::vec((-1_000_000_000..1_000_000_000_i64, 0..3_usize), 1..12);
    (rates, any::<[u8; 3]>(), lines).prop_map(|(mut rates, combinations, lines)| {
        for (number, rate) in rates.iter_mut().enumerate() {
            rate.id = number.to_string();
        }
        let of = |combination: usize| {
            let has = |number: usize| combinations[combination] & (1 << number) != 0;
            rates
                .iter()
                .enumerate()
                .filter(|(number, _)| has(*number))
                .map(|(_, rate)| rate.clone())
                .collect()
        };
        let line = |(minor, combination)| TaxableLine { amount: usd(minor), rates: of(combination) };
        lines.into_iter().map(line).collect()
    })
}

fn assess(lines: &[TaxableLine], rounding: TaxRounding) -> TaxAssessment {
    let options = TaxOptions { rounding: Some(rounding), automatic: None };
    assess_tax(Currency::USD, lines, TaxExempt::None, options).unwrap()
}

fn tiers() -> impl Strategy<Value = Vec<Tier>> {
    let amount = || {
        (0..1_000_000_i64, 0..4_u32)
            .prop_map(|(mantissa, scale)| UnitAmount::new(Decimal::new(mantissa, scale)).unwrap())
    };
    let tier = (1..1_000_i64, amount(), prop::option::of(amount()));
    prop::collection::vec(tier, 1..8).prop_map(|tiers| {
        let (mut up_to, last) = (0, tiers.len() - 1);
        let tier = |(place, (width, unit, flat)): (usize, (i64, UnitAmount, Option<UnitAmount>))| {
            up_to += width;
            Tier { up_to: (place < last).then_some(up_to), unit_amount: Some(unit), flat_amount: flat }
        };
        tiers.into_iter().enumerate().map(tier).collect()
    })
}

fn tiered(pricing: Pricing) -> Price {
    Price {
        pricing,
        ..Price::licensed("price", "product", Currency::USD, "0".parse().unwrap(), Interval::MONTH)
    }
}

proptest! {
    #![proptest_config(crate::config())]

    /// What comes off and what is left make the line; nothing is below 0 that was not; and an amount comes
    /// off whole, or as far as the lines that it covers reach.
    #[test]
    fn discounts_add_up(
        lines in prop::collection::vec(line(-1_000..1_000_000_000_i64), 0..12),
        discounts in prop::collection::vec(discount(1..1_000_000_000_i64), 0..=20),
    ) {
        let discounts = numbered(discounts);
        let applied = apply_discounts(&lines, &discounts).unwrap();
        let mut left: Vec<i64> = lines.iter().map(|line| line.amount.minor()).collect();
        for discount in &discounts {
            let (mut reach, mut given) = (0, 0);
            for ((line, applied), left) in lines.iter().zip(&applied).zip(&mut left) {
                let share = applied.discounts.iter().find(|share| share.discount == discount.id);
                prop_assert_eq!(share.is_some(), line.discountable && discount.covers(&line.product));
                let share = share.map_or(0, |share| share.amount.minor());
                prop_assert!(share == 0 || (0..=*left).contains(&share));
                reach += if line.discountable && discount.covers(&line.product) { (*left).max(0) } else { 0 };
                given += share;
                *left -= share;
            }
            if let AmountOff::Amount { amount_off, .. } = &discount.coupon.off {
                prop_assert_eq!(given, amount_off.minor().min(reach));
            }
        }
        prop_assert_eq!(left, applied.iter().map(|line| line.net.minor()).collect::<Vec<_>>());
    }

    /// Any amount at all is discounted or refused, and never panics.
    #[test]
    fn discounts_of_any_amount(
        lines in prop::collection::vec(line(any::<i64>()), 0..6),
        discounts in prop::collection::vec(discount(any::<i64>()), 0..4),
    ) {
        match apply_discounts(&lines, &numbered(discounts)) {
            Ok(applied) => prop_assert_eq!(applied.len(), lines.len()),
            Err(error) => prop_assert_eq!(error.code(), "catalog.invalid_coupon"),
        }
    }

    /// Every line is its tax and the rest, the invoice is its lines, and a credit is the mirror image.
    #[test]
    fn tax_adds_up_and_mirrors(lines in taxable()) {
        let mirrored: Vec<_> = lines
            .iter()
            .map(|line| TaxableLine { amount: line.amount.checked_neg().unwrap(), rates: line.rates.clone() })
            .collect();
        for rounding in [TaxRounding::Line, TaxRounding::Invoice] {
            let (assessed, mirror) = (assess(&lines, rounding), assess(&mirrored, rounding));
            prop_assert_eq!(mirror.total, assessed.total.checked_neg().unwrap());
            let (mut inclusive, mut exclusive, mut total) = (0, 0, 0);
            for ((line, turned), given) in assessed.lines.iter().zip(&mirror.lines).zip(&lines) {
                prop_assert_eq!(line.amount, given.amount);
                let tax = |inside: bool| -> i64 {
                    line.taxes.iter().filter(|tax| tax.inclusive == inside).map(|tax| tax.amount.minor()).sum()
                };
                prop_assert_eq!(line.excluding_tax.minor() + tax(true), line.amount.minor());
                prop_assert_eq!(line.amount.minor() + tax(false), line.including_tax.minor());
                for (tax, other) in line.taxes.iter().zip(&turned.taxes) {
                    prop_assert_eq!(tax.amount, other.amount.checked_neg().unwrap());
                }
                inclusive += tax(true);
                exclusive += tax(false);
                total += line.including_tax.minor();
            }
            prop_assert_eq!((assessed.inclusive.minor(), assessed.exclusive.minor()), (inclusive, exclusive));
            prop_assert_eq!(assessed.total.minor(), total);
        }
    }

    /// Rounded per invoice, a rate comes to its exact share of what it is levied on, to the nearest unit; and
    /// the tax inside an amount is what its exclusive twin puts on top of the rest, to the unit.
    #[test]
    fn a_rate_is_its_share(rate in rate(), amounts in prop::collection::vec(-1_000_000_000..1_000_000_000_i64, 1..12)) {
        let of = |rate: &TaxRate| -> Vec<TaxableLine> {
            amounts.iter().map(|minor| TaxableLine { amount: usd(*minor), rates: vec![rate.clone()] }).collect()
        };
        let ten_thousandths = i128::try_from(rate.percentage.value().checked_mul(Decimal::from(10_000)).unwrap()).unwrap();
        let sum: i128 = amounts.iter().map(|minor| i128::from(*minor)).sum();
        let assessed = assess(&of(&rate), TaxRounding::Invoice);
        let (tax, divisor) = match rate.inclusive {
            true => (assessed.inclusive, 1_000_000 + ten_thousandths),
            false => (assessed.exclusive, 1_000_000),
        };
        let twice_off = 2 * (i128::from(tax.minor()) * divisor - sum * ten_thousandths);
        prop_assert!(twice_off.abs() <= divisor);
    }

    /// More units never cost less with graduated tiers, and the bands of either kind make the total.
    #[test]
    fn tiers_add_up(tiers in tiers(), quantity in 0..10_000_i64) {
        let graduated = tiered(Pricing::Graduated { tiers: tiers.clone() });
        let more = graduated.amount(quantity + 1, None).unwrap();
        prop_assert!(graduated.amount(quantity, None).unwrap().minor() <= more.minor());
        for price in [graduated, tiered(Pricing::Volume { tiers })] {
            let breakdown = price.breakdown(quantity, None).unwrap();
            prop_assert_eq!(breakdown.bands.iter().map(|band| band.units).sum::<i64>(), quantity);
            let exact = breakdown.bands.iter().fold(Decimal::ZERO, |sum, band| {
                sum.checked_add(band.exact_amount.value()).unwrap()
            });
            let off = exact.checked_sub(Decimal::from(breakdown.total.minor())).unwrap();
            prop_assert!(off.abs() <= Decimal::new(5, 1));
        }
    }

    /// A quantity of any size has an amount or is refused, and never panics.
    #[test]
    fn quantities_of_any_size(tiers in tiers(), quantity in any::<i64>()) {
        for pricing in [Pricing::Graduated { tiers: tiers.clone() }, Pricing::Volume { tiers }] {
            match tiered(pricing).amount(quantity, None) {
                Ok(amount) => prop_assert!(quantity >= 0 && !amount.is_negative()),
                Err(error) if quantity < 0 => prop_assert_eq!(error.code(), "money.negative_quantity"),
                Err(error) => prop_assert_eq!(error.code(), "money.overflow"),
            }
        }
    }

    /// What is billed in all stays between the minimum and the maximum, as far as it can.
    #[test]
    fn spend_stays_in_bounds(
        charges in 0..1_000_000_i64, before in 0..1_000_000_i64, minimum in 0..1_000_000_i64, room in 0..1_000_000_i64,
    ) {
        let maximum = minimum + room;
        let bounds = spend_bounds(usd(charges), usd(before), Some(usd(minimum)), Some(usd(maximum))).unwrap();
        let (top_up, discount) = (bounds.top_up.minor(), bounds.discount.minor());
        prop_assert_eq!(bounds.amount.minor(), charges + top_up - discount);
        prop_assert!(top_up == 0 || discount == 0);
        let in_all = before + bounds.amount.minor();
        prop_assert!(in_all >= minimum && in_all <= maximum.max(before));
    }
}

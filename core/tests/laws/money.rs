//! The laws of money, over random amounts.

use proptest::prelude::*;
use prorata::{
    Currency, Decimal, Money, Rounding,
    money::{MoneyFormat, UnitAmount},
};

const ROUNDINGS: [Rounding; 8] = [
    Rounding::HalfAwayFromZero,
    Rounding::HalfTowardZero,
    Rounding::HalfEven,
    Rounding::HalfFloor,
    Rounding::Floor,
    Rounding::Ceiling,
    Rounding::TowardZero,
    Rounding::AwayFromZero,
];

fn currency() -> impl Strategy<Value = Currency> {
    proptest::sample::select(Currency::EVERY.to_vec())
}

fn mirror_image() -> impl Strategy<Value = i64> {
    any::<i64>().prop_filter("i64::MIN has none", |minor| *minor != i64::MIN)
}

proptest! {
    #![proptest_config(crate::config())]

    /// Splitting an amount keeps it whole, for any weights and either sign, and turns with the sign.
    #[test]
    fn allocation_conserves(
        minor in mirror_image(),
        weights in proptest::collection::vec(0..=i64::MAX, 1..20),
    ) {
        use prorata::money::Remainder::{FirstRecipients, LargestRemainder, LastTakesRest};
        let whole = Money::new(minor, Currency::JPY);
        for rule in [LastTakesRest, LargestRemainder, FirstRecipients] {
            match whole.allocate(&weights, rule) {
                Ok(parts) => {
                    prop_assert_eq!(Money::sum(Currency::JPY, &parts).unwrap(), whole);
                    let mirror = whole.checked_neg().unwrap().allocate(&weights, rule).unwrap();
                    for (part, turned) in parts.iter().zip(&mirror) {
                        prop_assert_eq!(part.checked_neg().unwrap(), *turned);
                    }
                    for (part, weight) in parts.iter().zip(&weights) {
                        prop_assert!(*weight > 0 || part.is_zero());
                    }
                }
                Err(error) => {
                    prop_assert!(weights.iter().all(|weight| *weight == 0));
                    prop_assert_eq!(error.code(), "money.invalid_weights");
                }
            }
        }
    }

    /// What is written is read back, in every format and currency.
    #[test]
    fn formats_read_back(minor in any::<i64>(), currency in currency(), which in 0_usize..5) {
        let money = Money::new(minor, currency);
        let format = [
            MoneyFormat::default(), MoneyFormat::english(), MoneyFormat::german(), MoneyFormat::french(),
            MoneyFormat::swiss(),
        ][which].clone();
        prop_assert_eq!(Money::parse(&money.format(&format), &format, None).unwrap(), money);
        let plain = money.format(&MoneyFormat::plain());
        prop_assert_eq!(Money::parse(&plain, &MoneyFormat::plain(), Some(currency)).unwrap(), money);
        prop_assert_eq!(Money::from_major(money.major(), currency).unwrap(), money);
    }

    /// A rounded quotient is within a unit of the exact one, on the side its name says, and turns with the sign.
    #[test]
    fn scaling_rounds_as_named(minor in mirror_image(), numerator in 1_i64..1_000_000, denominator in 1_i64..1_000_000) {
        let money = Money::new(minor, Currency::USD);
        let exact = i128::from(minor) * i128::from(numerator);
        for rounding in ROUNDINGS {
            let Ok(scaled) = money.scale(numerator, denominator, rounding) else {
                prop_assert!(exact.unsigned_abs() / denominator as u128 >= i64::MAX as u128);
                continue;
            };
            let twice_off = 2 * (i128::from(scaled.minor()) * i128::from(denominator) - exact);
            let unit = i128::from(denominator);
            match rounding {
                Rounding::Floor => prop_assert!(twice_off <= 0 && twice_off > -2 * unit),
                Rounding::Ceiling => prop_assert!(twice_off >= 0 && twice_off < 2 * unit),
                Rounding::TowardZero => prop_assert!(twice_off * exact.signum() <= 0 && twice_off.abs() < 2 * unit),
                Rounding::AwayFromZero => prop_assert!(twice_off * exact.signum() >= 0 && twice_off.abs() < 2 * unit),
                Rounding::HalfAwayFromZero | Rounding::HalfTowardZero | Rounding::HalfEven => {
                    prop_assert!(twice_off.abs() <= unit);
                    let mirrored = money.checked_neg().unwrap().scale(numerator, denominator, rounding).unwrap();
                    prop_assert_eq!(mirrored.checked_neg().unwrap(), scaled);
                }
                // The one that does not turn with the sign: an exact half goes down on both sides.
                Rounding::HalfFloor => prop_assert!(-unit <= twice_off && twice_off < unit),
            }
        }
    }

    /// Unit amounts multiply as decimals of any length do.
    #[test]
    fn unit_amounts_multiply_exactly(mantissa in 0_i64..1_000_000_000_000, scale in 0_u32..=12, quantity in 0_i64..1_000_000) {
        let price = UnitAmount::new(Decimal::new(mantissa, scale)).unwrap();
        let exact = i128::from(mantissa) * i128::from(quantity);
        let divisor = 10_i128.pow(scale);
        let total = price.total(quantity, Currency::USD, Rounding::Floor).unwrap();
        prop_assert_eq!(i128::from(total.minor()), exact.div_euclid(divisor));
    }

    /// Nothing that is not an amount is taken for one, and nothing panics.
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,24}", currency in currency()) {
        for format in [MoneyFormat::default(), MoneyFormat::german(), MoneyFormat::french(), MoneyFormat::swiss()] {
            if let Ok(money) = Money::parse(&text, &format, Some(currency)) {
                prop_assert!(text.bytes().any(|byte| byte.is_ascii_digit()));
                prop_assert_eq!(Money::parse(&money.format(&format), &format, None).unwrap(), money);
            }
        }
    }
}

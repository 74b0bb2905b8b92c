//! Exact money: what adds up, what is rounded and by which name, and what is refused.

use prorata::{
    Currency, Money, Rounding,
    money::{MoneyFormat, Remainder},
};

fn main() -> prorata::Result<()> {
    let price = Money::parse("1.234,50 €", &MoneyFormat::german(), None)?;
    println!("{price} is {} minor units", price.minor());
    println!("2.9 % of it is {}", price.percent("2.9".parse()?, Rounding::HalfAwayFromZero)?);

    let coupon = Money::new(500, Currency::EUR);
    for part in coupon.allocate(&[1_000, 2_000], Remainder::LastTakesRest)? {
        println!("a share of {part}");
    }
    let refused = [
        price.checked_add(Money::new(100, Currency::USD)).err(),
        Money::new(i64::MAX, Currency::EUR).checked_add(coupon).err(),
        "EURO".parse::<Currency>().err(),
    ];
    for error in refused.into_iter().flatten() {
        println!("{}: {error}", error.code());
    }
    Ok(())
}

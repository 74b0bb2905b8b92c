//! Any text as an amount: nothing panics, and what is read is written and read back as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use prorata::money::MoneyFormat;
use prorata::{Currency, Money};

fuzz_target!(|text: &str| {
    let formats = [
        MoneyFormat::default(),
        MoneyFormat::english(),
        MoneyFormat::german(),
        MoneyFormat::french(),
        MoneyFormat::swiss(),
        MoneyFormat::plain(),
    ];
    for format in formats {
        for currency in [None, Some(Currency::USD), Some(Currency::JPY), Some(Currency::KWD)] {
            if let Ok(money) = Money::parse(text, &format, currency) {
                let written = money.format(&format);
                let read = Money::parse(&written, &format, Some(money.currency()));
                assert_eq!(read.ok(), Some(money), "{written:?}");
            }
        }
    }
});

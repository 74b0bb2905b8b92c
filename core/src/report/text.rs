//! Figures as people read them: the one place for percentages, signs, separators and names of months.

use crate::{
    Money, Rounding,
    calendar::Month,
    metrics::Ratio,
    money::{CurrencySign, DecimalMark, MoneyFormat, grouped, rounding::Fraction},
};

/// Stands where a figure has no value: never a zero.
pub(super) const NOTHING: &str = "–";

/// Writes figures the way one money format does.
#[derive(Debug, Clone)]
pub(super) struct Figures {
    with_currency: MoneyFormat,
    bare: MoneyFormat,
}

impl Figures {
    pub(super) fn new(format: &MoneyFormat) -> Self {
        let bare = MoneyFormat { sign: Some(CurrencySign::None), ..format.clone() };
        Self { with_currency: format.clone(), bare }
    }

    /// `USD 1,234.50`
    pub(super) fn money(&self, amount: Money) -> String {
        typographic(&amount.format(&self.with_currency))
    }

    /// `1,234.50`: the currency is named once, beside the table.
    pub(super) fn amount(&self, amount: Money) -> String {
        typographic(&amount.format(&self.bare))
    }

    /// `+1,234.50`, `−1,234.50`, `0.00`
    pub(super) fn signed(&self, amount: Money) -> String {
        let text = self.amount(amount);
        if amount.minor() > 0 { format!("+{text}") } else { text }
    }

    /// An amount that is kept positive, as the loss that it is: `−1,234.50`.
    pub(super) fn loss(&self, amount: Money) -> String {
        let text = self.amount(amount);
        if amount.is_zero() { text } else { format!("−{text}") }
    }

    /// `1,234`
    pub(super) fn count(&self, count: u32) -> String {
        self.whole(count.into())
    }

    /// A whole number with its sign where it is negative.
    pub(super) fn whole(&self, number: i128) -> String {
        let digits = grouped(&number.unsigned_abs().to_string(), self.bare.group_char());
        if number < 0 { format!("−{digits}") } else { digits }
    }

    /// `+12`, `−3`, `0`
    pub(super) fn signed_whole(&self, number: i128) -> String {
        let text = self.whole(number);
        if number > 0 { format!("+{text}") } else { text }
    }

    /// `86.7%`, or `86,7 %` where the decimal mark is a comma.
    pub(super) fn percent(&self, ratio: Ratio) -> String {
        percent_tenths(ratio).map_or(NOTHING.into(), |tenths| self.tenths(tenths) + self.percent_sign())
    }

    /// `86.7`: the sign stands in the heading.
    pub(super) fn bare_percent(&self, ratio: Ratio) -> String {
        percent_tenths(ratio).map_or(NOTHING.into(), |tenths| self.tenths(tenths))
    }

    /// `+2.1%`, `−2.1%`, `0.0%`
    pub(super) fn signed_percent(&self, tenths: i128) -> String {
        self.signed_tenths(tenths) + self.percent_sign()
    }

    /// `+2.1`, `−2.1`, `0.0`
    pub(super) fn signed_tenths(&self, tenths: i128) -> String {
        let text = self.tenths(tenths);
        if tenths > 0 { format!("+{text}") } else { text }
    }

    /// `3.4×`
    pub(super) fn times(&self, ratio: Ratio) -> String {
        rounded(ratio, 10).map_or(NOTHING.into(), |tenths| self.tenths(tenths) + "×")
    }

    /// The exact figures of a ratio of counts: `13 of 15`.
    pub(super) fn of_counts(&self, ratio: Ratio) -> String {
        format!("{} of {}", self.whole(ratio.numerator.into()), self.whole(ratio.denominator.into()))
    }

    fn tenths(&self, tenths: i128) -> String {
        let size = tenths.unsigned_abs();
        let (whole, tenth) = (size.checked_div(10).unwrap_or(0), size.checked_rem(10).unwrap_or(0));
        let whole = grouped(&whole.to_string(), self.bare.group_char());
        let sign = if tenths < 0 { "−" } else { "" };
        format!("{sign}{whole}{}{tenth}", self.bare.decimal_char())
    }

    fn percent_sign(&self) -> &'static str {
        match self.bare.decimal_mark {
            None | Some(DecimalMark::Point) => "%",
            Some(DecimalMark::Comma) => "\u{a0}%",
        }
    }
}

/// A ratio in tenths of a percent, from its exact figures, halves away from zero; nothing where it has no value.
pub(super) fn percent_tenths(ratio: Ratio) -> Option<i128> {
    rounded(ratio, 1_000)
}

/// A ratio in tenths of a percent as a plain decimal, such as `86.7`: for chart data.
pub(super) fn plain_percent(ratio: Ratio) -> Option<String> {
    percent_tenths(ratio).map(|tenths| Figures::new(&MoneyFormat::plain()).tenths(tenths).replace('−', "-"))
}

fn rounded(ratio: Ratio, scale: i128) -> Option<i128> {
    if ratio.denominator <= 0 {
        return None;
    }
    let scaled = i128::from(ratio.numerator).checked_mul(scale)?;
    Fraction::new(scaled, ratio.denominator.into()).ok()?.round(Rounding::HalfAwayFromZero).ok()
}

/// `Jan 2024`
pub(super) fn month_name(month: Month) -> String {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let place = usize::try_from(month.month_of_year().saturating_sub(1)).unwrap_or(0);
    format!("{} {}", NAMES.get(place).copied().unwrap_or(NOTHING), month.year())
}

/// `Jan 2024 – Mar 2024`, or one month alone.
pub(super) fn months_name(first: Month, last: Month) -> String {
    if first == last { month_name(first) } else { format!("{} – {}", month_name(first), month_name(last)) }
}

/// `1 row`, `2 rows`: the number is already written.
pub(super) fn plural(number: u32, one: &str, many: &str) -> String {
    if number == 1 { one.into() } else { many.into() }
}

/// Text from outside on one line, without characters that move the cursor or turn the reading direction.
pub(super) fn one_line(text: &str) -> String {
    let harmless = |c: char| {
        let hidden = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}');
        if c.is_control() || hidden { ' ' } else { c }
    };
    text.chars().map(harmless).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A hyphen is not a minus sign.
fn typographic(amount: &str) -> String {
    amount.replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;

    fn figures() -> Figures {
        Figures::new(&MoneyFormat::default())
    }

    #[test]
    fn percentages_come_from_the_exact_figures() {
        for (numerator, denominator, expected) in [
            (1, 3, "33.3%"),
            (2, 3, "66.7%"),
            (1, 2_000, "0.1%"), // 0.05 %: a half, away from zero
            (-1, 2_000, "−0.1%"),
            (-1, 2_001, "0.0%"), // never −0.0
            (12_345, 10, "123,450.0%"),
            (i64::MAX, i64::MAX, "100.0%"),
            (i64::MAX, 1, "922,337,203,685,477,580,700.0%"),
            (0, 5, "0.0%"),
            (5, 0, "–"),
            (0, 0, "–"),
        ] {
            assert_eq!(figures().percent(Ratio::new(numerator, denominator)), expected);
        }
    }

    #[test]
    fn every_format_has_its_marks() {
        let german = Figures::new(&MoneyFormat::german());
        assert_eq!(german.percent(Ratio::new(12_345, 10)), "123.450,0\u{a0}%");
        assert_eq!(german.money(Money::new(-123_456, Currency::EUR)), "−1.234,56\u{a0}€");
        assert_eq!(german.amount(Money::new(123_456, Currency::EUR)), "1.234,56");
        assert_eq!(figures().signed(Money::new(1_234_567, Currency::JPY)), "+1,234,567");
        assert_eq!(figures().signed(Money::new(-1, Currency::USD)), "−0.01");
        assert_eq!(figures().loss(Money::new(0, Currency::USD)), "0.00");
        assert_eq!(figures().loss(Money::new(i64::MAX, Currency::USD)), "−92,233,720,368,547,758.07");
        assert_eq!(figures().times(Ratio::new(7, 2)), "3.5×");
    }

    #[test]
    fn months_have_names() -> crate::Result<()> {
        assert_eq!(month_name("2024-12".parse()?), "Dec 2024");
        assert_eq!(months_name("2024-01".parse()?, "2024-03".parse()?), "Jan 2024 – Mar 2024");
        Ok(())
    }

    #[test]
    fn text_from_outside_stays_on_its_line() {
        assert_eq!(one_line(" a\r\nb\u{1b}[31mc\u{202e}d "), "a b [31mc d");
    }
}

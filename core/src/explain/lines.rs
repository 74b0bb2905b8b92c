//! Lines before an invoice has them, and what discounts take off lines.

use super::{
    ExplainOptions, Explanation, Sentence, SentencePart, line,
    writer::{Writer, lines},
};
use crate::{Currency, Money, Result, catalog::AmountOff, line_item::LineItem, money::rounding::Fraction};

/// Explains lines that are on no invoice yet, such as those of a proration: what each bills, and the
/// discounts that stand beside it. The total is what they come to before the invoice's discounts and tax.
///
/// # Errors
/// `money.currency_mismatch` for a line in another currency than `currency`; `money.overflow`;
/// `calendar.out_of_range` for a date that has no year.
pub fn explain_lines(
    currency: Currency,
    lines: &[LineItem],
    options: &ExplainOptions,
) -> Result<Explanation> {
    let known = lines.iter().flat_map(|line| &line.discounts);
    let writer = Writer::new(options).knowing(std::iter::empty(), known);
    let (mut sentences, mut taken, mut total) = (Vec::new(), Vec::new(), Money::zero(currency));
    for line in lines {
        sentences.push(line::sentence(&writer, line)?);
        total = total.checked_add(line.net_amount()?)?;
        let mut base = line.amount;
        for discount in &line.discount_amounts {
            taken.push(Taken { discount: &discount.discount, base, amount: discount.amount });
            base = base.checked_sub(discount.amount)?;
        }
    }
    discounts(&writer, currency, &taken, &mut sentences)?;
    Explanation::new(currency, sentences, total)
}

/// What a discount takes off one line.
pub(super) struct Taken<'a> {
    pub(super) discount: &'a str,
    /// What the line came to before.
    pub(super) base: Money,
    pub(super) amount: Money,
}

/// A sentence for each discount, in the order in which they are met; none for one that takes nothing.
pub(super) fn discounts(
    writer: &Writer<'_>,
    currency: Currency,
    taken: &[Taken<'_>],
    sentences: &mut Vec<Sentence>,
) -> Result<()> {
    let mut seen: Vec<&str> = Vec::new();
    for Taken { discount, .. } in taken {
        if seen.contains(discount) {
            continue;
        }
        seen.push(discount);
        let of: Vec<&Taken<'_>> = taken.iter().filter(|other| other.discount == *discount).collect();
        let amounts: Vec<Money> = of.iter().map(|taken| taken.amount).collect();
        let sum = Money::sum(currency, &amounts)?;
        if amounts.iter().any(|amount| !amount.is_zero()) {
            let text = text(writer, discount, sum, &of)?;
            sentences.push(Sentence::adds(SentencePart::Discount, sum.checked_neg()?, text));
        }
    }
    Ok(())
}

/// "WELCOME takes off $5.00, shared over 2 lines."
fn text(writer: &Writer<'_>, discount: &str, sum: Money, of: &[&Taken<'_>]) -> Result<String> {
    let currency = sum.currency();
    let name = writer.discount_name(discount);
    let size = writer.size(sum)?;
    if sum.is_negative() {
        return Ok(format!("{name} was taken off what is credited, which is {size} less for it."));
    }
    let touched = of.iter().filter(|taken| !taken.amount.is_zero()).count();
    let Some(known) = writer.discount(discount) else {
        return Ok(format!("{name} takes off {size}, on {}.", lines(touched)));
    };
    match &known.coupon.off {
        AmountOff::Percent { percent_off } => {
            let mut base = Fraction::whole(0);
            for taken in of.iter().filter(|taken| !taken.base.is_negative() || !taken.amount.is_zero()) {
                base = base.plus(Fraction::whole(taken.base.minor().into()))?;
            }
            let exact = base.times(percent_off.fraction()?)?.divided_by(Fraction::whole(100))?;
            let off = writer.exact(base, currency)?;
            let why = writer.rounded_parts(exact, sum, touched)?;
            let each = if touched > 1 { format!(" on {}", lines(touched)) } else { String::new() };
            Ok(format!("{name} takes {percent_off}% off {off}{each}, {size} less{why}."))
        }
        AmountOff::Amount { .. } => {
            let whole = known.coupon.amount_in(currency)?;
            let of_it = if whole == sum { String::new() } else { format!(" of its {}", writer.money(whole)) };
            let shared =
                if touched > 1 { format!(", shared over {}", lines(touched)) } else { String::new() };
            Ok(format!("{name} takes off {size}{of_it}{shared}."))
        }
    }
}

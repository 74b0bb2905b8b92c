//! The sentence of one line.

use super::{
    Sentence, SentencePart,
    writer::{Writer, interval},
};
use crate::{
    Money, Result,
    line_item::{LineItem, LineKind, ProrationDetails},
    money::rounding::Fraction,
};

/// What a line bills, and how that follows.
pub(super) fn sentence(writer: &Writer<'_>, line: &LineItem) -> Result<Sentence> {
    let text = match (line.kind, &line.proration) {
        (LineKind::Trial, _) => trial(writer, line)?,
        (LineKind::NetChange, Some(details)) => net_change(writer, line, details)?,
        (
            LineKind::Period
            | LineKind::PartialPeriod
            | LineKind::UnusedTime
            | LineKind::RemainingTime
            | LineKind::Usage
            | LineKind::OneOff,
            Some(details),
        ) => part(writer, line, details)?,
        (
            LineKind::Period
            | LineKind::PartialPeriod
            | LineKind::UnusedTime
            | LineKind::RemainingTime
            | LineKind::NetChange
            | LineKind::Usage
            | LineKind::OneOff,
            None,
        ) => priced(writer, line)?,
    };
    Ok(Sentence { line: Some(line.id.clone()), ..Sentence::adds(SentencePart::Line, line.amount, text) })
}

/// "Free trial of Pro from 1 Apr 2025 to 15 Apr 2025: $0.00."
fn trial(writer: &Writer<'_>, line: &LineItem) -> Result<String> {
    let label = writer.label(line, writer.product(line));
    let (from, to) = (writer.date(line.period.start)?, writer.date(line.period.end)?);
    let amount = writer.money(line.amount);
    Ok(format!("Free trial of {label} from {from} to {to}: {amount}."))
}

/// "Remaining time on Pro after 16 Apr 2025: 15 of 30 days at $149.00 for the period, $74.50."
fn part(writer: &Writer<'_>, line: &LineItem, details: &ProrationDetails) -> Result<String> {
    let currency = line.amount.currency();
    let label = writer.label(line, writer.product(line));
    let date = writer.date(details.date)?;
    let is_credit = line.kind == LineKind::UnusedTime;
    let subject = match line.kind {
        LineKind::UnusedTime => format!("Unused time on {label} after {date}"),
        LineKind::RemainingTime => format!("Remaining time on {label} after {date}"),
        LineKind::Period
        | LineKind::PartialPeriod
        | LineKind::Trial
        | LineKind::NetChange
        | LineKind::Usage
        | LineKind::OneOff => {
            let (from, to) = (writer.date(line.period.start)?, writer.date(line.period.end)?);
            format!("Time on {label} from {from} to {to}")
        }
    };
    let mut gross = details.full_amount.fraction()?;
    for discount in &details.discounts {
        gross = gross.plus(discount.amount.fraction()?)?;
    }
    // Itemized, the line has the price before discounts; else they are inside.
    let itemized = !line.discount_amounts.is_empty();
    let full = if itemized { gross } else { details.full_amount.fraction()? };
    let mut rate = format!("{} for the period", writer.exact(full, currency)?);
    if !itemized && !details.discounts.is_empty() {
        let off = writer.off(&details.discounts, currency)?;
        rate = format!("{rate} ({} with {off})", writer.exact(gross, currency)?);
    }
    let share = writer.share(details)?;
    let how = match (is_credit, details.credited_lines.is_empty()) {
        (true, false) => format!("{share}, billed at {rate}, are credited"),
        (true, true) => format!("{share} at {rate} are credited"),
        (false, _) => format!("{share} at {rate}"),
    };
    let part = Fraction::new(details.numerator.into(), details.denominator.into())?;
    let exact = full.times(if is_credit { part.negated()? } else { part })?;
    let why = if is_credit && is_capped(exact, line.amount)? {
        format!(" (exactly {}, but not more than was billed)", writer.exact(exact, currency)?)
    } else {
        writer.rounded(exact, line.amount)?
    };
    Ok(format!("{subject}: {how}, {}{why}.", writer.money(line.amount)))
}

/// Whether a credit was cut to what was billed: rounding alone moves it by less than a whole unit.
fn is_capped(exact: Fraction, amount: Money) -> Result<bool> {
    let cut = Fraction::whole(amount.minor().into()).minus(exact)?;
    Ok(!Fraction::whole(1).minus(cut)?.is_positive())
}

/// "Change to Pro on 15 Mar 2025: …"
fn net_change(writer: &Writer<'_>, line: &LineItem, details: &ProrationDetails) -> Result<String> {
    let label = writer.label(line, writer.product(line));
    let part = Fraction::new(details.numerator.into(), details.denominator.into())?;
    let why = writer.rounded(details.full_amount.fraction()?.times(part)?, line.amount)?;
    let (date, until) = (writer.date(details.date)?, writer.date(line.period.end)?);
    let amount = writer.money(line.amount);
    Ok(format!("Change to {label} on {date}: the new price less the old one until {until}, {amount}{why}."))
}

/// "Pro from 1 Apr 2025 to 1 May 2025: 3 at $49.00 / month, $147.00."
fn priced(writer: &Writer<'_>, line: &LineItem) -> Result<String> {
    let name = writer.product(line);
    let (from, to) = (writer.date(line.period.start)?, writer.date(line.period.end)?);
    let subject = match line.kind {
        LineKind::Usage => format!("Usage of {name} from {from} to {to}"),
        LineKind::OneOff => name.to_owned(),
        LineKind::Period
        | LineKind::PartialPeriod
        | LineKind::Trial
        | LineKind::UnusedTime
        | LineKind::RemainingTime
        | LineKind::NetChange => format!("{name} from {from} to {to}"),
    };
    let amount = writer.money(line.amount);
    if line.kind == LineKind::Usage && line.unit_amount.is_none() && line.amount.is_zero() {
        return Ok(format!("{subject}: billed once the usage is known, {amount} so far."));
    }
    let (how, why) = quantity(writer, line)?;
    Ok(match how.is_empty() {
        true => format!("{subject}: {amount}{why}."),
        false => format!("{subject}: {how}, {amount}{why}."),
    })
}

/// What a quantity at a price is, and where that was rounded.
fn quantity(writer: &Writer<'_>, line: &LineItem) -> Result<(String, String)> {
    let count = writer.count(line.quantity);
    let Some(unit_amount) = line.unit_amount else {
        let how = if line.quantity > 1 { count } else { String::new() };
        return Ok((how, String::new()));
    };
    let unit = writer.unit_amount(unit_amount, line.amount.currency())?;
    let price = writer.price(line);
    let every = match price.and_then(|price| price.recurring.as_ref()) {
        Some(recurring) => format!(" / {}", interval(recurring.interval)),
        None => String::new(),
    };
    let exact = |units: i64| -> Result<String> {
        let exact = unit_amount.fraction()?.times(Fraction::whole(units.into()))?;
        writer.rounded(exact, line.amount)
    };
    if let Some(tier) = line.tier {
        // The flat amount of a tier is a line without units.
        if line.quantity == 0 && !line.amount.is_zero() {
            return Ok((format!("flat fee of tier {tier}"), exact(1)?));
        }
        return Ok((format!("{count} in tier {tier} at {unit}{every}"), exact(line.quantity)?));
    }
    if let Some(transform) = price.and_then(|price| price.transform_quantity) {
        let packages = transform.packages(line.quantity)?;
        let how = format!(
            "{count} make {} of {} at {unit}{every}",
            if packages == 1 {
                "1 package".to_owned()
            } else {
                format!("{} packages", writer.count(packages))
            },
            writer.count(transform.divide_by),
        );
        return Ok((how, exact(packages)?));
    }
    let total = unit_amount.fraction()?.times(Fraction::whole(line.quantity.into()))?;
    if is_rounded(total, line.amount)? {
        // One of what costs the amount: it needs no sum.
        if line.quantity == 1 && every.is_empty() && total.is_whole() {
            return Ok((String::new(), String::new()));
        }
        return Ok((format!("{count} at {unit}{every}"), exact(line.quantity)?));
    }
    // In packages, of a size that is not known here.
    Ok((format!("{count} at {unit} a package{every}"), String::new()))
}

/// Whether an amount is the nearest one to what it is exactly.
fn is_rounded(exact: Fraction, amount: Money) -> Result<bool> {
    let off = Fraction::whole(amount.minor().into()).minus(exact)?;
    let one = Fraction::whole(1);
    Ok(one.minus(off)?.is_positive() && one.plus(off)?.is_positive())
}

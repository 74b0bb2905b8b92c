//! Stripe's own text of a line.

use super::{
    ExplainOptions,
    writer::{Writer, interval},
};
use crate::{
    Result,
    line_item::{LineItem, LineKind, ProrationDetails},
    proration::BillingMode,
};

/// The text that Stripe gives to a line: "1 × Pro (at $10.00 / month)", "Unused time on Pro after 14 Jan 2019".
/// The interval and the size of packages are those of the line's price in `options`; without it they are left
/// out.
///
/// ```
/// use prorata::{
///     Currency, Interval,
///     catalog::Price,
///     explain::{ExplainOptions, ProductName, describe_line},
///     proration::{AdvanceRequest, BillingMode, PeriodItem, PricedItem, bill_in_advance},
///     Period,
/// };
///
/// let price = Price::licensed("price_pro", "prod_pro", Currency::USD, "1000".parse()?, Interval::MONTH);
/// let april = Period::new("2025-04-01T00:00:00Z".parse()?, "2025-05-01T00:00:00Z".parse()?)?;
/// let item = PricedItem { id: "si_1".into(), price: price.clone(), quantity: 1, discounts: vec![], tax_rates: vec![] };
/// let request = AdvanceRequest {
///     currency: Currency::USD,
///     billing_mode: BillingMode::Flexible,
///     policy: None,
///     proration_discounts: None,
///     at: april.start,
///     items: vec![PeriodItem { item, period: april, full_period: april, debits: vec![] }],
///     discounts: vec![],
/// };
/// let lines = bill_in_advance(&request)?.lines;
/// let options = ExplainOptions {
///     products: vec![ProductName { product: "prod_pro".into(), name: "Pro".into(), unit_label: None }],
///     prices: vec![price],
///     ..ExplainOptions::default()
/// };
/// assert_eq!(describe_line(&lines[0], &options)?, "1 × Pro (at $10.00 / month)");
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// `calendar.out_of_range` for a date that has no year; `money.overflow`.
///
/// Source: recorded lines (`docs/conformance/explain.md`).
pub fn describe_line(line: &LineItem, options: &ExplainOptions) -> Result<String> {
    let writer = Writer::new(options);
    let name = writer.product(line);
    let text = match (line.kind, &line.proration) {
        (LineKind::OneOff, _) => name.to_owned(),
        (LineKind::Trial, _) => match options.billing_mode.unwrap_or(BillingMode::Flexible) {
            BillingMode::Flexible => format!("Free trial for {}", counted(&writer, line, name)),
            BillingMode::Classic => format!("Trial period for {name}"),
        },
        (LineKind::UnusedTime, Some(details)) => part("Unused time on", &writer, line, details)?,
        (LineKind::RemainingTime | LineKind::NetChange, Some(details)) => {
            part("Remaining time on", &writer, line, details)?
        }
        (LineKind::PartialPeriod, Some(details)) => part("Time on", &writer, line, details)?,
        (
            LineKind::Period
            | LineKind::Usage
            | LineKind::UnusedTime
            | LineKind::RemainingTime
            | LineKind::NetChange
            | LineKind::PartialPeriod,
            _,
        ) => format!("{}{}", counted(&writer, line, name), at(&writer, line)?),
    };
    Ok(text)
}

/// `1 seat × Pro`
fn counted(writer: &Writer<'_>, line: &LineItem, name: &str) -> String {
    match writer.unit_label(line) {
        Some(unit) => format!("{} {unit} × {name}", line.quantity),
        None => format!("{} × {name}", line.quantity),
    }
}

/// ` (Tier 1 at $0.00 / month)`
fn at(writer: &Writer<'_>, line: &LineItem) -> Result<String> {
    let Some(unit_amount) = line.unit_amount else { return Ok(String::new()) };
    let amount = writer.unit_amount(unit_amount, line.amount.currency())?;
    let tier = line.tier.map_or(String::new(), |tier| format!("Tier {tier} "));
    let price = writer.price(line);
    let package = match price.and_then(|price| price.transform_quantity) {
        Some(transform) => {
            format!(" per {} {}", transform.divide_by, writer.unit_label(line).unwrap_or("units"))
        }
        None => String::new(),
    };
    let recurring = price.and_then(|price| price.recurring.as_ref());
    let every = recurring.map_or(String::new(), |recurring| format!(" / {}", interval(recurring.interval)));
    Ok(format!(" ({tier}at {amount}{package}{every})"))
}

/// `Unused time on 2 × Pro (with 30.0% off) after 14 Jan 2019`
fn part(what: &str, writer: &Writer<'_>, line: &LineItem, details: &ProrationDetails) -> Result<String> {
    let label = writer.label(line, writer.product(line));
    // Discounts that stand beside the amount have lines of their own.
    let inside = line.discount_amounts.is_empty() && !details.discounts.is_empty();
    let with = match inside {
        true => format!(" (with {})", writer.off(&details.discounts, line.amount.currency())?),
        false => String::new(),
    };
    Ok(format!("{what} {label}{with} after {}", writer.stripe_date(details.date)?))
}

//! `tax/*`: the tax on lines.

use prorata::{
    Money,
    catalog::{TaxAssessment, TaxExempt, TaxOptions, TaxRate, TaxRounding, TaxableLine, assess_tax},
};
use serde_json::{Value, json};

use super::{amounts, currency, discounts, figures, minor, outcome};
use crate::Outcome;

pub(super) fn run(topic: &str, input: &Value) -> Outcome {
    outcome(match topic {
        "tax/exempt" => exempt(input),
        "tax/discount" if input["inclusive_percentage"].is_string() => mixed(input),
        _ if percentages(input).is_empty() => return Outcome::NotMapped("no tax rate is stated".into()),
        _ => plain(input),
    })
}

fn rate(id: &str, percentage: &Value, inclusive: bool) -> TaxRate {
    TaxRate {
        id: id.into(),
        display_name: "tax".into(),
        percentage: percentage.as_str().unwrap().parse().unwrap(),
        inclusive,
        jurisdiction: None,
    }
}

fn assess(lines: &[TaxableLine], exempt: TaxExempt, options: TaxOptions) -> prorata::Result<TaxAssessment> {
    assess_tax(lines[0].amount.currency(), lines, exempt, options)
}

/// The rate of a case; none where it has none.
pub(super) fn rates(tax: &Value) -> Vec<TaxRate> {
    match tax["percentage"].is_string() {
        true => vec![rate("rate", &tax["percentage"], tax["inclusive"] == true)],
        false => vec![],
    }
}

/// The tax of one rate on lines.
pub(super) fn on(tax: &Value, lines: &[Money]) -> prorata::Result<TaxAssessment> {
    let rates = rates(tax);
    let lines: Vec<_> =
        lines.iter().map(|amount| TaxableLine { amount: *amount, rates: rates.clone() }).collect();
    assess(&lines, TaxExempt::None, TaxOptions::default())
}

/// The rates that a case names, on lines or for all of them.
fn percentages(input: &Value) -> Vec<&Value> {
    let lines = input["lines"].as_array().into_iter().flatten().map(|line| &line["percentage"]);
    lines.chain([&input["percentage"]]).filter(|percentage| percentage.is_string()).collect()
}

/// One rate for all lines, or one for each, after discounts.
fn plain(input: &Value) -> prorata::Result<Value> {
    let discount = input["discount"].as_i64().unwrap_or(0);
    let lines: Vec<TaxableLine> = discounts::discounted(input, &amounts(input))?
        .iter()
        .enumerate()
        .map(|(place, line)| {
            let own = &input["lines"][place]["percentage"];
            let percentage = if own.is_string() { own } else { &input["percentage"] };
            let rate = || rate(&format!("rate {percentage}"), percentage, input["inclusive"] == true);
            TaxableLine {
                amount: Money::new(line.net.minor() - discount, line.net.currency()),
                rates: if percentage.is_string() { vec![rate()] } else { vec![] },
            }
        })
        .collect();
    let rounding = match input["rounding"].as_str() {
        Some("invoice") => Some(TaxRounding::Invoice),
        Some("line") => Some(TaxRounding::Line),
        _ => None,
    };
    let assessed = assess(&lines, TaxExempt::None, TaxOptions { rounding, automatic: None })?;
    let tax = assessed.inclusive.checked_add(assessed.exclusive)?;
    let all =
        |of: fn(&prorata::catalog::TaxedLine) -> Money| assessed.lines.iter().map(of).collect::<Vec<_>>();
    Ok(figures([
        (
            "line_tax",
            minor(&all(|line| {
                line.taxes.first().map_or(Money::zero(line.amount.currency()), |tax| tax.amount)
            })),
        ),
        ("tax", json!(tax.minor())),
        ("subtotal", json!(Money::sum(currency(input), &all(|line| line.amount))?.minor())),
        (
            "subtotal_excluding_tax",
            json!(Money::sum(currency(input), &all(|line| line.excluding_tax))?.minor()),
        ),
        ("total", json!(assessed.total.minor())),
    ]))
}

/// An inclusive and an exclusive rate after a discount.
fn mixed(input: &Value) -> prorata::Result<Value> {
    let rates = vec![
        rate("inside", &input["inclusive_percentage"], true),
        rate("on top", &input["exclusive_percentage"], false),
    ];
    let lines: Vec<_> = discounts::discounted(input, &amounts(input))?
        .into_iter()
        .map(|line| TaxableLine { amount: line.net, rates: rates.clone() })
        .collect();
    let assessed = assess(&lines, TaxExempt::None, TaxOptions::default())?;
    let all = |of: fn(&prorata::catalog::TaxedLine) -> Money| {
        minor(&assessed.lines.iter().map(of).collect::<Vec<_>>())
    };
    Ok(figures([
        ("inclusive_tax", all(|line| line.taxes[0].amount)),
        ("exclusive_base", all(|line| line.taxes[1].taxable_amount)),
        ("exclusive_tax", all(|line| line.taxes[1].amount)),
        ("line_totals", all(|line| line.including_tax)),
        ("total_inclusive_tax", json!(assessed.inclusive.minor())),
        ("total_exclusive_tax", json!(assessed.exclusive.minor())),
        ("total", json!(assessed.total.minor())),
    ]))
}

/// A customer who pays no tax, by manual rates or by Stripe Tax; "exempt or reverse" must be the same.
fn exempt(input: &Value) -> prorata::Result<Value> {
    let options = TaxOptions { automatic: Some(input["engine"] == "Stripe Tax"), rounding: None };
    let rates = vec![rate("rate", &input["percentage"], input["inclusive"] == true)];
    let lines = [TaxableLine { amount: amounts(input)[0], rates }];
    let assessed = assess(&lines, TaxExempt::Reverse, options)?;
    assert_eq!(assessed, assess(&lines, TaxExempt::Exempt, options)?);
    Ok(figures([
        ("tax", json!(assessed.taxes[0].amount.minor())),
        ("taxable_amount", json!(assessed.taxes[0].taxable_amount.minor())),
        ("backed_out", json!(assessed.lines[0].backed_out.minor())),
        ("total", json!(assessed.total.minor())),
    ]))
}

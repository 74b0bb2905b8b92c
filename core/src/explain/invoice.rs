//! An invoice from its lines to what is due.

use super::{
    ExplainOptions, Explanation, Sentence, SentencePart, line,
    lines::{Taken, discounts},
    settlement::settlement,
    tax::taxes,
    writer::{Writer, lines},
};
use crate::{Result, invoice::Invoice};

/// Explains an invoice, final or not: its lines, discounts, billing credit, tax, what the balance and credit
/// notes do, and what is due. The total is the amount due.
///
/// ```
/// use prorata::{Currency, explain::{ExplainOptions, explain_invoice}, invoice::NewInvoice, subscription::Bill};
/// # let bill: Bill = serde_json::from_str(r#"{"id":"sub-1","subscription":"sub","customer":"cus","currency":"USD",
/// # "reason":"subscription_cycle","created":"2025-04-01T00:00:00Z",
/// # "period":{"start":"2025-04-01T00:00:00Z","end":"2025-04-01T00:00:00Z"},"lines":[{"id":"li_1","kind":"period",
/// # "product":"Pro","quantity":1,"unit_amount":"4900","period":{"start":"2025-04-01T00:00:00Z","end":"2025-05-01T00:00:00Z"},
/// # "amount":{"minor":4900,"currency":"USD"},"discountable":true}],"collection_method":{"kind":"charge_automatically"},
/// # "collection":"collect","finalize_at":null}"#).unwrap();
/// let invoice = NewInvoice::from(bill).create()?.next;
/// let explanation = explain_invoice(&invoice, &ExplainOptions::default())?;
/// assert_eq!(explanation.total, invoice.amount_due);
/// assert_eq!(
///     explanation.as_text(),
///     "Pro from 1 Apr 2025 to 1 May 2025: $49.00.\n\
///      Amount due once the invoice is final: $49.00."
/// );
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// `invoice.does_not_add_up` for an invoice whose parts are not its total; `money.currency_mismatch`,
/// `money.overflow`; `catalog.coupon_currency`; `calendar.out_of_range` for a date that has no year.
pub fn explain_invoice(invoice: &Invoice, options: &ExplainOptions) -> Result<Explanation> {
    explain(invoice, options, None)
}

/// The same, with what is asked for in other words: "Amount due now".
pub(super) fn explain(invoice: &Invoice, options: &ExplainOptions, due: Option<&str>) -> Result<Explanation> {
    let of_items = invoice.lines.iter().flat_map(|line| &line.item.discounts);
    let prices = invoice.usage.iter().map(|usage| &usage.price);
    let writer = Writer::new(options).knowing(prices, invoice.discounts.iter().chain(of_items));
    let mut sentences = Vec::new();
    let mut taken = Vec::new();
    for line in &invoice.lines {
        sentences.push(line::sentence(&writer, &line.item)?);
        let mut base = line.item.amount;
        for discount in line.item_discounts.iter().chain(&line.invoice_discounts) {
            taken.push(Taken { discount: &discount.discount, base, amount: discount.amount });
            base = base.checked_sub(discount.amount)?;
        }
    }
    discounts(&writer, invoice.currency, &taken, &mut sentences)?;
    credits(&writer, invoice, &mut sentences)?;
    taxes(&writer, invoice, &mut sentences)?;
    settlement(&writer, invoice, due, &mut sentences)?;
    Explanation::new(invoice.currency, sentences, invoice.amount_due)
}

/// "Billing credit Goodwill pays $10.00, before tax."
fn credits(writer: &Writer<'_>, invoice: &Invoice, sentences: &mut Vec<Sentence>) -> Result<()> {
    for credit in &invoice.totals.credits {
        let customer = writer.options().customer.as_ref();
        let mut grants = customer.into_iter().flat_map(|customer| &customer.credit_grants);
        let known = grants.find(|grant| grant.id == credit.grant).and_then(|grant| grant.name.as_ref());
        let name = known.unwrap_or(&credit.grant);
        let pays_for = |used: &crate::customer::CreditUse| used.grant == credit.grant;
        let paid = invoice.lines.iter().filter(|line| line.credits.iter().any(pays_for)).count();
        let over = if paid > 1 { format!(" on {}", lines(paid)) } else { String::new() };
        let text = format!("Billing credit {name} pays {}{over}, before tax.", writer.money(credit.amount));
        sentences.push(Sentence::adds(SentencePart::Credit, credit.amount.checked_neg()?, text));
    }
    Ok(())
}

//! From the total to what is due: the balance, credit notes, and what became of it.

use super::{Sentence, SentencePart, writer::Writer};
use crate::{
    Money, Result,
    invoice::{Invoice, InvoiceStatus},
};

/// What stands between the total and the amount due, and what is due; `due` names it in a preview.
pub(super) fn settlement(
    writer: &Writer<'_>,
    invoice: &Invoice,
    due: Option<&str>,
    sentences: &mut Vec<Sentence>,
) -> Result<()> {
    let total = invoice.totals.total;
    // A single line that is due as it is needs no sum.
    if sentences.len() > 1 || total != invoice.amount_due {
        let text = format!("Total: {}.", writer.money(total));
        sentences.push(Sentence::says(SentencePart::Total, text));
    }
    let before_notes = invoice.amount_due.checked_add(invoice.pre_payment_credit_notes_amount)?;
    balance(writer, total, invoice.starting_balance, before_notes, sentences)?;
    credit_notes(writer, invoice, sentences)?;
    payment(writer, invoice, due, sentences)
}

/// What the balance pays, adds or takes: `total` + these = `due`.
fn balance(
    writer: &Writer<'_>,
    total: Money,
    starting: Money,
    due: Money,
    sentences: &mut Vec<Sentence>,
) -> Result<()> {
    let mut add = |amount: Money, text: String| {
        sentences.push(Sentence::adds(SentencePart::Balance, amount, text));
    };
    let open = total.checked_add(starting)?;
    if total == due && (starting.is_zero() || total.minor() <= 0) {
        return Ok(());
    }
    if total.is_negative() {
        let amount = due.checked_sub(total)?;
        add(amount, format!("{} goes to the customer's balance as credit.", writer.money(amount)));
        return Ok(());
    }
    if open.minor() <= 0 {
        let amount = due.checked_sub(total)?;
        let (paid, held) = (writer.size(amount)?, writer.size(starting)?);
        add(amount, format!("The customer's credit balance of {held} pays {paid}."));
        return Ok(());
    }
    if !starting.is_zero() {
        let size = writer.size(starting)?;
        add(
            starting,
            match starting.is_negative() {
                true => format!("The customer's credit balance of {size} pays {size}."),
                false => format!("{size} still owed from before is added."),
            },
        );
    }
    let rest = due.checked_sub(open)?;
    if due.is_zero() && !rest.is_zero() {
        let least = open.currency().stripe_minimum_charge();
        let least = least.map_or(String::new(), |least| format!(" of {}", writer.money(least)));
        let open = writer.money(open);
        add(
            rest,
            format!("{open} is below the smallest charge{least}: it is carried over to the next invoice."),
        );
    } else if !rest.is_zero() {
        let (open, charged) = (writer.money(open), writer.money(due));
        add(
            rest,
            format!(
                "Of {open} only {charged} can be charged: the difference of {} stays on the balance.",
                writer.size(rest)?
            ),
        );
    }
    Ok(())
}

fn credit_notes(writer: &Writer<'_>, invoice: &Invoice, sentences: &mut Vec<Sentence>) -> Result<()> {
    let before = invoice.pre_payment_credit_notes_amount;
    if !before.is_zero() {
        let text = format!("Credit notes take {} off what is to be paid.", writer.money(before));
        sentences.push(Sentence::adds(SentencePart::CreditNote, before.checked_neg()?, text));
    }
    Ok(())
}

fn payment(
    writer: &Writer<'_>,
    invoice: &Invoice,
    due: Option<&str>,
    sentences: &mut Vec<Sentence>,
) -> Result<()> {
    let amount = writer.money(invoice.amount_due);
    let says = |text| Sentence::says(SentencePart::Due, text);
    if let Some(due) = due {
        sentences.push(says(format!("{due}: {amount}.")));
        return Ok(());
    }
    sentences.push(says(match (invoice.status, invoice.due_date) {
        (InvoiceStatus::Draft, _) => format!("Amount due once the invoice is final: {amount}."),
        (InvoiceStatus::Open, Some(by)) => format!("Amount due by {}: {amount}.", writer.date(by)?),
        (
            InvoiceStatus::Open
            | InvoiceStatus::Paid
            | InvoiceStatus::Void
            | InvoiceStatus::Uncollectible
            | InvoiceStatus::Deleted,
            _,
        ) => format!("Amount due: {amount}."),
    }));
    let mut says = |text| sentences.push(Sentence::says(SentencePart::Payment, text));
    let on = |at| -> Result<String> {
        Ok(match at {
            Some(at) => format!(" on {}", writer.date(at)?),
            None => String::new(),
        })
    };
    match invoice.status {
        InvoiceStatus::Paid if invoice.amount_due.is_zero() => says("There is nothing to pay.".to_owned()),
        InvoiceStatus::Paid => says(format!("It was paid{}.", on(invoice.paid_at)?)),
        InvoiceStatus::Void => {
            says(format!("It was voided{}: there is nothing to pay.", on(invoice.voided_at)?));
        }
        InvoiceStatus::Uncollectible => {
            let when = on(invoice.marked_uncollectible_at)?;
            says(format!(
                "It was written off as uncollectible{when}: {} was not paid.",
                writer.money(invoice.amount_remaining)
            ));
        }
        InvoiceStatus::Deleted => says("The draft was deleted: there is nothing to pay.".to_owned()),
        InvoiceStatus::Open if !invoice.amount_paid.is_zero() => says(format!(
            "{} is paid, {} still to be paid.",
            writer.money(invoice.amount_paid),
            writer.money(invoice.amount_remaining)
        )),
        InvoiceStatus::Draft | InvoiceStatus::Open => {}
    }
    let after = invoice.post_payment_credit_notes_amount;
    if !after.is_zero() {
        let text = format!("Credit notes gave {} back after the payment.", writer.money(after));
        sentences.push(Sentence::says(SentencePart::CreditNote, text));
    }
    Ok(())
}

//! `invoice/*`, `credit_note/*`, `customer_balance/*`: what needs a whole invoice.

use prorata::{
    BillingCycle, Currency, Interval, Money, Period, Rounding, Timestamp,
    catalog::{Price, Recurring, TaxRate},
    customer::{
        BalanceTransaction, BalanceTransactionKind, CustomerAccount, CustomerContext, CustomerEffect,
    },
    invoice::{
        CreditNote, CreditNoteRequest, Credited, CreditedLine, Finalization, Invoice, InvoiceInput,
        InvoiceStatus, InvoiceStep, NewInvoice, NumberSequence, UsageQuantity,
    },
    line_item::{LineItem, LineKind},
    proration::PricedItem,
    subscription::{
        Bill, BillCollection, BillingReason, CollectionMethod, NewSubscription, SubscriptionAction,
        SubscriptionInput,
    },
};
use serde_json::{Value, json};

use super::{amounts, currency, discounts, outcome};
use crate::Outcome;

pub(super) fn run(topic: &str, input: &Value) -> Outcome {
    outcome(match topic {
        "invoice/line_periods" => renewal(input),
        "invoice/minimum_charge" => too_small(input),
        "invoice/zero" => zero(input),
        "invoice/numbering" => numbers(input),
        "credit_note/pre_payment" => before_payment(input),
        "credit_note/post_payment" if input["customer_balance_applied"].is_number() => split(input),
        "credit_note/post_payment" => after_payment(input),
        "credit_note/discount" => one_line(input),
        "credit_note/tax" => shared(input),
        "customer_balance/ledger" => ledger(input),
        "customer_balance/credit" => settled(input),
        _ if topic.starts_with("customer_balance") && input["invoice_total"].is_number() => settled(input),
        "dunning/retry" => return first_failure(),
        _ => return Outcome::NotMapped("no counterpart of the figures of this topic".into()),
    })
}

fn start() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

fn line(place: usize, amount: Money) -> LineItem {
    LineItem {
        id: format!("line {place}"),
        kind: LineKind::OneOff,
        subscription_item: None,
        price: None,
        product: None,
        quantity: 1,
        unit_amount: None,
        tier: None,
        period: Period { start: start(), end: start() },
        amount,
        discount_amounts: vec![],
        proration: None,
        discountable: true,
        discounts: vec![],
        tax_rates: vec![],
    }
}

fn bill(input: &Value, amounts: &[Money]) -> Bill {
    let rate = |percentage: &str| TaxRate {
        id: "rate".into(),
        display_name: "tax".into(),
        percentage: percentage.parse().unwrap(),
        inclusive: input["inclusive"] == true,
        jurisdiction: None,
    };
    Bill {
        id: "invoice".into(),
        subscription: String::new(),
        customer: "customer".into(),
        currency: currency(input),
        reason: BillingReason::Manual,
        created: start(),
        period: Period { start: start(), end: start() },
        lines: amounts.iter().enumerate().map(|(place, amount)| line(place, *amount)).collect(),
        usage: vec![],
        discounts: vec![],
        default_tax_rates: input["percentage"].as_str().map(rate).into_iter().collect(),
        collection_method: CollectionMethod::ChargeAutomatically,
        collection: BillCollection::Collect,
        finalize_at: Some(start()),
        threshold_reason: None,
    }
}

fn issue(bill: Bill, balance: Option<Money>) -> prorata::Result<InvoiceStep> {
    let number = Some("NUMBER-0001".to_owned());
    let customer = Some(CustomerContext { balance, ..CustomerContext::default() });
    NewInvoice::from(bill).issue(&Finalization { number, customer, ..Finalization::default() }, start())
}

/// The invoice of a bill, finalized and charged: paid, or waiting for the customer to authenticate.
pub(super) fn charged(bill: &Bill, paid: bool) -> prorata::Result<Value> {
    let at = bill.created;
    let mut invoice = NewInvoice::from(bill.clone()).issue(&Finalization::default(), at)?.next;
    if let Some(attempt) = invoice.attempts.first().map(|attempt| attempt.id.clone()) {
        let outcome = match paid {
            true => InvoiceInput::PaymentSucceeded { payment: attempt, amount: None },
            false => InvoiceInput::PaymentActionRequired { attempt },
        };
        invoice = invoice.apply(&outcome, at)?.next;
    }
    let tax = |invoice: &Invoice| invoice.totals.tax.minor();
    Ok(json!({
        "status": invoice.status,
        "subtotal": invoice.totals.subtotal.minor(),
        "tax": tax(&invoice),
        "total": invoice.totals.total.minor(),
        "amount_due": invoice.amount_due.minor(),
        "amount_paid": invoice.amount_paid.minor(),
        "attempt_count": invoice.attempt_count,
        "next_payment_attempt": invoice.next_payment_attempt,
        "billing_reason": invoice.billing_reason,
    }))
}

fn pay(invoice: &Invoice) -> prorata::Result<Invoice> {
    let payment = invoice.attempts[0].id.clone();
    Ok(invoice.apply(&InvoiceInput::PaymentSucceeded { payment, amount: None }, start())?.next)
}

fn credit(invoice: &Invoice, what: Credited) -> prorata::Result<(Invoice, CreditNote)> {
    let id = "credit note".into();
    let request = CreditNoteRequest {
        id,
        what,
        reason: None,
        memo: None,
        refund: None,
        credit: None,
        out_of_band: None,
    };
    let invoice = invoice.apply(&InvoiceInput::Credit { request }, start())?.next;
    let note = invoice.credit_notes[0].clone();
    Ok((invoice, note))
}

fn by_amount(line: &str, amount: Money) -> Credited {
    Credited::Lines { lines: vec![CreditedLine { line: line.into(), quantity: None, amount: Some(amount) }] }
}

fn minor(input: &Value, name: &str) -> Money {
    Money::new(input[name].as_i64().unwrap(), currency(input))
}

/// A subscription is renewed: usage of the period that ended, licensed items for the one that begins.
fn renewal(input: &Value) -> prorata::Result<Value> {
    let (code, at): (_, Timestamp) = (currency(input), input["renewal_at"].as_str().unwrap().parse()?);
    let licensed =
        input["licensed"].as_array().unwrap().iter().map(|pair| (&pair[0], pair[1].as_i64().unwrap(), false));
    let metered = input["metered"].as_array().unwrap().iter().map(|usage| (&usage["amount"], 0, true));
    let items = licensed.chain(metered).enumerate().map(|(place, (amount, quantity, metered))| {
        let unit = if metered { "1".to_owned() } else { amount.to_string() };
        let price = Price::licensed(
            &format!("price {place}"),
            "product",
            code,
            unit.parse().unwrap(),
            Interval::MONTH,
        );
        let meter = metered.then(|| "meter".to_owned());
        let price = Price { recurring: Some(Recurring { interval: Interval::MONTH, meter }), ..price };
        PricedItem { id: format!("item {place}"), price, quantity, discounts: vec![], tax_rates: vec![] }
    });
    let new: NewSubscription = serde_json::from_value(json!({
        "id": "subscription", "customer": "customer", "currency": code, "items": items.collect::<Vec<_>>(),
    }))
    .unwrap();
    let created = BillingCycle { anchor: at, interval: Interval::MONTH }.boundary(-1)?;
    let begun = new.create(created)?.next;
    let paid =
        begun.apply(&SubscriptionInput::InvoicePaid { invoice: "subscription-1".into() }, created)?.next;
    let step = paid.apply(&SubscriptionInput::Advance, at)?;
    let bill = step.actions.into_iter().find_map(|action| {
        if let SubscriptionAction::CreateInvoice { bill } = action { Some(bill) } else { None }
    });
    let bill = bill.unwrap();
    let used = input["metered"].as_array().unwrap().iter().map(|usage| usage["amount"].as_i64().unwrap());
    let quantities = bill.usage.iter().zip(used).map(|(usage, quantity)| UsageQuantity {
        line: usage.line.clone(),
        quantity,
        billed: None,
    });
    let finalization = Finalization { quantities: quantities.collect(), ..Finalization::default() };
    let invoice = NewInvoice::from(bill).issue(&finalization, at)?.next;
    let period = |metered: bool| {
        let line = invoice.lines.iter().find(|line| (line.item.kind == LineKind::Usage) == metered);
        let text = |at: Timestamp| at.to_string().replace(".000Z", "Z");
        line.map(|line| vec![text(line.item.period.start), text(line.item.period.end)])
    };
    Ok(json!({
        "subtotal": invoice.totals.subtotal.minor(),
        "total": invoice.totals.total.minor(),
        "licensed_line_period": period(false),
        "metered_line_period": period(true),
        "billing_reason": invoice.billing_reason,
    }))
}

/// A change whose difference is too little to be charged.
fn too_small(input: &Value) -> prorata::Result<Value> {
    let remaining: Vec<&str> = input["remaining"].as_str().unwrap().split(' ').collect();
    let (days, of): (i64, i64) = (remaining[0].parse().unwrap(), remaining[2].parse().unwrap());
    let part = |name: &str| minor(input, name).scale(days, of, Rounding::HalfAwayFromZero);
    let lines = [part("old_price")?.checked_neg()?, part("new_price")?];
    let step = issue(bill(input, &lines), None)?;
    let carried = step.effects.iter().find_map(|effect| {
        if let CustomerEffect::Balance { transaction } = effect { Some(transaction) } else { None }
    });
    let handled_as = match carried {
        Some(carried) if step.next.status == InvoiceStatus::Paid && step.actions.is_empty() => {
            let kind = json!(carried.kind);
            format!(
                "invoice paid with no charge, {} added to customer balance ({})",
                carried.amount.minor(),
                kind.as_str().unwrap()
            )
        }
        _ => "charged".to_owned(),
    };
    Ok(json!({
        "proration_net": step.next.totals.total.minor(),
        "below_minimum": currency(input).stripe_minimum_charge().map(Money::minor),
        "handled_as": handled_as,
    }))
}

fn zero(input: &Value) -> prorata::Result<Value> {
    let draft = NewInvoice::from(bill(input, &[])).create()?.next;
    let input = InvoiceInput::Finalize { finalization: Finalization::default() };
    let invoice = draft.apply(&input, start())?.next;
    Ok(json!({
        "total": invoice.totals.total.minor(),
        "status_after_finalize_or_pay": invoice.status,
        "status": invoice.status,
        "attempt_count": invoice.attempt_count,
        "ending_balance_when_draft": draft.ending_balance,
    }))
}

fn numbers(input: &Value) -> prorata::Result<Value> {
    let prefix = input["prefix"].as_str().unwrap().to_owned();
    let first = NumberSequence { prefix, next: input["next"].as_i64().unwrap_or(1).try_into().unwrap() };
    let first = first.take_number()?;
    let second = first.sequence.take_number()?;
    Ok(json!({"number": first.number, "next": [second.number], "numbers": [first.number, second.number]}))
}

fn before_payment(input: &Value) -> prorata::Result<Value> {
    let custom = &input["custom_line"];
    let unit = Money::new(custom["unit_amount"].as_i64().unwrap(), currency(input));
    let amount = unit.checked_mul(custom["quantity"].as_i64().unwrap())?;
    let open = issue(bill(input, &[minor(input, "invoice_amount_due")]), None)?.next;
    let what = Credited::Custom { description: "custom".into(), amount, tax_rates: vec![] };
    let (invoice, _) = credit(&open, what)?;
    Ok(json!({"new_amount_due": invoice.amount_due.minor()}))
}

/// The line that is credited, and one more, so that the invoice comes to its total.
fn after_payment(input: &Value) -> prorata::Result<Value> {
    let (credited, total) = (minor(input, "credit_line"), minor(input, "invoice_total"));
    let with = |rest: i64| issue(bill(input, &[credited, Money::new(rest, currency(input))]), None);
    let fits = |rest: &i64| with(*rest).is_ok_and(|step| step.next.totals.total == total);
    let rest = (0..=total.minor()).find(fits).unwrap();
    let paid = pay(&with(rest)?.next)?;
    let (invoice, note) = credit(&paid, by_amount("line 0", credited))?;
    let kind = if note.post_payment_amount.is_zero() { "pre_payment" } else { "post_payment" };
    Ok(json!({
        "subtotal": note.subtotal.minor(),
        "tax": note.tax.minor(),
        "total": note.total.minor(),
        "type": kind,
        "invoice_post_payment_credit_notes_amount": invoice.post_payment_credit_notes_amount.minor(),
        "number_suffix": note.number.unwrap().trim_start_matches("NUMBER-0001"),
    }))
}

/// What is refunded, and what goes to the balance, of notes up to what was paid and above it.
fn split(input: &Value) -> prorata::Result<Value> {
    let (total, due) = (minor(input, "invoice_total"), minor(input, "amount_due"));
    let balance = minor(input, "customer_balance_applied").checked_neg()?;
    let paid = pay(&issue(bill(input, &[total]), Some(balance))?.next)?;
    let (_, up_to) = credit(&paid, by_amount("line 0", due))?;
    let (_, above) = credit(&paid, Credited::Everything)?;
    let place = |refund: Money, credit: Money| match (refund.is_zero(), credit.is_zero()) {
        (false, true) => "refund to the payment method",
        (true, false) => "credited to the customer balance",
        _ => "both",
    };
    let rest = above.refund.checked_sub(up_to.refund)?;
    let mut got = json!({});
    got[format!("credit_note_up_to_{}", due.minor())] = place(up_to.refund, up_to.credit).into();
    got[format!("above_{}", due.minor())] = place(rest, above.credit).into();
    Ok(got)
}

fn one_line(input: &Value) -> prorata::Result<Value> {
    let lines = amounts(input);
    let bill = Bill { discounts: discounts::redeemed(input, start())?, ..bill(input, &lines) };
    let (_, note) = credit(&issue(bill, None)?.next, by_amount("line 0", lines[0]))?;
    Ok(json!({"line_discount": note.lines[0].discount.minor(), "credit": note.total.minor()}))
}

fn shared(input: &Value) -> prorata::Result<Value> {
    let open = issue(bill(input, &amounts(input)), None)?.next;
    let (_, note) = credit(&open, Credited::Spread { amount: minor(input, "credit_pre_tax") })?;
    let taxes = note.lines.iter().map(|line| line.taxes.first().map(|tax| tax.amount.minor()));
    Ok(json!({
        "tax_reduction": taxes.collect::<Vec<_>>(),
        "invoice_total": open.totals.total.minor(),
    }))
}

/// An invoice and the balance that it meets.
fn settled(input: &Value) -> prorata::Result<Value> {
    let names = ["starting_balance", "customer_balance", "balance"];
    let balance = names.iter().find_map(|name| input[*name].as_i64());
    let balance = balance.map(|minor| Money::new(minor, currency(input)));
    let step = issue(bill(input, &[minor(input, "invoice_total")]), balance)?;
    let mut account = account(input);
    for effect in &step.effects {
        account = account.post(effect)?;
    }
    Ok(json!({
        "customer_balance_change": account.balance().minor(),
        "status": step.next.status,
        "amount_due": step.next.amount_due.minor(),
        "starting_balance": step.next.starting_balance.minor(),
        "ending_balance": step.next.ending_balance.map(Money::minor),
    }))
}

/// A renewal that could not be charged. When it is tried again is the account's setting, and an input.
fn first_failure() -> Outcome {
    let failed = || -> prorata::Result<Value> {
        let hundred = Money::new(10_000, Currency::USD);
        let open = issue(bill(&Value::Null, &[hundred]), None)?.next;
        let attempt = open.attempts[0].id.clone();
        let failed = InvoiceInput::PaymentFailed { attempt, retry_at: None };
        let failed = open.apply(&failed, start())?.next;
        Ok(json!({"attempt_count": failed.attempt_count, "attempted": !failed.attempts.is_empty()}))
    };
    failed().map_or_else(|error| Outcome::Failed(error.to_string()), Outcome::Got)
}

fn account(input: &Value) -> CustomerAccount {
    let customer = "customer".to_owned();
    CustomerAccount {
        customer,
        currency: currency(input),
        entries: vec![],
        credit_grants: vec![],
        credit_uses: vec![],
    }
}

/// The case counts credit above 0; ours is Stripe's sign.
fn ledger(input: &Value) -> prorata::Result<Value> {
    let mut account = account(input);
    let mut balances = Vec::new();
    for (place, credit) in input["adjustments_as_credit_to_customer"].as_array().unwrap().iter().enumerate() {
        let amount = Money::new(credit.as_i64().unwrap(), currency(input)).checked_neg()?;
        let transaction = BalanceTransaction {
            id: format!("adjustment {place}"),
            kind: BalanceTransactionKind::Adjustment,
            amount,
            at: start(),
            invoice: None,
            credit_note: None,
            description: None,
        };
        account = account.post(&CustomerEffect::Balance { transaction })?;
        balances.push(account.balance().checked_neg()?.minor());
    }
    Ok(json!({"balances": balances, "note": "Cashier prints the negated Stripe sign"}))
}

/// Kill Bill's account credit is the customer's balance.
pub(crate) fn plan_change_net(input: &Value) -> prorata::Result<Value> {
    let lines = ["credits_minor", "charges_minor"].iter().flat_map(|name| input[name].as_array().unwrap());
    let lines: Vec<Money> = lines.map(|minor| Money::new(minor.as_i64().unwrap(), currency(input))).collect();
    let invoice = issue(bill(input, &lines), None)?.next;
    Ok(json!({
        "net_minor": invoice.totals.total.minor(),
        "account_credit_minor": invoice.ending_balance.unwrap().checked_neg()?.minor(),
        "amount_due_minor": invoice.amount_due.minor(),
    }))
}

//! The laws of invoices: what they add up to, what credit notes leave, what the customer's account keeps.

use proptest::prelude::*;
use prorata::{
    Currency, Money, Period, Timestamp,
    catalog::{AmountOff, Coupon, CouponDuration, Discount, TaxRate},
    customer::{CreditScope, CustomerAccount, CustomerContext, CustomerEffect, goodwill_credit},
    document::{DocumentOptions, credit_note_document, invoice_document, receipt_document},
    invoice::{
        AttemptOutcome, CreditNoteRequest, Credited, CreditedLine, Finalization, Invoice, InvoiceAction,
        InvoiceInput, InvoiceStatus, InvoiceStep, NewInvoice,
    },
    line_item::{LineItem, LineKind},
    subscription::{Bill, BillCollection, BillingReason, CollectionMethod},
};

fn at(hours: i64) -> Timestamp {
    Timestamp::from_millis(1_767_225_600_000 + hours * 3_600_000).unwrap()
}

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn rate(id: usize, hundredths: i64, inclusive: bool) -> TaxRate {
    let percentage = format!("{}.{:02}", hundredths / 100, hundredths % 100).parse().unwrap();
    TaxRate { id: format!("txr_{id}"), display_name: "VAT".into(), percentage, inclusive, jurisdiction: None }
}

fn discount(id: usize, percent: bool, size: i64) -> Discount {
    let off = if percent {
        AmountOff::Percent { percent_off: (size % 100 + 1).to_string().parse().unwrap() }
    } else {
        AmountOff::Amount { amount_off: usd(size), currency_options: vec![] }
    };
    let coupon = Coupon {
        id: format!("coupon_{id}"),
        name: None,
        off,
        duration: CouponDuration::Forever,
        applies_to: vec![],
        redeem_by: None,
        max_redemptions: None,
    };
    Discount { id: format!("di_{id}"), coupon, promotion_code: None, start: at(0), end: None }
}

fn line(place: usize, amount: i64, quantity: i64, discounts: Vec<Discount>, rates: Vec<TaxRate>) -> LineItem {
    LineItem {
        id: format!("line_{place}"),
        kind: LineKind::Period,
        subscription_item: Some(format!("si_{place}")),
        price: None,
        product: None,
        quantity,
        unit_amount: None,
        tier: None,
        period: Period { start: at(0), end: at(720) },
        amount: usd(amount),
        discount_amounts: vec![],
        proration: None,
        discountable: amount > 0,
        discounts,
        tax_rates: rates,
    }
}

prop_compose! {
    fn lines(lowest: i64)(
        lines in proptest::collection::vec(
            (lowest..50_000_i64, 1..20_i64, proptest::option::of((any::<bool>(), 1..3_000_i64)), 0..5_usize),
            1..6,
        ),
        rates in (0..3_000_i64, 0..3_000_i64, any::<bool>()),
    ) -> Vec<LineItem> {
        let of = |kind: usize| match kind {
            0 | 1 => vec![],
            2 => vec![rate(0, rates.0, false)],
            3 => vec![rate(1, rates.1, true)],
            _ => vec![rate(0, rates.0, false), rate(1, rates.1, rates.2)],
        };
        let lines = lines.into_iter().enumerate();
        // One rate is one tax group: inclusive or not is the rate's, so the last kind keeps the second rate's.
        lines.map(|(place, (amount, quantity, off, kind))| {
            let rates = of(if kind == 4 && !rates.2 { 2 } else { kind });
            line(place, amount, quantity, off.map(|(percent, size)| discount(place, percent, size)).into_iter().collect(), rates)
        }).collect()
    }
}

fn bill(lines: Vec<LineItem>, discounts: Vec<Discount>) -> Bill {
    Bill {
        id: "in_1".into(),
        subscription: "sub".into(),
        customer: "ada".into(),
        currency: Currency::USD,
        reason: BillingReason::SubscriptionCycle,
        created: at(1),
        period: Period { start: at(0), end: at(1) },
        lines,
        usage: vec![],
        discounts,
        default_tax_rates: vec![],
        collection_method: CollectionMethod::ChargeAutomatically,
        collection: BillCollection::Collect,
        finalize_at: Some(at(2)),
        threshold_reason: None,
    }
}

fn issued(bill: Bill, customer: CustomerContext) -> InvoiceStep {
    let finalization = Finalization { customer: Some(customer), ..Finalization::default() };
    NewInvoice::from(bill).issue(&finalization, at(2)).unwrap()
}

fn sum(amounts: impl IntoIterator<Item = Money>) -> i64 {
    amounts.into_iter().map(Money::minor).sum()
}

/// What the engine makes can be shown: a document whose figures do not add up is refused.
fn can_be_shown(invoice: &Invoice) {
    let options = DocumentOptions::default();
    invoice_document(invoice, &options).unwrap();
    if !invoice.payments.is_empty() {
        receipt_document(invoice, None, &options).unwrap();
    }
    for note in &invoice.credit_notes {
        credit_note_document(invoice, &note.id, &options).unwrap();
    }
}

/// Every sum of an invoice from its parts.
fn adds_up(invoice: &Invoice) {
    can_be_shown(invoice);
    let totals = &invoice.totals;
    for line in &invoice.lines {
        let off = sum(line.item_discounts.iter().chain(&line.invoice_discounts).map(|off| off.amount));
        let credit = sum(line.credits.iter().map(|credit| credit.amount));
        assert_eq!(line.net.minor(), line.item.amount.minor() - off - credit);
        let on_top = sum(line.taxes.iter().filter(|tax| !tax.inclusive).map(|tax| tax.amount));
        let inside = sum(line.taxes.iter().filter(|tax| tax.inclusive).map(|tax| tax.amount));
        assert_eq!(line.total.minor(), line.net.minor() - line.backed_out.minor() + on_top);
        assert_eq!(line.excluding_tax.minor() + line.backed_out.minor() + inside, line.net.minor());
        assert!(line.item.amount.is_negative() || !line.net.is_negative());
    }
    let item_off = sum(invoice.lines.iter().flat_map(|line| &line.item_discounts).map(|off| off.amount));
    assert_eq!(totals.subtotal.minor(), sum(invoice.lines.iter().map(|line| line.item.amount)) - item_off);
    assert_eq!(totals.total_discount.minor(), sum(totals.discounts.iter().map(|off| off.amount)));
    assert_eq!(totals.tax.minor(), totals.inclusive_tax.minor() + totals.exclusive_tax.minor());
    assert_eq!(totals.tax.minor(), sum(totals.taxes.iter().map(|tax| tax.amount)));
    let off = totals.total_discount.minor() + totals.total_credit.minor() + totals.backed_out_tax.minor();
    assert_eq!(totals.total.minor(), totals.subtotal.minor() - off + totals.exclusive_tax.minor());
    assert_eq!(totals.total.minor(), totals.total_excluding_tax.minor() + totals.tax.minor());
    assert_eq!(totals.total.minor(), sum(invoice.lines.iter().map(|line| line.total)));
    assert_eq!(invoice.amount_due.minor(), invoice.amount_paid.minor() + invoice.amount_remaining.minor());
    if let Some(ending) = invoice.ending_balance {
        // The balance is conserved: what was there and what is billed is due, was credited, or stays.
        let due = invoice.amount_due.minor() + invoice.pre_payment_credit_notes_amount.minor();
        assert_eq!(totals.total.minor() + invoice.starting_balance.minor(), due + ending.minor());
    }
}

fn paid(invoice: &Invoice) -> InvoiceStep {
    let payment = invoice.attempts.last().unwrap().id.clone();
    invoice.apply(&InvoiceInput::PaymentSucceeded { payment, amount: None }, at(3)).unwrap()
}

fn what() -> impl Strategy<Value = Credited> {
    prop_oneof![
        1 => Just(Credited::Everything),
        3 => (1..20_000_i64).prop_map(|minor| Credited::Spread { amount: usd(minor) }),
        4 => (0..6_usize, 1..8_i64).prop_map(|(line, quantity)| Credited::Lines {
            lines: vec![CreditedLine { line: format!("line_{line}"), quantity: Some(quantity), amount: None }],
        }),
        4 => (0..6_usize, 1..9_000_i64).prop_map(|(line, minor)| Credited::Lines {
            lines: vec![CreditedLine { line: format!("line_{line}"), quantity: None, amount: Some(usd(minor)) }],
        }),
        1 => (1..500_i64).prop_map(|minor| Credited::Custom {
            description: "goodwill".into(),
            amount: usd(minor),
            tax_rates: vec![],
        }),
    ]
}

fn request(id: usize, what: Credited) -> CreditNoteRequest {
    let id = format!("cn_{id}");
    CreditNoteRequest { id, what, reason: None, memo: None, refund: None, credit: None, out_of_band: None }
}

fn inputs() -> impl Strategy<Value = InvoiceInput> {
    let attempt = (1..4_u32).prop_map(|count| format!("in_1-attempt-{count}"));
    prop_oneof![
        Just(InvoiceInput::Advance),
        Just(InvoiceInput::CreationDelivered),
        Just(InvoiceInput::Finalize { finalization: Finalization::default() }),
        (1..4_u32).prop_map(|attempt| InvoiceInput::Pay { attempt }),
        (attempt.clone(), proptest::option::of(-5..90_000_i64)).prop_map(|(payment, amount)| {
            InvoiceInput::PaymentSucceeded { payment, amount: amount.map(usd) }
        }),
        (attempt.clone(), proptest::option::of(0..400_i64)).prop_map(|(attempt, hours)| {
            InvoiceInput::PaymentFailed { attempt, retry_at: hours.map(at) }
        }),
        attempt.prop_map(|attempt| InvoiceInput::PaymentActionRequired { attempt }),
        Just(InvoiceInput::PaidOutOfBand),
        Just(InvoiceInput::MarkUncollectible),
        Just(InvoiceInput::Void),
        Just(InvoiceInput::Delete),
        Just(InvoiceInput::StopCollection),
        (0..3_usize, what()).prop_map(|(id, what)| InvoiceInput::Credit { request: request(id, what) }),
        (0..3_usize).prop_map(|id| InvoiceInput::VoidCreditNote { credit_note: format!("cn_{id}") }),
    ]
}

proptest! {
    #![proptest_config(crate::config())]

    /// The total is the sum of its parts, in every step of the pipeline, and the balance is conserved.
    #[test]
    fn an_invoice_adds_up(
        lines in lines(-20_000),
        off in proptest::option::of((any::<bool>(), 1..30_000_i64)),
        balance in -60_000..60_000_i64,
        credit in proptest::option::of(1..40_000_i64),
    ) {
        let discounts = off.map(|(percent, size)| discount(99, percent, size)).into_iter().collect();
        let grants = credit.map(|minor| goodwill_credit("sorry", usd(minor), at(0)).unwrap());
        prop_assert!(grants.iter().all(|grant| grant.scope == Some(CreditScope::Everything)));
        let customer = CustomerContext {
            balance: Some(usd(balance)),
            credit_grants: grants.clone().into_iter().collect(),
            ..CustomerContext::default()
        };
        let step = issued(bill(lines, discounts), customer);
        adds_up(&step.next);
        prop_assert!(!step.next.amount_due.is_negative());
        // What the account is told is what the invoice says.
        let mut account = CustomerAccount {
            customer: "ada".into(),
            currency: Currency::USD,
            entries: vec![],
            credit_grants: grants.into_iter().collect(),
            credit_uses: vec![],
        };
        for effect in step.effects.iter().chain(&step.effects) {
            account = account.post(effect).unwrap();
        }
        let moved = step.next.ending_balance.unwrap().minor() - balance;
        prop_assert_eq!(account.balance().minor(), moved);
        let used = sum(account.credit_grants.iter().map(|grant| grant.amount)) - sum(account.credit_grants.iter().map(|grant| grant.available));
        prop_assert_eq!(used, step.next.totals.total_credit.minor());
    }

    /// Turning every amount turns the invoice: what costs x as a charge gives x as a credit.
    #[test]
    fn a_credit_is_the_mirror_image_of_a_charge(lines in lines(-20_000)) {
        let plain = |sign: i64| {
            let turned = lines.iter().map(|line| LineItem {
                amount: usd(sign * line.amount.minor()),
                discounts: vec![],
                discountable: false,
                ..line.clone()
            });
            issued(bill(turned.collect(), vec![]), CustomerContext::default()).next.totals
        };
        let (charge, credit) = (plain(1), plain(-1));
        let pairs = [
            (charge.subtotal, credit.subtotal),
            (charge.tax, credit.tax),
            (charge.total_excluding_tax, credit.total_excluding_tax),
            (charge.total, credit.total),
        ];
        for (charge, credit) in pairs {
            prop_assert_eq!(charge.minor(), -credit.minor());
        }
    }

    /// Credit notes never come to more than the invoice, in all, per line and per tax; their parts add up; the one for
    /// everything leaves nothing.
    #[test]
    fn credit_notes_stay_within_the_invoice(
        lines in lines(0),
        off in proptest::option::of((any::<bool>(), 1..30_000_i64)),
        balance in -20_000..20_000_i64,
        pay in any::<bool>(),
        notes in proptest::collection::vec((what(), any::<bool>()), 1..6),
    ) {
        let discounts = off.map(|(percent, size)| discount(99, percent, size)).into_iter().collect();
        let customer = CustomerContext { balance: Some(usd(balance)), ..CustomerContext::default() };
        let mut invoice = issued(bill(lines, discounts), customer).next;
        if pay && invoice.status == InvoiceStatus::Open {
            invoice = paid(&invoice).next;
        }
        let last = (notes.len(), (Credited::Everything, false));
        for (id, (what, void)) in notes.into_iter().enumerate().chain([last]) {
            let everything = what == Credited::Everything;
            let input = InvoiceInput::Credit { request: request(id, what) };
            match invoice.apply(&input, at(4)) {
                Ok(step) => {
                    prop_assert_eq!(&step.next.apply(&input, at(4)).unwrap().next, &step.next);
                    invoice = step.next;
                    if everything && invoice.credit_notes.iter().all(|note| note.lines.iter().all(|line| line.line.is_some())) {
                        let counting = invoice.credit_notes.iter().filter(|note| note.voided_at.is_none());
                        prop_assert_eq!(sum(counting.map(|note| note.total)), invoice.totals.total.minor());
                    }
                    if void && invoice.status == InvoiceStatus::Open {
                        let input = InvoiceInput::VoidCreditNote { credit_note: format!("cn_{id}") };
                        if let Ok(step) = invoice.apply(&input, at(4)) { invoice = step.next; }
                    }
                }
                Err(error) => prop_assert!(error.code().starts_with("invoice."), "{error}"),
            }
        }
        adds_up(&invoice);
        let counting: Vec<_> = invoice.credit_notes.iter().filter(|note| note.voided_at.is_none()).collect();
        prop_assert!(sum(counting.iter().map(|note| note.total)) <= invoice.totals.total.minor());
        for tax in &invoice.totals.taxes {
            let noted = counting.iter().flat_map(|note| &note.taxes).filter(|noted| noted.rate == tax.rate);
            prop_assert!(sum(noted.map(|noted| noted.amount)) <= tax.amount.minor());
        }
        for line in &invoice.lines {
            let noted = counting.iter().flat_map(|note| &note.lines);
            let noted: Vec<_> = noted.filter(|noted| noted.line.as_ref() == Some(&line.item.id)).collect();
            prop_assert!(sum(noted.iter().map(|noted| noted.amount)) <= line.item.amount.minor());
            // Each share is the proportional one, to the nearest: a void may have left a unit more or less.
            let voids = invoice.credit_notes.iter().any(|note| note.voided_at.is_some());
            let (credited, whole) = (sum(noted.iter().map(|noted| noted.amount)), line.item.amount.minor());
            let near = |noted: i64, part: i64| {
                let off_by = (i128::from(noted) * i128::from(whole) - i128::from(part) * i128::from(credited)).unsigned_abs();
                voids || 2 * off_by <= u128::from(whole.unsigned_abs())
            };
            let off = sum(noted.iter().flat_map(|noted| [noted.discount, noted.credit, noted.backed_out]));
            prop_assert!(near(off, whole - line.net.minor() + line.backed_out.minor()));
            for tax in &line.taxes {
                let noted = noted.iter().flat_map(|noted| &noted.taxes).filter(|noted| noted.rate == tax.rate);
                prop_assert!(near(sum(noted.map(|noted| noted.amount)), tax.amount.minor()));
            }
        }
        for note in counting {
            prop_assert_eq!(note.total.minor(), note.pre_payment_amount.minor() + note.post_payment_amount.minor());
            let given = [note.refund, note.credit, note.out_of_band];
            prop_assert_eq!(note.post_payment_amount.minor(), sum(given));
            let on_top = sum(note.taxes.iter().filter(|tax| !tax.inclusive).map(|tax| tax.amount));
            let backed_out = sum(note.lines.iter().map(|line| line.backed_out));
            prop_assert_eq!(note.total.minor(), note.subtotal.minor() - note.total_off.minor() - backed_out + on_top);
        }
    }

    /// Whatever happens, in whatever order: nothing panics, what was refused changed nothing, what is delivered twice
    /// counts once, what is final stays, and the invoice still adds up.
    #[test]
    fn redelivery_changes_nothing_and_final_states_stay(
        lines in lines(-5_000),
        sent in any::<bool>(),
        inputs in proptest::collection::vec(inputs(), 1..12),
    ) {
        let collection_method = if sent {
            CollectionMethod::SendInvoice { days_until_due: 2 }
        } else {
            CollectionMethod::ChargeAutomatically
        };
        let bill = Bill { collection_method, ..bill(lines, vec![]) };
        let new = NewInvoice { uncollectible_after_days: Some(3), ..NewInvoice::from(bill) };
        let mut invoice = new.create().unwrap().next;
        let mut effects: Vec<CustomerEffect> = Vec::new();
        for (hour, input) in (2..).zip(inputs) {
            let now = at(hour * 11);
            let Ok(step) = invoice.apply(&input, now) else { continue };
            prop_assert!(!invoice.status.is_final() || step.next.status == invoice.status);
            if invoice.status != InvoiceStatus::Draft {
                prop_assert_eq!(&step.next.totals, &invoice.totals);
            }
            match step.next.apply(&input, now) {
                Ok(again) => {
                    prop_assert_eq!(&again.next, &step.next);
                    prop_assert!(again.actions.is_empty() && again.effects.is_empty() && again.events.is_empty());
                }
                // A payment that is not positive, or a change that the next status does not allow any more.
                Err(error) => prop_assert!(false, "{input:?} again: {error}"),
            }
            let pending = step.next.attempts.iter().filter(|attempt| attempt.outcome == AttemptOutcome::Pending);
            prop_assert!(pending.count() <= 1);
            for action in &step.actions {
                if let InvoiceAction::Charge { amount, .. } = action {
                    prop_assert!(amount.minor() > 0);
                }
            }
            effects.extend(step.effects.iter().cloned());
            invoice = step.next;
            adds_up(&invoice);
        }
        // A voided invoice leaves the balance as it found it, apart from what was credited or overpaid.
        if invoice.status == InvoiceStatus::Void && invoice.credit_notes.is_empty() {
            let moved = effects.iter().filter_map(|effect| match effect {
                CustomerEffect::Balance { transaction } => Some(transaction.amount),
                CustomerEffect::Grant { .. }
                | CustomerEffect::CreditUsed { .. }
                | CustomerEffect::CreditReinstated { .. } => None,
            });
            prop_assert_eq!(sum(moved), 0);
        }
    }
}

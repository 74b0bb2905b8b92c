//! What is previewed is what is then issued; a referral pays an invoice; a draft changes until it is final.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]

use prorata::{
    Currency, Money, Timestamp,
    customer::{CustomerAccount, CustomerContext, CustomerEffect, Referral, referral_credit},
    invoice::{
        Finalization, Invoice, InvoiceChange, InvoiceInput, InvoiceStatus, NewInvoice, OverviewRequest,
        UpcomingContext, UsageQuantity, billing_overview,
    },
    subscription::{Bill, NewSubscription, Step, Subscription, SubscriptionAction, SubscriptionInput},
};
use serde_json::json;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn bill(step: Step) -> Bill {
    let mut bills = step.actions.into_iter().filter_map(|action| {
        if let SubscriptionAction::CreateInvoice { bill } = action { Some(bill) } else { None }
    });
    bills.next_back().unwrap()
}

/// 49.00 a month, and usage in tiers, with 10 % off and 20 % tax; the first invoice is paid.
fn subscribed() -> Subscription {
    let month = json!({"unit": "month", "count": 1});
    let new: NewSubscription = serde_json::from_value(json!({
        "id": "sub", "customer": "ada", "currency": "USD",
        "items": [
            {"id": "si_plan", "quantity": 1, "price": {
                "id": "price_plan", "product": "prod", "currency": "USD",
                "pricing": {"kind": "per_unit", "unit_amount": "4900"}, "recurring": {"interval": month},
            }},
            {"id": "si_calls", "quantity": 0, "price": {
                "id": "price_calls", "product": "prod", "currency": "USD",
                "pricing": {"kind": "graduated", "tiers": [
                    {"up_to": 100, "unit_amount": "0"}, {"unit_amount": "7"},
                ]},
                "recurring": {"interval": month, "meter": "calls"},
            }},
        ],
        "discounts": [{"id": "di", "start": "2026-01-01T00:00:00Z", "coupon": {
            "id": "ten", "off": {"kind": "percent", "percent_off": "10"}, "duration": {"kind": "forever"},
        }}],
        "default_tax_rates": [{"id": "vat", "display_name": "VAT", "percentage": "20", "inclusive": false}],
    }))
    .unwrap();
    let begun = new.create(at("2026-01-31T10:00:00Z")).unwrap();
    let paid = SubscriptionInput::InvoicePaid { invoice: "sub-1".into() };
    begun.next.apply(&paid, at("2026-01-31T10:00:05Z")).unwrap().next
}

fn context(subscription: &Subscription) -> UpcomingContext {
    let bill = subscription.upcoming().unwrap().unwrap();
    let quantities = bill.usage.iter().map(|usage| UsageQuantity {
        line: usage.line.clone(),
        quantity: 340,
        billed: None,
    });
    let customer = CustomerContext { balance: Some(usd(-123)), ..CustomerContext::default() };
    UpcomingContext { quantities: quantities.collect(), customer: Some(customer) }
}

/// The invoice that is then issued, with the same usage and customer.
fn issued(subscription: &Subscription, context: &UpcomingContext) -> Invoice {
    let renewal = subscription.wake_at().unwrap().unwrap();
    let bill = bill(subscription.apply(&SubscriptionInput::Advance, renewal).unwrap());
    let draft = NewInvoice::from(bill).create().unwrap().next;
    let finalization = Finalization {
        quantities: context.quantities.clone(),
        customer: context.customer.clone(),
        ..Finalization::default()
    };
    let finalize_at = draft.wake_at().unwrap().unwrap();
    draft.apply(&InvoiceInput::Finalize { finalization }, finalize_at).unwrap().next
}

#[test]
fn the_overview_names_the_amount_that_is_then_due() {
    let subscription = subscribed();
    let context = context(&subscription);
    let request = OverviewRequest {
        subscription: subscription.clone(),
        plan: None,
        usage: vec![],
        context: Some(context.clone()),
        payment_method: None,
        invoices: vec![],
    };
    let overview = billing_overview(request).unwrap();
    let issued = issued(&subscription, &context);
    let next = overview.next_invoice.unwrap();
    assert_eq!(overview.next_billing_at, Some(at("2026-02-28T10:00:00Z")));
    // 4900 + 240 × 7, less 10 %, with 20 %, less the balance: 5922 × 1.2 − 123.
    assert_eq!(overview.next_amount, Some(usd(6_983)));
    assert_eq!(issued.amount_due, usd(6_983));
    assert_eq!((next.lines, next.totals), (issued.lines, issued.totals));
}

#[test]
fn an_overview_shows_limits_payments_and_what_is_owed() {
    let subscription = subscribed();
    let context = context(&subscription);
    let open = issued(&subscription, &context);
    let payment = open.attempts[0].id.clone();
    let paid = InvoiceInput::PaymentSucceeded { payment, amount: None };
    let paid = Invoice { id: "older".into(), ..open.apply(&paid, at("2026-02-28T11:00:09Z")).unwrap().next };
    let plan = json!({"id": "pro", "name": "Pro", "tier": "custom", "limits": [
        {"feature": "emails", "limit": 10_000}, {"feature": "seats"}, {"feature": "domains", "limit": 3},
    ]});
    let used = |feature: &str, used: i64| json!({"feature": feature, "used": used});
    let request: OverviewRequest = serde_json::from_value(json!({
        "subscription": subscription, "plan": plan, "context": context, "invoices": [paid, open],
        "usage": [used("emails", 9_000), used("domains", 5), used("webhooks", 2), used("seats", 7)],
    }))
    .unwrap();
    let overview = billing_overview(request).unwrap();
    let rows: Vec<_> = overview
        .usage
        .iter()
        .map(|row| (row.feature.as_str(), row.used, row.limit, row.left, row.over))
        .collect();
    assert_eq!(
        rows,
        [
            ("emails", 9_000, Some(10_000), Some(1_000), 0),
            ("seats", 7, None, None, 0),
            ("domains", 5, Some(3), Some(0), 2),
            ("webhooks", 2, Some(0), Some(0), 2),
        ]
    );
    assert_eq!(overview.plan.as_deref(), Some("Pro"));
    assert_eq!(overview.amount_owed, usd(6_983));
    assert_eq!(overview.payments.len(), 1);
    assert_eq!(overview.payments[0].amount, usd(6_983));
    let statuses: Vec<_> = overview.invoices.iter().map(|invoice| invoice.status).collect();
    assert_eq!(statuses, [InvoiceStatus::Open, InvoiceStatus::Paid]); // the newest first
}

#[test]
fn a_draft_is_priced_again_with_every_report_of_usage() {
    let subscription = subscribed();
    let renewal = subscription.wake_at().unwrap().unwrap();
    let bill = bill(subscription.apply(&SubscriptionInput::Advance, renewal).unwrap());
    let line = bill.usage[0].line.clone();
    let mut draft = NewInvoice::from(bill).create().unwrap().next;
    assert_eq!(draft.totals.subtotal, usd(4_900));
    for (quantity, subtotal) in [(340, 6_580), (50, 4_900), (1_100, 11_900)] {
        let quantities = vec![UsageQuantity { line: line.clone(), quantity, billed: None }];
        let update = prorata::invoice::DraftUpdate { quantities, ..Default::default() };
        draft = draft.apply(&InvoiceInput::UpdateDraft { update }, renewal).unwrap().next;
        assert_eq!(draft.totals.subtotal, usd(subtotal));
        assert_eq!(draft.ending_balance, None);
    }
    assert_eq!(draft.lines.len(), 3); // two tiers and the plan
}

#[test]
fn a_referral_pays_the_next_invoice_once() {
    let referral = Referral { referrer: "ada".into(), referee: "grace".into(), reward: usd(5_000) };
    let mut account = CustomerAccount {
        customer: "ada".into(),
        currency: Currency::USD,
        entries: vec![],
        credit_grants: vec![],
        credit_uses: vec![],
    };
    for _ in 0..2 {
        let grant = referral_credit(&referral, Some(at("2026-02-01T00:00:00Z"))).unwrap().unwrap();
        account = account.post(&CustomerEffect::Grant { grant }).unwrap();
    }
    let subscription = subscribed();
    let context = UpcomingContext { customer: Some(account.context()), ..context(&subscription) };
    let invoice = issued(&subscription, &context);
    // 5922 after the discount, less 5000, with 20 %.
    assert_eq!(invoice.totals.total_credit, usd(5_000));
    assert_eq!(invoice.amount_due, usd(1_106));
}

#[test]
fn the_table_of_states_in_the_docs_is_the_code() {
    use InvoiceChange::{Deleted, Finalized, GivenUp, Settled, Voided};
    use InvoiceStatus as Status;
    let page = include_str!("../../docs/conformance/invoices.md");
    let statuses =
        [Status::Draft, Status::Open, Status::Paid, Status::Uncollectible, Status::Void, Status::Deleted];
    for status in statuses {
        let cells = [Finalized, Settled, Voided, GivenUp, Deleted]
            .map(|change| status.after(change).map_or("–", InvoiceStatus::name));
        let row = format!("| {} | {} |", status.name(), cells.join(" | "));
        assert!(page.contains(&row), "{row}");
    }
}

/// 30.00 a month at 20 % tax, cancelled at half, after `change` on 10 April.
fn cancelled_after(change: serde_json::Value) -> Invoice {
    let month = json!({"unit": "month", "count": 1});
    let new: NewSubscription = serde_json::from_value(json!({
        "id": "sub", "customer": "ada", "currency": "USD",
        "items": [{"id": "si", "quantity": 1, "price": {
            "id": "price", "product": "prod", "currency": "USD",
            "pricing": {"kind": "per_unit", "unit_amount": "3000"}, "recurring": {"interval": month},
        }}],
        "default_tax_rates": [{"id": "vat", "display_name": "VAT", "percentage": "20", "inclusive": false}],
    }))
    .unwrap();
    let cancel = json!({"when": {"kind": "now"}, "prorate": true, "invoice_now": true});
    let mut step = new.create(at("2026-04-01T00:00:00Z")).unwrap();
    for (day, input) in [
        ("2026-04-01", json!({"kind": "invoice_paid", "invoice": "sub-1"})),
        ("2026-04-10", json!({"kind": "update", "update": change})),
        ("2026-04-16", json!({"kind": "cancel", "request": cancel})),
    ] {
        let input: SubscriptionInput = serde_json::from_value(input).unwrap();
        step = step.next.apply(&input, at(&format!("{day}T00:00:00Z"))).unwrap();
    }
    let draft = NewInvoice::from(bill(step)).create().unwrap().next;
    let finalize_at = draft.wake_at().unwrap().unwrap();
    draft.apply(&InvoiceInput::Finalize { finalization: Finalization::default() }, finalize_at).unwrap().next
}

#[test]
fn a_credit_gives_back_the_tax_that_was_billed() {
    let ten = json!([{"id": "ten", "display_name": "VAT", "percentage": "10", "inclusive": false}]);
    for change in [
        json!({"default_tax_rates": ten}),
        json!({"default_tax_rates": []}),
        json!({"items": [{"kind": "set", "id": "si", "tax_rates": ten}]}),
    ] {
        let invoice = cancelled_after(change);
        assert_eq!(invoice.totals.subtotal, usd(-1_500));
        assert_eq!(invoice.totals.tax, usd(-300));
    }
}

#[test]
fn what_waits_for_an_invoice_is_taxed_by_it() {
    let ten = json!([{"id": "ten", "display_name": "VAT", "percentage": "10", "inclusive": false}]);
    let two = json!([{"kind": "set", "id": "si", "quantity": 2}]);
    let invoice = cancelled_after(json!({"items": two, "default_tax_rates": ten}));
    // From the 10th -21.00 at 20 %, and 42.00 less the -30.00 of the 16th at 10 %.
    assert_eq!(invoice.totals.subtotal, usd(-900));
    assert_eq!(invoice.totals.tax, usd(-300));
}

//! Invoices as the engine makes them, with all that a document can show.

use prorata::{
    Currency, Interval, Money, Period, Timestamp,
    catalog::{AmountOff, Coupon, CouponDuration, Discount, Price, TaxExempt, TaxRate},
    customer::{CreditScope, CustomerContext, promotional_credit},
    document::{DocumentOptions, Party, SheetFact},
    explain::{ExplainOptions, ProductName},
    invoice::{
        CreditNoteReason, CreditNoteRequest, Credited, CreditedLine, Finalization, Invoice, InvoiceInput,
        NewInvoice,
    },
    line_item::{LineItem, LineKind},
    subscription::{Bill, BillCollection, BillingReason, CollectionMethod},
};

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn february() -> Period {
    Period::new(at("2026-02-01T00:00:00Z"), at("2026-03-01T00:00:00Z")).unwrap()
}

pub(crate) fn line(place: usize, product: &str, quantity: i64, unit: i64) -> LineItem {
    LineItem {
        id: format!("il_{place}"),
        kind: LineKind::Period,
        subscription_item: Some(format!("si_{place}")),
        price: Some(format!("price_{product}")),
        product: Some(product.into()),
        quantity,
        unit_amount: Some(unit.to_string().parse().unwrap()),
        tier: None,
        period: february(),
        amount: eur(unit * quantity),
        discount_amounts: vec![],
        proration: None,
        discountable: true,
        discounts: vec![],
        tax_rates: vec![],
    }
}

pub(crate) fn vat(percentage: &str, inclusive: bool) -> TaxRate {
    TaxRate {
        id: format!("txr_{percentage}"),
        display_name: "VAT".into(),
        percentage: percentage.parse().unwrap(),
        inclusive,
        jurisdiction: None,
    }
}

fn discount(id: &str, name: &str, off: AmountOff) -> Discount {
    let coupon = Coupon {
        id: id.into(),
        name: Some(name.into()),
        off,
        duration: CouponDuration::Forever,
        applies_to: vec![],
        redeem_by: None,
        max_redemptions: None,
    };
    Discount {
        id: format!("di_{id}"),
        coupon,
        promotion_code: None,
        start: at("2026-01-01T00:00:00Z"),
        end: None,
    }
}

pub(crate) fn bill(lines: Vec<LineItem>, rates: Vec<TaxRate>) -> Bill {
    Bill {
        id: "sub-1".into(),
        subscription: "sub".into(),
        customer: "cus_ada".into(),
        currency: Currency::EUR,
        reason: BillingReason::SubscriptionCycle,
        created: february().start,
        period: february(),
        lines,
        usage: vec![],
        discounts: vec![],
        default_tax_rates: rates,
        collection_method: CollectionMethod::SendInvoice { days_until_due: 30 },
        collection: BillCollection::Collect,
        finalize_at: Some(at("2026-02-01T01:00:00Z")),
        threshold_reason: None,
    }
}

pub(crate) fn issued(bill: Bill, customer: CustomerContext) -> Invoice {
    let finalization = Finalization {
        customer: Some(customer),
        number: Some("ACME-0042".into()),
        ..Finalization::default()
    };
    NewInvoice::from(bill).issue(&finalization, at("2026-02-01T01:00:00Z")).unwrap().next
}

pub(crate) fn then(invoice: &Invoice, input: InvoiceInput, when: &str) -> Invoice {
    invoice.apply(&input, at(when)).unwrap().next
}

pub(crate) fn paid(invoice: &Invoice, payment: &str, amount: Option<Money>, when: &str) -> Invoice {
    then(invoice, InvoiceInput::PaymentSucceeded { payment: payment.into(), amount }, when)
}

pub(crate) fn credited(invoice: &Invoice, id: &str, what: Credited, when: &str) -> Invoice {
    let request = CreditNoteRequest {
        id: id.into(),
        what,
        reason: Some(CreditNoteReason::OrderChange),
        memo: Some("Two seats were given up before the period began.".into()),
        refund: None,
        credit: None,
        out_of_band: None,
    };
    then(invoice, InvoiceInput::Credit { request }, when)
}

/// One line, one tax.
pub(crate) fn short() -> Invoice {
    issued(bill(vec![line(1, "pro", 5, 4_900)], vec![vat("21", false)]), CustomerContext::default())
}

/// Over several pages.
pub(crate) fn long() -> Invoice {
    let names = ["pro", "storage", "support"];
    let lines = (1..=60).map(|place: usize| {
        line(
            place,
            names[place % 3],
            i64::try_from(place % 7 + 1).unwrap(),
            i64::try_from(place * 137).unwrap(),
        )
    });
    issued(bill(lines.collect(), vec![vat("21", false)]), CustomerContext::default())
}

/// Discounts of an item and of the whole, a credit, inclusive and exclusive tax, a balance.
pub(crate) fn rich() -> Invoice {
    let mut pro = line(1, "pro", 5, 4_900);
    let ten = AmountOff::Percent { percent_off: "10".parse().unwrap() };
    pro.discounts = vec![discount("SEATS", "Seats", ten)];
    let mut usage = line(2, "api", 12_345, 0);
    (usage.kind, usage.unit_amount, usage.amount) =
        (LineKind::Usage, Some("0.25".parse().unwrap()), eur(3_086));
    let mut handbook = line(3, "handbook", 1, 2_500);
    handbook.tax_rates = vec![vat("9", true)];
    handbook.kind = LineKind::OneOff;
    handbook.period = Period { start: february().start, end: february().start };
    let mut bill = bill(vec![pro, usage, handbook], vec![vat("21", false)]);
    let amount = AmountOff::Amount { amount_off: eur(2_000), currency_options: vec![] };
    bill.discounts = vec![discount("LAUNCH", "Launch offer", amount)];
    issued(bill, customer())
}

pub(crate) fn customer() -> CustomerContext {
    let mut grant = promotional_credit("credgr_1", eur(1_500), at("2026-01-01T00:00:00Z"), None).unwrap();
    grant.name = Some("Welcome".into());
    grant.scope = Some(CreditScope::Everything);
    CustomerContext { balance: Some(eur(-1_000)), credit_grants: vec![grant], ..CustomerContext::default() }
}

/// Two of five seats are credited.
pub(crate) fn two_seats() -> Credited {
    let line = CreditedLine { line: "il_1".into(), quantity: Some(2), amount: None };
    Credited::Lines { lines: vec![line] }
}

/// The prices fall by their tax, which the customer accounts for.
pub(crate) fn reverse() -> (Invoice, DocumentOptions) {
    let customer = CustomerContext { tax_exempt: Some(TaxExempt::Reverse), ..CustomerContext::default() };
    let mut inclusive = line(2, "storage", 1, 1_210);
    inclusive.tax_rates = vec![vat("20", true)];
    let bill = bill(vec![line(1, "pro", 5, 4_900), inclusive], vec![vat("21", false)]);
    let mut options = options();
    if let Some(explain) = &mut options.explain {
        explain.customer = Some(customer.clone());
    }
    (issued(bill, customer), options)
}

pub(crate) fn party(name: &str, address: &[&str], tax_id: &str, email: &str) -> Party {
    Party {
        name: name.into(),
        address: address.iter().map(ToString::to_string).collect(),
        tax_ids: vec![tax_id.into()],
        email: Some(email.into()),
    }
}

pub(crate) fn options() -> DocumentOptions {
    let product = |product: &str, name: &str, unit: Option<&str>| ProductName {
        product: product.into(),
        name: name.into(),
        unit_label: unit.map(Into::into),
    };
    let price = |product: &str, unit: &str| {
        Price::licensed(
            &format!("price_{product}"),
            product,
            Currency::EUR,
            unit.parse().unwrap(),
            Interval::MONTH,
        )
    };
    DocumentOptions {
        seller: Some(party(
            "Łódź Software Sp. z o.o.",
            &["ul. Piotrkowska 1", "90-001 Łódź", "Poland"],
            "VAT PL1234567890",
            "billing@lodz.example",
        )),
        buyer: Some(party(
            "Ελένη Παπαδοπούλου & Сыновья",
            &["Fő utca 7", "1011 Budapest", "Hungary"],
            "VAT HU12345678",
            "ap@eleni.example",
        )),
        explain: Some(ExplainOptions {
            products: vec![
                product("pro", "Team plan", Some("seat")),
                product("storage", "Storage", None),
                product("support", "Support", None),
                product("api", "API calls", None),
                product("handbook", "Handbook, printed", None),
            ],
            prices: vec![price("pro", "4900"), price("storage", "1210")],
            customer: Some(customer()),
            ..ExplainOptions::default()
        }),
        custom_fields: vec![SheetFact { label: "Purchase order".into(), value: "PO-2026-7".into() }],
        payment_method: Some("Visa •••• 4242".into()),
        payment_instructions: Some(
            "By bank transfer to PL61 1090 1014 0000 0712 1981 2874.\nPlease name the invoice’s number."
                .into(),
        ),
        notes: Some("Thank you for your business.".into()),
        footer: Some("Łódź Software Sp. z o.o. · KRS 0000123456 · share capital 5,000 PLN".into()),
        ..DocumentOptions::default()
    }
}

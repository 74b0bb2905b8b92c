//! Invoices, receipts and credit notes as people see them.
#![allow(
    clippy::wildcard_enum_match_arm,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "tests may panic"
)]

mod samples;

use std::hash::Hasher;

use prorata::{
    Currency, Money,
    customer::CustomerContext,
    document::*,
    explain::ExplainOptions,
    invoice::{Credited, Invoice, InvoiceInput},
    money::{CurrencySign, MoneyFormat},
};
use samples::*;

/// Every document that the tests look at, by name.
fn documents() -> Vec<(&'static str, Sheet)> {
    let options = options();
    let rich = rich();
    let settled = paid(&short(), "pay_1", None, "2026-02-20T10:00:00Z");
    let parts = paid(&rich, "pay_1", Some(eur(10_000)), "2026-02-10T10:00:00Z");
    let parts = paid(&parts, "pay_2", None, "2026-02-20T10:00:00Z");
    let note_before = credited(&rich, "cn_1", two_seats(), "2026-02-03T10:00:00Z");
    let note_after = credited(&settled, "cn_2", two_seats(), "2026-02-22T10:00:00Z");
    let (reverse, reverse_options) = reverse();
    let invoice = |invoice: &Invoice| invoice_document(invoice, &options).unwrap();
    vec![
        ("invoice-short", invoice(&short())),
        ("invoice-long", invoice(&long())),
        ("invoice-rich", invoice(&rich)),
        ("invoice-paid", invoice(&parts)),
        ("invoice-credited", invoice(&note_before)),
        ("invoice-refunded", invoice(&note_after)),
        ("invoice-void", invoice(&then(&short(), InvoiceInput::Void, "2026-02-02T00:00:00Z"))),
        (
            "invoice-uncollectible",
            invoice(&then(&short(), InvoiceInput::MarkUncollectible, "2026-05-02T00:00:00Z")),
        ),
        ("invoice-reverse-charge", invoice_document(&reverse, &reverse_options).unwrap()),
        ("receipt", receipt_document(&settled, None, &options).unwrap()),
        ("receipt-second", receipt_document(&parts, Some("pay_2"), &options).unwrap()),
        ("credit-note", credit_note_document(&note_after, "cn_2", &options).unwrap()),
        ("credit-note-before", credit_note_document(&note_before, "cn_1", &options).unwrap()),
        ("invoice-bare", invoice_document(&short(), &DocumentOptions::default()).unwrap()),
    ]
}

/// What people read stays as it was reviewed; the bytes of each PDF are known by their number and hash.
#[test]
fn the_pages_are_known() {
    let mut files = String::new();
    for (name, sheet) in documents() {
        let html = sheet.to_html().unwrap();
        for paper in [Paper::A4, Paper::Letter] {
            let file = Sheet { paper: Some(paper), ..sheet.clone() }.to_pdf(None, None, None).unwrap();
            let mut hasher = rustc_hash::FxHasher::default();
            hasher.write(&file);
            files.push_str(&format!("{name} {paper:?}: {} bytes, {:016x}\n", file.len(), hasher.finish()));
            if let Some(directory) = option_env!("PRORATA_DOCUMENT_DIRECTORY") {
                std::fs::write(format!("{directory}/{name}-{paper:?}.pdf"), &file).unwrap();
                std::fs::write(format!("{directory}/{name}.html"), &html).unwrap();
            }
        }
        if name != "invoice-long" {
            let body = html.split_once("</head>").unwrap().1;
            insta::assert_snapshot!(name, body);
        }
    }
    insta::assert_snapshot!("files", files);
}

#[test]
fn the_same_invoice_is_the_same_file() {
    let made = || {
        documents()
            .into_iter()
            .map(|(_, sheet)| (sheet.to_html().unwrap(), sheet.to_pdf(None, None, None).unwrap()))
    };
    assert!(made().eq(made()));
}

/// What the last column of the first table, and the totals under it, come to, read from what is shown.
fn adds_up(sheet: &Sheet) {
    let amount = |text: &str| {
        Money::parse(&text.replace('−', "-"), &MoneyFormat::english(), Some(Currency::EUR)).unwrap().minor()
    };
    let rows = sheet.blocks.iter().find_map(|block| match block {
        SheetBlock::Table { rows, .. } => Some(rows),
        _ => None,
    });
    let mut sum: i64 = rows.unwrap().iter().map(|row| amount(row.cells.last().unwrap())).sum();
    let totals = sheet.blocks.iter().find_map(|block| match block {
        SheetBlock::Totals { totals } => Some(totals),
        _ => None,
    });
    let mut sums = 0;
    for total in totals.unwrap() {
        match total.role {
            SheetTotalRole::Part => sum += amount(&total.amount),
            SheetTotalRole::Subtotal | SheetTotalRole::Total => {
                assert_eq!(sum, amount(&total.amount), "{}: {}", sheet.title, total.label);
                sums += 1;
            }
            SheetTotalRole::Included => {}
        }
    }
    assert!(sums >= 2, "{}", sheet.title);
}

#[test]
fn what_is_shown_adds_up() {
    for (_, sheet) in documents() {
        adds_up(&sheet);
    }
}

#[test]
fn an_invoice_that_does_not_add_up_is_refused() {
    let mut invoice = short();
    invoice.totals.total = eur(1);
    let error = invoice_document(&invoice, &options()).unwrap_err();
    assert_eq!(error.code(), "document.does_not_add_up");
    assert_eq!(
        error.to_string(),
        "the amounts come to `EUR 296.45`, but `Total` says `EUR 0.01`: expected them to add up"
    );
}

fn named(name: &str) -> Sheet {
    let buyer = party(name, &[name, name], name, name);
    let options = DocumentOptions {
        buyer: Some(buyer),
        notes: Some(name.into()),
        footer: Some(name.into()),
        ..options()
    };
    invoice_document(&short(), &options).unwrap()
}

#[test]
fn hostile_names_are_text() {
    let sheet = named(
        "<script>alert(1)</script><img src=x onerror=\"y\"> & 'z' \u{0}\u{1b}[31m\u{7}{{ title }}</style>",
    );
    let html = sheet.to_html().unwrap();
    assert!(!html.contains("<script") && !html.contains("<img") && html.matches("</style>").count() == 1);
    assert!(html.contains("&lt;script&gt;alert(1)&lt;&#x2f;script&gt;") && html.contains("{{ title }}"));
    assert!(!html.chars().any(|c| c.is_control() && c != '\n'));
    assert!(sheet.to_pdf(None, None, None).is_ok());
}

#[test]
fn every_script_is_served_as_html_and_refused_as_pdf_where_it_would_be_wrong() {
    for (name, refused) in [
        ("شركة الاختبار", true),
        ("חברה \u{202e}evil", true),
        ("Café 🚀", true),
        ("株式会社", true),
        ("Αθήνα, Кириллица, Đặng", false),
        (&"Donaudampfschifffahrtsgesellschaft".repeat(30), false),
    ] {
        let sheet = named(name);
        let html = sheet.to_html().unwrap();
        assert!(html.contains(&format!("<bdi>{name}</bdi>")), "{name}");
        match sheet.to_pdf(None, None, None) {
            Ok(_) => assert!(!refused, "{name}"),
            Err(error) => assert!(refused && error.code() == "document.characters", "{name}: {error}"),
        }
    }
    assert!(named("Café 🚀").to_pdf(None, None, Some(MissingCharacter::Box)).is_ok());
}

#[test]
fn a_page_fetches_nothing() {
    for (_, sheet) in documents() {
        let html = sheet.to_html().unwrap();
        for outside in ["http:", "https:", "src=", "url(", "@import", "<script"] {
            assert!(!html.contains(outside), "{outside}");
        }
    }
}

#[test]
fn signs_that_the_font_lacks_are_written_as_the_code() {
    for (currency, expected) in [
        (Currency::ILS, "ILS 49.00"),
        (Currency::EUR, "€49.00"),
        (Currency::THB, "฿49.00"),
        (Currency::CHF, "CHF 49.00"),
    ] {
        let mut bill = bill(vec![], vec![]);
        let mut item = line(1, "pro", 1, 4_900);
        item.amount = Money::new(4_900, currency);
        (bill.currency, bill.lines) = (currency, vec![item]);
        let money = MoneyFormat { sign: Some(CurrencySign::Symbol), ..MoneyFormat::default() };
        let explain = ExplainOptions { money: Some(money), ..ExplainOptions::default() };
        let options = DocumentOptions { explain: Some(explain), ..DocumentOptions::default() };
        let sheet = invoice_document(&issued(bill, CustomerContext::default()), &options).unwrap();
        let amount = match &sheet.blocks[3] {
            SheetBlock::Lead { text } => text.split_once(" due").unwrap().0.to_owned(),
            other => panic!("{other:?}"),
        };
        let shown = if currency == Currency::THB { "THB 49.00" } else { expected };
        assert_eq!(amount, shown);
        assert!(sheet.to_pdf(None, None, None).is_ok(), "{currency:?}");
    }
}

#[test]
fn what_is_not_there_is_refused() {
    let (invoice, options) = (short(), options());
    let code = |result: prorata::Result<Sheet>| result.unwrap_err().code();
    assert_eq!(code(receipt_document(&invoice, None, &options)), "document.no_payment");
    assert_eq!(code(receipt_document(&invoice, Some("pay_9"), &options)), "document.unknown_payment");
    assert_eq!(code(credit_note_document(&invoice, "cn_9", &options)), "document.unknown_credit_note");
    let mut sheet = invoice_document(&invoice, &options).unwrap();
    for block in &mut sheet.blocks {
        if let SheetBlock::Table { rows, .. } = block {
            rows[0].cells.pop();
        }
    }
    assert_eq!(sheet.to_html().unwrap_err().code(), "document.invalid_table");
    assert_eq!(sheet.to_pdf(None, None, None).unwrap_err().code(), "document.invalid_table");
}

#[test]
fn a_credit_note_of_everything_takes_everything_back() {
    let settled = paid(&rich(), "pay_1", None, "2026-02-20T10:00:00Z");
    let credited = credited(&settled, "cn_1", Credited::Everything, "2026-02-22T10:00:00Z");
    adds_up(&credit_note_document(&credited, "cn_1", &options()).unwrap());
    adds_up(&invoice_document(&credited, &options()).unwrap());
    adds_up(&receipt_document(&credited, None, &options()).unwrap());
}

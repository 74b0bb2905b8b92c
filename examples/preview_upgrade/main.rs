//! What an upgrade costs, before it is made, and why.

use prorata::{
    Currency, Interval,
    catalog::Price,
    explain::{ExplainOptions, ProductName, explain_preview},
    proration::PricedItem,
    subscription::{ItemChange, NewSubscription, ProrationBehavior, SubscriptionInput, SubscriptionUpdate},
};

fn main() -> prorata::Result<()> {
    let plan = |id, unit_amount: &str| -> prorata::Result<Price> {
        Ok(Price::licensed(id, id, Currency::USD, unit_amount.parse()?, Interval::MONTH))
    };
    let (starter, growth) = (plan("starter", "4900")?, plan("growth", "14900")?);
    let item = PricedItem {
        id: "plan".into(),
        price: starter.clone(),
        quantity: 1,
        discounts: vec![],
        tax_rates: vec![],
    };
    let new = NewSubscription::new("sub_1".into(), "cus_1".into(), Currency::USD, vec![item]);
    let april = "2025-04-01T00:00:00Z".parse()?;
    let subscription = new.create(april)?.next;
    let paid = SubscriptionInput::InvoicePaid { invoice: "sub_1-1".into() };
    let subscription = subscription.apply(&paid, april)?.next;

    let upgrade = SubscriptionUpdate {
        items: vec![ItemChange::Set {
            id: "plan".into(),
            price: Some(growth.clone()),
            quantity: Some(1),
            discounts: None,
            tax_rates: None,
        }],
        proration_behavior: Some(ProrationBehavior::AlwaysInvoice),
        ..SubscriptionUpdate::default()
    };
    let half_way = "2025-04-16T00:00:00Z".parse()?;
    let preview = subscription.preview(&upgrade, half_way)?;

    let name = |product: &str, name: &str| ProductName {
        product: product.into(),
        name: name.into(),
        unit_label: None,
    };
    let options = ExplainOptions {
        products: vec![name("starter", "Starter"), name("growth", "Growth")],
        prices: vec![starter, growth],
        ..ExplainOptions::default()
    };
    let explained = explain_preview(&preview, &options)?;
    for part in [explained.now, explained.next].into_iter().flatten() {
        for sentence in part.sentences {
            println!("{}", sentence.text);
        }
        println!("= {}\n", part.total);
    }
    Ok(())
}

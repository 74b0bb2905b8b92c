//! A subscription object: whose it is, whether it counts, and what it bills.

use super::{
    StripeError,
    billing::{Billing, Line},
    discounts::DiscountReader,
    lookup::Lookup,
    pricing,
    wire::{Customer, Item, Named, Reference, Subscription},
};
use crate::{
    Currency, Result, Timestamp,
    facts::{CancellationPolicy, DiscountPolicy, Policy},
    subscription::SubscriptionStatus,
};

/// What every reading needs.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) lookup: Lookup,
    pub(super) policy: Policy,
    pub(super) as_of: Option<Timestamp>,
}

impl Context {
    pub(super) fn is_too_late(&self, at: Timestamp) -> bool {
        self.as_of.is_some_and(|as_of| at > as_of)
    }

    pub(super) fn discounts(&self, currency: Currency, phase_start: Option<Timestamp>) -> DiscountReader<'_> {
        DiscountReader { lookup: &self.lookup, policy: self.policy.discounts, currency, phase_start }
    }
}

/// What a subscription object says.
#[derive(Debug)]
pub(super) struct State {
    pub(super) customer: String,
    /// Nothing is billed where the policy does not count it.
    pub(super) billing: Billing,
}

/// Reads a subscription object. The customer's own discount is that of the present, so it is of use only for
/// snapshots; where there is a history, a customer that has or had one is refused.
pub(super) fn state(wire: &Subscription, context: &Context, with_customer: bool) -> Result<State> {
    let customer = customer_of(wire.customer.as_ref(), wire.customer_account.as_ref())
        .ok_or_else(|| StripeError::MissingCustomer { subscription: wire.id.clone() })?;
    let counts = counts(wire, &context.policy)?;
    let items = items(wire)?;
    let currency = currency(wire.currency.as_deref(), &items, &context.lookup)?
        .ok_or_else(|| StripeError::MissingCurrency { subscription: wire.id.clone() })?;
    if !counts {
        return Ok(State { customer, billing: Billing::nothing(currency, context.policy.normalization) });
    }
    let reader = context.discounts(currency, None);
    let mut billing = billing(&items, reader, context)?;
    let has_own = wire.discount.is_some() || wire.discounts.as_ref().is_some_and(|own| !own.is_empty());
    if has_own {
        billing.discounts = reader.level(wire.discounts.as_ref(), wire.discount.as_ref())?;
    } else {
        let known = match &wire.customer {
            Some(Reference::Object(customer)) => Some(&**customer),
            Some(Reference::Id(id)) => context.lookup.customer(id),
            None => None,
        };
        let discount = known.and_then(|customer| customer.discount.as_ref());
        if with_customer {
            billing.discounts = reader.level(None, discount)?;
        } else if context.policy.discounts != DiscountPolicy::ListPrice
            && (discount.is_some() || context.lookup.had_discount(&customer))
        {
            return Err(StripeError::CustomerDiscount { customer, subscription: wire.id.clone() }.into());
        }
    }
    Ok(State { customer, billing })
}

pub(super) fn customer_of(
    customer: Option<&Reference<Customer>>,
    account: Option<&Reference<Named>>,
) -> Option<String> {
    match (customer, account) {
        (Some(Reference::Id(id)), _) | (None, Some(Reference::Id(id))) => Some(id.clone()),
        (Some(Reference::Object(customer)), _) => Some(customer.id.clone()),
        (None, Some(Reference::Object(account))) => Some(account.id.clone()),
        (None, None) => None,
    }
}

fn counts(wire: &Subscription, policy: &Policy) -> Result<bool, StripeError> {
    let status = SubscriptionStatus::named(&wire.status)
        .ok_or_else(|| StripeError::UnknownStatus { value: wire.status.clone() })?;
    // With its collection paused, a subscription keeps its status and bills nothing.
    let paused = wire.pause_collection.is_some() && !policy.counts(SubscriptionStatus::Paused);
    let requested = wire.cancel_at_period_end.unwrap_or(false) || wire.cancel_at.is_some();
    let cancelled = match policy.cancellation {
        CancellationPolicy::AtRequest => requested,
        CancellationPolicy::AtEnd => false,
    };
    Ok(policy.counts(status) && !paused && !cancelled)
}

/// The items; in old versions a plan and its quantity are the one item.
fn items(wire: &Subscription) -> Result<Vec<Item>, StripeError> {
    if let Some(list) = &wire.items {
        if list.has_more {
            let what = format!("the items of subscription `{}`", wire.id);
            return Err(StripeError::IncompleteList { what });
        }
        return Ok(list.data.clone());
    }
    let item = |plan: &Reference<_>| Item {
        price: None,
        plan: Some(plan.clone()),
        quantity: wire.quantity,
        discounts: None,
        current_period_start: None,
        deleted: None,
    };
    Ok(wire.plan.iter().map(item).collect())
}

/// The currency of the object, or else of its first price.
pub(super) fn currency(own: Option<&str>, items: &[Item], lookup: &Lookup) -> Result<Option<Currency>> {
    match own {
        Some(code) => code.parse().map(Some),
        None => {
            let Some(first) = items.first() else { return Ok(None) };
            pricing::price_of(first, lookup)?.currency.as_deref().map(str::parse).transpose()
        }
    }
}

/// What items bill, with their own discounts.
pub(super) fn billing(items: &[Item], reader: DiscountReader<'_>, context: &Context) -> Result<Billing> {
    let currency = reader.currency;
    let mut billing = Billing::nothing(currency, context.policy.normalization);
    for item in items.iter().filter(|item| item.deleted != Some(true)) {
        let price = pricing::price_of(item, &context.lookup)?;
        if let Some(line) = pricing::line(item, price, currency, billing.normalization)? {
            let discounts = reader.level(item.discounts.as_ref(), None)?;
            billing.lines.push(Line { discounts, ..line });
        }
    }
    Ok(billing)
}

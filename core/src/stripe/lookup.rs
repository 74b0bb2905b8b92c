//! Objects that others refer to by id.

use std::collections::{HashMap, HashSet};

use super::{
    StripeError,
    wire::{Coupon, Customer, Discount, Item, Price, Reference, Subscription},
};

/// Every price, coupon, discount and customer that the input spells out.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    prices: HashMap<String, Price>,
    coupons: HashMap<String, Coupon>,
    discounts: HashMap<String, Discount>,
    customers: HashMap<String, Customer>,
    /// Customers whose own discount an event speaks of.
    discounted: HashSet<String>,
}

impl Lookup {
    /// Amounts of a price never change, but its tiers and other currencies are given only when asked for.
    pub(super) fn add_price(&mut self, price: Price) {
        match self.prices.get_mut(&price.id) {
            Some(known) => {
                known.tiers = known.tiers.take().or(price.tiers);
                known.currency_options = known.currency_options.take().or(price.currency_options);
            }
            None => {
                self.prices.insert(price.id.clone(), price);
            }
        }
    }

    /// What a coupon takes off never changes, but what it applies to is given only when asked for.
    pub(super) fn add_coupon(&mut self, coupon: Coupon) {
        match self.coupons.get_mut(&coupon.id) {
            Some(known) => known.applies_to = known.applies_to.take().or(coupon.applies_to),
            None => {
                self.coupons.insert(coupon.id.clone(), coupon);
            }
        }
    }

    pub(super) fn add_discount(&mut self, discount: Discount) -> Result<(), StripeError> {
        match &discount.id {
            Some(id) => once(&mut self.discounts, "discount", id.clone(), discount),
            None => Ok(()),
        }
    }

    pub(super) fn add_customer(&mut self, customer: Customer) -> Result<(), StripeError> {
        once(&mut self.customers, "customer", customer.id.clone(), customer)
    }

    /// The prices that a subscription spells out: a schedule may name them.
    pub(super) fn add_prices_of(&mut self, subscription: &Subscription) {
        let items: &[Item] = subscription.items.as_ref().map_or(&[], |items| &items.data);
        for price in items.iter().flat_map(|item| [&item.price, &item.plan]).flatten() {
            if let Reference::Object(price) = price
                && is_whole(price)
            {
                self.add_price((**price).clone());
            }
        }
    }

    pub(super) fn price<'a>(&'a self, reference: &'a Reference<Price>) -> Result<&'a Price, StripeError> {
        let id = match reference {
            Reference::Object(price) if is_whole(price) => return Ok(price),
            Reference::Object(stub) => &stub.id,
            Reference::Id(id) => id,
        };
        self.prices.get(id).ok_or_else(|| missing("price", id))
    }

    pub(super) fn coupon<'a>(&'a self, reference: &'a Reference<Coupon>) -> Result<&'a Coupon, StripeError> {
        let id = match reference {
            Reference::Object(coupon) if coupon.duration.is_some() => return Ok(coupon),
            Reference::Object(stub) => &stub.id,
            Reference::Id(id) => id,
        };
        self.coupons.get(id).ok_or_else(|| missing("coupon", id))
    }

    /// The discount itself; `beside` is one that the same object spells out in its older member.
    pub(super) fn discount<'a>(
        &'a self,
        reference: &'a Reference<Discount>,
        beside: Option<&'a Discount>,
    ) -> Result<&'a Discount, StripeError> {
        match reference {
            Reference::Object(discount) => Ok(discount),
            Reference::Id(id) => beside
                .filter(|discount| discount.id.as_ref() == Some(id))
                .or_else(|| self.discounts.get(id))
                .ok_or_else(|| missing("discount", id)),
        }
    }

    pub(super) fn note_discount(&mut self, customer: Option<String>) {
        self.discounted.extend(customer);
    }

    /// True for a customer that has or had a discount of its own, by what its events say.
    pub(super) fn had_discount(&self, customer: &str) -> bool {
        self.discounted.contains(customer)
    }

    pub(super) fn customer(&self, id: &str) -> Option<&Customer> {
        self.customers.get(id)
    }
}

/// Of what changes with time, two versions would leave the choice to chance.
fn once<T: PartialEq>(
    known: &mut HashMap<String, T>,
    object: &'static str,
    id: String,
    new: T,
) -> Result<(), StripeError> {
    match known.get(&id) {
        Some(known) if *known != new => Err(StripeError::ConflictingObjects { object, id }),
        Some(_) => Ok(()),
        None => {
            known.insert(id, new);
            Ok(())
        }
    }
}

/// False for the stub of a deleted plan or price.
fn is_whole(price: &Price) -> bool {
    price.currency.is_some()
}

fn missing(object: &'static str, id: &str) -> StripeError {
    StripeError::MissingObject { object, id: id.to_owned() }
}

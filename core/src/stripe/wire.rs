//! The members of Stripe's objects that say what recurs, in every shape that API versions have given them.
//!
//! Unknown members are ignored, and so are their values. Source of the shapes: Stripe's changelog from
//! 2022-11-15 to 2026-10-28 (<https://docs.stripe.com/changelog>).

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{
        IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer, value::SeqAccessDeserializer,
    },
};
use serde_json::value::RawValue;

/// An object, expanded or only named. The stub of a deleted object counts as named.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Reference<T> {
    Id(String),
    Object(Box<T>),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Reference<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = Reference<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id or an object")
            }
            fn visit_str<E>(self, id: &str) -> Result<Self::Value, E> {
                Ok(Reference::Id(id.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Box::new).map(Reference::Object)
            }
        }
        deserializer.deserialize_any(Either(PhantomData))
    }
}

/// A list: an object with `data`, or an array.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct List<T> {
    pub(super) data: Vec<T>,
    pub(super) has_more: bool,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(expecting = "a list")]
        struct Page<T> {
            data: Vec<T>,
            has_more: Option<bool>,
        }
        struct Either<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = List<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
                let data = Vec::deserialize(SeqAccessDeserializer::new(seq))?;
                Ok(List { data, has_more: false })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let page = Page::deserialize(MapAccessDeserializer::new(map))?;
                Ok(List { data: page.data, has_more: page.has_more.unwrap_or(false) })
            }
        }
        deserializer.deserialize_any(Either(PhantomData))
    }
}

/// A decimal as it was written, in quotes or not: it never becomes a binary fraction.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DecimalText(pub(super) String);

impl<'de> Deserialize<'de> for DecimalText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Ok(Self(raw.get().trim_matches('"').to_owned()))
    }
}

/// The `subscription` object.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct Subscription {
    pub(super) id: String,
    pub(super) customer: Option<Reference<Customer>>,
    /// Beside or instead of `customer` since 2025-12.
    pub(super) customer_account: Option<Reference<Named>>,
    pub(super) status: String,
    pub(super) currency: Option<String>,
    pub(super) items: Option<List<Item>>,
    /// With `quantity`, instead of `items` in old versions.
    pub(super) plan: Option<Reference<Price>>,
    pub(super) quantity: Option<i64>,
    /// Before `discounts`, and beside it for a while.
    pub(super) discount: Option<Discount>,
    pub(super) discounts: Option<Vec<Reference<Discount>>>,
    pub(super) pause_collection: Option<IgnoredAny>,
    pub(super) cancel_at_period_end: Option<bool>,
    pub(super) cancel_at: Option<i64>,
    pub(super) canceled_at: Option<i64>,
    pub(super) ended_at: Option<i64>,
    pub(super) created: Option<i64>,
    pub(super) start_date: Option<i64>,
    /// On the items since 2025-03-31.
    pub(super) current_period_start: Option<i64>,
}

/// What there is to know of an object that is only named.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct Named {
    pub(super) id: String,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct Customer {
    pub(super) id: String,
    pub(super) discount: Option<Discount>,
}

/// An item of a subscription or of a phase.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct Item {
    pub(super) price: Option<Reference<Price>>,
    pub(super) plan: Option<Reference<Price>>,
    pub(super) quantity: Option<i64>,
    pub(super) discounts: Option<Vec<Reference<Discount>>>,
    pub(super) current_period_start: Option<i64>,
    pub(super) deleted: Option<bool>,
}

/// A `price` or a `plan`: their members have different names, so one record reads both.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct Price {
    pub(super) id: String,
    pub(super) currency: Option<String>,
    pub(super) billing_scheme: Option<String>,
    /// `recurring` or `one_time`; not of plans.
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    pub(super) recurring: Option<Recurring>,
    #[serde(alias = "amount")]
    pub(super) unit_amount: Option<i64>,
    #[serde(alias = "amount_decimal")]
    pub(super) unit_amount_decimal: Option<DecimalText>,
    pub(super) tiers: Option<Vec<Tier>>,
    pub(super) currency_options: Option<BTreeMap<String, CurrencyOption>>,
    pub(super) tiers_mode: Option<String>,
    #[serde(alias = "transform_usage")]
    pub(super) transform_quantity: Option<Transform>,
    pub(super) product: Option<Reference<Named>>,
    // Of plans.
    pub(super) interval: Option<String>,
    pub(super) interval_count: Option<u32>,
    pub(super) usage_type: Option<String>,
}

/// What a price costs in another currency than its own.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct CurrencyOption {
    pub(super) unit_amount: Option<i64>,
    pub(super) unit_amount_decimal: Option<DecimalText>,
    pub(super) tiers: Option<Vec<Tier>>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct Recurring {
    pub(super) interval: String,
    pub(super) interval_count: Option<u32>,
    pub(super) usage_type: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct Tier {
    pub(super) up_to: Option<i64>,
    #[serde(alias = "amount")]
    pub(super) unit_amount: Option<i64>,
    pub(super) unit_amount_decimal: Option<DecimalText>,
    pub(super) flat_amount: Option<i64>,
    pub(super) flat_amount_decimal: Option<DecimalText>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct Transform {
    pub(super) divide_by: i64,
    pub(super) round: String,
}

/// A `discount`, or what a phase says of one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct Discount {
    pub(super) id: Option<String>,
    pub(super) coupon: Option<Reference<Coupon>>,
    /// Instead of `coupon` since 2025-09-30.
    pub(super) source: Option<DiscountSource>,
    /// Of phases: a discount that was there before.
    pub(super) discount: Option<Reference<Discount>>,
    pub(super) start: Option<i64>,
    pub(super) end: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct DiscountSource {
    pub(super) coupon: Option<Reference<Coupon>>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct Coupon {
    pub(super) id: String,
    pub(super) duration: Option<String>,
    pub(super) duration_in_months: Option<u32>,
    /// A JSON number with at most two decimals.
    pub(super) percent_off: Option<DecimalText>,
    pub(super) amount_off: Option<i64>,
    pub(super) currency: Option<String>,
    pub(super) currency_options: Option<BTreeMap<String, CouponAmount>>,
    pub(super) applies_to: Option<AppliesTo>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct CouponAmount {
    pub(super) amount_off: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct AppliesTo {
    pub(super) products: Option<Vec<String>>,
}

/// The `subscription_schedule` object.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct Schedule {
    pub(super) id: String,
    pub(super) customer: Option<Reference<Customer>>,
    pub(super) customer_account: Option<Reference<Named>>,
    pub(super) status: String,
    pub(super) subscription: Option<Reference<Named>>,
    pub(super) released_subscription: Option<String>,
    pub(super) end_behavior: Option<String>,
    pub(super) canceled_at: Option<i64>,
    pub(super) completed_at: Option<i64>,
    pub(super) released_at: Option<i64>,
    pub(super) phases: Vec<Phase>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct Phase {
    pub(super) start_date: i64,
    pub(super) end_date: Option<i64>,
    pub(super) trial_end: Option<i64>,
    pub(super) currency: Option<String>,
    /// `plans` in old versions.
    #[serde(alias = "plans")]
    pub(super) items: List<Item>,
    /// Instead of `discounts` in old versions.
    pub(super) coupon: Option<Reference<Coupon>>,
    pub(super) discounts: Option<Vec<Reference<Discount>>>,
}

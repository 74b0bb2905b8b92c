//! A subscription's history as it is kept: price, quantity and status, and what follows from them.

use serde::{Deserialize, Serialize};

use super::{Facts, FactsBuilder, FactsSource, OnRefusal, Policy};
use crate::{
    Result, Timestamp,
    catalog::{AnnualAmount, Price},
    subscription::SubscriptionStatus,
};

/// From `effective_at` on, this subscription has this price, quantity and status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubscriptionChange {
    /// Who pays.
    pub customer_id: String,
    /// What for.
    pub subscription_id: String,
    /// From when on, until the next change of this subscription.
    pub effective_at: Timestamp,
    /// What one unit costs from then on, and how often.
    pub price: Price,
    /// How many units from then on; not negative.
    pub quantity: i64,
    /// Where the subscription stands from then on: the policy says whether it counts.
    pub status: SubscriptionStatus,
}

impl Facts {
    /// From the host's own history of subscriptions, in any order: what each is worth follows from its price,
    /// quantity and status, under the policy, which is the standard one where none is given.
    ///
    /// A subscription is worth [`Price::mrr`] of its quantity while the policy
    /// [counts](Policy::counts) its status, and nothing otherwise: one that ends is a change to `canceled`.
    /// Of the policy, the statuses and the normalization matter here; discounts and requests to cancel are not
    /// part of a change. A change says all three anew, also where only one of them is new.
    ///
    /// ```
    /// use prorata::{
    ///     Currency, Interval,
    ///     catalog::Price,
    ///     facts::{Facts, SubscriptionChange},
    ///     metrics::current_revenue,
    ///     subscription::SubscriptionStatus,
    /// };
    ///
    /// let trial = SubscriptionChange {
    ///     customer_id: "cus_1".into(),
    ///     subscription_id: "sub_1".into(),
    ///     effective_at: "2024-01-01T00:00:00Z".parse()?,
    ///     price: Price::licensed("price_1", "prod_1", Currency::USD, "1500".parse()?, Interval::MONTH),
    ///     quantity: 2,
    ///     status: SubscriptionStatus::Trialing,
    /// };
    /// let paying = SubscriptionChange {
    ///     effective_at: "2024-01-15T00:00:00Z".parse()?,
    ///     status: SubscriptionStatus::Active,
    ///     ..trial.clone()
    /// };
    /// let facts = Facts::from_subscription_changes(&[trial, paying], None, None)?;
    /// let mrr = |at: &str| Ok::<_, prorata::Error>(current_revenue(&facts, Some(at.parse()?))?.mrr.minor());
    /// assert_eq!(mrr("2024-01-10T00:00:00Z")?, 0);
    /// assert_eq!(mrr("2024-01-20T00:00:00Z")?, 3_000);
    /// # Ok::<(), prorata::Error>(())
    /// ```
    ///
    /// # Errors
    /// `money.negative_quantity`, `facts.negative_amount`, `facts.conflicting_rows` for two worths of one
    /// subscription at one instant, `facts.two_customers`, `catalog.invalid_interval`, `money.overflow`; each
    /// names its place in the list, counted from 1. With [`OnRefusal::LeaveOut`] the change is left out
    /// instead, and what held before it goes on.
    pub fn from_subscription_changes(
        changes: &[SubscriptionChange],
        policy: Option<Policy>,
        on_refusal: Option<OnRefusal>,
    ) -> Result<Self> {
        let on_refusal = on_refusal.unwrap_or(OnRefusal::RefuseAll);
        let builder =
            FactsBuilder::new(FactsSource::SubscriptionChanges, policy.unwrap_or_default(), on_refusal);
        builder.read_list(changes, |builder, line, change| {
            let annual = change.worth(builder.policy())?;
            let (customer, subscription) = (change.customer_id.as_str(), change.subscription_id.as_str());
            builder.push(line, customer, subscription, change.effective_at, annual, change.price.currency)
        })
    }
}

impl SubscriptionChange {
    /// Nothing in a status that does not count. What is negative stays so, for the builder to refuse in any status.
    fn worth(&self, policy: &Policy) -> Result<AnnualAmount> {
        let annual = self.price.annual(self.quantity, policy.normalization)?;
        let counts = policy.counts(self.status) || annual < AnnualAmount::default();
        Ok(if counts { annual } else { AnnualAmount::default() })
    }
}

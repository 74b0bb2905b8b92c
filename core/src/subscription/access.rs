//! What a customer may do with what a subscription pays for.

use serde::{Deserialize, Serialize};

use super::{ExcessFeature, Subscription, SubscriptionStatus, check::seconds_after};
use crate::{Result, Timestamp};

/// How long a subscription that ended can be read: 90 days.
const READ_ONLY_DAYS: u32 = 90;

/// What a customer may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Access {
    /// Everything.
    Full,
    /// Everything, but what is beyond the limits of the plan can only be read.
    Restricted {
        /// What is beyond them.
        read_only: Vec<ExcessFeature>,
    },
    /// Everything can be read and nothing changed: service paused, is unpaid, or ended not long ago.
    ReadOnly {
        /// The first instant without it; none while it lasts.
        until: Option<Timestamp>,
    },
    /// Nothing: it never began, or ended long ago.
    None,
}

/// What access follows from, besides the subscription.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AccessOptions {
    /// How many days it can be read after it ended; by default 90.
    pub read_only_days: Option<u32>,
    /// What is beyond the limits of the plan: the answer of [`check_downgrade`](super::check_downgrade).
    pub excess: Vec<ExcessFeature>,
}

impl Subscription {
    /// What the customer may do at `at`.
    ///
    /// ```
    /// use prorata::{Timestamp, subscription::{Access, AccessOptions, CancelRequest, NewSubscription, SubscriptionInput}};
    ///
    /// let new: NewSubscription = serde_json::from_str(r#"{
    ///     "id": "sub", "customer": "cus", "currency": "USD",
    ///     "items": [{"id": "seat", "quantity": 0, "price": {"id": "p", "product": "app", "currency": "USD",
    ///         "pricing": {"kind": "per_unit", "unit_amount": "1000"},
    ///         "recurring": {"interval": {"unit": "month", "count": 1}}}}]}"#).unwrap();
    /// let running = new.create("2026-01-01T00:00:00Z".parse()?)?.next;
    /// assert_eq!(running.access(running.created, &AccessOptions::default())?, Access::Full);
    ///
    /// let cancel: SubscriptionInput =
    ///     serde_json::from_str(r#"{"kind": "cancel", "request": {"when": {"kind": "now"}}}"#).unwrap();
    /// let ended = running.apply(&cancel, "2026-01-02T00:00:00Z".parse()?)?.next;
    /// let until = Some("2026-04-02T00:00:00Z".parse()?); // 90 days later
    /// assert_eq!(ended.access("2026-04-01T23:59:59Z".parse()?, &AccessOptions::default())?, Access::ReadOnly { until });
    /// assert_eq!(ended.access("2026-04-02T00:00:00Z".parse()?, &AccessOptions::default())?, Access::None);
    /// # Ok::<(), prorata::Error>(())
    /// ```
    ///
    /// # Errors
    /// `calendar.out_of_range` for an end beyond the year 9999.
    pub fn access(&self, at: Timestamp, options: &AccessOptions) -> Result<Access> {
        match self.status {
            SubscriptionStatus::Trialing | SubscriptionStatus::Active | SubscriptionStatus::PastDue => {
                Ok(match options.excess.as_slice() {
                    [] => Access::Full,
                    excess => Access::Restricted { read_only: excess.to_vec() },
                })
            }
            SubscriptionStatus::Unpaid | SubscriptionStatus::Paused => Ok(Access::ReadOnly { until: None }),
            SubscriptionStatus::Incomplete | SubscriptionStatus::IncompleteExpired => Ok(Access::None),
            SubscriptionStatus::Canceled => {
                let days = options.read_only_days.unwrap_or(READ_ONLY_DAYS);
                let seconds = i64::from(days).checked_mul(86_400).unwrap_or(i64::MAX);
                let ended = self.ended_at.unwrap_or(self.updated_at);
                let until = seconds_after(ended, seconds)?;
                Ok(if at < until { Access::ReadOnly { until: Some(until) } } else { Access::None })
            }
        }
    }
}

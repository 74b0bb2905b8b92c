//! Events of usage, and whether they are taken in.

use serde::{Deserialize, Serialize};

use super::IntakeRules;
use crate::Timestamp;

/// Something that was used; Stripe's `billing.MeterEvent`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsageEvent {
    /// Identifies the event: one that is sent again changes nothing.
    pub id: String,
    /// Who used it.
    pub customer: String,
    /// When it was used.
    pub at: Timestamp,
    /// How much, in whole units; below 0 to correct what was too much.
    pub value: i64,
    /// When it came in; none for when it was used.
    #[serde(default)]
    pub received_at: Option<Timestamp>,
}

/// Takes an event back; Stripe's `billing.MeterEventAdjustment`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsageCancellation {
    /// The id of the event.
    pub event: String,
    /// When the cancellation came in.
    pub at: Timestamp,
}

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventVerdict {
    /// It counts, unless it is or was cancelled.
    Accepted,
    /// An event with its id is there already: of both, the one received first counts.
    Duplicate,
    /// It was used too long before it came in.
    TooOld,
    /// It was used too far after it came in: the sender's clock is wrong.
    TooEarly,
    /// Its id is empty, so it could not be told from the next one.
    MissingId,
    /// Its customer is empty.
    MissingCustomer,
}

/// What became of a cancellation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancellationVerdict {
    /// The event no longer counts.
    Cancelled,
    /// It did not count before, either.
    AlreadyCancelled,
    /// The event came in too long ago, so it still counts.
    TooLate,
    /// There was no such event when the cancellation came in. It is kept, and takes effect if the event turns
    /// out to have come in before it.
    UnknownEvent,
}

impl UsageEvent {
    pub(super) fn received(&self) -> Timestamp {
        self.received_at.unwrap_or(self.at)
    }

    /// Which of two events at one instant is the later: total, so that no order of arrival matters.
    pub(super) fn recency(&self) -> (Timestamp, Timestamp, &str) {
        (self.at, self.received(), &self.id)
    }

    /// Which of two events with one id is the first: the one received first, and by its contents where they
    /// came in together.
    pub(super) fn is_before(&self, other: &Self) -> bool {
        let key = |event: &Self| (event.received(), event.at, event.value, event.received_at);
        (key(self), &self.customer) < (key(other), &other.customer)
    }

    pub(super) fn screen(&self, rules: IntakeRules) -> EventVerdict {
        let age = self.received().as_millis().checked_sub(self.at.as_millis()).unwrap_or_default();
        if self.id.is_empty() {
            EventVerdict::MissingId
        } else if self.customer.is_empty() {
            EventVerdict::MissingCustomer
        } else if age > rules.max_age_millis() {
            EventVerdict::TooOld
        } else if age < rules.least_age_millis() {
            EventVerdict::TooEarly
        } else {
            EventVerdict::Accepted
        }
    }
}

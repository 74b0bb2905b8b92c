//! One fact, as a host would write it down.

use serde::{Deserialize, Serialize};

use crate::{Money, Timestamp};

/// From `effective_at` on, this subscription is worth `mrr` a month; zero when it has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MrrChange {
    /// Who pays.
    pub customer_id: String,
    /// What for.
    pub subscription_id: String,
    /// From when on.
    pub effective_at: Timestamp,
    /// Monthly recurring revenue from then on; not negative.
    pub mrr: Money,
}

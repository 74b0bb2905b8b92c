//! Alerts when usage comes near its limit, each once per cycle.

use serde::{Deserialize, Serialize};

use super::{UsageError, UsageProgress, progress::reaches};
use crate::{Period, Result, Timestamp};

/// The levels at which there are alerts, where none are given.
const LEVELS: [u32; 4] = [80, 90, 95, 100];

/// When there are alerts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AlertOptions {
    /// The percentages of the limit at which there is an alert, each at least 1; none for 80, 90, 95 and 100.
    pub levels: Option<Vec<u32>>,
}

/// Which alerts were given in a cycle; the host keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertState {
    /// Where the cycle starts.
    pub cycle_start: Timestamp,
    /// The alerts that were given since.
    pub given: Vec<AlertMark>,
}

/// An alert that was given.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertMark {
    /// The feature.
    pub feature: String,
    /// The percentage that was reached.
    pub level: u32,
}

/// Something to tell a customer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsageAlert {
    /// Follows from the feature, the level and the start of the cycle: `emails-80-2026-01-01T00:00:00.000Z`.
    /// It is unique for one customer.
    pub id: String,
    /// The feature.
    pub feature: String,
    /// The percentage that was reached.
    pub level: u32,
    /// How much was used.
    pub used: i64,
    /// The most that is included.
    pub limit: i64,
}

/// The alerts that are due, and the state to keep.
#[must_use]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertCheck {
    /// The alerts, by feature and then by level. Usage that jumps over several levels gives one for each.
    pub alerts: Vec<UsageAlert>,
    /// What to give the next check.
    pub next: AlertState,
}

/// The alerts that are due for one customer, each once per cycle: also where usage falls back and rises
/// again. A cycle with another start begins anew. A limit of 0 is reached by the first use.
///
/// ```
/// use prorata::{Period, catalog::FeatureLimit, usage::*};
///
/// let cycle = Period::new("2026-01-01T00:00:00Z".parse()?, "2026-02-01T00:00:00Z".parse()?)?;
/// let limit = FeatureLimit { feature: "emails".into(), limit: Some(1_000) };
/// let first = check_alerts(None, cycle, &[usage_progress(&limit, 920)?], &AlertOptions::default())?;
/// let levels: Vec<u32> = first.alerts.iter().map(|alert| alert.level).collect();
/// assert_eq!(levels, [80, 90]);
/// let again = check_alerts(Some(&first.next), cycle, &[usage_progress(&limit, 940)?], &AlertOptions::default())?;
/// assert!(again.alerts.is_empty());
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// `usage.invalid_level` for a level of 0 or one given twice; `usage.cycle_order` for a cycle before the one
/// of the state, whose alerts are no longer known.
pub fn check_alerts(
    state: Option<&AlertState>,
    cycle: Period,
    progress: &[UsageProgress],
    options: &AlertOptions,
) -> Result<AlertCheck> {
    let mut levels = options.levels.clone().unwrap_or_else(|| LEVELS.to_vec());
    levels.sort_unstable();
    check_levels(&levels)?;
    let known = state.map(|state| state.cycle_start);
    let given = if is_same_cycle(known, cycle)? {
        state.map(|state| state.given.clone()).unwrap_or_default()
    } else {
        Vec::new()
    };
    let mut next = AlertState { cycle_start: cycle.start, given };
    let mut alerts = Vec::new();
    for UsageProgress { feature, used, limit, .. } in progress {
        let Some(limit) = limit else { continue };
        for level in levels.iter().filter(|level| reaches(*used, *limit, **level)) {
            let mark = AlertMark { feature: feature.clone(), level: *level };
            if next.given.contains(&mark) {
                continue;
            }
            let id = format!("{feature}-{level}-{}", cycle.start);
            let feature = feature.clone();
            alerts.push(UsageAlert { id, feature, level: *level, used: *used, limit: *limit });
            next.given.push(mark);
        }
    }
    Ok(AlertCheck { alerts, next })
}

fn check_levels(sorted: &[u32]) -> Result<()> {
    let mut before = 0;
    for percent in sorted.iter().copied() {
        let expected = match percent {
            0 => "expected at least 1",
            _ if percent == before => "expected each level once",
            _ => {
                before = percent;
                continue;
            }
        };
        return Err(UsageError::InvalidLevel { percent, expected }.into());
    }
    Ok(())
}

/// Whether a cycle is the one that is known: they have one start. A later one is another.
pub(super) fn is_same_cycle(known: Option<Timestamp>, cycle: Period) -> Result<bool> {
    match known {
        Some(known) if cycle.start < known => {
            Err(UsageError::CycleOrder { start: cycle.start, known }.into())
        }
        known => Ok(known == Some(cycle.start)),
    }
}

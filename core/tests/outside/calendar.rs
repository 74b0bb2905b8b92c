//! Calendar cases of Kill Bill, OpenMeter, Polar and issue trackers.

use prorata::calendar::{
    BillCycle, BillingCycle, BillTiming, Date, Duration, Edge, Interval, IntervalUnit, Timestamp, Zone,
    first_cycle_date, whole_periods,
};
use prorata::Error;
use serde_json::{Value, json};

use crate::Outcome;

/// Why an input gives no figures.
pub(crate) enum Stop {
    Failed(String),
    NotMapped(String),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(format!("refused with {error:#}"))
    }
}

impl From<Stop> for Outcome {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Failed(what) => Self::Failed(what),
            Stop::NotMapped(reason) => Self::NotMapped(reason),
        }
    }
}

pub(crate) fn run(input: &Value) -> Outcome {
    map(&Input(input)).map_or_else(Into::into, Outcome::Got)
}

fn map(input: &Input<'_>) -> Result<Value, Stop> {
    Ok(match input.str("op")? {
        "whole_periods" => {
            json!({"count": whole_periods(input.read("start")?, input.read("end")?, input.period()?)?})
        }
        "first_cycle_date" => json!({"date": first_cycle_date(
            input.read("start")?, input.period()?, input.number("bill_cycle_day")?,
        )?}),
        "align_in_month" => {
            let date: Date = input.read("date")?;
            json!({"date": date.month().date_on(input.number("bill_cycle_day")?)?})
        }
        "align_next" => json!({"date": align_next(input)?}),
        // The k-th date is a multiple of the period from the start, in both directions.
        "advance_sequence" => {
            let count: i32 = input.number("count")?;
            dates(input, 0..=count.abs(), count.signum())?
        }
        "anniversary_dates" => {
            let (from, count): (i32, i32) = (input.number("from_k")?, input.number("count")?);
            dates(input, from..=from + count - 1, 1)?
        }
        "interval_detail" => interval_detail(input)?,
        "recurrence_period_at" => {
            let period = input.cycle()?.period_at(input.read("at")?)?;
            json!({"start": seconds(period.start), "end": seconds(period.end)})
        }
        "recurrence_next" => {
            json!({"instant": seconds(input.cycle()?.next_boundary(input.read("at")?, input.get("boundary")?)?)})
        }
        "recurrence_previous" => json!({
            "instant": seconds(input.cycle()?.previous_boundary(input.read("at")?, input.get("boundary")?)?)
        }),
        "add_duration" => {
            let start: Timestamp = input.read("start")?;
            json!({"instant": seconds(start.plus(input.read::<Duration>("duration")?)?)})
        }
        op => return Err(Stop::NotMapped(format!("the operation `{op}` is not known"))),
    })
}

/// Dates `k × sign` periods from the start.
fn dates(input: &Input<'_>, ks: std::ops::RangeInclusive<i32>, sign: i32) -> Result<Value, Stop> {
    let (start, period): (Date, _) = (input.read("start")?, input.period()?);
    let dates: Result<Vec<Date>, Error> = ks.map(|k| start.plus(period, k * sign)).collect();
    Ok(json!({"dates": dates?}))
}

/// The next cycle date on or after a date: from the previous one for day-count periods, on the bill-cycle day
/// for month multiples.
fn align_next(input: &Input<'_>) -> Result<Date, Stop> {
    let (date, period): (Date, _) = (input.read("date")?, input.period()?);
    if input.0.get("bill_cycle_day").is_some() && period.unit != IntervalUnit::Day && period.unit != IntervalUnit::Week {
        return Ok(first_cycle_date(date, period, input.number("bill_cycle_day")?)?);
    }
    let previous: Date = input.read("previous_cycle_date")?;
    if previous >= date {
        return Ok(previous);
    }
    let cycle = BillingCycle { anchor: Zone::UTC.day_start(previous)?, interval: period };
    let next = cycle.next_boundary(Zone::UTC.day_start(date)?, Edge::Inclusive)?;
    Ok(Zone::UTC.date_of(next)?)
}

fn interval_detail(input: &Input<'_>) -> Result<Value, Stop> {
    let plan = BillCycle {
        start: input.read("start")?,
        end: if input.0.get("end").is_some_and(|end| !end.is_null()) { Some(input.read("end")?) } else { None },
        interval: input.period()?,
        day: input.number("bill_cycle_day")?,
        mode: input.get::<BillTiming>("billing_mode")?,
    };
    let detail = plan.bill_through(input.read("target")?)?;
    Ok(json!({
        "first_cycle_date": detail.first_cycle_date,
        "last_cycle_date": detail.last_cycle_date,
        "next_cycle_date": detail.next_cycle_date,
        "effective_end": detail.billed_through,
        "billable": detail.billable,
    }))
}

/// Peers write instants to the second.
pub(crate) fn seconds(at: Timestamp) -> String {
    at.to_string().replace(".000Z", "Z")
}

/// The fields of a case.
pub(crate) struct Input<'a>(pub(crate) &'a Value);

impl Input<'_> {
    pub(crate) fn get<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T, Stop> {
        let value = self.0.get(name).cloned().unwrap_or(Value::Null);
        serde_json::from_value(value).map_err(|error| Stop::Failed(format!("`{name}`: {error}")))
    }

    pub(crate) fn number<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T, Stop> {
        self.get(name)
    }

    pub(crate) fn str(&self, name: &str) -> Result<&str, Stop> {
        let text = self.0.get(name).and_then(Value::as_str);
        text.ok_or_else(|| Stop::Failed(format!("`{name}` is missing")))
    }

    pub(crate) fn read<T: std::str::FromStr<Err = Error>>(&self, name: &str) -> Result<T, Stop> {
        Ok(self.str(name)?.parse()?)
    }

    fn cycle(&self) -> Result<BillingCycle, Stop> {
        let text = self.str("interval")?;
        let interval = text.parse().map_err(|_| {
            Stop::NotMapped(format!("a cycle of `{text}`: Stripe bills by the day, week, month or year"))
        })?;
        Ok(BillingCycle { anchor: self.read("anchor")?, interval })
    }

    /// Kill Bill's names of billing periods; ISO 8601 is read, too.
    pub(crate) fn period(&self) -> Result<Interval, Stop> {
        let name = self.str("period")?;
        let (unit, count) = match name {
            "DAILY" => (IntervalUnit::Day, 1),
            "WEEKLY" => (IntervalUnit::Week, 1),
            "BIWEEKLY" => (IntervalUnit::Week, 2),
            "THIRTY_DAYS" => (IntervalUnit::Day, 30),
            "THIRTY_ONE_DAYS" => (IntervalUnit::Day, 31),
            "SIXTY_DAYS" => (IntervalUnit::Day, 60),
            "NINETY_DAYS" => (IntervalUnit::Day, 90),
            "MONTHLY" => (IntervalUnit::Month, 1),
            "BIMESTRIAL" => (IntervalUnit::Month, 2),
            "QUARTERLY" => (IntervalUnit::Month, 3),
            "TRIANNUAL" => (IntervalUnit::Month, 4),
            "BIANNUAL" => (IntervalUnit::Month, 6),
            "ANNUAL" => (IntervalUnit::Year, 1),
            "SESQUIENNIAL" => (IntervalUnit::Month, 18),
            "BIENNIAL" => (IntervalUnit::Year, 2),
            "TRIENNIAL" => (IntervalUnit::Year, 3),
            _ => {
                let unknown = |_| Stop::NotMapped(format!("the period `{name}` is not known"));
                return name.parse().map_err(unknown);
            }
        };
        Ok(Interval { unit, count })
    }
}

/// `interval` and `interval_count` as Stripe names them; months where a case does not say.
pub(crate) fn interval_of(input: &Value) -> Result<Interval, Stop> {
    let unit = match input["interval"].as_str() {
        None | Some("month") => IntervalUnit::Month,
        Some("day") => IntervalUnit::Day,
        Some("week") => IntervalUnit::Week,
        Some("year") => IntervalUnit::Year,
        Some(other) => return Err(Stop::NotMapped(format!("an interval of `{other}`"))),
    };
    let count = input["interval_count"].as_u64().unwrap_or(1);
    Ok(Interval::new(unit, count.try_into().unwrap())?)
}

//! The calls of `vectors/calendar`.

use prorata::calendar::{
    AnchorConfig, BillingCycle, Date, Duration, FiscalCalendar, Month, Timestamp, Zone, first_cycle_date,
    whole_periods,
};
use serde_json::Value;

use crate::{Failure, Given, json};

pub(crate) fn run(call: &str, given: &Given) -> Result<Value, Failure> {
    match call {
        "calendar.parse_timestamp" => json(given.text::<Timestamp>("text")?),
        "calendar.boundary" => json(given.get::<BillingCycle>("cycle")?.boundary(given.get("k")?)?),
        "calendar.period_at" => json(given.get::<BillingCycle>("cycle")?.period_at(given.text("at")?)?),
        "calendar.next_boundary" => {
            json(given.get::<BillingCycle>("cycle")?.next_boundary(given.text("at")?, given.get("edge")?)?)
        }
        "calendar.previous_boundary" => {
            json(given.get::<BillingCycle>("cycle")?.previous_boundary(given.text("at")?, given.get("edge")?)?)
        }
        "calendar.anchor_from_config" => {
            let config: AnchorConfig = given.get("config")?;
            json(config.resolve(given.text("created")?, given.get("interval")?)?)
        }
        "calendar.month_bounds" => {
            let month = given.text::<Month>("month")?;
            json(given.text::<Zone>("zone")?.month(month)?)
        }
        "calendar.day_bounds" => {
            let date = given.text::<Date>("date")?;
            json(given.text::<Zone>("zone")?.day(date)?)
        }
        "calendar.date_in_zone" => json(given.text::<Zone>("zone")?.date_of(given.text("at")?)?),
        "calendar.fiscal_month" => json(given.get::<FiscalCalendar>("calendar")?.of(given.text("month")?)?),
        "calendar.fiscal_quarter" => {
            let fiscal: FiscalCalendar = given.get("calendar")?;
            json(fiscal.quarter(given.get("year")?, given.get("quarter")?)?)
        }
        "calendar.add" => {
            let duration = given.text::<Duration>("duration")?;
            json(given.text::<Timestamp>("at")?.plus(duration)?)
        }
        "calendar.whole_periods" => {
            json(whole_periods(given.text("start")?, given.text("end")?, given.get("interval")?)?)
        }
        "calendar.first_cycle_date" => {
            json(first_cycle_date(given.text("start")?, given.get("interval")?, given.get("day")?)?)
        }
        _ => Err(Failure::Unmapped),
    }
}

//! A plan with its defaults filled in and its sense checked.

use super::{
    BusinessMarket, BusinessOffer, BusinessPlan,
    rates::Rates,
    standard::{standard_markets, standard_offers, standard_usage},
};
use crate::{
    BillingCycle, Interval, Result, Timestamp, Zone,
    catalog::{Price, annual_price, check_price},
    money::Percent,
    simulation::{ClockSettings, SimulationError},
    usage::{Aggregation, Meter, check_meter},
};

/// 2024-01-01, UTC.
const START: i64 = 1_704_067_200;
const SEASONS: [u32; 12] = [90, 100, 110, 105, 100, 95, 80, 75, 110, 115, 110, 70];
const MOST_MONTHS: u32 = 120;

/// All that the life of a customer follows from.
#[derive(Debug)]
pub(super) struct Setup {
    pub(super) seed: u64,
    pub(super) customers: u32,
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) months: Vec<SignUps>,
    pub(super) offers: Vec<Offer>,
    pub(super) usage: Price,
    pub(super) meter: Meter,
    pub(super) markets: Vec<BusinessMarket>,
    pub(super) rates: Rates,
    pub(super) settings: ClockSettings,
}

/// A month, in seconds, and how many sign up in it beside the others.
#[derive(Debug)]
pub(super) struct SignUps {
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) weight: u64,
}

/// An offer, by the month and by the year.
#[derive(Debug)]
pub(super) struct Offer {
    pub(super) monthly: Price,
    pub(super) annual: Price,
    pub(super) share: u32,
}

impl Setup {
    pub(super) fn of(plan: &BusinessPlan) -> Result<Self> {
        let start = plan.start.map_or_else(|| Timestamp::from_seconds(START), Ok)?;
        let count = plan.months.unwrap_or(12);
        if !(1..=MOST_MONTHS).contains(&count) {
            return Err(SimulationError::invalid_plan(format!(
                "it is watched for `{count}` months: expected 1 to {MOST_MONTHS}"
            )));
        }
        let customers = plan.customers.unwrap_or(1_000);
        if customers == 0 {
            return Err(SimulationError::invalid_plan("it has no customers: expected at least 1".to_owned()));
        }
        let months = months(plan, start, count)?;
        let markets = plan.markets.clone().map_or_else(standard_markets, Ok)?;
        let offers = offers(plan, &markets)?;
        let usage = plan.usage_price.clone().map_or_else(standard_usage, Ok)?;
        let meter = meter_of(&usage)?;
        for market in &markets {
            usage.pricing_in(market.currency)?;
        }
        Ok(Self {
            seed: plan.seed.unwrap_or(1),
            customers,
            start: seconds(start)?,
            end: months.last().map_or(0, |month| month.end),
            months,
            offers,
            usage,
            meter,
            markets,
            rates: Rates::of(plan.rates.unwrap_or_default())?,
            settings: plan.settings.clone().unwrap_or(ClockSettings {
                sent_invoices_paid_after_days: Some(21),
                ..ClockSettings::default()
            }),
        })
    }
}

/// Seconds since 1970; chance is counted in whole numbers from there.
fn seconds(at: Timestamp) -> Result<u64> {
    u64::try_from(at.to_seconds()?)
        .map_err(|_| SimulationError::invalid_plan(format!("it begins at `{at}`: expected 1970 or later")))
}

/// How many sign up in which month: the season's weight, times the growth so far.
fn months(plan: &BusinessPlan, start: Timestamp, count: u32) -> Result<Vec<SignUps>> {
    let growth = plan.growth_per_mille.unwrap_or(30);
    if !(-900..=1_000).contains(&growth) {
        return Err(SimulationError::invalid_plan(format!(
            "it grows by `{growth}` per thousand: expected -900 to 1,000"
        )));
    }
    let factor = u128::try_from(growth.saturating_add(1_000)).unwrap_or_default();
    let seasons = plan.seasons.clone().unwrap_or(SEASONS.to_vec());
    if seasons.len() != 12 || seasons.iter().all(|weight| *weight == 0) {
        return Err(SimulationError::invalid_plan(
            "its seasons are not twelve weights, one of them above 0".to_owned(),
        ));
    }
    let cycle = BillingCycle { anchor: start, interval: Interval::MONTH };
    let mut level = 1_000_000_000_u128;
    let mut months = Vec::new();
    for number in 0..count {
        let period = cycle.period(i32::try_from(number).unwrap_or(i32::MAX))?;
        let month = usize::try_from(Zone::UTC.month_of(period.start)?.month_of_year()).unwrap_or(1);
        let season = seasons.get(month.saturating_sub(1)).copied().unwrap_or(0);
        let weight = level.saturating_mul(season.into());
        // Far beyond any growth that makes sense, the last months stay equal.
        let weight = u64::try_from(weight).unwrap_or(u64::MAX).min(1 << 56);
        months.push(SignUps { start: seconds(period.start)?, end: seconds(period.end)?, weight });
        level = level.saturating_mul(factor).checked_div(1_000).unwrap_or_default();
    }
    if months.iter().all(|month| month.weight == 0) {
        return Err(SimulationError::invalid_plan("nobody signs up in its months".to_owned()));
    }
    Ok(months)
}

fn offers(plan: &BusinessPlan, markets: &[BusinessMarket]) -> Result<Vec<Offer>> {
    let known = plan.offers.clone().map_or_else(standard_offers, Ok)?;
    let off = plan.annual_percent_off.map_or_else(|| "20".parse::<Percent>(), Ok)?;
    if known.iter().all(|offer| offer.share == 0) || markets.iter().all(|market| market.share == 0) {
        return Err(SimulationError::invalid_plan(
            "it has no offer or no market with a share above 0".to_owned(),
        ));
    }
    let offers = known.into_iter().map(|BusinessOffer { price, share }| {
        check_price(&price)?;
        if price.licensed_interval() != Some(Interval::MONTH) {
            return Err(SimulationError::invalid_plan(format!(
                "the price `{}` is not billed for a quantity every month",
                price.id
            )));
        }
        for market in markets {
            price.pricing_in(market.currency)?;
        }
        let annual = annual_price(&price, &format!("{}_annual", price.id), off)?;
        Ok(Offer { monthly: price, annual, share })
    });
    offers.collect()
}

fn meter_of(price: &Price) -> Result<Meter> {
    check_price(price)?;
    let recurring = price.recurring.as_ref().filter(|recurring| recurring.interval == Interval::MONTH);
    let Some(id) = recurring.and_then(|recurring| recurring.meter.clone()) else {
        return Err(SimulationError::invalid_plan(format!(
            "the price `{}` is not billed for usage every month",
            price.id
        )));
    };
    let meter = Meter { id, event_name: None, aggregation: Aggregation::Sum, event_window: None };
    check_meter(&meter)?;
    Ok(meter)
}

pub(super) fn timestamp(seconds: u64) -> Result<Timestamp> {
    Timestamp::from_seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
}

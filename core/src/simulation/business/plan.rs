//! What a generated business is like.

use serde::{Deserialize, Serialize};

use crate::{
    Currency, Timestamp,
    catalog::{Price, TaxRate},
    money::Percent,
    simulation::ClockSettings,
};

/// What a generated business is like. Everything may be left out.
///
/// The defaults are those of a small software company: three plans per seat, three currencies, most customers
/// monthly, two in a hundred leaving in a month.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BusinessPlan {
    /// What is left to chance follows from it; none for 1.
    pub seed: Option<u64>,
    /// When its first month begins; none for 2024-01-01T00:00:00Z.
    pub start: Option<Timestamp>,
    /// How many months it is watched, 1 to 120; none for 12.
    pub months: Option<u32>,
    /// How many customers sign up in that time, at least 1; none for 1,000.
    pub customers: Option<u32>,
    /// How many more sign up each month than in the one before, per thousand, −900 to 1,000; none for 30.
    pub growth_per_mille: Option<i32>,
    /// How many sign up in each month of the year, January first: twelve weights; none for fewer in summer
    /// and at the turn of the year.
    pub seasons: Option<Vec<u32>>,
    /// What is sold, the cheapest first: an upgrade is to the next one. None for three plans per seat.
    pub offers: Option<Vec<BusinessOffer>>,
    /// What paying for a year at once saves; none for 20 %.
    pub annual_percent_off: Option<Percent>,
    /// What some customers use beside their plan; its price names the meter. None for calls of an API.
    pub usage_price: Option<Price>,
    /// Where its customers are; none for dollars, euros and pounds.
    pub markets: Option<Vec<BusinessMarket>>,
    /// How often what happens.
    pub rates: Option<BusinessRates>,
    /// How its account is set; none for invoices that are sent being paid after 21 days.
    pub settings: Option<ClockSettings>,
}

/// A plan on offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BusinessOffer {
    /// Its monthly price, with every currency of the business; the annual one follows from it.
    pub price: Price,
    /// How many sign up for it: a weight among the offers.
    pub share: u32,
}

/// Customers of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BusinessMarket {
    /// What they pay in.
    pub currency: Currency,
    /// How many they are: a weight among the markets.
    pub share: u32,
    /// The taxes they pay.
    #[serde(default)]
    pub tax_rates: Vec<TaxRate>,
}

/// How often what happens, per thousand. Everything may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BusinessRates {
    /// Of new customers: begin with a trial of 14 days; none for 250.
    pub trials: Option<u32>,
    /// Of trials: end without a payment method; none for 350.
    pub trial_losses: Option<u32>,
    /// Of subscriptions: pay for a year at once; none for 260.
    pub annual: Option<u32>,
    /// Of subscriptions: begin with a discount of 10, 20 or 30 %; none for 80.
    pub discounts: Option<u32>,
    /// Of monthly subscriptions: also pay for usage; none for 120.
    pub metered: Option<u32>,
    /// Of subscriptions: are sent invoices and transfer the money; none for 40.
    pub sent_invoices: Option<u32>,
    /// Of subscriptions: the first payment fails; half of these try again within the hour. None for 20.
    pub first_payment_failures: Option<u32>,
    /// Each month: change to the next larger offer; none for 20.
    pub upgrades: Option<u32>,
    /// Each month: change to the next smaller offer; none for 8.
    pub downgrades: Option<u32>,
    /// Each month: add seats; none for 45.
    pub more_seats: Option<u32>,
    /// Each month: give up seats; none for 15.
    pub fewer_seats: Option<u32>,
    /// Each month: a payment method begins to fail; none for 20.
    pub failures: Option<u32>,
    /// Of these: it never works again; otherwise after one to three attempts. None for 300.
    pub lost_payments: Option<u32>,
    /// Each month: pause for one to three months, the service or only the collection; none for 6.
    pub pauses: Option<u32>,
    /// Each month: ask to end with the period; none for 22.
    pub cancellations: Option<u32>,
    /// Of these: take it back within a day; none for 80.
    pub changed_minds: Option<u32>,
    /// Of those that left: come back after two to eight months; none for 120.
    pub returns: Option<u32>,
}

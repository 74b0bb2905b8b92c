//! `Facts`: the tidy columns that every metric is computed from.

use prorata::{
    Currency, Date as CivilDate, Timestamp,
    facts::{
        Conversion, Facts as CoreFacts, Intake, MrrChange, OnRefusal, PeriodsOptions, Policy, PolicyPreset,
        SubscriptionChange, SubscriptionPeriod,
    },
    stripe::StripeOptions,
    subscription::SubscriptionStatus,
};

use crate::{
    guard::{Result, guard},
    methods::PolicyMethods,
    money::ExchangeRates,
};

/// The tidy columns that every revenue metric is computed from: from this instant on, this subscription of
/// this customer is worth this much.
#[derive(Debug, uniffi::Object)]
pub(crate) struct Facts(pub(crate) CoreFacts);

#[uniffi::export]
impl Facts {
    /// From the host's own list of changes, in any order.
    ///
    /// Errors: `facts.negative_amount`, `facts.conflicting_rows`, `facts.two_customers`, `money.overflow`; each
    /// names its place in the list, counted from 1.
    #[uniffi::constructor]
    pub(crate) fn from_changes(changes: Vec<MrrChange>) -> Result<Self> {
        guard(|| CoreFacts::from_changes(&changes)).map(Self)
    }

    /// From periods: each holds its amount from its start until just before its end.
    ///
    /// Errors: `facts.empty_period`, `facts.overlapping_periods`, `facts.two_customers`, `facts.negative_amount`,
    /// `money.overflow`; each names its place in the list, counted from 1, unless rows may be left out.
    #[uniffi::constructor(default(on_refusal = None))]
    pub(crate) fn from_periods(
        periods: Vec<SubscriptionPeriod>,
        on_refusal: Option<OnRefusal>,
    ) -> Result<Self> {
        guard(|| CoreFacts::from_periods(&periods, on_refusal)).map(Self)
    }

    /// From a history of prices, quantities and statuses, in any order: what each subscription is worth follows
    /// from them, under the policy, which is the standard one where none is given.
    ///
    /// Errors: `money.negative_quantity`, `facts.negative_amount`, `facts.conflicting_rows`, `facts.two_customers`,
    /// `catalog.invalid_interval`, `money.overflow`; each names its place in the list, counted from 1, unless
    /// changes may be left out: what held before then goes on.
    #[uniffi::constructor(default(policy = None, on_refusal = None))]
    pub(crate) fn from_subscription_changes(
        changes: Vec<SubscriptionChange>,
        policy: Option<Policy>,
        on_refusal: Option<OnRefusal>,
    ) -> Result<Self> {
        guard(|| CoreFacts::from_subscription_changes(&changes, policy, on_refusal)).map(Self)
    }

    /// From a CSV file of subscription periods; what is missing in the file is an argument.
    ///
    /// Errors: of the family `Facts`, and those of dates, instants and amounts; each names its line.
    #[uniffi::constructor(default(options = None))]
    pub(crate) fn from_periods_csv(file: Vec<u8>, options: Option<PeriodsOptions>) -> Result<Self> {
        guard(|| CoreFacts::from_periods_csv(&file, &options.unwrap_or_default())).map(Self)
    }

    /// From Stripe's JSON or JSON Lines: events, schedules, subscriptions, in old and new shapes of the API.
    ///
    /// Errors: of the families `Facts` and `Stripe`; each names its place.
    #[uniffi::constructor(default(options = None))]
    pub(crate) fn from_stripe(json: Vec<u8>, options: Option<StripeOptions>) -> Result<Self> {
        guard(|| CoreFacts::from_stripe(&json, &options.unwrap_or_default())).map(Self)
    }

    /// From columns of equal length with integer ids: instants in milliseconds, MRR in minor units.
    ///
    /// Errors: as `fromChanges`, and `facts.uneven_columns`.
    #[uniffi::constructor]
    pub(crate) fn from_integer_columns(
        customer_id: Vec<i64>,
        subscription_id: Vec<i64>,
        effective_at_millis: Vec<i64>,
        mrr_minor: Vec<i64>,
        currency: Currency,
    ) -> Result<Self> {
        guard(|| {
            CoreFacts::from_integer_columns(
                &customer_id,
                &subscription_id,
                &effective_at_millis,
                &mrr_minor,
                currency,
            )
        })
        .map(Self)
    }

    /// From columns of equal length with text ids: instants in milliseconds, MRR in minor units; `currencies`
    /// has one entry a row, or one for all.
    ///
    /// Errors: as `fromChanges`, and `facts.uneven_columns`.
    #[uniffi::constructor]
    pub(crate) fn from_text_columns(
        customer_id: Vec<String>,
        subscription_id: Vec<String>,
        effective_at_millis: Vec<i64>,
        mrr_minor: Vec<i64>,
        currencies: Vec<Currency>,
    ) -> Result<Self> {
        guard(|| {
            let customers: Vec<&str> = customer_id.iter().map(String::as_str).collect();
            let subscriptions: Vec<&str> = subscription_id.iter().map(String::as_str).collect();
            CoreFacts::from_text_columns(
                &customers,
                &subscriptions,
                &effective_at_millis,
                &mrr_minor,
                &currencies,
            )
        })
        .map(Self)
    }

    /// The same facts in one currency, at the rates of one day for all periods.
    ///
    /// Errors: `money.missing_rate`, `money.overflow`.
    pub(crate) fn converted(
        &self,
        rates: &ExchangeRates,
        currency: Currency,
        rates_of: CivilDate,
    ) -> Result<Facts> {
        guard(|| self.0.converted(rates.core(), currency, rates_of)).map(Facts)
    }

    /// The currencies of the facts, in the order of their codes.
    pub(crate) fn currencies(&self) -> Result<Vec<Currency>> {
        guard(|| Ok(self.0.currencies()))
    }

    /// How many customers there are.
    pub(crate) fn customers(&self) -> Result<u32> {
        guard(|| Ok(self.0.customers()))
    }

    /// How many subscriptions there are.
    pub(crate) fn subscriptions(&self) -> Result<u32> {
        guard(|| Ok(self.0.subscriptions()))
    }

    /// How many facts there are, repeated rows counted once.
    pub(crate) fn changes(&self) -> Result<u32> {
        guard(|| Ok(self.0.changes()))
    }

    /// The first instant at which anything changed; nothing without facts.
    pub(crate) fn first_change(&self) -> Result<Option<Timestamp>> {
        guard(|| Ok(self.0.first_change()))
    }

    /// The last instant at which anything changed; nothing without facts.
    pub(crate) fn last_change(&self) -> Result<Option<Timestamp>> {
        guard(|| Ok(self.0.last_change()))
    }

    /// The account of what was read and what was left out.
    pub(crate) fn intake(&self) -> Result<Intake> {
        guard(|| Ok(self.0.intake()))
    }

    /// The policy that decided what counts.
    pub(crate) fn policy(&self) -> Result<Policy> {
        guard(|| Ok(self.0.policy()))
    }

    /// The conversion to one currency, if there was one.
    pub(crate) fn conversion(&self) -> Result<Option<Conversion>> {
        guard(|| Ok(self.0.conversion()))
    }
}

#[uniffi::export(name = "Policy")]
impl PolicyMethods {
    /// True when a subscription in this state counts as recurring revenue.
    pub(crate) fn counts(&self, status: SubscriptionStatus) -> Result<bool> {
        guard(|| Ok(self.0.counts(status)))
    }
}

/// The policy of that name.
#[uniffi::export]
pub(crate) fn policy_preset(preset: PolicyPreset) -> Result<Policy> {
    guard(|| Ok(Policy::preset(preset)))
}

//! The facts that every revenue metric is computed from.

use std::sync::Arc;

use napi::{
    Env, JsValue, Unknown,
    bindgen_prelude::{AsyncTask, BigInt64Array, ClassInstance, JavaScriptClassExt},
};
use napi_derive::napi;
use prorata::{
    Currency,
    facts::{MrrChange, PeriodsOptions, Policy, PolicyPreset, SubscriptionChange, SubscriptionPeriod},
    stripe::StripeOptions,
    subscription::SubscriptionStatus,
};

use crate::{
    convert::{IntoJs, arg, bytes, list, native, to_js},
    errors::Outcome,
    guard::{Background, guard, in_background},
    money::exchange::ExchangeRates,
};

/// From which instant on each subscription of each customer is worth how much: read once, measured often.
///
/// Immutable.
#[napi]
pub struct Facts {
    /// Shared with the threads that measure it.
    pub(crate) inner: Arc<prorata::facts::Facts>,
}

impl Facts {
    fn of(inner: prorata::facts::Facts) -> Self {
        Self { inner: Arc::new(inner) }
    }
}

impl IntoJs for Facts {
    fn into_js(self, env: &Env) -> Outcome<Unknown<'_>> {
        Ok(self.into_instance(env)?.to_unknown())
    }
}

#[napi]
impl Facts {
    /// From your own list of changes, in any order.
    ///
    /// Throws `facts.negative_amount`, `facts.conflicting_rows` for two amounts of one subscription at one
    /// instant, `facts.two_customers`, `money.overflow`; each names its place in the list, counted from 1.
    #[napi(catch_unwind, ts_args_type = "changes: MrrChange[]", ts_return_type = "Facts")]
    pub fn from_changes(env: &Env, changes: Unknown) -> napi::Result<Facts> {
        guard(env, || {
            let changes: Vec<MrrChange> = list("changes", changes)?;
            Ok(Facts::of(prorata::facts::Facts::from_changes(&changes)?))
        })
    }

    /// From your own rows of periods, in any order; periods of one subscription must not overlap.
    ///
    /// Throws `facts.empty_period`, `facts.overlapping_periods`, `facts.two_customers`,
    /// `facts.negative_amount`, `money.overflow`; each names its place in the list, counted from 1. With
    /// `leave_out` the row is left out instead.
    #[napi(
        catch_unwind,
        ts_args_type = "periods: SubscriptionPeriod[], onRefusal?: OnRefusal | null",
        ts_return_type = "Facts"
    )]
    pub fn from_periods(env: &Env, periods: Unknown, on_refusal: Unknown) -> napi::Result<Facts> {
        guard(env, || {
            let periods: Vec<SubscriptionPeriod> = list("periods", periods)?;
            let on_refusal = arg("onRefusal", on_refusal)?;
            Ok(Facts::of(prorata::facts::Facts::from_periods(&periods, on_refusal)?))
        })
    }

    /// From your own history of subscriptions, in any order: what each is worth follows from its price, quantity
    /// and status, under the policy, which is the standard one where none is given.
    ///
    /// Throws `money.negative_quantity`, `facts.negative_amount`, `facts.conflicting_rows` for two worths of one
    /// subscription at one instant, `facts.two_customers`, `catalog.invalid_interval`, `money.overflow`; each
    /// names its place in the list, counted from 1. With `leave_out` the change is left out instead, and what
    /// held before it goes on.
    #[napi(
        catch_unwind,
        ts_args_type = "changes: SubscriptionChange[], policy?: Policy | null, onRefusal?: OnRefusal | null",
        ts_return_type = "Facts"
    )]
    pub fn from_subscription_changes(
        env: &Env,
        changes: Unknown,
        policy: Unknown,
        on_refusal: Unknown,
    ) -> napi::Result<Facts> {
        guard(env, || {
            let changes: Vec<SubscriptionChange> = list("changes", changes)?;
            let (policy, on_refusal) = (arg("policy", policy)?, arg("onRefusal", on_refusal)?);
            let facts = prorata::facts::Facts::from_subscription_changes(&changes, policy, on_refusal)?;
            Ok(Facts::of(facts))
        })
    }

    /// From a CSV file of subscription periods, its text or its bytes: `subscription_id, customer_id,
    /// start_date, end_date, monthly_amount`, and optionally `currency, interval, quantity, status`.
    ///
    /// `end_date` is exclusive, and empty while the subscription runs; amounts are in major units. The file is
    /// read off the event loop. Rejects with the codes of `facts` that name the line, unless the options say
    /// `leave_out`: then the line is listed in `intake`.
    #[napi(
        catch_unwind,
        ts_args_type = "file: string | Uint8Array, options?: PeriodsOptions | null",
        ts_return_type = "Promise<Facts>"
    )]
    pub fn from_periods_csv(file: Unknown, options: Unknown) -> napi::Result<AsyncTask<Background<Facts>>> {
        in_background(|| {
            let file = bytes("file", file)?;
            let options = arg::<Option<PeriodsOptions>>("options", options)?.unwrap_or_default();
            Ok(move || Ok(Facts::of(prorata::facts::Facts::from_periods_csv(&file, &options)?)))
        })
    }

    /// From Stripe's JSON, its text or its bytes: events, subscription schedules or subscription objects, in old
    /// and new API shapes; an array, a list of the API or JSON Lines.
    ///
    /// A subscription object knows only the present: from objects alone there is current revenue, and movements
    /// are refused. The data are read off the event loop. Rejects with the codes of `stripe`, `facts`, `catalog`
    /// and `money` that name the line or the place, unless the options say `leave_out`: then the object is listed
    /// in `intake`.
    #[napi(
        catch_unwind,
        ts_args_type = "data: string | Uint8Array, options?: StripeOptions | null",
        ts_return_type = "Promise<Facts>"
    )]
    pub fn from_stripe(data: Unknown, options: Unknown) -> napi::Result<AsyncTask<Background<Facts>>> {
        in_background(|| {
            let data = bytes("data", data)?;
            let options = arg::<Option<StripeOptions>>("options", options)?.unwrap_or_default();
            Ok(move || Ok(Facts::of(prorata::facts::Facts::from_stripe(&data, &options)?)))
        })
    }

    /// From columns of equal length with integer ids: instants in milliseconds, MRR in minor units.
    ///
    /// Throws as `fromChanges`, and `facts.uneven_columns`.
    #[napi(
        catch_unwind,
        ts_args_type = "customerId: BigInt64Array, subscriptionId: BigInt64Array, effectiveAtMillis: BigInt64Array, mrrMinor: BigInt64Array, currency: string",
        ts_return_type = "Facts"
    )]
    pub fn from_integer_columns(
        env: &Env,
        customer_id: Unknown,
        subscription_id: Unknown,
        effective_at_millis: Unknown,
        mrr_minor: Unknown,
        currency: Unknown,
    ) -> napi::Result<Facts> {
        guard(env, || {
            let currency = arg("currency", currency)?;
            // The columns last, so that they are of one moment: see `column`.
            Ok(Facts::of(prorata::facts::Facts::from_integer_columns(
                &column("customerId", customer_id)?,
                &column("subscriptionId", subscription_id)?,
                &column("effectiveAtMillis", effective_at_millis)?,
                &column("mrrMinor", mrr_minor)?,
                currency,
            )?))
        })
    }

    /// From columns of equal length with text ids: instants in milliseconds, MRR in minor units; `currencies`
    /// has one entry a row, or one for all.
    ///
    /// Throws as `fromChanges`, and `facts.uneven_columns`.
    #[napi(
        catch_unwind,
        ts_args_type = "customerId: string[], subscriptionId: string[], effectiveAtMillis: BigInt64Array, mrrMinor: BigInt64Array, currencies: string[]",
        ts_return_type = "Facts"
    )]
    pub fn from_text_columns(
        env: &Env,
        customer_id: Unknown,
        subscription_id: Unknown,
        effective_at_millis: Unknown,
        mrr_minor: Unknown,
        currencies: Unknown,
    ) -> napi::Result<Facts> {
        guard(env, || {
            let customers: Vec<String> = arg("customerId", customer_id)?;
            let subscriptions: Vec<String> = arg("subscriptionId", subscription_id)?;
            let currencies: Vec<Currency> = arg("currencies", currencies)?;
            // The columns last, so that they are of one moment: see `column`.
            Ok(Facts::of(prorata::facts::Facts::from_text_columns(
                &borrowed(&customers),
                &borrowed(&subscriptions),
                &column("effectiveAtMillis", effective_at_millis)?,
                &column("mrrMinor", mrr_minor)?,
                &currencies,
            )?))
        })
    }

    /// The same facts in one currency, at the rates of one day for all periods, so that changes of rates stay
    /// out of growth.
    ///
    /// Throws `money.missing_rate`, `money.overflow`.
    #[napi(
        catch_unwind,
        ts_args_type = "rates: ExchangeRates, currency: string, ratesOf: string",
        ts_return_type = "Facts"
    )]
    pub fn converted(
        &self,
        env: &Env,
        rates: Unknown,
        currency: Unknown,
        rates_of: Unknown,
    ) -> napi::Result<Facts> {
        guard(env, || {
            let rates: ClassInstance<ExchangeRates> = native("rates", "an ExchangeRates", rates)?;
            let (currency, rates_of) = (arg("currency", currency)?, arg("ratesOf", rates_of)?);
            Ok(Facts::of(self.inner.converted(&rates.inner, currency, rates_of)?))
        })
    }

    /// The currencies of the facts, in the order of their codes.
    #[napi(getter, catch_unwind, ts_return_type = "string[]")]
    pub fn currencies<'env>(&self, env: &'env Env) -> napi::Result<Unknown<'env>> {
        guard(env, || to_js(env, &self.inner.currencies()))
    }

    /// How many customers there are.
    #[napi(getter, catch_unwind)]
    pub fn customers(&self, env: &Env) -> napi::Result<u32> {
        guard(env, || Ok(self.inner.customers()))
    }

    /// How many subscriptions there are.
    #[napi(getter, catch_unwind)]
    pub fn subscriptions(&self, env: &Env) -> napi::Result<u32> {
        guard(env, || Ok(self.inner.subscriptions()))
    }

    /// How many facts there are, repeated rows counted once.
    #[napi(getter, catch_unwind)]
    pub fn changes(&self, env: &Env) -> napi::Result<u32> {
        guard(env, || Ok(self.inner.changes()))
    }

    /// The first instant at which anything changed; `null` without facts.
    #[napi(getter, catch_unwind, ts_return_type = "Date | null")]
    pub fn first_change<'env>(&self, env: &'env Env) -> napi::Result<Unknown<'env>> {
        guard(env, || to_js(env, &self.inner.first_change()))
    }

    /// The last instant at which anything changed; `null` without facts.
    #[napi(getter, catch_unwind, ts_return_type = "Date | null")]
    pub fn last_change<'env>(&self, env: &'env Env) -> napi::Result<Unknown<'env>> {
        guard(env, || to_js(env, &self.inner.last_change()))
    }

    /// The account of what was read and what was left out.
    #[napi(getter, catch_unwind, ts_return_type = "Intake")]
    pub fn intake<'env>(&self, env: &'env Env) -> napi::Result<Unknown<'env>> {
        guard(env, || to_js(env, &self.inner.intake()))
    }

    /// The policy that decided what counts.
    #[napi(getter, catch_unwind, ts_return_type = "Policy")]
    pub fn policy<'env>(&self, env: &'env Env) -> napi::Result<Unknown<'env>> {
        guard(env, || to_js(env, &self.inner.policy()))
    }

    /// The conversion to one currency; `null` if there was none.
    #[napi(getter, catch_unwind, ts_return_type = "Conversion | null")]
    pub fn conversion<'env>(&self, env: &'env Env) -> napi::Result<Unknown<'env>> {
        guard(env, || to_js(env, &self.inner.conversion()))
    }
}

/// The policy of that name.
#[napi(catch_unwind, ts_args_type = "preset: PolicyPreset", ts_return_type = "Policy")]
pub fn policy_preset<'env>(env: &'env Env, preset: Unknown) -> napi::Result<Unknown<'env>> {
    guard(env, || to_js(env, &Policy::preset(arg::<PolicyPreset>("preset", preset)?)))
}

/// True when a subscription in this state counts as recurring revenue.
#[napi(catch_unwind, ts_args_type = "policy: Policy, status: SubscriptionStatus")]
pub fn policy_counts(env: &Env, policy: Unknown, status: Unknown) -> napi::Result<bool> {
    guard(env, || {
        let policy: Policy = arg("policy", policy)?;
        Ok(policy.counts(arg::<SubscriptionStatus>("status", status)?))
    })
}

/// A copy of a column of 64-bit integers.
///
/// Not a view: reading another argument can run the caller's code (a getter), and that can take the memory away.
fn column(name: &str, value: Unknown) -> Outcome<Vec<i64>> {
    Ok(native::<BigInt64Array>(name, "a BigInt64Array", value)?.to_vec())
}

fn borrowed(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

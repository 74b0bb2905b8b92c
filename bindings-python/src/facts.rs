//! `Facts`: what every subscription was worth from when on.

use std::borrow::Cow;

use arrow_array::Array;
use arrow_schema::DataType;
use prorata::{
    Currency, Date,
    facts::{self, MrrChange, Policy, PolicyPreset, SubscriptionChange, SubscriptionPeriod},
    subscription::SubscriptionStatus,
};
use pyo3::{
    Bound, PyAny, PyResult, Python, pyclass, pyfunction, pymethods,
    types::{PyAnyMethods, PyBytes, PyBytesMethods, PyString, PyStringMethods, PyTypeMethods},
};
use serde::de::DeserializeOwned;

use crate::{
    columns::{Column, Naive, joined, texts},
    convert::{from_py, to_py},
    errors::{Failure, Result},
    guard::guard,
    money::ExchangeRates,
    table::Table,
};

/// What every subscription was worth from when on: the input of every revenue metric.
///
/// The order of the rows never matters, and a repeated row counts once.
#[pyclass(frozen, module = "prorata")]
pub(crate) struct Facts(pub(crate) facts::Facts);

/// Reads an argument.
pub(crate) fn facts_of<'a>(value: &'a Bound<'_, PyAny>) -> Result<&'a Facts> {
    match value.cast::<Facts>() {
        Ok(facts) => Ok(facts.get()),
        Err(_) => Err(Failure::wrong_type("Facts", value.get_type().name()?.to_cow()?).inside("facts")),
    }
}

/// Runs a reader over a file, without holding up other threads while it reads.
fn read<O: DeserializeOwned + Default + Sync>(
    file: &Bound<'_, PyAny>,
    name: &str,
    options: Option<&Bound<'_, PyAny>>,
    expected: &str,
    reader: fn(&[u8], &O) -> prorata::Result<facts::Facts>,
) -> Result<Facts> {
    let file = bytes(file).map_err(|failure| failure.inside(name))?;
    let options = options.map_or_else(|| Ok(O::default()), |given| from_py(given, "options", expected))?;
    let bytes = file.as_bytes();
    Ok(Facts(file.py().detach(|| reader(bytes, &options))?))
}

/// The bytes of a file, given as such or as text.
fn bytes<'py>(file: &Bound<'py, PyAny>) -> Result<Bound<'py, PyBytes>> {
    if let Ok(bytes) = file.cast::<PyBytes>() {
        return Ok(bytes.clone());
    }
    if file.cast::<PyString>().is_err() {
        return Err(Failure::wrong_type("bytes or text", file.get_type().name()?.to_cow()?));
    }
    // Half a surrogate pair is for the core to refuse, with its own code.
    let bytes = file.call_method1("encode", ("utf-8", "surrogatepass"))?;
    Ok(bytes.cast_into::<PyBytes>().map_err(pyo3::PyErr::from)?)
}

#[pymethods]
impl Facts {
    /// From changes in any order: from its instant on, a subscription is worth so much a month.
    #[staticmethod]
    #[pyo3(signature = (changes: "Iterable[MrrChange]") -> "Facts")]
    fn from_changes(changes: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            let changes: Vec<MrrChange> = from_py(changes, "changes", "a list of MrrChange")?;
            Ok(Self(facts::Facts::from_changes(&changes)?))
        })
    }

    /// From periods of subscriptions, in any order, that do not overlap: from `start` until just before `end`, a
    /// subscription is worth so much a month.
    #[staticmethod]
    #[pyo3(signature = (periods: "Iterable[SubscriptionPeriod]", on_refusal: "OnRefusal | None" = None) -> "Facts")]
    fn from_periods(periods: &Bound<'_, PyAny>, on_refusal: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        guard(|| {
            let periods: Vec<SubscriptionPeriod> =
                from_py(periods, "periods", "a list of SubscriptionPeriod")?;
            let on_refusal =
                on_refusal.map(|value| from_py(value, "on_refusal", "an OnRefusal")).transpose()?;
            Ok(Self(facts::Facts::from_periods(&periods, on_refusal)?))
        })
    }

    /// From the history of subscriptions, in any order: from its instant on, a subscription has a price, a quantity
    /// and a status, and is worth what follows from them under the policy, which is the standard one without one.
    #[staticmethod]
    #[pyo3(signature = (changes: "Iterable[SubscriptionChange]", policy: "Policy | None" = None, on_refusal: "OnRefusal | None" = None) -> "Facts")]
    fn from_subscription_changes(
        changes: &Bound<'_, PyAny>,
        policy: Option<&Bound<'_, PyAny>>,
        on_refusal: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        guard(|| {
            let changes: Vec<SubscriptionChange> =
                from_py(changes, "changes", "a list of SubscriptionChange")?;
            let policy = policy.map(|value| from_py(value, "policy", "a Policy")).transpose()?;
            let on_refusal =
                on_refusal.map(|value| from_py(value, "on_refusal", "an OnRefusal")).transpose()?;
            Ok(Self(facts::Facts::from_subscription_changes(&changes, policy, on_refusal)?))
        })
    }

    /// From a CSV file with a row for each period: `subscription_id`, `customer_id`, `start_date`, `end_date`
    /// (exclusive, may be empty), `monthly_amount`, and where there are `currency`, `interval`, `quantity`,
    /// `status`.
    ///
    /// A row that cannot be read refuses the file, naming its line, unless the options say to leave it out;
    /// `intake()` then lists it.
    #[staticmethod]
    #[pyo3(signature = (file: "bytes | str", options: "PeriodsOptions | None" = None) -> "Facts")]
    fn from_periods_csv(file: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        guard(|| read(file, "file", options, "a PeriodsOptions", facts::Facts::from_periods_csv))
    }

    /// From Stripe's JSON: events, subscription schedules or subscription objects, in old and new API shapes, as
    /// an array, a list of the API, one object, or JSON Lines.
    ///
    /// Subscription objects know the present only: `metrics.current_revenue` can be asked of them, movements
    /// cannot. An object that cannot be read refuses the input, naming its place, unless the options say to leave
    /// it out; `intake()` then lists it.
    #[staticmethod]
    #[pyo3(signature = (data: "bytes | str", options: "StripeOptions | None" = None) -> "Facts")]
    fn from_stripe(data: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        guard(|| read(data, "data", options, "a StripeOptions", facts::Facts::from_stripe))
    }

    /// From any Arrow table (pyarrow, polars, pandas, DuckDB) with the columns `customer_id` and
    /// `subscription_id` (both text, or both 64-bit integers), `effective_at` (instants with a zone) and `mrr_minor`
    /// (64-bit integers of minor units).
    ///
    /// The currency is a column `currency` of codes, or for all rows the argument.
    #[staticmethod]
    #[pyo3(signature = (table: "object", currency: "str | None" = None) -> "Facts")]
    fn from_arrow(table: &Bound<'_, PyAny>, currency: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        guard(|| {
            let expected = "the code of a currency, such as `USD`";
            let currency = currency.map(|code| from_py(code, "currency", expected)).transpose()?;
            Ok(Self(from_table(&Table::of(table, "table")?, currency)?))
        })
    }

    /// The same facts in one currency, at the rates of one day for all periods, so that rates never look like
    /// growth.
    #[pyo3(signature = (rates: "ExchangeRates", currency: "str", rates_of: "dt.date") -> "Facts")]
    fn converted(
        &self,
        rates: &Bound<'_, PyAny>,
        currency: &Bound<'_, PyAny>,
        rates_of: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        guard(|| {
            let Ok(rates) = rates.cast::<ExchangeRates>() else {
                let got = rates.get_type().name()?;
                return Err(Failure::wrong_type("ExchangeRates", got.to_cow()?).inside("rates"));
            };
            let currency: Currency = from_py(currency, "currency", "the code of a currency, such as `USD`")?;
            let day: Date = from_py(rates_of, "rates_of", "a date")?;
            Ok(Self(self.0.converted(&rates.get().0, currency, day)?))
        })
    }

    /// The codes of the currencies of the facts, in order.
    #[getter]
    fn currencies(&self) -> PyResult<Vec<&'static str>> {
        guard(|| Ok(self.0.currencies().into_iter().map(Currency::code).collect()))
    }

    /// How many customers there are.
    #[getter]
    fn customers(&self) -> PyResult<u32> {
        guard(|| Ok(self.0.customers()))
    }

    /// How many subscriptions there are.
    #[getter]
    fn subscriptions(&self) -> PyResult<u32> {
        guard(|| Ok(self.0.subscriptions()))
    }

    /// How many facts there are, repeated rows counted once.
    #[getter]
    fn changes(&self) -> PyResult<u32> {
        guard(|| Ok(self.0.changes()))
    }

    /// The first instant at which anything changed; `None` without facts.
    #[pyo3(signature = () -> "dt.datetime | None")]
    fn first_change<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| to_py(py, &self.0.first_change()))
    }

    /// The last instant at which anything changed; `None` without facts.
    #[pyo3(signature = () -> "dt.datetime | None")]
    fn last_change<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| to_py(py, &self.0.last_change()))
    }

    /// What was read, and what was left out and why.
    #[pyo3(signature = () -> "Intake")]
    fn intake<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| to_py(py, &self.0.intake()))
    }

    /// The policy that decided what counts.
    #[pyo3(signature = () -> "Policy")]
    fn policy<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| to_py(py, &self.0.policy()))
    }

    /// The conversion to one currency, if there was one.
    #[pyo3(signature = () -> "Conversion | None")]
    fn conversion<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| to_py(py, &self.0.conversion()))
    }

    fn __repr__(&self) -> PyResult<String> {
        guard(|| {
            let (customers, changes) = (self.0.customers(), self.0.changes());
            Ok(format!(
                "Facts: {changes} changes of {} subscriptions, {customers} customers",
                self.0.subscriptions()
            ))
        })
    }
}

/// What counts as recurring under a policy that has a name.
#[pyfunction]
#[pyo3(signature = (preset: "PolicyPreset") -> "Policy")]
pub(crate) fn policy_preset<'py>(preset: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let policy = Policy::preset(from_py::<PolicyPreset>(preset, "preset", "a PolicyPreset")?);
        to_py(preset.py(), &policy)
    })
}

/// Whether a subscription of this status counts under the policy.
#[pyfunction]
#[pyo3(signature = (policy: "Policy", status: "SubscriptionStatus") -> "bool")]
pub(crate) fn policy_counts(policy: &Bound<'_, PyAny>, status: &Bound<'_, PyAny>) -> PyResult<bool> {
    guard(|| {
        let policy: Policy = from_py(policy, "policy", "a Policy")?;
        Ok(policy.counts(from_py::<SubscriptionStatus>(status, "status", "a SubscriptionStatus")?))
    })
}

fn from_table(table: &Table, currency: Option<Currency>) -> Result<facts::Facts> {
    let (customers, subscriptions) = (table.column("customer_id")?, table.column("subscription_id")?);
    let instants =
        joined(&table.column("effective_at")?, |chunk| chunk.required()?.instants(Naive::Refused))?;
    let mrr = joined(&table.column("mrr_minor")?, integers)?;
    let currencies = match currency {
        Some(currency) => vec![currency],
        None => currencies(&table.column("currency")?)?,
    };
    let whole =
        |column: &[Column<'_>]| column.iter().all(|chunk| chunk.array.data_type() == &DataType::Int64);
    Ok(match currencies.as_slice() {
        [only] if whole(&customers) && whole(&subscriptions) => {
            let (customers, subscriptions) =
                (joined(&customers, integers)?, joined(&subscriptions, integers)?);
            facts::Facts::from_integer_columns(&customers, &subscriptions, &instants, &mrr, *only)?
        }
        several => {
            let (customers, subscriptions) = (texts(&customers)?, texts(&subscriptions)?);
            facts::Facts::from_text_columns(&customers, &subscriptions, &instants, &mrr, several)?
        }
    })
}

fn integers(chunk: Column<'_>) -> Result<Cow<'_, [i64]>> {
    Ok(Cow::Borrowed(chunk.required()?.i64s()?))
}

/// The currency of each row, or one for all where they agree.
fn currencies(column: &[Column<'_>]) -> Result<Vec<Currency>> {
    let codes = texts(column)?;
    let rows: prorata::Result<Vec<Currency>> = codes.into_iter().map(str::parse).collect();
    let mut rows = rows?;
    if let Some(first) = rows.first().copied()
        && rows.iter().all(|currency| *currency == first)
    {
        rows.truncate(1);
    }
    Ok(rows)
}

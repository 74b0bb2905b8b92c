//! The facts themselves: rows in series, and the ids they stand for.

use super::{FactsBuilder, FactsError, FactsSource, History, Intake, MrrChange, OnRefusal, Policy};
use crate::{Currency, Date, Result, Timestamp, catalog::AnnualAmount, error::Error, money::ExchangeRates};

/// From `at` on, this subscription is worth `annual`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) at: i64,
    pub(crate) annual: AnnualAmount,
    pub(crate) customer: u32,
    pub(crate) subscription: u32,
    pub(crate) line: u32,
    pub(crate) currency: Currency,
}

impl Row {
    pub(crate) fn key(&self) -> (u32, u32, i64) {
        (self.customer, self.subscription, self.at)
    }

    pub(crate) fn says_the_same_as(&self, other: &Self) -> bool {
        self.annual == other.annual && (self.currency == other.currency || self.annual == AnnualAmount(0))
    }
}

/// All rows of one customer, by subscription and instant.
pub(crate) type Series<'a> = &'a [Row];

/// The ids that rows refer to by number.
#[derive(Debug, Clone)]
pub(crate) enum Ids {
    Text(Vec<String>),
    Integers(Vec<i64>),
}

impl From<Vec<String>> for Ids {
    fn from(ids: Vec<String>) -> Self {
        Self::Text(ids)
    }
}

impl From<Vec<i64>> for Ids {
    fn from(ids: Vec<i64>) -> Self {
        Self::Integers(ids)
    }
}

impl Ids {
    pub(crate) fn text(&self, code: u32) -> String {
        let place = usize::try_from(code).unwrap_or(usize::MAX);
        match self {
            Self::Text(ids) => ids.get(place).cloned().unwrap_or_default(),
            Self::Integers(ids) => ids.get(place).map(i64::to_string).unwrap_or_default(),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Text(ids) => ids.len(),
            Self::Integers(ids) => ids.len(),
        }
    }
}

/// What every subscription was worth from when on: the input of every revenue metric.
///
/// Made by a reader ([`from_periods_csv`](Self::from_periods_csv), [`from_stripe`](Self::from_stripe)) or from
/// the host's own rows. The order of the rows never matters, and a repeated change counts once.
///
/// ```
/// use prorata::{Currency, Money, facts::{Facts, MrrChange}};
///
/// let change = |at: &str, minor| -> prorata::Result<MrrChange> {
///     Ok(MrrChange {
///         customer_id: "cus_1".into(),
///         subscription_id: "sub_1".into(),
///         effective_at: at.parse()?,
///         mrr: Money::new(minor, Currency::USD),
///     })
/// };
/// let facts = Facts::from_changes(&[
///     change("2024-01-05T00:00:00Z", 4_900)?,
///     change("2024-03-05T00:00:00Z", 0)?,
/// ])?;
/// assert_eq!(facts.customers(), 1);
/// # Ok::<(), prorata::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Facts {
    customers: Ids,
    subscriptions: Ids,
    rows: Vec<Row>,
    policy: Policy,
    intake: Intake,
    conversion: Option<Conversion>,
}

/// The currency that facts were converted to, and at the rates of which day.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Conversion {
    /// The reporting currency.
    pub currency: Currency,
    /// The day whose rates were used for every period: rates then never look like growth.
    pub rates_of: Date,
}

impl Facts {
    pub(crate) fn new(
        customers: Ids,
        subscriptions: Ids,
        rows: Vec<Row>,
        policy: Policy,
        intake: Intake,
    ) -> Self {
        Self { customers, subscriptions, rows, policy, intake, conversion: None }
    }

    /// From the host's own list of changes, in any order.
    ///
    /// # Errors
    /// `facts.negative_amount`, `facts.conflicting_rows` for two amounts of one subscription at one instant,
    /// `facts.two_customers`, `money.overflow`; each names its place in the list, counted from 1.
    pub fn from_changes(changes: &[MrrChange]) -> Result<Self> {
        let builder = FactsBuilder::new(FactsSource::Changes, Policy::default(), OnRefusal::RefuseAll);
        builder.read_list(changes, |builder, line, change| {
            let annual = AnnualAmount::from_monthly(change.mrr.minor())?;
            let (customer, subscription) = (change.customer_id.as_str(), change.subscription_id.as_str());
            builder.push(line, customer, subscription, change.effective_at, annual, change.mrr.currency())
        })
    }

    /// From columns of equal length with integer ids: instants in milliseconds, MRR in minor units.
    ///
    /// # Errors
    /// As [`from_changes`](Self::from_changes), and `facts.uneven_columns`.
    pub fn from_integer_columns(
        customer_id: &[i64],
        subscription_id: &[i64],
        effective_at_millis: &[i64],
        mrr_minor: &[i64],
        currency: Currency,
    ) -> Result<Self> {
        from_columns::<i64, i64>(customer_id, subscription_id, effective_at_millis, mrr_minor, &[currency])
    }

    /// From columns of equal length with text ids: instants in milliseconds, MRR in minor units; `currencies`
    /// has one entry a row, or one for all.
    ///
    /// # Errors
    /// As [`from_changes`](Self::from_changes), and `facts.uneven_columns`.
    pub fn from_text_columns(
        customer_id: &[&str],
        subscription_id: &[&str],
        effective_at_millis: &[i64],
        mrr_minor: &[i64],
        currencies: &[Currency],
    ) -> Result<Self> {
        from_columns::<String, str>(customer_id, subscription_id, effective_at_millis, mrr_minor, currencies)
    }

    /// The same facts in one currency, at the rates of one day for all periods.
    ///
    /// Constant rates keep changes of rates out of growth. Every row is converted once, half to even, at a
    /// 5,040th of a minor unit per year, so that everything computed from it adds up exactly.
    ///
    /// # Errors
    /// `money.missing_rate`, `money.overflow`.
    pub fn converted(&self, rates: &ExchangeRates, currency: Currency, rates_of: Date) -> Result<Self> {
        let mut factors = std::collections::BTreeMap::new();
        for from in self.currencies() {
            factors.insert(from, rates.minor_factor(from, currency, rates_of)?);
        }
        let mut converted = self.clone();
        for row in &mut converted.rows {
            if let Some(factor) = factors.get(&row.currency) {
                row.annual = row.annual.times(*factor)?;
                row.currency = currency;
            }
        }
        converted.conversion = Some(Conversion { currency, rates_of });
        Ok(converted)
    }

    /// The currencies of the facts, in the order of their codes.
    pub fn currencies(&self) -> Vec<Currency> {
        let found: std::collections::BTreeSet<_> = self.rows.iter().map(|row| row.currency).collect();
        let mut currencies: Vec<_> = found.into_iter().collect();
        currencies.sort_by_key(|currency| currency.code());
        currencies
    }

    /// How many customers there are.
    pub fn customers(&self) -> u32 {
        count(self.customers.len())
    }

    /// How many subscriptions there are.
    pub fn subscriptions(&self) -> u32 {
        count(self.subscriptions.len())
    }

    /// How many facts there are, repeated rows counted once.
    pub fn changes(&self) -> u32 {
        count(self.rows.len())
    }

    /// The first and last instants at which anything changed; nothing without facts.
    pub fn first_change(&self) -> Option<Timestamp> {
        self.rows.iter().map(|row| row.at).min().and_then(|at| Timestamp::from_millis(at).ok())
    }

    /// The last instant at which anything changed; nothing without facts.
    pub fn last_change(&self) -> Option<Timestamp> {
        self.rows.iter().map(|row| row.at).max().and_then(|at| Timestamp::from_millis(at).ok())
    }

    /// The account of what was read and what was left out.
    pub fn intake(&self) -> Intake {
        self.intake.clone()
    }

    /// The policy that decided what counts.
    pub fn policy(&self) -> Policy {
        self.policy.clone()
    }

    /// The conversion to one currency, if there was one.
    pub fn conversion(&self) -> Option<Conversion> {
        self.conversion.clone()
    }

    /// True when every change is known, so that movements can be computed.
    pub(crate) fn history(&self) -> History {
        self.intake.history
    }

    /// The one currency of the facts, if there are any.
    pub(crate) fn currency(&self) -> Result<Option<Currency>, FactsError> {
        // Nothing is nothing in any currency; only where all are nothing the first one names it.
        let mut rows = self.rows.iter().filter(|row| row.annual > AnnualAmount(0));
        let Some(first) = rows.next().map(|row| row.currency) else {
            return Ok(self.rows.first().map(|row| row.currency));
        };
        match rows.find(|row| row.currency != first) {
            Some(other) => Err(FactsError::SeveralCurrencies { first, second: other.currency }),
            None => Ok(Some(first)),
        }
    }

    /// One series for each customer.
    pub(crate) fn series(&self) -> impl Iterator<Item = Series<'_>> {
        self.rows.chunk_by(|a, b| a.customer == b.customer)
    }

    pub(crate) fn customer_id(&self, code: u32) -> String {
        self.customers.text(code)
    }
}

fn from_columns<K, Q>(
    customers: &[impl std::borrow::Borrow<Q>],
    subscriptions: &[impl std::borrow::Borrow<Q>],
    instants: &[i64],
    mrr: &[i64],
    currencies: &[Currency],
) -> Result<Facts>
where
    K: std::hash::Hash + Eq + Clone + std::borrow::Borrow<Q>,
    Q: std::hash::Hash + Eq + ToOwned<Owned = K> + ToString + ?Sized,
    Ids: From<Vec<K>>,
{
    for length in [subscriptions.len(), instants.len(), mrr.len()] {
        same_length(customers.len(), length)?;
    }
    let one_for_all = match currencies {
        [only] => Some(*only),
        _ => {
            same_length(customers.len(), currencies.len())?;
            None
        }
    };
    let mut builder = FactsBuilder::<K>::new(FactsSource::Changes, Policy::default(), OnRefusal::RefuseAll);
    let ids = customers.iter().zip(subscriptions);
    let amounts = instants.iter().zip(mrr);
    for (place, ((customer, subscription), (at, minor))) in ids.zip(amounts).enumerate() {
        let line = u32::try_from(place.saturating_add(1)).map_err(|_| FactsError::TooManyRows)?;
        builder.count_row();
        let currency = one_for_all.or_else(|| currencies.get(place).copied());
        let pushed = currency.ok_or_else(|| Error::from(FactsError::TooManyRows)).and_then(|currency| {
            let (at, annual) = (Timestamp::from_millis(*at)?, AnnualAmount::from_monthly(*minor)?);
            builder.push(line, customer.borrow(), subscription.borrow(), at, annual, currency)
        });
        pushed.or_else(|error| builder.refuse(line, error))?;
    }
    builder.finish()
}

fn same_length(first: usize, second: usize) -> Result<(), FactsError> {
    let wide = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    if first == second {
        Ok(())
    } else {
        Err(FactsError::UnevenColumns { first: wide(first), second: wide(second) })
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

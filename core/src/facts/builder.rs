//! Collects rows from any reader and settles them into [`Facts`].

use std::{collections::HashMap, hash::Hash};

use rustc_hash::FxBuildHasher;

use super::{
    Facts, FactsError, FactsSource, History, Intake, OnRefusal, Policy, RefusedRow,
    table::{Ids, Row},
};
use crate::{Currency, Error, Result, Timestamp, catalog::AnnualAmount};

/// Ids as they come, each with the number it got: numbers are what rows carry.
#[derive(Debug)]
struct Interner<K> {
    codes: HashMap<K, u32, FxBuildHasher>,
    ids: Vec<K>,
}

impl<K: Hash + Eq + Clone> Interner<K> {
    fn new() -> Self {
        Self { codes: HashMap::default(), ids: Vec::new() }
    }

    fn code<Q>(&mut self, id: &Q) -> Result<u32, FactsError>
    where
        K: std::borrow::Borrow<Q>,
        Q: Hash + Eq + ToOwned<Owned = K> + ?Sized,
    {
        if let Some(code) = self.codes.get(id) {
            return Ok(*code);
        }
        let code = u32::try_from(self.ids.len()).map_err(|_| FactsError::TooManyRows)?;
        self.codes.insert(id.to_owned(), code);
        self.ids.push(id.to_owned());
        Ok(code)
    }
}

/// Rows on their way to becoming facts. `K` is what the source has for ids: texts or integers.
#[derive(Debug)]
pub(crate) struct FactsBuilder<K> {
    customers: Interner<K>,
    subscriptions: Interner<K>,
    /// The customer of each subscription.
    owners: Vec<u32>,
    rows: Vec<Row>,
    policy: Policy,
    on_refusal: OnRefusal,
    intake: Intake,
    /// Rows that say nothing about recurring revenue.
    skipped: u32,
    /// What a place in the input is called: a line or an item.
    place_name: &'static str,
}

impl<K: Hash + Eq + Clone> FactsBuilder<K>
where
    Ids: From<Vec<K>>,
{
    pub(crate) fn new(source: FactsSource, policy: Policy, on_refusal: OnRefusal) -> Self {
        let intake =
            Intake { source, history: History::Complete, rows_read: 0, rows_used: 0, refused: Vec::new() };
        Self {
            customers: Interner::new(),
            subscriptions: Interner::new(),
            owners: Vec::new(),
            rows: Vec::new(),
            policy,
            on_refusal,
            intake,
            skipped: 0,
            place_name: "line",
        }
    }

    /// What to call a place in the input, where it is not a line.
    pub(crate) fn name_places(&mut self, name: &'static str) {
        self.place_name = name;
    }

    pub(crate) fn policy(&self) -> &Policy {
        &self.policy
    }

    /// What the rows turned out to be, where only reading them could tell.
    pub(crate) fn set_source(&mut self, source: FactsSource, history: History) {
        self.intake.source = source;
        self.intake.history = history;
    }

    /// Counts a row of the input; called once for each, before it is read.
    pub(crate) fn count_row(&mut self) {
        self.intake.rows_read = self.intake.rows_read.saturating_add(1);
    }

    /// Counts a row that says nothing about recurring revenue.
    pub(crate) fn skip_row(&mut self) {
        self.skipped = self.skipped.saturating_add(1);
    }

    /// One fact, from `line` of the input.
    pub(crate) fn push<Q>(
        &mut self,
        line: u32,
        customer: &Q,
        subscription: &Q,
        at: Timestamp,
        annual: AnnualAmount,
        currency: Currency,
    ) -> Result<()>
    where
        K: std::borrow::Borrow<Q>,
        Q: Hash + Eq + ToOwned<Owned = K> + ToString + ?Sized,
    {
        if annual.0 < 0 {
            let amount = crate::catalog::monthly(annual.0.into(), currency)?.to_string();
            return Err(FactsError::NegativeAmount { subscription: subscription.to_string(), amount }.into());
        }
        let customer_code = self.customers.code(customer)?;
        let code = self.subscriptions.code(subscription)?;
        match usize::try_from(code).ok().and_then(|place| self.owners.get(place)) {
            None => self.owners.push(customer_code),
            Some(owner) if *owner != customer_code => {
                let second = customer.to_string();
                let first = Ids::from(self.customers.ids.clone()).text(*owner);
                return Err(FactsError::TwoCustomers {
                    subscription: subscription.to_string(),
                    first,
                    second,
                }
                .into());
            }
            Some(_) => {}
        }
        let row =
            Row { customer: customer_code, subscription: code, at: at.as_millis(), annual, line, currency };
        self.rows.push(row);
        Ok(())
    }

    /// Leaves out what could not be read, or refuses everything, as was asked for.
    ///
    /// # Errors
    /// The refusal itself, with its line, unless rows may be left out.
    pub(crate) fn refuse(&mut self, line: u32, error: Error) -> Result<()> {
        match self.on_refusal {
            OnRefusal::RefuseAll => Err(error.at(format_args!("{} {line}", self.place_name))),
            OnRefusal::LeaveOut => {
                let refused = RefusedRow { line, code: error.code().into(), reason: error.to_string() };
                self.intake.refused.push(refused);
                Ok(())
            }
        }
    }

    /// Sorts the rows into series, drops repeated ones and refuses contradictions.
    pub(crate) fn finish(mut self) -> Result<Facts> {
        let mut rows = std::mem::take(&mut self.rows);
        sort_into_series(&mut rows, self.customers.ids.len());
        let mut kept: Vec<Row> = Vec::with_capacity(rows.len());
        let mut conflicts = Vec::new();
        for row in rows {
            match kept.last() {
                Some(before) if before.key() == row.key() => {
                    if !before.says_the_same_as(&row) {
                        conflicts.push(row);
                    }
                }
                _ => kept.push(row),
            }
        }
        let subscriptions = Ids::from(std::mem::take(&mut self.subscriptions.ids));
        conflicts.sort_by_key(|row| row.line);
        for row in conflicts {
            let subscription = subscriptions.text(row.subscription);
            let at = Timestamp::from_millis(row.at)?;
            self.refuse(row.line, FactsError::ConflictingRows { subscription, at }.into())?;
        }
        self.intake.refused.sort_by_key(|refused| refused.line);
        let refused_lines: std::collections::BTreeSet<u32> =
            self.intake.refused.iter().map(|r| r.line).collect();
        let refused = u32::try_from(refused_lines.len()).map_err(|_| FactsError::TooManyRows)?;
        self.intake.rows_used = self.intake.rows_read.saturating_sub(refused).saturating_sub(self.skipped);
        Ok(Facts::new(Ids::from(self.customers.ids), subscriptions, kept, self.policy, self.intake))
    }
}

impl FactsBuilder<String> {
    /// The facts of a list, of which `push` makes one each; a refusal names its place, counted from 1.
    pub(crate) fn read_list<T>(
        mut self,
        list: &[T],
        push: impl Fn(&mut Self, u32, &T) -> Result<()>,
    ) -> Result<Facts> {
        for (line, item) in (1_u32..).zip(list) {
            self.count_row();
            push(&mut self, line, item).or_else(|error| self.refuse(line, error))?;
        }
        self.finish()
    }
}

/// By customer, then subscription, then instant, then line.
///
/// Customers are dense numbers, so one counting pass places each customer's rows together; what is left to
/// sort is short.
fn sort_into_series(rows: &mut Vec<Row>, customers: usize) {
    let mut starts = vec![0_usize; customers.saturating_add(1)];
    for row in rows.iter() {
        if let Some(count) = place(row.customer).and_then(|code| starts.get_mut(code.saturating_add(1))) {
            *count = count.saturating_add(1);
        }
    }
    let mut total = 0_usize;
    for start in &mut starts {
        total = total.saturating_add(*start);
        *start = total;
    }
    let mut next = starts.clone();
    let mut sorted = rows.clone();
    for row in rows.iter() {
        if let Some(slot) = place(row.customer).and_then(|code| next.get_mut(code)) {
            if let Some(target) = sorted.get_mut(*slot) {
                *target = *row;
            }
            *slot = slot.saturating_add(1);
        }
    }
    for bounds in starts.windows(2) {
        if let [start, end] = *bounds
            && let Some(series) = sorted.get_mut(start..end)
        {
            series.sort_unstable_by_key(|row| (row.subscription, row.at, row.line));
        }
    }
    *rows = sorted;
}

fn place(code: u32) -> Option<usize> {
    usize::try_from(code).ok()
}

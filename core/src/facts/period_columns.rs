//! The header of a file of periods: which column is where.

use csv::ByteRecord;

use super::{FactsError, PeriodColumns};

/// A column: what it is called, for errors, and where it is.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) place: usize,
}

/// Where the columns are.
pub(super) struct Columns {
    pub(super) subscription_id: Column,
    pub(super) customer_id: Column,
    pub(super) start_date: Column,
    pub(super) end_date: Column,
    pub(super) monthly_amount: Column,
    pub(super) currency: Option<Column>,
    pub(super) interval: Option<Column>,
    pub(super) quantity: Option<Column>,
    pub(super) status: Option<Column>,
}

impl Columns {
    pub(super) fn find(header: &ByteRecord, names: &PeriodColumns) -> Result<Self, FactsError> {
        let mut search = Search { header: Vec::with_capacity(header.len()), missing: Vec::new() };
        for field in header {
            let name = std::str::from_utf8(field).map_err(|_| FactsError::InvalidUtf8)?;
            search.header.push(name.trim());
        }
        let subscription_id = search.required(&names.subscription_id, "subscription_id")?;
        let customer_id = search.required(&names.customer_id, "customer_id")?;
        let start_date = search.required(&names.start_date, "start_date")?;
        let end_date = search.required(&names.end_date, "end_date")?;
        let monthly_amount = search.required(&names.monthly_amount, "monthly_amount")?;
        let currency = search.optional(&names.currency, "currency")?;
        let interval = search.optional(&names.interval, "interval")?;
        let quantity = search.optional(&names.quantity, "quantity")?;
        let status = search.optional(&names.status, "status")?;
        match (subscription_id, customer_id, start_date, end_date, monthly_amount) {
            (
                Some(subscription_id),
                Some(customer_id),
                Some(start_date),
                Some(end_date),
                Some(monthly_amount),
            ) if search.missing.is_empty() => Ok(Self {
                subscription_id,
                customer_id,
                start_date,
                end_date,
                monthly_amount,
                currency,
                interval,
                quantity,
                status,
            }),
            _ => Err(search.failed()),
        }
    }
}

/// Looks for columns, and remembers which are not there, so that all are reported at once.
struct Search<'a> {
    header: Vec<&'a str>,
    missing: Vec<String>,
}

impl Search<'_> {
    fn required(&mut self, name: &Option<String>, usual: &str) -> Result<Option<Column>, FactsError> {
        let name = name.as_deref().unwrap_or(usual).trim();
        let mut places = self.header.iter().enumerate().filter(|(_, found)| found.eq_ignore_ascii_case(name));
        let first = places.next().map(|(place, _)| Column { name: name.to_owned(), place });
        if places.next().is_some() {
            return Err(FactsError::DuplicateColumn { name: name.to_owned() });
        }
        if first.is_none() {
            self.missing.push(format!("`{name}`"));
        }
        Ok(first)
    }

    /// A column that must be there only where the host gave it a name.
    fn optional(&mut self, name: &Option<String>, usual: &str) -> Result<Option<Column>, FactsError> {
        let missing = self.missing.len();
        let column = self.required(name, usual)?;
        if name.is_none() {
            self.missing.truncate(missing);
        }
        Ok(column)
    }

    fn failed(&self) -> FactsError {
        let found: Vec<_> = self.header.iter().map(|name| format!("`{name}`")).collect();
        FactsError::MissingColumn { missing: self.missing.join(", "), found: found.join(", ") }
    }
}

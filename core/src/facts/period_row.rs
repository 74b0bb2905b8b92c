//! One line of a file of periods, field by field.

use csv::ByteRecord;
use rust_decimal::Decimal;

use super::{
    FactsError, PeriodsOptions, Policy,
    period_columns::{Column, Columns},
    periods::Span,
};
use crate::{
    Currency, Date, Error, Interval, IntervalUnit, Money, Result, Timestamp,
    calendar::Zone,
    catalog::AnnualAmount,
    money::{MoneyError, MoneyFormat, UnitAmount},
    subscription::SubscriptionStatus,
};

/// A row that could be read.
pub(super) struct PeriodRow {
    pub(super) customer_id: String,
    pub(super) subscription_id: String,
    pub(super) span: Span,
}

/// Reads rows as the header and the options say.
pub(super) struct RowReader {
    columns: Columns,
    width: usize,
    zone: Zone,
    policy: Policy,
    default_currency: Option<Currency>,
    format: MoneyFormat,
    minor_units: bool,
}

impl RowReader {
    pub(super) fn new(columns: Columns, width: usize, options: &PeriodsOptions, policy: &Policy) -> Self {
        Self {
            columns,
            width,
            zone: options.zone.unwrap_or(Zone::UTC),
            policy: policy.clone(),
            default_currency: options.default_currency,
            format: options.number_format.clone().unwrap_or_default(),
            minor_units: options.amounts_in_minor_units.unwrap_or(false),
        }
    }

    pub(super) fn read(&self, line: u32, fields: &ByteRecord) -> Result<PeriodRow> {
        if fields.len() != self.width {
            return Err(FactsError::UnevenRow { expected: self.width, found: fields.len() }.into());
        }
        let columns = &self.columns;
        let subscription_id = filled(fields, &columns.subscription_id, |text| Ok(text.to_owned()))?;
        let customer_id = filled(fields, &columns.customer_id, |text| Ok(text.to_owned()))?;
        let start = filled(fields, &columns.start_date, |text| self.instant(text))?;
        let end = optional(fields, Some(&columns.end_date), |text| self.instant(text))?;
        let status = optional(fields, columns.status.as_ref(), read_status)?;
        let currency = optional(fields, columns.currency.as_ref(), str::parse)?;
        let currency = currency.or(self.default_currency).ok_or(FactsError::MissingCurrency)?;
        let interval = optional(fields, columns.interval.as_ref(), read_interval)?;
        let quantity = optional(fields, columns.quantity.as_ref(), read_quantity)?;
        let amount = filled(fields, &columns.monthly_amount, |text| self.amount(text, currency))?;
        if amount.is_negative() {
            let subscription = subscription_id;
            return Err(FactsError::NegativeAmount { subscription, amount: amount.to_string() }.into());
        }
        let quantity = quantity.unwrap_or(1);
        if quantity < 0 {
            return Err(MoneyError::NegativeQuantity { quantity }.into());
        }
        let unit_amount = UnitAmount::new(Decimal::from(amount.minor()))?;
        let interval = interval.unwrap_or(Interval::MONTH);
        let annual = AnnualAmount::from_price(unit_amount, quantity, interval, self.policy.normalization)?;
        let annual = if self.counts(status, end)? { annual } else { AnnualAmount::default() };
        Ok(PeriodRow { customer_id, subscription_id, span: Span { line, start, end, annual, currency } })
    }

    /// A date begins in the zone; an instant is itself.
    fn instant(&self, text: &str) -> Result<Timestamp> {
        if text.contains(':') { text.parse() } else { self.zone.day_start(text.parse::<Date>()?) }
    }

    fn amount(&self, text: &str, currency: Currency) -> Result<Money> {
        if !self.minor_units {
            return Money::parse(text, &self.format, Some(currency));
        }
        let reason = "expected a whole number of minor units";
        let minor = text.parse::<i64>();
        let minor =
            minor.map_err(|_| MoneyError::InvalidAmount { text: text.to_owned(), reason: reason.into() })?;
        Ok(Money::new(minor, currency))
    }

    fn counts(&self, status: Option<SubscriptionStatus>, end: Option<Timestamp>) -> Result<bool, FactsError> {
        match (status.unwrap_or(SubscriptionStatus::Active), end) {
            // What was cancelled had been running until its end.
            (SubscriptionStatus::Canceled, Some(_)) => Ok(true),
            (SubscriptionStatus::Canceled, None) => Err(FactsError::CanceledWithoutEnd),
            (status, _) => Ok(self.policy.counts(status)),
        }
    }
}

/// What a field holds, without surrounding blanks.
fn text<'a>(fields: &'a ByteRecord, column: &Column) -> Result<&'a str, FactsError> {
    let field = fields.get(column.place).unwrap_or_default();
    std::str::from_utf8(field).map(str::trim).map_err(|_| FactsError::InvalidUtf8)
}

/// A field that may be empty, or whose column may not be there.
fn optional<T>(
    fields: &ByteRecord,
    column: Option<&Column>,
    read: impl FnOnce(&str) -> Result<T>,
) -> Result<Option<T>> {
    let Some(column) = column else { return Ok(None) };
    let value = text(fields, column).map_err(Error::from).and_then(|text| match text {
        "" => Ok(None),
        text => read(text).map(Some),
    });
    value.map_err(|error| error.at(format_args!("column `{}`", column.name)))
}

/// A field that must not be empty.
fn filled<T>(fields: &ByteRecord, column: &Column, read: impl FnOnce(&str) -> Result<T>) -> Result<T> {
    optional(fields, Some(column), read)?
        .ok_or_else(|| FactsError::MissingValue { column: column.name.clone() }.into())
}

fn read_status(text: &str) -> Result<SubscriptionStatus> {
    let name = text.to_ascii_lowercase();
    let name = if name == "cancelled" { "canceled" } else { name.as_str() };
    SubscriptionStatus::named(name).ok_or_else(|| FactsError::UnknownStatus { text: text.to_owned() }.into())
}

fn read_interval(text: &str) -> Result<Interval> {
    match text.to_ascii_lowercase().as_str() {
        "day" => Ok(Interval::DAY),
        "week" => Ok(Interval::WEEK),
        "month" => Ok(Interval::MONTH),
        "quarter" => Ok(Interval { unit: IntervalUnit::Month, count: 3 }),
        "year" => Ok(Interval::YEAR),
        _ => text.parse().map_err(|_| FactsError::UnknownInterval { text: text.to_owned() }.into()),
    }
}

fn read_quantity(text: &str) -> Result<i64> {
    text.parse().map_err(|_| FactsError::InvalidQuantity { text: text.to_owned() }.into())
}

//! A file of periods: its header, its lines, and which of them can be read.

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::{
    Delimiter, Facts, FactsError, PeriodsOptions, period_columns::Columns, period_row::RowReader,
    periods::PeriodRows,
};
use crate::{Error, Result};

impl Facts {
    /// From a CSV file of subscription periods: `subscription_id, customer_id, start_date, end_date,
    /// monthly_amount`, and optionally `currency, interval, quantity, status`.
    ///
    /// `end_date` is exclusive, and empty while the subscription runs. A date begins where the zone says; an
    /// instant needs an offset (`2024-01-31T18:00:00Z`). Amounts are in major units, no finer than the
    /// currency, for one unit and one interval, a month unless `interval` says otherwise. Blanks around a
    /// field do not count; blank lines, a byte order mark and other columns are ignored.
    ///
    /// What `status` does:
    ///
    /// | status | the period counts |
    /// |---|---|
    /// | `active`, or empty | yes |
    /// | `trialing`, `past_due`, `unpaid`, `paused` | as the policy says |
    /// | `incomplete`, `incomplete_expired` | never: it has not begun |
    /// | `canceled` (or `cancelled`) | yes, until its `end_date`, without which the row is refused |
    ///
    /// The status is that of the whole period: a trial and what follows it are two rows. A file does not say
    /// when a cancellation was asked for, nor which discounts run, so these switches of the policy change
    /// nothing here.
    ///
    /// Periods of one subscription must not overlap, and a row given twice overlaps itself. Of two such rows
    /// the later one is refused.
    ///
    /// ```
    /// use prorata::{Currency, facts::{Facts, PeriodsOptions}};
    ///
    /// let file = b"subscription_id,customer_id,start_date,end_date,monthly_amount
    /// sub_1,cus_1,2024-01-15,2024-06-15,49.00
    /// sub_1,cus_1,2024-06-15,,99.00
    /// ";
    /// let options = PeriodsOptions { default_currency: Some(Currency::USD), ..PeriodsOptions::default() };
    /// let facts = Facts::from_periods_csv(file, &options)?;
    /// assert_eq!(facts.changes(), 2); // the second period continues the first
    ///
    /// let error = Facts::from_periods_csv(file, &PeriodsOptions::default()).unwrap_err();
    /// assert_eq!(error.code(), "facts.missing_currency");
    /// assert!(error.to_string().starts_with("line 2: "));
    /// # Ok::<(), prorata::Error>(())
    /// ```
    ///
    /// # Errors
    /// Of the file: `facts.empty_file`, `facts.missing_column`, `facts.duplicate_column`, `facts.invalid_utf8`
    /// in the header, `facts.unclosed_quote`.
    ///
    /// Of a row, naming its line, unless rows may be left out: `facts.uneven_row`, `facts.invalid_utf8`,
    /// `facts.missing_value`, `facts.missing_currency`, `facts.unknown_interval`, `facts.invalid_quantity`,
    /// `facts.unknown_status`, `facts.canceled_without_end`, `facts.empty_period`,
    /// `facts.overlapping_periods`, `facts.two_customers`, `facts.negative_amount`, and the codes of
    /// [`Date`](crate::Date), [`Timestamp`](crate::Timestamp) and [`Money::parse`](crate::Money::parse).
    pub fn from_periods_csv(file: &[u8], options: &PeriodsOptions) -> Result<Self> {
        let text = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file);
        let mut lines = Lines::new(text, options.delimiter.unwrap_or(Delimiter::Comma));
        let names = options.columns.clone().unwrap_or_default();
        let header = lines.next_record()?.ok_or(FactsError::EmptyFile)?;
        let at_header = |error: FactsError| Error::from(error).at(format_args!("line {}", header.number));
        let columns = Columns::find(&header.fields, &names).map_err(at_header)?;
        let mut rows = PeriodRows::new(options.policy.clone().unwrap_or_default(), options.on_refusal);
        let reader = RowReader::new(columns, header.fields.len(), options, rows.policy());
        while let Some(Line { number, fields }) = lines.next_record()? {
            rows.count_row();
            let added = reader
                .read(number, &fields)
                .and_then(|row| rows.add(&row.customer_id, &row.subscription_id, row.span));
            added.or_else(|error| rows.refuse(number, error))?;
        }
        rows.finish()
    }
}

/// A record that is not blank, and the line it begins on.
struct Line {
    number: u32,
    fields: ByteRecord,
}

/// The records of a file, with the line that each begins on: the parser's own count is off after blank lines.
struct Lines<'a> {
    text: &'a [u8],
    delimiter: u8,
    reader: Reader<&'a [u8]>,
    /// The line that the byte at `counted` is on.
    line: u32,
    counted: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a [u8], delimiter: Delimiter) -> Self {
        let delimiter = delimiter.byte();
        Self { text, delimiter, reader: parser(text, delimiter), line: 1, counted: 0 }
    }

    fn next_record(&mut self) -> Result<Option<Line>> {
        let mut fields = ByteRecord::new();
        loop {
            let start = self.place();
            let read = self.reader.read_byte_record(&mut fields);
            if !read.map_err(|error| FactsError::InvalidCsv { reason: error.to_string() })? {
                return Ok(None);
            }
            let number = self.line_at(start)?;
            if self.place() >= self.text.len() && self.ends_inside_quotes(start) {
                return Err(Error::from(FactsError::UnclosedQuote).at(format_args!("line {number}")));
            }
            if fields.iter().any(|field| !field.trim_ascii().is_empty()) {
                return Ok(Some(Line { number, fields }));
            }
        }
    }

    /// How many bytes the parser has taken.
    fn place(&self) -> usize {
        usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX)
    }

    /// The line of the record that begins at `start`, blank lines before it passed over.
    fn line_at(&mut self, start: usize) -> Result<u32, FactsError> {
        let is_break = |byte: u8| matches!(byte, b'\r' | b'\n');
        while let Some(byte) = self.text.get(self.counted).copied() {
            if self.counted >= start && !is_break(byte) {
                break;
            }
            self.counted = self.counted.saturating_add(1);
            // A carriage return before a line feed is part of the same break.
            if byte == b'\n' || (byte == b'\r' && self.text.get(self.counted) != Some(&b'\n')) {
                self.line = self.line.checked_add(1).ok_or(FactsError::TooManyRows)?;
            }
        }
        Ok(self.line)
    }

    /// True when the last record swallowed the rest of the file: then one more line would not be one.
    fn ends_inside_quotes(&self, start: usize) -> bool {
        let mut rest = self.text.get(start..).unwrap_or_default().to_vec();
        rest.extend_from_slice(b"\nx");
        parser(rest.as_slice(), self.delimiter).byte_records().count() < 2
    }
}

fn parser(text: &[u8], delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text)
}

//! How amounts, dates and names are written in a document.

use super::{DocumentOptions, pdf};
use crate::{
    Currency, Date, Money, Period, Result, Timestamp, Zone,
    catalog::{AmountOff, Discount, TaxExempt, TaxRate},
    explain::{ExplainOptions, describe_line},
    invoice::Invoice,
    line_item::LineItem,
    money::{CurrencySign, MoneyFormat, UnitAmount, grouped},
};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Writes what one document consists of.
pub(super) struct Words<'a> {
    pub(super) options: &'a DocumentOptions,
    pub(super) invoice: &'a Invoice,
    explain: ExplainOptions,
    money: MoneyFormat,
    zone: Zone,
}

impl<'a> Words<'a> {
    pub(super) fn new(invoice: &'a Invoice, options: &'a DocumentOptions) -> Result<Self> {
        let mut explain = options.explain.clone().unwrap_or_default();
        let money = readable(explain.money.take().unwrap_or(MoneyFormat::english()), invoice.currency)?;
        explain.money = Some(money.clone());
        // An invoice knows the prices of its usage, and its discounts.
        explain.prices.extend(invoice.usage.iter().map(|usage| usage.price.clone()));
        explain.discounts.extend(invoice.discounts.iter().cloned());
        explain.discounts.extend(invoice.lines.iter().flat_map(|line| line.item.discounts.iter().cloned()));
        let zone = explain.zone.unwrap_or(Zone::UTC);
        Ok(Self { options, invoice, explain, money, zone })
    }

    /// `€1,234.50`, `−€1,234.50`
    pub(super) fn money(&self, amount: Money) -> String {
        typographic(&amount.format(&self.money))
    }

    /// What a unit costs, with all its decimals: `$0.0025`.
    pub(super) fn unit_amount(&self, amount: UnitAmount) -> Result<String> {
        let currency = self.invoice.currency;
        Ok(typographic(&self.money.write(amount.major(currency)?, currency)))
    }

    pub(super) fn count(&self, count: i64) -> String {
        let digits = grouped(&count.unsigned_abs().to_string(), self.money.group_char());
        if count < 0 { format!("−{digits}") } else { digits }
    }

    /// `1 February 2026`
    pub(super) fn date(&self, at: Timestamp) -> Result<String> {
        Ok(day(self.zone.date_of(at)?, true, true))
    }

    pub(super) fn date_of(&self, at: Timestamp) -> Result<Date> {
        self.zone.date_of(at)
    }

    /// `1 – 31 January 2026`: with the last day that it reaches; none for an instant.
    pub(super) fn period(&self, period: Period) -> Result<Option<String>> {
        if period.is_empty() {
            return Ok(None);
        }
        let within = period.end.as_millis().checked_sub(1).unwrap_or_default();
        let (first, last) =
            (self.zone.date_of(period.start)?, self.zone.date_of(Timestamp::from_millis(within)?)?);
        let until = day(last, true, true);
        let same_year = first.year() == last.year();
        let same_month = same_year && first.month_of_year() == last.month_of_year();
        Ok(Some(match first == last {
            true => until,
            false => format!("{} – {until}", day(first, !same_month, !same_year)),
        }))
    }

    /// What a line bills, as Stripe words it.
    pub(super) fn line(&self, item: &LineItem) -> Result<String> {
        describe_line(item, &self.explain)
    }

    /// `Discount: Launch (10% off)`
    pub(super) fn discount(&self, id: &str) -> String {
        let Some(discount) = self.known_discount(id) else { return format!("Discount: {id}") };
        let coupon = &discount.coupon;
        let name = coupon.name.as_ref().unwrap_or(&coupon.id);
        match &coupon.off {
            AmountOff::Percent { percent_off } => format!("Discount: {name} ({percent_off}% off)"),
            AmountOff::Amount { .. } => format!("Discount: {name}"),
        }
    }

    fn known_discount(&self, id: &str) -> Option<&Discount> {
        self.explain.discounts.iter().find(|discount| discount.id == id)
    }

    /// `Credit: Welcome`
    pub(super) fn credit(&self, grant: &str) -> String {
        let mut known = self.explain.customer.iter().flat_map(|customer| &customer.credit_grants);
        let known = known.find(|known| known.id == grant);
        match known.and_then(|known| known.name.as_ref()) {
            Some(name) => format!("Credit: {name}"),
            None => "Billing credit".to_owned(),
        }
    }

    /// A rate of the invoice by its id.
    pub(super) fn tax_rate(&self, id: &str) -> Option<&'a TaxRate> {
        let of_lines = self.invoice.lines.iter().flat_map(|line| &line.item.tax_rates);
        of_lines.chain(&self.invoice.default_tax_rates).find(|rate| rate.id == id)
    }

    pub(super) fn reverse_charge(&self) -> bool {
        let customer = self.explain.customer.as_ref();
        customer.is_some_and(|customer| customer.tax_exempt == Some(TaxExempt::Reverse))
    }

    pub(super) fn number(&self) -> String {
        self.invoice.number.clone().unwrap_or_else(|| self.invoice.id.clone())
    }

    pub(super) fn seller(&self) -> String {
        self.options.seller.as_ref().map_or(String::new(), |seller| seller.name.clone())
    }
}

/// The format, with the currency's code where the built-in font lacks its sign: HTML and PDF say the same.
fn readable(format: MoneyFormat, currency: Currency) -> Result<MoneyFormat> {
    if pdf::sets(&Money::zero(currency).format(&format))? {
        return Ok(format);
    }
    Ok(MoneyFormat { sign: Some(CurrencySign::Code), ..format })
}

fn day(date: Date, with_month: bool, with_year: bool) -> String {
    let place = usize::try_from(date.month_of_year()).unwrap_or_default().saturating_sub(1);
    let month = MONTHS.get(place).copied().unwrap_or_default();
    match (with_month, with_year) {
        (_, true) => format!("{} {month} {}", date.day(), date.year()),
        (true, false) => format!("{} {month}", date.day()),
        (false, false) => date.day().to_string(),
    }
}

/// A hyphen is not a minus sign.
fn typographic(amount: &str) -> String {
    amount.replace('-', "−")
}

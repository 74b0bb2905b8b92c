//! How names, amounts, dates and times are written.

use super::ExplainOptions;
use crate::{
    Currency, Date, Interval, IntervalUnit, Money, Result, Rounding, Timestamp, Zone,
    catalog::{AmountOff, Discount, Price},
    line_item::{FullDiscount, LineItem, ProrationDetails},
    money::{CurrencySign, MoneyFormat, UnitAmount, grouped, rounding::Fraction},
};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// More decimals of a minor unit than this are cut: they explain nothing.
const SHOWN_DECIMALS: u32 = 4;
/// In which time is counted, with their seconds.
const UNITS: [(&str, i64); 2] = [("day", 86_400), ("hour", 3_600)];

/// Writes what sentences are made of.
pub(super) struct Writer<'a> {
    options: &'a ExplainOptions,
    /// Prices and discounts of the invoice, beside those of the options.
    prices: Vec<&'a Price>,
    discounts: Vec<&'a Discount>,
    format: MoneyFormat,
    zone: Zone,
}

impl<'a> Writer<'a> {
    pub(super) fn new(options: &'a ExplainOptions) -> Self {
        let sign = Some(CurrencySign::Symbol);
        Self {
            options,
            prices: options.prices.iter().collect(),
            discounts: options.discounts.iter().collect(),
            format: options.money.clone().unwrap_or(MoneyFormat { sign, ..MoneyFormat::default() }),
            zone: options.zone.unwrap_or(Zone::UTC),
        }
    }

    /// The same with what an invoice knows.
    pub(super) fn knowing(
        mut self,
        prices: impl Iterator<Item = &'a Price>,
        discounts: impl Iterator<Item = &'a Discount>,
    ) -> Self {
        self.prices.extend(prices);
        self.discounts.extend(discounts);
        self
    }

    pub(super) fn options(&self) -> &'a ExplainOptions {
        self.options
    }

    pub(super) fn price(&self, line: &LineItem) -> Option<&'a Price> {
        let id = line.price.as_ref()?;
        self.prices.iter().find(|price| price.id == *id).copied()
    }

    pub(super) fn discount(&self, id: &str) -> Option<&'a Discount> {
        self.discounts.iter().find(|discount| discount.id == id).copied()
    }

    /// What the customer calls what a line bills.
    pub(super) fn product<'l>(&self, line: &'l LineItem) -> &'l str
    where
        'a: 'l,
    {
        let named = self.named(line).map(|known| known.name.as_str());
        named.or(line.product.as_deref()).or(line.price.as_deref()).unwrap_or(&line.id)
    }

    /// What one unit of it is called.
    pub(super) fn unit_label(&self, line: &LineItem) -> Option<&'a str> {
        self.named(line)?.unit_label.as_deref()
    }

    fn named(&self, line: &LineItem) -> Option<&'a super::ProductName> {
        let product = line.product.as_ref()?;
        self.options.products.iter().find(|known| known.product == *product)
    }

    pub(super) fn money(&self, amount: Money) -> String {
        amount.format(&self.format)
    }

    /// The amount without its sign: where the words say which way it goes.
    pub(super) fn size(&self, amount: Money) -> Result<String> {
        Ok(self.money(if amount.is_negative() { amount.checked_neg()? } else { amount }))
    }

    /// An exact amount in minor units, with all its decimals.
    pub(super) fn unit_amount(&self, amount: UnitAmount, currency: Currency) -> Result<String> {
        Ok(self.format.write(amount.major(currency)?, currency))
    }

    /// An exact amount in minor units, cut where its decimals explain nothing more.
    pub(super) fn exact(&self, amount: Fraction, currency: Currency) -> Result<String> {
        let scale = 10_i128.checked_pow(SHOWN_DECIMALS).unwrap_or(1);
        let scaled = amount.times(Fraction::whole(scale))?;
        let cut = Fraction::new(scaled.round(Rounding::TowardZero)?, scale)?;
        let text = self.unit_amount(UnitAmount::nearest(cut)?, currency)?;
        Ok(if scaled.is_whole() { text } else { format!("{text}…") })
    }

    /// What is added to a sentence whose amount was rounded: the exact one.
    pub(super) fn rounded(&self, exact: Fraction, amount: Money) -> Result<String> {
        if exact.minus(Fraction::whole(amount.minor().into()))? == Fraction::whole(0) {
            return Ok(String::new());
        }
        Ok(format!(" (exactly {}, rounded)", self.exact(exact, amount.currency())?))
    }

    /// The same for a sum whose parts were rounded one by one.
    pub(super) fn rounded_parts(&self, exact: Fraction, amount: Money, parts: usize) -> Result<String> {
        let off = Fraction::whole(amount.minor().into()).minus(exact)?;
        let size = if off.is_positive() { off } else { off.negated()? };
        if parts < 2 || !size.minus(Fraction::new(1, 2)?)?.is_positive() {
            return self.rounded(exact, amount);
        }
        Ok(format!(" (exactly {}, rounded on each line)", self.exact(exact, amount.currency())?))
    }

    /// `16 Apr 2025`
    pub(super) fn date(&self, at: Timestamp) -> Result<String> {
        let date = self.zone.date_of(at)?;
        Ok(format!("{} {} {}", date.day(), month(date), date.year()))
    }

    /// `06 Apr 2025`, as Stripe's lines have it.
    pub(super) fn stripe_date(&self, at: Timestamp) -> Result<String> {
        let date = self.zone.date_of(at)?;
        Ok(format!("{:02} {} {}", date.day(), month(date), date.year()))
    }

    pub(super) fn count(&self, count: i64) -> String {
        let digits = grouped(&count.unsigned_abs().to_string(), self.format.group_char());
        if count < 0 { format!("-{digits}") } else { digits }
    }

    /// `2 × Pro`, or `Pro` for one, as Stripe's prorations have it.
    pub(super) fn label(&self, line: &LineItem, name: &str) -> String {
        match (line.quantity, self.unit_label(line)) {
            (0 | 1, _) => name.to_owned(),
            (quantity, Some(unit)) => format!("{quantity} {unit} × {name}"),
            (quantity, None) => format!("{quantity} × {name}"),
        }
    }

    /// Which part of which time: `15 of 30 days`, `about 15 of 30 days (1,295,999 of 2,592,000 seconds)`.
    pub(super) fn share(&self, details: &ProrationDetails) -> Result<String> {
        let (part, whole) = (details.numerator, details.denominator);
        let of = |part: i64, whole: i64, unit: &str| {
            format!(
                "{} of {} {unit}{}",
                self.count(part),
                self.count(whole),
                if whole == 1 { "" } else { "s" }
            )
        };
        // A policy may count days instead of seconds.
        if details.full_period.seconds()? != whole {
            return Ok(of(part, whole, "day"));
        }
        let count = |seconds: i64, size: i64| Fraction::new(seconds.into(), size.into());
        for (unit, size) in UNITS {
            let (part, whole) = (count(part, size)?.to_exact_minor()?, count(whole, size)?.to_exact_minor()?);
            if let Some((part, whole)) = part.zip(whole) {
                return Ok(of(part, whole, unit));
            }
        }
        let seconds = of(part, whole, "second");
        for (unit, size) in UNITS {
            let about = |seconds: i64| count(seconds, size)?.to_minor(Rounding::HalfAwayFromZero);
            // One of something may be half of it, or half as much again.
            let (part, whole) = (about(part)?, about(whole)?);
            if part > 1 {
                return Ok(format!("about {} ({seconds})", of(part, whole, unit)));
            }
        }
        Ok(seconds)
    }

    /// `30.0% off`, `$4.00 off`: what discounts inside a proration take off, as Stripe's lines have it.
    pub(super) fn off(&self, taken: &[FullDiscount], currency: Currency) -> Result<String> {
        let mut texts = Vec::with_capacity(taken.len());
        for taken in taken {
            texts.push(match self.discount(&taken.discount).map(|discount| &discount.coupon.off) {
                Some(AmountOff::Percent { percent_off }) => {
                    let percent = percent_off.to_string();
                    let decimals = if percent.contains('.') { "" } else { ".0" };
                    format!("{percent}{decimals}% off")
                }
                Some(AmountOff::Amount { .. }) | None => {
                    format!("{} off", self.unit_amount(taken.amount, currency)?)
                }
            });
        }
        Ok(texts.join(" and "))
    }

    /// What customers call a discount.
    pub(super) fn discount_name(&self, id: &str) -> String {
        let Some(discount) = self.discount(id) else { return id.to_owned() };
        let coupon = &discount.coupon;
        let name = coupon.name.as_ref().unwrap_or(&coupon.id);
        match &discount.promotion_code {
            Some(code) if code != name => format!("{name} (code {code})"),
            Some(_) | None => name.clone(),
        }
    }
}

/// `month`, `every 3 months`
pub(super) fn interval(interval: Interval) -> String {
    let unit = match interval.unit {
        IntervalUnit::Day => "day",
        IntervalUnit::Week => "week",
        IntervalUnit::Month => "month",
        IntervalUnit::Year => "year",
    };
    if interval.count == 1 { unit.to_owned() } else { format!("every {} {unit}s", interval.count) }
}

fn month(date: Date) -> &'static str {
    let place = usize::try_from(date.month_of_year()).unwrap_or_default().saturating_sub(1);
    MONTHS.get(place).copied().unwrap_or_default()
}

/// `line`, `2 lines`
pub(super) fn lines(count: usize) -> String {
    if count == 1 { "1 line".to_owned() } else { format!("{count} lines") }
}

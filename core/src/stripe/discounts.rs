//! Discounts that lower recurring revenue, as the policy has it.

use rust_decimal::Decimal;

use super::{
    StripeError,
    lookup::Lookup,
    wire::{Coupon, DecimalText, Discount, Reference},
};
use crate::{
    Currency, Money, Result, Timestamp,
    calendar::Duration,
    facts::DiscountPolicy,
    money::{Percent, rounding::Fraction},
};

/// A discount that counts, and while it runs.
#[derive(Debug, Clone)]
pub(super) struct Running {
    pub(super) start: Option<Timestamp>,
    pub(super) end: Option<Timestamp>,
    /// The products it applies to; none for all.
    pub(super) products: Vec<String>,
    pub(super) off: Off,
}

/// What a discount takes.
#[derive(Debug, Clone)]
pub(super) enum Off {
    /// The share that is left.
    Share(Fraction),
    /// So many minor units of every invoice.
    Amount { minor: Fraction, coupon: String },
}

impl Running {
    /// Without an instant: an object that lists a discount says that it runs.
    pub(super) fn runs_at(&self, at: Option<Timestamp>) -> bool {
        let Some(at) = at else { return true };
        self.start.is_none_or(|start| start <= at) && self.end.is_none_or(|end| at < end)
    }

    pub(super) fn applies_to(&self, product: Option<&String>) -> bool {
        self.products.is_empty() || product.is_some_and(|product| self.products.contains(product))
    }
}

/// Reads discounts as one policy and one currency have them.
#[derive(Clone, Copy)]
pub(super) struct DiscountReader<'a> {
    pub(super) lookup: &'a Lookup,
    pub(super) policy: DiscountPolicy,
    pub(super) currency: Currency,
    /// When a phase begins: what it says of its discounts has no dates.
    pub(super) phase_start: Option<Timestamp>,
}

impl DiscountReader<'_> {
    /// The discounts of one level, in their order. `older` is the level's one discount in the older member.
    pub(super) fn level(
        self,
        discounts: Option<&Vec<Reference<Discount>>>,
        older: Option<&Discount>,
    ) -> Result<Vec<Running>> {
        let named = discounts.filter(|discounts| !discounts.is_empty());
        let mut running = Vec::new();
        if self.policy == DiscountPolicy::ListPrice {
            return Ok(running);
        }
        for reference in named.into_iter().flatten() {
            running.extend(self.discount(self.lookup.discount(reference, older)?)?);
        }
        if let (None, Some(only)) = (named, older) {
            running.extend(self.discount(only)?);
        }
        Ok(running)
    }

    /// Nothing for a discount that does not count.
    fn discount(self, discount: &Discount) -> Result<Option<Running>> {
        if let (None, None, Some(reference)) = (&discount.coupon, &discount.source, &discount.discount) {
            // A phase that carries on a discount names it; nested once, never more.
            return match self.lookup.discount(reference, None)? {
                Discount { coupon: None, source: None, .. } => Err(no_coupon()),
                known => self.discount(known),
            };
        }
        let source = discount.source.as_ref().and_then(|source| source.coupon.as_ref());
        let coupon = self.lookup.coupon(discount.coupon.as_ref().or(source).ok_or_else(no_coupon)?)?;
        let instant = |seconds: Option<i64>| seconds.map(Timestamp::from_seconds).transpose();
        let (start, end) = (instant(discount.start)?, instant(discount.end)?);
        self.coupon(coupon, start, end)
    }

    /// What a coupon takes between two instants; nothing when it does not count.
    pub(super) fn coupon(
        self,
        coupon: &Coupon,
        start: Option<Timestamp>,
        end: Option<Timestamp>,
    ) -> Result<Option<Running>> {
        let counts = match (coupon.duration.as_deref(), self.policy) {
            (Some("forever" | "repeating" | "once"), DiscountPolicy::ListPrice) => false,
            (Some("forever"), _) | (Some("once" | "repeating"), DiscountPolicy::All) => true,
            (Some("repeating"), policy) => policy == DiscountPolicy::WhileRunning,
            (Some("once"), DiscountPolicy::ForeverOnly | DiscountPolicy::WhileRunning) => false,
            (other, _) => {
                return Err(StripeError::unknown("duration", other.unwrap_or("null")).into());
            }
        };
        if !counts {
            return Ok(None);
        }
        let products = coupon.applies_to.as_ref().and_then(|to| to.products.clone()).unwrap_or_default();
        let end = match (end, self.phase_start, coupon.duration_in_months) {
            (None, Some(start), Some(months)) if coupon.duration.as_deref() == Some("repeating") => {
                Some(start.plus(format!("P{months}M").parse::<Duration>()?)?)
            }
            _ => end,
        };
        Ok(Some(Running { start, end, products, off: self.off(coupon)? }))
    }

    fn off(self, coupon: &Coupon) -> Result<Off> {
        let refused = |reason: String| StripeError::contradiction("coupon", reason);
        match (&coupon.percent_off, self.amount_off(coupon)) {
            (Some(DecimalText(text)), None) => {
                let percent = text.parse::<Percent>()?;
                if !(Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&percent.value()) {
                    return Err(refused(format!("`percent_off` is `{text}`")).into());
                }
                let hundred = Fraction::whole(100);
                Ok(Off::Share(hundred.minus(percent.fraction()?)?.divided_by(hundred)?))
            }
            (_, Some(amount)) if amount >= 0 => {
                let minor = Money::from_stripe(amount, self.currency)?.minor();
                Ok(Off::Amount { minor: Fraction::whole(minor.into()), coupon: coupon.id.clone() })
            }
            (_, Some(amount)) => Err(refused(format!("`amount_off` is `{amount}`")).into()),
            (None, None) => {
                let (id, currency) = (coupon.id.clone(), self.currency);
                Err(StripeError::NoAmount { object: "coupon", id, currency }.into())
            }
        }
    }

    /// The amount in this currency, which need not be the coupon's own.
    fn amount_off(self, coupon: &Coupon) -> Option<i64> {
        let code = self.currency.code();
        if coupon.currency.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(code)) {
            return coupon.amount_off;
        }
        let option = coupon.currency_options.as_ref()?.get(&code.to_ascii_lowercase())?;
        option.amount_off
    }
}

fn no_coupon() -> crate::Error {
    StripeError::contradiction("discount", "it has no coupon").into()
}

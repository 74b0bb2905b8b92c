//! What usage costs, all at once or on top of what was billed before.

use serde::{Deserialize, Serialize};

use crate::{
    Currency, Money, Result,
    catalog::{LineAmount, Price, Pricing},
    money::UnitAmount,
};

/// What a quantity costs, less what was billed for a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsageCharge {
    /// The quantity of the period so far.
    pub quantity: i64,
    /// The quantity that was billed before; none where nothing was.
    pub billed: Option<i64>,
    /// The lines of the invoice.
    pub lines: Vec<UsageChargeLine>,
    /// What they add up to; below 0 where a cheaper tier was reached, or the quantity fell.
    pub amount: Money,
}

/// One line of usage.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsageChargeLine {
    /// Which tier, from 1; none for a price without tiers.
    pub tier: Option<u32>,
    /// Whether it is the flat amount of the tier, not its units.
    pub flat: bool,
    /// How many units it bills; below 0 where it takes some back; 0 for a flat amount.
    pub quantity: i64,
    /// What a unit, a package, or the tier costs.
    pub unit_amount: Option<UnitAmount>,
    /// What the line comes to.
    pub amount: Money,
}

/// What `quantity` units of usage cost in a period of which `billed` units were billed before, for a threshold
/// or because the period was split: the whole of `quantity` less the whole of `billed`, so that all charges
/// of a period add up to its whole, to the minor unit. `currency` is the price's own where none is given.
///
/// Lines are rounded one by one, as invoices round them: one per tier and one per flat amount. A graduated
/// price goes on in the tier it had reached. A volume price bills the whole anew and takes back what was
/// billed, which may come to less than nothing. With nothing billed before, the first tier's flat amount is
/// due at a quantity of 0, too.
///
/// Source: [Stripe, pricing models and thresholds](https://docs.stripe.com/billing/subscriptions/usage-based/pricing-models);
/// OpenMeter's rating of split periods.
///
/// ```
/// use prorata::{Currency, Interval, catalog::*, usage::price_usage};
///
/// let mut price = Price::licensed("price_1", "calls", Currency::USD, "0".parse()?, Interval::MONTH);
/// let tier = |up_to, unit: &str| -> prorata::Result<Tier> {
///     Ok(Tier { up_to, unit_amount: Some(unit.parse()?), flat_amount: None })
/// };
/// price.pricing = Pricing::Volume { tiers: vec![tier(Some(10_000), "50")?, tier(None, "40")?] };
/// assert_eq!(price_usage(&price, 10_000, None, None)?.amount.minor(), 500_000);
/// assert_eq!(price_usage(&price, 10_001, Some(10_000), None)?.amount.minor(), -99_960);
/// # Ok::<(), prorata::Error>(())
/// ```
///
/// # Errors
/// As [`Price::amount`]; `money.negative_quantity` for either quantity.
pub fn price_usage(
    price: &Price,
    quantity: i64,
    billed: Option<i64>,
    currency: Option<Currency>,
) -> Result<UsageCharge> {
    let currency = currency.unwrap_or(price.currency);
    let whole = price.line_amounts(quantity, currency)?;
    let lines = match billed {
        None => whole.into_iter().map(UsageChargeLine::from).collect(),
        Some(billed) if billed == quantity => Vec::new(),
        Some(billed) => {
            let before = price.line_amounts(billed, currency)?;
            match price.pricing_in(currency)? {
                Pricing::Volume { .. } => anew(whole, before)?,
                Pricing::PerUnit { .. } | Pricing::Graduated { .. } => on_top(whole, before)?,
            }
        }
    };
    let amounts: Vec<Money> = lines.iter().map(|line| line.amount).collect();
    Ok(UsageCharge { quantity, billed, amount: Money::sum(currency, &amounts)?, lines })
}

impl From<LineAmount> for UsageChargeLine {
    fn from(line: LineAmount) -> Self {
        let LineAmount { tier, flat, quantity, unit_amount, amount } = line;
        Self { tier, flat, quantity, unit_amount, amount }
    }
}

impl UsageCharge {
    /// The charge that takes this one back, down to a quantity of 0 for which nothing is due.
    pub(super) fn reversed(&self) -> Result<Self> {
        let lines = self.lines.iter().map(UsageChargeLine::taken_back).collect::<Result<_>>()?;
        Ok(Self { quantity: 0, billed: Some(self.quantity), amount: self.amount.checked_neg()?, lines })
    }
}

impl UsageChargeLine {
    fn grown_from(&self, old: &Self) -> Result<Self> {
        // Neither quantity is below 0, so their difference fits.
        let quantity = self.quantity.checked_sub(old.quantity).unwrap_or_default();
        Ok(Self { quantity, amount: self.amount.checked_sub(old.amount)?, ..self.clone() })
    }

    fn taken_back(&self) -> Result<Self> {
        let quantity = self.quantity.checked_neg().unwrap_or_default();
        Ok(Self { quantity, amount: self.amount.checked_neg()?, ..self.clone() })
    }
}

/// The new lines, and the old ones taken back.
fn anew(whole: Vec<LineAmount>, before: Vec<LineAmount>) -> Result<Vec<UsageChargeLine>> {
    let back = before.into_iter().map(|line| UsageChargeLine::from(line).taken_back());
    whole.into_iter().map(|line| Ok(line.into())).chain(back).collect()
}

/// What each line grew by. A tier that was left again, when the quantity fell, is taken back.
fn on_top(whole: Vec<LineAmount>, before: Vec<LineAmount>) -> Result<Vec<UsageChargeLine>> {
    let place = |line: &UsageChargeLine| (line.tier, line.flat);
    let mut before: Vec<UsageChargeLine> = before.into_iter().map(UsageChargeLine::from).collect();
    let mut lines = Vec::new();
    for line in whole.into_iter().map(UsageChargeLine::from) {
        let same = before.iter().position(|old| place(old) == place(&line));
        lines.push(match same.map(|same| before.remove(same)) {
            Some(old) => line.grown_from(&old)?,
            None => line,
        });
    }
    for left in before {
        lines.push(left.taken_back()?);
    }
    lines.retain(|line| line.quantity != 0 || !line.amount.is_zero());
    Ok(lines)
}

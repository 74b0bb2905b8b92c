//! From the total to what is due: the customer's balance, and what can be charged at all.

use crate::{Money, Result, Rounding, money::StripeUse};

/// What an invoice asks for, and what it leaves on the balance. Always `total` + starting balance =
/// `amount_due` + `ending_balance`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Settlement {
    pub(super) amount_due: Money,
    pub(super) ending_balance: Money,
    /// What was put on the balance because it is less than can be charged.
    pub(super) too_small: Money,
}

/// Settles a total with the balance.
///
/// A credit pays the total as far as it reaches, a debt comes on top. What is not above 0 becomes credit and
/// is paid at once; it does not collect a debt. What is below the currency's least charge is paid at once and
/// becomes a debt. What is no multiple that Stripe charges is rounded to one, and the balance takes the rest.
///
/// Source: [Stripe, customer balance](https://docs.stripe.com/billing/customer/balance),
/// [currencies](https://docs.stripe.com/currencies).
pub(super) fn settle(total: Money, starting: Money, cash_balance: bool) -> Result<Settlement> {
    let zero = Money::zero(total.currency());
    let open = total.checked_add(starting)?;
    if total.minor() <= 0 || open.minor() <= 0 {
        return Ok(Settlement { amount_due: zero, ending_balance: open, too_small: zero });
    }
    let amount_due = open.rounded_for_stripe(StripeUse::Charge, Rounding::HalfAwayFromZero)?;
    let least = open.currency().stripe_minimum_charge().unwrap_or(Money::new(1, open.currency()));
    if amount_due.minor() < least.minor() && !cash_balance {
        return Ok(Settlement { amount_due: zero, ending_balance: open, too_small: open });
    }
    Ok(Settlement { amount_due, ending_balance: open.checked_sub(amount_due)?, too_small: zero })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;

    fn settled(total: i64, starting: i64, currency: Currency) -> (i64, i64, i64) {
        let money = |minor| Money::new(minor, currency);
        let settled = settle(money(total), money(starting), false).unwrap();
        (settled.amount_due.minor(), settled.ending_balance.minor(), settled.too_small.minor())
    }

    #[test]
    fn the_balance_pays_and_is_paid() {
        let usd = |total, starting| settled(total, starting, Currency::USD);
        assert_eq!(usd(5_000, 0), (5_000, 0, 0));
        assert_eq!(usd(5_000, -2_000), (3_000, 0, 0));
        assert_eq!(usd(5_000, -7_000), (0, -2_000, 0));
        assert_eq!(usd(5_000, 16), (5_016, 0, 0));
        assert_eq!(usd(-3_100, 0), (0, -3_100, 0));
        assert_eq!(usd(0, 900), (0, 900, 0));
        assert_eq!(usd(16, 0), (0, 16, 16));
        assert_eq!(usd(49, 0), (0, 49, 49));
        assert_eq!(usd(50, 0), (50, 0, 0));
    }

    #[test]
    fn what_cannot_be_charged_stays_on_the_balance() {
        assert_eq!(settled(5_124, 0, Currency::KWD), (5_120, 4, 0));
        assert_eq!(settled(5_125, 0, Currency::KWD), (5_130, -5, 0));
        assert_eq!(settled(12_349, 0, Currency::MGA), (12_300, 49, 0));
        assert_eq!(settled(5, 0, Currency::UGX), (5, 0, 0));
        assert_eq!(settled(4, 0, Currency::KWD), (0, 4, 4));
    }
}

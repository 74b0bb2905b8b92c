//! Where the tax of a rate is rounded: on each line, or once for all of them.

use super::TaxRounding;
use crate::{
    Rounding,
    money::{MoneyError, rounding::Fraction},
};

/// The taxes of an invoice on their way to whole minor units.
pub(super) struct Spread {
    rounding: TaxRounding,
    rates: Vec<Running>,
}

/// What the lines before come to, of one rate.
struct Running {
    rate: String,
    exact: Fraction,
    rounded: i128,
}

impl Spread {
    pub(super) fn new(rounding: TaxRounding) -> Self {
        Self { rounding, rates: Vec::new() }
    }

    /// The next line's tax of a rate.
    ///
    /// Rounded per invoice, a line gets what the rounded sum grows by with it. So the lines add up to the
    /// rounded sum wherever one stops, a line is at most one unit off, and a line without tax gets none.
    pub(super) fn round(&mut self, rate: &str, exact: Fraction) -> Result<i64, MoneyError> {
        match self.rounding {
            TaxRounding::Line => exact.to_minor(Rounding::HalfAwayFromZero),
            TaxRounding::Invoice => self.running(rate).add(exact),
        }
    }

    fn running(&mut self, rate: &str) -> &mut Running {
        let known = self.rates.iter().position(|running| running.rate == rate);
        let place = known.unwrap_or_else(|| {
            self.rates.push(Running { rate: rate.to_owned(), exact: Fraction::whole(0), rounded: 0 });
            self.rates.len().saturating_sub(1)
        });
        #[expect(clippy::indexing_slicing, reason = "found or pushed just above")]
        &mut self.rates[place]
    }
}

impl Running {
    fn add(&mut self, exact: Fraction) -> Result<i64, MoneyError> {
        self.exact = self.exact.plus(exact)?;
        let rounded = self.exact.round(Rounding::HalfAwayFromZero)?;
        let part = rounded.checked_sub(self.rounded).and_then(|part| i64::try_from(part).ok());
        self.rounded = rounded;
        part.ok_or_else(|| MoneyError::overflow("the tax"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invoice_rounds_the_sum_and_a_line_itself() {
        let halves = [Fraction::new(1, 2).unwrap(); 4];
        let mut line = Spread::new(TaxRounding::Line);
        assert_eq!(halves.map(|half| line.round("vat", half).unwrap()), [1, 1, 1, 1]);
        let mut invoice = Spread::new(TaxRounding::Invoice);
        assert_eq!(halves.map(|half| invoice.round("vat", half).unwrap()), [1, 0, 1, 0]);
        assert_eq!(invoice.round("other", halves[0]).unwrap(), 1);
    }
}

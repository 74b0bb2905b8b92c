//! Totals that add up, or are refused.

use super::{DocumentError, SheetTotal, SheetTotalRole, words::Words};
use crate::{Money, Result};

/// Keeps count of what it writes.
pub(super) struct Tally<'a> {
    words: &'a Words<'a>,
    sum: Money,
    totals: Vec<SheetTotal>,
}

impl<'a> Tally<'a> {
    /// Begins with what the rows of the table above come to.
    pub(super) fn new(words: &'a Words<'a>, rows: Money) -> Self {
        Self { words, sum: rows, totals: Vec::new() }
    }

    pub(super) fn add(&mut self, label: impl Into<String>, amount: Money) -> Result<()> {
        self.sum = self.sum.checked_add(amount)?;
        self.push(label.into(), amount, SheetTotalRole::Part);
        Ok(())
    }

    /// The same where there is something to say.
    pub(super) fn add_unless_zero(&mut self, label: impl Into<String>, amount: Money) -> Result<()> {
        if amount.is_zero() { Ok(()) } else { self.add(label, amount) }
    }

    /// What the amounts above contain already.
    pub(super) fn included(&mut self, label: impl Into<String>, amount: Money) {
        self.push(label.into(), amount, SheetTotalRole::Included);
    }

    pub(super) fn subtotal(&mut self, label: &'static str, stated: Money) -> Result<()> {
        self.check(label, stated, SheetTotalRole::Subtotal)
    }

    pub(super) fn total(&mut self, label: &'static str, stated: Money) -> Result<()> {
        self.check(label, stated, SheetTotalRole::Total)
    }

    /// What is stated is what all above it comes to.
    fn check(&mut self, label: &'static str, stated: Money, role: SheetTotalRole) -> Result<()> {
        if stated != self.sum {
            return Err(DocumentError::DoesNotAddUp { label, sum: self.sum, stated }.into());
        }
        self.push(label.to_owned(), stated, role);
        Ok(())
    }

    pub(super) fn totals(self) -> Vec<SheetTotal> {
        self.totals
    }

    fn push(&mut self, label: String, amount: Money, role: SheetTotalRole) {
        self.totals.push(SheetTotal { label, amount: self.words.money(amount), role });
    }
}

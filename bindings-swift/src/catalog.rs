//! What prices come to in a month and in a year.

use prorata::{Money as CoreMoney, catalog::Normalization};

use crate::{
    guard::{Result, guard},
    methods::PriceMethods,
};

#[uniffi::export(name = "Price")]
impl PriceMethods {
    /// What `quantity` units come to in a month, to the nearest minor unit.
    ///
    /// Errors: `money.negative_quantity`, `money.overflow`, `catalog.invalid_interval`.
    pub(crate) fn mrr(&self, quantity: i64, normalization: Normalization) -> Result<CoreMoney> {
        guard(|| self.0.mrr(quantity, normalization))
    }

    /// What `quantity` units come to in a year, to the nearest minor unit.
    ///
    /// Errors: as `mrr`.
    pub(crate) fn arr(&self, quantity: i64, normalization: Normalization) -> Result<CoreMoney> {
        guard(|| self.0.arr(quantity, normalization))
    }
}

//! What an invoice needs to know of its customer.

use serde::{Deserialize, Serialize};

use super::{CreditGrant, CreditOrder};
use crate::{
    Money,
    catalog::{TaxExempt, TaxOptions},
};

/// What an invoice needs to know of its customer when it is finalized. Everything may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CustomerContext {
    /// The balance, with Stripe's sign: below 0 is the customer's credit; none for 0.
    pub balance: Option<Money>,
    /// The credit that can be used.
    pub credit_grants: Vec<CreditGrant>,
    /// Which of it is used first; none for Stripe's order.
    pub credit_order: Option<CreditOrder>,
    /// Whether the customer pays tax; none for yes.
    pub tax_exempt: Option<TaxExempt>,
    /// How tax is assessed.
    pub tax: Option<TaxOptions>,
    /// Whether the customer pays from a cash balance: then an amount below the least that can be charged is
    /// asked for all the same. None for no.
    pub cash_balance: Option<bool>,
}

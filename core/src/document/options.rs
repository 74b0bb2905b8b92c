//! What a document says beside the amounts.

use serde::{Deserialize, Serialize};

use super::{Paper, SheetFact};
use crate::explain::ExplainOptions;

/// What a document says beside the amounts. Everything may be left out; an invoice that a tax office accepts names
/// at least `seller` and `buyer`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DocumentOptions {
    /// Who issues it; none for nobody.
    pub seller: Option<Party>,
    /// Whom it is for; none for the id of the customer.
    pub buyer: Option<Party>,
    /// The names of products, discounts and credit grants, the prices of the lines, whether the customer is exempt
    /// from tax, how amounts are written and where days begin: as for an explanation, so that both say the same.
    pub explain: Option<ExplainOptions>,
    /// The size of the pages; none for A4 as PDF, and for what the printer holds as HTML.
    pub paper: Option<Paper>,
    /// More about it, below its number and dates: a purchase order, a contract.
    pub custom_fields: Vec<SheetFact>,
    /// What was charged, on receipts: `Visa •••• 4242`; none for nothing.
    pub payment_method: Option<String>,
    /// How to pay, on an invoice that waits for it; none for nothing.
    pub payment_instructions: Option<String>,
    /// What is said of the tax to a customer who accounts for it; none for `Reverse charge: the recipient accounts
    /// for the tax.`
    pub reverse_charge_note: Option<String>,
    /// A word to the customer, at the end; none for nothing.
    pub notes: Option<String>,
    /// Small, at the foot: the register, the capital; none for nothing. In a PDF one of more than six lines stands
    /// once, at the end.
    pub footer: Option<String>,
}

/// A seller or a buyer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The name: `Acme Ltd`.
    pub name: String,
    /// The lines of the address.
    #[serde(default)]
    pub address: Vec<String>,
    /// As a customer reads them: `VAT DE123456789`.
    #[serde(default)]
    pub tax_ids: Vec<String>,
    /// Where to write to.
    #[serde(default)]
    pub email: Option<String>,
}

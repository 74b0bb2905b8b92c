//! What is known beside the amounts: names, prices, how amounts and dates are written.

use serde::{Deserialize, Serialize};

use crate::{
    Zone,
    catalog::{Discount, Price},
    customer::CustomerContext,
    money::MoneyFormat,
    proration::BillingMode,
};

/// What is known beside the amounts. Everything may be left out: then ids stand for names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ExplainOptions {
    /// What customers call the products.
    pub products: Vec<ProductName>,
    /// The prices of the lines, for intervals and packages; an invoice knows those of its usage.
    pub prices: Vec<Price>,
    /// The discounts inside prorations, for their names; an invoice knows its own.
    pub discounts: Vec<Discount>,
    /// The customer, for what an invoice does not say: whether tax is left out for an exemption or a reverse
    /// charge, and the names of credit grants. A preview is worked out with all of it. None for nothing known.
    pub customer: Option<CustomerContext>,
    /// How amounts are written; none for `$1,234.50`, with the code where a currency has no sign.
    pub money: Option<MoneyFormat>,
    /// Where days begin, for dates; none for UTC.
    pub zone: Option<Zone>,
    /// Whose words [`describe_line`](super::describe_line) uses for a trial; none for flexible.
    pub billing_mode: Option<BillingMode>,
}

/// What customers call a product.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductName {
    /// Identifies the product.
    pub product: String,
    /// The name: `Pro`.
    pub name: String,
    /// What one unit of it is called, `seat`; none for nothing. Stripe's `unit_label`.
    #[serde(default)]
    pub unit_label: Option<String>,
}

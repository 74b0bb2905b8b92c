//! The billing overview of one customer: what they have, what they used, what comes next, what was paid.

use serde::{Deserialize, Serialize};

use super::{Invoice, InvoiceStatus, UpcomingContext, totals::sum, upcoming_invoice};
use crate::{
    Money, Result, Timestamp,
    catalog::Plan,
    subscription::{Subscription, SubscriptionStatus},
    usage::FeatureUse,
};

/// What an overview is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverviewRequest {
    /// The subscription.
    pub subscription: Subscription,
    /// Its plan; none for a subscription without one.
    #[serde(default)]
    pub plan: Option<Plan>,
    /// What was used of each feature in this cycle.
    #[serde(default)]
    pub usage: Vec<FeatureUse>,
    /// What is known for the next invoice.
    #[serde(default)]
    pub context: Option<UpcomingContext>,
    /// The payment method on file.
    #[serde(default)]
    pub payment_method: Option<PaymentMethodSummary>,
    /// The customer's invoices, oldest first.
    #[serde(default)]
    pub invoices: Vec<Invoice>,
}

/// How the customer pays, as far as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentMethodSummary {
    /// What it is: `card`, `sepa_debit`.
    pub kind: String,
    /// Whose: `visa`.
    #[serde(default)]
    pub brand: Option<String>,
    /// The last four characters of its number.
    #[serde(default)]
    pub last4: Option<String>,
    /// The month in which a card expires, 1 to 12.
    #[serde(default)]
    pub expires_month: Option<u32>,
    /// The year in which a card expires.
    #[serde(default)]
    pub expires_year: Option<u32>,
}

/// The billing overview of one customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillingOverview {
    /// Whose it is.
    pub customer: String,
    /// The name of the plan.
    pub plan: Option<String>,
    /// Where the subscription stands.
    pub status: SubscriptionStatus,
    /// What was used of what the plan includes: its features in order, then any other.
    pub usage: Vec<UsageAgainstLimit>,
    /// When the next invoice is made; none where none will be.
    pub next_billing_at: Option<Timestamp>,
    /// What it will ask for.
    pub next_amount: Option<Money>,
    /// The next invoice itself.
    pub next_invoice: Option<Invoice>,
    /// The payment method on file.
    pub payment_method: Option<PaymentMethodSummary>,
    /// What open invoices still ask for.
    pub amount_owed: Money,
    /// What was paid, newest first.
    pub payments: Vec<PaymentSummary>,
    /// The invoices, newest first; drafts and what was deleted are not shown to a customer.
    pub invoices: Vec<InvoiceSummary>,
}

/// What was used of what is included.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsageAgainstLimit {
    /// The feature.
    pub feature: String,
    /// How much was used.
    pub used: i64,
    /// How much is included; none for no limit.
    pub limit: Option<i64>,
    /// What is left of it, 0 or more; none for no limit.
    pub left: Option<i64>,
    /// What was used beyond it.
    pub over: i64,
}

/// A payment as a customer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentSummary {
    /// The invoice.
    pub invoice: String,
    /// When it was paid.
    pub at: Timestamp,
    /// What was paid.
    pub amount: Money,
}

/// An invoice as a customer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceSummary {
    /// The invoice.
    pub invoice: String,
    /// Its number.
    pub number: Option<String>,
    /// Where it stands.
    pub status: InvoiceStatus,
    /// When it was made.
    pub created: Timestamp,
    /// What it comes to.
    pub total: Money,
    /// What it still asks for.
    pub amount_remaining: Money,
    /// When that is due.
    pub due_date: Option<Timestamp>,
}

/// The billing overview of one customer. Its next amount is that of the invoice which is then issued, unless
/// something happens until then.
///
/// # Errors
/// Those of [`upcoming_invoice`], `money.currency_mismatch` for invoices in another currency than the
/// subscription's.
pub fn billing_overview(overview_request: OverviewRequest) -> Result<BillingOverview> {
    let OverviewRequest { subscription, plan, usage, context, payment_method, invoices } = overview_request;
    let next = upcoming_invoice(&subscription, &context.unwrap_or_default())?;
    let open = invoices.iter().filter(|invoice| invoice.status == InvoiceStatus::Open);
    let amount_owed = sum(subscription.currency, open.map(|invoice| invoice.amount_remaining))?;
    let mut payments: Vec<PaymentSummary> = invoices.iter().flat_map(payments_of).collect();
    payments.sort_by_key(|payment| std::cmp::Reverse(payment.at));
    Ok(BillingOverview {
        customer: subscription.customer,
        status: subscription.status,
        usage: against_limits(plan.as_ref(), &usage),
        plan: plan.map(|plan| plan.name),
        next_billing_at: next.as_ref().map(|next| next.created),
        next_amount: next.as_ref().map(|next| next.amount_due),
        next_invoice: next,
        payment_method,
        amount_owed,
        payments,
        invoices: invoices.iter().rev().filter_map(shown).collect(),
    })
}

fn payments_of(invoice: &Invoice) -> Vec<PaymentSummary> {
    let payments = invoice.payments.iter();
    let summary = |at, amount| PaymentSummary { invoice: invoice.id.clone(), at, amount };
    payments.map(|payment| summary(payment.at, payment.amount)).collect()
}

fn against_limits(plan: Option<&Plan>, usage: &[FeatureUse]) -> Vec<UsageAgainstLimit> {
    let limits = plan.map_or(&[][..], |plan| &plan.limits);
    let used =
        |feature: &str| usage.iter().find(|known| known.feature == feature).map_or(0, |known| known.used);
    let known = limits.iter().map(|limit| against(&limit.feature, used(&limit.feature), limit.limit));
    // What a plan does not list, it does not include; without a plan nothing is limited.
    let unlisted = plan.map(|_| 0);
    let listed = |feature: &str| limits.iter().any(|limit| limit.feature == feature);
    let other = usage.iter().filter(|known| !listed(&known.feature));
    known.chain(other.map(|known| against(&known.feature, known.used, unlisted))).collect()
}

fn against(feature: &str, used: i64, limit: Option<i64>) -> UsageAgainstLimit {
    let left = limit.map(|limit| limit.checked_sub(used).unwrap_or(i64::MIN));
    UsageAgainstLimit {
        feature: feature.to_owned(),
        used,
        limit,
        left: left.map(|left| left.max(0)),
        over: left.and_then(|left| left.min(0).checked_neg()).unwrap_or_default(),
    }
}

fn shown(invoice: &Invoice) -> Option<InvoiceSummary> {
    match invoice.status {
        InvoiceStatus::Draft | InvoiceStatus::Deleted => None,
        InvoiceStatus::Open | InvoiceStatus::Paid | InvoiceStatus::Void | InvoiceStatus::Uncollectible => {
            Some(InvoiceSummary {
                invoice: invoice.id.clone(),
                number: invoice.number.clone(),
                status: invoice.status,
                created: invoice.created,
                total: invoice.totals.total,
                amount_remaining: invoice.amount_remaining,
                due_date: invoice.due_date,
            })
        }
    }
}

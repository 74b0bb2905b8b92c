//! The Python binding: it converts between Python's values and the core's, and does nothing else.
//!
//! Every export takes its arguments as Python objects, converts them inside [`guard::guard`] with
//! [`convert::from_py`], calls one function of the core and converts the answer with [`convert::to_py`].
//! Types for people and checkers are written in the `signature` of each export, from which `stubs.py` writes
//! `_native.pyi`.
#![deny(unsafe_code)]

mod arrow;
mod calendar;
mod columns;
mod convert;
mod errors;
mod facts;
mod forms;
mod functions;
mod guard;
mod json;
mod metric_table;
mod metrics;
mod money;
mod report;
mod table;

/// The compiled half of the package `prorata`.
#[pyo3::pymodule]
mod _native {
    #[pymodule_export]
    use crate::calendar::{
        add, add_months, add_to_date, anchor_from_config, bill_through, boundary, check_stripe_ceiling,
        date_in_zone, date_on, day_bounds, first_cycle_date, first_day, fiscal_month, fiscal_quarter,
        fiscal_year, index_at, last_day, month_bounds, month_days, month_in_zone, months_between,
        next_boundary, parse_timestamp, period, period_at, previous_boundary, whole_periods,
    };
    #[pymodule_export]
    use crate::facts::{Facts, policy_counts, policy_preset};
    #[pymodule_export]
    use crate::functions::{
        catalog_amount, catalog_annual_price, catalog_applies_at, catalog_apply_discounts, catalog_arr,
        catalog_assess_tax, catalog_breakdown, catalog_check_catalog, catalog_check_contract,
        catalog_check_coupon, catalog_check_plan, catalog_check_price, catalog_check_promotion_code,
        catalog_check_tax_rate, catalog_compare_plans, catalog_contract_dates, catalog_covers,
        catalog_effective_price, catalog_find_coupon, catalog_find_plan, catalog_find_price,
        catalog_find_product, catalog_find_promotion_code, catalog_find_tax_rate, catalog_holds_at,
        catalog_invoice_due, catalog_is_entered, catalog_mrr, catalog_price_for, catalog_redeem_code,
        catalog_redeem_coupon, catalog_spend_bounds, customer_apply_credits, customer_balance,
        customer_check_credit_grant, customer_context, customer_goodwill_credit, customer_pays_at,
        customer_post, customer_promotional_credit, customer_referral_credit, document_credit_note_document,
        document_invoice_document, document_receipt_document, document_to_html, document_to_pdf,
        explain_as_text, explain_describe_line, explain_explain_difference, explain_explain_invoice,
        explain_explain_lines, explain_explain_preview, explain_match_discount_split, explain_match_policies,
        explain_match_tax_rounding, invoice_after, invoice_apply, invoice_billing_overview, invoice_create,
        invoice_credit_note_number, invoice_days_overdue, invoice_default_numbering, invoice_is_final,
        invoice_issue, invoice_take_number, invoice_upcoming_invoice, invoice_wake_at, line_item_net_amount,
        proration_bill_cycles, proration_bill_in_advance, proration_debits_after, proration_policy,
        proration_prorate, proration_prorated_amount, simulation_advance, simulation_business_customer,
        simulation_business_end, stripe_encode_customer, stripe_encode_events, stripe_encode_invoice,
        stripe_encode_subscription, stripe_simulate_business, subscription_accepts_changes,
        subscription_access, subscription_after, subscription_apply, subscription_bill_by_hand,
        subscription_bills, subscription_check_downgrade, subscription_counts_as_mrr, subscription_create,
        subscription_current_period, subscription_downgrade_at_period_end, subscription_grants_access,
        subscription_is_terminal, subscription_preview, subscription_prorates, subscription_reactivated,
        subscription_retention_offer, subscription_upcoming, subscription_wake_at, usage_aggregate,
        usage_check_alerts, usage_check_budget, usage_check_meter, usage_check_threshold, usage_history,
        usage_open_ledger, usage_plan_progress, usage_price_overage, usage_price_usage,
        usage_quantity_reaching, usage_reached_at, usage_take_in, usage_total, usage_usage_by,
        usage_usage_progress,
    };
    #[pymodule_export]
    use crate::guard::_panic_for_test;
    #[pymodule_export]
    use crate::json::{record_from_json, record_to_json};
    #[pymodule_export]
    use crate::metrics::{
        cohorts, cohorts_table, current_revenue, customer_movements, customer_movements_table, movements,
    };
    #[pymodule_export]
    use crate::money::{ExchangeRates, PyMoney, currency_info, unit_amount_total};
    #[pymodule_export]
    use crate::report::{charts, revenue_report, to_html, to_json, to_markdown};
    #[pymodule_export]
    use crate::table::Table;
}

//! Methods for records and enums of the core.
//!
//! uniffi takes methods only on types of this crate. So the methods of `Period` are declared on a type of ours,
//! under the record's name: `#[uniffi::export(name = "Period")] impl PeriodMethods`. Swift and Kotlin see one
//! type, `Period`, with its methods; generate.sh takes the second name out. Those of `functions`, which is generated,
//! are called `PeriodFunctions`.

use prorata::{
    calendar::{AnchorConfig, BillCycle, BillingCycle, FiscalCalendar, Interval, Period},
    facts::Policy,
    metrics::MonthlyMovements,
    report::RevenueReport,
    subscription::SubscriptionStatus,
};

macro_rules! methods {
    ($($record:ident => $methods:ident;)+) => {
        $(
            pub(crate) struct $methods(pub(crate) $record);

            uniffi::custom_type!($methods, $record, {
                remote,
                try_lift: |record| Ok($methods(record)),
                lower: |methods| methods.0,
            });
        )+
    };
}

pub(crate) use methods;

methods! {
    AnchorConfig => AnchorConfigMethods;
    BillCycle => BillCycleMethods;
    BillingCycle => BillingCycleMethods;
    FiscalCalendar => FiscalCalendarMethods;
    Interval => IntervalMethods;
    MonthlyMovements => MonthlyMovementsMethods;
    Period => PeriodMethods;
    Policy => PolicyMethods;
    RevenueReport => RevenueReportMethods;
    SubscriptionStatus => SubscriptionStatusMethods;
}

//! The use cases, a file each. A new one is a file here and a line in the list, and a
//! word among the routed ones if it states a route.
//!
//! For: every caller, as `service.ask(Changes { … })`. Uses: what the service owns. Never: a permission of its own.

pub use status::StatusView;

use super::call::use_cases;

use_cases! {
    companies::Companies,
    status::Status,
    find_company::FindCompany,
    add_company::AddCompany,
    rename_company::RenameCompany,
    enable_company::EnableCompany,
    count_company::CountCompany,
    remove_company::RemoveCompany,
    set_key::SetKey,
    test_key::TestKey,
    number_gaps::NumberGaps,
    find_invoices::FindInvoices,
    look_up::LookUp,
    read_invoice::ReadInvoice,
    read_invoices::ReadInvoices,
    payments::Payments,
    ask_tax_report::AskTaxReport,
    public_url::PublicUrl,
    pdf::Pdf,
    make_report::MakeReport,
    suggest::Suggest,
    changes::Changes,
    sync::Sync,
    start_sync::StartSync,
    cancel_sync::CancelSync,
    runs::Runs,
    read_run::ReadRun,
    doubts::Doubts,
    read_audit::ReadAudit,
    note_export::NoteExport,
    note_failed_export::NoteFailedExport,
    add_token::AddToken,
    tokens::Tokens,
    revoke_token::RevokeToken,
    admit_token::AdmitToken,
    yield_store::YieldStore,
    alerts::Alerts,
    test_alerts::TestAlerts,
    set_alert_secret::SetAlertSecret,
}

/// The cases with a route of the REST API, for a macro that takes them.
#[cfg(feature = "api")]
macro_rules! routed_cases {
    ($with:ident, $first:expr) => {
        $with!(
            $first;
            Companies, AddCompany, NumberGaps, RemoveCompany, SetKey, TestKey, Status, FindInvoices, ReadInvoice, MakeReport,
            CancelSync, Runs, ReadRun, ReadAudit
        )
    };
}
#[cfg(feature = "api")]
pub(crate) use routed_cases;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::{Action, Repeat};

    /// Cases that are no reads and have no line in the audit log, and why.
    const UNAUDITED: &[(&str, &str)] = &[
        ("TestKey", "changes nothing here"),
        ("Sync", "runs are in the journal with their actor"),
        ("StartSync", "runs are in the journal with their actor"),
        ("ReadAudit", "reads"),
        ("Tokens", "reads"),
        ("AdmitToken", "reads; every request over the network has one"),
        ("YieldStore", "the maintenance command writes its own line"),
        ("Alerts", "reads"),
    ];

    /// Cases that change something and may be performed twice, and why.
    const REPEATABLE: &[(&str, &str)] = &[
        ("EnableCompany", "sets a state"),
        ("SetKey", "sets a state"),
        ("TestKey", "changes nothing"),
        ("Sync", "joins the run, or goes on after its last commit"),
        ("StartSync", "joins the run, or goes on after its last commit"),
        ("CancelSync", "a run that was asked to end ends"),
        ("ReadAudit", "reads"),
        ("Tokens", "reads"),
        ("AdmitToken", "reads"),
        ("YieldStore", "asks for a state"),
        ("Alerts", "reads"),
        ("TestAlerts", "a test message more does no harm"),
        ("SetAlertSecret", "sets a state"),
    ];

    #[test]
    fn what_is_no_read_is_audited_and_not_repeated_unless_there_is_a_reason() {
        let listed = |list: &[(&str, &str)], name: &str| list.iter().any(|(case, why)| *case == name && !why.is_empty());
        let all = stated();
        for case in all.iter().filter(|case| case.action != Action::Read) {
            assert_ne!(case.audited, listed(UNAUDITED, case.name), "{}: audited, or in the list", case.name);
            assert_ne!(case.repeat == Repeat::Once, listed(REPEATABLE, case.name), "{}: once, or in the list", case.name);
        }
        for (name, _) in UNAUDITED.iter().chain(REPEATABLE) {
            assert!(all.iter().any(|case| case.name == *name && case.action != Action::Read), "{name} is in a list for nothing");
        }
    }
}

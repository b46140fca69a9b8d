//! The use cases, a file each. A new one is a file here and a line in the list, and a
//! word among the routed ones if it states a route.
//!
//! For: every caller, as `service.ask(Changes { … })`. Uses: what the service owns. Never: a permission of its own.

pub use change_calendar::CalendarChange;
pub use delivery_counts::DeliveryCount;
pub use group_rows::Grouplist;
pub use news::Tidings;
pub use stage_bank::{StagedBytes, StagedEntries};
pub use status::StatusView;
pub use workers::WorkerView;

use super::call::use_cases;

use_cases! {
    who_am_i::WhoAmI,
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
    logins::Logins,
    begin_login::BeginLogin,
    finish_login::FinishLogin,
    test_login::TestLogin,
    remove_login::RemoveLogin,
    number_gaps::NumberGaps,
    find_invoices::FindInvoices,
    look_up::LookUp,
    read_invoice::ReadInvoice,
    read_invoices::ReadInvoices,
    find_payments::FindPayments,
    find_contacts::FindContacts,
    look_up_records::LookUpRecords,
    read_payment::ReadPayment,
    read_contact::ReadContact,
    payments::Payments,
    ask_tax_report::AskTaxReport,
    public_url::PublicUrl,
    pdf::Pdf,
    make_document::MakeDocument,
    check_document::CheckDocument,
    sender::ReadSender,
    set_sender::SetSender,
    make_report::MakeReport,
    suggest::Suggest,
    changes::Changes,
    news::News,
    sync::Sync,
    start_sync::StartSync,
    work::Work,
    workers::Workers,
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
    roles::Roles,
    schedule::Schedule,
    alerts::Alerts,
    test_alerts::TestAlerts,
    set_alert_secret::SetAlertSecret,
    hooks::Hooks,
    take_hook::TakeHook,
    set_hook_secret::SetHookSecret,
    plan_push::PlanPush,
    apply_push::ApplyPush,
    push_items::PushItems,
    retry_push::RetryPush,
    discard_push::DiscardPush,
    push_links::PushLinks,
    unlink_push::UnlinkPush,
    push_mappings::PushMappings,
    set_mapping::SetMapping,
    pause_push::PausePush,
    push_matched::PushMatched,
    reconcile::Reconcile,
    settle_link::SettleLink,
    order_document::OrderDocument,
    credit_document::CreditDocument,

    add_books::AddBooks,
    own_companies::OwnCompanies,
    read_books::ReadBooks,
    edit_books::EditBooks,
    record_time::RecordTime,
    import_time::ImportTime,
    run_timer::RunTimer,
    find_time::FindTime,
    approve_time::ApproveTime,
    read_drafts::ReadDrafts,
    price_unbilled::PriceUnbilled,
    bill::Bill,
    check_books::CheckBooks,
    relist_books::RelistBooks,
    give_up_books::GiveUpBooks,
    call_books::CallBooks,
    call_time::CallTime,
    make_book_report::MakeBookReport,
    //
    bank_accounts::BankAccounts,
    find_entries::FindEntries,
    read_entry::ReadEntry,
    group_rows::GroupRows,
    read_log::ReadLog,
    bank_known::BankKnown,
    bank_statements::BankStatements,
    bank_entries::BankEntries,
    bank_file::BankFile,
    bank_mappings::BankMappings,
    keep_mapping::KeepMapping,
    stage_bank::StageBank,
    import_bank::ImportBank,
    propose_matches::ProposeMatches,
    settle_matches::SettleMatches,
    accept_match::AcceptMatch,
    undo_match::UndoMatch,
    make_transfers::MakeTransfers,
    transfers::Transfers,
    //
    add_calendar::AddCalendar,
    calendars::Calendars,
    change_calendar::ChangeCalendar,
    test_calendar::TestCalendar,
    sync_calendar::SyncCalendar,
    find_proposals::FindProposals,
    decide_proposals::DecideProposals,
    archive_documents::ArchiveDocuments,
    archive_items::ArchiveItems,
    verify_archive::VerifyArchive,
    fetch_archived::FetchArchived,
    set_archive_secret::SetArchiveSecret,
    take_slack::TakeSlack,
    slack_people::SlackPeople,
    set_slack_person::SetSlackPerson,
    preview_document::PreviewDocument,
    send_documents::SendDocuments,
    deliveries::Deliveries,
    delivery_counts::DeliveryCounts,
    retry_delivery::RetryDelivery,
    cancel_delivery::CancelDelivery,
    test_mail::TestMail,
    remind::Remind,
    hush_reminders::HushReminders,
    hushed_reminders::HushedReminders,
    send_scheduled_mail::SendScheduledMail,
    send_summary::SendSummary,
    send_daily::SendDaily,
    test_slack::TestSlack,
}

/// The cases with a route of the REST API, for a macro that takes them.
#[cfg(feature = "api")]
macro_rules! routed_cases {
    ($with:ident, $first:expr) => {
        $with!(
            $first;
            Companies, AddCompany, NumberGaps, RemoveCompany, SetKey, TestKey, Status, FindInvoices, ReadInvoice, MakeReport,
            CheckDocument, FindPayments, ReadPayment, FindContacts, ReadContact, CancelSync, Runs, ReadRun, ReadAudit, Logins,
            BeginLogin, FinishLogin, TestLogin, RemoveLogin, PlanPush, ApplyPush, PushItems, RetryPush, DiscardPush, PushLinks,
            Reconcile,
            BankAccounts, BankStatements, BankEntries, ProposeMatches, SettleMatches, AcceptMatch, UndoMatch, MakeTransfers, Transfers,
            ReadSender, SetSender,
            Calendars, SyncCalendar, FindProposals, DecideProposals, ArchiveItems,
            PreviewDocument, SendDocuments, Deliveries, RetryDelivery, CancelDelivery, Remind, HushReminders
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
        ("ReadLog", "reads the log, which tells of every company, so that it needs more than to read invoices"),
        ("TestLogin", "renews access, as every request does"),
        ("Sync", "runs are in the journal with their actor"),
        ("StartSync", "runs are in the journal with their actor"),
        ("Work", "runs are in the journal with their actor"),
        ("ReadAudit", "reads"),
        ("Tokens", "reads"),
        ("AdmitToken", "reads; every request over the network has one"),
        ("YieldStore", "the maintenance command writes its own line"),
        ("Alerts", "reads"),
        ("Roles", "reads"),
        ("Hooks", "reads"),
        ("TakeHook", "runs are in the journal with their actor"),
        ("PlanPush", "sends nothing; what is approved of it has a line"),
        ("PushMatched", "the line is written with what is queued"),
        ("ImportTime", "each entry keeps its author and its source"),
        ("RecordTime", "own records keep every version with its author"),
        ("RunTimer", "own records keep every version with its author"),
        ("ReadDrafts", "reads"),
        ("PriceUnbilled", "reads"),
        ("CheckBooks", "reads"),
        ("Calendars", "reads"),
        ("TestCalendar", "changes nothing here"),
        ("SyncCalendar", "own records keep every version with its author"),
        ("FindProposals", "reads"),
        ("DecideProposals", "each entry keeps its author and its source"),
        ("ArchiveItems", "reads"),
        ("VerifyArchive", "reads"),
        ("FetchArchived", "reads"),
        ("TakeSlack", "each entry keeps its author and its source"),
        ("SlackPeople", "reads"),
        ("CallTime", "own records keep every version with its author"),
        ("SendScheduledMail", "each delivery keeps its author"),
        ("StageBank", "nothing reads it before ImportBank, which has a line"),
    ];

    /// Cases that change something and may be performed twice, and why.
    const REPEATABLE: &[(&str, &str)] = &[
        ("EnableCompany", "sets a state"),
        ("SetKey", "sets a state"),
        ("SetSender", "sets a state"),
        ("TestKey", "changes nothing"),
        ("TestLogin", "renews access, as every request does"),
        ("Sync", "joins the run, or goes on after its last commit"),
        ("StartSync", "joins the run, or goes on after its last commit"),
        ("CancelSync", "a run that was asked to end ends"),
        ("ReadAudit", "reads"),
        ("Tokens", "reads"),
        ("AdmitToken", "reads"),
        ("YieldStore", "asks for a state"),
        ("Alerts", "reads"),
        ("Roles", "reads"),
        ("ReadDrafts", "reads"),
        ("PriceUnbilled", "reads"),
        ("CheckBooks", "reads"),
        ("RelistBooks", "what is right already is left alone"),
        ("TestAlerts", "a test message more does no harm"),
        ("SetAlertSecret", "sets a state"),
        ("Hooks", "reads"),
        ("TakeHook", "one that came before is dropped"),
        ("SetHookSecret", "sets a state"),
        ("ImportTime", "an entry that is there by its source is left alone"),
        ("PlanPush", "sends nothing"),
        ("Work", "takes up what is due by then, which is nothing twice"),
        ("PushMatched", "what was queued is linked or waits, and is not planned again"),
        ("ApplyPush", "what was approved is linked or waits, and is not planned again"),
        ("RetryPush", "an item that waits waits"),
        ("DiscardPush", "an item that is dropped is dropped"),
        ("UnlinkPush", "sets a state"),
        ("SetMapping", "sets a state"),
        ("SettleLink", "sets a state"),
        ("PausePush", "sets a state"),
        ("KeepMapping", "sets a state"),
        ("Calendars", "reads"),
        ("TestCalendar", "changes nothing here"),
        ("SyncCalendar", "state decides: a sync that is done again comes to the same end"),
        ("FindProposals", "reads"),
        ("ArchiveDocuments", "an object is put if it is absent"),
        ("ArchiveItems", "reads"),
        ("VerifyArchive", "reads"),
        ("FetchArchived", "reads"),
        ("SetArchiveSecret", "sets a state"),
        ("TakeSlack", "one that came before is refused"),
        ("SlackPeople", "reads"),
        ("SetSlackPerson", "sets a state"),
        ("ReadLog", "reads"),
        ("StageBank", "what is there already is left as it is"),
        ("SettleMatches", "an entry that pays something is left alone"),
        ("RetryDelivery", "an item that waits waits"),
        ("Remind", "each step is queued once"),
        ("HushReminders", "sets a state"),
        ("SendScheduledMail", "what was done is kept"),
        ("SendSummary", "a week has one"),
        ("SendDaily", "a day has one"),
        ("CancelDelivery", "an item that is dropped is dropped"),
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

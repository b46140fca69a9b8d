//! Own books: clients, projects, time, drafts, issued documents, receipts.
//!
//! For: the cases of own books. Uses: the store's own data, `billing`. Never: a provider; arithmetic of money, which is `billing`'s.
//!
//! Changes are made under one lock of the process that has the store, each in one batch with the versions that it was computed from.

mod advance;
mod approve;
#[cfg(test)]
mod arithmetic_tests;
pub mod asked;
mod back;
mod behind;
mod bill;
mod by_bank;
pub(in crate::service) mod calendar;
mod called;
mod conserve;
mod correct;
mod credit;
pub mod doubt;
mod edit;
mod entries;
mod file_time;
mod find;
mod forecast;
mod given_back;
mod import;
mod import_again;
mod issue;
mod mend;
mod mine;
#[cfg(test)]
mod model_tests;
mod partial;
mod pay;
mod rate_names;
mod recur;
mod report;
mod report_view;
mod revise;
mod shelf;
mod shelves;
mod slack;
mod sound;
#[cfg(test)]
mod tests;
mod time;
mod timer;
mod unbilled;
mod verify;
mod view;
mod view_bill;
mod waiting;
mod worked;

pub(in crate::service) use approve::approve;
pub use behind::Behind;
pub(crate) use behind::lost_numbers;
pub(in crate::service) use behind::{all_behind, skip_lost};
pub(in crate::service) use bill::{explain, list_drafts};
pub(in crate::service) use by_bank::{Settling, closed, must_be_open, settle};
pub use calendar::{
    CalendarSynced, CalendarView, ConflictView, Decided, Decision, NewCalendar, Proposal, ProposalAsk, ProposalChange,
    ProposalView,
};
pub use called::{BooksDone, BooksStep, TimeStep};
pub(in crate::service) use called::{bill, call, step, time_step};
pub(in crate::service) use credit::{credit_with, credits};
pub(in crate::service) use edit::books_view;
pub(in crate::service) use edit::edit;
pub use file_time::{ChangedLine, FileEntry, FileTime, TimeImported};
pub(crate) use find::not_found;
pub(in crate::service) use import::import;
pub(in crate::service) use issue::begin_series;
pub(in crate::service) use mine::own_seconds;
pub(in crate::service) use report::report;
pub use report_view::{BookReport, BookReportAsk, BookReportKind, BookRow, By};
pub(in crate::service) use shelf::{Shelf, summed};
pub(crate) use shelves::Shelves;
pub use slack::SlackPersonView;
pub(in crate::service) use slack::{set_slack_person, slack_people, slack_time};
pub(in crate::service) use sound::{plain as check_amount, possible as check_possible, profile as check_profile};
pub(in crate::service) use time::Whose;
pub(in crate::service) use time::{find_time, record};
pub(in crate::service) use timer::run_timer;
pub(in crate::service) use unbilled::unbilled;
pub use unbilled::{Unbilled, WouldBe};
pub(in crate::service) use verify::{relist, verify};
pub use view::{
    Approve, BooksEdit, BooksView, Edited, Invoiced, NewBooks, NewEntry, ProjectView, RateAsk, RateView, RecurringAsk,
    RecurringView, Settle, TimeAsk, TimeChange, TimeChanged, TimeMapAsk, TimeView, TimerAsk, TimerView, Unsound,
};
pub use view_bill::{
    BillStep, Billed, Correction, CreditPart, DraftEdit, DraftView, ExpenseLine, Explained, ExplainedPart, IssueAsk, IssuedView,
    LineEdit, MakeDraft, Paid, PayAsk,
};

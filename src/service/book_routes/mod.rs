//! The REST routes of own books and of what they are connected with: each asks one of the cases, and some ask the same one.
//!
//! For: the API. Uses: the cases of own books. Never: the JSON of a body or an answer, which is `json`'s.

mod asking;
mod bill;
mod connected;
mod ledger;
mod time;

pub(crate) use asking::Asking;
pub(crate) use bill::*;
pub(crate) use connected::*;
pub(crate) use ledger::*;
pub(crate) use time::*;

/// The routes of own books, for a macro that takes them.
macro_rules! book_routes {
    ($with:ident, $first:expr) => {
        $with!(
            $first;
            Books, NewBooksRoute, OneBooks, BooksCheck, AddClient, EditClient,
            AddPerson, EditPerson, AddProject, EditProject, DeleteRecord, SetRate,
            AddRecurring, EditRecurring, RunRecurring, MapTime, ListTime, AddTime,
            EditTime, DeleteTime, SplitTime, ApproveEntries, ReadTimer, SetTimer,
            ListDrafts, OneDraft, MakeDraftRoute, EditDraft, DiscardDraft, IssueDrafts,
            CreditDocument, VoidDocument, PayDocuments, ReportOfBooks,
            ConnectCalendar, DisconnectCalendar, ResolveConflict, RunArchive, ReadArchiveBack,
            ListSlackPeople, ConnectSlackPerson, DisconnectSlackPerson
        )
    };
}
pub(crate) use book_routes;

//! Routes of time, the timer and reports.
//!
//! For: the API. Uses: the cases of own books. Never: the JSON of a body or an answer.

use super::asking::{Asking, LONGEST, books, time};
use crate::service::books::asked::{ApproveAsk, Asked, SplitAt, day};
use crate::service::books::{BookReportAsk, BookReportKind, BooksStep, By, NewEntry, TimeAsk, TimeChange, TimeStep, TimerAsk};
use crate::service::cases::{CallBooks, CallTime, FindTime, MakeBookReport, RunTimer};
use crate::service::{Given, Kind, Param, Result, Route, one_of};

/// Time entries with their sums; a member sees its own alone.
pub(crate) struct ListTime;

impl Asking for ListTime {
    type Case = FindTime;
    type Body = ();
    const ROUTE: Route = Route::get("/v1/books/{company}/time", "list_time", "books")
        .about("Time entries with their sums; a member sees its own alone.")
        .params(&[
            Param::new("company", Kind::Number, "The number of the books"),
            Param::new("q", Kind::Text, "The query, as in `faktura time list`"),
            Param::new("from", Kind::Text, "First day").example("2026-10-01"),
            Param::new("until", Kind::Text, "Last day").example("2026-10-31"),
            Param::new("limit", Kind::UpTo(LONGEST), "Entries at most, the newest; 1000 unless told"),
        ]);

    fn read(given: &Given, (): ()) -> Result<FindTime> {
        {
            let date = |name| given.one(name)?.map(day).transpose();
            let ask = TimeAsk {
                query: given.one("q")?.unwrap_or_default().to_owned(),
                from: date("from")?,
                until: date("until")?,
                ids: Vec::new(),
                state: None,
                limit: Some(given.number("limit", 0..=LONGEST)?.unwrap_or(1000)),
            };
            Ok(FindTime { company: given.company()?, ask })
        }
    }
}

/// Records an entry.
pub(crate) struct AddTime;

impl Asking for AddTime {
    type Case = CallTime;
    type Body = Asked<NewEntry>;
    const ROUTE: Route = Route::post("/v1/books/{company}/time", "add_time", "books")
        .keyed()
        .about("Records an entry.")
        .params(&[Param::new("company", Kind::Number, "The number of the books")]);

    fn read(given: &Given, Asked(body): Asked<NewEntry>) -> Result<CallTime> {
        time(given, TimeChange::Add(body?))
    }
}

/// Changes what is given of an entry.
pub(crate) struct EditTime;

impl Asking for EditTime {
    type Case = CallTime;
    type Body = Asked<NewEntry>;
    const ROUTE: Route = Route::put("/v1/books/{company}/time/{entry}", "edit_time", "books")
        .keyed()
        .about("Changes what is given of an entry.")
        .params(&[
            Param::new("company", Kind::Number, "The number of the books"),
            Param::new("entry", Kind::Text, "Its identifier"),
        ]);

    fn read(given: &Given, Asked(body): Asked<NewEntry>) -> Result<CallTime> {
        time(given, TimeChange::Edit(given.part("entry").to_owned(), body?))
    }
}

/// Deletes an entry.
pub(crate) struct DeleteTime;

impl Asking for DeleteTime {
    type Case = CallTime;
    type Body = ();
    const ROUTE: Route =
        Route::delete("/v1/books/{company}/time/{entry}", "delete_time", "books").keyed().about("Deletes an entry.").params(&[
            Param::new("company", Kind::Number, "The number of the books"),
            Param::new("entry", Kind::Text, "Its identifier"),
        ]);

    fn read(given: &Given, (): ()) -> Result<CallTime> {
        time(given, TimeChange::Delete(vec![given.part("entry").to_owned()]))
    }
}

/// Splits an entry.
pub(crate) struct SplitTime;

impl Asking for SplitTime {
    type Case = CallTime;
    type Body = Asked<SplitAt>;
    const ROUTE: Route =
        Route::post("/v1/books/{company}/time/{entry}/split", "split_time", "books").keyed().about("Splits an entry.").params(&[
            Param::new("company", Kind::Number, "The number of the books"),
            Param::new("entry", Kind::Text, "Its identifier"),
        ]);

    fn read(given: &Given, Asked(body): Asked<SplitAt>) -> Result<CallTime> {
        time(given, TimeChange::Split(given.part("entry").to_owned(), body?.0))
    }
}

/// Approves entries, takes approvals back, or decides not to bill what is left.
pub(crate) struct ApproveEntries;

impl Asking for ApproveEntries {
    type Case = CallBooks;
    type Body = Asked<ApproveAsk>;
    const ROUTE: Route = Route::post("/v1/books/{company}/time/approve", "approve_time", "books")
        .keyed()
        .about("Approves entries, takes approvals back, or decides not to bill what is left.")
        .params(&[Param::new("company", Kind::Number, "The number of the books")]);

    fn read(given: &Given, Asked(body): Asked<ApproveAsk>) -> Result<CallBooks> {
        books(given, BooksStep::Approve(body?.0))
    }
}

/// The caller's timer.
pub(crate) struct ReadTimer;

impl Asking for ReadTimer {
    type Case = RunTimer;
    type Body = ();
    const ROUTE: Route = Route::get("/v1/books/{company}/timer", "get_timer", "books")
        .about("The caller's timer.")
        .params(&[Param::new("company", Kind::Number, "The number of the books")]);

    fn read(given: &Given, (): ()) -> Result<RunTimer> {
        Ok(RunTimer { company: given.company()?, ask: TimerAsk::Status })
    }
}

/// Starts, switches, stops or discards the caller's timer.
pub(crate) struct SetTimer;

impl Asking for SetTimer {
    type Case = CallTime;
    type Body = Asked<TimerAsk>;
    const ROUTE: Route = Route::post("/v1/books/{company}/timer", "set_timer", "books")
        .keyed()
        .about("Starts, switches, stops or discards the caller's timer.")
        .params(&[Param::new("company", Kind::Number, "The number of the books")]);

    fn read(given: &Given, Asked(body): Asked<TimerAsk>) -> Result<CallTime> {
        Ok(CallTime { company: given.company()?, key: given.key.clone(), step: TimeStep::Timer(body?) })
    }
}

/// A report of own books.
pub(crate) struct ReportOfBooks;

impl Asking for ReportOfBooks {
    type Case = MakeBookReport;
    type Body = ();
    const ROUTE: Route = Route::get("/v1/books/{company}/reports/{kind}", "report_books", "books")
        .about("Time, profit, budgets, unbilled time, or what the next months bring.")
        .params(&[
            Param::new("company", Kind::Number, "The number of the books"),
            Param::new("kind", Kind::Text, "time, profit, budget, unbilled or forecast").example("time"),
            Param::new("by", Kind::Text, "client, project, person, tag, week or month, as far as the report has it"),
            Param::new("q", Kind::Text, "The query, as in `faktura time list`; of time and profit"),
            Param::new("from", Kind::Text, "First day; of time and profit").example("2026-10-01"),
            Param::new("until", Kind::Text, "Last day; of time and profit").example("2026-10-31"),
        ]);

    fn read(given: &Given, (): ()) -> Result<MakeBookReport> {
        let date = |name| given.one(name)?.map(day).transpose();
        let by = given.one("by")?.map(|by| one_of("by", by, By::ALL, By::as_str)).transpose()?;
        let ask = BookReportAsk {
            kind: one_of("kind", given.part("kind"), BookReportKind::ALL, BookReportKind::as_str)?,
            by,
            query: given.one("q")?.unwrap_or_default().to_owned(),
            from: date("from")?,
            until: date("until")?,
        };
        Ok(MakeBookReport { company: given.company()?, ask })
    }
}

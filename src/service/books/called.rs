//! Calls with a key of the caller's: a call that is repeated with it changes nothing more, and is answered with what the first one made.

use sha2::Digest;

use super::approve::approve;
use super::bill::{discard, make, view};
use super::correct::correct;
use super::edit::{edit, project_view};
use super::issue::issue;
use super::pay::{open_amount, pay};
use super::rate_names::rate_view;
use super::recur::run_due;
use super::revise::revise;
use super::shelf::{Shelf, refuse};
use super::time::{NamesOf, Whose, changed, record};
use super::timer::run_timer;
use super::view::{Approve, BooksEdit, Edited, TimeChange, TimeChanged, TimeView, TimerAsk, TimerView};
use super::view_bill::{BillStep, Billed, DraftView, IssuedView};
use crate::domain::ledger::{BooksCall, Client, Draft, Issued, Person, Project, Rate, Receipt, Recurring};
use crate::domain::time::{EntryRow, TimeEntry};
use crate::domain::{Actor, Message, OwnKind, RemoteId};
use crate::service::Result;
use serde::{Deserialize, Serialize};

/// A change of own books.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum BooksStep {
    /// Of clients, projects, people, rates, recurring invoices.
    Edit(Box<BooksEdit>),
    /// On the way from a draft to money.
    Bill(BillStep),
    /// Of approvals.
    Approve(Approve),
}

/// A change of time.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum TimeStep {
    /// Of entries.
    Change(TimeChange),
    /// Of the caller's timer.
    Timer(TimerAsk),
}

/// What a change led to.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(clippy::large_enum_variant, reason = "one an answer")]
pub enum BooksDone {
    /// Of clients, projects, people, rates, recurring invoices.
    Edited(Edited),
    /// Drafts, documents, receipts.
    Billed(Billed),
    /// Entries that were approved, or not any more.
    Approved(TimeView),
    /// Entries that were changed.
    Changed(TimeChanged),
    /// The timer.
    Timer(TimerView),
}

impl BooksStep {
    /// Its line of the audit log.
    pub(in crate::service) fn line(&self) -> (&'static str, String) {
        match self {
            Self::Edit(edit) => edit.line(),
            Self::Bill(step) => step.line(),
            Self::Approve(ask) => (ask.action.word(), ask.of.query.clone()),
        }
    }
}

/// Makes a change of own books, once for each key.
pub(in crate::service) fn step(
    shelf: &Shelf<'_>,
    step: BooksStep,
    author: &Actor,
    note: &dyn Fn() -> Result<()>,
) -> Result<BooksDone> {
    let is_paid = matches!(&step, BooksStep::Bill(BillStep::Pay(_)));
    if let Some(known) = shelf.known_call()? {
        return match step {
            BooksStep::Edit(_) => edited_before(shelf, &known).map(BooksDone::Edited),
            BooksStep::Bill(_) => billed_before(shelf, &known, is_paid).map(BooksDone::Billed),
            BooksStep::Approve(_) => {
                let rows = rows_of(shelf, &known)?;
                let seconds = rows.iter().map(|row| row.entry.seconds()).sum::<i64>();
                Ok(BooksDone::Approved(TimeView {
                    total: rows.len(),
                    seconds,
                    days: Vec::new(),
                    entries: rows,
                    lints: Vec::new(),
                }))
            }
        };
    }
    match step {
        BooksStep::Edit(change) => edit(shelf, *change, author, note).map(BooksDone::Edited),
        BooksStep::Bill(step) => bill(shelf, &step, author, note).map(BooksDone::Billed),
        BooksStep::Approve(ask) => {
            let whose = Whose { actor: author.clone(), own_only: false };
            approve(shelf, &ask, &whose, note).map(BooksDone::Approved)
        }
    }
}

/// Goes a step from a draft to money.
pub(in crate::service) fn bill(
    shelf: &Shelf<'_>,
    step: &BillStep,
    author: &Actor,
    note: &dyn Fn() -> Result<()>,
) -> Result<Billed> {
    match step {
        BillStep::Make(ask) => Ok(Billed::Drafts(vec![make(shelf, ask, author, note)?])),
        BillStep::Edit(change) => Ok(Billed::Drafts(vec![revise(shelf, change, author, note)?])),
        BillStep::Recur(until) => {
            let (made, refused) = run_due(shelf, *until, author, note)?;
            Ok(Billed::Recurred(made, refused))
        }
        BillStep::Discard(draft) => Ok(Billed::Drafts(vec![discard(shelf, draft, author, note)?])),
        BillStep::Issue(ask) => issue(shelf, ask, author, note),
        BillStep::Correct(ask) => correct(shelf, ask, author, note),
        BillStep::Pay(ask) => pay(shelf, ask, author, note),
    }
}

/// Makes a change of time, once for each key.
pub(in crate::service) fn time_step(shelf: &Shelf<'_>, step: TimeStep, whose: &Whose) -> Result<BooksDone> {
    let known = shelf.known_call()?;
    match (step, known) {
        (TimeStep::Change(change), None) => record(shelf, change, whose).map(BooksDone::Changed),
        (TimeStep::Timer(ask), None) => run_timer(shelf, ask, whose).map(BooksDone::Timer),
        (TimeStep::Change(_), Some(known)) => {
            let entries: Vec<TimeEntry> = rows_of(shelf, &known)?.into_iter().map(|row| row.entry).collect();
            changed(shelf, &entries).map(BooksDone::Changed)
        }
        (TimeStep::Timer(_), Some(known)) => {
            let entry = rows_of(shelf, &known)?.into_iter().next();
            run_timer(shelf, TimerAsk::Status, whose).map(|view| BooksDone::Timer(TimerView { entry, ..view }))
        }
    }
}

impl Shelf<'_> {
    /// What a call made before with this key; `None` for a call without one, and for the first one.
    fn known_call(&self) -> Result<Option<BooksCall>> {
        let Some(call) = &self.call else { return Ok(None) };
        let known = self.value::<BooksCall>(&call.key())?;
        match known {
            Some(known) if known.request != call.request => {
                Err(refuse(Message::new("books-key-other-call").with("key", call.id.as_str())))
            }
            known => Ok(known),
        }
    }
}

/// A call with a key, and what it is known by again.
pub(in crate::service) fn call<T: std::fmt::Debug>(key: Option<String>, author: &Actor, request: &T) -> Option<BooksCall> {
    let bytes = format!("{request:?}");
    let hash = sha2::Sha256::digest(bytes).iter().fold(String::with_capacity(64), |text, byte| text + &format!("{byte:02x}"));
    key.map(|id| BooksCall { id, author: author.0.clone(), request: hash, made: Vec::new() })
}

fn of_kind(known: &BooksCall, kind: OwnKind) -> impl Iterator<Item = RemoteId> {
    known.made.iter().filter(move |(number, _)| *number == u64::from(kind.number())).map(|(_, id)| id.clone())
}

fn rows_of(shelf: &Shelf<'_>, known: &BooksCall) -> Result<Vec<EntryRow>> {
    let names = NamesOf::read(shelf)?;
    let ids = of_kind(known, OwnKind::Entry).collect();
    Ok(shelf.entries_of(&ids)?.iter().map(|held| names.row(&held.value)).collect())
}

fn edited_before(shelf: &Shelf<'_>, known: &BooksCall) -> Result<Edited> {
    let gone = || refuse(Message::new("books-nothing").with("wanted", known.id.as_str()));
    // The value that a change is about is written last.
    for (number, id) in known.made.iter().rev() {
        let found = match u16::try_from(*number).ok().and_then(OwnKind::from_number) {
            Some(OwnKind::Client) => shelf.value::<Client>(id)?.map(|client| Edited::Client(Box::new(client))),
            Some(OwnKind::Project) => match shelf.value::<Project>(id)? {
                Some(project) => Some(Edited::Project(Box::new(project_view(shelf, project)?))),
                None => None,
            },
            Some(OwnKind::Person) => shelf.value::<Person>(id)?.map(|person| Edited::Person(Box::new(person))),
            Some(OwnKind::Rate) => match shelf.value::<Rate>(id)? {
                Some(rate) => Some(Edited::Rate(Box::new(rate_view(shelf, rate)?))),
                None => None,
            },
            Some(OwnKind::Recurring) => match shelf.value::<Recurring>(id)? {
                Some(one) => Some(Edited::Recurring(Box::new(shelf.recurring_view(one)?))),
                None => None,
            },
            Some(OwnKind::Profile) => Some(Edited::Profile(Box::new(shelf.profile()?))),
            _ => None,
        };
        if let Some(found) = found {
            return Ok(found);
        }
    }
    known.made.last().map(|(_, id)| Edited::Deleted(id.clone())).ok_or_else(gone)
}

fn billed_before(shelf: &Shelf<'_>, known: &BooksCall, is_paid: bool) -> Result<Billed> {
    let receipts = shelf.values::<Receipt>()?;
    let mut documents = Vec::new();
    for id in of_kind(known, OwnKind::Issued) {
        documents.extend(shelf.value::<Issued>(&id)?);
    }
    let mut drafts: Vec<DraftView> = Vec::new();
    for id in of_kind(known, OwnKind::Draft) {
        drafts.extend(shelf.value::<Draft>(&id)?.map(|draft| view(shelf, draft, false)).transpose()?);
    }
    let paid: Vec<Receipt> = {
        // In the order in which they were made: the first one is the payment.
        let of = |id: RemoteId| receipts.iter().find(|receipt| receipt.id == id).cloned();
        of_kind(known, OwnKind::Receipt).filter_map(of).collect()
    };
    if is_paid {
        for part in paid.iter().flat_map(|receipt| &receipt.parts) {
            if !documents.iter().any(|known: &Issued| known.id == part.document) {
                documents.extend(shelf.value::<Issued>(&part.document)?);
            }
        }
    }
    let table = shelf.table::<Issued>()?;
    let number = |id: &RemoteId| table.get(id).map_or_else(String::new, |held| held.value.document.number.clone());
    let views = documents.into_iter().map(|issued| {
        let (balance, original) = (open_amount(&issued, &receipts)?, issued.kind.original().map(number));
        Ok(IssuedView { balance, original, closed: None, issued })
    });
    let views = views.collect::<Result<Vec<_>>>()?;
    Ok(match (is_paid, views.is_empty()) {
        (true, _) => Billed::Paid(paid, views),
        (false, false) => Billed::Issued(views, Vec::new()),
        (false, true) => Billed::Drafts(drafts),
    })
}

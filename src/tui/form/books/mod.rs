//! What forms and questions of own books are about, as data.
//!
//! For: [`super::Purpose`], [`super::Order`], the shared state. Never: the shared state itself; the fields are in `make`, what
//! follows from a complete form in `submit`, what follows from the answer in `told`.

pub(crate) mod ask;
pub(crate) mod draft;
pub(crate) mod ledger;
pub(crate) mod make;
pub(crate) mod place;
pub(crate) mod profile;
pub(crate) mod rule;
pub(crate) mod submit;
pub(crate) mod told;

use jiff::civil::Date;

use crate::domain::ledger::{Client, Profile, Project};
use crate::domain::{CompanyId, Message};

/// A form of own books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Books {
    /// Add books.
    New,
    /// Change the books that are shown.
    Profile(Box<Profile>),
    /// Add an entry.
    Entry,
    /// Change an entry.
    Change(String),
    /// Split an entry.
    Divide(String),
    /// Move entries to a project.
    Move(Vec<String>),
    /// Change what is filled in of several entries.
    Bulk(Vec<String>),
    /// Copy the entries of a day.
    CopyDay(Date),
    /// Start a timer; with `true` the one that runs stops.
    Timer(bool),
    /// Stop a timer at an earlier time.
    Stop,
    /// Decide not to bill entries.
    WriteOff(Vec<String>),
    /// Add a client, or change one.
    Client(Option<Box<Client>>),
    /// Add a project, or change one.
    Project(Option<Box<Project>>),
    /// Set a rate.
    Rate,
    /// Make a draft.
    Make,
    /// Issue drafts.
    Issue(Vec<String>),
}

/// What was asked of the service, to be told apart when the answer comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// Books were added.
    Added,
    /// Time was changed: the text that says so.
    Time(&'static str),
    /// The timer was started, stopped or dropped.
    Timer,
    /// Entries were approved and so on: the text that says so.
    Settled(&'static str),
    /// A client, a project or a rate was saved or deleted.
    Edited,
    /// Drafts were made, discarded or issued.
    Billed,
}

/// A question before something of own books is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) company: CompanyId,
    /// The question, with what it is about.
    pub(crate) what: Message,
    /// What follows.
    pub(crate) cost: Message,
    /// The choice that does it.
    pub(crate) yes: Message,
    pub(crate) does: Does,
}

/// What is done after a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Does {
    /// Deletes entries.
    Delete(Vec<String>),
    /// Drops the timer.
    DiscardTimer,
    /// Approves entries, or takes approvals back.
    Approve(Chosen),
    /// Deletes a client or a project.
    Remove(String),
    /// Gives a draft up.
    DiscardDraft(String),
    /// Gives several up, each with what it is called.
    DiscardDrafts(Vec<(String, String)>),
    /// Credits or voids a document.
    Correct(Correct),
    /// Issues drafts.
    Issue { drafts: Vec<String>, date: Option<Date>, fulfilled: Option<Date>, due: Option<Date> },
}

/// A document to credit or to void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Correct {
    /// Its identifier.
    pub(crate) document: String,
    /// It is voided; else credited.
    pub(crate) void: bool,
    pub(crate) date: Option<Date>,
    pub(crate) reason: Option<String>,
    /// Lines from 1, with the quantity or the net amount that is credited; the whole where empty.
    pub(crate) parts: Vec<rule::CreditedPart>,
    /// Why its time is written off; else it is free to be billed again.
    pub(crate) write_off: Option<String>,
}

/// Entries to approve, or to take the approval back from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Chosen {
    /// By identifier; all of the period where empty.
    pub(crate) ids: Vec<String>,
    pub(crate) period: Option<(Date, Date)>,
    pub(crate) query: String,
    /// Takes approvals back.
    pub(crate) back: bool,
    /// Overlaps are taken as they are.
    pub(crate) force: bool,
}

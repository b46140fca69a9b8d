//! Everything that can happen to the screen, and everything it can ask for, as data.
//!
//! For: [`super::update`] (pure) and the driver (which alone performs effects). Never: a task, a terminal handle.

use std::time::Duration;

use jiff::Timestamp;

use super::jobs::{Step, Work};
use super::key::Key;
use super::keymap::Keymap;
use crate::domain::{CompanyId, Doubt, InvoiceKey, Message, Payment, RunError, RunId, SyncRun, TaxReport};
use crate::error::Error;
use crate::locale::Lang;
use crate::query::complete::Suggestion;
use crate::query::{Found, Report, ReportKind, ReportRequest, Request};
use crate::service::{ChangesRequest, CompanyView, InvoiceChange, InvoiceDetail};
use crate::sync;

/// What a use case answered.
pub(crate) type Answer<T> = Result<T, Error>;

/// What happened.
#[derive(Debug)]
pub(crate) enum Event {
    /// A key.
    Key(Key),
    /// Text that was pasted.
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The terminal has another size: columns, lines.
    Resize(u16, u16),
    /// What time it is.
    Clock(Timestamp),
    /// A sync went on.
    Sync(sync::Event),
    /// Events of a sync were lost: what is shown may be old.
    Lagged,
    /// The process was asked to end, or the terminal is gone.
    End,
    /// The process goes on after it was stopped.
    Continued,
    /// Companies came.
    Companies(Answer<Vec<CompanyView>>),
    /// Invoices were found.
    Found {
        /// Which request this answers.
        generation: u64,
        /// How long it took, where that is worth telling.
        took: Option<Duration>,
        /// The answer.
        result: Answer<Found>,
        /// Companies of which something is missing in it.
        doubts: Vec<Doubt>,
    },
    /// An invoice came.
    Invoice {
        /// Which one was asked for.
        key: InvoiceKey,
        /// The answer.
        result: Answer<Option<Box<InvoiceDetail>>>,
    },
    /// The provider answered about an invoice.
    Live {
        /// Which one was asked for.
        key: InvoiceKey,
        /// The answer.
        reply: Reply,
    },
    /// Runs came.
    Runs(Answer<Vec<SyncRun>>),
    /// A run came with its errors.
    Run {
        /// Which one was asked for.
        id: RunId,
        /// The answer.
        result: Answer<Option<(SyncRun, Vec<RunError>)>>,
    },
    /// A report came.
    Report(ReportKind, Answer<Report>, Vec<Doubt>),
    /// Changes came.
    Changes(ChangesRequest, Answer<Vec<InvoiceChange>>),
    /// What may come next in the filter.
    Suggested {
        /// Which question this answers.
        generation: u64,
        /// The answer.
        list: Vec<Suggestion>,
    },
    /// Rows came that were asked for besides those of the list.
    Rows(RowsFor, Answer<Found>),
    /// A job went on.
    Job(u64, Step),
    /// The configuration was read again: what it says of the screen, or what is wrong with it.
    Configured(Result<Configured, Message>),
    /// The terminal takes frames slowly.
    SlowTerminal,
    /// A sync that was asked for here ended, or could not begin.
    Synced(Option<Error>),
}

/// What the mouse did, in the cell of this column and line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mouse {
    /// A button was pressed.
    Press(u16, u16),
    /// It was moved with the button down.
    Drag(u16, u16),
    /// The button was let go.
    Release,
    /// The wheel was turned towards the end, or towards the beginning.
    Wheel(bool),
}

/// What the configuration says of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Configured {
    /// Keys.
    pub(crate) keymap: Keymap,
    /// Nothing may be changed from here.
    pub(crate) read_only: bool,
    /// Whether somebody asked, and wants to hear that it was read.
    pub(crate) asked: bool,
}

/// What rows were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowsFor {
    /// To be marked.
    Mark,
    /// To be copied.
    Copy,
}

/// What the provider answered about an invoice.
#[derive(Debug)]
pub(crate) enum Reply {
    /// Payments booked.
    Payments(Answer<Vec<Payment>>),
    /// The tax authority's answer.
    Report(Answer<TaxReport>),
    /// The public address.
    Url(Answer<String>),
}

/// What to ask the provider about an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Live {
    /// Payments booked.
    Payments,
    /// The tax authority's answer.
    Report,
    /// The public address.
    Url,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Read the companies.
    LoadCompanies,
    /// Find invoices; an earlier search that still runs may be dropped.
    Find {
        /// What to find.
        request: Request,
        /// Comes back with the answer.
        generation: u64,
    },
    /// Read an invoice; an earlier read that still runs may be dropped.
    LoadInvoice(InvoiceKey),
    /// Ask the provider about an invoice.
    Ask(InvoiceKey, Live),
    /// Read the newest runs.
    LoadRuns,
    /// Read a run with its errors.
    LoadRun(RunId),
    /// Make a report.
    LoadReport(ReportRequest),
    /// Tell what changed.
    LoadChanges(ChangesRequest),
    /// Say what may come next in the filter.
    Suggest {
        /// The filter.
        text: String,
        /// The byte at which one types.
        cursor: usize,
        /// Whose values are offered; everybody's when empty.
        companies: Vec<CompanyId>,
        /// The language of the words that are offered.
        lang: Lang,
        /// Comes back with the answer.
        generation: u64,
    },
    /// Read rows besides those of the list.
    Rows {
        /// Which.
        request: Request,
        /// What for.
        what: RowsFor,
    },
    /// Put a text on the clipboard of whoever sits before the terminal.
    Copy(String),
    /// Begin a job of this number.
    StartJob(u64, Work),
    /// End a job.
    CancelJob(u64),
    /// Listen to the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Read the configuration again.
    ReadConfig,
    /// Sync these companies; all that are enabled when empty.
    StartSync(Vec<CompanyId>),
    /// End the syncs of these companies; all when empty.
    Cancel(Vec<CompanyId>),
    /// Give the terminal back and stop until continued.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// End the UI.
    Quit,
}

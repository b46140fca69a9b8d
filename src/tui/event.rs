//! Everything that can happen to the screen, and everything it can ask for, as data.
//!
//! For: [`super::update`] (pure) and the driver (which alone performs effects). Never: a task, a terminal handle.

use std::time::Duration;

use jiff::Timestamp;

use super::key::Key;
use crate::domain::{CompanyId, InvoiceKey, Payment, RunError, RunId, SyncRun, TaxReport};
use crate::error::Error;
use crate::query::{Found, Report, ReportKind, ReportRequest, Request};
use crate::service::{CompanyView, InvoiceDetail};
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
    Report(ReportKind, Answer<Report>),
    /// A sync that was asked for here ended, or could not begin.
    Synced(Option<Error>),
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

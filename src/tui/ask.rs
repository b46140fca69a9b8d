//! Questions of pages to the service, as data, and the one function that turns a question into a call.
//!
//! For: pages, which return questions and receive answers, and [`super::perform`]. Uses: the service's use cases. Never: a page.

use std::time::Duration;

use super::case::{AnyAnswer, Case};
use crate::clock::Clock;
use crate::domain::{CompanyId, Doubt, Payment, RecordKey, RunError, RunId, SyncRun, TaxReport};
use crate::error::Error;
use crate::host::Service;
use crate::locale::Lang;
use crate::query::complete::{self, Suggestion};
use crate::query::{Field, Found, Report, ReportKind, ReportRequest, Request};
use crate::service::cases;
use crate::service::{CompanyView, InvoiceDetail, Listed, RunFilter};

/// The result of a use case.
pub(crate) type Reply<T> = Result<T, Error>;

/// Runs read for the list: months of them.
const NEWEST_RUNS: usize = 1000;

/// The purpose of extra rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowsFor {
    /// To be marked.
    Mark,
    /// To be copied.
    Copy,
}

/// A question to the provider about an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Live {
    /// Payments booked.
    Payments,
    /// The tax authority's answer.
    Report,
    /// The public address.
    Url,
}

/// The answer of the provider to [`Live`].
#[derive(Debug)]
pub(crate) enum LiveReply {
    /// Payments booked.
    Payments(Reply<Vec<Payment>>),
    /// The tax authority's answer.
    Report(Reply<TaxReport>),
    /// The public address.
    Url(Reply<String>),
}

/// A question of a page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// Every company.
    Companies,
    /// Invoices that match.
    Find {
        request: Request,
        /// Comes back with the answer.
        generation: u64,
    },
    /// Rows besides those of the list.
    Rows { request: Request, what: RowsFor },
    /// Completions of a filter.
    Suggest {
        text: String,
        /// The byte offset of the cursor.
        cursor: usize,
        /// The companies that values are offered of; all when empty.
        companies: Vec<CompanyId>,
        /// The language of the words that are offered.
        lang: Lang,
        /// Comes back with the answer.
        generation: u64,
    },
    /// One invoice.
    Invoice(RecordKey),
    /// One invoice, asked of the provider.
    Live(RecordKey, Live),
    /// The newest runs.
    Runs,
    /// One run with its errors.
    Run(RunId),
    /// A report.
    Report(ReportRequest),
    /// Any other use case.
    Case(Case),
}

/// The answer to the [`Question`] of the same name.
#[derive(Debug)]
pub(crate) enum Answer {
    Companies(Reply<Vec<CompanyView>>),
    Found {
        generation: u64,
        /// Its duration, if known.
        took: Option<Duration>,
        result: Reply<Found>,
        /// Companies with damaged data.
        doubts: Vec<Doubt>,
    },
    Rows(RowsFor, Reply<Found>),
    Suggested {
        generation: u64,
        list: Vec<Suggestion>,
    },
    Invoice(RecordKey, Reply<Option<Box<InvoiceDetail>>>),
    Live(RecordKey, LiveReply),
    Runs(Reply<Vec<SyncRun>>),
    Run(RunId, Reply<Option<(SyncRun, Vec<RunError>)>>),
    /// The report, and companies with damaged data.
    Report(ReportKind, Reply<Report>, Vec<Doubt>),
    /// Take it apart with [`Answer::of`].
    Case(AnyAnswer),
}

/// Questions that replace each other: a newer one cancels the one under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lane {
    Find,
    Invoice,
    Suggest,
}

impl Question {
    /// The lane of the question; `None` if it cancels no other.
    pub(crate) const fn lane(&self) -> Option<Lane> {
        match self {
            Self::Find { .. } => Some(Lane::Find),
            Self::Invoice(_) => Some(Lane::Invoice),
            Self::Suggest { .. } => Some(Lane::Suggest),
            _ => None,
        }
    }
}

impl Answer {
    /// Returns the answer of a use case that was asked as [`Question::Case`]; `None` if it is another one's.
    pub(crate) fn of<C: Listed>(self) -> Option<Reply<C::Answer>>
    where
        C::Answer: 'static,
    {
        match self {
            Self::Case(answer) => answer.downcast::<Reply<C::Answer>>().ok().map(|reply| *reply),
            _ => None,
        }
    }
}

/// Asks the service.
pub(crate) async fn ask(service: &Service, clock: &dyn Clock, question: Question) -> Answer {
    match question {
        Question::Companies => Answer::Companies(service.ask(cases::Companies).await),
        Question::Find { request, generation } => {
            let from = clock.now();
            let result = service.ask(cases::FindInvoices(request)).await;
            let took = Duration::try_from(clock.now().duration_since(from)).ok();
            Answer::Found { generation, took, result, doubts: doubts(service).await }
        }
        Question::Rows { request, what } => Answer::Rows(what, service.ask(cases::FindInvoices(request)).await),
        Question::Suggest { text, cursor, companies, lang, generation } => {
            let list = match complete::of_language::<Field>(&text, cursor, lang) {
                Some(list) => list,
                // A failed suggestion request is ignored: typing goes on without it.
                None => service.ask(cases::Suggest { text, cursor, companies }).await.unwrap_or_default(),
            };
            Answer::Suggested { generation, list }
        }
        Question::Invoice(key) => {
            let result = service.ask(cases::ReadInvoice(key.clone())).await;
            Answer::Invoice(key, result)
        }
        Question::Live(key, what) => {
            let reply = match what {
                Live::Payments => LiveReply::Payments(service.ask(cases::Payments(key.clone())).await),
                Live::Report => LiveReply::Report(service.ask(cases::AskTaxReport(key.clone())).await),
                Live::Url => LiveReply::Url(service.ask(cases::PublicUrl(key.clone())).await),
            };
            Answer::Live(key, reply)
        }
        Question::Runs => {
            let filter = RunFilter { limit: Some(NEWEST_RUNS), ..RunFilter::default() };
            Answer::Runs(service.ask(cases::Runs(filter)).await)
        }
        Question::Run(id) => Answer::Run(id, service.ask(cases::ReadRun(id)).await),
        Question::Report(request) => {
            let report = service.ask(cases::MakeReport(request.clone())).await;
            Answer::Report(request.kind, report, doubts(service).await)
        }
        Question::Case(case) => Answer::Case(case.ask(service).await),
    }
}

/// Companies with damaged data, read after an answer that may have met the damage. An error here is ignored: the next
/// question meets it again.
async fn doubts(service: &Service) -> Vec<Doubt> {
    service.ask(cases::Doubts).await.unwrap_or_default()
}
